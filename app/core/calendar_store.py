"""Calendar versions in the database: published, numbered, never edited."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.calendar import CalendarBody, WorkCalendar
from app.core.calendar_json import from_json, to_json
from app.core.calendar_national import default_body
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Base, Moment, Uow, once
from app.core.errors import AppError, Conflict
from app.core.words import say

MANAGE_CALENDAR = "administration.calendar"
"""The right to publish a calendar; accounts name it too (`Right.MANAGE_CALENDAR`)."""

_NOTE_LENGTH = 500


class NoCalendar(AppError):
    """No calendar has been published in this database."""

    code = "calendar.none"


class UnknownCalendar(AppError):
    """There is no version of that number; facts: ``number``."""

    code = "calendar.unknown_version"


class NoteMissing(AppError):
    """A version must say what it changes."""

    code = "calendar.note_missing"


class NoteTooLong(AppError):
    """The note does not fit; facts: ``most``."""

    code = "calendar.note_too_long"


class CalendarUnchanged(AppError):
    """The version to be published says the same as the one in force."""

    code = "calendar.unchanged"


class CalendarVersion(Base):
    """One published calendar; rows are added, never changed.

    ``body`` is text, not a JSON column: the parsed calendar is kept by its very text, so
    reading the version in force costs one row and no parsing.
    """

    __tablename__ = "calendar_version"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(Moment)
    author: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(_NOTE_LENGTH))
    body: Mapped[str] = mapped_column(sa.Text)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A line of the version history.

    Attributes:
        number: Version.
        published_at: When (aware UTC).
        author: Who, as the journal names them.
        note: What it changed.
    """

    number: int
    published_at: datetime
    author: str
    note: str


def current_calendar(session: Session) -> WorkCalendar:
    """Return the version in force, the one published last.

    Raises:
        NoCalendar: None has been published.
    """
    newest = sa.select(CalendarVersion).order_by(CalendarVersion.number.desc()).limit(1)
    row = session.scalars(newest).one_or_none()
    if row is None:
        raise NoCalendar
    return _parsed(row.number, row.published_at, row.body)


def calendar_of(session: Session, number: int) -> WorkCalendar:
    """Return a version by its number, as a case remembers it.

    Raises:
        UnknownCalendar: There is no such version.
    """
    row = session.get(CalendarVersion, number)
    if row is None:
        raise UnknownCalendar(number=number)
    return _parsed(row.number, row.published_at, row.body)


def versions(session: Session) -> tuple[VersionRow, ...]:
    """Return all versions, the newest first."""
    table = CalendarVersion
    asked = sa.select(table.number, table.published_at, table.author, table.note)
    rows = session.execute(asked.order_by(table.number.desc()))
    return tuple(VersionRow(*row) for row in rows)


@once
def publish_calendar(
    uow: Uow,
    draft: CalendarBody,
    note: str,
    *,
    command_key: UUID,
) -> int:
    """Publish a calendar and return its number; cases opened from now on count by it.

    Raises:
        NotAllowed: The actor may not change the calendar.
        NotForAll: Other streets count by it too.
        NoteMissing: The note is empty.
        NoteTooLong: The note is too long.
        CalendarUnchanged: The draft says the same as the version in force.
        Conflict: Somebody else published in the same moment.
    """
    uow.actor.require_for_all(MANAGE_CALENDAR)
    told = note.strip()
    if not told:
        raise NoteMissing
    if len(told) > _NOTE_LENGTH:
        raise NoteTooLong(most=_NOTE_LENGTH)
    newest = uow.session.scalar(sa.select(sa.func.max(CalendarVersion.number)))
    if newest is not None and calendar_of(uow.session, newest).body == draft:
        raise CalendarUnchanged
    return _publish(uow, draft, told, (newest or 0) + 1)


def ensure_calendar(uow: Uow) -> None:
    """Publish the usual calendar as version 1 where none stands: for a database just made."""
    if uow.session.get(CalendarVersion, 1) is None:
        _publish(uow, default_body(), say("calendar.first_note"), 1)


def calendar_name(calendar: WorkCalendar) -> str:
    """Return what people call a version: ``第 3 版（2026-11-03）``."""
    if calendar.published_at is None:
        return say("calendar.unpublished_name")
    day = local(calendar.published_at).date()
    return say("calendar.name", number=calendar.number, day=day)


def _publish(uow: Uow, body: CalendarBody, note: str, number: int) -> int:
    uow.session.add(
        CalendarVersion(
            number=number,
            published_at=uow.now,
            author=uow.actor.name,
            note=note,
            body=to_json(body),
        )
    )
    try:
        uow.session.flush()
    except IntegrityError as error:  # another desk published that number in this moment
        raise Conflict from error
    uow.record("calendar.publish", Topic.CALENDAR, number, note=note)
    uow.touched(Topic.CALENDAR, number)
    return number


@lru_cache(maxsize=32)
def _parsed(number: int, published_at: datetime, body: str) -> WorkCalendar:
    return WorkCalendar(number, from_json(body), published_at)
