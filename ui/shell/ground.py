"""What the shell asks of the program below, off the GUI thread: open it, let people in."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.accounts.actors import actor_of
from app.accounts.errors import AccountInactive
from app.accounts.rules import Role
from app.bootstrap import Parts, make_ready, open_parts
from app.core import words
from app.core.actor import Actor, console
from app.core.changes import Topic
from app.core.clock import Clock
from app.core.errors import AppError, DatabaseUnreachable, LoginClosed
from app.core.settings import embedded_url, load_settings
from app.core.shared_settings import CentreSettings, settings_at

if TYPE_CHECKING:
    from app.accounts.actions.signing_in import SignedIn
    from app.core.outbox import Outbox
    from app.core.outbox.memory import Memory

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody at this desk.

    Attributes:
        actor: With the rights of this moment.
        login: What unlocks the screen together with the password; "" for a guest of the demo.
        must_change_password: What has to be done before anything else.
        needs_code: A code of their phone has to be given, before even that.
        outbox: What they can write into while the server is away; None where that cannot be.
        away: What is remembered of them, where the server was away when they signed in.
        password: What they typed then: they are signed in properly once the server is back.
    """

    actor: Actor
    login: str = ""
    must_change_password: bool = False
    needs_code: bool = False
    outbox: "Outbox | None" = None
    away: "Memory | None" = None
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that can be worked with.

    Attributes:
        parts: The wired program.
        centre: What the centre decided.
        is_demo: True when all data in it are made up.
        admitted: Who is let in without a password: asked for by `--as` on an embedded database,
            or remembered in a demo; None where somebody has to sign in.
        is_away: The server does not answer; who signed in here before can sign in all the same.
    """

    parts: Parts
    centre: CentreSettings
    is_demo: bool
    admitted: Admitted | None
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of the demo one may be with a click.

    Attributes:
        person_id: Whom.
        name: Their name.
        role: As what, in the words of staff.
        unit: Where they work, "" for nowhere.
    """

    person_id: UUID
    name: str
    role: str
    unit: str


FIRST_GUEST = Role.DISPATCHER
"""Who looks around at first: the one who sees most of a day."""
GUESTS_LEFT_OUT = frozenset({Role.WALL, Role.KIOSK})


def open_ready(
    url: str, *, acting_as: str = "", remembered: str = "", clock: Clock | None = None
) -> Opened:
    """Open a database, bring it up to date where that is ours to do, and see who is at it.

    Args:
        url: SQLAlchemy URL, "" for the one in the settings.
        acting_as: Login or name given by `--as`.
        remembered: Key of the person who last looked around in this demo.
        clock: For pictures and tests.
    """
    parts = open_parts(url, clock=clock)
    try:
        if parts.database.has_own_accounts:  # and shows nothing to whoever has not signed in
            parts.database.knock()
            return Opened(parts, CentreSettings(), is_demo=False, admitted=None)
        state = make_ready(parts.database)
        with parts.database.reading() as session:
            centre = settings_at(session, parts.clock.now())
            admitted = _let_in(session, parts, acting_as, remembered, is_demo=state.is_demo)
    except DatabaseUnreachable:
        from app.bootstrap.away import someone_known  # what no start needs whose server is there

        if someone_known(parts.database):
            return Opened(parts, CentreSettings(), is_demo=False, admitted=None, is_away=True)
        parts.database.dispose()
        raise
    except BaseException:  # nobody else knows of it yet
        parts.database.dispose()
        raise
    return Opened(parts, centre, state.is_demo, admitted)


def _let_in(
    session: Any, parts: Parts, acting_as: str, remembered: str, *, is_demo: bool
) -> Admitted | None:
    if not parts.database.is_sqlite:
        return None  # a shared database lets nobody in without a password
    if acting_as:
        from app.accounts.queries.people import person_named

        person = person_named(session, acting_as)
        return Admitted(actor_for(session, person.id, parts), person.login)
    return _guest_of(session, remembered, parts) if is_demo else None


def _guest_of(session: Any, remembered: str, parts: Parts) -> Admitted | None:
    """Return who looked around last, else the dispatcher of the demo."""
    try:
        return Admitted(actor_for(session, UUID(remembered), parts))
    except (ValueError, AppError):  # nobody yet, or the demo was made anew since
        first = _guest(session, FIRST_GUEST, parts.clock.now())
        return Admitted(actor_for(session, first.person_id, parts)) if first else None


def look_around(opened: Opened) -> Opened:
    """Return what a server says of itself to somebody who has signed in."""
    state = make_ready(opened.parts.database)
    centre = read_centre(opened.parts)
    return replace(opened, centre=centre, is_demo=state.is_demo, is_away=False)


def read_centre(parts: Parts) -> CentreSettings:
    """Return what the centre decided, as of now."""
    with parts.database.reading() as session:
        return settings_at(session, parts.clock.now())


def is_new_here(url: str) -> bool:
    """Tell whether this computer has neither a setting nor an embedded database yet.

    Raises:
        AppError: The settings file cannot be read; the sentence says what to do.
    """
    settings = load_settings()
    if url or settings.database_url:
        return False
    return not Path(embedded_url().removeprefix("sqlite:///")).exists()


def enter(parts: Parts, login: str, password: str) -> Admitted:
    """Let somebody in who knows the password.

    Raises:
        AppError: They do not, or may not; the sentence says why.
    """
    from app.accounts.actions.signing_in import sign_in

    database = parts.database
    database.mirror = database.mirror_at = None  # of whoever sat here before
    signed = sign_in(database, login, password, desk=parts.settings.desk)
    return _admitted(parts, signed, login, password)


def _admitted(parts: Parts, signed: "SignedIn", login: str, password: str) -> Admitted:
    if signed.needs_code:
        return Admitted(signed.actor, login, needs_code=True)
    if signed.must_change_password:
        return Admitted(signed.actor, login, must_change_password=True)
    return Admitted(signed.actor, login, outbox=_outbox(parts, login, password, signed.actor))


def enter_with_code(parts: Parts, admitted: Admitted, password: str, code: str) -> Admitted:
    """Let somebody in who knows the password, by the code of their phone.

    Raises:
        AppError: It is the wrong one; the sentence says so.
    """
    from app.accounts.actions.signing_in import give_code

    signed = give_code(parts.database, admitted.actor, code)
    return _admitted(parts, signed, admitted.login, password)


def enter_or_stay(
    at: Opened, login: str, password: str, *, watched: bool
) -> tuple[Admitted, Opened]:
    """Let somebody in: the server, or while it is away what this computer remembers of them.

    Args:
        at: What is open.
        login: As typed.
        password: As typed.
        watched: Something watches the server, and knows whether it is there.

    Raises:
        AppError: They do not know the password, or may not; the sentence says why.
    """
    from app.bootstrap.away import someone_known

    database = at.parts.database
    known = someone_known(database)
    if watched and known and not database.link.is_well:
        return enter_away(at, login, password)
    try:
        if watched or not known:
            return enter_properly(at, login, password)
        return enter_if_back(at, login, password)
    except DatabaseUnreachable:
        if not known:
            raise
    database.link.lost()
    return enter_away(at, login, password)


def enter_if_back(at: Opened, login: str, password: str) -> tuple[Admitted, Opened]:
    """Let somebody in whom the server lets in, if it is back; nothing watches it yet.

    Until it has answered it counts as away: pages that are open go on with what is here.

    Raises:
        DatabaseUnreachable: It is not back.
        AppError: They may not; the sentence says why.
    """
    database = at.parts.database
    database.reach()
    database.link.forget()
    try:
        return enter_properly(at, login, password)
    except BaseException:
        database.link.lost()
        raise


def note_away(parts: Parts, admitted: Admitted, since: datetime) -> None:
    """Leave in the journal that somebody had signed in while the server was away."""
    with parts.database.writing(admitted.actor) as uow:
        key = admitted.actor.person_id
        uow.record("accounts.sign_in_away", Topic.PERSON, key, at=since.isoformat())


def enter_properly(at: Opened, login: str, password: str) -> tuple[Admitted, Opened]:
    """Let somebody in whom the server lets in; return what it says of itself to them."""
    try:
        admitted = enter(at.parts, login, password)
    except AppError as error:
        forget_refused(at, login, error)
        raise
    is_told = at.parts.database.has_own_accounts or at.is_away
    return admitted, look_around(at) if is_told else at


def forget_refused(at: Opened, login: str, error: AppError) -> None:
    """Let this computer remember somebody no more whom the server lets in no more."""
    if isinstance(error, LoginClosed | AccountInactive):
        from app.bootstrap.away import forget_memory

        forget_memory(at.parts.database, login)


def enter_away(at: Opened, login: str, password: str) -> tuple[Admitted, Opened]:
    """Let somebody in who signed in at this computer before, with what they last might do.

    Raises:
        NobodyKnownHere: They did not.
        OutboxPasswordWrong: It was with another password.
    """
    from app.bootstrap.away import sign_in_away

    found = sign_in_away(at.parts, login, password)
    memory = found.memory
    admitted = Admitted(memory.actor, login, outbox=found.outbox, away=memory, password=password)
    return admitted, replace(at, centre=memory.centre, is_demo=memory.is_demo, is_away=True)


def _outbox(parts: Parts, login: str, password: str, actor: Actor) -> "Outbox | None":
    """Return somebody's outbox; whoever may work here shall, even where the disk is full."""
    from app.bootstrap.away import open_outbox

    try:
        return open_outbox(parts, login, password, actor)
    except AppError:
        log.warning("no outbox", exc_info=True)
        return None


def renew_password(parts: Parts, admitted: Admitted, old: str, new: str) -> Admitted:
    """Let somebody choose a new password.

    Raises:
        AppError: It cannot be that one, or the old one was wrong; the sentence says why.
    """
    from app.accounts.actions.signing_in import change_password

    person = admitted.actor.person_id
    if person is None:  # the console has no password
        return admitted
    signed = change_password(parts.database, person, old, new, desk=parts.settings.desk)
    outbox = admitted.outbox
    if outbox is None:
        outbox = _outbox(parts, admitted.login, new, signed.actor)
    else:
        from app.bootstrap.away import relock

        relock(outbox, new)
    return Admitted(signed.actor, admitted.login, signed.must_change_password, outbox=outbox)


def guests(session: Any, now: datetime) -> tuple[Guest, ...]:
    """Return one person for each role of a demo, the dispatcher first."""
    roles = [FIRST_GUEST, *(r for r in Role if r is not FIRST_GUEST and r not in GUESTS_LEFT_OUT)]
    found = (_guest(session, role, now) for role in roles)
    return tuple(guest for guest in found if guest is not None)


def _guest(session: Any, role: Role, now: datetime) -> Guest | None:
    from app.accounts.queries.people import PeopleFilter, PeopleView, people_page

    page = people_page(
        session, console(""), PeopleView.ACTIVE, PeopleFilter(role=role), now=now, size=1
    )
    if not page.rows:
        return None
    row = page.rows[0]
    return Guest(row.id, row.name, words.label(role), row.unit_name)


def admitted_guests(parts: Parts) -> tuple[Admitted, ...]:
    """Return the guests of a demo, ready to sit down."""
    with parts.database.reading() as session:
        found = guests(session, parts.clock.now())
        return tuple(Admitted(actor_for(session, guest.person_id, parts)) for guest in found)


def actor_for(session: Any, person_id: UUID, parts: Parts) -> Actor:
    """Return a guest of the demo, or somebody whose rights may have changed, as an actor."""
    return actor_of(session, person_id, parts.settings.desk, parts.clock.now())
