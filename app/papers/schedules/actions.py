"""Setting when a paper is drawn: each change is a version of its own."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.papers.schedules.models import PaperRunAsk, PaperSchedule
from app.papers.schedules.queries import asked_at
from app.papers.schedules.rules import RunWaits, Schedule, checked


@once
def save_schedule(
    uow: Uow,
    wanted: Schedule,
    *,
    command_key: UUID,
    schedule_id: UUID | None = None,
    seen_version: int = 0,
) -> UUID:
    """Keep when a paper is drawn, or change it; the lists of its numbers leave with it, so that
    the right to export is asked for.

    Args:
        uow: Open transaction.
        wanted: What is to hold.
        command_key: Of this command.
        schedule_id: Which one is changed, None for a new one; its region stays.
        seen_version: Of the one that is changed.

    Raises:
        NotAllowed: May not export in the region.
        Conflict: Somebody changed it since it was read.
        ScheduleNameWanted: It has no name (and its kin, see `checked`).
    """
    right = checked(wanted)
    if not uow.actor.may_in(Right.EXPORT, right.region):
        raise NotAllowed(right=Right.EXPORT)
    version = 1
    if schedule_id is not None:
        version = _newest(uow, right.region, schedule_id)
        if version != seen_version:
            raise Conflict
        version += 1
    row = PaperSchedule(
        id=new_id(),
        region=right.region,
        schedule_id=schedule_id or new_id(),
        version=version,
        name=right.name,
        kind=right.kind.value,
        weekday=right.weekday,
        month_day=right.month_day,
        minute=right.minute,
        whole=right.whole,
        folder=right.folder,
        forms=",".join(form.value for form in right.forms),
        is_on=right.is_on,
        set_at=uow.now,
        person_id=uow.actor.person_id,
        person=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    facts = {"name": row.name, "kind": row.kind, "version": version, "is_on": row.is_on}
    uow.record("papers.scheduled", Topic.PAPER, row.schedule_id, region=row.region, **facts)
    uow.touched(Topic.PAPER, row.schedule_id, row.region)
    return row.schedule_id


@once
def ask_run(uow: Uow, region: str, schedule_id: UUID, *, command_key: UUID) -> None:
    """Ask the keeper to draw a paper at once, as it would now; also where it is switched off.

    Raises:
        NotAllowed: May not export in the region.
        NotFound: There is no such schedule.
        RunWaits: That was asked, and the keeper has not drawn it yet.
    """
    if not uow.actor.may_in(Right.EXPORT, region):
        raise NotAllowed(right=Right.EXPORT)
    version = _newest(uow, region, schedule_id)
    if asked_at(uow.session, region, schedule_id) is not None:
        raise RunWaits
    who = {"person_id": uow.actor.person_id, "person": uow.actor.name}
    key = {"region": region, "schedule_id": schedule_id, "at": uow.now}
    uow.session.add(PaperRunAsk(**key, version=version, **who))
    uow.settle()
    uow.record("papers.run_asked", Topic.PAPER, schedule_id, region=region, version=version)
    uow.touched(Topic.PAPER, schedule_id, region)


def _newest(uow: Uow, region: str, schedule_id: UUID) -> int:
    asked = sa.select(sa.func.max(PaperSchedule.version)).where(
        PaperSchedule.region == region, PaperSchedule.schedule_id == schedule_id
    )
    found = uow.session.scalar(asked)
    if found is None:
        raise NotFound(schedule=schedule_id)
    return int(found)
