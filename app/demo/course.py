"""What happens to a case and when: from a draft to dated steps; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from app.cases.rules import EventKind
from app.demo.plan import SILENT, Draft, Fate
from app.demo.steps import Step
from app.demo.timing import Timing
from app.demo.twists import MOMENTS_LEFT, Middle, Twist, Twister, draw_twist

LATE_SHARE = 0.04
"""Share of closed cases that were finished too late."""

CALL_BACK_SHARE = 0.4
_TWISTS_AFTER_HOURS = 14.0
_SIGNED_ONLY_SHARE = 0.18
_MOST_SIGNED_ONLY_HOURS = 12.0
_TRIES = 6
_GAP = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that happens to a case.

    Attributes:
        arrived_at: When it came in.
        steps: Ascending; the first is SUBMITTED for a message, else what opens the case.
        twist: What makes it an unusual one.
        wants_call: Whether the reporter asked to be called back.
    """

    draft: Draft
    arrived_at: datetime
    steps: tuple[Step, ...]
    twist: Twist = Twist.PLAIN
    wants_call: bool = False

    @property
    def goes_round(self) -> bool:
        """Tell whether a unit that is not to deal with it gets it first."""
        return self.twist in (Twist.REASSIGNED, Twist.RETURNED)

    @property
    def reports(self) -> int:
        """Return how many progress reports are written."""
        return sum(step.kind is EventKind.PROGRESSED for step in self.steps)


def course_of(draft: Draft, timing: Timing, now: datetime, chance: Random) -> Course:
    """Return what has happened to a case by `now`.

    A twist that would reach beyond now is given up; a plain course is drawn together instead.
    """
    wants_call = draft.source not in SILENT and chance.random() < CALL_BACK_SHARE
    latest = now - MOMENTS_LEFT
    for twist in _twists(draft, timing, now, chance, calls=wants_call):
        found = _steps(draft, timing, now, chance, twist, wants_call=wants_call)
        if max(step.at for step in found) <= latest - _GAP * len(found):
            return Course(draft, found[0].at, tuple(_spaced(found)), twist, wants_call)
    found = _steps(draft, timing, now, chance, Twist.PLAIN, wants_call=wants_call)
    fitted = _fitted(found, timing, latest)
    return Course(draft, fitted[0].at, tuple(fitted), wants_call=wants_call)


def _twists(
    draft: Draft, timing: Timing, now: datetime, chance: Random, *, calls: bool
) -> Iterator[Twist]:
    """Yield the twists to try: none for what is urgent or new; several where one is wanted."""
    wanted = draft.fate in (Fate.PAUSED, Fate.SUPERVISED)
    age = timing.worked_hours(draft.slot.begins_at(draft.rule), now)
    if draft.rule.is_urgent or not (wanted or age > _TWISTS_AFTER_HOURS):
        return
    for _ in range(_TRIES if wanted else 1):
        twist = draw_twist(draft.fate, chance, calls=calls)
        if twist is not Twist.PLAIN:
            yield twist


def _steps(
    draft: Draft, timing: Timing, now: datetime, chance: Random, twist: Twist, *, wants_call: bool
) -> list[Step]:
    writer = _Writer(draft, timing, now, chance, twist, wants_call=wants_call)
    steps = list(writer.steps())
    if draft.slot.is_message and draft.fate is not Fate.SUBMITTED:
        waited = draft.slot.begins_at(draft.rule) - draft.slot.arrived_at
        steps.insert(0, Step(EventKind.SUBMITTED, steps[0].at - waited))
    return steps


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
    return _spaced([step.moved(at) for step, at in zip(steps, times, strict=True)])


def _spaced(steps: list[Step]) -> list[Step]:
    kept = [steps[0]]
    for _, step in pairwise(steps):
        kept.append(step.moved(max(step.at, kept[-1].at + _GAP)))
    return kept


class _Writer:
    """Writes the steps of one case."""

    def __init__(
        self,
        draft: Draft,
        timing: Timing,
        now: datetime,
        chance: Random,
        twist: Twist,
        *,
        wants_call: bool,
    ) -> None:
        self._draft = draft
        self._timing = timing
        self._now = now
        self._chance = chance
        self._twist = Twister(twist, draft, timing, now, chance)
        self._wants_call = wants_call
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
        elif fate is Fate.DECLINED:
            yield Step(EventKind.DECLINED, self._timing.later(self._registered(), 5))
        elif fate is Fate.SOLVED:
            yield Step(EventKind.SOLVED_ON_SPOT, self._registered())
            yield from self._archived(self._registered())
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
        before = list(self._twist.before_assigning(registered))
        yield from before
        assigned = self._soon(before[-1].at if before else registered, 14)
        yield Step(EventKind.ASSIGNED, assigned)
        again = list(self._twist.on_the_way(assigned))
        yield from again
        signed = self._signed(again[-1].at if again else assigned)
        yield Step(EventKind.SIGNED_FOR, signed)
        if self._draft.fate in (Fate.FINISHED, Fate.CLOSED):
            yield from self._brought_to_an_end(registered, signed)
        else:
            yield from self._in_hand(registered, signed)

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

    def _in_hand(self, registered: datetime, signed: datetime) -> Iterator[Step]:
        latest = self._now - timedelta(minutes=self._chance.uniform(4, 25))
        if signed >= latest:
            return
        middle = self._twist.in_hand(registered, signed, latest)
        if middle.steps:
            yield from self._woven(middle, signed, latest)
            return
        fresh = self._timing.worked_hours(signed, self._now) < _MOST_SIGNED_ONLY_HOURS
        if fresh and self._chance.random() < _SIGNED_ONLY_SHARE:
            return
        yield from self._reports(signed, latest)

    def _woven(self, middle: Middle, start: datetime, end: datetime) -> Iterator[Step]:
        """Yield what makes a case unusual, with reports around it."""
        yield Step(EventKind.PROGRESSED, self._timing.between(start, middle.steps[0].at, 0.6))
        yield from middle.steps
        if middle.goes_on and middle.steps[-1].at < end:
            yield Step(EventKind.PROGRESSED, self._timing.between(middle.steps[-1].at, end, 0.5))

    def _brought_to_an_end(self, registered: datetime, signed: datetime) -> Iterator[Step]:
        finished = self._finished(registered, signed)
        middle = self._twist.at_work(registered, signed, finished)
        if middle.steps:
            finished = middle.ends_at
            yield from self._woven(middle, signed, finished)
        else:
            yield from self._reports(signed, finished)
        yield Step(EventKind.FINISHED, finished)
        if self._draft.fate is Fate.CLOSED:
            yield from self._closed(finished)
        elif self._wants_call:
            yield from self._missed(finished, most=1)

    def _finished(self, registered: datetime, signed: datetime) -> datetime:
        late = self._chance.random() < LATE_SHARE
        share = (
            self._chance.uniform(1.05, 1.5) if late else self._chance.triangular(0.06, 0.97, 0.4)
        )
        finished = self._timing.reached(self._draft.rule.handle, registered, share)
        finished = max(finished, signed + timedelta(minutes=self._chance.uniform(12, 40)))
        latest = self._timing.earlier(self._now, self._chance.uniform(15, 600))
        if self._draft.fate is Fate.FINISHED:
            finished = self._timing.between(min(signed, latest), latest, 1.0)
        return max(min(finished, latest), signed + _GAP)

    def _closed(self, finished: datetime) -> Iterator[Step]:
        at = finished
        if self._wants_call:
            for step in self._called(finished):
                at = step.at
                yield step
        closed = self._timing.later(at, self._chance.uniform(20, 540))
        yield Step(EventKind.CLOSED, closed)
        for step in self._twist.after_closing(closed):
            closed = step.at
            yield step
        yield from self._archived(closed)

    def _called(self, finished: datetime) -> Iterator[Step]:
        """Yield the calls to the reporter; three in vain are followed by a look at the place."""
        missed = list(self._missed(finished, most=3))
        yield from missed
        at = self._timing.later(missed[-1].at if missed else finished, self._chance.uniform(15, 90))
        if len(missed) == 3:
            yield Step(EventKind.VERIFIED, at)
            return
        again = list(self._twist.unhappy(at))
        yield from again
        at = self._timing.later(again[-1].at, self._chance.uniform(15, 90)) if again else at
        yield Step(EventKind.CALLED_BACK, at, "content")

    def _missed(self, finished: datetime, *, most: int) -> Iterator[Step]:
        count = self._chance.choices((0, 1, 2, 3), (80, 14, 3, 3))[0]
        at = finished
        for _ in range(min(count, most)):
            at = self._timing.later(at, self._chance.uniform(20, 200))
            yield Step(EventKind.CALL_MISSED, at)

    def _archived(self, closed: datetime) -> Iterator[Step]:
        by_rule = closed + timedelta(days=30, minutes=self._chance.uniform(1, 59))
        by_hand = self._timing.later(closed, self._chance.uniform(8, 11) * 480)
        if by_rule < self._now - MOMENTS_LEFT * 3:
            yield Step(EventKind.ARCHIVED, by_rule, "rule")
        elif by_hand < self._now - MOMENTS_LEFT * 3 and self._chance.random() < 0.3:
            yield Step(EventKind.ARCHIVED, by_hand)

    def _reports(self, start: datetime, end: datetime) -> Iterator[Step]:
        count = self._chance.choices((1, 2, 3), (76, 20, 4))[0]
        shares = sorted(self._chance.uniform(0.1, 0.95) for _ in range(count))
        for share in shares:
            yield Step(EventKind.PROGRESSED, self._timing.between(start, end, share))
