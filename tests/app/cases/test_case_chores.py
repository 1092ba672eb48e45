"""What the keeper does for cases, and that a second run, or a late one, does no harm."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.cases.actions.handle import Step, close_case
from app.cases.actions.pausing import Pausing, order_pause
from app.cases.actions.supervising import drop_supervision
from app.cases.chores import archive, draft_sheets, resume_due, warn
from app.cases.models.work import CaseWarning
from app.cases.rules import CaseState, EventKind
from app.cases.work_states import RequestKind, WarningKind
from app.core.clock import SHANGHAI

GARBAGE = "E01-004"  # 道路不洁: 5 working hours


def warnings(centre):
    with centre.database.reading() as session:
        asked = sa.select(CaseWarning.kind, CaseWarning.clock).order_by(CaseWarning.at)
        return [tuple(row) for row in session.execute(asked)]


def at_work(centre):
    case_id = centre.register(category=GARBAGE)
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


def test_a_suspension_ends_as_planned_however_late_the_keeper_comes(centre, clock):
    case_id = at_work(centre)
    until = clock.now() + timedelta(hours=1)
    order = Pausing(case_id, centre.version(case_id), RequestKind.SUSPENDED, "等料", until=until)
    centre.do("director", order_pause, order)
    clock.advance(timedelta(days=2))

    resume_due(centre.database)
    resume_due(centre.database)

    seen = centre.card(case_id)
    assert [event.kind for event in seen.events].count(EventKind.RESUMED) == 1
    assert seen.pause is None
    # an hour from 14:05 on Tuesday stood; due five working hours after 15:05, on Wednesday
    assert seen.clocks.handle.due_at == datetime(2026, 11, 25, 11, 35, tzinfo=SHANGHAI)


def test_each_clock_is_warned_of_once_when_it_is_close_and_once_when_it_is_over(centre, clock):
    at_work(centre)
    warn(centre.database)
    assert warnings(centre) == []

    clock.set(datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI))
    for _ in range(2):
        warn(centre.database)
    clock.advance(timedelta(hours=3))
    for _ in range(2):
        warn(centre.database)

    assert warnings(centre) == [
        (WarningKind.DUE_SOON, "handle"),
        (WarningKind.OVERDUE, "handle"),
    ]


def test_a_sheet_is_drafted_after_three_times_the_limit_and_a_dropped_one_stays_away(centre, clock):
    case_id = at_work(centre)
    clock.set(datetime(2026, 11, 26, 9, 30, tzinfo=SHANGHAI))
    draft_sheets(centre.database)
    assert centre.card(case_id).sheets == ()
    clock.set(datetime(2026, 11, 26, 17, 0, tzinfo=SHANGHAI))

    for _ in range(2):
        draft_sheets(centre.database)
    sheets = centre.card(case_id).sheets
    centre.do("director", drop_supervision, sheets[0].id, sheets[0].version, "已办")
    draft_sheets(centre.database)

    assert len(sheets) == 1
    assert sheets[0].is_by_rule
    assert len(centre.card(case_id).sheets) == 1


def test_closed_cases_go_into_the_archive_after_the_days_the_centre_set(centre, clock):
    case_id = at_work(centre)
    centre.finish(case_id)
    centre.do("dispatcher", close_case, Step(case_id, centre.version(case_id), "好"))
    clock.advance(timedelta(days=29))
    archive(centre.database)
    assert centre.card(case_id).state is CaseState.CLOSED
    clock.advance(timedelta(days=2))

    archive(centre.database)

    assert centre.card(case_id).state is CaseState.ARCHIVED
