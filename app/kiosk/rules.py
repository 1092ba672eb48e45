"""How often a machine may ask and hand in, and how a guess is kept; pure."""

import hashlib
import re
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.cases.numbers import RECEIPT_ALPHABET as RECEIPT_ALPHABET
from app.cases.numbers import is_case_number as is_case_number
from app.cases.numbers import spaced as spaced
from app.cases.rules import CaseState as CaseState
from app.cases.rules import EventKind as EventKind
from app.core.errors import AppError
from app.territory.rules import PlaceKind as PlaceKind

ASKINGS, MESSAGES, RATINGS = 20, 5, 5
"""How often in a minute one machine may ask how a case stands, hand in a message, and hand in what
somebody thinks of how it was handled: a resident does each once."""
GUESSES = 10
"""How many askings a day a code is good for, at all machines together: the last four digits of a
telephone are ten thousand guesses."""
COUNTS_S = 30
"""Seconds an asking can be answered."""
RATED_S = 300
"""Seconds between an asking and what was thought of the case it told of."""
NEAR_HOURS = 72
"""Reports within so many hours may be one matter (DOMAIN §6)."""
NEAR = "NEAR"
"""What stands for a code in an asking that looks for such a report; no code is so short."""
BOOKING = "BOOKING"
"""What stands for a code in an asking for a booked time."""
LEAVE, LEAVINGS = "LEAVE", 10
"""What stands for a code in an asking whether the staff may leave, and how often an hour one
machine is answered: six figures are a million guesses."""
PHOTO_MOST = 1_500_000
"""Bytes of a photo as a machine hands it in: it makes photos smaller before."""

_LAST4 = re.compile(r"\d{4}", re.ASCII)
_CODE = re.compile(r"[2-9A-Z]{8}", re.ASCII)


class KioskContent(StrEnum):
    """What a resident thinks of how a case was handled."""

    SATISFIED = "satisfied"
    MOSTLY = "mostly"
    UNSATISFIED = "unsatisfied"


class InboxKind(StrEnum):
    """What machines hand in."""

    MESSAGE = "message"
    RATING = "rating"


class PrinterTrouble(StrEnum):
    """What is wrong with the printer of a machine."""

    NONE = ""
    PRINTER = "printer"  # nothing came out, and nobody knows why
    PAPER = "paper"  # little is left
    EMPTY = "empty"
    JAM = "jam"
    OFFLINE = "offline"


class TooOften(AppError):
    """The machine has asked or handed in as often as it may in a minute."""

    code = "kiosk.too_often"


class DigitsWanted(AppError):
    """The last digits of a telephone are four, or none where nobody left a number."""

    code = "kiosk.digits_wanted"


class MessageNotTaken(AppError):
    """The machine's account has no region, or the message is for another one."""

    code = "kiosk.not_taken"


class PhotoTooLarge(AppError):
    """A photo is larger than a machine hands in."""

    code = "kiosk.photo_too_large"


class NotAMachine(AppError):
    """Who starts the kiosk is no kiosk account, or one without a street."""

    code = "kiosk.not_a_machine"


def clean_code(typed: str) -> str:
    """Return a receipt's code or a case number as it is stored, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())[:22]


def is_receipt(code: str) -> bool:
    """Tell whether a cleaned code is that of a receipt."""
    return bool(_CODE.fullmatch(code))


def clean_last4(typed: str) -> str:
    """Return the last four digits of a telephone, or "".

    Raises:
        DigitsWanted: It is something else.
    """
    plain = typed.strip()
    if plain and not _LAST4.fullmatch(plain):
        raise DigitsWanted
    return plain


def guess_of(asking: UUID, code: str, last4: str) -> str:
    """Return what is kept of a guess: it fits one asking and tells no digit."""
    return hashlib.sha256(f"{asking}{code}{last4}".encode()).hexdigest()


def spot_of(kind: str, longitude: float, latitude: float) -> str:
    """Return kind and place as an asking for likely reports keeps them, to about a metre."""
    return f"{kind}|{longitude:.5f}|{latitude:.5f}"


def first_slot(now: datetime, a_minute: int) -> int:
    """Return the first of the places a minute has; each is taken once by one machine."""
    return int(now.timestamp() // 60) * a_minute
