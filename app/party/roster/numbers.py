"""Numbers of documents as rosters write them, and what they say themselves; pure."""

import re
from dataclasses import dataclass
from datetime import date

from app.cases.personal import DocumentCheck, DocumentKind, clean_document
from app.core.errors import AppError

_FULLWIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_SPOILT = re.compile(r"\d(\.\d+)?E\+?1[4-8]", re.ASCII)
_ROUNDED = re.compile(r"\d{15}000", re.ASCII)
"""What a spreadsheet, which keeps fifteen digits, makes of a card number."""
_KINDS = (
    (re.compile(r"[HM]\d{8}(\d{2})?", re.ASCII), DocumentKind.HONGKONG_MACAO_PERMIT),
    (re.compile(r"\d{8}", re.ASCII), DocumentKind.TAIWAN_PERMIT),
    (re.compile(r"[EGDSPH]\w?\d{7,8}", re.ASCII), DocumentKind.PASSPORT),
    (re.compile(r"[A-Z]{3}\d{12}", re.ASCII), DocumentKind.FOREIGN_RESIDENCE),
)
_RESIDENCE = {
    "81": DocumentKind.HONGKONG_MACAO_RESIDENCE,
    "82": DocumentKind.HONGKONG_MACAO_RESIDENCE,
    "83": DocumentKind.TAIWAN_RESIDENCE,
}
OLD_DIGITS = 15


class NumberSpoilt(AppError):
    """A spreadsheet took the number for a figure and has lost its last digits."""

    code = "roster.number_spoilt"


class NumberOld(AppError):
    """A card of the first generation (15 digits), valid until 2012."""

    code = "roster.number_old"


class NumberUnknown(AppError):
    """A number of no lawful document."""

    code = "roster.number_unknown"


class NumberBirth(AppError):
    """The date of birth in a card number is none."""

    code = "roster.number_birth"


class NumberPlace(AppError):
    """No part of the country has the code a card number begins with."""

    code = "roster.number_place"


_PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36"),
        *("37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62"),
        *("63", "64", "65", "71", "81", "82", "83", "91"),
    )
)


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number and what it says of whoever has it.

    Attributes:
        kind: Of which document.
        number: In capitals, without spaces.
        born: Day of birth, None where the number does not tell.
        is_woman: None where the number does not tell.
    """

    kind: DocumentKind
    number: str
    born: date | None = None
    is_woman: bool | None = None

    def __repr__(self) -> str:
        return f"ToldNumber({self.kind})"  # never the number


def told_number(text: str, *, today: date) -> ToldNumber | None:
    """Return the document number a cell tells, None for an empty one.

    The check digit is that of GB 11643-1999; a card number must also begin with a place and
    hold a day of birth that has come.

    Raises:
        NumberSpoilt: It was turned into a figure and lost digits.
        NumberOld: It is one of the first generation.
        DocumentDigits: It looks like a card, and is not 18 long.
        DocumentCheck: Its check digit is wrong.
        NumberPlace: It begins with no place.
        NumberBirth: Its day of birth is none.
        NumberUnknown: No lawful document has such a number.
    """
    plain = re.sub(r"[\s'’‘＇-]", "", text).translate(_FULLWIDTH).upper()
    if not plain:
        return None
    if _SPOILT.fullmatch(plain):
        raise NumberSpoilt
    if plain.isdigit() and len(plain) == OLD_DIGITS:
        raise NumberOld
    if re.fullmatch(r"\d{9,}X?", plain, re.ASCII):
        return _card(plain, today)
    for form, kind in _KINDS:
        if form.fullmatch(plain):
            return ToldNumber(kind, clean_document(kind, plain))
    raise NumberUnknown


def _card(number: str, today: date) -> ToldNumber:
    kind = _RESIDENCE.get(number[:2], DocumentKind.RESIDENT_CARD)
    if number[:2] in _RESIDENCE and number[2:6] != "0000":
        kind = DocumentKind.RESIDENT_CARD
    try:
        clean = clean_document(kind, number)
    except DocumentCheck as error:
        if _ROUNDED.fullmatch(number):
            raise NumberSpoilt from error
        raise
    if clean[:2] not in _PROVINCES:
        raise NumberPlace
    return ToldNumber(kind, clean, born_of(clean, today), int(clean[16]) % 2 == 0)


def born_of(number: str, today: date) -> date:
    """Return the day of birth a card number holds.

    Raises:
        NumberBirth: There is no such day, or it has not come.
    """
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise NumberBirth from error
    if not date(1900, 1, 1) <= born <= today:
        raise NumberBirth
    return born


def masked_number(number: str) -> str:
    """Return the first three and last two characters of a number."""
    return f"{number[:3]}{'*' * 11}{number[-2:]}" if len(number) > 8 else "*" * len(number)
