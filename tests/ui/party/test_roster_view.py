"""The roster on the page of organisations: narrowed, brought in, taken out, members moved."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.ids import new_id
from app.exchange.table_files import read_cells
from app.party.actions.transfers import ask_transfer
from app.party.queries.card import list_imports, member_card
from app.party.queries.roster import RosterView as Part
from app.party.roster.preview import RowState
from app.party.rules import PartyLevel
from tests.factories.party import found, tree
from tests.factories.seats import press, words_of, write
from ui.party.import_history import ImportHistory
from ui.party.import_window import ImportFor, ImportWindow
from ui.party.member_dialog import MemberDialog
from ui.party.member_window import MemberWindow
from ui.party.transfer_dialogs import AnswerDialog
from ui.party.transfers_window import TransfersWindow

BRANCH = "南塘第二网格党支部"


def choose(page, seat, name=BRANCH):
    row = next(row for row in page.tree.rows if row.name == name)
    page.pane.chosen.emit(row)
    seat.settle()
    return row


def names(page):
    return [row.name for row in page.roster.model.rows]


def test_the_roster_is_narrowed_by_typing_and_by_its_parts(party, opened):
    seat, page = opened()
    choose(page, seat)
    write(page.roster.field, "ylp")
    page.roster.field.tell()
    seat.settle()
    assert names(page) == ["姚丽萍"]

    write(page.roster.field, "没有的")
    page.roster.field.tell()
    seat.settle()
    assert "去掉筛选" in words_of(page.roster.table)
    page.roster.clear()
    page.roster.part.set_value(Part.WITHOUT_GRID)
    seat.settle()
    assert names(page) == ["邹雪梅"]


def test_a_member_is_added_with_a_date_as_people_write_it_and_a_wrong_number_is_told(party, opened):
    seat, page = opened()
    choose(page, seat)
    press(page.roster.new_button)
    dialog = page.roster.deeds.dialog
    assert isinstance(dialog, MemberDialog)
    write(dialog.named, "范志刚")
    write(dialog.joined, "85年6月")
    write(dialog.document, "110105194912310021")
    press(dialog.do_button)
    assert "校验位不对" in words_of(dialog)
    assert not dialog.isHidden()

    write(dialog.document, "11010519491231002X")
    press(dialog.do_button)
    seat.wait(lambda: "范志刚" in names(page))
    row = next(row for row in page.roster.model.rows if row.name == "范志刚")
    assert row.joined == "1985-06"

    page.roster.table.opened.emit(row.id)
    seat.settle()
    window = page.roster.deeds.dialog
    assert isinstance(window, MemberWindow)
    assert "****002X" in words_of(window)
    window.personal.read("核对名册")
    seat.settle()
    assert "11010519491231002X" in words_of(window)
    window.personal.cover()
    assert "11010519491231002X" not in words_of(window)


@pytest.fixture
def sheet(tmp_path):
    """A file with a new member, one who is there, and one with a wrong date."""
    file = tmp_path / "名册.csv"
    rows = (
        ["党员花名册", "", ""],
        ["姓名", "入党时间", "工作单位"],
        ["叶建平", "1998.7", "居委会"],
        ["屈红霞", "2012年6月", "法律援助中心"],
        ["佟慧敏", "去年", ""],
    )
    with file.open("w", encoding="gb18030", newline="") as told:
        csv.writer(told).writerows(rows)
    return file


def test_a_file_is_seen_before_it_lands_and_the_whole_is_taken_back(party, opened, sheet, tmp_path):
    seat, page = opened()
    row = choose(page, seat)
    page.roster.deeds.bring(sheet)
    window = page.roster.deeds.dialog
    assert isinstance(window, ImportWindow)
    seat.qtbot.waitUntil(lambda: window.found is not None)
    seat.settle()
    assert [(each.line, each.state) for each in window.found.rows] == [
        (3, RowState.MERGE),
        (4, RowState.NEW),
        (5, RowState.REFUSED),
    ]
    seat.wait(lambda: window.land_button.text() == "带入 2 人")
    window.table.selectRow(0)
    seat.wait(lambda: window.choice.isVisibleTo(window))
    window.choice.chosen.emit("leave_out")
    seat.settle()
    seat.wait(lambda: window.land_button.text() == "带入 1 人")
    wrong = tmp_path / "有误.csv"
    window.keep_refused(wrong)
    seat.settle()
    (_, (_, cells)) = read_cells(wrong)
    assert cells[:2] == ["5", "佟慧敏"]

    with seat.qtbot.waitSignal(window.landed):
        press(window.land_button)
    seat.settle()
    seat.wait(lambda: "屈红霞" in names(page))
    new = next(each for each in page.roster.model.rows if each.name == "屈红霞")
    assert (new.organisation_id, new.joined) == (row.id, "2012-06")

    page.roster.deeds.show_history()
    seat.settle()
    history = page.roster.deeds.dialog
    assert isinstance(history, ImportHistory)
    seat.wait(lambda: "名册.csv" in words_of(history))
    with party.database.reading() as session:
        (imported,) = list_imports(session, party.actor("officer"))
    history.ask(imported)
    press(history.question.do_button)
    seat.settle()
    seat.wait(lambda: "屈红霞" not in names(page))
    seat.wait(lambda: "已撤销" in words_of(history))
    history.reject()


def test_a_file_without_a_header_says_what_it_lacks(party, opened, tmp_path, sit):
    seat, page = opened()
    row = choose(page, seat)
    file = tmp_path / "没有列名.csv"
    file.write_text("叶建平,1998.7\n邓秋霞,2011.6\n", encoding="utf-8")
    wanted = ImportFor(row.id, row.name, row.region)
    window = ImportWindow(seat.desk, file, wanted, page)
    seat.qtbot.waitUntil(lambda: "没有找到列名" in window.says.text())

    assert not window.land_button.isEnabled()
    window.reject()


def test_a_transfer_waits_for_the_other_side_and_is_confirmed_in_its_list(party, opened):
    centre = party
    community = next(row for row in tree(centre) if row.level is PartyLevel.COMMUNITY)
    other = found(centre, "南塘第三网格党支部", PartyLevel.GRID, community.id)
    seat, page = opened()
    choose(page, seat)
    member = page.roster.model.key_at(0)
    with centre.database.writing(centre.actor("officer")) as uow:
        ask_transfer(uow, member, other, "搬家", command_key=new_id())
    seat.settle()
    seat.wait(lambda: page.roster.waiting.text() == "1 件转接等您确认")

    press(page.roster.waiting)
    seat.settle()
    window = page.roster.deeds.dialog
    assert isinstance(window, TransfersWindow)
    window.table.selectRow(0)
    QTest.keyClick(window, Qt.Key.Key_Y)
    assert isinstance(window.dialog, AnswerDialog)
    press(window.dialog.do_button)
    seat.settle()

    with centre.database.reading() as session:
        card = member_card(session, centre.actor("officer"), member)
    assert card.row.organisation == "南塘第三网格党支部"
    window.reject()


def test_the_roster_is_printed_and_taken_out_without_what_is_personal(party, opened, tmp_path):
    seat, page = opened()
    choose(page, seat)
    with seat.qtbot.waitSignal(page.roster.deeds.papers.shown) as shown:
        page.roster.deeds.print_roster(page.roster.chosen)
    shown.args[0].reject()
    file = tmp_path / "名册.csv"
    page.roster.deeds.take_out(page.roster.chosen, file)
    seat.settle()

    text = file.read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("姓名,性别,入党时间")
    assert "13812346021" not in text
    assert text.count("\n") == 5
