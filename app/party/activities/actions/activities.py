"""Activities are planned, changed, called off, and closed by their minutes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.attachments import Prepared, attach, export_to, list_attachments
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.text import one_line
from app.party.activities.actions.ground import (
    check_region,
    checked_kind,
    checked_number,
    held,
    long_said,
    require,
    said,
    tell,
    words,
)
from app.party.activities.actions.line import move_up, seated
from app.party.activities.errors import (
    ActivityAhead,
    ActivityBegun,
    ActivityOver,
    ActivitySmall,
    ActivityTimeWrong,
)
from app.party.activities.models import Activity
from app.party.activities.rules import (
    LONGEST,
    MINUTES_MOST,
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    ActivityField,
)


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What is said of an activity.

    Attributes:
        region: Code of the street, community or grid that holds it; stays when it is changed.
        kind: One of the sorts the administrator keeps.
        starts_at: Aware moment; `ends_at` is later, by a week at most.
        capacity: How many have a place.
        held_by: Which organisation or unit holds it.
    """

    region: str
    title: str
    kind: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    held_by: str = ""
    note: str = ""


@once
def plan_activity(uow: Uow, draft: ActivityDraft, *, command_key: UUID) -> UUID:
    """Put an activity on the calendar.

    Raises:
        ActivityTimeWrong: It ends before it begins, or takes longer than a week.
    """
    require(uow, draft.region)
    check_region(uow, draft.region)
    row = Activity(
        id=new_id(),
        region=draft.region,
        kind="",
        called_off_why="",
        minutes="",
        minutes_name="",
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    _fill(uow, row, draft)
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "activities.planned", row)
    return row.id


@once
def change_activity(
    uow: Uow, activity_id: UUID, seen_version: int, draft: ActivityDraft, *, command_key: UUID
) -> None:
    """Change an activity; who waits moves up where there are more places now.

    Raises:
        ActivitySmall: More have a place already.
        ActivityBegun: Somebody checked in, and it would be at another time.
    """
    row = open_activity(uow, activity_id, seen_version)
    taken = seated(uow, row.id)
    if draft.capacity < len(taken):
        raise ActivitySmall(taken=len(taken))
    moved = (draft.starts_at, draft.ends_at) != (row.starts_at, row.ends_at)
    if moved and any(each.checked_at is not None for each in taken):
        raise ActivityBegun(title=row.title)
    _fill(uow, row, draft)
    uow.settle(row)
    up = move_up(uow, row)
    _tell(uow, "activities.changed", row, moved_up=up)


@once
def call_off(
    uow: Uow, activity_id: UUID, seen_version: int, reason: str, *, command_key: UUID
) -> None:
    """Call an activity off and say why.

    Raises:
        ActivityBegun: Somebody checked in already.
    """
    row = open_activity(uow, activity_id, seen_version)
    if any(each.checked_at is not None for each in seated(uow, row.id)):
        raise ActivityBegun(title=row.title)
    row.called_off_at = uow.now
    row.called_off_why = long_said(ActivityField.REASON, reason, WORDS_MOST)
    uow.settle(row)
    _tell(uow, "activities.called_off", row)


@once
def write_minutes(
    uow: Uow, activity_id: UUID, seen_version: int, minutes: str, *, command_key: UUID
) -> None:
    """Write down what came of it; the list of who was there stays as it is from now on.

    Raises:
        ActivityAhead: It has not ended.
    """
    row = open_activity(uow, activity_id, seen_version)
    if uow.now < row.ends_at:
        raise ActivityAhead(title=row.title, moment=f"{local(row.ends_at):%m-%d %H:%M}")
    row.minutes = long_said(ActivityField.MINUTES, minutes, MINUTES_MOST)
    row.minutes_at, row.minutes_name = uow.now, uow.actor.name
    uow.settle(row)
    there = sum(each.checked_at is not None for each in seated(uow, row.id))
    _tell(uow, "activities.minutes_written", row, there=there)


@once
def attach_to_activity(
    uow: Uow, activity_id: UUID, prepared: Prepared, *, command_key: UUID
) -> UUID:
    """Put a photo or paper on an activity; the same file twice stays one."""
    row = held(uow, Activity, activity_id)
    require(uow, row.region)
    inner = uuid5(command_key, "attach")
    return attach(uow, Topic.ACTIVITY, str(row.id), row.region, prepared, command_key=inner)


def open_activity_file(
    database: Database, actor: Actor, activity_id: UUID, attachment_id: UUID, *, folder: Path
) -> Path:
    """Write a copy of a file of an activity where the system's viewer can open it; journaled.

    Raises:
        NotFound: There is no such file on it.
    """
    actor.require(Right.READ_PARTY)
    with database.reading() as session:
        row = session.get(Activity, activity_id)
        listed = {file.id for file in list_attachments(session, str(activity_id))} if row else set()
    if row is None or attachment_id not in listed:
        raise NotFound
    return export_to(database, attachment_id, folder, actor=actor, region=row.region)


def open_activity(uow: Uow, key: UUID, seen_version: int | None = None) -> Activity:
    """Return an activity whose list may still change.

    Raises:
        ActivityOver: It was called off, or its minutes are written.
    """
    row = held(uow, Activity, key, seen_version)
    require(uow, row.region)
    if row.called_off_at is not None or row.minutes_at is not None:
        raise ActivityOver(title=row.title)
    return row


def _fill(uow: Uow, row: Activity, draft: ActivityDraft) -> None:
    if not draft.starts_at < draft.ends_at <= draft.starts_at + LONGEST:
        raise ActivityTimeWrong
    kept = settings_at(uow.session, uow.now).activity_kinds
    row.title = said(ActivityField.TITLE, draft.title, TITLE_MOST)
    row.kind = checked_kind(draft.kind, kept, row.kind)
    row.place = said(ActivityField.PLACE, draft.place, PLACE_MOST)
    row.held_by = one_line(draft.held_by)[:NAME_MOST]
    row.starts_at, row.ends_at = draft.starts_at, draft.ends_at
    row.capacity = checked_number(draft.capacity)
    row.note = words(draft.note, WORDS_MOST)


def _tell(uow: Uow, action: str, row: Activity, **facts: object) -> None:
    tell(uow, action, Topic.ACTIVITY, row.id, row.region, **facts)
