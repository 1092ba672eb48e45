import csv
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import Actor, Grant, console
from app.core.changes import Change, Topic
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed
from app.exchange import divisions, landing
from app.exchange.divisions import import_divisions
from app.exchange.report import rejected_path
from app.exchange.table_files import ColumnsMissing
from app.territory import queries
from app.territory.actions import retire_region
from app.territory.models import Region
from app.territory.rules import CommunityKind, Tier

DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="no shared data here")
HEAD = "code,name,level,parent_code\n"
GOOD = """14,山西省,1,
1402,大同市,2,14
140213,平城区,3,1402
140213054,振华街道,4,140213
140213054001,桥北社区居民委员会,5,140213054
"""


@pytest.fixture
def load(database, tmp_path):
    path = tmp_path / "区划.csv"

    def go(lines, *, actor=None, dry_run=False, command_key=None):
        if lines is not None:
            path.write_text(HEAD + lines, encoding="utf-8")
        return import_divisions(
            database,
            actor or console("test"),
            path,
            dry_run=dry_run,
            command_key=command_key or uuid4(),
        )

    go.path = path
    return go


def codes(database):
    with database.reading() as session:
        return list(session.scalars(sa.select(Region.code).order_by(Region.code)))


def counts(report):
    return report.new, report.changed, report.unchanged, report.refused


def test_divisions_land_with_tier_parent_kind_and_pinyin(database, load):
    assert counts(load(GOOD)) == (5, 0, 0, 0)

    with database.reading() as session:
        path = queries.region_path(session, "140213054001")
        (hit,) = queries.search_regions(session, "zhjd")
    assert [row.tier for row in path] == list(Tier)[:5]
    assert path[-1].kind == CommunityKind.RESIDENTS_COMMITTEE
    assert path[3].kind is None
    assert hit.region.parent_code == "140213"


def test_the_order_of_the_file_does_not_matter(database, load):
    backwards = "".join(reversed(GOOD.splitlines(keepends=True)))

    assert counts(load(backwards)) == (5, 0, 0, 0)
    assert len(codes(database)) == 5


def test_importing_again_changes_names_and_duplicates_nothing(database, load):
    load(GOOD)

    assert counts(load(GOOD)) == (0, 0, 5, 0)
    renamed = GOOD.replace("桥北社区居民委员会", "桥东村村民委员会")
    assert counts(load(renamed)) == (0, 1, 4, 0)
    with database.reading() as session:
        row = queries.region(session, "140213054001")
        found = [hit.region.code for hit in queries.search_regions(session, "qdc")]
    assert (row.short, row.kind, row.version) == ("桥东村", CommunityKind.VILLAGE_COMMITTEE, 2)
    assert found == ["140213054001"]


def test_a_dry_run_says_the_same_and_writes_nothing(database, load):
    bad = GOOD + "140213055,清远街道,3,140213\n"
    told = load(bad, dry_run=True)

    assert codes(database) == []
    assert not rejected_path(load.path).exists()
    done = load(None)
    assert (counts(told), told.rejected) == (counts(done), done.rejected)
    assert told.dry_run
    assert counts(load(None, dry_run=True)) == (0, 0, 5, 1)


BAD_ROWS = (
    ("1402130,某街道,4,140213", "code", "位数字"),
    ("１４０３,某市,2,14", "code", "位数字"),
    ("140213054001001,网格,6,140213054001", "code", "社区（村）"),
    ("140214,云冈区,4,1402", "level", "应为 3"),
    ("140215,云州区,3,1403", "parent_code", "上级"),
    ("140216,某区,3,", "parent_code", "上级"),
    ("140217,　,3,1402", "name", "不能为空"),
    (f"140218,{'长' * 65},3,1402", "name", "64"),
    ("150202,东河区,3,1502", "parent_code", "上级 1502"),
    ("150202001,和平路街道,4,150202", "parent_code", "上级 150202"),
    ("140213,平城区又一次,3,1402", "code", "第 4 行"),
    ("140221,阳高县,3,1402,多", "", "逗号"),
)
BAD_LINES = "\n".join(row for row, _, _ in BAD_ROWS)


@pytest.mark.parametrize("number", range(len(BAD_ROWS)))
def test_a_bad_row_is_refused_with_line_field_and_reason(load, number):
    _, field, reason = BAD_ROWS[number]

    refused = load(GOOD + BAD_LINES, dry_run=True).rejected[number]

    assert (refused.line, refused.field) == (7 + number, field)
    assert reason in refused.reason


def test_all_bad_rows_are_listed_beside_the_file_and_the_good_ones_land(database, load):
    report = load(GOOD + BAD_LINES)

    assert counts(report) == (5, 0, 0, len(BAD_ROWS))
    assert [row.line for row in report.rejected] == list(range(7, 7 + len(BAD_ROWS)))
    with rejected_path(load.path).open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [(int(row["line"]), row["field"], row["reason"]) for row in listed] == [
        (row.line, row.field, row.reason) for row in report.rejected
    ]
    load(GOOD)
    assert not rejected_path(load.path).exists()


def test_a_parent_may_be_in_the_database_already(load):
    load("14,山西省,1,\n1402,大同市,2,14\n")

    assert counts(load("140213,平城区,3,1402\n")) == (1, 0, 0, 0)


def test_a_retired_region_is_neither_renamed_nor_given_children(database, load):
    load(GOOD)
    with database.writing(console("test")) as uow:
        retire_region(uow, "140213054001", command_key=uuid4())
        retire_region(uow, "140213054", command_key=uuid4())

    report = load("140213054,新名街道,4,140213\n140213054002,某社区,5,140213054\n")

    assert counts(report) == (0, 0, 0, 2)
    assert all("140213054 已经停用" in row.reason for row in report.rejected)
    assert counts(load("140213054002,某社区,5,140213054\n")) == (0, 0, 0, 1)


def keeper(*rights, region="140213"):
    grant = Grant("administrator", frozenset(map(str, rights)), region)
    return Actor(uuid4(), "周敏", "一号窗口", (grant,))


def test_rows_outside_the_scope_are_refused(database, load):
    load("14,山西省,1,\n1402,大同市,2,14\n140213,平城区,3,1402\n")
    row = "140213054,振华街道,4,140213\n140214,云冈区,3,1402\n"

    report = load(row, actor=keeper(Right.MANAGE_TERRITORY))

    assert counts(report) == (1, 0, 0, 1)
    assert (report.rejected[0].line, report.rejected[0].field) == (3, "code")
    assert "辖区" in report.rejected[0].reason


def test_who_may_not_manage_the_territory_imports_nothing(database, load):
    with pytest.raises(NotAllowed):
        load(GOOD, actor=keeper(Right.IMPORT))

    assert codes(database) == []


def test_a_wrong_header_is_refused_as_a_whole(database, load):
    load.path.write_text("代码,name,level\n14,山西省,1\n", encoding="utf-8")

    with pytest.raises(ColumnsMissing) as refusal:
        load(None)

    assert refusal.value.facts["missing"] == "code、parent_code"
    assert codes(database) == []


def test_sending_the_same_command_twice_does_it_once(database, load):
    key = uuid4()
    first = load(GOOD + "140213055,清远街道,3,140213\n", command_key=key)

    assert load(None, command_key=key) == first
    with database.reading() as session:
        entries = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "exchange.import_divisions")
        ).all()
    assert len(entries) == 1
    assert (entries[0].region, entries[0].facts) == ("14", {"new": 5, "changed": 0})


def test_a_small_import_tells_each_region_and_a_large_one_tells_all(database, load, monkeypatch):
    told = []
    database.subscribe(told.extend)
    load("14,山西省,1,\n15,内蒙古自治区,1,\n")
    assert told == [Change(Topic.REGION, "14", "14"), Change(Topic.REGION, "15", "15")]

    told.clear()
    monkeypatch.setattr(landing, "ANNOUNCED_ONE_BY_ONE", 1)
    load("14,山西,1,\n15,内蒙古,1,\n")
    assert told == [Change(Topic.EVERYTHING, "")]


def test_what_changes_nothing_tells_nothing(database, load):
    load(GOOD)
    told = []
    database.subscribe(told.extend)

    load(GOOD)

    assert told == []


def test_a_large_file_lands_batch_by_batch(database, load, monkeypatch):
    monkeypatch.setattr(divisions, "BATCH_ROWS", 7)
    monkeypatch.setattr(divisions, "STATEMENT_ROWS", 3)
    streets = "".join(f"140213{n:03d},第{n}街道,4,140213\n" for n in range(1, 40))

    assert counts(load(GOOD.replace("140213054", "140213099") + streets)) == (44, 0, 0, 0)
    assert len(codes(database)) == 44


@needs_data
def test_the_district_of_the_demo_is_imported_whole(database):
    file = DATA / "datong_pingcheng_140213.csv"
    report = import_divisions(database, console("test"), file, dry_run=True, command_key=uuid4())

    assert counts(report) == (223, 0, 0, 0)


@needs_data
def test_all_44703_divisions_land_and_land_again_unchanged(database):
    file = DATA / "china_divisions_2023_l1-4.csv"

    def go():
        return import_divisions(database, console("test"), file, dry_run=False, command_key=uuid4())

    assert counts(go()) == (44_703, 0, 0, 0)
    assert counts(go()) == (0, 0, 44_703, 0)
