"""The shortlist of one person (我关注的), and what happened to the cases on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.work import CaseWarning
from app.cases.queries.warnings import MOST_WARNINGS, concerns
from app.cases.rules import OPEN_STATES, EventKind
from app.cases.scope import visible
from app.cases.work_states import WarningKind
from app.core.actor import Actor

NEWS = (EventKind.FINISHED, EventKind.RETURNED, EventKind.CALLED_BACK)
"""Steps on a followed case that one is told of; running out of time is told as well."""


@dataclass(frozen=True, slots=True)
class FollowedNews:
    """Something happened to a followed case; `step` is None where its limit ran out."""

    case_id: UUID
    title: str
    step: EventKind | None
    at: datetime


def followed_by(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a case is on somebody's shortlist."""
    if actor.person_id is None:
        return sa.false()
    from app.cases.models.finding import FollowedCase  # tables the first page does not read

    kept = sa.select(FollowedCase.case_id).where(FollowedCase.person_id == actor.person_id)
    return CaseFile.id.in_(kept)


def followed_news(session: Session, actor: Actor, since: datetime) -> tuple[FollowedNews, ...]:
    """Return what happened to followed cases after `since`, the oldest first; each case once.

    One's own steps are no news, nor is what came before the case was followed; that a limit
    ran out is left to the warnings where those tell this person anyway.
    """
    if actor.person_id is None:
        return ()
    last: dict[UUID, FollowedNews] = {}
    for news in sorted((*_steps(session, actor, since), *_late(session, actor, since)), key=_at):
        last[news.case_id] = news
    return tuple(sorted(last.values(), key=_at))


def _at(news: FollowedNews) -> datetime:
    return news.at


def _steps(session: Session, actor: Actor, since: datetime) -> list[FollowedNews]:
    from app.cases.models.finding import FollowedCase

    asked = (
        sa.select(CaseFile.id, CaseFile.title, CaseEvent.kind, CaseEvent.at)
        .select_from(FollowedCase)
        .join(CaseFile, CaseFile.id == FollowedCase.case_id)
        .join(CaseEvent, CaseEvent.case_id == CaseFile.id)
        .where(
            FollowedCase.person_id == actor.person_id,
            CaseEvent.kind.in_(NEWS),
            CaseEvent.at > since,
            CaseEvent.at > FollowedCase.since,
            CaseEvent.person_id.is_distinct_from(actor.person_id),
            visible(actor),
        )
        .order_by(CaseEvent.at.desc(), CaseEvent.id)
        .limit(MOST_WARNINGS)
    )
    return [
        FollowedNews(case_id, title, EventKind(kind), at)
        for case_id, title, kind, at in session.execute(asked)
    ]


def _late(session: Session, actor: Actor, since: datetime) -> list[FollowedNews]:
    from app.cases.models.finding import FollowedCase

    asked = (
        sa.select(CaseFile.id, CaseFile.title, CaseWarning.at)
        .select_from(FollowedCase)
        .join(CaseFile, CaseFile.id == FollowedCase.case_id)
        .join(CaseWarning, CaseWarning.case_id == CaseFile.id)
        .where(
            FollowedCase.person_id == actor.person_id,
            CaseWarning.kind == WarningKind.OVERDUE,
            CaseWarning.at > since,
            CaseWarning.at > FollowedCase.since,
            CaseFile.state.in_(OPEN_STATES),
            CaseFile.clock == CaseWarning.clock,
            CaseFile.order_at == CaseWarning.due_at,
            visible(actor),
            ~sa.func.coalesce(concerns(actor), sa.false()),  # nobody handles it: not known, so no
        )
        .order_by(CaseWarning.at.desc(), CaseWarning.id)
        .limit(MOST_WARNINGS)
    )
    return [FollowedNews(case_id, title, None, at) for case_id, title, at in session.execute(asked)]
