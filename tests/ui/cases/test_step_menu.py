"""What is offered for a case, to whom, and why something is not."""

import pytest

from app.cases.rules import EventKind
from tests.ui.cases.panels import held
from ui.cases.offers import GROUPS, KEYS
from ui.cases.stages import STEP_ICON, VIEW_ICON
from ui.cases.step_menu import GROUP_ICON
from ui.core.icons import outline


def entries(panel) -> dict[str, str]:
    """All lines of the menu, those of the groups included, with why not."""
    found = {}
    for entry in panel.menu_entries(panel.case_id):
        found[entry.title] = entry.why_not
        found |= {inner.title: inner.why_not for inner in entry.entries}
    return found


def test_no_step_stands_in_two_groups_and_each_has_a_place():
    placed = [step for group in GROUPS for step in group]

    assert len(placed) == len(set(placed))
    # a call nobody answers is taken down in the dialog of the call-back
    assert EventKind.CALLED_BACK in placed
    assert EventKind.CALL_MISSED not in placed
    assert set(KEYS) <= set(placed)


def test_no_key_of_a_step_is_one_of_the_shell():
    assert not set(KEYS.values()) & {"N", "L", "/", "?"}


def test_a_handler_asks_for_what_the_director_orders(embedded_centre, panel_of):
    case_id = held(embedded_centre)
    _, handling = panel_of(case_id, "handler")
    _, directing = panel_of(case_id, "director")

    asked, ordered = entries(handling), entries(directing)
    assert {"申请挂起", "申请延期", "申请挂账"} <= set(asked)
    assert {"挂起", "延期", "挂账"} <= set(ordered)
    assert ordered["退回"] == "您没有这项权限"
    assert asked["退回"] == ""


def test_what_holds_a_case_up_is_why_nothing_else_can_be_done(embedded_centre, panel_of, pause):
    case_id = held(embedded_centre)
    pause(case_id)
    _, panel = panel_of(case_id, "handler")

    found = entries(panel)
    assert found["办结"] == "挂起，先恢复"
    assert found["恢复"] == ""
    assert next(button.text() for button in panel.bar.buttons.values()) == "恢复"


def test_a_key_for_what_is_held_up_says_so(embedded_centre, panel_of, pause):
    case_id = held(embedded_centre)
    pause(case_id)
    seat, panel = panel_of(case_id, "handler")

    panel.take_key("F")

    assert seat.sentences == ["不能办结：挂起，先恢复。"]


def test_the_buttons_have_room_at_the_smallest_width(embedded_centre, panel_of, qtbot):
    case_id = held(embedded_centre)
    _, panel = panel_of(case_id, "handler")

    panel.resize(360, 620)

    qtbot.waitUntil(lambda: panel.bar.width() == 360)
    shown = [button for button in panel.bar.buttons.values() if button.isVisible()]
    assert shown
    assert all(button.width() >= button.sizeHint().width() for button in shown)
    assert panel.bar.more.geometry().right() <= panel.bar.width() - 16
    kept = panel.bar.shown_steps()
    assert all(step in panel.bar.buttons for step in kept)


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_an_icon_that_can_be_painted(qapp, kind):
    assert not outline(STEP_ICON[kind]).isEmpty()


@pytest.mark.parametrize("name", [*VIEW_ICON.values(), *GROUP_ICON])
def test_every_view_and_group_has_an_icon_that_can_be_painted(qapp, name):
    assert not outline(name).isEmpty()
