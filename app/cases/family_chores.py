"""What the keeper does for families: followers it catches up, likely pairs, what comes back."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from sys import intern
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.cases.actions.carrying import Carried, carry, last_of
from app.cases.actions.steps import hold_case
from app.cases.family_states import PairState, RecurrenceState
from app.cases.likeness import RADIUS_M, Report, Weights, kept, parked_points, text_pairs
from app.cases.models import CaseFile, Category
from app.cases.models.family import LikelyPair, Recurrence, RecurrenceCase
from app.cases.nightly_pairs import HEAVY, Place, Told, comes_back, likely_pairs
from app.cases.rules import HANDLING_STATES, CaseState, EventKind
from app.cases.telling import limits_of
from app.core.actor import system
from app.core.changes import Topic
from app.core.chores import Chore, ChoreState, meanwhile
from app.core.database import Database, Uow, insert_all_unless_there
from app.core.ids import new_id
from app.core.shared_settings import CentreSettings, settings_at
from app.core.words import say

BATCH = 200
FIRST_LOOK = timedelta(days=3)
"""So far back the first search for pairs in a database looks."""
WRITTEN_AT_ONCE = 500
_FOLLOWING = (CaseState.REGISTERED, *HANDLING_STATES)
_ENDED = {
    CaseState.FINISHED: EventKind.FINISHED,
    CaseState.VERIFIED: EventKind.FINISHED,
    CaseState.CLOSED: EventKind.FINISHED,
    CaseState.ARCHIVED: EventKind.FINISHED,
    CaseState.DECLINED: EventKind.DECLINED,
}
LIKELY, RECURRING = "cases.likely", "cases.recurrences"


def family_chores() -> tuple[Chore, ...]:
    """Return the chores of families."""
    day = timedelta(days=1)
    return (
        Chore("cases.followers", timedelta(minutes=5), catch_up),
        Chore(LIKELY, day, find_pairs),
        Chore(RECURRING, day, find_recurrences),
    )


def catch_up(database: Database) -> str:
    """End with their lead the cases that whoever ended it could not see, or that somebody still
    had a task for.
    """
    lead = aliased(CaseFile)
    behind = (
        sa.select(CaseFile.id)
        .join(lead, lead.id == CaseFile.lead_id)
        .where(
            CaseFile.lead_id.is_not(None), CaseFile.state.in_(_FOLLOWING), lead.state.in_(_ENDED)
        )
        .limit(BATCH)
    )
    with database.reading() as session:
        ids = session.scalars(behind).all()
    done = 0
    for case_id in ids:
        with database.writing(system("cases.followers")) as uow:
            done += _end_with_lead(uow, case_id)
    return say("chores.followers_ended", count=done)


def _end_with_lead(uow: Uow, case_id: UUID) -> int:
    case = hold_case(uow, case_id)
    lead = hold_case(uow, case.lead_id) if case.lead_id is not None else None
    kind = _ENDED.get(CaseState(lead.state)) if lead is not None else None
    event = last_of(uow, lead, kind) if lead is not None and kind is not None else None
    if lead is None or kind is None or event is None:
        return 0
    step = Carried(kind, event.note, event.facts, event.claimed_at)
    return int(carry(uow, lead, case, step, event.ordinal))


# -- likely pairs ----------------------------------------------------------------------------------


def find_pairs(database: Database) -> str:
    """Compare what came in since the last time with what came in around it; a pair that stands
    there already, proposed or refused, stays as it is.
    """
    with database.reading() as session:
        now = database.clock.now()
        settings = settings_at(session, now)
        since = _last_time(session, LIKELY) or now - FIRST_LOOK
        pairs = list(_pairs(session, settings, since))
    for begin in range(0, len(pairs), WRITTEN_AT_ONCE):
        with database.writing(system(LIKELY)) as uow:
            some = [pair | {"at": uow.now} for pair in pairs[begin : begin + WRITTEN_AT_ONCE]]
            insert_all_unless_there(uow.session, LikelyPair, some)
            if len(pairs) <= WRITTEN_AT_ONCE:
                for case_id in {pair["first_id"] for pair in some}:
                    uow.touched(Topic.CASE, case_id)
            elif begin + WRITTEN_AT_ONCE >= len(pairs):  # one word for all of them
                uow.touched(Topic.EVERYTHING, "")
        meanwhile()
    return say("chores.pairs_found", count=len(pairs))


def _last_time(session: Session, name: str) -> datetime | None:
    return session.scalar(sa.select(ChoreState.last_ok_at).where(ChoreState.name == name))


def _pairs(session: Session, settings: CentreSettings, since: datetime) -> Iterator[dict[str, Any]]:
    begin = since - timedelta(hours=settings.duplicate_hours)
    reports = _reports(session, settings, begin)
    weigh = Weights(report.pairs for report in reports)
    told = (
        Told(each, tuple(weigh.heaviest(each.pairs, HEAVY)), each.at >= since) for each in reports
    )
    for later, earlier, why in likely_pairs(told, weigh, limits_of(settings)):
        first, second = sorted((later, earlier))
        yield {
            "first_id": first,
            "second_id": second,
            "state": PairState.PROPOSED,
            "score": why.score,
            "facts": kept(why.as_facts()),
            "person_name": "",
        }


def _came_in(begin: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return which cases are compared: under way, and in no family yet."""
    return (
        CaseFile.received_at >= begin,
        CaseFile.state.in_(_FOLLOWING),
        CaseFile.lead_id.is_(None),
    )


def _reports(session: Session, settings: CentreSettings, begin: datetime) -> list[Report]:
    """Return all that is compared, in the order it came in; of a pair of characters that stands
    in many texts one is kept.
    """
    radii = {row.code: row.duplicate_radius_m for row in session.scalars(sa.select(Category))}
    parked = _parked(session, settings, begin)
    asked = sa.select(
        CaseFile.id,
        CaseFile.category_code,
        CaseFile.received_at,
        CaseFile.title,
        CaseFile.text,
        CaseFile.longitude,
        CaseFile.latitude,
    ).where(*_came_in(begin))
    ordered = asked.order_by(CaseFile.received_at, CaseFile.id)
    found = []
    for row in session.execute(ordered.execution_options(yield_per=2_000)):
        somewhere = (row.longitude, row.latitude) not in parked
        report = Report(
            row.id,
            row.category_code,
            row.received_at,
            frozenset(map(intern, text_pairs(row.title, row.text))),
            row.longitude if somewhere else None,
            row.latitude if somewhere else None,
            radii.get(row.category_code, RADIUS_M),
        )
        found.append(report)
    return found


def _parked(
    session: Session, settings: CentreSettings, begin: datetime
) -> frozenset[tuple[float, float]]:
    asked = sa.select(CaseFile.longitude, CaseFile.latitude, CaseFile.category_code)
    rows = session.execute(asked.where(*_came_in(begin), CaseFile.longitude.is_not(None)))
    places = ((row.longitude, row.latitude, row.category_code) for row in rows)
    return parked_points(places, settings.parked_cases)


# -- what comes back -------------------------------------------------------------------------------


def find_recurrences(database: Database) -> str:
    """Propose to act before complaints (未诉先办) where the same kind came back within a circle
    as often as the centre set; once a place and time, whatever was decided of it.
    """
    with database.reading() as session:
        now = database.clock.now()
        settings = settings_at(session, now)
        since = _last_time(session, RECURRING) or now - timedelta(days=settings.recurrence_days)
        found = list(_recurring(session, settings, since, now))
    for category, places in found:
        with database.writing(system(RECURRING)) as uow:
            _propose(uow, category, places)
    return say("chores.recurrences_found", count=len(found))


def _recurring(
    session: Session, settings: CentreSettings, since: datetime, now: datetime
) -> Iterator[tuple[str, tuple[Place, ...]]]:
    begin = min(since, now) - timedelta(days=settings.recurrence_days)
    asked = sa.select(
        CaseFile.id,
        CaseFile.category_code,
        CaseFile.longitude,
        CaseFile.latitude,
        CaseFile.received_at,
    ).where(
        CaseFile.received_at >= begin,
        CaseFile.lead_id.is_(None),
        CaseFile.state != CaseState.DECLINED,
        CaseFile.category_code.is_not(None),
        CaseFile.longitude.is_not(None),
    )
    by_kind: dict[str, list[Place]] = defaultdict(list)
    rows = session.execute(asked.order_by(CaseFile.received_at, CaseFile.id)).all()
    parked = parked_points(
        ((row.longitude, row.latitude, row.category_code) for row in rows), settings.parked_cases
    )
    for row in rows:
        if (row.longitude, row.latitude) not in parked:
            fresh = row.received_at >= since
            place = Place(row.id, row.longitude, row.latitude, row.received_at, fresh)
            by_kind[row.category_code].append(place)
    days, radius = timedelta(days=settings.recurrence_days), settings.recurrence_radius_m
    for category, places in by_kind.items():
        recent = [each for each in places if each.at >= now - days]
        for circle in comes_back(recent, radius, settings.recurrence_times):
            if not _is_known(session, category, circle):
                yield category, circle


def _is_known(session: Session, category: str, circle: tuple[Place, ...]) -> bool:
    """Tell whether some of these cases were seen to come back before."""
    asked = (
        sa.select(sa.literal(1))
        .select_from(RecurrenceCase)
        .join(Recurrence, Recurrence.id == RecurrenceCase.recurrence_id)
        .where(
            Recurrence.category_code == category,
            RecurrenceCase.case_id.in_([each.id for each in circle]),
        )
    )
    return session.scalar(asked.limit(1)) is not None


def _propose(uow: Uow, category: str, circle: tuple[Place, ...]) -> None:
    latest = circle[-1]
    region = uow.session.get_one(CaseFile, latest.id).region
    row = Recurrence(
        id=new_id(),
        category_code=category,
        region=region,
        longitude=sum(each.longitude for each in circle) / len(circle),
        latitude=sum(each.latitude for each in circle) / len(circle),
        first_at=circle[0].at,
        last_at=latest.at,
        state=RecurrenceState.PROPOSED,
        found_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.session.add_all(RecurrenceCase(recurrence_id=row.id, case_id=each.id) for each in circle)
    uow.record("cases.recurrence_found", Topic.RECURRENCE, row.id, region=region, count=len(circle))
    uow.touched(Topic.RECURRENCE, row.id, region)
