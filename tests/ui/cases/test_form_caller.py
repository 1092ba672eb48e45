"""The caller's number in the form: what it reported before, looked at or taken up again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.cases.actions.intake import Reporter
from app.cases.personal import LOOKED_UP
from app.core.database.tables import JournalEntry
from app.core.errors import DatabaseUnreachable
from tests.ui.cases.forms import WORDS, cases, fill
from ui.core.targets import CaseWanted

PHONE, OTHER_PHONE = "13900004127", "13812346021"
CALLER = Reporter("吴桂兰", PHONE)
NEVER = "这个号码以前没有反映过"


def lookups(centre):
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action == LOOKED_UP)
        return session.scalars(asked).all()


@pytest.fixture
def called(form, ground, qtbot):
    """A form into which the number of somebody who called before was typed."""
    case_id = ground.register(reporter=CALLER)
    seat, page = form("receptionist")
    fill(page, phone=PHONE)
    qtbot.waitUntil(lambda: "1 件" in page.caller.title_text)
    return case_id, seat, page


def test_a_number_typed_digit_by_digit_is_looked_up_and_journaled_once(form, ground, qtbot, settle):
    ground.register(reporter=CALLER)
    ground.register(reporter=CALLER, text="路灯不亮")
    seat, page = form("receptionist")

    qtbot.keyClicks(page.body.who.phone, "139 0000 4127")
    qtbot.waitUntil(lambda: page.caller.title_text == "这个号码以前反映过 2 件")
    settle(seat)

    assert [line.row.title for line in page.caller.lines] == [
        "路灯不亮",
        "滨河路36号门口的井盖不见了",
    ]
    assert "1124-0002　待分流" in page.caller.lines[0].accessibleName()
    assert len(lookups(ground)) == 1


def test_a_number_nobody_gave_says_so(form, ground, qtbot):
    _, page = form("receptionist")

    page.body.who.phone.setText(OTHER_PHONE)

    qtbot.waitUntil(lambda: page.caller.title_text == NEVER)


def test_another_number_wipes_what_was_shown_at_once(called):
    _, _, page = called

    page.body.who.phone.setText("1390000412")

    assert (page.caller.title_text, page.caller.lines) == ("", ())


def test_a_lookup_on_its_way_is_dropped_when_the_number_changes(form, ground, qtbot, settle):
    ground.register(reporter=CALLER)
    seat, page = form("receptionist")
    page.body.who.phone.setText(PHONE)
    qtbot.waitUntil(lambda: not seat.settled())

    page.body.who.phone.setText(OTHER_PHONE)

    qtbot.waitUntil(lambda: page.caller.title_text != "")
    settle(seat)
    assert page.caller.title_text == NEVER


def test_whoever_does_not_want_to_be_named_is_not_looked_up(called):
    _, _, page = called

    page.body.who.anonymous.setChecked(True)

    assert page.caller.title_text == ""


def test_saving_wipes_the_caller_with_the_form(called, ground, qtbot, settle):
    _, seat, page = called

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    settle(seat)
    assert (page.caller.title_text, page.caller.lines) == ("", ())


def test_the_same_number_for_the_next_case_is_another_lookup(called, ground, qtbot, settle):
    _, seat, page = called
    page.save(assign=False)
    qtbot.waitUntil(lambda: bool(seat.sent_to))

    fill(page, phone=PHONE)

    qtbot.waitUntil(lambda: "2 件" in page.caller.title_text)
    assert len(lookups(ground)) == 2


def test_a_case_opens_in_a_window_and_the_form_stays(called, qtbot):
    case_id, seat, page = called

    qtbot.mouseClick(page.caller.lines[0], Qt.MouseButton.LeftButton)

    window = page.windows.open(case_id)  # the one that is there already
    qtbot.waitUntil(lambda: window.panel.card is not None)
    qtbot.waitUntil(seat.settled)
    assert window.isVisible()
    assert window.panel.card.id == case_id
    assert page.body.said.words.toPlainText() == WORDS
    assert seat.sent_to == []
    window.leave()


def test_a_look_in_a_window_does_not_come_back_after_a_restart(called, qtbot):
    case_id, seat, page = called

    window = page.windows.open(case_id)
    qtbot.waitUntil(seat.settled)

    assert seat.desk.preferences.layout("cases/windows") == {}
    window.leave()


def test_the_same_matter_opens_that_case_and_registers_none(called, ground, qtbot, settle):
    case_id, seat, page = called

    qtbot.mouseClick(page.caller.same_buttons[0], Qt.MouseButton.LeftButton)
    settle(seat)

    assert seat.sent_to == [CaseWanted(case_id)]
    assert len(cases(ground)) == 1
    assert page.body.said.words.toPlainText() == WORDS
    (notice,) = seat.told
    assert notice.text == "没有登记新的。刚才写的还在草稿里，按 N 可以接着写。"

    notice.act.run()
    assert page.body.values().is_empty()


def test_keys_go_to_the_number_and_to_what_it_reported(called, qtbot):
    _, _, page = called
    page.activateWindow()
    page.body.said.words.setFocus()

    qtbot.keyClick(page, Qt.Key.Key_F4)
    assert page.body.who.phone.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_F6)

    assert page.caller.lines[0].hasFocus()


def test_who_may_not_read_personal_data_is_shown_nothing_and_leaves_no_trace(
    form, ground, qtbot, settle
):
    ground.register(reporter=CALLER)
    seat, page = form("grid_worker")

    page.body.who.phone.setText(PHONE)
    qtbot.waitUntil(lambda: page.bar.draft_text != "")  # kept later than it is looked up
    settle(seat)

    assert page.caller.title_text == ""
    assert lookups(ground) == []


def test_a_lookup_that_fails_says_so_and_keeps_nobody_from_registering(
    form, ground, qtbot, monkeypatch
):
    def unreachable(*_, **__):
        raise DatabaseUnreachable(where="db")

    monkeypatch.setattr("ui.cases.caller_lookup.look_up_caller", unreachable)
    seat, page = form("receptionist")
    fill(page, phone=PHONE)

    qtbot.waitUntil(lambda: page.caller.title_text == "没能查这个号码以前的事件")
    assert "连不上数据库" in page.caller.accessibleDescription()
    assert page.bar.register_button.isEnabled()
    assert seat.told == []


def test_a_withheld_number_is_told_beside_the_field(form):
    _, page = form("receptionist")

    fill(page, phone="未知号码")

    assert "对方没有显示号码" in page.body.who.phone_field.complaint


def test_a_number_pasted_from_the_exchange_is_registered_clean(form, ground, qtbot, settle):
    from app.cases.models.personal import CasePerson

    seat, page = form("receptionist")
    fill(page, phone="tel:+86-139-0000-4127")

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    with ground.database.reading() as session:
        assert session.scalars(sa.select(CasePerson.phone)).all() == [PHONE]


def test_cases_that_ended_offer_no_same_matter(form, ground, qtbot, clock):
    case_id = ground.register(reporter=CALLER)
    clock.advance(timedelta(minutes=5))
    from app.cases.actions.refusing import Decline, decline_case
    from app.cases.rules import DeclineReason
    from app.core.ids import new_id

    order = Decline(case_id, ground.version(case_id), DeclineReason.NOT_OURS, "请找物业")
    with ground.database.writing(ground.actor("dispatcher")) as uow:
        decline_case(uow, order, command_key=new_id())
    _, page = form("receptionist")

    page.body.who.phone.setText(PHONE)

    qtbot.waitUntil(lambda: len(page.caller.lines) == 1)
    assert page.caller.same_buttons == ()
