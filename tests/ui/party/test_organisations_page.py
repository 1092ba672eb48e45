"""The page of organisations: the tree leads, gaps are mended, the past stays to be seen."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.party.actions.electing import Elected, Election, hold_election
from app.party.rules import FormedWay, PartyForm, PartyLevel, PartyPost
from tests.factories.party import FOUNDED, TODAY, card, found, tree
from tests.factories.seats import choose_from, press, words_of, write
from tests.ui.party.conftest import SECOND, THIRD
from ui.core.controls import Button
from ui.core.targets import GridWanted, OrganisationWanted
from ui.party import SLICE
from ui.party.changing_dialogs import (
    CoverDialog,
    DissolvingDialog,
    EndingDialog,
    JoinDialog,
    RenamingDialog,
    TransferDialog,
)
from ui.party.coverage_pane import SIZES, TERMS
from ui.party.election_dialog import ElectionDialog, PostDialog
from ui.party.founding_dialog import FoundingDialog
from ui.party.organisations_page import OrganisationsPage
from ui.party.placing_dialog import PlacingDialog

BRANCH = "南塘第二网格党支部"


def choose(page, seat, name):
    row = next(row for row in page.tree.rows if row.name == name)
    page.pane.tree.mark(row.id)
    page.pane.chosen.emit(row)
    seat.settle()
    return row


def steps(page):
    return {line.accessibleName(): line.step for line in page.board.list.lines}


def test_what_is_chosen_in_the_tree_is_shown_in_the_middle_and_told_of(party, opened):
    seat, page = opened()
    assert page.head.name.text() == "柳溪街道党工委"
    assert page.roster.model.rowCount() == 8
    assert page.pane.tree.names() == ("柳溪街道党工委", "南塘社区党总支", "第二网格党支部")
    assert page.board.title.text() == "2 个网格还没有党组织，1 名党员没落到网格"
    assert "党组织覆盖 1/3（33.3%）" in page.board.under.text()

    choose(page, seat, BRANCH)

    assert (page.head.count.text(), page.head.facts()["正式"]) == ("4 人", "4")
    assert [row.name for row in page.roster.model.rows] == ["柯国良", "姚丽萍", "叶建平", "邹雪梅"]
    QTest.keyClick(page.pane.tree, Qt.Key.Key_O)
    assert page.side.currentWidget() is page.panel
    assert "2019-06-18" in words_of(page.panel)
    QTest.keyClick(page.pane.tree, Qt.Key.Key_O)
    assert page.side.currentWidget() is page.board


def test_a_gap_is_mended_by_a_branch_of_its_own_or_by_one_beside(party, opened):
    seat, page = opened()
    told = steps(page)
    assert {name: step.text() for name, step in told.items()} == {
        "南塘 03 党员 3 名": "建支部",
        "南塘 09 党员 1 名，人数不足": "联建",
    }

    press(told["南塘 03 党员 3 名"])
    form = seat.dialog(FoundingDialog)
    seat.settle()
    assert (form.named.text(), form.above.text()) == ("南塘03网格党支部", "南塘社区党总支")
    assert form.region.code() == SECOND
    seat.save(form)
    press(steps(page)["南塘 09 党员 1 名，人数不足"])
    form = seat.dialog(JoinDialog)
    assert form.branch.organisation() is not None
    seat.save(form)

    seat.wait(lambda: page.board.title.text() == "1 名党员没落到网格")
    assert steps(page) == {}
    assert "党组织已成立。" in seat.sentences


def test_members_without_a_grid_are_placed_and_the_board_follows(party, opened):
    seat, page = opened()
    press(page.board.unplaced)
    dialog = seat.dialog(PlacingDialog)
    seat.settle()
    assert [row.name for row in dialog.model.rows] == ["邹雪梅"]
    dialog.save()
    assert dialog.grid_field.complaint == "请选到网格。"
    dialog.grid.set_region(THIRD)
    seat.settle()

    seat.save(dialog)

    assert dialog.model.rowCount() == 0
    assert "1 名党员已落格。" in seat.sentences
    dialog.reject()
    seat.wait(lambda: "没落到网格" not in page.board.title.text())


def test_another_name_holds_from_a_day_on_and_the_tree_of_before_shows_the_old_one(party, opened):
    seat, page = opened()
    choose(page, seat, BRANCH)
    QTest.keyClick(page.pane.tree, Qt.Key.Key_E)
    form = seat.dialog(RenamingDialog)
    form.save()
    assert form.name_field.complaint == "和现在的名称一样。"
    write(form.named, "滨河党支部")
    form.day.set_day(FOUNDED - timedelta(1))
    seat.save(form)
    assert "不能插在它前面" in form.day_field.complaint
    form.day.set_day(date(2022, 5, 1))
    seat.save(form)
    seat.wait(lambda: "滨河党支部" in page.pane.tree.names())

    page.pane.day.set_day(date(2022, 4, 30))
    seat.settle()

    assert "第二网格党支部" in page.pane.tree.names()
    assert page.pane.past.text == "看的是 2022-04-30 的组织，人数也是那天的，名册是今天的"
    assert page.head.count.text() == "4 人"
    page.pane.day.set_day(FOUNDED - timedelta(1))
    seat.settle()
    assert page.pane.tree.names() == ()
    press(page.pane.today_button)
    seat.settle()
    assert "滨河党支部" in page.pane.tree.names()


def test_an_organisation_moves_with_what_is_under_it_and_ends_only_empty(party, opened):
    other = found(party, "商圈党总支", PartyLevel.COMMUNITY, tree(party)[0].id)
    seat, page = opened()
    choose(page, seat, BRANCH)
    page.deeds.transfer()
    form = seat.dialog(TransferDialog)
    form.save()
    assert form.above_field.complaint == "请选上级党组织。"
    choose_from(form.above, "商圈", seat)
    seat.save(form)
    seat.wait(lambda: page.tree.get(page.row.id).parent_id == other)

    page.deeds.dissolve()
    form = seat.dialog(DissolvingDialog)
    assert form.error_text == "还有 4 名党员，请先转走。"
    assert not form.do_button.isEnabled()
    form.reject()
    row = choose(page, seat, "南塘社区党总支")
    assert "更名" in [entry.title for entry in page.deeds.entries() if not entry.why_not]
    assert page.tree.below(row.id) == ()


def test_an_election_is_put_down_by_a_key_and_leaves_the_list_of_what_runs_out(party, opened):
    seat, page = opened()
    row = choose(page, seat, BRANCH)
    QTest.keyClick(page.pane.tree, Qt.Key.Key_H)
    for names, until in (("叶建平", TODAY + timedelta(20)), ("邓秋霞", date(2029, 11, 24))):
        form = seat.dialog(ElectionDialog)
        write(form.names["secretary"], names)
        form.until.set_day(until)
        seat.save(form)
        seat.wait(lambda told=names: page.head.facts().get("书记") == told)
        page.board.kind.chosen.emit(page.board.kind.set_value(TERMS))
        wanted = [f"{BRANCH} 还有 20 天届满"] if until.year == 2026 else []
        seat.wait(lambda told=wanted: list(steps(page)) == told)
        if wanted:
            press(page.board.list.lines[0].step)

    told = card(party, row.id)
    assert [(t.person_name, t.ended_on) for t in told.terms] == [
        ("邓秋霞", None),
        ("叶建平", TODAY),
    ]


def test_whoever_only_looks_is_shown_where_things_are_and_changes_nothing(party, opened):
    seat, page = opened("leader")
    told = steps(page)
    assert {step.text() for step in told.values()} == {"看网格"}
    press(next(iter(told.values())))
    assert seat.sent_to == [GridWanted(SECOND)]
    assert all(entry.why_not for entry in page.deeds.entries())
    page.deeds.rename()
    assert page.deeds.dialog is None
    page.board.kind.chosen.emit(page.board.kind.set_value(SIZES))
    assert page.board.list.lines == []


def test_a_member_is_found_by_name_and_stands_chosen_in_the_roster(party, opened):
    seat, page = opened()
    choose_from(page.pane.search, "yjp", seat)
    seat.settle()
    assert page.head.name.text() == BRANCH
    head = page.tree.rows[0].id
    page.show_target(OrganisationWanted(head))
    seat.settle()
    assert page.head.name.text() == "柳溪街道党工委"


def test_where_there_is_no_organisation_yet_the_first_one_is_founded(embedded_centre, sit):
    seat = sit(embedded_centre.database, embedded_centre.actor("officer"))
    page = seat.show(OrganisationsPage(seat.desk))
    assert "这里还没有党组织" in words_of(page.middle)

    press(next(each for each in page.middle.findChildren(Button) if each.isVisible()))
    form = seat.dialog(FoundingDialog)
    seat.settle()
    form.save()
    assert form.name_field.complaint == "请写名称。"
    write(form.named, "柳溪街道党工委")
    seat.save(form)

    seat.wait(lambda: page.pane.tree.names() == ("柳溪街道党工委",))
    seat.wait(lambda: page.middle.currentIndex() == 0)


def test_the_officers_first_page_tells_what_is_missing_and_whose_term_ends(party, sit):
    branch = next(row for row in tree(party) if row.name == BRANCH)
    until = TODAY - timedelta(3)
    elected = (Elected(PartyPost.SECRETARY, "叶建平"),)
    party.do("officer", hold_election, Election(branch.id, FOUNDED, until, elected))
    seat = sit(party.database, party.actor("officer"))
    parts = [part for part in SLICE.today if part.is_for(seat.desk.actor)]
    cards = {part.key: seat.show(part.build(seat.desk), (420, 200)) for part in parts}

    told = {card.accessibleName().partition("，")[0] for card in cards.values()}
    assert {"党组织覆盖 1/3", "未落格党员 1", "要换届的 1", "1 个班子要换届"} <= told
    card_ = cards["party.terms"]
    assert card_.list.lines[0].accessibleName() == f"{BRANCH} 已过届 3 天"
    press(card_.list.lines[0].step)
    assert seat.sent_to == [OrganisationWanted(branch.id)]
    director = party.actor("director")
    theirs = {part.key for part in SLICE.today if part.is_for(director)}
    assert "party.terms.few" in theirs
    assert "party.terms" not in theirs


def test_the_directors_reminder_comes_with_the_first_term_that_ends(party, sit):
    seat = sit(party.database, party.actor("director"))
    (part,) = (part for part in SLICE.today if part.key == "party.terms.few")
    card = part.build(seat.desk)
    box = QWidget()
    QVBoxLayout(box).addWidget(card)
    seat.show(box, (420, 200))
    assert card.isHidden()

    branch = next(row for row in tree(party) if row.name == BRANCH)
    elected = (Elected(PartyPost.SECRETARY, "叶建平"),)
    until = TODAY - timedelta(3)
    party.do("officer", hold_election, Election(branch.id, FOUNDED, until, elected))

    seat.wait(card.isVisible)


def test_between_elections_somebody_joins_and_a_second_grid_is_looked_after(party, opened):
    seat, page = opened()
    choose(page, seat, BRANCH)
    page.toggle_card()
    press(page.panel.committee.link)
    form = seat.dialog(PostDialog)
    assert form.post.value() == PartyPost.SECRETARY
    form.save()
    assert form.name_field.complaint == "请写姓名。"
    write(form.named, "叶建平")
    seat.save(form)
    seat.wait(lambda: page.panel.card.secretary is not None)
    press(page.panel.committee.link)
    form = seat.dialog(PostDialog)
    form.post.set_value(PartyPost.SECRETARY)
    write(form.named, "邓秋霞")
    seat.save(form)
    seat.wait(lambda: "现任书记是叶建平" in form.post_field.complaint)
    form.reject()

    press(page.panel.covers.link)
    form = seat.dialog(CoverDialog)
    form.grid.set_region(SECOND)
    seat.settle()
    seat.save(form)

    seat.wait(lambda: len(page.panel.covers.rows()) == 2)
    seat.wait(lambda: "南塘 03" in page.panel.covers.rows()[1].accessibleName())
    page.deeds.end_term(page.panel.card.secretary)
    form = seat.dialog(EndingDialog)
    form.day.set_day(TODAY - timedelta(1))
    seat.save(form)
    assert "插在它前面" in form.day_field.complaint
    form.day.set_day(TODAY)
    seat.save(form)
    seat.wait(lambda: page.panel.card.secretary is None)
    assert "叶建平已离任。" in seat.sentences


def test_outside_the_line_the_unit_is_asked_for_and_in_line_it_is_not(party, opened):
    seat, page = opened()
    page.deeds.found_below()
    form = seat.dialog(FoundingDialog)
    seat.settle()
    assert form.unit_field.isHidden()
    form.way.set_value(FormedWay.ALONE)
    assert form.unit_field.isVisible()
    choose_from(form.unit, "water", seat)
    write(form.named, "供水公司党支部")
    form.form.set_value(PartyForm.BRANCH)
    seat.save(form)
    seat.wait(lambda: "供水公司党支部" in page.pane.tree.names())

    row = next(row for row in tree(party) if row.name == "供水公司党支部")
    told = card(party, row.id)
    assert (told.unit, told.way, told.covers) == ("供水公司", FormedWay.ALONE, ())
