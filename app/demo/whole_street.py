"""One street of a demo from its ground to the lives of its cases, within one transaction."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.limits import limits_now
from app.cases.models import Category
from app.cases.rules import Level, MatterClass
from app.core.calendar_store import current_calendar, ensure_calendar
from app.core.clock import SHANGHAI, local
from app.core.database import Uow
from app.core.database.tables import DatabaseState
from app.core.shared_settings import set_setting
from app.demo.course import course_of
from app.demo.doing import Doing
from app.demo.life import Life
from app.demo.people import DemoPerson, Staff
from app.demo.phrases import Teller
from app.demo.plan import KindRule, plan_cases
from app.demo.player import Player
from app.demo.rhythm import arrivals
from app.demo.spots import Spots
from app.demo.street import StreetPlan, kind_texts
from app.demo.territory import areas_of, draw_ground, make_places, make_posts, make_regions
from app.demo.timing import Timing
from app.territory.models import Region

PER_DAY = 50
"""Cases of a usual working day in a street."""

QUOTAS_PER_DAY = 50
"""The same in a street that has `QUOTAS` open ones."""

_FOUNDED_AT = time(8, 0)
_SERIALS_OF_A_STREET = 40_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How long and how fast a demo lives.

    Attributes:
        now: The moment it is seen at.
        days: How many days of cases, the present one not counted.
        seed: Where every die begins.
    """

    now: datetime
    days: int
    seed: int

    @property
    def founded(self) -> datetime:
        """Return when everything was there: a day before the first case."""
        first = local(self.now).date() - timedelta(days=self.days)
        return datetime.combine(first, _FOUNDED_AT, SHANGHAI) - timedelta(days=1)

    def chance(self, what: str) -> Random:
        """Return dice of its own for each part, so that one does not move the others."""
        return Random(f"{self.seed}:{what}")  # noqa: S311  nothing secret hangs on it


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: who can sign in, and how many there are of what."""

    people: tuple[DemoPerson, ...]
    communities: int
    grids: int
    places: int
    cases: int


def found(uow: Uow, pace: Pace) -> Doing:
    """Publish the usual calendar, and return who makes everything, at the moment of founding."""
    ensure_calendar(Uow(uow.session, uow.actor, pace.founded))
    return Doing(uow.session, uow.actor, pace.founded)


def decide(do: Doing, plan: StreetPlan) -> None:
    """Decide what every centre decides first, and note that all this is made up."""
    decided = {
        "centre_name": plan.centre,
        "centre_address": plan.address,
        "centre_telephone": f"{plan.phone_area}-5102300",
        "street_code": plan.code,
    }
    for name, value in decided.items():
        do(set_setting, name, value)
    do.session.execute(sa.update(DatabaseState).values(is_demo=True))


class Street:
    """Makes one street.

    Attributes:
        grids: How many there are, once it is settled.
        places: The same of the gazetteer.
    """

    def __init__(
        self, do: Doing, plan: StreetPlan, pace: Pace, *, per_day: float = 0, number: int = 0
    ) -> None:
        """Begin a street.

        Args:
            do: The transaction, at the moment of founding.
            plan: What the street is made of.
            pace: How long it lives.
            per_day: Cases of a usual working day; `PER_DAY` when left out.
            number: Which of several streets, from 0.
        """
        self._do = do
        self._plan = plan
        self._pace = pace
        self._per_day = per_day or PER_DAY
        self._number = number
        self._spots: Spots | None = None
        self._held: list[object] = []
        self.grids = self.places = 0

    def settle(self, staff: Staff) -> None:
        """Draw the ground, name its places and fill its posts."""
        do, plan = self._do, self._plan
        ground = draw_ground(plan, self._pace.seed + self._number)
        areas = areas_of(ground)
        self._spots = Spots(plan, areas, self._chance("places"))
        make_regions(do, plan, ground, self._chance("grids"))
        # Every place and post asks for its region: while all are held, that takes no SQL.
        self._held = list(do.session.scalars(sa.select(Region)))
        make_places(do, self._spots.named)
        make_posts(do, plan, areas, dict(staff.grid_workers), self._chance("posts"))
        self.grids, self.places = len(areas), len(self._spots.named)

    def lives(self, staff: Staff, pepper: bytes) -> list[Life]:
        """Return the cases of the street with all that happens to each of them."""
        if self._spots is None:
            raise AssertionError("a street is settled before somebody lives there")
        session, now = self._do.session, self._pace.now
        timing = Timing(current_calendar(session))
        first = local(now).date() - timedelta(days=self._pace.days)
        chance = self._chance("plan")
        moments = arrivals(
            timing.calendar, first, now, per_day=self._per_day, chance=self._chance("rhythm")
        )
        size = self._per_day / QUOTAS_PER_DAY
        drafts = plan_cases(moments, _rules(session), timing, now, chance, size=size)
        courses = [course_of(draft, timing, now, chance) for draft in drafts]
        teller = Teller(self._plan.words, self._spots, self._chance("words"))
        serial = 100_000 + self._number * _SERIALS_OF_A_STREET
        dice = self._chance("play")
        player = Player(self._do, self._plan, staff, pepper, dice, first_serial=serial)
        found = []
        for course in courses:
            told = teller.tell(course.draft.rule.texts, course.reports)
            found.append(Life(player, course, told, player.unit_for(course, told)))
        return found

    def _chance(self, what: str) -> Random:
        return self._pace.chance(f"{self._plan.tag}{what}")


def _rules(session: Session) -> dict[str, KindRule]:
    """Return what the dictionary says of each kind the demo has texts for."""
    limits = limits_now(session)
    asked = sa.select(Category.code, Category.level, Category.matter_class, Unit.code)
    asked = asked.outerjoin(Unit, Unit.id == Category.unit_id).order_by(Category.code)
    texts = kind_texts()
    return {
        code: KindRule(
            texts[code],
            Level(level),
            MatterClass(matter),
            unit or "",
            limits.limit("sign", code, level),
            limits.limit("handle", code, level),
        )
        for code, level, matter, unit in session.execute(asked)
        if code in texts
    }
