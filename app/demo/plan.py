"""Which cases there are and how far each has come, so that the street looks alive; pure.

Cases arrive at the rhythm of life. Most are closed; how many stand where today is given
(`QUOTAS`), and which ones is drawn so that no limit is broken but those that shall be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from math import log
from random import Random

from app.cases.clock import Limit
from app.cases.rules import Level, MatterClass, Source
from app.core.calendar import CHINA
from app.demo.street import KindTexts
from app.demo.timing import Timing


class Fate(StrEnum):
    """How far a case has come by now."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    HANDLED = "handled"  # in hand, well within its limit
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SUPERVISED = "supervised"  # overdue, and a sheet asks why
    PAUSED = "paused"
    FINISHED = "finished"
    CLOSED = "closed"
    SOLVED = "solved"  # on the spot, by a grid worker
    DECLINED = "declined"


QUOTAS = {
    Fate.SUBMITTED: 5,
    Fate.REGISTERED: 8,
    Fate.ASSIGNED: 11,
    Fate.SUPERVISED: 2,
    Fate.OVERDUE: 1,
    Fate.DUE_SOON: 5,
    Fate.PAUSED: 6,
    Fate.HANDLED: 143,
    Fate.FINISHED: 33,
}
"""214 open cases, as a street of this size has them on a working day."""

OPEN_SHARE = 0.6
"""At most this share of all cases is open: a demo of two days is smaller in everything."""

INTAKE = (Fate.SUBMITTED, Fate.REGISTERED, Fate.ASSIGNED)
MESSAGES = frozenset(
    {
        Source.HOTLINE_12345,
        Source.DIGITAL_CITY,
        Source.MAILBOX,
        Source.SCAN,
        Source.GOVERNMENT_APP,
        Source.KIOSK,
    }
)
"""Sources whose records wait to be accepted; the others are registered by who hears them."""

SILENT = frozenset({Source.GRID_PATROL, Source.DIGITAL_CITY, Source.DEPARTMENT, Source.SUPERIOR})
"""Sources that name no reporter."""

_IN_HOURS = {
    Source.GRID_PATROL: 26,
    Source.HOTLINE_12345: 22,
    Source.CALL: 18,
    Source.VISIT: 10,
    Source.DIGITAL_CITY: 6,
    Source.MAILBOX: 4,
    Source.SCAN: 4,
    Source.COMMUNITY_LINE: 4,
    Source.GOVERNMENT_APP: 3,
    Source.KIOSK: 2,
    Source.DEPARTMENT: 1,
    Source.SUPERIOR: 1,
}
_OFF_HOURS = {
    Source.HOTLINE_12345: 44,
    Source.MAILBOX: 14,
    Source.SCAN: 14,
    Source.GOVERNMENT_APP: 10,
    Source.GRID_PATROL: 10,
    Source.DIGITAL_CITY: 8,
}
ASKED = ("X11", "X12", "X14", "X15", "X16-003")
_ASKED_THROUGH = {
    Source.GRID_PATROL: Source.CALL,
    Source.DIGITAL_CITY: Source.HOTLINE_12345,
}
_WITHIN = {  # share of the handling limit that is used up now, at least and at most
    Fate.HANDLED: (-0.01, 0.71),
    Fate.DUE_SOON: (0.78, 0.96),
    Fate.OVERDUE: (1.04, 1.9),
    Fate.SUPERVISED: (1.3, 2.8),
    Fate.PAUSED: (0.15, 0.7),
    Fate.FINISHED: (0.05, 1.05),
}
SOLVED_SHARE = 0.2
"""Of small things that grid workers find, this share they solve themselves."""

DECLINED_SHARE = 0.08
"""Of messages of the past; people also write to the wrong office."""

_DUE_TODAY = 0.75
"""Counted as neither far from due nor due soon: few cases run out on the present day."""

_FRESH = timedelta(minutes=12)
_FRESH_HOURS = 1.5
_LONG_ENOUGH_HOURS = 6.0
"""So long it takes at least until a case is suspended or supervised."""

_SURE = 1e6


@dataclass(frozen=True, slots=True)
class KindRule:
    """What the dictionary says of a kind.

    Attributes:
        unit: Code of the responsible unit, "" where it is decided case by case.
    """

    texts: KindTexts
    level: Level
    matter_class: MatterClass
    unit: str
    sign: Limit
    handle: Limit

    @property
    def is_urgent(self) -> bool:
        """Tell whether it cannot wait for office hours."""
        return self.level is Level.URGENT

    @property
    def is_small(self) -> bool:
        """Tell whether a grid worker may solve it on the spot."""
        asked = self.texts.code.startswith(ASKED)
        return not self.is_urgent and self.matter_class is MatterClass.MINOR and not asked


@dataclass(frozen=True, slots=True)
class Slot:
    """A case before it is known what it is about.

    Attributes:
        arrived_at: When it came in.
        source: Where from.
        registered_at: When it is registered, unless it is urgent.
        registered_urgent_at: When it is registered if it is urgent.
    """

    arrived_at: datetime
    source: Source
    registered_at: datetime
    registered_urgent_at: datetime

    @property
    def is_message(self) -> bool:
        """Tell whether it waits to be accepted first."""
        return self.source in MESSAGES

    def begins_at(self, rule: KindRule) -> datetime:
        """Return when it is registered as a case of a kind."""
        return self.registered_urgent_at if rule.is_urgent else self.registered_at


@dataclass(frozen=True, slots=True)
class Draft:
    """A case with its kind and its fate."""

    slot: Slot
    rule: KindRule
    fate: Fate

    @property
    def source(self) -> Source:
        """Return where it came from: nobody on patrol finds what people ask at a window."""
        asked = self.rule.texts.code.startswith(ASKED)
        return _ASKED_THROUGH.get(self.slot.source, self.slot.source) if asked else self.slot.source


def plan_cases(
    moments: Sequence[datetime],
    rules: Mapping[str, KindRule],
    timing: Timing,
    now: datetime,
    chance: Random,
    *,
    size: float = 1.0,
) -> list[Draft]:
    """Return a case for each moment of arrival, in that order.

    Args:
        moments: Arrivals, ascending.
        rules: Kinds by their code.
        timing: The calendar.
        now: Where all cases shall stand as told by `QUOTAS`.
        chance: Where every die is cast.
        size: How many times as many open cases as `QUOTAS` says.
    """
    slots = [_slot(moment, timing, now, chance) for moment in moments]
    draw = _Draw(slots, tuple(rules.values()), timing, now, chance)
    share = min(1.0, OPEN_SHARE * len(slots) / (size * sum(QUOTAS.values())))
    for fate in QUOTAS:
        draw.take(fate, max(1, round(QUOTAS[fate] * share * size)))
    draw.close_the_rest()
    return [Draft(slots[place], *draw.drawn[place]) for place in range(len(slots))]


def _slot(moment: datetime, timing: Timing, now: datetime, chance: Random) -> Slot:
    arrived = min(moment, now - _FRESH)
    weights = _IN_HOURS if timing.is_open(arrived) else _OFF_HOURS
    source = chance.choices(tuple(weights), tuple(weights.values()))[0]
    if source not in MESSAGES:
        return Slot(arrived, source, arrived, arrived)
    latest = now - _FRESH / 2
    accepted = timing.later(arrived, 2 + chance.expovariate(1 / 12))
    at_once = arrived + timedelta(minutes=chance.uniform(2, 5))
    return Slot(arrived, source, min(accepted, latest), min(at_once, latest))


class _Draw:
    """Gives each slot its fate and kind, one fate after the other."""

    def __init__(
        self,
        slots: Sequence[Slot],
        rules: Sequence[KindRule],
        timing: Timing,
        now: datetime,
        chance: Random,
    ) -> None:
        self._slots = slots
        self._rules = rules
        self._timing = timing
        self._now = now
        self._chance = chance
        self._midnight = datetime.combine(
            now.astimezone(CHINA).date() + timedelta(days=1), time(), CHINA
        )
        self._shares: dict[tuple[int, Limit, bool], float] = {}
        self.drawn: dict[int, tuple[KindRule, Fate]] = {}

    def take(self, fate: Fate, count: int) -> None:
        """Give a fate to `count` slots that suit it."""
        order = self._newest_first() if fate in INTAKE else self._by_lot(fate)
        for place in order:
            if count == 0:
                return
            rules = self._suiting(place, fate)
            if rules:
                self.drawn[place] = (self._one_of(rules), fate)
                count -= 1

    def close_the_rest(self) -> None:
        """Let all other slots be ended cases of any kind."""
        for place in self._left():
            fate = self._ended(self._slots[place])
            rules = self._suiting(place, fate)
            self.drawn[place] = (self._one_of(rules), fate)

    def _ended(self, slot: Slot) -> Fate:
        if slot.source is Source.GRID_PATROL and self._chance.random() < SOLVED_SHARE:
            return Fate.SOLVED
        if slot.is_message and self._chance.random() < DECLINED_SHARE:
            return Fate.DECLINED
        return Fate.CLOSED

    def _left(self) -> list[int]:
        return [place for place in range(len(self._slots)) if place not in self.drawn]

    def _newest_first(self) -> list[int]:
        """Return free slots, the newest first, but not too strictly."""
        return sorted(self._left(), key=lambda place: -place + self._chance.uniform(0, 6))

    def _by_lot(self, fate: Fate) -> list[int]:
        """Return free slots in an order drawn by weight (Efraimidis and Spirakis)."""
        weights = {place: self._weight(place, fate) for place in self._left()}
        keys = {p: log(self._chance.random()) / w for p, w in weights.items() if w > 0}
        return sorted(keys, key=lambda place: -keys[place])

    def _weight(self, place: int, fate: Fate) -> float:
        age = self._timing.worked_hours(self._slots[place].registered_at, self._now)
        if fate is Fate.FINISHED and age < 2 * _FRESH_HOURS:
            return 0.0
        if fate in (Fate.PAUSED, Fate.SUPERVISED) and age < _LONG_ENOUGH_HOURS:
            return 0.0
        if fate is Fate.HANDLED and age < _FRESH_HOURS:
            return _SURE
        return float(sum(rule.texts.weight for rule in self._suiting(place, fate)))

    def _suiting(self, place: int, fate: Fate) -> list[KindRule]:
        slot = self._slots[place]
        month = slot.arrived_at.astimezone(CHINA).month
        rules = [r for r in self._rules if not r.texts.months or month in r.texts.months]
        if fate is Fate.SUBMITTED and not slot.is_message:
            return []
        if fate in INTAKE or fate is Fate.DECLINED:
            return [rule for rule in rules if not rule.is_urgent]
        if fate is Fate.SOLVED:
            return [rule for rule in rules if rule.is_small]
        if fate not in _WITHIN:
            return rules
        if fate in (Fate.PAUSED, Fate.SUPERVISED):
            rules = [rule for rule in rules if not rule.is_urgent]
        least, most = _WITHIN[fate]
        return [rule for rule in rules if least < self._used(place, rule) < most]

    def _used(self, place: int, rule: KindRule) -> float:
        """Return the used share of a handling limit; kinds share limits, so it is kept."""
        key = (place, rule.handle, rule.is_urgent)
        if key not in self._shares:
            begin = self._slots[place].begins_at(rule)
            used = self._timing.used(rule.handle, begin, self._now)
            if 0 < used < _WITHIN[Fate.HANDLED][1]:
                due = self._timing.reached(rule.handle, begin, 1.0)
                used = _DUE_TODAY if due < self._midnight else used
            self._shares[key] = used
        return self._shares[key]

    def _one_of(self, rules: Sequence[KindRule]) -> KindRule:
        return self._chance.choices(rules, [rule.texts.weight for rule in rules])[0]
