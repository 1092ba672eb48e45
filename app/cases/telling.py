"""What is compared of a case when likely duplicates are looked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from app.cases.likeness import RADIUS_M, Likeness, Limits, Report, Weights, likeness, text_pairs
from app.cases.models import CaseFile, Category
from app.core.shared_settings import CentreSettings, settings_at

remembered_pairs = lru_cache(maxsize=20_000)(text_pairs)
"""The pairs of a text, remembered: a form asks again at every pause about the same cases."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody tells, as far as it is typed.

    Attributes:
        region: Where it is, as far as known; "" for not yet.
        place: In words: what is told of an office's own address lies somewhere else.
    """

    text: str
    at: datetime
    category: str | None = None
    region: str = ""
    place: str = ""
    longitude: float | None = None
    latitude: float | None = None
    title: str = ""


def why_alike(session: Session, case: CaseFile, other: CaseFile) -> Likeness | None:
    """Return what speaks for two cases being one matter, however far apart; None for nothing."""
    settings = settings_at(session, max(case.received_at, other.received_at))
    radius = radius_of(session, case.category_code)
    mine, theirs = (
        report_of(telling_of(each), remembered_pairs(each.title, each.text), (), (), radius)
        for each in (case, other)
    )
    return likeness(mine, theirs, Weights((mine.pairs, theirs.pairs)), limits_of(settings))


def telling_of(case: CaseFile) -> Telling:
    """Return what is compared of a case."""
    return Telling(
        text=case.text,
        at=case.received_at,
        category=case.category_code,
        region=case.region,
        place=case.place,
        longitude=case.longitude,
        latitude=case.latitude,
        title=case.title,
    )


def limits_of(settings: CentreSettings) -> Limits:
    """Return what the centre decided about likely duplicates."""
    return Limits(settings.duplicate_hours, settings.duplicate_text_percent)


def report_of(
    telling: Telling,
    pairs: frozenset[str],
    parked: Collection[tuple[float, float]],
    names: Collection[str],
    radius_m: int,
) -> Report:
    """Return what is compared; a point that cases are only parked on is left out."""
    point = (telling.longitude, telling.latitude)
    somewhere = point not in parked and telling.place.strip() not in names
    longitude, latitude = point if somewhere else (None, None)
    return Report(None, telling.category, telling.at, pairs, longitude, latitude, radius_m)


def radius_of(session: Session, category: str | None) -> int:
    """Return within how many metres two cases of a kind may be one matter."""
    kind = session.get(Category, category) if category else None
    return kind.duplicate_radius_m if kind is not None else RADIUS_M
