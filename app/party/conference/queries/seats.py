"""Who sits in which body."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.party.conference.models import ConferenceSeat
from app.party.conference.rules import Body, SeatKind
from app.party.conference.scope import region_seen
from app.territory.models import Region

_ORDER = sa.case(
    {SeatKind.FULL_TIME.value: 0, SeatKind.PART_TIME.value: 1},
    value=ConferenceSeat.kind,
    else_=2,
)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Somebody who sits or sat; `days_left` of the term, None without an end."""

    id: UUID
    region: str
    region_name: str
    body: Body
    kind: SeatKind
    person_name: str
    unit_name: str
    since: date
    until: date | None
    ended_on: date | None
    days_left: int | None
    may_keep: bool
    version: int
    member_id: UUID | None = None

    @property
    def sits(self) -> bool:
        """Tell whether they sit now."""
        return self.ended_on is None and (self.days_left is None or self.days_left >= 0)


def seated_on(session: Session, region: str, body: Body, day: date) -> tuple[ConferenceSeat, ...]:
    """Return who sits in a body on a day, full-time members first."""
    asked = sa.select(ConferenceSeat).where(
        ConferenceSeat.region == region,
        ConferenceSeat.body == body,
        ConferenceSeat.since <= day,
        sa.or_(ConferenceSeat.until.is_(None), ConferenceSeat.until >= day),
        sa.or_(ConferenceSeat.ended_on.is_(None), ConferenceSeat.ended_on >= day),
    )
    return tuple(session.scalars(asked.order_by(_ORDER, ConferenceSeat.since, ConferenceSeat.id)))


def seat_rows(
    session: Session, actor: Actor, *, today: date, region: str = ""
) -> tuple[SeatRow, ...]:
    """Return who sits or sat in the bodies of a region, those who sit now first."""
    actor.require(Right.READ_PARTY)
    asked = (
        sa.select(ConferenceSeat, Region.name)
        .join(Region, Region.code == ConferenceSeat.region)
        .where(region_seen(ConferenceSeat.region, actor))
        .order_by(ConferenceSeat.region, ConferenceSeat.body, _ORDER, ConferenceSeat.since)
    )
    if region:
        asked = asked.where(in_regions(ConferenceSeat.region, (region,)))
    rows = [_row(actor, today, seat, name) for seat, name in session.execute(asked)]
    return tuple(sorted(rows, key=lambda row: not row.sits))


def _row(actor: Actor, today: date, seat: ConferenceSeat, name: str) -> SeatRow:
    return SeatRow(
        seat.id,
        seat.region,
        name,
        Body(seat.body),
        SeatKind(seat.kind),
        seat.person_name,
        seat.unit_name,
        seat.since,
        seat.until,
        seat.ended_on,
        (seat.until - today).days if seat.until is not None else None,
        actor.may_in(Right.MANAGE_PARTY, seat.region),
        seat.version,
        seat.member_id,
    )
