"""A calendar body as JSON text and back: the form in which versions are kept."""

import json
from datetime import date
from typing import Any

from app.core.calendar_body import (
    BadCalendar,
    CalendarBody,
    DayKind,
    DayOverride,
    NationalDay,
    NationalYear,
    Season,
    Span,
)


class UnreadableCalendar(BadCalendar):
    """The text is not a calendar; facts: ``why``."""

    code = "calendar.unreadable"


class CalendarPartMissing(BadCalendar):
    """The text is a calendar without one of its parts; facts: ``part``."""

    code = "calendar.part_missing"


def to_json(body: CalendarBody) -> str:
    """Return a body as compact JSON, always the same text for the same body."""
    return json.dumps(
        {
            "seasons": [_season_out(season) for season in body.seasons],
            "overrides": [_override_out(override) for override in body.overrides],
            "national": {
                str(year.year): [[str(d.day), d.kind.value, d.name] for d in year.days]
                for year in body.national
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> CalendarBody:
    """Read a body back.

    Raises:
        UnreadableCalendar: The text is no JSON, or a part of it has a wrong form.
        CalendarPartMissing: A part is absent.
        BadCalendar: It is a calendar, but contradicts itself.
    """
    try:
        parts = json.loads(text)
        return CalendarBody(
            seasons=tuple(_season_in(part) for part in parts["seasons"]),
            overrides=tuple(_override_in(part) for part in parts["overrides"]),
            national=tuple(
                NationalYear(int(year), tuple(_national_in(part) for part in days))
                for year, days in parts["national"].items()
            ),
        )
    except KeyError as error:
        raise CalendarPartMissing(part=error.args[0]) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableCalendar(why=str(error)) from error


def _season_out(season: Season) -> dict[str, Any]:
    return {
        "name": season.name,
        "first": "{:02d}-{:02d}".format(*season.first),
        "last": "{:02d}-{:02d}".format(*season.last),
        "hours": [str(span) for span in season.spans],
    }


def _season_in(part: dict[str, Any]) -> Season:
    return Season(
        str(part["name"]),
        _month_day(part["first"]),
        _month_day(part["last"]),
        _spans(part["hours"]),
    )


def _override_out(override: DayOverride) -> dict[str, Any]:
    hours = None if override.spans is None else [str(span) for span in override.spans]
    return {
        "day": str(override.day),
        "kind": override.kind.value,
        "hours": hours,
        "note": override.note,
    }


def _override_in(part: dict[str, Any]) -> DayOverride:
    hours = part.get("hours")
    return DayOverride(
        day=date.fromisoformat(part["day"]),
        kind=DayKind(part["kind"]),
        spans=None if hours is None else _spans(hours),
        note=str(part.get("note", "")),
    )


def _national_in(part: list[str]) -> NationalDay:
    day, kind, name = part
    return NationalDay(date.fromisoformat(day), DayKind(kind), name)


def _spans(texts: list[str]) -> tuple[Span, ...]:
    return tuple(Span.parse(text) for text in texts)


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
