"""Report-ins: their numbers, their states, and which step leads from which; pure."""

from datetime import date
from enum import StrEnum
from secrets import choice

from app.core.errors import AppError

NAME_MOST, UNIT_MOST, NOTE_MOST, SKILLS_MOST, PLACE_MOST = 64, 120, 200, 200, 120
COMMUNITY_DIGITS = 12
PEOPLE_MOST = 1_000_000
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs of a number: none is taken for another when it is read out."""
NUMBER_SIGNS = 8
PREFIX = "JZBD:"
"""What the QR code of a slip begins with."""


class ReportKind(StrEnum):
    """Who reports in."""

    MEMBER = "member"
    UNIT = "unit"


class ReportState(StrEnum):
    """How far a report-in is; one that was registered online counts when the visit is confirmed."""

    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    ENDED = "ended"


class ReportStep(StrEnum):
    """What happened to a report-in."""

    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    LAPSED = "lapsed"
    REVIEWED = "reviewed"
    ENDED = "ended"


class ReportSource(StrEnum):
    """Where a registration came from."""

    DESK = "desk"
    ONLINE = "online"


class CallUpState(StrEnum):
    """Whether a call-up still counts answers."""

    OPEN = "open"
    CLOSED = "closed"


class CallAnswer(StrEnum):
    """What somebody who was called up said or did."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    CAME = "came"


class ReportNumberWrong(AppError):
    """What was scanned or typed is no number of a report-in."""

    code = "reportin.number_wrong"


class ReportStateWrong(AppError):
    """That cannot be done with a report-in in this state; facts: ``state``."""

    code = "reportin.state_wrong"


class ReportFieldMissing(AppError):
    """Something that has to be said is not."""

    code = "reportin.field_missing"


class ReportNotACommunity(AppError):
    """One reports in to a community in use; facts: ``region``."""

    code = "reportin.not_a_community"


class ReportedAlready(AppError):
    """The same person or unit has reported in already; facts: ``name``, ``number``."""

    code = "reportin.reported_already"


NEXT: dict[ReportStep, frozenset[ReportState]] = {
    ReportStep.CONFIRMED: frozenset({ReportState.REGISTERED, ReportState.LAPSED}),
    ReportStep.MOVED: frozenset({ReportState.REGISTERED, ReportState.CONFIRMED}),
    ReportStep.LAPSED: frozenset({ReportState.REGISTERED, ReportState.CONFIRMED}),
    ReportStep.REVIEWED: frozenset({ReportState.CONFIRMED}),
    ReportStep.ENDED: frozenset(
        {ReportState.REGISTERED, ReportState.CONFIRMED, ReportState.LAPSED}
    ),
}
"""In which states each step can be taken."""


def check_step(step: ReportStep, state: ReportState) -> None:
    """Raise `ReportStateWrong` unless a step can be taken now."""
    if state not in NEXT[step]:
        raise ReportStateWrong(state=state)


def new_number() -> str:
    """Return a number nobody can guess; its last sign checks the others."""
    body = "".join(choice(ALPHABET) for _ in range(NUMBER_SIGNS - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the sign that follows the others: one wrong or two swapped are found out."""
    total = sum((at + 1) * ALPHABET.index(sign) for at, sign in enumerate(body))
    return ALPHABET[total % 31]


def read_number(typed: str) -> str:
    """Return the number that was scanned from a slip, or typed with blanks and small letters.

    Raises:
        ReportNumberWrong: It is none.
    """
    plain = "".join(sign for sign in typed.upper().strip() if not sign.isspace() and sign != "-")
    plain = plain.replace("：", ":").removeprefix(PREFIX)
    fits = len(plain) == NUMBER_SIGNS and all(sign in ALPHABET for sign in plain)
    if not fits or check_sign(plain[:-1]) != plain[-1]:
        raise ReportNumberWrong
    return plain


def shown_number(number: str) -> str:
    """Return a number as it is printed and read out: ``ABCD 2345``."""
    return f"{number[:4]} {number[4:]}"


def is_to_review(
    state: str, confirmed: date | None, reviewed_year: int | None, today: date
) -> bool:
    """Tell whether a report-in waits for this year's review: confirmed before the year began, and
    not looked at in it.
    """
    if state != ReportState.CONFIRMED or confirmed is None:
        return False
    return confirmed.year < today.year and (reviewed_year or 0) < today.year
