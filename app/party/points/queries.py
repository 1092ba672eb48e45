"""Points of members: this year and in all, who stands where, what waits, how rules stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.ledger.models import LedgerTransfer
from app.ledger.queries import StatementLine, statement
from app.ledger.rules import Book, holder_account
from app.ledger.sums import all_balances, all_earned, balances, earned
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.points.models import PointsDecision, PointsRecord, PointsRuleVersion
from app.party.points.rules import (
    CapPeriod,
    Earned,
    Outcome,
    PointsConfirmer,
    PointsRule,
    Ranked,
    period_of,
    ranked,
    simulate,
)
from app.party.scope import members_seen

MOST_SHOWN = 500


def points_of(
    session: Session, actor: Actor, member_ids: Iterable[UUID], year: int | None = None
) -> dict[UUID, int]:
    """Return the points of members: within a year what was given (handing in takes none of that
    away), or what they have left in all; who has none is left out.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    accounts = {holder_account(Book.POINTS, key): key for key in member_ids}
    if year is None:
        found = balances(session, accounts)
    else:
        found = earned(session, accounts, date(year, 1, 1), date(year, 12, 31))
    return {accounts[key]: points for key, points in found.items()}


def all_points(session: Session, actor: Actor) -> dict[UUID, int]:
    """Return what every account of the book of points has, by account; the sum is 0."""
    actor.require(Right.READ_PARTY)
    return all_balances(session)


@dataclass(frozen=True, slots=True)
class PointsRow:
    """A member in the table of points.

    Attributes:
        place: Among all of the region in that year, 0 for none.
        year: Given within the year.
        left: What can be handed in.
    """

    member_id: UUID
    name: str
    organisation: str
    region: str
    place: int
    year: int
    left: int


def points_table(
    session: Session, actor: Actor, year: int, *, region: str = "", text: str = ""
) -> tuple[PointsRow, ...]:
    """Return who stands where in a year, the most first, `MOST_SHOWN` at most; with a text, who
    is called so, also without points.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    places = standings(session, actor, year, region=region)
    by_member = {each.member_id: each for each in places}
    asked = (
        sa.select(
            PartyMember.id,
            PartyMember.name,
            PartyOrganisation.name,
            PartyMember.region,
        )
        .join(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .where(members_seen(actor, region), PartyMember.left_on.is_(None))
    )
    if text:
        asked = asked.where(
            sa.or_(PartyMember.name.contains(text, autoescape=True), _begins(text))
        ).limit(MOST_SHOWN)
    else:
        asked = asked.where(PartyMember.id.in_([each.member_id for each in places[:MOST_SHOWN]]))
    rows = session.execute(asked).all()
    left = points_of(session, actor, [row[0] for row in rows])
    found = [
        PointsRow(
            key,
            name,
            organisation,
            place,
            by_member[key].place if key in by_member else 0,
            by_member[key].points if key in by_member else 0,
            left.get(key, 0),
        )
        for key, name, organisation, place in rows
    ]
    return tuple(sorted(found, key=lambda row: (-row.year, row.name, row.member_id)))


def standings(session: Session, actor: Actor, year: int, *, region: str = "") -> tuple[Ranked, ...]:
    """Return every member of a region with points in a year by place, the most first."""
    given = all_earned(session, date(year, 1, 1), date(year, 12, 31))
    asked = sa.select(PartyMember.id).where(
        members_seen(actor, region), PartyMember.left_on.is_(None)
    )
    points = {}
    for (key,) in session.execute(asked.order_by(PartyMember.pinyin, PartyMember.id)):
        account = holder_account(Book.POINTS, key)
        if given.get(account):
            points[key] = given[account]
    return ranked(points, tuple(points))


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A record nobody has decided on; `is_own` where the reader put it down."""

    id: UUID
    member_id: UUID
    member: str
    code: str
    title: str
    day: date
    note: str
    at: datetime
    by: str
    is_own: bool


def waiting(session: Session, actor: Actor, *, region: str = "") -> tuple[WaitingRow, ...]:
    """Return the records that wait for a second person, the oldest first."""
    asked = (
        sa.select(PointsRecord, PartyMember.name)
        .join(PartyMember, PartyMember.id == PointsRecord.member_id)
        .outerjoin(PointsDecision, PointsDecision.record_id == PointsRecord.id)
        .where(
            PointsDecision.record_id.is_(None),
            in_regions(PointsRecord.region, actor.prefixes(Right.READ_PARTY)),
            in_regions(PointsRecord.region, (region,)),
        )
        .order_by(PointsRecord.at, PointsRecord.id)
        .limit(MOST_SHOWN)
    )
    rows = session.execute(asked).all()
    titles = {
        street: rules_of(session, street) for street in {record.region[:9] for record, _ in rows}
    }
    return tuple(
        WaitingRow(
            record.id,
            record.member_id,
            name,
            record.code,
            titles[record.region[:9]][record.code].rule.title,
            record.day,
            record.note,
            record.at,
            record.person_name,
            record.person_id is not None and record.person_id == actor.person_id,
        )
        for record, name in rows
    )


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it holds now; `number` counts its versions."""

    rule: PointsRule
    number: int
    at: datetime
    by: str


def rules_of(session: Session, street: str) -> dict[str, RuleRow]:
    """Return the rules of a street as they hold now, by code."""
    asked = (
        sa.select(PointsRuleVersion)
        .where(PointsRuleVersion.street == street)
        .order_by(PointsRuleVersion.code, PointsRuleVersion.number)
    )
    return {row.code: _rule(row) for row in session.scalars(asked)}


def records_of(session: Session, street: str, since: date, until: date) -> tuple[Earned, ...]:
    """Return what was granted in a street for some days, in the order in which it counted; what
    was put right later is left out.
    """
    mirror = LedgerTransfer.__table__.alias("mirror")
    asked = (
        sa.select(PointsRecord.member_id, PointsRecord.code, PointsRecord.day)
        .join(PointsDecision, PointsDecision.record_id == PointsRecord.id)
        .outerjoin(mirror, mirror.c.reverses_id == PointsDecision.transfer_id)
        .where(
            in_regions(PointsRecord.region, (street,)),
            PointsRecord.day.between(since, until),
            PointsDecision.points > 0,
            mirror.c.id.is_(None),
        )
        .order_by(PointsDecision.at, PointsDecision.record_id)
    )
    return tuple(Earned(*row) for row in session.execute(asked))


@dataclass(frozen=True, slots=True)
class Trial:
    """What another rule would have done to last year's records.

    Attributes:
        now: By the rules as they hold.
        then: With the other rule.
        changed: Members whose points would be other ones, with the difference; the greatest
            first.
    """

    now: Outcome
    then: Outcome
    changed: tuple[tuple[UUID, int], ...]


def try_rule(session: Session, actor: Actor, street: str, other: PointsRule, today: date) -> Trial:
    """Return what a rule would have done to the records of the year up to today.

    Raises:
        NotAllowed: The reader does not keep the points of that street.
    """
    if not actor.may_in(Right.MANAGE_POINTS, street):
        raise NotAllowed(right=Right.MANAGE_POINTS)
    since = date(today.year - 1, today.month, min(today.day, 28))
    records = records_of(session, street, since, today)
    rules = {code: row.rule for code, row in rules_of(session, street).items()}
    now = simulate(records, rules)
    then = simulate(records, rules | {other.code: other})
    keys = now.by_member.keys() | then.by_member.keys()
    gaps = ((key, then.by_member.get(key, 0) - now.by_member.get(key, 0)) for key in keys)
    changed = sorted((each for each in gaps if each[1]), key=lambda each: -abs(each[1]))
    return Trial(now, then, tuple(changed))


def member_statement(session: Session, actor: Actor, member_id: UUID) -> tuple[StatementLine, ...]:
    """Return what came to a member and went, the newest first.

    Raises:
        NotFound: The member is absent or out of scope.
    """
    seen = sa.select(PartyMember.id).where(PartyMember.id == member_id, members_seen(actor))
    if session.scalar(seen) is None:
        raise NotFound(member=member_id)
    return statement(session, holder_account(Book.POINTS, member_id))


def had_of(
    session: Session, member_id: UUID, rule: PointsRule, day: date
) -> Mapping[CapPeriod, int]:
    """Return what a member had of a rule already, within each period that has a cap."""
    found = {}
    mirror = LedgerTransfer.__table__.alias("mirror")
    for period in rule.caps:
        first, last = period_of(day, period)
        asked = (
            sa.select(sa.func.coalesce(sa.func.sum(PointsDecision.points), 0))
            .join(PointsRecord, PointsRecord.id == PointsDecision.record_id)
            .outerjoin(mirror, mirror.c.reverses_id == PointsDecision.transfer_id)
            .where(
                PointsRecord.member_id == member_id,
                PointsRecord.code == rule.code,
                PointsRecord.day.between(first, last),
                mirror.c.id.is_(None),
            )
        )
        found[period] = int(session.scalar(asked) or 0)
    return found


def _rule(row: PointsRuleVersion) -> RuleRow:
    caps = {
        CapPeriod.DAY: row.cap_day,
        CapPeriod.MONTH: row.cap_month,
        CapPeriod.YEAR: row.cap_year,
    }
    rule = PointsRule(
        row.code,
        row.title,
        row.points,
        {period: cap for period, cap in caps.items() if cap is not None},
        PointsConfirmer(row.confirmer),
        row.is_on,
        row.activity_kind,
    )
    return RuleRow(rule, row.number, row.at, row.person_name)


def _begins(text: str) -> sa.ColumnElement[bool]:
    typed = text.lower().replace(" ", "")
    return sa.or_(
        PartyMember.initials.startswith(typed, autoescape=True),
        PartyMember.pinyin.startswith(typed, autoescape=True),
    )
