"""The published national calendar, read from the maintained package ``chinesecalendar``.

The package carries the holidays and make-up working days as the State Council announces them
each autumn for the year to come. What it says is copied into the calendar version that is
published, so a later release of the package never moves a deadline of the past.
"""

from dataclasses import replace
from datetime import date

from app.core.calendar_body import CalendarBody, DayKind, NationalDay, NationalYear, Season, Span
from app.core.words import say

FIRST_NATIONAL_YEAR = 2015
"""Cases are kept ten years; older national calendars move no deadline any more."""

_MORNING = Span(9 * 60, 12 * 60)
_SUMMER_AFTERNOON = Span(14 * 60 + 30, 18 * 60)
_WINTER_AFTERNOON = Span(13 * 60 + 30, 17 * 60 + 30)


def national_days(year: int) -> dict[date, NationalDay] | None:
    """Return the days on which a year leaves the plain week; None if it is not published yet."""
    from chinese_calendar import holidays, workdays

    found = {
        day: NationalDay(day, kind, _festival(name))
        for listed, kind in ((holidays, DayKind.HOLIDAY), (workdays, DayKind.MAKEUP_WORKDAY))
        for day, name in listed.items()
        if day.year == year
    }
    if not any(entry.kind is DayKind.HOLIDAY for entry in found.values()):
        return None
    return dict(sorted(found.items()))


def published_years(first: int = FIRST_NATIONAL_YEAR) -> tuple[NationalYear, ...]:
    """Return every published year from `first` on."""
    found: list[NationalYear] = []
    days = national_days(first)
    while days is not None:
        found.append(NationalYear(first + len(found), tuple(days.values())))
        days = national_days(first + len(found))
    return tuple(found)


def default_body() -> CalendarBody:
    """Return the calendar a new database starts with: usual office hours, all published years."""
    return CalendarBody(
        seasons=(
            Season(say("calendar.summer"), (5, 1), (9, 30), (_MORNING, _SUMMER_AFTERNOON)),
            Season(say("calendar.winter"), (10, 1), (4, 30), (_MORNING, _WINTER_AFTERNOON)),
        ),
        national=published_years(),
    )


def with_newly_published(body: CalendarBody) -> CalendarBody:
    """Return the body with the years published since it was made; years it has stay as they are."""
    known = {year.year for year in body.national}
    fresh = tuple(year for year in published_years() if year.year not in known)
    if not fresh:
        return body
    return replace(body, national=tuple(sorted(body.national + fresh, key=lambda year: year.year)))


def _festival(english: str) -> str:
    from chinese_calendar import Holiday

    return str(Holiday(english).chinese)
