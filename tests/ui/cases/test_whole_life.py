"""A case from the call to the closed file through the real pages, seen from a second program."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.cases.rules import CaseState, EventKind
from tests.factories.centre import GRID
from ui.cases.case_form import CaseForm
from ui.cases.dialogs.calling_back import CallBackDialog
from ui.cases.place_fields import PlaceState
from ui.cases.queue_page import QueuePage
from ui.core.targets import CaseWanted


@pytest.fixture
def open_queue(sit, show, settle):
    """Open somebody's queue, at this program or at another one."""

    def opened(centre, role, database=None):
        seat = sit(centre, role, database)
        page = show(QueuePage(seat.desk))
        settle(seat)
        return seat, page

    return opened


def stages(page) -> list[CaseState]:
    return [row.state for row in page.model.rows]


def say(page, step, words, qtbot):
    """Take a step that needs words, as a person would."""
    found = []
    page.panel.actions_of.opened.connect(found.append)
    button = page.panel.bar.buttons[step]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(found) == 1)  # once what happened before it has been read
    (dialog,) = found
    dialog.note.setPlainText(words)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)


def test_every_step_of_a_case_is_seen_at_the_other_program(
    centre, second_desk, sit, show, settle, open_queue, qtbot
):
    _, watching = open_queue(centre, "director", second_desk)

    seat = sit(centre, "dispatcher")
    form = show(CaseForm(seat.desk))
    settle(seat)
    form.body.said.words.setPlainText("滨河路的雨水井盖不见了。")
    form.body.where.place.set_state(PlaceState("滨河路 36 号", GRID))
    form.body.who.phone.setText("13812346021")
    form.body.who.call_back.setChecked(False)  # else nobody closes it before calling back
    settle(seat)
    qtbot.mouseClick(form.bar.register_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stages(watching) == [CaseState.REGISTERED])
    (target,) = seat.sent_to
    assert isinstance(target, CaseWanted)

    _, dispatching = open_queue(centre, "dispatcher")
    qtbot.waitUntil(lambda: dispatching.panel.card is not None)
    dialogs = []
    dispatching.panel.actions_of.opened.connect(dialogs.append)
    qtbot.keyClick(dispatching.table, "A")
    qtbot.waitUntil(lambda: dialogs and dialogs[0].unit.text() == "市政养护站")
    qtbot.mouseClick(dialogs[0].do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stages(watching) == [CaseState.ASSIGNED])

    _, handling = open_queue(centre, "handler")
    qtbot.waitUntil(lambda: handling.panel.card is not None)
    qtbot.keyClick(handling.table, "S")
    qtbot.waitUntil(lambda: stages(watching) == [CaseState.SIGNED_FOR])

    qtbot.waitUntil(lambda: EventKind.PROGRESSED in handling.panel.bar.buttons)
    say(handling, EventKind.PROGRESSED, "已围挡，正调井盖。", qtbot)
    qtbot.waitUntil(lambda: stages(watching) == [CaseState.IN_PROGRESS])

    qtbot.waitUntil(lambda: handling.panel.card.state is CaseState.IN_PROGRESS)
    say(handling, EventKind.FINISHED, "井盖已装好。", qtbot)
    qtbot.waitUntil(lambda: stages(watching) == [CaseState.FINISHED])

    qtbot.waitUntil(lambda: EventKind.CALLED_BACK in dispatching.panel.bar.buttons)
    button = dispatching.panel.bar.buttons[EventKind.CALLED_BACK]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(dialogs[-1], CallBackDialog))
    called = dialogs[-1]
    for control in (called.reached, called.contacted, called.solved, called.satisfied):
        qtbot.keyClick(control, "1")
    qtbot.mouseClick(called.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stages(watching) == [CaseState.VERIFIED])

    qtbot.waitUntil(lambda: dispatching.panel.card.state is CaseState.VERIFIED)
    say(dispatching, EventKind.CLOSED, "回访：已解决，满意。", qtbot)
    qtbot.waitUntil(lambda: stages(watching) == [])

    watching.show_target(target)
    qtbot.waitUntil(
        lambda: watching.panel.card is not None and watching.panel.card.state is CaseState.CLOSED
    )
    assert [event.kind for event in watching.panel.card.events] == [
        EventKind.REGISTERED,
        EventKind.ASSIGNED,
        EventKind.SIGNED_FOR,
        EventKind.PROGRESSED,
        EventKind.FINISHED,
        EventKind.CALLED_BACK,
        EventKind.CLOSED,
    ]
    assert QApplication.activeModalWidget() is None
