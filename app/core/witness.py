"""What this computer saw of the journal's seals: a witness that nobody at the server can reach.

Each desk remembers the last seal it saw of each database and looks at its next start whether
that seal is still there. Whoever has all rights on a server could compute the whole chain anew;
the desks remember otherwise.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import JournalSeal
from app.core.settings import config_file
from app.core.whole_files import whole_file

FILE = "seals.json"
MOST_KEPT = 50
"""Sights that are kept as evidence after something differed."""
_KEPT = "before"


class Seen(StrEnum):
    """How what stands in a database compares with what was seen there."""

    SAME = "same"
    FIRST = "first"  # nothing was seen there before
    OTHER_DATABASE = "other_database"  # another one stands in its place
    RESTORED = "restored"  # it was put back to a backup, and says so
    DIFFERS = "differs"  # the seal is gone or another one, and nothing says why


_NEWS = frozenset({Seen.OTHER_DATABASE, Seen.RESTORED, Seen.DIFFERS})


@dataclass(frozen=True, slots=True)
class Sight:
    """A seal as it was seen.

    Attributes:
        number: Of the seal; 0 while nothing was sealed.
        hash: Hexadecimal.
        identity: Stands for the database; stays through a restore.
        epoch: Changes with a restore.
    """

    number: int
    hash: str
    identity: str
    epoch: str


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a look told.

    Attributes:
        number: Of the seal that was seen before, 0 for none.
    """

    seen: Seen
    number: int = 0


def look_at_seals(database: Database, actor: Actor) -> Witnessed:
    """Compare with what this computer saw, and remember what stands now.

    What differs is written into the journal too, where the auditor finds it. Made-up data prove
    nothing and are not looked at.
    """
    state = database.state
    if state.is_demo:
        return Witnessed(Seen.FIRST)
    identity = hashlib.sha256(b"identity" + state.pepper).hexdigest()[:16]
    file = config_file().with_name(FILE)
    sights = _read(file)
    before = _sight(sights.get(database.where))
    with database.reading() as session:
        found = _compare(session, before, identity, str(state.epoch))
        now = _newest(session, identity, str(state.epoch))
    if before is not None and found in _NEWS:
        with database.writing(actor) as uow:
            uow.record(
                "core.seal_differs",
                Topic.SETTING,
                "journal",
                number=before.number,
                hash=before.hash,
                seen=found,
            )
        # whoever can change the journal can change what it says of this: the old sight stays here
        sights[_KEPT] = [*_kept(sights), {"where": database.where, **asdict(before)}][-MOST_KEPT:]
    _write(file, sights | {database.where: asdict(now)})
    return Witnessed(found, before.number if before is not None else 0)


def _compare(session: Session, before: Sight | None, identity: str, epoch: str) -> Seen:
    if before is None:
        return Seen.FIRST
    if before.identity != identity:
        return Seen.OTHER_DATABASE
    if before.number == 0:
        return Seen.SAME
    there = session.scalar(sa.select(JournalSeal.hash).where(JournalSeal.number == before.number))
    if there is not None and there.hex() == before.hash:
        return Seen.SAME
    return Seen.DIFFERS if before.epoch == epoch else Seen.RESTORED


def _newest(session: Session, identity: str, epoch: str) -> Sight:
    asked = sa.select(JournalSeal.number, JournalSeal.hash)
    last = session.execute(asked.order_by(JournalSeal.number.desc()).limit(1)).one_or_none()
    return Sight(last[0], last[1].hex(), identity, epoch) if last else Sight(0, "", identity, epoch)


def _read(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _kept(sights: dict[str, Any]) -> list[Any]:
    kept = sights.get(_KEPT)
    return kept if isinstance(kept, list) else []


def _sight(values: object) -> Sight | None:
    if not isinstance(values, dict):
        return None
    try:
        return Sight(**values)
    except TypeError:
        return None


def _write(file: Path, sights: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(file) as part:
        part.touch(mode=0o600)
        part.write_text(json.dumps(sights, indent=1), encoding="utf-8")
