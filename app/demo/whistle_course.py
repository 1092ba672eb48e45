"""When units are summoned in the demo, come, report and are rated; pure."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from app.cases.rules import EventKind
from app.demo.steps import Step
from app.demo.timing import Timing

LEAD, HELPER = "lead", "helper"
DRAFT, BLOW = "draft", "blow"
_LEAVES_EARLY = 0.12
_NEVER_COMES = 0.08


def whistle_steps(start: datetime, timing: Timing, chance: Random) -> Iterator[Step]:
    """Yield what happens around a whistle drafted at `start`, in the order of time."""

    def later(moment: datetime, least: float, most: float) -> datetime:
        return timing.later(moment, chance.uniform(least, most))

    blown = later(start, 5, 40)
    by = later(blown, 70, 150)
    yield Step(EventKind.WHISTLED, start, DRAFT, until=by)
    yield Step(EventKind.WHISTLED, blown, BLOW, until=by)
    signed = later(blown, 4, 45)
    yield Step(EventKind.WHISTLE_SIGNED, signed, LEAD)
    also = later(signed, 2, 40)
    yield Step(EventKind.WHISTLE_SIGNED, also, HELPER)
    came = max(later(also, 10, 40), later(blown, 40, 110))
    yield Step(EventKind.APPEARED, came, LEAD)
    comes = chance.random() >= _NEVER_COMES
    last = came
    if comes:
        last = later(came, 1, 35)
        yield Step(EventKind.APPEARED, last, HELPER)
    last = later(last, 8, 30)
    yield Step(EventKind.MEASURE_TAKEN, last, LEAD)
    if comes:
        last = later(last, 8, 30)
        yield Step(EventKind.FED_BACK, last, HELPER)
        if chance.random() < _LEAVES_EARLY:
            for kind in (EventKind.RELEASE_ASKED, EventKind.RELEASED, EventKind.LEFT):
                last = later(last, 3, 15)
                yield Step(kind, last, HELPER)
    last = later(last, 10, 40)
    yield Step(EventKind.FED_BACK, last, LEAD)
    last = later(last, 10, 60)
    yield Step(EventKind.WHISTLE_DONE, last)
    for side in (LEAD, HELPER) if comes else (LEAD,):
        last = later(last, 2, 20)
        yield Step(EventKind.WHISTLE_RATED, last, side)
