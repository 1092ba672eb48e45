"""A file of members: looked at, landed row by row, taken back as a whole."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.words import sentence
from app.exchange.table_files import read_cells
from app.party.actions.keeping import change_member
from app.party.actions.members import MemberDraft, MemberPersonal
from app.party.models.members import PartyMember, PartyMemberPerson
from app.party.queries.card import list_imports
from app.party.queries.roster import RosterFilter, roster_page
from app.party.roster.alike import Choice, Sameness
from app.party.roster.days import Precision
from app.party.roster.landing import land, look_at_file
from app.party.roster.places import places_of
from app.party.roster.preview import RowState, preview
from app.party.roster.sheet import read_sheet
from app.party.roster.told_rows import Doubt
from app.party.roster.undoing import ImportUndone, undo_import
from app.party.rules import Standing
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.rosters import in_rows, messy_sheet, officer, plant_tree

OFFICER = officer()
HEAD = ["姓名", "身份证号", "入党时间", "所在党支部", "电话", "专长"]


@pytest.fixture
def tree(centre):
    return plant_tree(centre.database)


def look(centre, rows, *, home=None, actor=OFFICER):
    database = centre.database
    with database.writing(actor) as uow:
        key = look_at_file(uow, "名册.xlsx", STREET, command_key=new_id())
    today = database.clock.now().date()
    with database.reading() as session:
        return preview(
            session,
            actor,
            read_sheet(rows, today=today),
            places_of(session, actor),
            import_id=key,
            home=home,
            pepper=database.state.pepper,
        )


def landed(centre, rows, **given):
    found = look(centre, rows, **given)
    land(centre.database, OFFICER, found, centre.database.state.pepper, command_key=new_id())
    return found


def roster(centre, **given):
    with centre.database.reading() as session:
        return roster_page(session, OFFICER, RosterFilter(**given), limit=500).rows


def persons(centre):
    with centre.database.reading() as session:
        asked = sa.select(PartyMember.name, PartyMemberPerson).join(
            PartyMemberPerson, PartyMemberPerson.member_id == PartyMember.id
        )
        return dict(session.execute(asked).all())


def test_a_messy_spreadsheet_lands_but_for_the_rows_that_cannot(centre, tree, tmp_path):
    found = look(centre, read_cells(messy_sheet(tmp_path / "名册.xlsx")))

    refused = {row.line: sentence(row.refused) for row in found.rows if row.refused}
    assert {line: (text[:9]) for line, text in refused.items()} == {
        9: "不是任何一种法定证",
        10: "证件号码被表格软件",
        13: "与第 14 行的姚",
        14: "与第 13 行的姚",
        15: "与第 7 行是同一",
        17: "看不懂这个日期。可",
        22: "还不是党员（积极分",
    }
    doubts = {row.line: {note.doubt for note in row.notes} for row in found.rows if row.notes}
    assert doubts[11] == {Doubt.GROUP_UNKNOWN}
    assert doubts[12] == {Doubt.JOINED_TENTH, Doubt.PHONE_WRONG}

    land(centre.database, OFFICER, found, centre.database.state.pepper, command_key=new_id())
    kept = {row.name: (row.organisation, row.joined, row.standing) for row in roster(centre)}
    second = "南塘第二网格党支部"
    assert kept == {
        "叶建平": ("市场楼党小组", "1998-07", Standing.FULL),
        "邓秋霞": (second, "1985-06", Standing.FULL),
        "蔡晓峰": (second, "2014-07-01", Standing.FULL),
        "柯国良": (second, "1995-01", Standing.FULL),
        "熊佳琪": (second, "2025-12-16", Standing.PROBATIONARY),
        "龚文斌": ("南塘第一网格党支部", "1989-09-03", Standing.FULL),
    }
    assert persons(centre)["邓秋霞"].phone == "0352-5512345"


def test_a_file_that_comes_again_brings_nobody_twice_and_fills_what_was_empty(centre, tree):
    number = "11010519491231002X"
    landed(centre, in_rows([HEAD, ["叶建平", number, "1998.7", "南塘第二网格党支部", "", "急救"]]))

    again = landed(
        centre,
        in_rows([HEAD, ["叶建平", number, "1998-07-01", "第二网格党支部", "13812346021", "走访"]]),
    )

    assert [(row.why, row.state) for row in again.rows] == [(Sameness.NUMBER, RowState.MERGE)]
    (row,) = roster(centre)
    assert (row.joined, row.skills) == ("1998-07-01", ("急救", "走访"))
    assert persons(centre)["叶建平"].phone == "13812346021"
    third = landed(
        centre, in_rows([HEAD, ["叶建平", number, "1998.7", "第二网格党支部", "13900000000", ""]])
    )
    assert third.rows[0].state is RowState.MERGE
    assert persons(centre)["叶建平"].phone == "13812346021"
    assert roster(centre) == (row,)


def test_probable_duplicates_wait_for_a_choice_and_say_why(centre, tree):
    branch, number = "南塘第二网格党支部", "11010519491231002X"
    landed(centre, in_rows([HEAD, ["叶建平", number, "1998.7", branch, "", ""]]))

    found = look(
        centre,
        in_rows(
            [
                HEAD,
                ["叶建萍", number, "1998.7", branch, "", ""],
                ["叶建平", "", "1998.7", branch, "", ""],
                ["叶建平", "", "1998.7", "南塘第一网格党支部", "", ""],
            ]
        ),
    )

    other, month, elsewhere = found.rows
    assert (other.why, other.choice) == (Sameness.OTHER_NAME, Choice.LEAVE_OUT)
    assert other.other.name == "叶建平"
    assert (month.why, month.choice) == (Sameness.MONTH, Choice.MERGE)
    assert elsewhere.why is None
    assert other.chosen(Choice.NEW) == other
    assert month.chosen(Choice.NEW).state is RowState.NEW


def test_a_member_of_a_group_is_found_again_in_the_list_of_the_branch(centre, tree):
    head = ["姓名", "入党时间", "党小组"]
    landed(centre, in_rows([head, ["叶建平", "1998.7", "市场楼"]]), home=tree.second)

    again = look(centre, in_rows([head[:2], ["叶建平", "1998-07-01"]]), home=tree.second)

    assert [(row.why, row.notes) for row in again.rows] == [(Sameness.MONTH, ())]


def test_an_unknown_unclear_or_dissolved_organisation_is_refused_with_the_row(centre, tree):
    found = look(
        centre,
        in_rows(
            [
                HEAD,
                ["甲", "", "", "不存在的党支部", "", ""],
                ["乙", "", "", "望湖党支部", "", ""],
                ["丙", "", "", "东湖街道党工委", "", ""],
                ["丁", "", "", "", "", ""],
                ["戊", "", "", "中共南塘第二网格支部委员会", "", ""],
            ]
        ),
    )

    texts = [sentence(row.refused) if row.refused else "" for row in found.rows]
    assert "没有叫“不存在的党支部”" in texts[0]
    assert "望湖党支部" in texts[1]
    assert "没有叫“东湖街道党工委”" in texts[2]
    assert "没有写明所在党支部" in texts[3]


def test_a_whole_import_is_taken_back_but_for_whom_somebody_changed_since(centre, tree):
    number = "11010519491231002X"
    branch = "南塘第二网格党支部"
    landed(centre, in_rows([HEAD, ["叶建平", number, "1998.7", branch, "", "急救"]]))
    found = landed(
        centre,
        in_rows(
            [
                HEAD,
                ["叶建平", number, "1998.7", branch, "13812346021", "走访"],
                ["邓秋霞", "", "2011.6", branch, "13812346022", ""],
                ["尹海龙", "", "2019.7", branch, "", ""],
            ]
        ),
    )
    touched = next(row for row in roster(centre) if row.name == "尹海龙")
    draft = MemberDraft("尹海龙", tree.second, personal=MemberPersonal(phone="13812346023"))
    pepper = centre.database.state.pepper
    with centre.database.writing(OFFICER) as uow:
        change_member(uow, touched.id, 1, draft, Precision.MONTH, pepper, command_key=new_id())

    with centre.database.writing(OFFICER) as uow:
        kept = undo_import(uow, found.import_id, command_key=new_id())

    assert kept == 1
    assert {row.name: row.skills for row in roster(centre)} == {
        "叶建平": ("急救",),
        "尹海龙": (),
    }
    assert {name: person.phone for name, person in persons(centre).items()} == {
        "叶建平": "",
        "邓秋霞": "",
        "尹海龙": "13812346023",
    }
    with centre.database.reading() as session:
        newest = list_imports(session, OFFICER)[0]
    assert (newest.state, newest.kept, newest.may_undo) == ("undone", 1, False)
    with pytest.raises(ImportUndone), centre.database.writing(OFFICER) as uow:
        undo_import(uow, found.import_id, command_key=new_id())


def test_sent_again_after_a_lost_answer_a_file_lands_once(centre, tree):
    found = look(centre, in_rows([HEAD, ["叶建平", "", "1998.7", "南塘第二网格党支部", "", ""]]))
    key = new_id()
    for _ in range(2):
        land(centre.database, OFFICER, found, centre.database.state.pepper, command_key=key)

    assert len(roster(centre)) == 1


def test_only_who_keeps_the_roster_looks_at_a_file_and_it_stands_in_the_journal(centre, tree):
    with pytest.raises(NotAllowed), centre.database.writing(officer(OTHER_STREET)) as uow:
        look_at_file(uow, "名册.xlsx", STREET, command_key=new_id())

    found = look(centre, in_rows([HEAD, ["叶建平", "", "1998.7", "第二网格党支部", "", ""]]))
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry.subject).where(JournalEntry.action == "party.file_looked_at")
        assert session.scalars(asked).all() == [str(found.import_id)]


def test_rows_without_a_branch_go_to_the_one_the_file_was_brought_for(centre, tree):
    rows = [["姓名", "入党时间", "党小组"], ["叶建平", "1998.7", "市场楼"], ["邓秋霞", "", ""]]
    found = look(centre, in_rows(rows), home=tree.second)

    assert [row.place.id for row in found.rows] == [tree.group, tree.second]
    assert replace(found, rows=()).counts() == {}
