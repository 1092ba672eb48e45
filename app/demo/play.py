"""Lives the life of the demo's cases through the real actions, in the order of time.

Rows that every action asks for (limits, calendar, units, regions, kinds) are held, and so are
the cases themselves, so that hardly any step takes SQL of its own.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.cases.held import let_go
from app.cases.models import Category, LimitTable
from app.core.calendar_store import CalendarVersion
from app.core.database import Alone
from app.demo.doing import Doing
from app.demo.life import Life
from app.demo.steps import Step
from app.territory.models import Region

_STEPS_BETWEEN_REPORTS = 50
_STEPS_AT_ONCE = 6_000
_HELD = (LimitTable, CalendarVersion, Category, Region, Unit, Person)

Progress = Callable[[int, int], None]


def play(do: Doing, lives: Sequence[Life], gathered: Alone, progress: Progress) -> None:
    """Carry out every step of every case, the earliest first.

    Args:
        do: The transaction.
        lives: All cases, in the order they arrive.
        gathered: What is sent in bulk now and then.
        progress: Told how many steps of how many are done.
    """
    held = [list(do.session.scalars(sa.select(table))) for table in _HELD]
    order: list[tuple[datetime, int, Step]] = sorted(
        (
            (step.at, number, step)
            for number, life in enumerate(lives)
            for step in life.course.steps
        ),
        key=lambda entry: entry[:2],
    )
    for done, (at, number, step) in enumerate(order):
        life = lives[number]
        life.player.take(life, step, at)
        if step is life.course.steps[-1]:
            let_go(do.session, life.row.id)
            life.case = None  # nothing more happens to it: let the row go
        if done % _STEPS_BETWEEN_REPORTS == 0:
            progress(done, len(order))
        if done % _STEPS_AT_ONCE == _STEPS_AT_ONCE - 1:
            gathered.send()
    gathered.send()
    progress(len(order), len(order))
    held.clear()
