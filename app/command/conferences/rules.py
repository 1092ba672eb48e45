"""How stations took part, how the line was, and which conferences are listed; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.territory.video.rules import VideoTier as VideoTier  # whose the host is

SUBJECT_MOST, RESULT_MOST, FAULTS_MOST, HOST_MOST, WHY_MOST = 100, 500, 300, 60, 100
SEATS_MOST = 400
LONGEST = timedelta(hours=24)
AHEAD = timedelta(minutes=10)
"""How far the clock of a desk may be ahead of the end of a conference that is written down."""


class StationAttendance(StrEnum):
    """How a station took part."""

    CAME = "came"
    LATE = "late"
    ABSENT = "absent"


class ConferenceQuality(StrEnum):
    """How picture and sound were."""

    GOOD = "good"
    FLAWED = "flawed"
    BROKEN = "broken"


class ConferenceView(StrEnum):
    """Which conferences are listed."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    YEAR = "year"
    ALL = "all"
    FAULTY = "faulty"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many stations were to take part, and how they did."""

    came: int = 0
    late: int = 0
    absent: int = 0

    @property
    def wanted(self) -> int:
        """All that were to take part."""
        return self.came + self.late + self.absent

    @property
    def share(self) -> float | None:
        """The part that was there, late or not; None where none was to be."""
        return (self.came + self.late) / self.wanted if self.wanted else None


def is_held(held_from: datetime, held_to: datetime, now: datetime) -> bool:
    """Tell whether a conference may have been held so: within a day, and over by now."""
    return timedelta() < held_to - held_from <= LONGEST and held_to <= now + AHEAD
