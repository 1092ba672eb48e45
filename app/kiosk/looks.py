"""What the machines of a street show, decided by its administrators; and the code of the staff."""

import secrets
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.passwords import compare
from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.text import one_line
from app.kiosk.models import KioskLook

GREETING_MOST, HINT_MOST, NOTICE_MOST, NOTICES_MOST = 16, 24, 40, 6
CODE_LEAST, CODE_MOST, NEW_CODE = 6, 12, 8
IDLE_LEAST_S, IDLE_MOST_S = 30, 300
_DOOR = sa.text("SELECT * FROM jz.kiosk_look(:street)")


class KioskTile(StrEnum):
    """The big tiles of the first screen."""

    REPORT = "report"
    FOLLOW = "follow"
    GUIDE = "guide"
    RATE = "rate"


class LookWrong(AppError):
    """A text is missing or too long for the screen; facts: ``most``."""

    code = "kiosk.look_wrong"


class TooManyNotices(AppError):
    """More notices than the strip shows in turn; facts: ``most``."""

    code = "kiosk.too_many_notices"


class NoTiles(AppError):
    """A machine without a tile leads nowhere."""

    code = "kiosk.no_tiles"


class StaffCodeWeak(AppError):
    """The code of the staff is some figures; facts: ``least``, ``most``."""

    code = "kiosk.staff_code_weak"


@dataclass(frozen=True, slots=True)
class Look:
    """What machines show.

    Attributes:
        greeting: The large line of the first screen.
        hint: The line below it.
        notices: Public notices, shown in turn.
        tiles: Which tiles there are.
        anonymous: Whether a report may be made without a telephone number.
        photos: Whether a photo may be taken where the machine has a camera.
        idle_s: Seconds without a touch until the machine asks whether anybody is there.
    """

    greeting: str = "您好，今天办哪件事？"
    hint: str = "点一下下面的大格子"
    notices: tuple[str, ...] = ()
    tiles: tuple[KioskTile, ...] = tuple(KioskTile)
    anonymous: bool = True
    idle_s: int = 60
    photos: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return asdict(self) | {"notices": list(self.notices), "tiles": list(self.tiles)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Look":
        """Return a look as it was kept; what another version of the program knew is left out."""
        known = {each.name for each in fields(cls)}
        told = {name: value for name, value in kept.items() if name in known}
        tiles = tuple(KioskTile(each) for each in told.get("tiles", ()) if each in set(KioskTile))
        return cls(**told | {"notices": tuple(told.get("notices", ())), "tiles": tiles})


@dataclass(frozen=True, slots=True)
class LookRow:
    """What the machines of a street show, as its page does.

    Attributes:
        version: 0 where nobody has decided yet.
        has_code: A code of the staff is set.
        changed_name: Who decided last, "" for nobody.
    """

    region: str
    look: Look
    version: int = 0
    has_code: bool = False
    changed_name: str = ""
    secret: str = field(default="", repr=False)


def look_of(session: Session, region: str) -> LookRow:
    """Return what the machines of a street show; the default where nobody has decided."""
    row = session.get(KioskLook, region, populate_existing=True)
    if row is None:
        return LookRow(region, Look())
    look = Look.from_json(row.body)
    secret = row.staff_secret
    return LookRow(region, look, row.version, bool(secret), row.changed_name, secret)


def machine_look(session: Session, region: str) -> LookRow:
    """Return the same for a machine, which on a shared server reads it through a door."""
    if not has_own_account(session):
        return look_of(session, region)
    row = session.execute(_DOOR, {"street": region}).one_or_none()
    if row is None:
        return LookRow(region, Look())
    body, secret, version, name = row
    return LookRow(region, Look.from_json(body), version, bool(secret), name, secret)


def is_staff_code(row: LookRow, typed: str) -> bool:
    """Tell whether that is the code of the staff; takes as long whether one is set or not."""
    return compare(row.secret or None, typed).fits and row.has_code


@once
def decide_look(
    uow: Uow, region: str, look: Look, seen_version: int, *, secret: str = "", command_key: UUID
) -> None:
    """Decide what the machines of a street show.

    Args:
        uow: Open transaction; its actor needs the right to settings there.
        region: Code of the street.
        look: What they show.
        seen_version: What the person saw, 0 where nobody had decided.
        secret: Hash of a new code of the staff (`hash_of_code`), "" to keep the one there is.
        command_key: Makes doing it twice do it once.

    Raises:
        LookWrong: A text is missing or too long.
        Conflict: Somebody else decided meanwhile.
    """
    _require(uow.actor, region)
    kept = _checked(look)
    row = uow.session.get(KioskLook, region)
    if (row.version if row is not None else 0) != seen_version:
        raise Conflict
    if row is None:
        row = KioskLook(region=region, staff_secret="")
        uow.session.add(row)
    row.body = kept.to_json()
    row.staff_secret = secret or row.staff_secret
    row.changed_at, row.changed_name = uow.now, uow.actor.name
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise Conflict from error
    uow.record(
        "kiosk.look", Topic.SETTING, region, region=region, look=kept.to_json(), code=bool(secret)
    )
    uow.touched(Topic.SETTING, f"kiosk/{region}", region)


def new_staff_code() -> str:
    """Return figures nobody can guess, to be shown once."""
    return "".join(secrets.choice("0123456789") for _ in range(NEW_CODE))


def hash_of_code(code: str) -> str:
    """Return what is kept of a code of the staff; takes its time.

    Raises:
        StaffCodeWeak: It is not some figures.
    """
    from app.accounts.passwords import secret_of

    if not (code.isascii() and code.isdecimal() and CODE_LEAST <= len(code) <= CODE_MOST):
        raise StaffCodeWeak(least=CODE_LEAST, most=CODE_MOST)
    return secret_of(code).hash


def _require(actor: Actor, region: str) -> None:
    if not actor.may_in(Right.MANAGE_SETTINGS, region):
        raise NotAllowed(right=Right.MANAGE_SETTINGS)


def _checked(look: Look) -> Look:
    greeting, hint = one_line(look.greeting), one_line(look.hint)
    for text, most in ((greeting, GREETING_MOST), (hint, HINT_MOST)):
        if not text or len(text) > most:
            raise LookWrong(most=most)
    notices = tuple(filter(None, map(one_line, look.notices)))
    if len(notices) > NOTICES_MOST:
        raise TooManyNotices(most=NOTICES_MOST)
    if any(len(each) > NOTICE_MOST for each in notices):
        raise LookWrong(most=NOTICE_MOST)
    if not look.tiles:
        raise NoTiles
    idle = min(IDLE_MOST_S, max(IDLE_LEAST_S, look.idle_s))
    return replace(look, greeting=greeting, hint=hint, notices=notices, idle_s=idle)
