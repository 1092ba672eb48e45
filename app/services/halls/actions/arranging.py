"""A hall, its queues and its windows are set up."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.services.halls.errors import (
    HallNameTaken,
    HallNumberWrong,
    HallPartMissing,
    HallRegionWrong,
    LettersUnknown,
    WindowBusy,
)
from app.services.halls.models import ServiceHall, ServiceQueue, ServiceWindow
from app.services.halls.rules import (
    CALL_TIMES_MOST,
    DAILY_MOST,
    LETTERS,
    NAME_MOST,
    PLACE_MOST,
    WINDOWS_MOST,
    HallPart,
)
from app.territory.models import Region

LEVELS = (6, 9, 12)
"""Digits of the regions that have halls."""


@dataclass(frozen=True, slots=True)
class HallDraft:
    """A hall and what is usual in it; see `app.services.halls.models.ServiceHall`."""

    region: str
    name: str
    place: str
    early_min: int = 30
    days_ahead: int = 7
    late_min: int = 15
    keep_days: int = 30
    chimes: bool = True
    is_active: bool = True
    booked_early_min: int = 30
    speaks: bool = True
    call_times: int = 2


@dataclass(frozen=True, slots=True)
class QueueDraft:
    """A kind of number; see `app.services.halls.models.ServiceQueue`."""

    letter: str
    name: str
    categories: tuple[str, ...] = ()
    usual_min: int = 8
    daily_most: int | None = None
    slot_min: int = 0
    slot_capacity: int = 1
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class WindowDraft:
    """A window and the letters it takes."""

    number: int
    name: str
    letters: str
    is_active: bool = True


@once
def save_hall(
    uow: Uow,
    draft: HallDraft,
    hall_id: UUID | None = None,
    seen_version: int | None = None,
    *,
    command_key: UUID,
) -> UUID:
    """Set up a hall, or change one.

    Raises:
        HallNameTaken: The place has one of that name.
    """
    for value, least, most in (
        (draft.early_min, 0, 240),
        (draft.days_ahead, 1, 60),
        (draft.late_min, 0, 240),
        (draft.keep_days, 1, 365),
        (draft.booked_early_min, 0, 240),
        (draft.call_times, 1, CALL_TIMES_MOST),
    ):
        _number(value, least, most)
    values = {
        "name": _said(HallPart.NAME, draft.name, NAME_MOST),
        "place": _said(HallPart.PLACE, draft.place, PLACE_MOST),
        "early_min": draft.early_min,
        "days_ahead": draft.days_ahead,
        "late_min": draft.late_min,
        "keep_days": draft.keep_days,
        "booked_early_min": draft.booked_early_min,
        "chimes": draft.chimes,
        "speaks": draft.speaks,
        "call_times": draft.call_times,
        "is_active": draft.is_active,
    }
    if hall_id is not None:
        hall = _kept(uow, ServiceHall, hall_id, seen_version)
        _change(uow, hall, values, draft.name)
    else:
        _require(uow, draft.region)
        _check_region(uow, draft.region)
        hall = ServiceHall(id=new_id(), region=draft.region, **values)
        _add(uow, hall, draft.name)
    _tell(uow, "halls.hall_saved", hall)
    return hall.id


@once
def save_queue(
    uow: Uow,
    hall_id: UUID,
    draft: QueueDraft,
    queue_id: UUID | None = None,
    seen_version: int | None = None,
    *,
    command_key: UUID,
) -> UUID:
    """Add a kind of number to a hall, or change one; its letter stays what it was.

    Raises:
        HallNameTaken: The hall has the letter.
    """
    _number(draft.usual_min, 1, 120)
    _number(draft.slot_min, 0, 240)
    _number(draft.slot_capacity, 1, 50)
    if draft.daily_most is not None:
        _number(draft.daily_most, 1, DAILY_MOST)
    letter = draft.letter.strip().upper()
    if len(letter) != 1 or letter not in LETTERS:
        raise HallPartMissing(part=HallPart.LETTER)
    told = (one_line(each) for each in draft.categories)
    values = {
        "name": _said(HallPart.NAME, draft.name, NAME_MOST),
        "categories": list(dict.fromkeys(each for each in told if each)),
        "usual_min": draft.usual_min,
        "daily_most": draft.daily_most,
        "slot_min": draft.slot_min,
        "slot_capacity": draft.slot_capacity,
        "is_active": draft.is_active,
    }
    hall = uow.session.get(ServiceHall, hall_id)
    if hall is None:
        raise NotFound(row=hall_id)
    if queue_id is not None:
        queue = _kept(uow, ServiceQueue, queue_id, seen_version)
        _change(uow, queue, values, letter)
    else:
        _require(uow, hall.region)
        queue = ServiceQueue(
            id=new_id(), hall_id=hall.id, region=hall.region, letter=letter, **values
        )
        _add(uow, queue, letter)
    _tell(uow, "halls.queue_saved", queue, letter=queue.letter)
    return queue.id


@once
def save_window(
    uow: Uow,
    hall_id: UUID,
    draft: WindowDraft,
    window_id: UUID | None = None,
    seen_version: int | None = None,
    *,
    command_key: UUID,
) -> UUID:
    """Add a window to a hall, or change one.

    Raises:
        HallNameTaken: The hall has a window of that number.
        LettersUnknown: The hall does not give these letters.
        WindowBusy: Somebody sits at a window that shall be closed for good.
    """
    _number(draft.number, 1, WINDOWS_MOST)
    hall = uow.session.get(ServiceHall, hall_id)
    if hall is None:
        raise NotFound(row=hall_id)
    values = {
        "name": one_line(draft.name)[:NAME_MOST],
        "letters": known_letters(uow, hall_id, draft.letters),
        "is_active": draft.is_active,
    }
    if window_id is not None:
        window = _kept(uow, ServiceWindow, window_id, seen_version)
        if window.is_open and not draft.is_active:
            raise WindowBusy(number=window.number)
        _change(uow, window, values, f"{draft.number}")
    else:
        _require(uow, hall.region)
        window = ServiceWindow(
            id=new_id(),
            hall_id=hall.id,
            region=hall.region,
            number=draft.number,
            is_open=False,
            clerk_name="",
            **values,
        )
        _add(uow, window, f"{draft.number}")
    _tell(uow, "halls.window_saved", window, number=window.number)
    return window.id


def known_letters(uow: Uow, hall_id: UUID, letters: str) -> str:
    """Return letters each once and in order.

    Raises:
        HallPartMissing: There is none.
        LettersUnknown: The hall does not give them.
    """
    wanted = sorted({letter for letter in letters.upper() if letter.isalpha()})
    if not wanted:
        raise HallPartMissing(part=HallPart.LETTERS)
    there = set(
        uow.session.scalars(sa.select(ServiceQueue.letter).where(ServiceQueue.hall_id == hall_id))
    )
    strange = [letter for letter in wanted if letter not in there]
    if strange:
        raise LettersUnknown(letters="、".join(strange))
    return "".join(wanted)


_Row = ServiceHall | ServiceQueue | ServiceWindow
Row = TypeVar("Row", ServiceHall, ServiceQueue, ServiceWindow)


def _kept(uow: Uow, table: type[Row], key: UUID, seen: int | None) -> Row:
    asked = sa.select(table).where(table.id == key).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(row=key)
    _require(uow, row.region)
    if seen is not None and row.version != seen:
        raise Conflict(row=key)
    return row


def _change(uow: Uow, row: _Row, values: dict[str, object], name: str) -> None:
    for column, value in values.items():
        setattr(row, column, value)
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise HallNameTaken(name=name) from error


def _add(uow: Uow, row: _Row, name: str) -> None:
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise HallNameTaken(name=name) from error


def _said(part: HallPart, text: str, most: int) -> str:
    told = one_line(text)[:most]
    if not told:
        raise HallPartMissing(part=part)
    return told


def _number(value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise HallNumberWrong(least=least, most=most)


def _require(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.MANAGE_SERVICES, region):
        raise NotAllowed(right=Right.MANAGE_SERVICES)


def _check_region(uow: Uow, region: str) -> None:
    found = uow.session.get(Region, region) if len(region) in LEVELS else None
    if found is None or found.retired_at is not None:
        raise HallRegionWrong(region=region)


def _tell(uow: Uow, action: str, row: _Row, **facts: object) -> None:
    uow.record(action, Topic.HALL, row.id, region=row.region, **facts)
    uow.touched(Topic.HALL, row.id, row.region)
