"""Which backups stay: the newest of each of the last days, weeks and months; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """How many stay.

    Attributes:
        daily: Days of which the newest stays; days without a backup do not count.
        weekly: Weeks (Monday to Sunday) likewise.
        monthly: Calendar months likewise.
    """

    daily: int
    weekly: int
    monthly: int


def staying(moments: Iterable[datetime], keep: Keep) -> frozenset[datetime]:
    """Return which backups stay; the newest of all always does.

    Args:
        moments: When each was made, on the wall clock of the place.
        keep: How many.
    """
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.daily, datetime.date),
        (keep.weekly, lambda moment: moment.isocalendar()[:2]),
        (keep.monthly, lambda moment: (moment.year, moment.month)),
    )
    for most, period_of in periods:
        newest_of: dict[object, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period_of(moment), moment)
        kept.update(list(newest_of.values())[:most])
    return frozenset(kept)
