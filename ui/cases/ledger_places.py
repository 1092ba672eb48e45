"""Where things stand on the strip of a ledger, in pixels; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.cases.clock_strip import Mark, MarkKind, StripDay
from app.core.clock import local

LABEL_LINE = 17
BAND = 24
ROW_GAP = 10
NAME_PX = 96
MOST_LEVELS = 5
ASIDE = 4  # between a mark and its words

_LOUDEST = (
    MarkKind.NOW,
    MarkKind.DUE,
    MarkKind.SIGNED,
    MarkKind.STOPPED,
    MarkKind.RESUMED,
)


@dataclass(frozen=True, slots=True)
class Axis:
    """The hours across the strip.

    Attributes:
        opens: First minute since midnight.
        closes: Last minute.
        left: Where `opens` stands.
        width: From `opens` to `closes`.
    """

    opens: int
    closes: int
    left: float
    width: float

    def x(self, minute: float) -> float:
        """Return where a minute of the day stands, kept on the axis."""
        share = (minute - self.opens) / max(1, self.closes - self.opens)
        return self.left + max(0.0, min(1.0, share)) * self.width

    @property
    def right(self) -> float:
        """Its right end."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Flag:
    """Marks of one minute with their words.

    Attributes:
        kind: Of the most telling one.
        text: ``10:20 受理``.
        at: Where its line stands.
        left: Where its words begin.
        level: Row of words, 0 next to the band.
    """

    kind: MarkKind
    text: str
    at: float
    left: float
    level: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A day on the strip.

    Attributes:
        day: What it shows.
        top: Of its words.
        band: Top of its band.
        flags: Its marks.
    """

    day: StripDay
    top: float
    band: float
    flags: tuple[Flag, ...]

    @property
    def bottom(self) -> float:
        """Lower edge of the band."""
        return self.band + BAND


Measure = Callable[[str], float]


def lanes(days: Iterable[StripDay], axis: Axis, measure: Measure) -> tuple[Lane, ...]:
    """Return the days one under another; those with words over them take more room."""
    found: list[Lane] = []
    top = 0.0
    for day in days:
        flags = flags_of(day.marks, axis, measure)
        levels = max((flag.level + 1 for flag in flags), default=0)
        band = top + levels * LABEL_LINE
        found.append(Lane(day, top, band, flags))
        top = band + BAND + ROW_GAP
    return tuple(found)


def flags_of(marks: Sequence[Mark], axis: Axis, measure: Measure) -> tuple[Flag, ...]:
    """Place the words of marks so that none covers another or another's line.

    The last is placed first: words stand right of their line, those of earlier marks in higher
    rows where they reach over a later line.
    """
    groups = [_joined(tuple(same)) for _, same in groupby(marks, key=lambda m: _minute(m.at))]
    flags: list[Flag] = []
    before = [axis.x(_minute(mark.at)) for mark in groups]
    for mark in reversed(groups):
        at = before.pop()
        text = f"{local(mark.at):%H:%M} {mark.words}"
        placed = _Placing(at, measure(text), tuple(before), tuple(flags), axis, measure)
        left, level = placed.found()
        flags.insert(0, Flag(mark.kind, text, at, left, level))
    return tuple(flags)


@dataclass(frozen=True, slots=True)
class _Placing:
    """One mark that is to be placed, with those after it placed and those before it not."""

    at: float
    width: float
    before: tuple[float, ...]
    placed: tuple[Flag, ...]
    axis: Axis
    measure: Measure

    def found(self) -> tuple[float, int]:
        """Return where its words begin, and in which row."""
        right, left = self.at + ASIDE, self.at - ASIDE - self.width
        for level in range(MOST_LEVELS):
            for side in (right, left):
                if self._free(side, level):
                    return side, level
        inside = min(max(right, self.axis.left), max(self.axis.left, self.axis.right - self.width))
        return inside, MOST_LEVELS - 1

    def _free(self, left: float, level: int) -> bool:
        right = left + self.width
        if left < self.axis.left or right > self.axis.right + 1:
            return False
        # each line that will stand in the way needs a row under these words
        if sum(left - ASIDE < at < right + ASIDE for at in self.before) > level:
            return False
        return not any(self._in_the_way(flag, left, right, level) for flag in self.placed)

    def _in_the_way(self, flag: Flag, left: float, right: float, level: int) -> bool:
        begin, end = flag.left - ASIDE, flag.left + self.measure(flag.text) + ASIDE
        if flag.level == level and begin < right and left < end:
            return True
        if flag.level >= level and left - 2 < flag.at < right + 2:
            return True
        return flag.level < level and begin < self.at < end


def _joined(marks: tuple[Mark, ...]) -> Mark:
    kinds = {mark.kind for mark in marks}
    kind = next((kind for kind in _LOUDEST if kind in kinds), marks[0].kind)
    words = "、".join(dict.fromkeys(mark.words for mark in marks))
    return Mark(marks[0].at, kind, words)


def _minute(moment: datetime) -> int:
    here = local(moment)
    return here.hour * 60 + here.minute
