"""Many cases at once, of all sorts, written past the actions; and what a filter means of one."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st

from app.cases.filters.fields import FamilyPlace, Satisfaction, Stage
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.values import days_of, hours_of, span_of
from app.cases.models import CaseFile
from app.cases.models.finding import CaseTag, FollowedCase, Tag
from app.cases.rules import OPEN_STATES, CaseState, Level, MatterClass, Pause, Source
from app.core.clock import local
from app.core.ids import new_id
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""Where the day began in Shanghai: periods begin and end there."""
CATEGORIES = ("C01-003", "C01-001", "E01-001", "E01-002", "X16-001", None)
TITLES = ("井盖松动", "路灯不亮", "井盖 路灯", "100%降价", "夜里噪声")
_HOURS = st.integers(-24 * 400, 24 * 20)
_MINUTES = st.integers(-3_000, 3_000)


def _moment(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


_DAYS = st.integers(-40, 10).map(lambda days: MIDNIGHT + timedelta(days=days))


def case_values(people: list[UUID], units: list[UUID]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what the columns of a case may hold, all sorts of impossible cases among them."""
    whom = st.sampled_from([None, *people])
    moments = _HOURS.map(_moment) | _DAYS
    maybe = st.none() | moments
    return st.fixed_dictionaries(
        {
            "title": st.sampled_from(TITLES),
            "place": st.sampled_from(("", "滨河路井盖旁")),
            "state": st.sampled_from([str(state) for state in CaseState]),
            "category_code": st.sampled_from(CATEGORIES),
            "level": st.sampled_from([str(level) for level in Level]),
            "source": st.sampled_from([str(source) for source in Source]),
            "matter_class": st.sampled_from([None, *(str(each) for each in MatterClass)]),
            "region": st.sampled_from([GRID, COMMUNITY, STREET, OTHER_STREET]),
            "handling_unit_id": st.sampled_from([None, *units]),
            "handler_id": whom,
            "first_contact_id": whom,
            "received_at": moments,
            "registered_at": maybe,
            "finished_at": maybe,
            "closed_at": maybe,
            "order_at": _MINUTES.map(lambda m: NOW + timedelta(minutes=m)) | _DAYS,
            "clock": st.sampled_from([None, "sign", "handle"]),
            "pause": st.sampled_from([None, *(str(pause) for pause in Pause)]),
            "supervision_level": st.sampled_from([None, "blue"]),
            "returned_count": st.integers(0, 3),
            "reopened_count": st.integers(0, 2),
            "is_confidential": st.booleans(),
            "wants_call_back": st.booleans(),
            "is_satisfied": st.none() | st.booleans(),
        }
    )


def put(session: Any, values: list[dict[str, Any]]) -> list[UUID]:
    """Write cases in the place of all that there were; return their keys."""
    for table in (CaseTag, FollowedCase, CaseFile):
        session.execute(sa.delete(table))
    keys = []
    for at, given in enumerate(values):
        keys.append(new_id())
        numbered = given["state"] not in ("submitted", "declined")
        session.add(
            CaseFile(
                **given,
                id=keys[-1],
                number=f"2026112499010200{at:05d}1" if numbered else None,
                receipt_code=f"{at:08d}",
                text="",
                opened_region=given["region"],
                desk_region=given["region"],
            )
        )
    session.flush()
    return keys


def put_tags(session: Any, keys: list[UUID], person: UUID) -> list[UUID]:
    """Mark every second case with one tag, every third with another; follow every fourth."""
    tags = []
    for at, name in enumerate(("汛期", "两会"), 2):
        tag = session.scalar(sa.select(Tag.id).where(Tag.name == name))
        if tag is None:
            tag = new_id()
            session.add(Tag(id=tag, name=name, initials="", region=STREET, created_at=NOW))
            session.flush()
        tags.append(tag)
        session.add_all(CaseTag(case_id=key, tag_id=tag, since=NOW) for key in keys[::at])
    session.add_all(FollowedCase(person_id=person, case_id=key, since=NOW) for key in keys[::4])
    session.flush()
    return tags


# -- what a filter means, said once more in plain Python ----------------------------------------


def holds(rules: Filter, case: SimpleNamespace, me: UUID) -> bool:
    """Tell whether a case fulfils a filter; `case` has its columns, `tags` and `followed`."""
    return all(
        any(_means(clause.field, value, case, me) for value in clause.values)
        is (clause.operator is Operator.IS)
        for clause in rules.clauses
    )


def _means(field: FilterField, value: str, case: SimpleNamespace, me: UUID) -> bool:
    if field in _ALIKE:
        return getattr(case, str(field)) == value
    if field in _KEYS:
        return _is_key(getattr(case, _KEYS[field]), value, me)
    if field in _PAST:
        moment = getattr(case, f"{field}_at")
        return moment is not None and _was(moment, value)
    if field in (FilterField.RETURNED, FilterField.REOPENED):
        return getattr(case, f"{field}_count") >= int(value)
    return _OTHERS[field](value, case)


def _is_open(case: SimpleNamespace) -> bool:
    return case.state in OPEN_STATES


def _is_at(value: str, case: SimpleNamespace) -> bool:
    return {
        Stage.OPEN: _is_open(case),
        Stage.ENDED: not _is_open(case),
        Stage.PAUSED: _is_open(case) and case.pause is not None,
        Stage.SUPERVISED: _is_open(case) and case.supervision_level is not None,
    }.get(value, case.state == value)


def _is_of(value: str, case: SimpleNamespace) -> bool:
    code = case.category_code
    if value == "none" or code is None:
        return value == "none" and code is None
    return code == value or code.startswith(f"{value}-")


def _was_satisfied(value: str, case: SimpleNamespace) -> bool:
    known = {True: Satisfaction.SATISFIED, False: Satisfaction.DISSATISFIED}
    return known.get(case.is_satisfied, Satisfaction.UNASKED) == value


_PAST = (
    FilterField.RECEIVED,
    FilterField.REGISTERED,
    FilterField.FINISHED,
    FilterField.CLOSED,
)
_ALIKE = (FilterField.LEVEL, FilterField.SOURCE, FilterField.MATTER_CLASS)
_KEYS = {
    FilterField.UNIT: "handling_unit_id",
    FilterField.HANDLER: "handler_id",
    FilterField.FIRST_CONTACT: "first_contact_id",
}
_OTHERS = {
    FilterField.STATE: _is_at,
    FilterField.CATEGORY: _is_of,
    FilterField.REGION: lambda value, case: case.region.startswith(value),
    FilterField.DUE: lambda value, case: (
        _is_open(case) and case.clock is not None and _is_due(case.order_at, value)
    ),
    FilterField.CONFIDENTIAL: lambda _, case: case.is_confidential,
    FilterField.CALL_BACK: lambda _, case: case.wants_call_back,
    FilterField.SATISFIED: _was_satisfied,
    FilterField.TAG: lambda value, case: value in case.tags,
    FilterField.FOLLOWED: lambda _, case: case.followed,
    FilterField.FAMILY: lambda value, _: value == FamilyPlace.ALONE,
    FilterField.TEXT: lambda value, case: (
        value.lower() in case.title.lower() or value.lower() in case.place.lower()
    ),
}


def _is_key(held: UUID | None, value: str, me: UUID) -> bool:
    if value == "none":
        return held is None
    return held is not None and str(held) == (str(me) if value == "me" else value)


def _was(moment: datetime, value: str) -> bool:
    day, today = local(moment).date(), local(NOW).date()
    days, between = days_of(value), span_of(value)
    if days is not None:
        return (today - day).days < days
    if between is not None:
        return _lies(day, between)
    monday = today - timedelta(days=today.weekday())
    return {
        "today": day >= today,
        "yesterday": (today - day).days == 1,
        "week": day >= monday,
        "month": (day.year, day.month) >= (today.year, today.month),
    }[value]


def _is_due(moment: datetime, value: str) -> bool:
    day, today = local(moment).date(), local(NOW).date()
    hours, between = hours_of(value), span_of(value)
    if hours is not None:
        return NOW <= moment < NOW + timedelta(hours=hours)
    if between is not None:
        return _lies(day, between)
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "overdue": moment < NOW,
        "today": moment >= NOW and day == today,
        "tomorrow": (day - today).days == 1,
        "week": moment >= NOW and day <= sunday,
    }[value]


def _lies(day: Any, between: tuple[Any, Any]) -> bool:
    first, last = between
    return (first is None or day >= first) and (last is None or day <= last)


def clause(field: FilterField, *values: str, no: bool = False) -> Clause:
    return Clause(field, Operator.NOT if no else Operator.IS, values)
