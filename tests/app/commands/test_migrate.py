"""`migrate` also tells desks which version of the program they should have."""

import json
from pathlib import Path

import pytest

from app.commands import main
from app.core.database import SCHEMA, Database
from app.core.shared_settings import settings_at


@pytest.fixture
def url(embedded_database) -> str:
    return embedded_database.url.render_as_string()


def wanted(url: str) -> tuple[str, str]:
    database = Database.open(url)
    with database.reading() as session:
        found = settings_at(session, database.clock.now())
    database.dispose()
    return found.wanted_version, found.package_place


def test_the_version_and_where_it_lies_are_told_to_every_desk(url, capsys):
    argv = ["migrate", "--database", url, "--json"]

    assert main([*argv, "--wanted", "0.3.0", "--package", r"\\server\soft"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert (told["new"], told["wanted"], told["package"]) == (SCHEMA, "0.3.0", r"\\server\soft")
    assert wanted(url) == ("0.3.0", r"\\server\soft")
    assert main([*argv, "--wanted", "0.4.0"]) == 0
    assert wanted(url) == ("0.4.0", r"\\server\soft")


def test_what_is_no_version_is_refused_and_nothing_told(url, capsys):
    assert main(["migrate", "--database", url, "--wanted", "下一版"]) == 1
    assert "用点隔开的数字" in capsys.readouterr().err
    assert wanted(url) == ("", "")


def test_without_either_nothing_is_told(url, tmp_path: Path):
    assert main(["migrate", "--database", url]) == 0
    assert wanted(url) == ("", "")
