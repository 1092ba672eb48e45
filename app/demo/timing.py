"""Moments by office hours and by limits, for planning what happens when; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.cases.clock import Limit, measures, minute_of, whole_limit_s
from app.core.calendar import WorkCalendar

NOTHING_LEFT_S = 60
"""Less working time than this between two moments counts as none."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Counts with one calendar; all moments are aware."""

    calendar: WorkCalendar

    def later(self, start: datetime, minutes: float) -> datetime:
        """Return the moment by which so many working minutes have passed."""
        return self.calendar.add_working_seconds(start, max(1, int(minutes * 60)))

    def earlier(self, end: datetime, minutes: float) -> datetime:
        """Return the moment so many working minutes before another."""
        counted = self.calendar.elapsed_s(int(end.timestamp())) - int(minutes * 60)
        return datetime.fromtimestamp(self.calendar.moment_s(counted), UTC)

    def between(self, start: datetime, end: datetime, share: float) -> datetime:
        """Return a moment between two others, in office hours if there are any in between."""
        working = self.calendar.working_seconds(start, end)
        if working < NOTHING_LEFT_S:
            return start + (end - start) * share
        return self.calendar.add_working_seconds(start, max(1, int(working * share)))

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the office works at a moment."""
        return self.calendar.working_seconds(moment, moment + timedelta(minutes=1)) > 0

    def worked_hours(self, start: datetime, end: datetime) -> float:
        """Return the working hours between two moments."""
        return self.calendar.working_seconds(start, end) / 3_600

    def used(self, limit: Limit, start: datetime, at: datetime) -> float:
        """Return which share of a limit that began at `start` is used up at `at`."""
        measure, _ = measures(limit.unit, self.calendar)
        begin = minute_of(start)
        whole = whole_limit_s(limit, 0, begin, self.calendar)
        return (measure(minute_of(at)) - measure(begin)) / whole

    def reached(self, limit: Limit, start: datetime, share: float) -> datetime:
        """Return when a share of a limit that began at `start` is used up."""
        measure, moment = measures(limit.unit, self.calendar)
        begin = minute_of(start)
        whole = whole_limit_s(limit, 0, begin, self.calendar)
        return datetime.fromtimestamp(moment(measure(begin) + int(whole * share)), UTC)
