"""Final rulings on who leads (终审) and the precedents they become (权责判例, DOMAIN §5); pure."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.core.errors import AppError
from app.core.text import one_line, storable

MATTER_MOST, REASONS_MOST, BASIS_MOST = 120, 1_000, 500
MOST_CO_UNITS = 8
DISTRICT_DIGITS = 6
"""Precedents are shared by a district or county."""

_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){6}")


class DisputeClass(StrEnum):
    """What the dispute over powers is about."""

    TERRITORY = "territory"  # on whose ground it lies
    OWNERSHIP = "ownership"  # who owns or built the thing
    OVERLAPPING = "overlapping"  # several are in charge by law
    GAP = "gap"  # nobody is by any rule
    REFUSAL = "refusal"  # whose it is was clear
    OTHER = "other"


class PlaceType(StrEnum):
    """What sort of place a matter lies at: who is in charge often goes by it."""

    ROAD = "road"
    COMPOUND = "compound"
    VILLAGE = "village"
    SCHOOL = "school"
    PARK = "park"
    WATER = "water"
    MARKET = "market"
    SITE = "site"  # under construction
    FACILITY = "facility"
    OTHER = "other"


class PrecedentState(StrEnum):
    """Whether a precedent is still gone by; none is ever removed."""

    IN_FORCE = "in_force"
    REVISED = "revised"  # the director ruled otherwise on the same case
    RETIRED = "retired"  # no longer right, for a reason that was given
    REVERSED = "reversed"  # the ruling was a mistaken step


class RulingDue(AppError):
    """The case waits for the director's final ruling; facts: ``count`` of its returns."""

    code = "rulings.ruling_due"


class RulingHolds(AppError):
    """A ruling fixed who leads the case; facts: ``unit``."""

    code = "rulings.ruling_holds"


class LeadStays(AppError):
    """Who was fixed as lead does not give the case back; facts: ``unit``."""

    code = "rulings.lead_stays"


class NothingToRule(AppError):
    """Nobody argues about the case: it waits for no ruling and has none."""

    code = "rulings.nothing_to_rule"


class CoUnitsWrong(AppError):
    """The lead stands among the co-units, one stands there twice, or too many; ``most``."""

    code = "rulings.co_units_wrong"


class TellsOfPerson(AppError):
    """A text that the whole district reads holds the number of a telephone or a document."""

    code = "rulings.tells_of_person"


class WordsWrong(AppError):
    """A text of a ruling is missing or too long; facts: ``field``, ``most``."""

    code = "rulings.words_wrong"


class RulingWords(StrEnum):
    """The texts of a ruling."""

    MATTER = "matter"
    REASONS = "reasons"
    BASIS = "basis"
    WHY = "why"


MOST_OF = {
    RulingWords.MATTER: MATTER_MOST,
    RulingWords.REASONS: REASONS_MOST,
    RulingWords.BASIS: BASIS_MOST,
    RulingWords.WHY: BASIS_MOST,
}
"""Characters of each text at most."""


def checked_words(field: RulingWords, typed: str) -> str:
    """Return a text of a ruling as it is kept.

    Raises:
        WordsWrong: Nothing is left of it, or too much.
        TellsOfPerson: It holds a number as long as a telephone's; a precedent is read by the
            whole district.
    """
    whole = field is RulingWords.MATTER
    text = one_line(typed) if whole else storable(typed.replace("\r\n", "\n")).strip()
    if not text or len(text) > MOST_OF[field]:
        raise WordsWrong(field=field, most=MOST_OF[field])
    if _LONG_NUMBER.search(text):
        raise TellsOfPerson
    return text


def must_rule(returned: int, limit: int) -> bool:
    """Tell whether so many returns of a case force a ruling."""
    return returned >= limit


def place_type_of(words: str, hints: Mapping[str, Iterable[str]]) -> PlaceType:
    """Return what sort of place some words speak of; `OTHER` where they tell nothing.

    Args:
        words: Address, title and text of a case.
        hints: For each sort the words that tell of it, the more telling sorts first.
    """
    for name, signs in hints.items():
        if any(sign in words for sign in signs):
            return PlaceType(name)
    return PlaceType.OTHER


def district_of(region: str) -> str:
    """Return the code of the district that a region belongs to; its own where it is above."""
    return region[:DISTRICT_DIGITS]
