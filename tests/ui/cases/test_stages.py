"""What a row of the queue shows of a case that does not just go on: glyph, words, next step."""

import pytest

from app.cases.rules import CaseState, Pause, SupervisionLevel
from tests.ui.cases.test_deadlines import CALENDARS, at, row
from ui.cases.deadlines import row_deadline
from ui.cases.stages import stage_of
from ui.cases.today.next_list import next_step
from ui.core.marks import DeadlineKind, StageGlyph


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, (StageGlyph.HALF, "办理中")),
        ({"pause": Pause.SUSPENDED}, (StageGlyph.PAUSED, "挂起")),
        ({"pause": Pause.CARRIED_OVER}, (StageGlyph.PAUSED, "挂账")),
        ({"pause": Pause.TABLED}, (StageGlyph.PAUSED, "提请中")),
        ({"supervision_level": SupervisionLevel.RED}, (StageGlyph.SUPERVISED, "督办中")),
        (
            {"supervision_level": SupervisionLevel.RED, "pause": Pause.SUSPENDED},
            (StageGlyph.SUPERVISED, "督办中"),
        ),
        (
            {"supervision_level": SupervisionLevel.RED, "state": CaseState.CLOSED},
            (StageGlyph.DONE, "已结案"),
        ),
        (
            {"state": CaseState.REGISTERED, "returned_count": 1},
            (StageGlyph.RETURNED, "退回"),
        ),
        (
            {"state": CaseState.ASSIGNED, "returned_count": 1},
            (StageGlyph.QUARTER, "待签收"),
        ),
    ],
)
def test_what_is_special_replaces_the_stage(given, shown):
    assert stage_of(row(**given)) == shown


def stopped(**given):
    values = {
        "pause": Pause.SUSPENDED,
        "pause_reason": "等配件",
        "clock": "handle",
        "clock_unit": "working_hour",
        "clock_limit_s": 12 * 3600,
        "clock_left_s": 9 * 3600,
    }
    return row(**{**values, **given})


def test_a_stopped_clock_says_what_is_left_and_why():
    cell = row_deadline(stopped(), CALENDARS, at("11-24T14:05"))

    assert (cell.kind, cell.left_text, cell.moment_text, cell.share) == (
        DeadlineKind.SUSPENDED,
        "停表，剩 9 时",
        "等配件",
        0.25,
    )


def test_a_clock_that_was_stopped_too_late_says_by_how_much():
    late = stopped(clock_left_s=-3 * 3600, due_at=at("11-24T09:00"))

    assert row_deadline(late, CALENDARS, at("11-24T14:05")).left_text == "停表，超 3 时"


def test_a_long_reason_leaves_room_for_what_is_left():
    cell = row_deadline(stopped(pause_reason="等当事人从外地回来"), {}, at("11-24T14:05"))

    assert cell.moment_text == "等当事人…"


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ({"pause": Pause.SUSPENDED}, "resumed"),
        ({"pause": Pause.TABLED}, "given_back"),
        ({"state": CaseState.FINISHED, "wants_call_back": True}, "called_back"),
        ({"state": CaseState.FINISHED}, "closed"),
        ({"state": CaseState.VERIFIED, "wants_call_back": True}, "closed"),
        ({"state": CaseState.ASSIGNED}, "signed_for"),
    ],
)
def test_today_names_the_step_that_comes_next(given, step):
    assert next_step(row(**given)) == step
