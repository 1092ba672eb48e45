"""Cases that are likely the same matter as one that is being told, or that stands there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.family_states import PairState
from app.cases.likeness import Likeness, Report, most_alike, parked_points
from app.cases.models import CaseFile
from app.cases.models.family import LikelyPair
from app.cases.rules import HANDLING_STATES, CaseState
from app.cases.scope import visible, within
from app.cases.telling import (
    Telling,
    limits_of,
    radius_of,
    remembered_pairs,
    report_of,
    telling_of,
)
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import CentreSettings, settings_at

SHOWN = 4
MOST_COMPARED = 400
"""Cases of a kind, and of a street, that are compared: the newest."""
STREET_DIGITS = 9
_CAN_LEAD = (CaseState.REGISTERED, *HANDLING_STATES)
_PARTING = "；"


@dataclass(frozen=True, slots=True)
class LikelyCase:
    """A case that is likely the same matter.

    Attributes:
        lead_id: The case it was merged into already; merging into it is merging into that.
        why: What speaks for it.
    """

    id: UUID
    number: str | None
    title: str
    state: CaseState
    unit: str
    received_at: datetime
    lead_id: UUID | None
    version: int
    why: Likeness


def likely_cases(
    session: Session,
    actor: Actor,
    telling: Telling,
    *,
    phones: Collection[UUID] = (),
    without: Collection[UUID] = (),
) -> tuple[LikelyCase, ...]:
    """Return what is likely the same matter, the likeliest first, each family once.

    Only cases the reader may see are looked at, and nothing is said of how many others there are.

    Args:
        session: Reading session.
        actor: Who takes it in.
        telling: What is told.
        phones: Cases of the same caller, as a lookup that was written down found them.
        without: Cases that somebody said are another matter.
    """
    settings = settings_at(session, telling.at)
    pairs = remembered_pairs(telling.title, telling.text)
    if not pairs and telling.longitude is None and not phones:
        return ()
    rows = _pool(session, actor, telling, settings, phones)
    rows = [row for row in rows if row.id not in without]
    parked = parked_points(map(_place_of, rows), settings.parked_cases)
    names = frozenset(filter(None, settings.parked_places.replace("\n", _PARTING).split(_PARTING)))
    radius = radius_of(session, telling.category)
    one = report_of(telling, pairs, parked, names, radius)
    others = [_report(row, parked, names, radius) for row in rows]
    found = most_alike(one, others, limits_of(settings), phones=phones, most=2 * SHOWN)
    return _told(session, rows, found)


def told_apart(session: Session, case_id: UUID) -> frozenset[UUID]:
    """Return the cases that somebody said are another matter than this one."""
    refused = LikelyPair.state == PairState.REFUSED
    one = sa.select(LikelyPair.second_id).where(LikelyPair.first_id == case_id, refused)
    other = sa.select(LikelyPair.first_id).where(LikelyPair.second_id == case_id, refused)
    return frozenset(session.scalars(one.union_all(other)))


def likely_for_case(session: Session, actor: Actor, case_id: UUID) -> tuple[LikelyCase, ...]:
    """Return what a case that stands there is likely the same matter as.

    Raises:
        NotFound: Absent or out of scope.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    family = sa.select(CaseFile.id).where(CaseFile.lead_id == case_id)
    own = {case_id, *session.scalars(family), *told_apart(session, case_id)}
    return likely_cases(session, actor, telling_of(case), without=own)


def _report(
    row: Any, parked: Collection[tuple[float, float]], names: Collection[str], radius_m: int
) -> Report:
    somewhere = (row.longitude, row.latitude) not in parked and row.place.strip() not in names
    return Report(
        row.id,
        row.category_code,
        row.received_at,
        remembered_pairs(row.title, row.text),
        row.longitude if somewhere else None,
        row.latitude if somewhere else None,
        radius_m,
    )


def _place_of(row: Any) -> tuple[float | None, float | None, str | None]:
    return row.longitude, row.latitude, row.category_code


_COLUMNS = (
    CaseFile.id,
    CaseFile.category_code,
    CaseFile.received_at,
    CaseFile.title,
    CaseFile.text,
    CaseFile.place,
    CaseFile.longitude,
    CaseFile.latitude,
    CaseFile.number,
    CaseFile.state,
    CaseFile.lead_id,
    CaseFile.handling_unit_id,
    CaseFile.version,
)


def _pool(
    session: Session,
    actor: Actor,
    telling: Telling,
    settings: CentreSettings,
    phones: Collection[UUID],
) -> list[Any]:
    """Return the cases that can be meant: of the kind wherever it is, of the street whatever it
    is, and those of the caller.
    """
    since = telling.at - timedelta(hours=settings.duplicate_hours)
    until = telling.at + timedelta(hours=settings.duplicate_hours)
    seen = sa.select(*_COLUMNS).where(
        visible(actor),
        CaseFile.state.in_(_CAN_LEAD),
        CaseFile.received_at >= since,
        CaseFile.received_at <= until,
    )
    newest = seen.order_by(CaseFile.received_at.desc(), CaseFile.id.desc()).limit(MOST_COMPARED)
    found: dict[UUID, Any] = {}
    if telling.category is not None:
        kind = newest.where(CaseFile.category_code == telling.category)
        found |= {row.id: row for row in session.execute(kind)}
    if telling.region:
        street = newest.where(within(telling.region[:STREET_DIGITS]))
        found |= {row.id: row for row in session.execute(street)}
    missing = [each for each in phones if each not in found]
    if missing:
        theirs = seen.where(CaseFile.id.in_(missing[:MOST_COMPARED]))
        found |= {row.id: row for row in session.execute(theirs)}
    return list(found.values())


def _told(
    session: Session, rows: Sequence[Any], found: Sequence[tuple[Report, Likeness]]
) -> tuple[LikelyCase, ...]:
    by_id = {row.id: row for row in rows}
    best: dict[UUID, tuple[Any, Likeness]] = {}
    for report, why in found:
        row = by_id[report.id]
        best.setdefault(row.lead_id or row.id, (row, why))
    some = list(best.values())[:SHOWN]
    held = {row.handling_unit_id for row, _ in some} - {None}
    named = sa.select(Unit.id, Unit.name).where(Unit.id.in_(held))
    units = {row.id: row.name for row in session.execute(named)} if held else {}
    return tuple(
        LikelyCase(
            id=row.id,
            number=row.number,
            title=row.title,
            state=CaseState(row.state),
            unit=units.get(row.handling_unit_id, ""),
            received_at=row.received_at,
            lead_id=row.lead_id,
            version=row.version,
            why=why,
        )
        for row, why in some
    )
