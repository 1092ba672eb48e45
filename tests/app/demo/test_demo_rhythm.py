"""When cases come in and how far they get: like life, and by the same dice the same."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from app.cases.clock import Limit, LimitUnit
from app.cases.rules import EventKind, Level, MatterClass
from app.core.calendar import CHINA, DayKind, WorkCalendar
from app.core.calendar_national import default_body
from app.demo.course import Course, course_of
from app.demo.plan import QUOTAS, Fate, KindRule, plan_cases
from app.demo.rhythm import arrivals
from app.demo.street import kind_texts
from app.demo.timing import Timing
from app.demo.twists import Twist

CALENDAR = WorkCalendar(1, default_body())
TIMING = Timing(CALENDAR)
AFTERNOON = datetime(2026, 11, 24, 14, 5, tzinfo=CHINA)
MOMENTS = {
    "a Tuesday afternoon": AFTERNOON,
    "a Sunday night": datetime(2026, 11, 22, 3, 0, tzinfo=CHINA),
    "a Monday as it opens": datetime(2026, 11, 23, 9, 1, tzinfo=CHINA),
    "the lunch break": datetime(2026, 7, 8, 12, 40, tzinfo=CHINA),
    "the National Day holiday": datetime(2026, 10, 5, 16, 0, tzinfo=CHINA),
}
ENDED = (Fate.SUBMITTED, Fate.FINISHED, Fate.CLOSED, Fate.SOLVED, Fate.DECLINED)
LAST_STEP = {
    Fate.SUBMITTED: {EventKind.SUBMITTED},
    Fate.REGISTERED: {EventKind.REGISTERED},
    Fate.ASSIGNED: {EventKind.ASSIGNED},
    Fate.HANDLED: {
        EventKind.SIGNED_FOR,
        EventKind.PROGRESSED,
        EventKind.ASKED,
        EventKind.EXTENDED,
        EventKind.TASK_GIVEN,
    },
    Fate.DUE_SOON: {EventKind.SIGNED_FOR, EventKind.PROGRESSED},
    Fate.OVERDUE: {EventKind.SIGNED_FOR, EventKind.PROGRESSED},
    Fate.SUPERVISED: {EventKind.SIGNED_FOR, EventKind.PROGRESSED, EventKind.SUPERVISED},
    Fate.PAUSED: {EventKind.SUSPENDED, EventKind.CARRIED_OVER, EventKind.TABLED},
    Fate.FINISHED: {EventKind.FINISHED, EventKind.CALL_MISSED},
    Fate.CLOSED: {EventKind.CLOSED, EventKind.ARCHIVED},
    Fate.SOLVED: {EventKind.SOLVED_ON_SPOT, EventKind.ARCHIVED},
    Fate.DECLINED: {EventKind.DECLINED},
}


def rules() -> dict[str, KindRule]:
    """Kinds with limits from two emergency hours to fifteen working days."""
    limits = [
        (Limit(2, LimitUnit.EMERGENCY_HOUR), Level.URGENT),
        (Limit(5, LimitUnit.WORKING_HOUR), Level.NORMAL),
        (Limit(1, LimitUnit.WORKING_DAY), Level.NORMAL),
        (Limit(3, LimitUnit.WORKING_DAY), Level.NORMAL),
        (Limit(7, LimitUnit.WORKING_DAY), Level.NORMAL),
        (Limit(15, LimitUnit.WORKING_DAY), Level.NORMAL),
    ]
    sign = {
        Level.URGENT: Limit(0.5, LimitUnit.EMERGENCY_HOUR),
        Level.NORMAL: Limit(2, LimitUnit.WORKING_HOUR),
    }
    return {
        code: KindRule(texts, level, MatterClass.MINOR, "water", sign[level], limit)
        for (code, texts), (limit, level) in zip(
            kind_texts().items(), limits * len(kind_texts()), strict=False
        )
    }


def courses(now: datetime, days: int = 21, seed: int = 1) -> list[Course]:
    chance = Random(seed)
    first = (now - timedelta(days=days)).date()
    moments = arrivals(CALENDAR, first, now, per_day=50, chance=chance)
    drafts = plan_cases(moments, rules(), TIMING, now, chance)
    return [course_of(draft, TIMING, now, chance) for draft in drafts]


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=MOMENTS)
def seen_at(request: pytest.FixtureRequest) -> tuple[datetime, list[Course]]:
    return request.param, courses(request.param)


def by_day(moments: list[datetime]) -> Counter[date]:
    return Counter(moment.astimezone(CHINA).date() for moment in moments)


def test_mondays_are_full_weekends_thin_and_lunch_is_quiet():
    found = arrivals(CALENDAR, date(2026, 3, 2), AFTERNOON, per_day=50, chance=Random(1))
    days = by_day(found)
    works = [day for day in days if CALENDAR.kind_of(day) is DayKind.WORKDAY]
    mondays = [days[day] for day in works if day.weekday() == 0]
    others = [days[day] for day in works if day.weekday() == 2]
    off = [days[day] for day in days if not CALENDAR.kind_of(day).works]
    hours = Counter(moment.astimezone(CHINA).hour for moment in found)

    assert 45 < sum(others) / len(others) < 55
    assert sum(mondays) / len(mondays) > 1.15 * sum(others) / len(others)
    assert sum(off) / len(off) < 15
    assert hours[12] < hours[10] / 3
    assert hours[3] < hours[10] / 20


def test_nothing_arrives_later_than_now():
    found = arrivals(CALENDAR, AFTERNOON.date(), AFTERNOON, per_day=50, chance=Random(1))
    assert found == sorted(found)
    assert found[-1] < AFTERNOON


def test_the_open_cases_stand_where_they_shall(seen_at):
    _, found = seen_at
    fates = Counter(course.draft.fate for course in found)
    assert {fate: fates[fate] for fate in QUOTAS} == QUOTAS
    assert fates[Fate.CLOSED] > 400


def test_every_step_lies_before_now_and_after_the_one_before(seen_at):
    now, found = seen_at
    for course in found:
        times = [step.at for step in course.steps]
        assert times == sorted(set(times))
        assert times[-1] < now
        assert times[0] == course.arrived_at


def test_the_last_step_is_that_of_the_fate(seen_at):
    _, found = seen_at
    for course in found:
        assert course.steps[-1].kind in LAST_STEP[course.draft.fate]
        kinds = [step.kind for step in course.steps]
        if course.draft.slot.is_message:
            assert kinds[0] is EventKind.SUBMITTED
        else:
            assert kinds[0] in (EventKind.REGISTERED, EventKind.SOLVED_ON_SPOT)


def test_only_those_are_overdue_that_shall_be(seen_at):
    now, found = seen_at
    for course in found:
        steps = {step.kind: step.at for step in course.steps}
        if course.draft.fate in ENDED or EventKind.EXTENDED in steps:
            continue
        used = TIMING.used(course.draft.rule.handle, steps[EventKind.REGISTERED], now)
        assert (used > 1) == (course.draft.fate in (Fate.OVERDUE, Fate.SUPERVISED))
        if course.draft.fate is Fate.DUE_SOON:
            assert used > 0.75
        if course.draft.fate is Fate.ASSIGNED:
            assert TIMING.used(course.draft.rule.sign, steps[EventKind.ASSIGNED], now) < 1


def test_desks_assign_and_close_in_office_hours(seen_at):
    _, found = seen_at
    desk = (EventKind.ASSIGNED, EventKind.CLOSED)
    steps = [
        step.at.astimezone(CHINA).hour
        for course in found
        for step in course.steps
        if step.kind in desk and not course.draft.rule.is_urgent
    ]
    odd = [hour for hour in steps if not 8 <= hour <= 18]
    assert len(odd) < len(steps) / 50


def test_a_short_demo_is_smaller_in_everything():
    found = courses(AFTERNOON, days=2)
    fates = Counter(course.draft.fate for course in found)
    assert fates[Fate.OVERDUE] >= 1
    assert sum(fates[fate] for fate in QUOTAS) <= 0.65 * len(found)


def test_the_same_dice_give_the_same_cases():
    def told(seed: int) -> list[tuple[object, ...]]:
        return [
            (c.draft.rule.texts.code, c.draft.source, c.steps) for c in courses(AFTERNOON, 5, seed)
        ]

    assert told(7) == told(7)
    assert told(7) != told(8)


def test_in_two_months_every_twist_happens_to_somebody():
    found = courses(AFTERNOON, days=60)
    assert {course.twist for course in found} == set(Twist)
    kinds = {step.kind for course in found for step in course.steps}
    assert set(EventKind) - kinds == {
        EventKind.REHANDLED,
        EventKind.AMENDED,
        EventKind.ATTACHED,
        EventKind.TASK_WITHDRAWN,
        EventKind.CLAIM_ACCEPTED,
        EventKind.RECOUNTED,
        EventKind.REMINDED,  # `app.demo.marks` lets it happen
        EventKind.RELEASE_REFUSED,
        EventKind.WHISTLE_OFF,
        EventKind.MERGED,  # nobody merges reports in the demo
        EventKind.JOINED,
        EventKind.PARTED,
        EventKind.UNMERGED,
    }
