"""What the certificate of a member's points says."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.ledger.models import LedgerTransfer
from app.ledger.rules import Book, TransferKind, holder_account
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.points.queries import standings
from app.party.scope import members_seen


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of a member's year.

    Attributes:
        by_rule: Title, times and points of each rule, the most points first.
        serial: Tells the ledger it was drawn from: the last transfer that counts.
    """

    name: str
    organisation: str
    place: int
    points: int
    times: int
    by_rule: tuple[tuple[str, int, int], ...]
    serial: str


def certificate_of(session: Session, actor: Actor, member_id: UUID, year: int) -> Certificate:
    """Return what a certificate says.

    Raises:
        NotFound: The member is absent or out of scope.
    """
    asked = (
        sa.select(PartyMember.name, PartyMember.region, PartyOrganisation.name)
        .join(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .where(PartyMember.id == member_id, members_seen(actor))
    )
    row = session.execute(asked).one_or_none()
    if row is None:
        raise NotFound(member=member_id)
    name, region, organisation = row
    mirror = LedgerTransfer.__table__.alias("mirror")
    account = holder_account(Book.POINTS, member_id)
    lines = session.execute(
        sa.select(LedgerTransfer.what, LedgerTransfer.amount, LedgerTransfer.id)
        .outerjoin(mirror, mirror.c.reverses_id == LedgerTransfer.id)
        .where(
            LedgerTransfer.to_id == account,
            LedgerTransfer.kind == TransferKind.GIVEN,
            LedgerTransfer.day.between(date(year, 1, 1), date(year, 12, 31)),
            mirror.c.id.is_(None),
        )
        .order_by(LedgerTransfer.id)
    ).all()
    sums: dict[str, tuple[int, int]] = {}
    for what, amount, _ in lines:
        times, points = sums.get(what, (0, 0))
        sums[what] = times + 1, points + amount
    places = standings(session, actor, year, region=region[:9])
    place = next((each.place for each in places if each.member_id == member_id), 0)
    by_rule = sorted(
        ((what, times, points) for what, (times, points) in sums.items()),
        key=lambda each: (-each[2], each[0]),
    )
    total = sum(points for _, _, points in by_rule)
    serial = str(lines[-1][2])[-12:] if lines else ""
    return Certificate(name, organisation, place, total, len(lines), tuple(by_rule), serial)
