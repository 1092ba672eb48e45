"""What the shell asks of the program below, off the GUI thread: open it, let people in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app.accounts.actors import actor_of
from app.accounts.rules import Role
from app.bootstrap import Parts, make_ready, open_parts
from app.core import words
from app.core.actor import Actor, console
from app.core.clock import Clock
from app.core.errors import AppError
from app.core.settings import embedded_url, load_settings
from app.core.shared_settings import CentreSettings, settings_at


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody at this desk.

    Attributes:
        actor: With the rights of this moment.
        login: What unlocks the screen together with the password; "" for a guest of the demo.
        must_change_password: What has to be done before anything else.
    """

    actor: Actor
    login: str = ""
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that can be worked with.

    Attributes:
        parts: The wired program.
        centre: What the centre decided.
        is_demo: True when all data in it are made up.
        admitted: Who is let in without a password: asked for by `--as` on an embedded database,
            or remembered in a demo; None where somebody has to sign in.
    """

    parts: Parts
    centre: CentreSettings
    is_demo: bool
    admitted: Admitted | None


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
        state = make_ready(parts.database)
        with parts.database.reading() as session:
            centre = settings_at(session, parts.clock.now())
            admitted = _let_in(session, parts, acting_as, remembered, is_demo=state.is_demo)
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

    signed = sign_in(parts.database, login, password, desk=parts.settings.desk)
    return Admitted(signed.actor, login, signed.must_change_password)


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
    return Admitted(signed.actor, admitted.login, signed.must_change_password)


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
