"""Roles, rights and what each role may do (DOMAIN §2); pure."""

import re
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum

from app.accounts.errors import (
    LoginWrong,
    PasswordIsLogin,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
    PhoneWrong,
    RegionWrong,
    TermWrong,
    TextTooLong,
    TextWanted,
)


class Role(StrEnum):
    """What a person is here; several may be held, each with a scope of its own."""

    RECEPTIONIST = "receptionist"
    DISPATCHER = "dispatcher"
    GRID_WORKER = "grid_worker"
    DEPARTMENT_HANDLER = "department_handler"
    MEDIATOR = "mediator"
    PARTY_OFFICER = "party_officer"
    SERVICE_CLERK = "service_clerk"
    DIRECTOR = "director"
    COMMUNITY_WORKER = "community_worker"
    LEADER = "leader"
    EXTERNAL_HANDLER = "external_handler"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    WALL = "wall"
    KIOSK = "kiosk"


class Right(StrEnum):
    """What an action or a reading asks for; checked where the data is."""

    READ_CASES = "cases.read"
    REGISTER_CASE = "cases.register"
    ASSIGN_CASE = "cases.assign"
    HANDLE_CASE = "cases.handle"  # sign for, report progress, finish
    CALL_BACK = "cases.call_back"
    CLOSE_CASE = "cases.close"
    READ_PERSONAL = "cases.read_personal"
    READ_CONFIDENTIAL = "cases.read_confidential"  # learn who a confidential reporter is
    APPROVE = "cases.approve"  # extensions, suspensions, rulings
    SUPERVISE_CASE = "cases.supervise"
    KEEP_PATROLS = "cases.patrols"  # which rounds are to be made, and anybody's that were
    MANAGE_KINDS = "cases.kinds"  # kinds of case and their time limits
    READ_FIGURES = "index.read"
    READ_TERRITORY = "territory.read"
    MANAGE_TERRITORY = "territory.manage"
    REDRAW_GRIDS = "territory.redraw"  # drafts of a street's grids
    WATCH_VIDEO = "territory.watch"  # open the picture of a camera, which is journaled
    KEEP_VIDEO = "territory.video"  # the register of cameras and video stations
    PUBLISH_GRIDS = "territory.publish"  # make such a draft hold
    MANAGE_ACCOUNTS = "accounts.manage"
    MANAGE_CALENDAR = "administration.calendar"
    MANAGE_SETTINGS = "administration.settings"
    OPERATE = "administration.operations"  # run the system: who is connected, maintenance
    READ_JOURNAL = "journal.read"
    READ_PARTY = "party.read"
    MANAGE_PARTY = "party.manage"  # organisations and members
    READ_MEMBER_PERSONAL = "party.read_personal"
    CONFIRM_REPORT_IN = "party.confirm_report_in"  # that a member came to where they live
    MANAGE_POINTS = "party.points"
    KEEP_LISTS = "party.lists"  # resources, needs and projects of the three lists
    KEEP_ACTIVITIES = "party.activities"  # posts, activities, red compounds
    APPOINT_POSTED = "party.appoint_posted"  # and remove general staff of posted offices
    NOMINATE_POSTED = "party.nominate_posted"  # those of section level
    ASSESS_POSTED = "party.assess_posted"  # all of them
    KEEP_DUTY = "workforce.duty"  # who is on duty when
    READ_SERVICES = "services.read"
    MANAGE_SERVICES = "services.manage"  # service items, halls, windows
    SERVE_WINDOW = "services.serve"  # give and call numbers, take bookings
    READ_COMMAND = "command.read"
    COMMAND = "command.act"  # incidents: open, work in, call units, end
    ORDER_POSTURE = "command.posture"
    KEEP_FORCES = "command.forces"  # emergency units, their check-ins and drills
    COMMIT_FORCES = "command.commit"  # send and release any unit
    DRIVE_WALL = "wall.drive"  # what the screens of the command room show
    IMPORT = "exchange.import"
    EXPORT = "exchange.export"


class UnitKind(StrEnum):
    """What sort of organisation a unit is."""

    CENTRE = "centre"
    DEPARTMENT = "department"
    COMMUNITY = "community"
    PROPERTY_COMPANY = "property_company"
    COMMITTEE = "committee"
    SOCIAL_ORGANISATION = "social_organisation"


_STAFF = frozenset({Right.READ_CASES, Right.READ_TERRITORY, Right.READ_SERVICES})
_COMMANDS = (Right.READ_COMMAND, Right.COMMAND, Right.KEEP_FORCES, Right.COMMIT_FORCES)
_HANDLES = _STAFF | {Right.HANDLE_CASE}

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.RECEPTIONIST: _STAFF
    | {Right.REGISTER_CASE, Right.CALL_BACK, Right.READ_PERSONAL, Right.SERVE_WINDOW},
    Role.DISPATCHER: _STAFF
    | {
        Right.REGISTER_CASE,
        Right.ASSIGN_CASE,
        Right.CALL_BACK,
        Right.CLOSE_CASE,
        Right.READ_PERSONAL,
        Right.READ_FIGURES,
        Right.REDRAW_GRIDS,
        Right.KEEP_DUTY,
        *_COMMANDS,
        Right.DRIVE_WALL,
        Right.KEEP_PATROLS,
        Right.WATCH_VIDEO,
        Right.KEEP_VIDEO,
        Right.EXPORT,
        Right.IMPORT,
    },
    Role.GRID_WORKER: _HANDLES | {Right.REGISTER_CASE},
    Role.DEPARTMENT_HANDLER: _HANDLES | {Right.READ_PERSONAL},
    Role.MEDIATOR: _HANDLES | {Right.READ_PERSONAL},
    Role.PARTY_OFFICER: frozenset(
        {
            Right.READ_TERRITORY,
            Right.READ_PARTY,
            Right.MANAGE_PARTY,
            Right.READ_MEMBER_PERSONAL,
            Right.CONFIRM_REPORT_IN,
            Right.MANAGE_POINTS,
            Right.KEEP_LISTS,
            Right.KEEP_ACTIVITIES,
            Right.ASSESS_POSTED,
        }
    ),
    Role.SERVICE_CLERK: _STAFF | {Right.REGISTER_CASE, Right.SERVE_WINDOW},
    Role.DIRECTOR: _STAFF
    | {
        Right.REGISTER_CASE,
        Right.ASSIGN_CASE,
        Right.CALL_BACK,
        Right.CLOSE_CASE,
        Right.APPROVE,
        Right.SUPERVISE_CASE,
        Right.READ_PERSONAL,
        Right.READ_CONFIDENTIAL,
        Right.READ_FIGURES,
        Right.MANAGE_CALENDAR,
        Right.MANAGE_KINDS,
        Right.REDRAW_GRIDS,
        Right.PUBLISH_GRIDS,
        Right.KEEP_DUTY,
        *_COMMANDS,
        Right.ORDER_POSTURE,
        Right.DRIVE_WALL,
        Right.KEEP_PATROLS,
        Right.WATCH_VIDEO,
        Right.KEEP_VIDEO,
        Right.EXPORT,
        Right.IMPORT,
        Right.READ_PARTY,
        Right.MANAGE_PARTY,
        Right.KEEP_LISTS,
        Right.KEEP_ACTIVITIES,
        Right.APPOINT_POSTED,
        Right.NOMINATE_POSTED,
        Right.ASSESS_POSTED,
        Right.MANAGE_SERVICES,
        Right.SERVE_WINDOW,
    },
    Role.COMMUNITY_WORKER: _HANDLES
    | {
        Right.REGISTER_CASE,
        Right.READ_PARTY,
        Right.CONFIRM_REPORT_IN,
        Right.KEEP_LISTS,
        Right.KEEP_ACTIVITIES,
        Right.SERVE_WINDOW,
        Right.READ_COMMAND,
        Right.KEEP_FORCES,
    },
    Role.LEADER: frozenset(
        {
            *(Right.READ_FIGURES, Right.READ_TERRITORY, Right.READ_PARTY, Right.READ_SERVICES),
            Right.READ_COMMAND,
        }
    ),
    Role.EXTERNAL_HANDLER: frozenset({Right.READ_CASES, Right.HANDLE_CASE}),
    Role.SUPERVISOR: _STAFF
    | {Right.SUPERVISE_CASE, Right.READ_FIGURES, Right.READ_COMMAND, Right.COMMIT_FORCES},
    Role.AUDITOR: frozenset({Right.READ_JOURNAL}),
    Role.ADMINISTRATOR: frozenset(
        {
            Right.READ_TERRITORY,
            Right.MANAGE_TERRITORY,
            Right.REDRAW_GRIDS,
            Right.KEEP_VIDEO,
            Right.MANAGE_ACCOUNTS,
            Right.MANAGE_CALENDAR,
            Right.MANAGE_KINDS,
            Right.MANAGE_SETTINGS,
            Right.OPERATE,
            Right.READ_SERVICES,
            Right.MANAGE_SERVICES,
        }
    ),
    Role.WALL: frozenset({Right.READ_FIGURES}),
    Role.KIOSK: frozenset(),
}
"""Administrators keep accounts and settings and see no personal data; auditors read the
journal and change nothing (DOMAIN §2)."""

UNIT_ROLES = frozenset({Role.DEPARTMENT_HANDLER, Role.EXTERNAL_HANDLER})
"""Roles whose scope is a unit; all others are scoped by region (either may carry both)."""


def rights_of(role: Role) -> frozenset[str]:
    """Return the rights of a role as plain text, as `app.core.actor.Grant` keeps them."""
    return frozenset(str(right) for right in ROLE_RIGHTS[role])


PERSONAL_RIGHTS = frozenset(
    {Right.READ_PERSONAL, Right.READ_CONFIDENTIAL, Right.READ_MEMBER_PERSONAL}
)
"""Rights that show who a reporter or disputant is, or how a member is reached."""

LOCKED_FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands in `locked_until` where an administrator locked an account until further notice."""

LONGEST_TYPED = 255
"""Characters of the longest pinyin that is kept, so that nothing longer is looked for."""

PASSWORD_MOST = 128
"""Characters of a password at most: what is hashed must not be a means to keep us busy."""

_SIGNS_LEAST = 4  # different signs in a password
_KEYS = ("12345678901234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_ROWS = (*_KEYS, *(row[::-1] for row in _KEYS))
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_PHONE = re.compile(r"[0-9+() /,;转-]{0,32}")
_REGION = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}")


class Field(StrEnum):
    """Fields whose text is checked; the words are in `label.Field`."""

    NAME = "name"
    UNIT_CODE = "unit_code"
    NOTE = "note"


def sees_personal(role: Role) -> bool:
    """Tell whether a role may learn who people are."""
    return not PERSONAL_RIGHTS.isdisjoint(ROLE_RIGHTS[role])


def normal_login(text: str) -> str:
    """Return a login as it is stored: half-width, lower case, without spaces around.

    An input method may well type full-width letters; they mean the same.
    """
    return printable(unicodedata.normalize("NFKC", text)).lower()


def printable(text: str) -> str:
    """Return a text of one line without what cannot be seen, nor spaces around it.

    PostgreSQL refuses a zero byte, SQLite ends a search at it.
    """
    return "".join(char for char in text if char.isprintable()).strip()


def check_login(login: str) -> None:
    """Raise `LoginWrong` unless a normal login is 2 to 32 of ``a-z 0-9 . _ -``."""
    if not _LOGIN.fullmatch(login):
        raise LoginWrong


def normal_password(text: str) -> str:
    """Return a password as it is compared: full-width characters count as half-width ones."""
    return unicodedata.normalize("NFKC", text)


def check_password(password: str, login: str, least: int) -> None:
    """Raise unless a password may be chosen.

    Args:
        password: What was typed.
        login: Of the person, normal.
        least: Fewest characters.
    """
    plain = normal_password(password)
    if len(plain) < least:
        raise PasswordTooShort(least=least)
    if len(plain) > PASSWORD_MOST:
        raise PasswordTooLong(most=PASSWORD_MOST)
    if _core(normal_login(plain)) == _core(login):
        raise PasswordIsLogin
    if len(set(plain)) < _SIGNS_LEAST or any(plain.lower() in row for row in _ROWS):
        raise PasswordTooSimple


def _core(text: str) -> str:
    """Return a text without the digits and signs people put around a name; all if only those."""
    return text.strip("0123456789._-!@#$%^&*") or text


def check_text(field: Field, text: str, most: int) -> str:
    """Return a text that must be there without spaces around; raise where it is not."""
    plain = printable(text)
    if not plain or len(plain) > most:
        raise TextWanted(field=field, most=most)
    return plain


def check_note(field: Field, text: str, most: int) -> str:
    """Return a text that may be empty without spaces around; raise where it is too long."""
    plain = printable(text)
    if len(plain) > most:
        raise TextTooLong(field=field, most=most)
    return plain


def check_phone(text: str) -> str:
    """Return a telephone number in half-width characters, or "".

    Raises:
        PhoneWrong: It holds something else.
    """
    plain = printable(unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(plain):
        raise PhoneWrong
    return plain


def check_region(code: str) -> None:
    """Raise `RegionWrong` unless it is "" (everywhere) or a code of 2, 4, 6, 9, 12, 15 digits."""
    if code and not _REGION.fullmatch(code):
        raise RegionWrong(region=code)


def check_term(since: datetime, until: datetime | None, now: datetime) -> None:
    """Raise `TermWrong` where a term ends before it begins or has ended already."""
    if until is not None and (until <= since or until <= now):
        raise TermWrong


def prefixes_of(region: str) -> tuple[str, ...]:
    """Return every code that covers `region`: all its beginnings, "" and itself among them."""
    return tuple(region[:length] for length in range(len(region) + 1))


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Tell whether an account is locked at `now`."""
    return locked_until is not None and locked_until > now


def next_failures(failed: int, locked_until: datetime | None, now: datetime) -> int:
    """Return the count of an attempt: it begins anew once a lock has run out."""
    ran_out = locked_until is not None and locked_until <= now
    return 1 if ran_out else failed + 1
