"""Personal values: how they are checked, matched without being read, and masked; pure."""

import hmac
import re
from enum import StrEnum

from app.core.errors import AppError
from app.core.text import storable

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"(400|800)-?\d{3}-?\d{4}|1\d{2,4}|9\d{4,5}", re.ASCII)
_ABROAD = re.compile(r"\+(852|853|886)-?\d{8,10}", re.ASCII)
_TRUNK = re.compile(r"0?(1[3-9]\d{9})", re.ASCII)
"""A mobile as some exchanges give it: from another city, with a zero before it."""
_EXCHANGE = re.compile(r"(?:tel|sips?):([^@;]*).*", re.IGNORECASE | re.DOTALL)
_NOT_DIALLED = re.compile(r"[\s()（）]")
_WITHHELD = frozenset(
    {
        *("anonymous", "private", "restricted", "unavailable", "unknown", "withheld"),
        *("匿名", "匿名来电", "号码隐藏", "隐藏号码", "私人号码", "未显示", "未显示号码"),
        *("未知", "未知号码", "未知来电", "无号码", "无来电显示"),
    }
)
"""What telephones and exchanges show instead of a number."""
_CARD = re.compile(r"\d{17}[\dX]", re.ASCII)
LOOKED_UP = "cases.looked_up_caller"
"""What the journal calls looking up the earlier cases of a number."""
DOCUMENT_LENGTH = 32
"""Characters of the longest document number that is kept."""
_FULLWIDTH = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")


class MobileDigits(AppError):
    """A mobile number with digits missing or too many; facts: ``have``."""

    code = "cases.mobile_digits"


class NotAPhone(AppError):
    """Neither a mobile, a land line nor a service number."""

    code = "cases.not_a_phone"


class NumberWithheld(AppError):
    """The words a telephone shows where the caller does not let their number be seen."""

    code = "cases.number_withheld"


class DocumentDigits(AppError):
    """A card number that is not 18 characters long; facts: ``have``."""

    code = "cases.document_digits"


class DocumentTooLong(AppError):
    """A document number longer than any document has; facts: ``limit``, ``have``."""

    code = "cases.document_too_long"


class DocumentCheck(AppError):
    """A card number whose check character is wrong."""

    code = "cases.document_check"


class DocumentKind(StrEnum):
    """Every lawful document a person may show, not only the mainland card (DOMAIN §2)."""

    RESIDENT_CARD = "resident_card"
    HONGKONG_MACAO_RESIDENCE = "hongkong_macao_residence"
    HONGKONG_MACAO_PERMIT = "hongkong_macao_permit"
    TAIWAN_RESIDENCE = "taiwan_residence"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_RESIDENCE = "foreign_residence"
    PASSPORT = "passport"


def clean_phone(typed: str) -> str:
    """Return a phone number without spaces, or "" for none; also as an exchange hands it over.

    Raises:
        NumberWithheld: It says that the number is not shown.
        MobileDigits: It begins like a mobile number but has not 11 digits.
        NotAPhone: It is no land line or service number either.
    """
    if _MOBILE.fullmatch(typed):  # as nearly all are
        return typed
    phone = _NOT_DIALLED.sub("", _EXCHANGE.sub(r"\1", typed.strip()).translate(_FULLWIDTH))
    if not phone:
        return ""
    if phone.lower() in _WITHHELD:
        raise NumberWithheld
    if phone.startswith("00"):
        phone = f"+{phone[2:]}"
    phone = phone.removeprefix("+86").removeprefix("-")
    mobile = _TRUNK.fullmatch(re.sub(r"[-.]", "", phone))
    if mobile:
        return mobile[1]
    kinds = (_LANDLINE, _LOCAL, _SERVICE, _ABROAD)
    if any(kind.fullmatch(phone) for kind in kinds):
        return phone
    if phone.isdigit() and phone.startswith("1") and len(phone) > 5:
        raise MobileDigits(have=len(phone))
    raise NotAPhone


def names_a_caller(phone: str) -> bool:
    """Tell whether a clean number belongs to somebody: that of a hotline is many people's."""
    return bool(phone) and not _SERVICE.fullmatch(phone)


def phone_key(phone: str, pepper: bytes) -> str:
    """Return the keyed hash by which a phone is matched without being read."""
    digits = _digits(phone)
    return hmac.digest(pepper, digits.encode(), "sha256").hex()


def last_four(phone: str) -> str:
    """Return the last four digits, which a resident gives to follow a case."""
    return _digits(phone)[-4:]


def _digits(phone: str) -> str:
    return phone if phone.isdecimal() else re.sub(r"\D", "", phone)


def salted(value: str, salt: bytes) -> str:
    """Return the hash that stands in journal and events instead of a personal value.

    The salt lies beside the value: erase both and the hash proves nothing any more about
    the person, while every chain it is part of still verifies.
    """
    return hmac.digest(salt, value.encode(), "sha256").hex()


def masked_name(name: str) -> str:
    """Return the family name and stars; the length is not given away: ``陈**``."""
    return f"{name[0]}**" if name else ""


def masked_phone(phone: str) -> str:
    """Return the first three and last four digits of a mobile, the last two of others."""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-2:]}" if phone else ""


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def clean_document(kind: DocumentKind | None, typed: str) -> str:
    """Return a document number in capitals without spaces, or "".

    Raises:
        DocumentTooLong: No document has such a long number.
        DocumentDigits: A resident card (or a residence card of its form) is not 18 long.
        DocumentCheck: Its check character (GB 11643) is wrong.
    """
    if not typed:
        return ""
    number = re.sub(r"\s", "", storable(typed).translate(_FULLWIDTH)).upper()
    if len(number) > DOCUMENT_LENGTH:
        raise DocumentTooLong(limit=DOCUMENT_LENGTH, have=len(number))
    cards = (
        DocumentKind.RESIDENT_CARD,
        DocumentKind.HONGKONG_MACAO_RESIDENCE,
        DocumentKind.TAIWAN_RESIDENCE,
    )
    if not number or kind not in cards:
        return number
    if not _CARD.fullmatch(number):
        raise DocumentDigits(have=len(number))
    total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
    if "10X98765432"[total % 11] != number[17]:
        raise DocumentCheck
    return number
