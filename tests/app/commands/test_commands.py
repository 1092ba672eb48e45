"""Every command does its job on both engines and says so to people and programs."""

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.engine import make_url

from app.accounts.actions.signing_in import sign_in
from app.accounts.models import Person
from app.accounts.passwords import secret_of
from app.accounts.rules import Role
from app.cases.models import CaseFile
from app.core.chores import take_lease
from app.core.clock import SHANGHAI
from app.core.database.tables import JournalEntry
from app.core.sealing import seal_journal
from app.demo import whole_street
from tests.app.commands.conftest import DIVISIONS, PASSWORD
from tests.factories.accounts import GrantDraft, House
from tests.factories.journal import tamper


@pytest.fixture
def clerk(street: str, open_database) -> tuple[str, ...]:
    """Somebody who assigns cases and reads the journal, as options of a command."""
    house = House(open_database(street), secret_of(PASSWORD))
    house.person(
        "clerk", GrantDraft(Role.DISPATCHER, region=""), GrantDraft(Role.AUDITOR, region="")
    )
    return ("--as", "clerk", "--database", street)


def test_init_makes_a_database_and_says_how_to_sign_in(cli, blank_url, open_database):
    ran = cli("init", "--admin", "马志远", "--database", blank_url)
    assert ran.code == 0
    assert "mazhiyuan" in ran.out
    with open_database(blank_url).reading() as session:
        assert session.scalars(sa.select(Person.name)).one() == "马志远"

    again = cli("init", "--admin", "li", "--database", blank_url)
    assert again.code == 1
    assert "已经有账号" in again.err


def test_init_refuses_a_name_nobody_could_type(cli, tmp_path):
    ran = cli("init", "--admin", "！！", "--database", f"sqlite:///{tmp_path / 'a.db'}")
    assert not (tmp_path / "a.db").exists()
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_migrate_says_from_what_to_what(cli, blank_url):
    if blank_url.startswith("sqlite"):
        Path(make_url(blank_url).database).touch()
    assert cli("migrate", "--database", blank_url, "--json").json["old"] == ""
    again = cli("migrate", "--database", blank_url)
    assert "没有改动" in again.out


def test_divisions_come_and_go(cli, founded, tmp_path):
    file = tmp_path / "divisions.csv"
    file.write_text(f"{DIVISIONS}14021,短了一位,3,1402\n")

    trial = cli("import", "divisions", file, "--database", founded, "--dry-run", "--json")
    assert (trial.json["new"], trial.json["refused"], trial.json["dry_run"]) == (2, 1, True)
    assert not (tmp_path / "divisions.csv.rejected.csv").exists()

    ran = cli("import", "divisions", file, "--database", founded)
    assert ran.code == 0
    assert "新增 2" in ran.out
    assert "第 4 行" in ran.out
    assert (tmp_path / "divisions.csv.rejected.csv").exists()

    out = tmp_path / "out.csv"
    assert cli("export", "divisions", out, "--database", founded).code == 0
    assert out.read_text() == DIVISIONS
    again = cli("import", "divisions", out, "--database", founded, "--json")
    assert again.json["unchanged"] == 2


@pytest.fixture
def cases(cli, clerk: tuple[str, ...], tmp_path: Path) -> tuple[str, ...]:
    """A street with two messages, one of which looks like a formula."""
    (tmp_path / "m.toml").write_text(
        'source = "mailbox"\nregion = "140213054"\n[columns]\nexternal_number = "号"\n'
        'text = "话"\nreceived_at = "时"\nreporter_name = "名"\n'
    )
    file = tmp_path / "cases.csv"
    file.write_text(
        "号,话,时,名\n"
        '1,"=HYPERLINK(""http://x"")",2026-11-02 09:30,金丝雀甲乙\n'
        "2,路灯不亮。,2026-11-03 00:00,\n"
    )
    ran = cli("import", "cases", file, "--mapping", tmp_path / "m.toml", *clerk, "--json")
    assert (ran.code, ran.json["new"]) == (0, 2), ran.err
    return clerk


def test_exported_cases_name_nobody_and_start_no_formula(cli, cases, tmp_path):
    for name in ("c.csv", "c.xlsx", "c.json"):
        assert cli("export", "cases", tmp_path / name, *cases).code == 0

    rows = list(csv.DictReader((tmp_path / "c.csv").read_text().splitlines()))
    assert [row["外部编号"] for row in rows] == ["1", "2"]
    assert rows[0]["内容"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["阶段"] == "待受理"
    assert rows[1]["收到时间"] == "2026-11-03 00:00:00"
    told = json.loads((tmp_path / "c.json").read_text())
    assert told[0]["text"] == '=HYPERLINK("http://x")'
    assert datetime.fromisoformat(told[1]["received_at"]) == datetime(2026, 11, 3, tzinfo=SHANGHAI)
    sheet = load_workbook(tmp_path / "c.xlsx").active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    for name in ("c.csv", "c.json"):
        assert "金丝雀" not in (tmp_path / name).read_text()


def test_a_span_of_days_has_both_its_ends(cli, cases, tmp_path):
    file = tmp_path / "c.json"

    def exported(*span: str) -> list[str]:
        ran = cli("export", "cases", file, *cases, *span)
        assert ran.code == 0
        return [row["external_number"] for row in json.loads(file.read_text())]

    assert exported("--from", "2026-11-02", "--to", "2026-11-02") == ["1"]
    assert exported("--from", "2026-11-03", "--to", "2026-11-03") == ["2"]
    assert exported("--region", "140213055") == []


def test_excel_gets_its_mark_when_asked(cli, cases, tmp_path):
    cli("export", "cases", tmp_path / "a.csv", *cases)
    cli("export", "cases", tmp_path / "b.csv", *cases, "--excel")
    assert not (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "b.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_export_stands_in_the_journal(cli, cases, tmp_path, open_database):
    cli("export", "cases", tmp_path / "a.csv", *cases)
    with open_database(cases[-1]).reading() as session:
        asked = sa.select(JournalEntry.subject, JournalEntry.facts)
        (row,) = session.execute(asked.where(JournalEntry.action == "exchange.export"))
    assert (row[0], row[1]["rows"]) == ("cases", 2)


def test_the_journal_can_be_taken_out(cli, cases, tmp_path):
    file = tmp_path / "j.json"
    assert cli("export", "journal", file, *cases).code == 0
    actions = [row["action"] for row in json.loads(file.read_text())]
    assert "cases.submitted" in actions
    assert "金丝雀" not in file.read_text()


def test_a_slip_is_drawn_for_a_receipt_code(cli, cases, tmp_path, open_database):
    with open_database(cases[-1]).reading() as session:
        code = session.scalars(sa.select(CaseFile.receipt_code)).first()
    file = tmp_path / "slip.pdf"
    ran = cli("report", "slip", "--case", code, "--output", file, *cases)
    assert ran.code == 0, ran.err
    assert file.read_bytes().startswith(b"%PDF")

    unknown = cli("report", "slip", "--case", "99", "--output", file, *cases)
    assert (unknown.code, "99" in unknown.err) == (1, True)


def test_a_ledger_is_drawn_or_the_reason_why_not_is_one_sentence(
    cli, cases, tmp_path, open_database
):
    with open_database(cases[-1]).reading() as session:
        code = session.scalars(sa.select(CaseFile.receipt_code)).first()
    file = tmp_path / "ledger.pdf"
    ran = cli("report", "ledger", "--case", code, "--output", file, *cases)
    assert (ran.code, file.exists()) == (1, False)
    assert "没有受理过" in ran.err


def test_papers_are_listed_without_a_database(cli):
    told = cli("report", "--list").out
    assert "slip" in told
    assert "ledger" in told
    assert "weekly" in told


def test_an_export_into_a_folder_that_is_not_there_says_so(cli, cases, tmp_path):
    ran = cli("export", "cases", tmp_path / "no" / "a.csv", *cases)
    assert (ran.code, "没有文件夹" in ran.err) == (1, True)


def test_a_backup_comes_back(cli, street, tmp_path, open_database):
    file = tmp_path / "a.backup"
    made = cli("backup", file, "--database", street, "--json")
    assert made.json["bytes"] == file.stat().st_size
    refused = cli("restore", file, "--database", street)
    assert (refused.code, "--yes" in refused.err) == (1, True)
    file2 = tmp_path / "divisions.csv"
    assert cli("export", "divisions", file2, "--database", street).code == 0
    back = cli("restore", file, "--yes", "--database", street)
    assert back.code == 0, back.err
    with open_database(street).reading() as session:
        actions = list(session.scalars(sa.select(JournalEntry.action)))
    assert "administration.restore" in actions
    assert "exchange.export" not in actions  # it was done after the backup


def test_an_account_gets_a_new_password(cli, founded, open_database):
    login = make_url(founded).username or "jiezhi"
    ran = cli("account", "reset", login, "--database", founded, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["login"] == login
    with open_database(founded).reading() as session:
        assert session.scalars(sa.select(Person.must_change_password)).one()


@pytest.mark.parametrize("device", ["wall", "kiosk"])
def test_a_device_gets_an_account_it_can_sign_in_with_at_once(cli, street, open_database, device):
    made = ("account", device, "hall1", "--region", "140213054")
    ran = cli(*made, "--database", street, "--json")

    assert ran.code == 0, ran.err
    database = open_database(street)
    told = sign_in(database, ran.json["login"], ran.json["password"], desk="大厅")
    assert [(grant.role, grant.region) for grant in told.actor.grants] == [(device, "140213054")]
    assert not told.must_change_password
    assert ("staff_code" in ran.json) == (device == "kiosk")
    assert cli("account", device, "hall2", "--database", street).code == 2
    assert cli("account", "lock", "hall1", *made[3:], "--database", street).code == 2


def test_the_last_administrator_is_not_locked(cli, founded):
    login = make_url(founded).username or "jiezhi"
    ran = cli("account", "lock", login, "--database", founded)
    assert (ran.code, "最后一位" in ran.err) == (1, True)
    assert cli("account", "unlock", login, "--database", founded).code == 0


def test_nobody_of_that_name(cli, founded):
    ran = cli("account", "reset", "nobody", "--database", founded)
    assert (ran.code, "nobody" in ran.err) == (1, True)


def test_check_has_a_line_for_everything(cli, founded):
    ran = cli("check", "--database", founded)
    lines = ran.out.splitlines()
    assert ran.code == 0, ran.out
    assert all(line.startswith("✓ ") for line in lines)
    assert "2027 年放假安排尚未公布" in ran.out
    told = cli("check", "--database", founded, "--json").json
    names = [
        *("screen_font", "paper_fonts", "schema", "calendar"),
        *("deadlines", "search", "journal", "attachments", "backup", "disk"),
        "signed_papers",
    ]
    assert [each["name"] for each in told["checks"]] == names


def test_check_names_a_journal_row_that_was_changed_and_compares_with_a_kept_list(
    cli, clerk, tmp_path, open_database
):
    kept = tmp_path / "seals.csv"
    database = open_database(clerk[-1])
    seal_journal(database)
    exported = cli("export", "seals", str(kept), *clerk)
    whole = cli("check", "--seals", str(kept), *clerk)
    tamper(database, "UPDATE journal SET person_name = '别人' WHERE serial = 1")
    edited = cli("check", *clerk)
    tamper(database, "DELETE FROM journal_seal", "DELETE FROM journal WHERE serial = 1")
    seal_journal(database)
    by_itself = cli("check", *clerk)
    compared = cli("check", "--seals", str(kept), *clerk)

    assert (exported.code, whole.code) == (0, 0)
    assert "也与另存的封存清单一致" in whole.out
    assert (edited.code, "第 1 条" in edited.out) == (1, True)
    assert by_itself.code == 0
    assert (compared.code, "与另存的清单不同" in compared.out) == (1, True)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "number,hash\none,zz\n"])
def test_check_says_of_another_file_that_it_is_no_list_of_seals(cli, founded, tmp_path, text):
    file = tmp_path / "seals.csv"
    file.write_text(text, encoding="utf-8")

    ran = cli("check", "--seals", str(file), "--database", founded)

    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1


def test_check_finds_a_deadline_that_somebody_changed_and_mends_it(
    cli, cases, tmp_path, open_database
):
    database = open_database(cases[-1])
    with database.engine.begin() as connection:
        moved = sa.update(CaseFile).values(order_at=datetime(2030, 1, 1, tzinfo=SHANGHAI))
        connection.execute(moved.where(CaseFile.external_number == "1"))
    ran = cli("check", "--database", cases[-1])
    assert ran.code == 1
    assert "✗ 1 件的时限" in ran.out

    refused = cli("check", "--mend", *cases)
    assert (refused.code, "管理类别与时限" in refused.err) == (1, True)
    House(database, secret_of(PASSWORD)).person("li", GrantDraft(Role.ADMINISTRATOR, region=""))
    mended = cli("check", "--mend", "--as", "li", "--database", cases[-1])
    assert (mended.code, "改对了 1 件" in mended.out) == (0, True), mended.err
    file = tmp_path / "journal.csv"
    assert cli("export", "journal", file, *cases).code == 0
    assert "cases.due_recounted" in file.read_text(encoding="utf-8-sig")


def test_the_keeper_does_what_is_due_once(cli, founded):
    first = cli("keeper", "--once", "--database", founded, "--json")
    again = cli("keeper", "--once", "--database", founded)
    listed = cli("keeper", "--list", "--database", founded, "--json")
    assert {chore["name"] for chore in first.json["chores"]} >= {"core.prune_feed"}
    assert "没有到期" in again.out
    assert all(chore["last_run_at"] for chore in listed.json["chores"])
    assert listed.json["keeper"] == ""


def test_the_keeper_leaves_the_work_to_another(cli, founded, open_database):
    take_lease(open_database(founded), "another:1")
    ran = cli("keeper", "--once", "--database", founded)
    assert (ran.code, "another:1" in ran.out) == (0, True)


@pytest.fixture
def tiny_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_street, "PER_DAY", 4)


def test_a_demo_says_who_can_sign_in(cli, tmp_path, tiny_demo, monkeypatch):
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    ran = cli("demo", "--days", "1", "--database", url, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["password"] == PASSWORD
    assert ran.json["grids"] == 160
    assert {person["role"] for person in ran.json["people"]} >= {"receptionist", "kiosk"}

    again = cli("demo", "--database", url)
    assert (again.code, "已经有数据" in again.err) == (1, True)
    assert cli("check", "--database", url).code == 0
    dispatcher = next(p for p in ran.json["people"] if p["role"] == "dispatcher")
    told = cli(
        *("export", "cases", tmp_path / "a.json", "--database", url),
        *("--as", dispatcher["login"], "--json"),
    )
    assert told.json["rows"] == ran.json["cases"]


def test_an_event_log_comes_in_by_the_name_of_its_shipped_mapping(cli, clerk, tmp_path):
    head = (
        "case:channel,case:concept:name,case:deadline,case:department,case:enddate,"
        "case:enddate_planned,case:group,concept:name,org:group,case:startdate,time:timestamp"
    )
    file = tmp_path / "log.csv"
    steps = ("2011-10-12 08:26:25+02:00", "2011-10-13 09:00:00+02:00")
    lines = (f"Internet,1,,General,,,,Print,EMPTY,2011-10-11 13:42:22+02:00,{at}" for at in steps)
    file.write_text("\n".join([head, *lines]))
    command = ("import", "cases", file, "--mapping", "wabo_permits", *clerk)
    command += ("--region", "140213054")

    trial = cli(*command, "--dry-run", "--json")
    landed = cli(*command)
    unknown = cli("import", "cases", file, "--mapping", "wabo", *clerk)

    assert (trial.json["new"], trial.json["joined"], trial.json["refused"]) == (1, 1, 0)
    assert "其中 1 行是同一件的后续步骤" in landed.out
    assert (unknown.code, "wabo_permits" in unknown.err) == (1, True)


def test_messages_of_a_centre_without_a_street_say_where_they_belong(cli, clerk, tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'source = "mailbox"\n[columns]\nexternal_number = "号"\ntext = "话"\nreceived_at = "时"\n'
    )
    file = tmp_path / "cases.csv"
    file.write_text("号,话,时\n1,路灯不亮。,2026-11-02 09:30\n")
    command = ("import", "cases", file, "--mapping", mapping, *clerk, "--json")

    refused = cli(*command)
    landed = cli(*command, "--region", "140213054")

    assert (refused.code, "--region" in refused.err) == (1, True)
    assert (landed.code, landed.json["new"]) == (0, 1)
