"""What the wall reads, as frozen values; a tile shows one of them and says when it was read."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.command.wall.rules import WallOrderRow
from app.command.wall_state import WallDuty, WallEntry, WallIncident, WallPosture, WallUnit
from app.workforce.duty.rules import DutyPost as DutyPost  # a post is told by its name


class Reading(StrEnum):
    """What is read together, and so is of one age."""

    NEWS = "news"
    STANDING = "standing"
    PULSE = "pulse"
    PLACES = "places"
    DUE = "due"
    HOLDING = "holding"
    FLOW = "flow"
    RATES = "rates"
    PARTY = "party"
    STATE = "state"
    INCIDENT = "incident"
    GROUND = "ground"


RHYTHM_S = {
    Reading.NEWS: 5,
    Reading.STANDING: 15,
    Reading.PULSE: 60,
    Reading.PLACES: 30,
    Reading.DUE: 60,
    Reading.HOLDING: 300,
    Reading.FLOW: 120,
    Reading.RATES: 300,
    Reading.PARTY: 300,
    Reading.STATE: 60,
    Reading.INCIDENT: 15,
    Reading.GROUND: 3600,
}
"""Seconds after which each is read anew though nobody told of a change."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cases stand.

    Attributes:
        oldest: Since when the longest overdue one is, None without any.
        next: When the next clock runs out, None without any.
        came: Taken in today.
        done: Finished today.
        ahead: Rows that say they were taken in after now: some desk's clock is wrong.
    """

    open: int
    late: int
    soon: int
    supervised: int
    oldest: datetime | None
    next: datetime | None
    came: int
    done: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """Cases taken in by local hour, today and usually.

    Attributes:
        hour: The running hour.
        today: Hours 0 to `hour`.
        low: Usual least of hours 0 to 23; empty while there are too few days.
        high: Usual most of them.
        usual_so_far: Usual least and most from midnight to the running hour; None as above.
    """

    hour: int
    today: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    usual_so_far: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Place:
    """About where an open case lies; CGCS2000 degrees."""

    longitude: float
    latitude: float
    is_urgent: bool
    is_late: bool
    is_dim: bool


@dataclass(frozen=True, slots=True)
class CommunityLoad:
    """Open and late cases of a community."""

    code: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Places:
    """What lies on the map.

    Attributes:
        more: There are more places than are shown.
    """

    places: tuple[Place, ...]
    communities: tuple[CommunityLoad, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class DueWeek:
    """How many clocks run out by local hour on the coming days.

    Attributes:
        days: Today and the six after it.
        counts: For each day the counts of hours 0 to 23.
    """

    days: tuple[date, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class UnitHold:
    """How long a unit holds cases.

    Attributes:
        hours: On average of those it finished in a month; None where it finished too few.
    """

    name: str
    done: int
    hours: float | None
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Stream:
    """Cases of a week that came from one source, lie at one unit and stand in one way.

    Attributes:
        source: Name of the source, "" for several with few cases each.
        unit: Name of the unit, "" where nobody was given them.
        few: They are few of several units, whose names are not told.
    """

    source: str
    unit: str
    few: bool
    result: str
    cases: int


@dataclass(frozen=True, slots=True)
class MonthRates:
    """The three rates of the month; a rate is None while it is of too few."""

    valid: int
    in_time: float | None
    solved: float | None
    satisfied: float | None


@dataclass(frozen=True, slots=True)
class PartyFigures:
    """Sums of the Party's work, and of who helps.

    Attributes:
        members_in: Members who reported in to a community, confirmed.
        units_in: Units that did.
        running: Projects of the three lists on their way.
        rated: Projects that were finished and judged.
        claimed: Service posts that members took.
        wanted: How many such posts there are.
        held: Activities of this month.
        came: How many came to them.
        ahead: Activities of the week to come.
        grids: Of each community: its code, its grids, and how many an organisation looks after.
    """

    organisations: int
    members: int
    members_in: int
    units_in: int
    resources: int
    needs: int
    running: int
    rated: int
    claimed: int
    wanted: int
    held: int
    came: int
    ahead: int
    grids: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class CentreState:
    """The posture in force, and how many are on duty; nobody's name."""

    posture: WallPosture
    duty: tuple[WallDuty, ...]


@dataclass(frozen=True, slots=True)
class IncidentState:
    """The incidents that go on, the units they hold, and what happened when."""

    incidents: tuple[WallIncident, ...]
    units: tuple[WallUnit, ...]
    entries: tuple[WallEntry, ...] = ()

    @property
    def its_entries(self) -> tuple[WallEntry, ...]:
        """Return what happened in the one the wall is about, the newest first."""
        first = self.first
        return tuple(e for e in self.entries if first is not None and e.incident == first.key)

    @property
    def first(self) -> WallIncident | None:
        """Return the one the wall is about: the last that began, a real one before rehearsals."""
        return max(self.incidents, key=lambda i: (not i.is_rehearsal, i.since), default=None)

    @property
    def its_units(self) -> tuple[WallUnit, ...]:
        """Return the units of that one, by number."""
        first = self.first
        return tuple(u for u in self.units if first is not None and u.incident == first.key)


@dataclass(frozen=True, slots=True)
class Area:
    """A street or community as it is drawn."""

    code: str
    name: str
    is_street: bool
    rings: tuple[tuple[tuple[float, float], ...], ...]
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """Areas and lines (kind and parts)."""

    areas: tuple[Area, ...]
    lines: tuple[tuple[str, tuple[tuple[tuple[float, float], ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class MajorCase:
    """Major matters that came in within a minute in a community; which, is told at a desk."""

    at: datetime
    community: str
    cases: int


@dataclass(frozen=True, slots=True)
class WallNews:
    """What a desk ordered, and what takes the wall by itself."""

    orders: tuple[WallOrderRow, ...]
    major: tuple[MajorCase, ...]


Figures = (
    WallNews | Standing | Pulse | Places | DueWeek | tuple[UnitHold, ...] | tuple[Stream, ...]
    | MonthRates | PartyFigures | CentreState | IncidentState | Ground
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WallSettings:
    """What the centre decided of the wall."""

    centre_name: str = ""
    rate_each: int = 0
    rate_least: int = 5
    wall_major_s: int = 120
    wall_quiet_from: int = 21
    wall_quiet_to: int = 7
    roll_amber_min: int = 10
    roll_red_min: int = 15
