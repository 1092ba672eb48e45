"""Report-ins counted by unit, by community, by month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.clock import local
from app.party.report_in.models import CallUpAnswer, ReportIn
from app.party.report_in.rules import CallAnswer, ReportKind, ReportState
from app.territory.models import Region
from app.territory.rules import short_name


class FigureSplit(StrEnum):
    """By what report-ins are told apart; the words are in `label.FigureSplit`."""

    COMMUNITY = "community"
    UNIT = "unit"
    MONTH = "month"


@dataclass(slots=True)
class FigureLine:
    """Report-ins of one community, unit or month.

    Attributes:
        registered: Members who registered in the time.
        confirmed: Of these, whose visit was confirmed.
        lapsed: Of these, who lapsed or ended.
        units: Units that reported in.
        called: How often they were called up.
        answered: How often they said yes or came.
    """

    key: str
    name: str
    registered: int = 0
    confirmed: int = 0
    lapsed: int = 0
    units: int = 0
    called: int = 0
    answered: int = 0

    def add(self, other: "FigureLine") -> None:
        """Count another line in."""
        for name in ("registered", "confirmed", "lapsed", "units", "called", "answered"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Figures:
    """The lines of a split, most registrations first (months in their order), and their sum."""

    lines: tuple[FigureLine, ...]
    total: FigureLine
    since: datetime
    until: datetime


def report_figures(
    session: Session,
    actor: Actor,
    split: FigureSplit,
    since: datetime,
    until: datetime,
    *,
    region: str = "",
) -> Figures:
    """Return the report-ins registered within a time, told apart.

    Args:
        session: To read with.
        actor: Who reads.
        split: By what.
        since: First moment (aware).
        until: First moment after (aware).
        region: Code they lie in, "" for all.
    """
    answers = (
        sa.select(
            CallUpAnswer.report_in_id.label("key"),
            sa.func.count().label("called"),
            sa.func.sum(
                sa.case((CallUpAnswer.answer.in_((CallAnswer.YES, CallAnswer.CAME)), 1), else_=0)
            ).label("answered"),
        )
        .group_by(CallUpAnswer.report_in_id)
        .subquery()
    )
    asked = (
        sa.select(
            ReportIn.kind,
            ReportIn.state,
            ReportIn.region,
            sa.func.coalesce(Region.name, ReportIn.region),
            ReportIn.unit_name,
            ReportIn.registered_at,
            sa.func.coalesce(answers.c.called, 0),
            sa.func.coalesce(answers.c.answered, 0),
        )
        .outerjoin(Region, Region.code == ReportIn.region)
        .outerjoin(answers, answers.c.key == ReportIn.id)
        .where(in_regions(ReportIn.region, actor.prefixes(Right.READ_PARTY)))
        .where(ReportIn.registered_at >= since, ReportIn.registered_at < until)
    )
    if region:
        asked = asked.where(in_regions(ReportIn.region, (region,)))
    lines: dict[str, FigureLine] = {}
    total = FigureLine("", "")
    for kind, state, code, place, unit, at, called, answered in session.execute(asked):
        month = f"{local(at):%Y-%m}"
        key, name = {
            FigureSplit.COMMUNITY: (code, short_name(place)),
            FigureSplit.UNIT: (unit, unit),
            FigureSplit.MONTH: (month, month),
        }[split]
        one = _one(kind, state, called, answered)
        lines.setdefault(key, FigureLine(key, name)).add(one)
        total.add(one)
    ordered = sorted(lines.values(), key=lambda line: (-line.registered, line.key))
    if split is FigureSplit.MONTH:
        ordered.sort(key=lambda line: line.key)
    return Figures(tuple(ordered), total, since, until)


def _one(kind: str, state: str, called: int, answered: int) -> FigureLine:
    line = FigureLine("", "", called=called, answered=answered)
    if kind == ReportKind.UNIT:
        line.units = 1
        return line
    line.registered = 1
    line.confirmed = int(state == ReportState.CONFIRMED)
    line.lapsed = int(state in (ReportState.LAPSED, ReportState.ENDED))
    return line


@dataclass(frozen=True, slots=True)
class UnitMember:
    """A member of a unit in the feedback letter."""

    name: str
    place: str
    state: ReportState
    confirmed_at: datetime | None
    called: int
    answered: int


def unit_members(
    session: Session, actor: Actor, unit: str, *, now: datetime, region: str = ""
) -> list[UnitMember]:
    """Return the members of a unit who reported in within the reader's reach, by name; of a
    region only, where one is named.
    """
    asked = (
        sa.select(ReportIn, sa.func.coalesce(Region.name, ReportIn.region))
        .outerjoin(Region, Region.code == ReportIn.region)
        .where(in_regions(ReportIn.region, actor.prefixes(Right.READ_PARTY)))
        .where(in_regions(ReportIn.region, (region,)))
        .where(ReportIn.unit_name == unit, ReportIn.kind == ReportKind.MEMBER)
        .where(ReportIn.registered_at <= now)
        .order_by(ReportIn.name, ReportIn.id)
    )
    found = session.execute(asked).all()
    counts: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    said = sa.select(CallUpAnswer.report_in_id, CallUpAnswer.answer).where(
        CallUpAnswer.report_in_id.in_([row.id for row, _ in found])
    )
    for key, answer in session.execute(said):
        counts[key][0] += 1
        counts[key][1] += answer in (CallAnswer.YES, CallAnswer.CAME)
    return [
        UnitMember(
            row.name, short_name(place), ReportState(row.state), row.confirmed_at, *counts[row.id]
        )
        for row, place in found
    ]
