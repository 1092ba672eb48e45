"""What command calls kinds of incidents and the area they concern; pure."""

from collections.abc import Sequence
from enum import StrEnum

NAME_MOST, TITLE_MOST, NOTE_MOST, WORDS_MOST, REPORT_MOST = 60, 60, 200, 1_000, 4_000
TIERS = (2, 4, 6, 9)
"""Digits of the codes of province, city, county and street."""


class IncidentKind(StrEnum):
    """What sort of incident, and of response plan."""

    FLOOD = "flood"
    FIRE = "fire"
    HEALTH = "health"
    COLLAPSE = "collapse"
    GAS = "gas"
    CROWD = "crowd"
    COLD = "cold"
    OTHER = "other"


def line_of(region: str) -> tuple[str, ...]:
    """Return the codes of a region's street, county, city and province, its own among them."""
    return tuple(region[:digits] for digits in TIERS if len(region) >= digits)


def four(text: str, otherwise: Sequence[int]) -> tuple[int, ...]:
    """Return the figures of levels IV to I out of ``100、75、50、50``; `otherwise` where there are
    not four of them.
    """
    found = tuple(
        int(part) for part in text.replace(",", "、").split("、") if part.strip().isdigit()
    )
    return found if len(found) == len(otherwise) and all(found) else tuple(otherwise)
