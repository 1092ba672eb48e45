"""What just happened that the wall tells of, and how pressing it is; pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.command.rules import IncidentKind
from app.command.wall.figures import IncidentState, MajorCase, Standing, WallNews, WallSettings
from app.command.wall.rules import Severity

SHOWN_S = 30
"""How long something is told of that nobody has to acknowledge."""


class AlertKind(StrEnum):
    """What happened."""

    INCIDENT = "incident"
    MAJOR = "major"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something the wall tells of.

    Attributes:
        community: Code of where it is, "" for nowhere in particular.
        what: What sort of incident, None for no incident.
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


@dataclass(slots=True)
class Watch:
    """Sees what is new from one reading to the next.

    What was there when it began is no news: a wall that was restarted does not sound again.
    """

    _major: frozenset[MajorCase] | None = None
    _late: int | None = None
    _incidents: frozenset[str] | None = None
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
        """Return what is new among incidents; rehearsals sound nowhere."""
        real = [each for each in state.incidents if not each.is_rehearsal]
        before, self._incidents = self._incidents, frozenset(each.key for each in real)
        if not settings.wall_major_s:
            return []
        lasts = timedelta(seconds=settings.wall_major_s)
        fresh = [
            each
            for each in real
            if (each.since >= now - lasts if before is None else each.key not in before)
        ]
        found = [
            Alert(AlertKind.INCIDENT, Severity.MAJOR, e.since, "", 1, now + lasts, e.kind)
            for e in fresh
        ]
        self.standing += found
        return found

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
