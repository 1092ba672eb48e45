"""What was resolved, by whom it is done by when, and what is said of it until it is done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.party.conference.actions.ground import held, kept, must_be, tell, words
from app.party.conference.errors import (
    DueWrong,
    OwnerInactive,
    ResolutionElsewhere,
    VoidHasNoMinutes,
)
from app.party.conference.models import (
    ConferenceItem,
    ConferenceMeeting,
    ConferenceReport,
    ConferenceResolution,
)
from app.party.conference.rules import (
    AFTER_REPORT,
    BEFORE_REPORT,
    BY_OWNER,
    WORDS_MOST,
    MeetingField,
    MeetingState,
    ResolutionState,
    ResolutionStep,
)
from app.party.conference.scope import is_own_unit


@dataclass(frozen=True, slots=True)
class ResolutionDraft:
    """What a meeting resolved: `unit_id` does `text` by `due_on`, of `item_id` if of one."""

    meeting_id: UUID
    text: str
    unit_id: UUID
    due_on: date
    item_id: UUID | None = None


@once
def resolve(uow: Uow, draft: ResolutionDraft, *, command_key: UUID) -> UUID:
    """Put down what a meeting resolved.

    Raises:
        VoidHasNoMinutes: Too few came.
        OwnerInactive: The unit gets nothing new.
        DueWrong: It is due before the meeting was.
    """
    meeting = kept(uow, ConferenceMeeting, draft.meeting_id)
    if meeting.state == MeetingState.VOID:
        raise VoidHasNoMinutes
    must_be(meeting, MeetingState.HELD)
    unit = uow.session.get(Unit, draft.unit_id)
    if unit is None:
        raise NotFound(unit=draft.unit_id)
    if not unit.is_active:
        raise OwnerInactive(unit=unit.name)
    if draft.due_on < local(meeting.starts_at).date():
        raise DueWrong
    item = uow.session.get(ConferenceItem, draft.item_id) if draft.item_id is not None else None
    if draft.item_id is not None and (item is None or item.meeting_id != meeting.id):
        raise NotFound(item=draft.item_id)
    row = ConferenceResolution(
        id=new_id(),
        meeting_id=meeting.id,
        item_id=draft.item_id,
        region=meeting.region,
        text=words(MeetingField.RESOLUTION, draft.text, WORDS_MOST),
        unit_id=unit.id,
        due_on=draft.due_on,
        state=ResolutionState.OPEN,
        resolved_at=uow.now,
        resolved_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    tell(uow, "conference.resolved", Topic.RESOLUTION, row.id, row.region, unit=f"{unit.id}")
    return row.id


@once
def report_on(
    uow: Uow,
    resolution_id: UUID,
    seen_version: int,
    kind: ResolutionStep,
    text: str,
    *,
    command_key: UUID,
) -> UUID:
    """Say how far a resolution is: its unit tells, whoever keeps the body confirms or returns it.

    Raises:
        NotAllowed: It is another unit's.
        ResolutionElsewhere: That is not said of it now.
    """
    row = held(uow, ConferenceResolution, resolution_id, seen_version)
    if not _may_report(uow, row, kind):
        raise NotAllowed(right=Right.MANAGE_PARTY)
    state = ResolutionState(row.state)
    if state not in BEFORE_REPORT[kind]:
        raise ResolutionElsewhere(state=state)
    report = ConferenceReport(
        id=new_id(),
        resolution_id=row.id,
        kind=kind,
        words=words(MeetingField.REPORT, text, WORDS_MOST),
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        at=uow.now,
    )
    uow.session.add(report)
    uow.session.flush()  # it is said while the resolution stands where it did
    row.state = AFTER_REPORT[kind]
    row.done_at = uow.now if kind is ResolutionStep.CONFIRMED else None
    uow.settle(row)
    tell(uow, "conference.reported", Topic.RESOLUTION, row.id, row.region, kind=kind)
    return report.id


def _may_report(uow: Uow, row: ConferenceResolution, kind: ResolutionStep) -> bool:
    if uow.actor.may_in(Right.MANAGE_PARTY, row.region):
        return True
    mine = sa.select(Unit.id).where(Unit.id == row.unit_id, is_own_unit(uow.actor))
    return kind in BY_OWNER and uow.session.scalar(mine) is not None
