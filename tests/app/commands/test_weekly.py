"""`report weekly` draws the briefing of any week and region, or says in one sentence why not."""

import pytest

from app.accounts.passwords import secret_of
from app.accounts.rules import Role
from tests.app.commands.conftest import PASSWORD
from tests.factories.accounts import GrantDraft, House

REGION = "140213054"


@pytest.fixture
def director(street, open_database):
    """The director of the street, as options of a command."""
    house = House(open_database(street), secret_of(PASSWORD))
    house.person("director", GrantDraft(Role.DIRECTOR, region=REGION))
    return ("--as", "director", "--database", street)


def test_a_weekly_briefing_is_drawn_of_any_week_and_region_or_says_why_not(cli, director, tmp_path):
    file = tmp_path / "weekly.pdf"
    weekly = ("report", "weekly", "--output", file, "--from", "2026-11-16")

    ran = cli(*weekly, "--to", "2026-11-22", "--region", REGION, *director)
    assert ran.code == 0, ran.err
    assert file.read_bytes().startswith(b"%PDF")

    for kind in ("daily", "monthly", "rates", "exclusions"):
        other = (*weekly[:1], kind, *weekly[2:])
        ran = cli(*other, "--region", REGION, *director)
        assert ran.code == 0, ran.err
    for end in ("docx", "xlsx"):
        other = file.with_suffix(f".{end}")
        week = ("report", "weekly", "--from", "2026-11-16", "--region", REGION)
        ran = cli(*week, "--output", other, *director)
        assert (ran.code, other.read_bytes()[:2]) == (0, b"PK"), ran.err
    refused = cli(*week, "--output", file.with_suffix(".ofd"), *director)
    assert (refused.code, "OFD" in refused.err) == (1, True)
    assert not file.with_suffix(".ofd").exists()
    slip = ("report", "slip", "--case", "1", "--output", file.with_suffix(".docx"))
    assert "只能写成 PDF" in cli(*slip, *director).err

    for wrong, told in (
        (("--to", "2026-11-23", "--region", REGION), "不在同一期"),
        (("--region", "123456789"), "没有代码是 123456789 的区划"),
        (("--region", "140213"), "查看指标"),
    ):
        refused = cli(*weekly, *wrong, *director)
        assert (refused.code, told in refused.err) == (1, True), refused.err
    unknown = cli("report", "roster", "--output", file, "--of", "没有的支部", *director)
    assert (unknown.code, "没有叫“没有的支部”的" in unknown.err) == (1, True), unknown.err
