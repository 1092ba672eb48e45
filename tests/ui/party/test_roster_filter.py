"""The roster narrowed by standing, skill, tag, day of joining and where members live."""

import csv
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.party.rules import Standing
from tests.factories.centre import GRID
from tests.factories.party import join, tree
from tests.factories.seats import press, words_of, write
from tests.ui.party.conftest import SECOND
from ui.party.roster_filter import RosterFilterDialog

COMMUNITY = "南塘社区党总支"


@pytest.fixture
def seated(party, opened):
    """The page at the general branch, with members who differ in all that can be asked for."""
    branch = next(row.id for row in tree(party) if row.name == "南塘第二网格党支部")
    told = {"skills": ("急救", "法律咨询"), "tags": ("楼长",), "joined_on": date(2015, 6, 1)}
    join(party, branch, "屈红霞", standing=Standing.PROBATIONARY, **told)
    join(party, branch, "范志刚", **told | {"joined_on": date(2016, 3, 1)})
    join(party, branch, "佟慧敏", **told | {"grid_code": SECOND})
    seat, page = opened()
    page.show_organisation(next(row.id for row in tree(party) if row.name == COMMUNITY))
    seat.settle()
    assert len(names(page)) == 11
    return seat, page


def names(page):
    return {row.name for row in page.roster.model.rows}


def asked(seat, page):
    press(page.roster.filter_button)
    dialog = page.roster.deeds.dialog
    assert isinstance(dialog, RosterFilterDialog)
    return dialog


def strike(seat, page, *key):
    """Strike a key in the table."""
    page.activateWindow()
    page.roster.table.setFocus()
    seat.wait(page.roster.table.hasFocus)
    QTest.keyClick(page.roster.table, *key)


def chips(page):
    return [chip.text() for chip in page.roster.chips.members()]


def test_every_filter_narrows_and_says_so_and_is_taken_away_alone_or_with_the_others(seated):
    seat, page = seated
    dialog = asked(seat, page)
    dialog.standing.set_value(Standing.FULL)
    write(dialog.skill, "法律")
    dialog.skill.search()
    seat.wait(lambda: dialog.skill.options() == ("法律咨询",))
    QTest.keyClick(dialog.skill, Qt.Key.Key_Return)
    write(dialog.tag, "楼长")
    write(dialog.since, "2015")
    write(dialog.until, "2015")
    dialog.grid.set_region(SECOND)
    seat.settle()
    press(dialog.do_button)
    seat.settle()

    assert names(page) == {"佟慧敏"}
    assert chips(page) == [
        "身份：正式",
        "专长：法律咨询",
        "标签：楼长",
        "2015-01-01 起入党",
        "2015-12-31 及以前入党",
        f"住在：{dialog.place}",
    ]
    QTest.keyClick(page.roster.chips.members()[-1], Qt.Key.Key_Delete)
    seat.settle()
    assert names(page) == {"佟慧敏"}
    QTest.keyClick(page.roster.chips.members()[0], Qt.Key.Key_Delete)
    seat.settle()
    assert names(page) == {"佟慧敏", "屈红霞"}
    press(page.roster.chips.members()[-1])
    seat.settle()
    assert names(page) == {"佟慧敏", "屈红霞", "范志刚"}

    press(page.roster.chips.clear_button)
    seat.settle()
    assert len(names(page)) == 11
    assert not page.roster.chips.isVisible()


def test_a_filter_stays_while_one_goes_through_the_tree_and_is_found_again_in_the_dialog(seated):
    seat, page = seated
    strike(seat, page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    dialog = page.roster.deeds.dialog
    write(dialog.since, "2016.5")
    write(dialog.until, "2016-03-01")
    press(dialog.do_button)
    assert "早于上面的日期" in words_of(dialog)
    write(dialog.since, "2016.3")
    press(dialog.do_button)
    seat.settle()
    assert names(page) == {"范志刚"}

    page.show_organisation(next(row.id for row in page.tree.rows if row.region == GRID))
    seat.settle()
    assert names(page) == {"范志刚"}
    again = asked(seat, page)
    assert (again.since.text(), again.until.text()) == ("2016-03-01", "2016-03-01")
    press(again.empty_button)
    press(again.do_button)
    seat.settle()
    assert len(names(page)) == 7


def test_what_is_taken_out_and_printed_is_what_the_filter_shows(seated, tmp_path, poppler):
    seat, page = seated
    dialog = asked(seat, page)
    write(dialog.tag, "楼长")
    dialog.standing.set_value(Standing.FULL)
    press(dialog.do_button)
    seat.settle()
    write(page.roster.field, "急救")
    page.roster.field.tell()
    seat.settle()
    shown = [row.name for row in page.roster.model.rows]
    assert sorted(shown) == ["佟慧敏", "范志刚"]

    entries = page.roster.deeds.entries(page.roster.chosen)
    assert {"导出筛选出的…", "打印筛选出的"} <= {entry.title for entry in entries}
    file = tmp_path / "名册.csv"
    page.roster.deeds.take_out(page.roster.chosen, file)
    seat.settle()
    with file.open(encoding="utf-8-sig", newline="") as told:
        assert [row["姓名"] for row in csv.DictReader(told)] == shown

    papers = page.roster.deeds.papers
    with seat.qtbot.waitSignal(papers.shown) as shown_paper:
        strike(seat, page, Qt.Key.Key_P)
    window = shown_paper.args[0]
    text = "".join(poppler("pdftotext", window._paper.body, "-layout", output="-").split())
    assert "共1个组织、2人。只印筛选出的：含“急救”，身份：正式，标签：楼长。" in text
    assert "屈红霞" not in text
    window.reject()
