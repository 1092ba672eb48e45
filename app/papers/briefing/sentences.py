"""Sentences that follow from the numbers of a briefing: what changed, whether that is usual, who
made it; pure. They name figures, so that each number in them can be asked as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.papers.briefing.change import Mover, is_change
from app.papers.rules import PeriodKind
from app.papers.wording import wording

_RATE_FROM = 20  # counts before of fewer give no percentage
_PERIOD_WORDS = ("this", "before", "beside", "within", "many", "usual")
OTHER = {PeriodKind.DAILY: "week", PeriodKind.WEEKLY: "year", PeriodKind.MONTHLY: "year"}
"""Ends the names of what is compared with the same weekday, or with a year before."""

phrase = wording("briefing_words")


def told_of(kind: PeriodKind, key: str, **facts: object) -> str:
    """Return a phrase with the words of a period filled in: 本周, 上周, 去年同周."""
    return phrase(key, **{**_words(kind), **facts})


def told_all(kind: PeriodKind, texts: Sequence[str], **facts: object) -> tuple[str, ...]:
    """Return texts with the words of a period filled in."""
    return tuple(text.format(**{**_words(kind), **facts}) for text in texts)


def _words(kind: PeriodKind) -> dict[str, object]:
    return {name: phrase(f"period.{kind.value}.{name}") for name in _PERIOD_WORDS}


@dataclass(frozen=True, slots=True)
class Compared:
    """A count and what it is compared with.

    Attributes:
        name: How the figure is called.
        now: In this period.
        before: In the one before.
        running: The period has not ended.
        known: There were any cases at all by the one before.
        kind: Day, week or month.
    """

    name: str
    now: int
    before: int
    running: bool = False
    known: bool = True
    kind: PeriodKind = PeriodKind.WEEKLY

    @property
    def has_rate(self) -> bool:
        """Whether a percentage may be told."""
        return self.before >= _RATE_FROM


def change_words(told: Compared) -> str:
    """Return what may be said against the period before."""
    if told.running:
        key = "running"
    elif not told.known:
        key = "none"
    elif told.now == told.before:
        key = "same"
    elif not is_change(told.now, told.before):
        key = "about"
    else:
        key = "more" if told.now > told.before else "less"
        key = f"{key}_rate" if told.has_rate else key
    return told_of(told.kind, f"change.{key}", name=told.name)


def beside_words(told: Compared) -> str:
    """Return what may be said against the same weekday, or the same period a year before, "" where
    nothing is known of it; `before` is its count.
    """
    if told.running or not told.before:
        return ""
    if told.now == told.before:
        key = "same"
    elif not is_change(told.now, told.before):
        key = "about"
    else:
        key = "more" if told.now > told.before else "less"
    other = OTHER[told.kind]
    return told_of(told.kind, f"change.beside_{key}", name=told.name, other=other)


def usual_words(
    now: int,
    usual: tuple[int, int] | None,
    *,
    count: int,
    least: int,
    kind: PeriodKind = PeriodKind.WEEKLY,
) -> str:
    """Return whether a count lies in the usual range.

    Args:
        now: The count.
        usual: From and to, None where nobody can say.
        count: So many periods say what is usual.
        least: Fewest that do.
        kind: Day, week or month.
    """
    if usual is None:
        return told_of(kind, "change.usual_unknown", least=least)
    low, high = usual
    key = "below" if now < low else "above" if now > high else "in"
    return told_of(kind, f"change.usual_{key}", count=count, low=low, high=high)


def why_words(
    kind: PeriodKind,
    regions: Sequence[Mover],
    categories: Sequence[Mover],
    names: Mapping[str, str],
    *,
    changed: bool,
) -> str:
    """Return who made a change, "" where there was none.

    Args:
        kind: Day, week or month.
        regions: Regions that did.
        categories: Categories that did.
        names: Of both, by code.
        changed: Whether the whole has changed.
    """
    if not changed:
        return ""
    if not regions and not categories:
        return phrase("why.spread")
    first = (regions or categories)[0]
    told = ""
    if regions:
        key = "more" if first.difference > 0 else "less"
        told = told_of(kind, f"why.{key}", movers=_movers(regions, names))
    if categories:
        told += phrase("why.more_kind", movers=_movers(categories, names))
    return told


def mover_figure(code: str) -> str:
    """Return how the figure of one who made a change is called."""
    return f"mover@{code}"


def _movers(found: Sequence[Mover], names: Mapping[str, str]) -> str:
    return phrase("names").join(
        phrase(
            "why.mover_more" if mover.difference > 0 else "why.mover_less",
            name=braced(names.get(mover.code, mover.code)),
            figure=mover_figure(mover.code),
        )
        for mover in found
    )


def braced(text: str) -> str:
    """Return a text whose braces mean braces: names are typed by people."""
    return text.replace("{", "{{").replace("}", "}}")
