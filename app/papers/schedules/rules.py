"""When a paper is due, what it is about, what a schedule may say; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from app.accounts.rules import Right
from app.core.clock import SHANGHAI, local
from app.core.errors import AppError
from app.papers.briefing.period import Period
from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind

NAME_MOST, FOLDER_MOST = 40, 60
SETS = Right.EXPORT
"""Who sets when papers are drawn: the lists of their numbers leave with them."""
LAST_DAY = 28
"""Of a month, so that every month has it."""
LOOK_BACK = timedelta(days=62)
MOST_MADE_UP = 8
"""So many runs that were missed are made up at most, the latest ones."""
LATE_FROM = timedelta(minutes=30)
TAKEN_OVER_AFTER = timedelta(minutes=15)
"""A run that nobody ended for so long was begun by a process that died."""
RETRY_AFTER, MOST_TRIES = timedelta(minutes=5), 5
_DAY = timedelta(days=1)
RESERVED = r"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)"
"""Names Windows keeps for devices, whatever follows a dot (learn.microsoft.com, "Naming Files,
Paths, and Namespaces"); a folder made elsewhere may lie on a share that Windows reads."""
_BARRED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]|^\.|\.$')


class ScheduleNameWanted(AppError):
    """A schedule has a name of some length; facts: ``most``."""

    code = "schedules.name_wanted"


class BadPaperFolder(AppError):
    """A folder's name would lead elsewhere, or is none; facts: ``folder``."""

    code = "schedules.bad_folder"


class ReservedFolder(AppError):
    """Windows keeps the name for itself, so no folder there can have it; facts: ``folder``."""

    code = "schedules.reserved_folder"


class RunWaits(AppError):
    """The keeper was asked already and has not drawn it yet."""

    code = "schedules.run_waits"


class NoFormChosen(AppError):
    """A schedule writes at least one form."""

    code = "schedules.no_form"


class BadTime(AppError):
    """The day does not go with the kind of paper."""

    code = "schedules.bad_time"


class RunState(StrEnum):
    """How far a run is; the words are in `label.RunState`."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is drawn, when, and where to.

    Attributes:
        kind: Which paper.
        weekday: Of a weekly one, 0 for Monday.
        month_day: Of a monthly one, from 1.
        minute: Minute of the local day.
        whole: About the last whole period; else about the running one, as far as it went.
        folder: Name of its folder in the centre's.
        forms: As what it is written.
    """

    name: str
    region: str
    kind: PeriodKind
    minute: int
    folder: str
    forms: tuple[PaperForm, ...]
    weekday: int = 0
    month_day: int = 1
    whole: bool = True
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """One time a paper is due."""

    schedule_id: UUID
    at: datetime


def checked(wanted: Schedule) -> Schedule:
    """Return a schedule put right.

    Raises:
        ScheduleNameWanted: It has no name, or one too long.
        BadPaperFolder: Its folder would lie elsewhere.
        ReservedFolder: No folder of Windows can be called so.
        NoFormChosen: It writes nothing.
        BadTime: Its day or time is none.
    """
    name = " ".join(wanted.name.split())
    if not name or len(name) > NAME_MOST:
        raise ScheduleNameWanted(most=NAME_MOST)
    folder = wanted.folder.strip()
    if not folder or len(folder) > FOLDER_MOST or _BARRED.search(folder):
        raise BadPaperFolder(folder=wanted.folder)
    if re.search(RESERVED, folder, re.IGNORECASE):
        raise ReservedFolder(folder=wanted.folder)
    if not wanted.forms:
        raise NoFormChosen
    right_time = 0 <= wanted.minute < 24 * 60
    right_day = 0 <= wanted.weekday <= 6 and 1 <= wanted.month_day <= LAST_DAY
    if not (right_time and right_day):
        raise BadTime
    forms = tuple(form for form in PaperForm if form in wanted.forms)
    return Schedule(
        name, wanted.region, wanted.kind, wanted.minute, folder, forms,
        wanted.weekday, wanted.month_day, wanted.whole, wanted.is_on,
    )  # fmt: skip


def dues(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    """Yield when a paper is due, from `after` (not included) to `until` (included)."""
    day = local(after).date()
    last = local(until).date()
    while day <= last:
        at = datetime.combine(day, _time(schedule), SHANGHAI)
        if _falls_on(schedule, day) and after < at <= until:
            yield at
        day += _DAY


def next_due(schedule: Schedule, now: datetime) -> datetime | None:
    """Return when a paper is due next, None where it is switched off."""
    if not schedule.is_on:
        return None
    return next(dues(schedule, now, now + LOOK_BACK), None)


def period_of(schedule: Schedule, at: datetime) -> Period:
    """Return what the paper of a time is about."""
    period = Period.of(schedule.kind, local(at).date())
    return period.before if schedule.whole else period


def _time(schedule: Schedule) -> time:
    return time(*divmod(schedule.minute, 60))


def _falls_on(schedule: Schedule, day: date) -> bool:
    if schedule.kind is PeriodKind.WEEKLY:
        return day.weekday() == schedule.weekday
    return schedule.kind is PeriodKind.DAILY or day.day == schedule.month_day
