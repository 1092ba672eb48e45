"""Builds the demo: a street, its people, and some weeks of cases lived by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.passwords import hash_password, temporary_password
from app.accounts.rules import check_password
from app.cases.dictionary import load_dictionary
from app.cases.limits import limits_now
from app.cases.models import CaseFile, Category
from app.cases.phrase_book import load_phrases
from app.cases.queries.queue import QueueView, view_counts
from app.cases.rules import Level, MatterClass
from app.core.actor import Actor, system
from app.core.calendar_store import current_calendar, ensure_calendar
from app.core.changes import Topic
from app.core.clock import SHANGHAI, local
from app.core.database import Database, Uow
from app.core.database.tables import DatabaseState
from app.core.errors import AppError
from app.core.shared_settings import CentreSettings, set_setting
from app.demo.course import course_of
from app.demo.doing import Doing
from app.demo.people import DemoPerson, Staff, make_staff, make_units
from app.demo.phrases import Teller
from app.demo.plan import KindRule, plan_cases
from app.demo.play import Life, Player
from app.demo.rhythm import arrivals
from app.demo.spots import Spots
from app.demo.street import StreetPlan, kind_texts, load_street
from app.demo.territory import areas_of, draw_ground, make_places, make_posts, make_regions
from app.demo.timing import Timing
from app.territory.models import Region

DAYS = 21
PER_DAY = 50
SCALES = ("street",)
_FOUNDED_AT = time(8, 0)

Progress = Callable[[int, int], None]


class DemoRefused(AppError):
    """There are data in the database already; facts: ``where``."""

    code = "demo.refused"


class UnknownScale(AppError):
    """No demo of that size can be built; facts: ``scale``, ``known``."""

    code = "demo.unknown_scale"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was built.

    Attributes:
        password: Of everybody.
        people: Who can sign in, the centre's own people first.
        cases: Of all states; the counts after it are those of the queue's views at `as_of`.
    """

    as_of: datetime
    communities: int
    grids: int
    places: int
    cases: int
    open: int
    due_today: int
    due_soon: int
    overdue: int
    password: str
    people: tuple[DemoPerson, ...]

    def as_json(self) -> dict[str, object]:
        """Return what ``--json`` prints."""
        names = ("communities", "grids", "places", "cases", "open", "due_today", "due_soon")
        told: dict[str, object] = {name: getattr(self, name) for name in names}
        people = [
            {"role": person.role.value, "name": person.name, "login": person.login}
            for person in self.people
        ]
        return told | {"overdue": self.overdue, "password": self.password, "people": people}


def build_demo(
    database: Database,
    *,
    scale: str = "street",
    days: int = DAYS,
    seed: int = 1,
    clock_now: datetime | None = None,
    password: str = "",
    progress: Progress = lambda _done, _whole: None,
) -> DemoReport:
    """Fill an empty database with a made-up street; whole or not at all.

    The same seed, days and moment give the same texts, times and counts; only keys, receipt
    codes and salts differ.

    Args:
        database: With the present schema and nothing in it.
        scale: One of `SCALES`.
        days: How many days of cases, the present one not counted.
        seed: Where every die begins.
        clock_now: The moment the street is seen at; the database's present when left out.
        password: Of everybody; a random one when left out.
        progress: Told how many steps of how many are done.

    Raises:
        UnknownScale: There is no such size.
        DemoRefused: The database is not empty.
        PasswordTooShort: The password given is shorter than the centre wants.
    """
    if scale not in SCALES:
        raise UnknownScale(scale=scale, known="、".join(SCALES))
    if password:
        check_password(password, "", CentreSettings().password_min_length)
    now = clock_now or database.clock.now()
    chosen = password or temporary_password().text
    builder = _Builder(load_street(), days, seed, now)
    founder = system(builder.plan.centre)
    with database.writing(founder) as uow, uow.session.no_autoflush:
        _check_empty(uow.session, database)
        built = builder.build(uow, database.state.pepper, hash_password(chosen), progress)
        uow.touched(Topic.EVERYTHING, "")
    database.look_again()
    return _report(database, builder, built, chosen)


@dataclass(frozen=True, slots=True)
class _Built:
    staff: Staff
    grids: int
    places: int
    cases: int


class _Builder:
    """Puts the street together within one transaction."""

    def __init__(self, plan: StreetPlan, days: int, seed: int, now: datetime) -> None:
        self.plan = plan
        self.now = now
        self._days = days
        self._seed = seed

    def build(self, uow: Uow, pepper: bytes, password_hash: str, progress: Progress) -> _Built:
        """Build everything and return what was built."""
        first = local(self.now).date() - timedelta(days=self._days)
        founded = datetime.combine(first, _FOUNDED_AT, SHANGHAI) - timedelta(days=1)
        ensure_calendar(Uow(uow.session, uow.actor, founded))
        do = Doing(uow.session, uow.actor, founded)
        ground = draw_ground(self.plan, self._seed)
        areas = areas_of(ground)
        spots = Spots(self.plan, areas, self._chance("places"))
        make_regions(do, self.plan, ground, self._chance("grids"))
        # Every place and post asks for its region: while all are held, that takes no SQL.
        held = list(do.session.scalars(sa.select(Region)))
        make_places(do, spots.named)
        units = make_units(do, self.plan)
        at_founding = Uow(uow.session, uow.actor, founded)
        load_dictionary(at_founding)
        load_phrases(at_founding)
        staff = make_staff(do, self.plan, units, password_hash, self._chance("staff"))
        make_posts(do, self.plan, areas, dict(staff.grid_workers), self._chance("posts"))
        self._settle(do)
        cases = self._live(do, staff, spots, pepper, progress)
        held.clear()
        return _Built(staff, len(areas), len(spots.named), cases)

    def _settle(self, do: Doing) -> None:
        decided = {
            "centre_name": self.plan.centre,
            "centre_address": self.plan.address,
            "centre_telephone": f"{self.plan.phone_area}-5102300",
            "street_code": self.plan.code,
        }
        for name, value in decided.items():
            do(set_setting, name, value)
        do.session.execute(sa.update(DatabaseState).values(is_demo=True))

    def _live(
        self, do: Doing, staff: Staff, spots: Spots, pepper: bytes, progress: Progress
    ) -> int:
        timing = Timing(current_calendar(do.session))
        first = local(self.now).date() - timedelta(days=self._days)
        moments = arrivals(
            timing.calendar, first, self.now, per_day=PER_DAY, chance=self._chance("rhythm")
        )
        chance = self._chance("plan")
        drafts = plan_cases(moments, _rules(do.session), timing, self.now, chance)
        courses = [course_of(draft, timing, self.now, chance) for draft in drafts]
        teller = Teller(self.plan.words, spots, self._chance("words"))
        player = Player(do, self.plan, staff, pepper, self._chance("play"))
        lives = []
        for course in courses:
            told = teller.tell(course.draft.rule.texts, course.reports)
            lives.append(Life(course, told, player.unit_for(course, told)))
        player.play(lives, progress)
        return len(lives)

    def _chance(self, what: str) -> Random:
        """Return dice of its own for each part, so that one does not move the others."""
        return Random(f"{self._seed}:{what}")  # noqa: S311  nothing secret hangs on it


def _check_empty(session: Session, database: Database) -> None:
    for table in (Person, Region, CaseFile, Category):
        if session.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None:
            raise DemoRefused(where=database.where)


def _rules(session: Session) -> dict[str, KindRule]:
    """Return what the dictionary says of each kind the demo has texts for."""
    from app.accounts.models import Unit

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


def _report(database: Database, builder: _Builder, built: _Built, password: str) -> DemoReport:
    views = (QueueView.ALL_OPEN, QueueView.DUE_TODAY, QueueView.DUE_SOON, QueueView.OVERDUE)
    everybody: Actor = system(builder.plan.centre)
    with database.reading() as session:
        counts = view_counts(session, everybody, views, now=builder.now)
    return DemoReport(
        as_of=builder.now,
        communities=len(builder.plan.communities),
        grids=built.grids,
        places=built.places,
        cases=built.cases,
        open=counts[QueueView.ALL_OPEN].value,
        due_today=counts[QueueView.DUE_TODAY].value,
        due_soon=counts[QueueView.DUE_SOON].value,
        overdue=counts[QueueView.OVERDUE].value,
        password=password,
        people=built.staff.listed,
    )
