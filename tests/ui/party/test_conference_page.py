"""The committee at the desk: called, signed in, minuted, resolved, and carried out by its unit."""

import pytest

from app.cases.actions.pausing import table_case
from app.party.compounds.actions import begin_matter
from app.party.conference.actions.agenda import ItemDraft
from app.party.conference.actions.meetings import call_meeting, hold_meeting
from app.party.conference.actions.resolutions import ResolutionDraft, resolve
from app.party.conference.queries.meetings import meeting_rows
from app.party.conference.rules import (
    ItemKind,
    MeetingState,
    Presence,
    ResolutionState,
    ResolutionStep,
)
from tests.factories.centre import STREET
from tests.factories.compounds import due, placed
from tests.factories.conference import detail, marks, meeting, seated
from tests.factories.party import TODAY
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.core.controls import Button
from ui.core.segmented import Choice
from ui.core.targets import CompoundWanted, MeetingWanted
from ui.parts.registers.page import RegistersPage
from ui.party.compounds.page import CompoundsPage
from ui.party.conference.meetings_view import MeetingsView
from ui.party.conference.resolutions_view import ResolutionsView
from ui.party.conference.seats_view import SeatsView
from ui.party.conference.tab import _page
from ui.party.conference.today_card import OwnResolutionsCard


@pytest.fixture
def office(embedded_centre):
    """The centre with its committee."""
    embedded_centre.people["seats"] = seated(embedded_centre)
    return embedded_centre


def shown(office, sit, build, actor="officer"):
    seat = sit(office.database, office.actor(actor))
    page = build(seat.desk)
    page.seat = seat
    return seat.show(page)


def save(page, dialog):
    kept = []
    dialog.saved.connect(kept.append)
    page.seat.save(dialog)
    page.seat.wait(lambda: kept)


def called(office, *items):
    return office.do("officer", call_meeting, meeting(office.database.clock.now(), *items))


def held(office, *items):
    key = called(office, *items)
    office.do("officer", hold_meeting, key, 1, marks(office.people["seats"], 4))
    return key


def test_a_meeting_is_called_with_what_waits_for_it(office, sit):
    case = office.register()
    office.do("dispatcher", table_case, case, office.version(case), "请大工委议停车位")
    view = shown(office, sit, MeetingsView)
    view.call()
    dialog = view.dialog
    view.seat.wait(lambda: len(dialog.waiting) == 1)
    dialog.save()
    assert dialog.name_field.complaint == "请写明会议名称"
    dialog.named.setText("大工委第四次会议")
    dialog.place.setText("三楼")
    dialog.own.setPlainText("雨棚怎么管\n\n电动车棚")
    save(view, dialog)

    with office.database.reading() as session:
        (row,) = meeting_rows(session, office.actor("officer"))
    titles = [item.title for item in detail(office, row.id).items]
    assert titles == ["请大工委议停车位", "雨棚怎么管", "电动车棚"]
    view.seat.wait(lambda: "请大工委议停车位" in words_of(view.panel))
    view.hold()  # its day has not come
    assert view.seat.sentences[-1] == "会议那天才能签到。"


def test_signing_in_says_whether_enough_came_and_a_void_meeting_stays(office, sit):
    called(office, ItemDraft("雨棚"))
    view = shown(office, sit, MeetingsView)
    view.seat.wait(lambda: view.detail is not None)
    view.hold()
    dialog = view.dialog
    assert dialog.sum.text().startswith("应到 4 人，实到 4 人，有效")
    for _, control, _ in dialog.answers[:3]:
        control.set_value(Presence.ABSENT)
        control.chosen.emit(Presence.ABSENT)
    assert "不够 2 人，会议无效" in dialog.sum.text()
    assert dialog.do_button.text() == "记下，会议无效"
    save(view, dialog)
    view.seat.wait(lambda: view.detail.row.state is MeetingState.VOID)

    view.seat.wait(lambda: "没有开成" in words_of(view.panel))
    view.minute()
    view.resolve()
    assert view.dialog is dialog  # neither opened anything


def test_results_minutes_and_resolutions_follow_one_another(office, sit):
    key = held(office, ItemDraft("雨棚"))
    view = shown(office, sit, MeetingsView)
    view.seat.wait(lambda: view.detail is not None)
    view.conclude(view.detail.items[0])
    view.dialog.outcome.setPlainText("统一尺寸")
    save(view, view.dialog)
    view.seat.wait(lambda: "统一尺寸" in words_of(view.panel))
    view.minute()
    assert view.dialog.text.toPlainText() == "1. 雨棚：统一尺寸"
    save(view, view.dialog)
    view.seat.wait(lambda: view.detail.minutes)
    view.resolve()
    dialog = view.dialog
    dialog.text.setPlainText("量尺寸")
    dialog.save()
    assert dialog.unit_field.complaint == "请选一个单位"
    dialog.unit.set_choice(Choice(office.units["municipal"], "市政养护站"))
    save(view, dialog)
    view.seat.wait(lambda: view.detail.resolutions)

    papers = []
    view.papers.shown.connect(papers.append)
    view.print()
    view.seat.wait(lambda: papers)
    papers[0].close()
    assert detail(office, key).resolutions[0].unit == "市政养护站"


def test_a_matter_of_a_compound_is_chosen_for_the_agenda_and_reads_what_was_resolved(office, sit):
    home = placed(office, "安居苑")
    matter = office.do("officer", begin_matter, home, "加装电梯", due())
    key = called(office)
    page = shown(office, sit, _page)
    view = page.view
    page.seat.wait(lambda: view.detail is not None)
    view.add_item()
    dialog = view.dialog
    dialog.source.set_value(ItemKind.COMPOUND)
    chosen = Choice(matter, "安居苑　加装电梯")
    dialog.compound.set_choice(chosen)
    dialog.compound.chosen.emit(chosen)
    assert dialog.text.toPlainText() == "加装电梯"
    save(page, dialog)
    office.do("officer", hold_meeting, key, 1, marks(office.people["seats"], 4))
    page.seat.wait(lambda: "记结果" in words_of(view.panel))
    view.conclude(view.detail.items[0])
    view.dialog.outcome.setPlainText("区里补一半")
    save(page, view.dialog)
    page.seat.wait(lambda: "已写进事项的经过" in words_of(view.panel))
    press(next(each for each in view.agenda.findChildren(Button) if each.text() == "看事项"))
    assert page.seat.sent_to[-1] == CompoundWanted(home, "安居苑")

    homes = shown(office, sit, CompoundsPage)
    homes.show_target(page.seat.sent_to[-1])
    homes.seat.wait(lambda: "议定：区里补一半" in words_of(homes.panel))
    back = homes.panel.matters.findChildren(Button)
    press(next(each for each in back if each.text() == "看会议"))
    assert homes.seat.sent_to[-1] == MeetingWanted(key)
    page.show_target(MeetingWanted(key))
    assert view.table.current_key() == key


def test_the_unit_sees_its_resolution_on_today_and_reports_and_the_officer_confirms(office, sit):
    key = held(office)
    card = shown(office, sit, OwnResolutionsCard, "handler")
    assert not card.isVisible()
    order = ResolutionDraft(key, "划线", office.units["municipal"], TODAY)
    office.do("officer", resolve, order)
    card.seat.wait(lambda: card.list.lines)
    press(card.list.lines[0].step)
    card.dialog.text.setPlainText("看了现场")
    save(card, card.dialog)
    with office.database.reading() as session:
        (row,) = meeting_rows(session, office.actor("officer"))
    view = shown(office, sit, ResolutionsView)
    view.seat.wait(lambda: "看了现场" in words_of(view.panel))

    for word, kind in (("划好了", "finished"), ("看过", "confirmed")):
        view.report(ResolutionStep(kind))
        view.dialog.text.setPlainText(word)
        save(view, view.dialog)
        view.seat.wait(lambda word=word: word in words_of(view.panel))
    view.seat.wait(lambda: view.chosen().state is ResolutionState.DONE)
    card.seat.wait(lambda: not card.isVisible())
    assert row.open == 1


def test_members_are_taken_in_and_nobody_gets_two_seats(office, sit):
    view = shown(office, sit, SeatsView)
    view.seat.wait(lambda: view.model.rowCount() == 4)
    view.add()
    dialog = view.dialog
    dialog.region.set_region(STREET)
    dialog.person.setText("叶建平")
    assert dialog.person.member_id() is None  # typed, as those outside the roster are
    dialog.unit.setText("机关")
    dialog.save()
    view.seat.wait(lambda: "同一个会里不能再占一席" in words_of(dialog))
    dialog.person.setText("王小川")
    save(view, dialog)
    view.seat.wait(lambda: view.model.rowCount() == 5)
    view.end()
    save(view, view.dialog)


def test_the_page_goes_from_register_to_register(office, sit):
    held(office)
    page = shown(office, sit, _page, "officer")
    assert isinstance(page, RegistersPage)
    page.go_to(2)
    assert isinstance(page.view, SeatsView)
    assert [button.isVisible() for button in page.views[0].buttons] == [False]
    assert page.view.buttons[0].isVisible()
