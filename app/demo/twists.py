"""What makes some cases of the demo unusual: side paths with their times; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from random import Random

from app.cases.clock import LimitUnit
from app.cases.rules import EventKind
from app.core.calendar import CHINA
from app.demo.plan import Draft, Fate
from app.demo.steps import Step
from app.demo.timing import Timing
from app.demo.whistle_course import whistle_steps

MOMENTS_LEFT = timedelta(minutes=2)
"""Nothing happens so shortly before the moment the street is seen at."""


class Twist(StrEnum):
    """What is unusual about a case."""

    PLAIN = "plain"
    REASSIGNED = "reassigned"
    RETURNED = "returned"
    MISTAKEN = "mistaken"
    SUSPENDED = "suspended"
    CARRIED_OVER = "carried_over"
    EXTENDED = "extended"
    REFUSED = "refused"
    ASKING = "asking"  # the director has not answered yet
    TASKED = "tasked"
    TABLED = "tabled"
    HANDED_OVER = "handed_over"
    ESCALATED = "escalated"
    UNHAPPY = "unhappy"
    REDONE = "redone"  # reopened by the director after it was closed
    SUPERVISED = "supervised"
    WHISTLED = "whistled"
    LONG_OVERDUE = "long_overdue"  # the sheet is drafted by rule


WEIGHTS: Mapping[Fate, Mapping[Twist, int]] = {
    Fate.CLOSED: {
        Twist.PLAIN: 56,
        Twist.WHISTLED: 2,
        Twist.REASSIGNED: 6,
        Twist.RETURNED: 6,
        Twist.MISTAKEN: 2,
        Twist.SUSPENDED: 6,
        Twist.EXTENDED: 4,
        Twist.REFUSED: 1,
        Twist.TASKED: 4,
        Twist.TABLED: 1,
        Twist.HANDED_OVER: 2,
        Twist.ESCALATED: 1,
        Twist.UNHAPPY: 5,
        Twist.REDONE: 1,
        Twist.SUPERVISED: 2,
        Twist.LONG_OVERDUE: 1,
    },
    Fate.HANDLED: {
        Twist.PLAIN: 66,
        Twist.WHISTLED: 6,
        Twist.REASSIGNED: 6,
        Twist.RETURNED: 6,
        Twist.MISTAKEN: 2,
        Twist.EXTENDED: 4,
        Twist.ASKING: 5,
        Twist.TASKED: 5,
    },
    Fate.PAUSED: {Twist.SUSPENDED: 8, Twist.CARRIED_OVER: 2, Twist.TABLED: 2},
    Fate.SUPERVISED: {Twist.SUPERVISED: 1},
}
_OPENS = time(8, 30)
_STAND_STILL = {
    Twist.SUSPENDED: EventKind.SUSPENDED,
    Twist.CARRIED_OVER: EventKind.CARRIED_OVER,
}


def draw_twist(fate: Fate, chance: Random, *, calls: bool) -> Twist:
    """Return a twist that suits how far a case has come; who is unhappy was called."""
    weights = WEIGHTS.get(fate)
    if weights is None:
        return Twist.PLAIN
    twist = chance.choices(tuple(weights), tuple(weights.values()))[0]
    return Twist.PLAIN if twist is Twist.UNHAPPY and not calls else twist


@dataclass(frozen=True, slots=True)
class Middle:
    """What happens while a case is worked on.

    Attributes:
        steps: Ascending; none where nothing unusual happens.
        ends_at: When the work is done after it.
        goes_on: Whether reports follow: not while it stands still.
    """

    steps: tuple[Step, ...]
    ends_at: datetime
    goes_on: bool = True


class Twister:
    """Gives the steps of one twist, by the part of the life they belong to."""

    def __init__(
        self, twist: Twist, draft: Draft, timing: Timing, now: datetime, chance: Random
    ) -> None:
        self._twist = twist
        self._draft = draft
        self._timing = timing
        self._now = now
        self._chance = chance

    def before_assigning(self, registered: datetime) -> Iterator[Step]:
        """Yield what happens at the desk before the right unit gets the case."""
        if self._twist is Twist.MISTAKEN:
            mistaken = self._later(registered, 3, 30)
            yield Step(EventKind.ASSIGNED, mistaken, "wrong")
            put_right = mistaken + timedelta(minutes=self._chance.uniform(1, 6))
            yield Step(EventKind.REVERSED, put_right)
        elif self._twist is Twist.HANDED_OVER:
            yield Step(EventKind.HANDED_OVER, self._later(registered, 10, 90))
        elif self._twist is Twist.ESCALATED:
            yield Step(EventKind.ESCALATED, self._later(registered, 10, 90))

    def on_the_way(self, assigned: datetime) -> Iterator[Step]:
        """Yield what happens until the right unit has it; `assigned` to a wrong one."""
        if self._twist is Twist.REASSIGNED:
            yield Step(EventKind.REASSIGNED, self._later(assigned, 20, 110))
        elif self._twist is Twist.RETURNED:
            signed = self._later(assigned, 10, 60)
            yield Step(EventKind.SIGNED_FOR, signed)
            returned = self._later(signed, 20, 120)
            yield Step(EventKind.RETURNED, returned)
            yield Step(EventKind.ASSIGNED, self._later(returned, 5, 40))

    def at_work(self, registered: datetime, signed: datetime, finished: datetime) -> Middle:
        """Return what happens between signing for and finishing a case that is ended by now."""
        if self._twist in _STAND_STILL:
            return self._stood_still(signed, finished)
        if self._twist is Twist.TABLED:
            tabled = self._timing.between(signed, finished, 0.3)
            back = self._morning(tabled + timedelta(days=self._chance.randint(1, 4)))
            steps = (Step(EventKind.TABLED, tabled), Step(EventKind.GIVEN_BACK, back))
            return Middle(steps, self._rest(back, tabled, finished))
        if self._twist is Twist.WHISTLED:
            start = self._timing.between(signed, finished, 0.2)
            called = tuple(whistle_steps(start, self._timing, self._chance))
            return Middle(called, max(finished, self._later(called[-1].at, 10, 60)))
        if self._twist in (Twist.SUPERVISED, Twist.LONG_OVERDUE):
            return self._pressed(registered, signed)
        return self._asked(signed, finished)

    def in_hand(self, registered: datetime, signed: datetime, latest: datetime) -> Middle:
        """Return what has happened to a case that is still worked on."""
        nothing = Middle((), latest)
        if self._twist in _STAND_STILL:
            asked = self._timing.between(signed, latest, self._chance.uniform(0.3, 0.8))
            approved = self._later(asked, 10, 60)
            until = self._morning(self._now + timedelta(days=self._chance.randint(1, 9)))
            return Middle(self._pause(asked, approved, until), latest, goes_on=False)
        if self._twist is Twist.TABLED:
            tabled = self._timing.between(signed, latest, self._chance.uniform(0.3, 0.8))
            return Middle((Step(EventKind.TABLED, tabled),), latest, goes_on=False)
        if self._twist is Twist.SUPERVISED:
            issued = self._timing.between(signed, latest, 0.9)
            drafted = self._timing.earlier(issued, 20)
            if drafted <= self._timing.reached(self._draft.rule.handle, registered, 1.0):
                drafted = issued - timedelta(minutes=3)
            steps = (
                Step(EventKind.SUPERVISED, drafted, "draft"),
                Step(EventKind.SUPERVISED, issued, "issue"),
            )
            return Middle(steps, latest, goes_on=False)
        if self._twist is Twist.WHISTLED:
            start = max(signed, self._timing.earlier(latest, self._chance.uniform(15, 420)))
            called = whistle_steps(start, self._timing, self._chance)
            return Middle(tuple(step for step in called if step.at < latest), latest)
        if self._twist is Twist.ASKING:
            asked = self._timing.between(signed, latest, self._chance.uniform(0.7, 0.95))
            return Middle((self._extension(asked),), latest, goes_on=False)
        if self._twist is Twist.TASKED:
            given = self._timing.between(signed, latest, self._chance.uniform(0.2, 0.8))
            return Middle((Step(EventKind.TASK_GIVEN, given),), latest)
        return self._asked(signed, latest) if self._twist is Twist.EXTENDED else nothing

    def unhappy(self, called: datetime) -> Iterator[Step]:
        """Yield an unsatisfied answer and the work that follows from it."""
        if self._twist is Twist.UNHAPPY:
            yield Step(EventKind.CALLED_BACK, called, "unhappy")
            yield from self._once_more(called)

    def after_closing(self, closed: datetime) -> Iterator[Step]:
        """Yield what follows the closing of a case that was not done after all."""
        if self._twist is Twist.REDONE:
            reopened = self._later(closed, 120, 900)
            yield Step(EventKind.REOPENED, reopened)
            again = list(self._once_more(reopened))
            yield from again
            seen = self._later(again[-1].at, 30, 200)
            yield Step(EventKind.VERIFIED, seen)
            yield Step(EventKind.CLOSED, self._later(seen, 10, 60))

    def _once_more(self, reopened: datetime) -> Iterator[Step]:
        signed = self._later(reopened, 10, 70)
        yield Step(EventKind.SIGNED_FOR, signed)
        rule = self._draft.rule
        finished = self._timing.reached(rule.handle, reopened, self._chance.uniform(0.2, 0.8))
        finished = max(finished, self._later(signed, 30, 60))
        yield Step(EventKind.PROGRESSED, self._timing.between(signed, finished, 0.6))
        yield Step(EventKind.FINISHED, finished)

    def _stood_still(self, signed: datetime, finished: datetime) -> Middle:
        """Return a pause over the next weekend or holiday, and the work after it."""
        asked = self._timing.between(signed, finished, self._chance.uniform(0.2, 0.5))
        approved = self._later(asked, 10, 120)
        until = self._after_days_off(approved)
        resumed = Step(EventKind.RESUMED, until + timedelta(seconds=self._chance.uniform(5, 55)))
        return Middle(
            (*self._pause(asked, approved, until), resumed), self._rest(until, asked, finished)
        )

    def _pause(self, asked: datetime, approved: datetime, until: datetime) -> tuple[Step, ...]:
        kind = _STAND_STILL[self._twist]
        return (
            Step(EventKind.ASKED, asked, kind.value, until=until),
            Step(kind, approved),
        )

    def _asked(self, signed: datetime, finished: datetime) -> Middle:
        if self._twist in (Twist.EXTENDED, Twist.REFUSED):
            asked = self._timing.between(signed, finished, self._chance.uniform(0.4, 0.8))
            kind = EventKind.EXTENDED if self._twist is Twist.EXTENDED else EventKind.REFUSED
            answered = Step(kind, self._later(asked, 10, 120))
            return Middle((self._extension(asked), answered), max(finished, answered.at))
        if self._twist is Twist.TASKED:
            given = self._timing.between(signed, finished, 0.25)
            done = self._timing.between(signed, finished, self._chance.uniform(0.5, 0.8))
            steps = (Step(EventKind.TASK_GIVEN, given), Step(EventKind.TASK_DONE, done))
            return Middle(steps, finished)
        return Middle((), finished)

    def _extension(self, asked: datetime) -> Step:
        limit = self._draft.rule.handle
        days = limit.unit is LimitUnit.WORKING_DAY
        amount = self._chance.randint(1, 3) if days else max(1, round(limit.amount / 2))
        return Step(EventKind.ASKED, asked, EventKind.EXTENDED.value, amount=float(amount))

    def _pressed(self, registered: datetime, signed: datetime) -> Middle:
        """Return a supervision sheet on a case that is late: by hand, or by rule when very."""
        by_rule = self._twist is Twist.LONG_OVERDUE
        share = self._chance.uniform(3.02, 3.2) if by_rule else self._chance.uniform(1.2, 1.7)
        drafted = self._timing.reached(self._draft.rule.handle, registered, share)
        drafted = max(drafted, self._later(signed, 30, 60))
        issued = self._later(drafted, 10, 60)
        replied = self._later(issued, 60, 400)
        steps = (
            Step(EventKind.SUPERVISED, drafted, "rule" if by_rule else "draft"),
            Step(EventKind.SUPERVISED, issued, "issue"),
            Step(EventKind.SUPERVISED, replied, "reply"),
        )
        return Middle(steps, self._later(replied, 60, 300))

    def _later(self, moment: datetime, least: float, most: float) -> datetime:
        return self._timing.later(moment, self._chance.uniform(least, most))

    def _rest(self, resumed: datetime, stopped: datetime, finished: datetime) -> datetime:
        """Return when the work is done that was left when it stopped."""
        left = max(30.0, self._timing.worked_hours(stopped, finished) * 60)
        return self._timing.later(resumed, left)

    def _after_days_off(self, moment: datetime) -> datetime:
        """Return the opening of the first working day after the next days off."""
        calendar = self._timing.calendar
        day = moment.astimezone(CHINA).date() + timedelta(days=1)
        while calendar.kind_of(day).works:
            day += timedelta(days=1)
        while not calendar.kind_of(day).works:
            day += timedelta(days=1)
        return datetime.combine(day, _OPENS, CHINA)

    def _morning(self, moment: datetime) -> datetime:
        """Return the opening of the first working day from that day on."""
        day = moment.astimezone(CHINA).date()
        while not self._timing.calendar.kind_of(day).works:
            day += timedelta(days=1)
        return datetime.combine(day, _OPENS, CHINA)
