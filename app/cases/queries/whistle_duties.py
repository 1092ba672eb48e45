"""What whistles ask of somebody: of the units they work for, and of them as the director."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.numbers import whistle_number
from app.cases.queries.whistles import dues_of, moments_of
from app.cases.scope import at_desk, visible, within
from app.cases.whistle_rules import (
    OWING_STAGES,
    ReleaseState,
    UnitStage,
    WhistleKind,
    WhistleState,
    due_of,
    is_late,
    stage_of,
)
from app.core.actor import Actor

MOST_DUTIES = 40
MOST_NEWS = 100
JOINED = sa.join(WhistleUnit, Whistle, Whistle.id == WhistleUnit.whistle_id).join(
    CaseFile, CaseFile.id == WhistleUnit.case_id
)


@dataclass(frozen=True, slots=True)
class WhistleDuty:
    """What one summoned unit owes next."""

    id: UUID
    case_id: UUID
    case_number: str | None
    title: str
    number: str
    kind: WhistleKind
    unit: str
    place: str
    appear_at: datetime
    stage: UnitStage
    due_at: datetime | None
    late: bool


class NewsKind(StrEnum):
    """What rings the bell about whistles."""

    SUMMONED = "summoned"
    DRAFTED = "drafted"
    RELEASE_ASKED = "release_asked"
    RELEASE_ANSWERED = "release_answered"


@dataclass(frozen=True, slots=True)
class WhistleNews:
    """Something about a whistle that somebody wants to know at once."""

    case_id: UUID
    at: datetime
    kind: NewsKind
    title: str
    unit: str
    place: str
    appear_at: datetime


def of_my_units(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a summoned unit's work is this person's (`reach.may_do_task`)."""
    if actor.everything:
        return sa.true()
    found: list[sa.ColumnElement[bool]] = []
    for grant in actor.grants:
        if Right.HANDLE_CASE in grant.rights and grant.unit_id is not None:
            unit = WhistleUnit.unit_id == grant.unit_id
            found.append(unit if grant.region is None else sa.and_(unit, within(grant.region)))
    community = sa.select(Unit.id).where(Unit.kind == UnitKind.COMMUNITY)
    found += [
        sa.and_(within(prefix), WhistleUnit.unit_id.in_(community))
        for prefix in actor.prefixes(Right.HANDLE_CASE)
    ]
    return sa.or_(*found) if found else sa.false()


def at_my_desk(actor: Actor, right: Right) -> sa.ColumnElement[bool] | None:
    """Return the condition that a right reaches the desk of a case; None without the right."""
    found = [at_desk(prefix) for prefix in actor.prefixes(right)]
    return sa.or_(*found) if found else None


def owes(stage: UnitStage) -> sa.ColumnElement[bool]:
    """Return the condition that a summoned unit is to sign, to appear or to report."""
    blown = sa.and_(Whistle.state == WhistleState.BLOWN, WhistleUnit.left_at.is_(None))
    signed, appeared = WhistleUnit.signed_at, WhistleUnit.appeared_at
    return {
        UnitStage.TO_SIGN: sa.and_(blown, signed.is_(None)),
        UnitStage.TO_APPEAR: sa.and_(blown, signed.is_not(None), appeared.is_(None)),
        UnitStage.TO_REPORT: sa.and_(
            blown, appeared.is_not(None), WhistleUnit.reported_at.is_(None)
        ),
    }[stage]


def my_duties(session: Session, actor: Actor, now: datetime) -> tuple[WhistleDuty, ...]:
    """Return what the reader's units owe whistles, the first due first."""
    asked = (
        sa.select(WhistleUnit, Whistle, CaseFile.number, CaseFile.title, Unit.name)
        .select_from(JOINED)
        .join(Unit, Unit.id == WhistleUnit.unit_id)
        .where(sa.or_(*map(owes, OWING_STAGES)), of_my_units(actor), visible(actor))
        .order_by(Whistle.appear_at, WhistleUnit.id)
        .limit(MOST_DUTIES)
    )
    found = [_duty(*row, now=now) for row in session.execute(asked)]
    return tuple(sorted(found, key=lambda duty: duty.due_at or duty.appear_at))


def _duty(
    row: WhistleUnit, whistle: Whistle, number: str | None, title: str, unit: str, *, now: datetime
) -> WhistleDuty:
    stage, dues = stage_of(WhistleState(whistle.state), moments_of(row)), dues_of(whistle)
    return WhistleDuty(
        id=row.id,
        case_id=row.case_id,
        case_number=number,
        title=title,
        number=whistle_number(whistle.year, whistle.serial),
        kind=WhistleKind(whistle.kind),
        unit=unit,
        place=whistle.place,
        appear_at=whistle.appear_at,
        stage=stage,
        due_at=due_of(stage, dues),
        late=is_late(stage, dues, now),
    )


def whistle_news(session: Session, actor: Actor, since: datetime) -> tuple[WhistleNews, ...]:
    """Return what happened about whistles after `since` that concerns the reader, oldest first:
    their units were summoned or answered, or something waits for them as the director.
    """
    found = [
        *_news(session, actor, NewsKind.SUMMONED, Whistle.blown_at, since, _summoned(actor)),
        *_news(
            session,
            actor,
            NewsKind.RELEASE_ANSWERED,
            WhistleUnit.release_decided_at,
            since,
            of_my_units(actor),
        ),
    ]
    desk = at_my_desk(actor, Right.APPROVE)
    if desk is not None:
        drafted = sa.and_(desk, Whistle.state == WhistleState.DRAFTED, WhistleUnit.is_lead)
        asked = sa.and_(desk, WhistleUnit.release_state == ReleaseState.ASKED)
        at = WhistleUnit.release_asked_at
        found += _news(session, actor, NewsKind.DRAFTED, Whistle.drafted_at, since, drafted)
        found += _news(session, actor, NewsKind.RELEASE_ASKED, at, since, asked)
    return tuple(sorted(found, key=lambda news: news.at))


def _summoned(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(owes(UnitStage.TO_SIGN), of_my_units(actor))


def _news(
    session: Session,
    actor: Actor,
    kind: NewsKind,
    moment: Any,
    since: datetime,
    condition: sa.ColumnElement[bool],
) -> list[WhistleNews]:
    asked = (
        sa.select(CaseFile.id, moment, CaseFile.title, Unit.name, Whistle.place, Whistle.appear_at)
        .select_from(JOINED)
        .join(Unit, Unit.id == WhistleUnit.unit_id)
        .where(moment > since, condition, visible(actor))
        .order_by(moment)
        .limit(MOST_NEWS)
    )
    return [
        WhistleNews(case_id, at, kind, title, unit, place, appear_at)
        for case_id, at, title, unit, place, appear_at in session.execute(asked)
    ]
