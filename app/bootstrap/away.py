"""What a desk keeps for the time its server is away: who may write, and what they wrote. On an
embedded file there is no such time.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import time

from app.bootstrap.looked_up import FILE as LOOKED_UP
from app.bootstrap.looked_up import look_up_in
from app.bootstrap.parts import Parts
from app.core.actor import Actor
from app.core.database import Database
from app.core.outbox import NobodyKnownHere, Outbox, OutboxPasswordWrong, Sent
from app.core.outbox.log import FILE as LOG
from app.core.outbox.memory import FILE as PERSON
from app.core.outbox.memory import Memory, keep_memory, kept_memory
from app.core.outbox.vault import (
    RememberedTooLong,
    anybody_known,
    folder_of,
    folders_of,
    make_vault,
    open_vault,
    remove,
    set_aside,
)
from app.core.shared_settings import settings_at

DAY_S = 86_400
_CLOCKS_DIFFER = timedelta(minutes=10)


def place_of(database: Database) -> str:
    """Return what tells one database from others at this computer."""
    url = database.url
    return f"{url.host or 'localhost'}:{url.port or ''}/{url.database}"


def someone_known(database: Database) -> bool:
    """Tell whether somebody can sign in here while the server is away."""
    return not database.is_sqlite and anybody_known(place_of(database))


def open_outbox(parts: Parts, login: str, password: str, actor: Actor) -> Outbox | None:
    """Return the outbox of somebody who has just signed in, and remember what they may do.

    One that an older password locked is set aside while something waits in it: their old
    password opens it (`Outbox.take_over`).

    Args:
        parts: The program; its server has just answered.
        login: As typed.
        password: As typed; it was the right one.
        actor: Who that is.

    Returns:
        None on an embedded file, and where this computer cannot keep anything.

    Raises:
        DiskFull: There is no room left on this computer.
        FileUnwritable: Its system refuses.
    """
    from app.accounts.rules import normal_login, normal_password

    database = parts.database
    if database.is_sqlite or actor.person_id is None:
        return None
    login, password = normal_login(login), normal_password(password)
    folder = folder_of(place_of(database), login)
    try:
        vault = open_vault(folder, password)
    except (NobodyKnownHere, OutboxPasswordWrong):
        if folder.exists():
            _clear(folder)
        vault = make_vault(folder, password)
    now = parts.clock.now()
    with database.reading() as session:
        centre = settings_at(session, now)
    keep_memory(vault, Memory(actor, login, centre, database.state.is_demo, now))
    _forget_others(place_of(database), centre.away_days)
    look_up_in(database, vault)  # what somebody else's desk copied is not theirs
    return Outbox(vault)


def _clear(folder: Path) -> None:
    if _waits(folder):
        for name in (PERSON, LOOKED_UP):  # the older password opens what waits, and no more
            (folder / name).unlink(missing_ok=True)
        set_aside(folder)
    else:
        remove(folder)


def _forget_others(where: str, days: int) -> None:
    """Remove what was kept for people who have not signed in here for long; what waits stays."""
    for folder in folders_of(where):
        if _age_days(folder / PERSON) > days and not _waits(folder):
            remove(folder)


def _waits(folder: Path) -> bool:
    log = folder / LOG
    return log.exists() and log.stat().st_size > 0


def _age_days(file: Path) -> float:
    try:
        return (time() - file.stat().st_mtime) / DAY_S
    except OSError:
        return 0.0


def forget_memory(database: Database, login: str) -> None:
    """Remember somebody no more, whom the server does not let in any longer; what waits stays."""
    from app.accounts.rules import normal_login

    folder = folder_of(place_of(database), normal_login(login))
    for name in (PERSON, LOOKED_UP):
        (folder / name).unlink(missing_ok=True)


def relock(outbox: Outbox, password: str) -> None:
    """Let a new password open an outbox; the one of before does no more."""
    from app.accounts.rules import normal_password

    outbox.wrap(normal_password(password))


@dataclass(frozen=True, slots=True)
class AwayEntry:
    """Somebody signed in to what lies at this computer.

    Attributes:
        memory: Who they are and what they last might do.
        outbox: What they wrote and can write.
    """

    memory: Memory
    outbox: Outbox


def sign_in_away(parts: Parts, login: str, password: str) -> AwayEntry:
    """Let somebody in while the server is away, who signed in at this computer before.

    Raises:
        NobodyKnownHere: They did not, or nothing of it can be read.
        OutboxPasswordWrong: It was with another password.
        RememberedTooLong: They did so too long ago.
    """
    from app.accounts.rules import normal_login, normal_password

    folder = folder_of(place_of(parts.database), normal_login(login))
    vault = open_vault(folder, normal_password(password))
    memory = kept_memory(vault)
    if memory is None:
        raise NobodyKnownHere
    days = memory.centre.away_days
    age = parts.clock.now() - memory.at
    if not -_CLOCKS_DIFFER < age <= timedelta(days=days):  # nor by setting the clock back
        raise RememberedTooLong(days=days)
    look_up_in(parts.database, vault)
    return AwayEntry(memory, Outbox(vault))


def send_outbox(database: Database, actor: Actor, outbox: Outbox) -> Sent:
    """Send what waits; see `app.cases.outbox.send`."""
    from app.cases.outbox import send

    return send(database, actor, outbox)
