"""Opening the program as a machine in the hall: by its own account and nobody else's."""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from app.accounts.actions.signing_in import sign_in
from app.accounts.actors import actor_of
from app.accounts.models import Person, RoleGrant
from app.accounts.rules import Role, normal_login, normal_password
from app.bootstrap.away import open_outbox, sign_in_away
from app.bootstrap.parts import Parts, make_ready, open_parts
from app.core.actor import Actor
from app.core.clock import Clock
from app.core.database.address import login_of
from app.core.errors import DatabaseUnreachable, DiskFull
from app.core.outbox import NobodyKnownHere, Outbox, OutboxPasswordWrong
from app.core.outbox.vault import RememberedTooLong
from app.core.server_password import VARIABLE
from app.core.shared_settings import CentreSettings, settings_at
from app.core.whole_files import FileUnwritable
from app.kiosk.actions import regions_of
from app.kiosk.ground import STREET_DIGITS, KioskGround, ground_of
from app.kiosk.guide import Guide, guide_of
from app.kiosk.kept import keep_known, keep_street, kept_known, kept_street
from app.kiosk.looks import LookRow, MayLeave, machine_look, may_leave
from app.kiosk.rules import NotAMachine


@dataclass(frozen=True, slots=True)
class KioskOrder:
    """What a machine is started with.

    Attributes:
        url: SQLAlchemy URL, "" for the one in the settings.
        login: Of its account, "" for the user in the URL, or the machine of an embedded demo.
        password_file: Where its password stands, None for the environment.
        clock: For tests and pictures.
    """

    url: str = ""
    login: str = ""
    password_file: Path | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class OpenKiosk:
    """A machine that has signed in.

    Attributes:
        ground: What it knows of its street.
        guide: Services, and whether the hall gives numbers.
        outbox: Where messages wait; None in an embedded database, which is never away.
        is_cold: The server did not answer when it started: all this is what was kept of it.
    """

    parts: Parts
    actor: Actor
    ground: KioskGround
    look: LookRow
    centre: CentreSettings
    is_demo: bool
    outbox: Outbox | None = field(repr=False)
    guide: Guide
    is_cold: bool = False


def open_kiosk(order: KioskOrder) -> OpenKiosk:
    """Open the database as a machine.

    Raises:
        NotAMachine: The account is none of a machine with a street.
        AppError: The database cannot be opened, or does not let it in.
    """
    parts = open_parts(order.url, clock=order.clock)
    try:
        return _opened(parts, order)
    except BaseException:
        parts.database.dispose()
        raise


def _opened(parts: Parts, order: KioskOrder) -> OpenKiosk:
    database = parts.database
    if database.has_own_accounts:
        login = normal_login(order.login or login_of(database.url.username or ""))
        password = _password(order.password_file)
        try:
            signed = sign_in(database, login, password, desk=parts.settings.desk)
        except DatabaseUnreachable as error:
            return _kept(parts, login, password, error)
        actor = _checked(signed.actor)
        outbox = open_outbox(parts, login, password, actor)
    else:
        actor, outbox = _embedded_machine(parts, order.login), None
    state = make_ready(database)
    seen = seen_again(parts, actor)
    keep_seen(outbox, seen)
    return OpenKiosk(
        parts, actor, seen.ground, seen.look, seen.centre, state.is_demo, outbox, seen.guide
    )


def _kept(parts: Parts, login: str, password: str, error: DatabaseUnreachable) -> OpenKiosk:
    """Return a machine as it was when the server last answered.

    Raises:
        DatabaseUnreachable: It never did, or too long ago.
    """
    try:
        entry = sign_in_away(parts, login, password)
    except (NobodyKnownHere, OutboxPasswordWrong, RememberedTooLong):
        raise error from None
    kept, memory = kept_street(entry.outbox.vault), entry.memory
    if kept is None or not regions_of(memory.actor):
        raise error
    ground, look, guide = kept
    return OpenKiosk(
        *(parts, memory.actor, ground, look, memory.centre, memory.is_demo),
        *(entry.outbox, guide, True),
    )


def keep_seen(outbox: Outbox | None, seen: "Seen") -> None:
    """Keep what is shown for a start without the server; raises as `Vault.keep` does."""
    if outbox is not None:
        keep_street(outbox.vault, seen.ground, seen.look, seen.guide)


@dataclass(frozen=True, slots=True)
class Seen:
    """What may change while a machine runs."""

    ground: KioskGround
    look: LookRow
    centre: CentreSettings
    guide: Guide


def seen_again(parts: Parts, actor: Actor) -> Seen:
    """Return what the street and its administrators have decided by now."""
    street = regions_of(actor)[0][:STREET_DIGITS]
    with parts.database.reading() as session:
        ground = ground_of(session, actor)
        has_calendar = ground.calendar is not None
        return Seen(
            ground,
            machine_look(session, street),
            settings_at(session, parts.clock.now()),
            guide_of(session, actor, has_calendar=has_calendar, database=parts.database),
        )


def staff_may_leave(at: OpenKiosk, typed: str) -> MayLeave:
    """Return whether a code of the staff opens the way out; a right one is remembered for when the
    server is away, encrypted. An embedded database never is, and nothing is remembered.
    """
    before = kept_known(at.outbox.vault) if at.outbox is not None else ""
    came, known = may_leave(at.parts.database, at.actor, at.look, typed, before)
    if known != before:
        with suppress(DiskFull, FileUnwritable):  # a full disk is what the staff may come for
            remember_known(at, known)
    return came


def remember_known(at: OpenKiosk, known: str) -> None:
    """Remember what proves the code of the staff; raises as `Vault.keep` does."""
    if at.outbox is not None:
        keep_known(at.outbox.vault, known)


def _embedded_machine(parts: Parts, login: str) -> Actor:
    """Return the machine of a database that whoever holds the file holds."""
    now, desk = parts.clock.now(), parts.settings.desk
    with parts.database.reading() as session:
        asked = (
            sa.select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role == Role.KIOSK, Person.is_active.is_(True))
            .order_by(Person.login)
            .limit(1)
        )
        if login:
            asked = asked.where(Person.login == normal_login(login))
        found = session.scalar(asked)
        if found is None:
            raise NotAMachine
        return _checked(actor_of(session, found, desk, now))


def _checked(actor: Actor) -> Actor:
    if not regions_of(actor):
        raise NotAMachine
    return actor


def _password(file: Path | None) -> str:
    """Return the password of the account, from where only whoever runs the machine reads it.

    Raises:
        NotAMachine: Nobody said it, or its file cannot be read.
    """
    try:
        told = file.read_text("utf-8").strip("\r\n") if file else os.environ.get(VARIABLE, "")
    except (OSError, UnicodeDecodeError) as error:
        raise NotAMachine from error
    if not told:
        raise NotAMachine
    return normal_password(told)


def note_pdf(
    at: OpenKiosk, title: str, large: str, lines: tuple[str, ...], code: str = ""
) -> bytes:
    """Return a small paper of the hall: a number for the window, a booked time, what to bring.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    from app.papers.hall_receipt import HallNoteFacts, draw_hall_note

    centre = at.centre.centre_name
    return draw_hall_note(HallNoteFacts(centre, title, large, lines, code=code, is_demo=at.is_demo))


def receipt_pdf(at: OpenKiosk, code: str, moment: datetime, *, is_kept: bool) -> bytes:
    """Return the paper somebody takes home; drawing takes a moment.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    from app.papers.hall_receipt import HallReceiptFacts, draw_hall_receipt

    facts = HallReceiptFacts(
        at.centre.centre_name,
        code,
        moment,
        is_kept=is_kept,
        telephone=at.centre.centre_telephone,
        is_demo=at.is_demo,
    )
    return draw_hall_receipt(facts)
