"""One number a case (一案一码) and the receipt's own code; pure but for chance."""

import re
import secrets
import struct
from datetime import date

from app.core.words import say

# Without I, L, O, U, 0 and 1: read over the phone and typed at the kiosk without mistakes.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 8
_PAIRS = tuple(first + second for first in RECEIPT_ALPHABET for second in RECEIPT_ALPHABET)
_DRAWN = struct.Struct(f"{RECEIPT_LENGTH // 2}Q")  # so large that no pair is favoured
_NUMBER = re.compile(r"\d{22}")


def check_digit(digits: str) -> int:
    """Return the ISO/IEC 7064 MOD 11,10 check digit: finds every single wrong digit."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def case_number(day: date, street: str, serial: int) -> str:
    """Return ``YYYYMMDD`` + street code (9) + serial of the day (4) + check digit.

    Args:
        day: Local calendar day of registering.
        street: Nine-digit street code.
        serial: 1 to 9999 within street and day.
    """
    if len(street) != 9 or not 1 <= serial <= 9999:
        raise ValueError("street code of nine digits and a serial of 1 to 9999")
    digits = f"{day:%Y%m%d}{street}{serial:04d}"
    return f"{digits}{check_digit(digits)}"


def is_case_number(text: str) -> bool:
    """Tell whether `text` is a whole case number with the right check digit."""
    return bool(_NUMBER.fullmatch(text)) and check_digit(text[:-1]) == int(text[-1])


def spaced(number: str) -> str:
    """Return a number as people read it: ``20261124 990102004 0037 3``."""
    return f"{number[:8]} {number[8:17]} {number[17:21]} {number[21:]}"


def short(number: str) -> str:
    """Return day and serial, which is what a desk calls a case: ``1124-0037``."""
    return f"{number[4:8]}-{number[17:21]}"


def receipt_code() -> str:
    """Return eight characters nobody can guess."""
    drawn = _DRAWN.unpack(secrets.token_bytes(_DRAWN.size))
    return "".join([_PAIRS[chance % len(_PAIRS)] for chance in drawn])


def whistle_number(year: int | None, serial: int | None) -> str:
    """Return the number of a blown whistle as printed: ``哨〔2026〕7 号``; "" for a draft."""
    return say("whistles.number", year=year, serial=serial) if serial else ""


def sheet_number(year: int | None, serial: int | None) -> str:
    """Return the number of an issued sheet as it is printed: ``督〔2026〕7 号``; "" for a draft."""
    return say("cases.sheet_number", year=year, serial=serial) if serial else ""
