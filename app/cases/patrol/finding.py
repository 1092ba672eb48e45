"""What a grid worker found on a patrol, as it is typed into a row; pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.core.attachments import Prepared

FINGERPRINT = "XC-"
_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        region: Code of the grid it lies in.
        point: CGCS2000 degrees, None where nobody put it on the map.
        happened_at: When it was seen (aware), None for now.
        is_solved: Solved on the spot; then `note` says how, and the last photo shows it.
        photos: How it looked, in the order of time.
        fingerprint: Tells the photos from others: the same photos are the same finding; "" for a
            finding without photos, or one whose photos nobody took from a telephone's export.
        round_id: The round it was found on, None for none.
    """

    text: str
    category: str
    region: str
    place: str = ""
    point: tuple[float, float] | None = None
    happened_at: datetime | None = None
    is_solved: bool = False
    note: str = ""
    photos: tuple[Prepared, ...] = field(default=(), repr=False)
    fingerprint: str = ""
    round_id: UUID | None = None


def fingerprint_of(photos: Iterable[str]) -> str:
    """Return what tells a finding by its photos' fingerprints, in whatever order they are."""
    told = sorted(photos)
    if not told:
        return ""
    return FINGERPRINT + hashlib.sha256("".join(told).encode()).hexdigest()[:_DIGITS]
