"""What just happened that the wall tells of, and how pressing it is; pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.command.forces.rules import RollMark, mark_of
from app.command.rules import IncidentKind
from app.command.wall.figures import IncidentState, MajorCase, Standing, WallNews, WallSettings
from app.command.wall.rules import Severity
from app.command.wall_state import WallIncident, WallUnit

SHOWN_S = 30
"""How long something is told of that nobody has to acknowledge."""


class AlertKind(StrEnum):
    """What happened."""

    INCIDENT = "incident"
    MAJOR = "major"
    LATE = "late"
    UNIT_DUE = "unit_due"
    UNIT_LOST = "unit_lost"
    REPORT = "report"


_OVERDUE = {
    RollMark.LOST: (AlertKind.UNIT_LOST, Severity.MAJOR),
    RollMark.DUE: (AlertKind.UNIT_DUE, Severity.WARN),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something the wall tells of.

    Attributes:
        community: Code of where it is, "" for nowhere in particular.
        what: What sort of incident, None for no incident.
        units: Numbers of the units it is about.
        count: How many.
        until: When it is told of no more.
    """

    kind: AlertKind
    severity: Severity
    at: datetime
    community: str
    count: int
    until: datetime
    what: IncidentKind | None = None
    units: tuple[int, ...] = ()


@dataclass(slots=True)
class Watch:
    """Sees what is new from one reading to the next.

    What was there when it began is no news: a wall that was restarted does not sound again.
    """

    _major: frozenset[MajorCase] | None = None
    _late: int | None = None
    _incidents: frozenset[str] | None = None
    _marks: dict[tuple[str, int], RollMark] | None = None
    _reports: frozenset[tuple[str, datetime]] | None = None
    standing: list[Alert] = field(default_factory=list)

    def see_news(self, news: WallNews, settings: WallSettings, now: datetime) -> list[Alert]:
        """Return what is new among major matters.

        Args:
            news: What was read.
            settings: How long a major matter takes the wall.
            now: The moment (aware).
        """
        before, self._major = self._major, frozenset(news.major)
        seen = [o.acknowledged_at for o in news.orders if o.acknowledged_at is not None]
        self._let_go(now, max(seen, default=None))
        if not settings.wall_major_s:
            return []
        lasts = timedelta(seconds=settings.wall_major_s)
        fresh = [m for m in news.major if self._is_fresh(m, before, now - lasts)]
        found = [
            Alert(AlertKind.MAJOR, Severity.MAJOR, m.at, m.community, m.cases, now + lasts)
            for m in fresh
        ]
        self.standing += found
        return found

    def see_incidents(
        self, state: IncidentState, settings: WallSettings, now: datetime
    ) -> list[Alert]:
        """Return what is new among incidents: those that began, units that do not answer, reports
        that are late; rehearsals sound nowhere.
        """
        real = [each for each in state.incidents if not each.is_rehearsal]
        found = self._see_begun(real, settings, now)
        found += self._see_units(real, state.units, settings, now)
        found += self._see_reports(real, now)
        self.standing += found
        return found

    def _see_begun(
        self, real: list[WallIncident], settings: WallSettings, now: datetime
    ) -> list[Alert]:
        before, self._incidents = self._incidents, frozenset(each.key for each in real)
        if not settings.wall_major_s:
            return []
        lasts = timedelta(seconds=settings.wall_major_s)
        fresh = [
            each
            for each in real
            if (each.since >= now - lasts if before is None else each.key not in before)
        ]
        return [
            Alert(AlertKind.INCIDENT, Severity.MAJOR, e.since, "", 1, now + lasts, e.kind)
            for e in fresh
        ]

    def _see_units(
        self,
        real: list[WallIncident],
        units: tuple[WallUnit, ...],
        settings: WallSettings,
        now: datetime,
    ) -> list[Alert]:
        """Return which units ran past amber, or past red, since one looked last."""
        kinds = {each.key: each.kind for each in real}
        limits = (settings.roll_amber_min, settings.roll_red_min)
        marks = {
            (u.incident, u.number): mark_of(u.heard_at, now, *limits)
            for u in units
            if u.incident in kinds
        }
        before, self._marks = self._marks, marks
        if before is None:
            return []
        found = []
        for key, kind in kinds.items():
            for mark, (sort, severity) in _OVERDUE.items():
                late = tuple(
                    number
                    for (incident, number), now_is in marks.items()
                    if incident == key and now_is is mark and before.get((key, number)) is not mark
                )
                if late:
                    lasts = SHOWN_S
                    if severity is Severity.MAJOR:
                        lasts = settings.wall_major_s or SHOWN_S
                    until = now + timedelta(seconds=lasts)
                    found.append(Alert(sort, severity, now, "", len(late), until, kind, late))
        return found

    def _see_reports(self, real: list[WallIncident], now: datetime) -> list[Alert]:
        """Return which situation reports became late since one looked last."""
        late = {
            (each.key, each.report_due): each
            for each in real
            if each.report_due is not None and each.report_due < now
        }
        before, self._reports = self._reports, frozenset(late)
        if before is None:
            return []
        until = now + timedelta(seconds=SHOWN_S)
        return [
            Alert(AlertKind.REPORT, Severity.WARN, due, "", 1, until, each.kind)
            for (key, due), each in late.items()
            if (key, due) not in before
        ]

    def see_standing(self, standing: Standing, now: datetime) -> list[Alert]:
        """Return what is new among late cases."""
        before, self._late = self._late, standing.late
        self._let_go(now, None)
        if before is None or standing.late <= before:
            return []
        until = now + timedelta(seconds=SHOWN_S)
        found = Alert(AlertKind.LATE, Severity.WARN, now, "", standing.late - before, until)
        self.standing.append(found)
        return [found]

    def top(self, now: datetime) -> Alert | None:
        """Return the most pressing of what is told of, the newest first."""
        self._let_go(now, None)
        order = tuple(Severity)
        return max(self.standing, key=lambda a: (order.index(a.severity), a.at), default=None)

    def _let_go(self, now: datetime, acknowledged: datetime | None) -> None:
        self.standing = [
            alert
            for alert in self.standing
            if alert.until > now and (acknowledged is None or alert.at > acknowledged)
        ]

    @staticmethod
    def _is_fresh(case: MajorCase, before: frozenset[MajorCase] | None, since: datetime) -> bool:
        return case.at >= since if before is None else case not in before
