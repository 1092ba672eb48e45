"""Builds the demo: a street, its people, and some weeks of cases lived by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.passwords import Secret, secret_of, temporary_password
from app.accounts.rules import check_password
from app.cases.dictionary import load_dictionary
from app.cases.models import CaseFile, Category
from app.cases.phrase_book import load_phrases
from app.cases.queries.queue import QueueView, view_counts
from app.core.actor import Actor, system
from app.core.changes import Topic
from app.core.database import Database, Uow, begin_alone
from app.core.database.tables import CommandDone
from app.core.errors import AppError
from app.core.shared_settings import CentreSettings
from app.demo.activities import hold_activities
from app.demo.automation import keep_rules
from app.demo.cadres import keep_cadres
from app.demo.calls import call_some
from app.demo.command import command_incidents
from app.demo.compounds import keep_compounds
from app.demo.conference import meet
from app.demo.conferences import hold_conferences
from app.demo.cooperation import work_together
from app.demo.district import build_district
from app.demo.documents import write_documents
from app.demo.duty import keep_duty
from app.demo.families import report_again
from app.demo.feeds import leave_feeds
from app.demo.halls import set_up_machine
from app.demo.lists import keep_lists
from app.demo.marks import leave_marks
from app.demo.papers import write_briefings
from app.demo.party import organise_party
from app.demo.people import DemoPerson, make_beyond, make_staff, make_units
from app.demo.play import Progress, play
from app.demo.points import count_came, give_points
from app.demo.powers import hold_powers, use_powers
from app.demo.redrawing import begin_draft
from app.demo.report_ins import report_in
from app.demo.rosters import let_members_move
from app.demo.rounds import walk_rounds
from app.demo.services import open_hall, write_items
from app.demo.sketches import draw_sketches
from app.demo.street import load_street
from app.demo.territory import make_tree
from app.demo.video import put_up_cameras
from app.demo.wall import drive_wall
from app.demo.whole_street import Built, Pace, Street, decide, found
from app.territory.models import Region

DAYS = 21
SCALES = ("street", "district")


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
    prepare: Callable[[Database], object] | None = None,
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
        prepare: Gives an empty file the present schema; a district is made in such files.

    Raises:
        UnknownScale: There is no such size.
        DemoRefused: The database is not empty.
        PasswordTooShort: The password given is shorter than the centre wants.
    """
    if scale not in SCALES or (scale == "district" and prepare is None):
        raise UnknownScale(scale=scale, known="、".join(SCALES))
    if password:
        check_password(password, "", CentreSettings().password_min_length)
    now = clock_now or database.clock.now()
    chosen = password or temporary_password().text
    pace = Pace(now, days, seed)
    build: Callable[..., Built] = _build_street
    if scale == "district" and prepare is not None:
        build = partial(build_district, prepare=prepare)
    with database.writing(system("演示")) as uow, uow.session.no_autoflush:
        _check_empty(uow.session, database)
        built = build(uow, pace, database.state.pepper, secret_of(chosen), progress)
        uow.touched(Topic.EVERYTHING, "")
    database.look_again()
    return _report(database, now, built, chosen)


def _build_street(uow: Uow, pace: Pace, pepper: bytes, secret: Secret, progress: Progress) -> Built:
    """Put one street together within one transaction."""
    plan = load_street()
    do = found(uow, pace)
    make_tree(do, (*plan.regions, plan.beyond.street))
    units = make_units(do, plan) | make_beyond(do, plan)
    at_founding = Uow(uow.session, uow.actor, do.at)
    load_dictionary(at_founding)
    load_phrases(at_founding)
    staff = make_staff(do, plan, units, secret, pace.chance("staff"))
    street = Street(do, plan, pace)
    street.settle(staff)
    decide(do, plan)
    powers = hold_powers(do, staff, plan.code, pace.now)
    uow.session.flush()
    with begin_alone(uow.session) as gathered:
        lives = street.lives(staff, pepper)
        play(do, lives, gathered, progress)
    leave_marks(do, staff, plan.code, pace.now)
    use_powers(do, staff, powers, pace.now)
    begin_draft(do, staff, plan.code, pace.now)
    call_some(do, staff, pace.now)
    again = report_again(do, staff, plan.code, pepper, pace.now)
    leave_feeds(uow, plan.code, pace.now)
    keep_rules(do, staff, plan.code, pace.now)
    organise_party(do.by(do.who, pace.now), plan, staff, pepper, pace.chance("party"))
    give_points(do.by(do.who, pace.now), plan, staff, pace.now, pace.chance("points"))
    keep_lists(do, plan, staff, pace.now, pace.chance("lists"))
    hold_activities(do, plan, staff, pace.now, pace.chance("activities"))
    count_came(do, staff, pace.now)
    keep_compounds(do, plan, staff, pace.now, pace.chance("compounds"))
    meet(do, plan, staff, pace.now, pace.chance("conference"))
    work_together(do, plan, staff, pace.now)
    keep_cadres(do, plan, staff, pace.now, pace.chance("cadres"))
    set_up_machine(do, plan, staff, pace.now)
    let_members_move(do.by(do.who, pace.now), staff, plan.code)
    keep_duty(do, staff, plan.code, pace.now)
    drive_wall(do, staff, plan.code, pace.now)
    command_incidents(do, plan, staff, pace.now, pace.chance("command"))
    walk_rounds(do, staff, plan.code, pace.now, pace.chance("rounds"))
    write_items(do, plan.code, pace.now)
    open_hall(do, plan, staff, pace.now, pace.chance("services"))
    put_up_cameras(do, staff, plan.code, pace.now, pace.chance("video"))
    hold_conferences(do, staff, plan.code, pace.now, pace.chance("conferences"))
    draw_sketches(do, staff, plan.code, pace.now, pace.chance("sketches"))
    write_briefings(do, staff, plan.code, pace.now)
    report_in(do.by(do.who, pace.now), plan, staff, pace.chance("report_in"))
    write_documents(do, staff, plan.code, pace.now)
    # Files are kept under a key of their own; nobody will send any of it again.
    uow.session.execute(sa.delete(CommandDone))
    communities = len(plan.communities)
    return Built(staff.listed, communities, street.grids, street.places, len(lives) + again)


def _check_empty(session: Session, database: Database) -> None:
    for table in (Person, Region, CaseFile, Category):
        if session.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None:
            raise DemoRefused(where=database.where)


def _report(database: Database, now: datetime, built: Built, password: str) -> DemoReport:
    views = (QueueView.ALL_OPEN, QueueView.DUE_TODAY, QueueView.DUE_SOON, QueueView.OVERDUE)
    everybody: Actor = system("演示")
    with database.reading() as session:
        counts = view_counts(session, everybody, views, now=now)
    return DemoReport(
        as_of=now,
        communities=built.communities,
        grids=built.grids,
        places=built.places,
        cases=built.cases,
        open=counts[QueueView.ALL_OPEN].value,
        due_today=counts[QueueView.DUE_TODAY].value,
        due_soon=counts[QueueView.DUE_SOON].value,
        overdue=counts[QueueView.OVERDUE].value,
        password=password,
        people=built.people,
    )
