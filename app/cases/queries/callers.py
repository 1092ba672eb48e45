"""What a caller reported before, found by the keyed hash of their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.caller_hashes import cases_of_number, cases_of_reporter
from app.cases.models import CaseFile
from app.cases.personal import LOOKED_UP
from app.cases.queries.personal import GOOD_FOR
from app.cases.reach import may_act
from app.cases.rules import OPEN_STATES, CaseState
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.paging import Count

LOOKED_AT = 200
"""Cases of one number that are looked at; whoever has more is known at the desk anyway."""
SHOWN = 4
_READ = (
    CaseFile.id,
    CaseFile.number,
    CaseFile.title,
    CaseFile.state,
    CaseFile.received_at,
    CaseFile.closed_at,
    CaseFile.region,
    CaseFile.desk_region,
    CaseFile.handling_unit_id,
    CaseFile.is_confidential,
)


@dataclass(frozen=True, slots=True)
class CallersCase:
    """An earlier case of a caller.

    Attributes:
        number: None while the message waits to be accepted, and for what was declined.
        unit: Who has it or had it last, "" for nobody.
    """

    id: UUID
    number: str | None
    title: str
    state: CaseState
    received_at: datetime
    closed_at: datetime | None
    unit: str

    @property
    def is_open(self) -> bool:
        """Tell whether it has not ended."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class CallersCases:
    """What one number reported before, as far as the reader may learn it.

    Attributes:
        rows: The first few: open ones first, then the newest.
        count: All of them.
        open_count: Those that have not ended.
    """

    rows: tuple[CallersCase, ...]
    count: Count
    open_count: int


def callers_cases(
    session: Session,
    actor: Actor,
    request_id: UUID,
    *,
    now: datetime,
    most: int = SHOWN,
) -> CallersCases:
    """Return the earlier cases of a number, against a committed request to look it up.

    A case counts only where the reader may learn who reported it: it is theirs to see, the
    right to read personal data reaches it, and for a confidential one the right to that too.

    Args:
        session: To read with.
        actor: Who asks.
        request_id: What `look_up_caller` returned.
        now: The moment.
        most: Rows that are returned.

    Raises:
        NotFound: There is no such request of this person at this desk, or it is older than
            30 seconds.
    """
    asked_for = _asked_for(session, actor, request_id, now)
    return _told(session, actor, cases_of_number(session, request_id, asked_for), most=most)


def reporters_cases(
    session: Session, actor: Actor, request_id: UUID, case_id: UUID, *, now: datetime
) -> CallersCases:
    """Return the other cases of whoever reported one, against a committed request.

    Raises:
        NotFound: As `callers_cases`, or it was made for another case.
    """
    asked_for = _asked_for(session, actor, request_id, now)
    theirs = cases_of_reporter(session, request_id, asked_for, case_id)
    return _told(session, actor, theirs, without=case_id)


def _told(
    session: Session,
    actor: Actor,
    theirs: sa.Select[Any],
    *,
    without: UUID | None = None,
    most: int = SHOWN,
) -> CallersCases:
    cases = _cases(session, actor, theirs)
    found = [each for each in cases if each[0].id != without]
    rows = tuple(_row(case, unit) for case, unit in found[:LOOKED_AT] if _may_link(actor, case))
    count = Count(len(rows), more=len(found) > LOOKED_AT)
    return CallersCases(rows[:most], count, sum(row.is_open for row in rows))


def _asked_for(session: Session, actor: Actor, request_id: UUID, now: datetime) -> str:
    """Return what the journal keeps of the number a request was made for."""
    from app.core.database.tables import JournalEntry  # who only reads never maps it

    asked = session.scalars(
        sa.select(JournalEntry).where(
            JournalEntry.subject == str(request_id), JournalEntry.action == LOOKED_UP
        )
    ).one_or_none()
    own = asked is not None and (asked.person_id, asked.desk) == (actor.person_id, actor.desk)
    if asked is None or not own or now - asked.at > GOOD_FOR:
        raise NotFound(request=request_id)
    return str(asked.facts.get("reporter", ""))


def _cases(
    session: Session, actor: Actor, theirs: sa.Select[Any]
) -> Sequence[tuple[CaseFile, str]]:
    ended = sa.case((CaseFile.state.in_(OPEN_STATES), 0), else_=1)
    asked = (
        sa.select(CaseFile, sa.func.coalesce(Unit.name, ""))
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(CaseFile.id.in_(theirs), visible(actor))
        .order_by(ended, CaseFile.received_at.desc(), CaseFile.id.desc())
        .limit(LOOKED_AT + 1)
        .options(load_only(*_READ))
    )
    return [(row[0], row[1]) for row in session.execute(asked)]


def _may_link(actor: Actor, case: CaseFile) -> bool:
    if not may_act(actor, case, Right.READ_PERSONAL):
        return False
    return not case.is_confidential or may_act(actor, case, Right.READ_CONFIDENTIAL)


def _row(case: CaseFile, unit: str) -> CallersCase:
    return CallersCase(
        id=case.id,
        number=case.number,
        title=case.title,
        state=CaseState(case.state),
        received_at=case.received_at,
        closed_at=case.closed_at,
        unit=unit,
    )
