"""A calendar that is being changed and not published yet: pure values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.core.calendar import (
    BadCalendar,
    CalendarBody,
    DayKind,
    DayOverride,
    Season,
    Span,
    WorkCalendar,
)
from app.core.calendar_json import from_json, to_json
from ui.administration.calendar_changes import changed_days
from ui.core.preferences import Preferences

KEPT = "calendar/draft"


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """What shall follow the version `base`.

    Attributes:
        base: The version it was begun on.
        body: What it says.
    """

    base: WorkCalendar
    body: CalendarBody

    @property
    def is_changed(self) -> bool:
        """True where it says something else than its base."""
        return self.body != self.base.body

    def calendar(self) -> WorkCalendar:
        """Return it as a calendar to look at and to count with."""
        return WorkCalendar(0, self.body)

    def override(self, day: date) -> DayOverride | None:
        """Return what was set by hand for a day."""
        return next((entry for entry in self.body.overrides if entry.day == day), None)

    def with_days(
        self, days: Iterable[date], *, works: bool, spans: tuple[Span, ...] | None, note: str
    ) -> "CalendarDraft":
        """Return the draft with days set by hand.

        Args:
            days: Which ones.
            works: Working days; else days off.
            spans: Their own hours, None for those of the season.
            note: Why.

        Raises:
            BadCalendar: The hours contradict themselves.
        """
        plain = WorkCalendar(0, replace(self.body, overrides=()))
        entries = {entry.day: entry for entry in self.body.overrides}
        for day in days:
            kind = _kind(plain.kind_of(day), works=works)
            entries[day] = DayOverride(day, kind, spans if works else None, note)
        return replace(self, body=_with_overrides(self.body, entries))

    def without_days(self, days: Iterable[date]) -> "CalendarDraft":
        """Return the draft with days as they are published."""
        gone = set(days)
        entries = {entry.day: entry for entry in self.body.overrides if entry.day not in gone}
        return replace(self, body=_with_overrides(self.body, entries))

    def with_seasons(self, seasons: tuple[Season, ...]) -> "CalendarDraft":
        """Return the draft with other seasons.

        Raises:
            BadCalendar: They overlap, leave a gap or have no hours.
        """
        return replace(self, body=replace(self.body, seasons=seasons))

    def on(self, base: WorkCalendar) -> "CalendarDraft":
        """Return what was changed here, moved onto another version: what was changed here wins."""
        mine = {entry.day: entry for entry in self.body.overrides}
        entries = {entry.day: entry for entry in base.body.overrides}
        for day in changed_days(self.base.body, self.body):
            if day in mine:
                entries[day] = mine[day]
            else:
                entries.pop(day, None)
        seasons = base.body.seasons
        if self.body.seasons != self.base.body.seasons:
            seasons = self.body.seasons
        years = {year.year: year for year in (*self.body.national, *base.body.national)}
        national = tuple(years[year] for year in sorted(years))
        body = CalendarBody(seasons, _sorted(entries), national)
        return CalendarDraft(base, body)


def _kind(plain: DayKind, *, works: bool) -> DayKind:
    """Return the kind a day gets by hand: working on a day off is a make-up working day."""
    if not works:
        return DayKind.DAY_OFF
    return DayKind.WORKDAY if plain is DayKind.WORKDAY else DayKind.MAKEUP_WORKDAY


def _sorted(entries: dict[date, DayOverride]) -> tuple[DayOverride, ...]:
    return tuple(entries[day] for day in sorted(entries))


def _with_overrides(body: CalendarBody, entries: dict[date, DayOverride]) -> CalendarBody:
    return replace(body, overrides=_sorted(entries))


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept between two starts: the number of its base, and its body."""

    number: int
    body: CalendarBody


def keep_draft(preferences: Preferences, draft: CalendarDraft | None) -> None:
    """Keep a draft over a crash, a sign-out, a power cut; None forgets it."""
    if draft is None or not draft.is_changed:
        preferences.remove(KEPT)
    else:
        kept = {"number": draft.base.number, "body": to_json(draft.body)}
        preferences.set_layout(KEPT, kept)


def kept_draft(preferences: Preferences) -> KeptDraft | None:
    """Return the draft that was kept, None where there is none that can be read."""
    kept = preferences.layout(KEPT)
    number, text = kept.get("number"), kept.get("body")
    if not isinstance(number, int) or not isinstance(text, str):
        return None
    try:
        return KeptDraft(number, from_json(text))
    except BadCalendar:
        return None
