"""What the machines of a street show, decided by its administrators; and the code of the staff."""

import hashlib
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scram import beginning_of, is_verifier, make_verifier, proof_of, stored_of
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database, Uow, has_own_account, once
from app.core.errors import AppError, Conflict, DatabaseBusy, DatabaseUnreachable, NotAllowed
from app.core.ids import new_id
from app.core.text import one_line
from app.kiosk.actions import ask_leaving
from app.kiosk.models import KioskLook
from app.kiosk.rules import TooOften

GREETING_MOST, HINT_MOST, NOTICE_MOST, NOTICES_MOST = 16, 24, 40, 6
CODE_LEAST, CODE_MOST, NEW_CODE = 6, 12, 8
IDLE_LEAST_S, IDLE_MOST_S = 30, 300
ROLL_MOST = 5000
CODE_ROUNDS = 200_000
"""A guess takes a tenth of a second wherever it is made, and so does the staff."""
_DOOR = sa.text("SELECT * FROM jz.kiosk_shows(:street)")
_MAY = sa.text("SELECT jz.kiosk_may_leave(:asking, :street, :proof)")
_NO_CODE = f"SCRAM-SHA-256${CODE_ROUNDS}:{'A' * 22}=="


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
        roll_sheets: Sheets a roll of paper is good for; 0 where nobody counts.
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
    roll_sheets: int = 350

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
        reckoned_by: How the code of the staff is reckoned, "" where none is set.
        stored: What its proof comes to; "" at a machine of a shared server, which asks there.
    """

    region: str
    look: Look
    version: int = 0
    has_code: bool = False
    changed_name: str = ""
    reckoned_by: str = field(default="", repr=False)
    stored: str = field(default="", repr=False)


class MayLeave(StrEnum):
    """What came of a code of the staff."""

    YES = "yes"
    NO = "no"
    AWAY = "away"  # the server is, and no right one was ever given at this machine
    TOO_OFTEN = "too_often"


def look_of(session: Session, region: str) -> LookRow:
    """Return what the machines of a street show; the default where nobody has decided."""
    row = session.get(KioskLook, region, populate_existing=True)
    if row is None:
        return LookRow(region, Look())
    look = Look.from_json(row.body)
    kept = row.staff_secret if is_verifier(row.staff_secret) else ""
    told = (beginning_of(kept), stored_of(kept)) if kept else ("", "")
    return LookRow(region, look, row.version, bool(kept), row.changed_name, *told)


def machine_look(session: Session, region: str) -> LookRow:
    """Return the same for a machine, which on a shared server reads it through a door."""
    if not has_own_account(session):
        return look_of(session, region)
    row = session.execute(_DOOR, {"street": region}).one_or_none()
    if row is None:
        return LookRow(region, Look())
    body, reckoned_by, version, name = row
    return LookRow(region, Look.from_json(body), version, bool(reckoned_by), name, reckoned_by)


def may_leave(
    database: Database, actor: Actor, row: LookRow, typed: str, known: str
) -> tuple[MayLeave, str]:
    """Return whether a code of the staff opens the way out, and what to remember of it.

    A shared server answers itself, and so often an hour. While it is away the machine goes by the
    last right code that was given there: whoever has its disk has the machine.

    Args:
        database: Of the machine; where it is no shared server the hash is at hand.
        actor: Its account.
        row: What it shows.
        typed: By whoever stands there.
        known: What is remembered, "" for nothing.

    Returns:
        Whether it does, taking as long whether a code is set or not; and what to remember now.
    """
    proof = proof_of(row.reckoned_by or _NO_CODE, typed)
    now_known = known_by(row, proof)
    if not row.has_code:
        return MayLeave.NO, known
    try:
        if not _is_right(database, actor, row, proof, now_known):
            return MayLeave.NO, known
    except TooOften:
        return MayLeave.TOO_OFTEN, known
    except (DatabaseUnreachable, DatabaseBusy):
        if not known.startswith(row.reckoned_by + "$"):
            return MayLeave.AWAY, known
        right = secrets.compare_digest(known, now_known)
        return (MayLeave.YES if right else MayLeave.NO), known
    return MayLeave.YES, now_known


def known_by(row: LookRow, proof: bytes) -> str:
    """Return what is remembered of a proof: it opens nothing but this way out."""
    stored = b64encode(hashlib.sha256(proof).digest()).decode()
    return f"{row.reckoned_by}${stored}"


def _is_right(database: Database, actor: Actor, row: LookRow, proof: bytes, known: str) -> bool:
    if not database.has_own_accounts:
        return secrets.compare_digest(known, f"{row.reckoned_by}${row.stored}")
    with database.writing(actor) as uow:
        asking = ask_leaving(uow, proof, command_key=new_id())
    told = {"asking": asking, "street": row.region, "proof": proof.hex()}
    with database.reading() as session:
        return bool(session.scalar(_MAY, told))


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
    if not (code.isascii() and code.isdecimal() and CODE_LEAST <= len(code) <= CODE_MOST):
        raise StaffCodeWeak(least=CODE_LEAST, most=CODE_MOST)
    return make_verifier(code, iterations=CODE_ROUNDS)


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
    roll = min(ROLL_MOST, max(0, look.roll_sheets))
    return replace(
        look, greeting=greeting, hint=hint, notices=notices, idle_s=idle, roll_sheets=roll
    )
