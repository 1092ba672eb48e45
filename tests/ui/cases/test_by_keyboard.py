"""An awkward case through the real pages with the keyboard alone, and input that is wrong."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.cases.rules import CaseState, EventKind, Pause, ReturnReason
from tests.ui.cases.panels import held
from ui.cases.queue_page import QueuePage
from ui.core.controls import Button
from ui.core.forms import FormField

CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Somebody at a desk who never touches the mouse."""

    def __init__(self, qtbot, seat, page) -> None:
        self._qtbot, self._seat, self.page = qtbot, seat, page
        self.dialogs = []
        page.panel.actions_of.opened.connect(self.dialogs.append)

    @property
    def card(self):
        return self.page.panel.card

    def see(self, case_id):
        """Wait until the case is in the panel, as it is now."""
        self.page._show_case(case_id)
        self._qtbot.waitUntil(lambda: self.card is not None and self.card.id == case_id)
        self._qtbot.waitUntil(self._seat.settled)
        self.front(self.page)
        self.page.table.setFocus()

    def front(self, window):
        window.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    def press(self, key):
        """Press the key of a step; return the dialog it opens."""
        self.front(self.page)
        self._qtbot.keyClick(self.page.table, key)
        self._qtbot.waitUntil(self._seat.settled)
        self.front(self.dialogs[-1])
        return self.dialogs[-1]

    def type(self, text):
        """Type into what has the focus, as an input method would."""
        widget = QApplication.focusWidget()
        for letter in text:
            self._qtbot.keyClick(widget, letter)

    def walk(self, count=1):
        """Go to the next field."""
        for _ in range(count):
            self._qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def save(self, until):
        """Save with Ctrl+Enter and wait for what follows."""
        dialog = QApplication.activeWindow()
        self.key(Qt.Key.Key_Return, CTRL)
        self._qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
        self._qtbot.waitUntil(lambda: until(self.card))
        self._qtbot.waitUntil(self._seat.settled)


@pytest.fixture
def hands(embedded_centre, sit, show, settle, qtbot):
    """Seat somebody at the queue."""

    def seated(role, case_id):
        seat = sit(embedded_centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        found = Hands(qtbot, seat, page)
        found.see(case_id)
        return found

    return seated


def test_returned_suspended_extended_and_reopened_by_keys_alone(
    embedded_centre, hands, clock, qtbot
):
    case_id = held(embedded_centre, wants_call_back=True)

    handler = hands("handler", case_id)
    handler.press("T")
    handler.key(Qt.Key.Key_Down)
    handler.walk()
    handler.type("not ours, see the list of 2025")
    handler.save(lambda card: True)

    dispatcher = hands("dispatcher", case_id)
    qtbot.waitUntil(lambda: dispatcher.card.state is CaseState.REGISTERED)
    dialog = dispatcher.press("A")
    qtbot.waitUntil(lambda: dialog.unit.text() == "市政养护站")
    dispatcher.save(lambda card: card.state is CaseState.ASSIGNED)

    handler.see(case_id)
    handler.front(handler.page)
    qtbot.waitUntil(lambda: handler.card.state is CaseState.ASSIGNED)
    qtbot.keyClick(handler.page.table, "S")
    qtbot.waitUntil(lambda: handler.card.state is CaseState.SIGNED_FOR)
    qtbot.waitUntil(handler._seat.settled)

    handler.press("H")
    handler.type("waiting for parts")
    handler.save(lambda card: bool(card.requests))

    director = hands("director", case_id)
    qtbot.waitUntil(lambda: bool(director.card.requests))
    director.page.panel.setFocus()
    approve = director.page.panel.body.bulletins.frames[0].buttons[0]
    assert approve.text() == "批准"
    approve.setFocus()
    director.key(Qt.Key.Key_Space)
    director.front(director.dialogs[-1])
    director.save(lambda card: card.pause is Pause.SUSPENDED)

    clock.advance(timedelta(hours=20))
    handler.see(case_id)
    qtbot.waitUntil(lambda: handler.card.pause is Pause.SUSPENDED)
    handler.press("G")
    handler.type("parts are here")
    handler.save(lambda card: card.pause is None)

    director.see(case_id)
    qtbot.waitUntil(lambda: director.card.pause is None)
    before = director.card.clocks.handle.due_at
    director.press("E")
    director.type("2")
    director.walk()
    director.type("rain")
    director.save(lambda card: card.clocks.handle.due_at > before)

    handler.see(case_id)
    handler.press("F")
    handler.type("done")
    handler.save(lambda card: card.state is CaseState.FINISHED)

    dispatcher.see(case_id)
    qtbot.waitUntil(lambda: dispatcher.card.state is CaseState.FINISHED)
    dispatcher.press("V")
    for answer in "1122":  # reached, contacted, not solved, not satisfied
        dispatcher.type(answer)
        dispatcher.walk()
    dispatcher.save(lambda card: card.reopened_count == 1)

    assert dispatcher.card.state is CaseState.ASSIGNED
    assert [event.kind for event in dispatcher.card.events][-5:] == [
        EventKind.EXTENDED,
        EventKind.FINISHED,
        EventKind.CALLED_BACK,
        EventKind.REOPENED,
        EventKind.ASSIGNED,
    ]


def complaints(dialog) -> list[str]:
    return [f.complaint for f in dialog.findChildren(FormField) if f.complaint]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "请填要延长多少"),
        ("两天", "请填数字，例如 2"),
        ("0", ""),
        ("-1", "请填数字，例如 2"),
        ("0.0001", ""),
    ],
)
def test_an_extension_of_nothing_says_one_sentence(embedded_centre, dialog_of, typed, says):
    _, panel, dialog = dialog_of(held(embedded_centre), EventKind.EXTENDED, "director")
    dialog.amount.setText(typed)
    dialog.reason.setPlainText("缺料")

    dialog.save()

    (said,) = complaints(dialog)
    assert said
    assert says in said
    assert panel.card.clocks.handle_limit.amount > 0
    dialog.reject()


def test_a_suspension_that_ends_before_it_starts_says_so_at_once(embedded_centre, dialog_of, clock):
    _, _, dialog = dialog_of(held(embedded_centre), EventKind.SUSPENDED, "director")
    dialog.reason.setPlainText("等人")
    dialog.until.tick.setChecked(True)

    dialog.until.moment.set_moment(clock.now() - timedelta(hours=1))

    assert complaints(dialog) == ["恢复的时间早于现在，请选以后的时间，或者不填"]
    dialog.reject()


def test_a_claim_of_the_future_or_before_the_case_says_so_at_once(
    embedded_centre, dialog_of, clock
):
    _, _, dialog = dialog_of(held(embedded_centre), EventKind.FINISHED, "handler")
    dialog.note.setPlainText("好了")
    dialog.claimed.tick.setChecked(True)
    dialog.claimed.moment.set_moment(clock.now() + timedelta(hours=1))
    first = complaints(dialog)
    dialog.claimed.moment.set_moment(clock.now() - timedelta(days=3))

    assert first == ["实际时间晚于现在，请改成已经发生的时间"]
    assert complaints(dialog)[0].startswith("早于前一步（11-24 14:05）")
    dialog.reject()


def test_reasons_of_spaces_are_refused_beside_their_field(embedded_centre, dialog_of):
    _, _, dialog = dialog_of(held(embedded_centre), EventKind.RETURNED, "handler")
    dialog.basis.setPlainText("  \n　")

    dialog.save()

    assert complaints(dialog) == ["请选退回的理由", "请写明退回的依据，不能只有空格。"]
    dialog.reject()


def test_answers_are_asked_for_one_by_one(embedded_centre, dialog_of):
    case_id = held(embedded_centre)
    embedded_centre.finish(case_id)
    _, _, dialog = dialog_of(case_id, EventKind.CALLED_BACK, "dispatcher")
    dialog.reached.set_value(True)
    dialog.solved.set_value(False)

    dialog.save()

    assert complaints(dialog) == ["请选一个回答", "请选一个回答"]
    dialog.reject()


def test_what_was_typed_survives_a_step_that_others_took(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _, panel, dialog = dialog_of(case_id, EventKind.RETURNED, "handler")
    dialog.reason.set_value(ReturnReason.OTHER)
    dialog.basis.setPlainText("不归我们管")
    embedded_centre.assign(case_id)

    dialog.save()

    qtbot.waitUntil(lambda: "刚改过这件事" in dialog.strip_text)
    assert dialog.basis.toPlainText() == "不归我们管"
    go_on = next(b for b in dialog.findChildren(Button) if b.text() == "接着存")
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    dialog.save()
    qtbot.waitUntil(lambda: panel.card.state is CaseState.REGISTERED)
