"""What one calendar changes against another, in words: for history, preview and draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from app.core.calendar import CalendarBody, DayKind, DayOverride, WorkCalendar
from app.core.words import label as word
from ui.administration.day_words import day_name, days_name, hours_words, season_words
from ui.core.relative_time import short

ONE_DAY = timedelta(days=1)
TRIED_DAYS = (1, 2, 5, 10, 15)


@dataclass(frozen=True, slots=True)
class _Run:
    """Days one after another that are set alike; None: no longer set by hand."""

    first: date
    last: date
    override: DayOverride | None


def changes(before: CalendarBody, after: CalendarBody) -> tuple[str, ...]:
    """Return what `after` changes, one line each; empty where they say the same."""
    return (
        *_season_changes(before, after),
        *(_run_words(run, after) for run in _runs(before, after)),
        *_year_changes(before, after),
    )


def changed_days(before: CalendarBody, after: CalendarBody) -> frozenset[date]:
    """Return the days set by hand in one of the two and not alike in the other."""
    old = {entry.day: entry for entry in before.overrides}
    new = {entry.day: entry for entry in after.overrides}
    return frozenset(day for day in old.keys() | new.keys() if old.get(day) != new.get(day))


def effect_words(before: WorkCalendar, after: WorkCalendar, now: datetime) -> str:
    """Return what happens to a deadline that begins now, by one example."""
    translate = QCoreApplication.translate
    for days in TRIED_DAYS:
        old, new = (calendar.add_working_days(now, days) for calendar in (before, after))
        if old != new:
            words = translate(
                "CalendarChanges",
                "例：现在受理、限 {days} 工作日的事件，到期从 {old} 变为 {new}。",
            )
            return words.format(days=days, old=short(old), new=short(new))
    words = translate("CalendarChanges", "例：现在受理、限 {days} 工作日以内的事件，到期都不变。")
    return words.format(days=TRIED_DAYS[-1])


def _runs(before: CalendarBody, after: CalendarBody) -> Iterator[_Run]:
    new = {entry.day: entry for entry in after.overrides}
    run: _Run | None = None
    for day in sorted(changed_days(before, after)):
        entry = new.get(day)
        if run is not None and day == run.last + ONE_DAY and _alike(run.override, entry):
            run = _Run(run.first, day, run.override)
            continue
        if run is not None:
            yield run
        run = _Run(day, day, entry)
    if run is not None:
        yield run


def _alike(one: DayOverride | None, other: DayOverride | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.kind.works, one.spans, one.note) == (other.kind.works, other.spans, other.note)


def _run_words(run: _Run, after: CalendarBody) -> str:
    translate = QCoreApplication.translate
    days = _spaced(days_name(run.first, run.last))
    entry = run.override
    if entry is None:
        kind = word(WorkCalendar(0, after).kind_of(run.first))
        words = translate("CalendarChanges", "{days}不再手工改动，照公布的安排：{kind}")
        return words.format(days=days, kind=kind)
    if not entry.kind.works:
        told = translate("CalendarChanges", "{days}改为休息").format(days=days)
    elif entry.spans is None:
        told = translate("CalendarChanges", "{days}改为上班，按作息时间").format(days=days)
    else:
        words = translate("CalendarChanges", "{days}改为上班 {hours}")
        told = words.format(days=days, hours=hours_words(entry.spans))
    return f"{told}（{entry.note}）" if entry.note else told


def _spaced(words: str) -> str:
    """Return words with a space behind them where Chinese text would follow a digit."""
    return words if words.endswith("）") else f"{words} "


def _season_changes(before: CalendarBody, after: CalendarBody) -> Iterator[str]:
    translate = QCoreApplication.translate
    if before.seasons == after.seasons:
        return
    old = set(before.seasons)
    for season in after.seasons:
        if season not in old:
            yield translate("CalendarChanges", "作息改为：{season}").format(
                season=season_words(season)
            )
    gone = {s.name for s in before.seasons} - {s.name for s in after.seasons}
    for name in sorted(gone):
        yield translate("CalendarChanges", "不再有作息“{name}”").format(name=name)


def _year_changes(before: CalendarBody, after: CalendarBody) -> Iterator[str]:
    known = {year.year for year in before.national}
    for year in after.national:
        if year.year not in known:
            off = sum(day.kind is DayKind.HOLIDAY for day in year.days)
            words = QCoreApplication.translate(
                "CalendarChanges", "补入 {year} 年的放假安排：放假 {off} 天，调休上班 {on} 天"
            )
            yield words.format(year=year.year, off=off, on=len(year.days) - off)


def first_words(body: CalendarBody) -> tuple[str, ...]:
    """Return what the very first version says."""
    years = [year.year for year in body.national]
    lines = [season_words(season) for season in body.seasons]
    if years:
        words = QCoreApplication.translate(
            "CalendarChanges", "{first} 至 {last} 年的放假安排"
        ).format(first=years[0], last=years[-1])
        lines.append(words)
    lines += [day_name(entry.day) for entry in body.overrides]
    return tuple(lines)
