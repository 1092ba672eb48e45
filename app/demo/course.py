"""What happens to a case and when: from a draft to dated steps; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from app.cases.rules import EventKind
from app.demo.plan import Draft, Fate
from app.demo.timing import Timing

LATE_SHARE = 0.04
"""Share of closed cases that were finished too late."""

REASSIGNED_SHARE = 0.05
_REASSIGNED_HOURS = 6.0
_SIGNED_ONLY_SHARE = 0.18
_MOST_SIGNED_ONLY_HOURS = 12.0
_GAP = timedelta(seconds=20)
_LATEST = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, and when (aware)."""

    kind: EventKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that happens to a case.

    Attributes:
        arrived_at: When it came in.
        steps: Ascending; the first is SUBMITTED for a message, else REGISTERED.
    """

    draft: Draft
    arrived_at: datetime
    steps: tuple[Step, ...]

    @property
    def reports(self) -> int:
        """Return how many progress reports are written."""
        return sum(step.kind is EventKind.PROGRESSED for step in self.steps)


def course_of(draft: Draft, timing: Timing, now: datetime, chance: Random) -> Course:
    """Return what has happened to a case by `now`."""
    steps = list(_Writer(draft, timing, now, chance).steps())
    if draft.slot.is_message and draft.fate is not Fate.SUBMITTED:
        waited = draft.slot.begins_at(draft.rule) - draft.slot.arrived_at
        steps.insert(0, Step(EventKind.SUBMITTED, steps[0].at - waited))
    fitted = _fitted(steps, timing, now - _LATEST)
    return Course(draft, fitted[0].at, tuple(fitted))


def _fitted(steps: list[Step], timing: Timing, latest: datetime) -> list[Step]:
    """Return steps in order with a gap in between, the last not after `latest`.

    What would happen after that is drawn together towards the first step.
    """
    first, last = steps[0].at, max(step.at for step in steps)
    begin = min(first, latest - _GAP * len(steps))
    times = [step.at for step in steps]
    if last > latest - _GAP * len(steps):
        end = latest - _GAP * len(steps)
        whole = max((last - first).total_seconds(), 1.0)
        shares = [(at - first).total_seconds() / whole for at in times]
        times = [timing.between(begin, end, share) if share else begin for share in shares]
    kept = [times[0]]
    for _, at in pairwise(times):
        kept.append(max(at, kept[-1] + _GAP))
    return [Step(step.kind, at) for step, at in zip(steps, kept, strict=True)]


class _Writer:
    """Writes the steps of one case."""

    def __init__(self, draft: Draft, timing: Timing, now: datetime, chance: Random) -> None:
        self._draft = draft
        self._timing = timing
        self._now = now
        self._chance = chance
        self._urgent = draft.rule.is_urgent

    def steps(self) -> Iterator[Step]:
        """Yield the steps in order, some of them perhaps too late for now."""
        fate = self._draft.fate
        if fate is Fate.SUBMITTED:
            yield Step(EventKind.SUBMITTED, self._recent(self._draft.slot.arrived_at, 45))
        elif fate is Fate.REGISTERED:
            yield Step(EventKind.REGISTERED, self._recent(self._registered(), 50))
        elif fate is Fate.ASSIGNED:
            yield from self._waits_for_signature()
        else:
            yield from self._taken_on()

    def _registered(self) -> datetime:
        return self._draft.slot.begins_at(self._draft.rule)

    def _recent(self, moment: datetime, minutes: float) -> datetime:
        """Return a moment if it is so few working minutes ago, else one that is."""
        earliest = self._timing.earlier(self._now, minutes)
        if moment >= earliest:
            return moment
        return self._timing.earlier(self._now, self._chance.uniform(2, minutes))

    def _waits_for_signature(self) -> Iterator[Step]:
        assigned = self._timing.earlier(self._now, self._chance.uniform(3, 95))
        registered = self._timing.earlier(assigned, self._chance.uniform(3, 25))
        yield Step(EventKind.REGISTERED, registered)
        yield Step(EventKind.ASSIGNED, assigned)

    def _taken_on(self) -> Iterator[Step]:
        registered = self._registered()
        yield Step(EventKind.REGISTERED, registered)
        assigned = self._soon(registered, 14)
        yield Step(EventKind.ASSIGNED, assigned)
        old = self._timing.worked_hours(registered, self._now) > _REASSIGNED_HOURS
        if old and not self._urgent and self._chance.random() < REASSIGNED_SHARE:
            assigned = self._timing.later(assigned, self._chance.uniform(20, 110))
            yield Step(EventKind.REASSIGNED, assigned)
        signed = self._signed(assigned)
        yield Step(EventKind.SIGNED_FOR, signed)
        if self._draft.fate in (Fate.FINISHED, Fate.CLOSED):
            yield from self._brought_to_an_end(registered, signed)
        else:
            yield from self._in_hand(signed)

    def _soon(self, moment: datetime, minutes: float) -> datetime:
        """Return a moment some minutes later: at once when urgent, else in office hours."""
        if self._urgent:
            return moment + timedelta(minutes=self._chance.uniform(2, 9))
        return self._timing.later(moment, 2 + self._chance.expovariate(1 / minutes))

    def _signed(self, assigned: datetime) -> datetime:
        if self._urgent:
            return assigned + timedelta(minutes=self._chance.triangular(2, 28, 9))
        late = self._chance.random() < LATE_SHARE
        share = (
            self._chance.uniform(1.05, 1.6) if late else self._chance.triangular(0.03, 0.9, 0.25)
        )
        return self._timing.reached(self._draft.rule.sign, assigned, share)

    def _in_hand(self, signed: datetime) -> Iterator[Step]:
        latest = self._now - timedelta(minutes=self._chance.uniform(4, 25))
        if signed >= latest:
            return
        fresh = self._timing.worked_hours(signed, self._now) < _MOST_SIGNED_ONLY_HOURS
        if fresh and self._chance.random() < _SIGNED_ONLY_SHARE:
            return
        yield from self._reports(signed, latest)

    def _brought_to_an_end(self, registered: datetime, signed: datetime) -> Iterator[Step]:
        late = self._chance.random() < LATE_SHARE
        share = (
            self._chance.uniform(1.05, 1.5) if late else self._chance.triangular(0.06, 0.97, 0.4)
        )
        finished = self._timing.reached(self._draft.rule.handle, registered, share)
        finished = max(finished, signed + timedelta(minutes=self._chance.uniform(12, 40)))
        latest = self._timing.earlier(self._now, self._chance.uniform(15, 600))
        if self._draft.fate is Fate.FINISHED:
            finished = self._timing.between(min(signed, latest), latest, 1.0)
        finished = max(min(finished, latest), signed + _GAP)
        yield from self._reports(signed, finished)
        yield Step(EventKind.FINISHED, finished)
        if self._draft.fate is Fate.CLOSED:
            yield Step(
                EventKind.CLOSED, self._timing.later(finished, self._chance.uniform(20, 540))
            )

    def _reports(self, start: datetime, end: datetime) -> Iterator[Step]:
        count = self._chance.choices((1, 2, 3), (76, 20, 4))[0]
        shares = sorted(self._chance.uniform(0.1, 0.95) for _ in range(count))
        for share in shares:
            yield Step(EventKind.PROGRESSED, self._timing.between(start, end, share))
