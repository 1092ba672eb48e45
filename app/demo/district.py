"""The demo of a whole county: its streets live in two processes, each with a file of its own.

What belongs to the county (the tree, its departments and their people, kinds, limits, settings)
is made first, in a small SQLite file. Two processes then take half of the streets each, with a
copy of that file, and let them live by the real actions. At the end all rows are copied into
the database the demo is made for, in its one transaction: whole or not at all.

The halves are the same whatever the machine, so that the same seed tells the same story.
"""

import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.accounts.passwords import Secret
from app.accounts.rules import Role
from app.cases.dictionary import load_dictionary
from app.cases.documents import leave_documents
from app.cases.phrase_book import load_phrases
from app.core.actor import system
from app.core.calendar_store import current_calendar
from app.core.clock import local
from app.core.database import Database, Uow, begin_alone
from app.core.database.tables import CommandDone, DatabaseState
from app.core.errors import AppError
from app.demo.activities import hold_activities
from app.demo.cadres import keep_cadres
from app.demo.command import command_incidents
from app.demo.compounds import keep_compounds
from app.demo.conference import meet
from app.demo.conferences import hold_conferences
from app.demo.cooperation import work_together
from app.demo.copying import copy_rows
from app.demo.doing import Doing
from app.demo.duty import keep_duty
from app.demo.halls import set_up_machine
from app.demo.lists import keep_lists
from app.demo.party import organise_party
from app.demo.people import Staff, make_staff, make_units
from app.demo.play import Progress, play
from app.demo.points import count_came, give_points
from app.demo.report_ins import report_in
from app.demo.rhythm import weight
from app.demo.rosters import let_members_move
from app.demo.rounds import walk_rounds
from app.demo.services import open_hall, write_items
from app.demo.street import COUNTY, OFFICE, StreetPlan, load_district
from app.demo.territory import make_tree
from app.demo.video import put_up_cameras
from app.demo.wall import drive_wall
from app.demo.whole_street import Built, Pace, Street, decide, found

CASES_A_DAY = 2_000
HALVES = 2
_COPYING_SHARE = 0.1


class DemoBrokeOff(AppError):
    """A part of the demo could not be made; facts: ``why``."""

    code = "demo.broke_off"


@dataclass(frozen=True, slots=True)
class Half:
    """What one process makes.

    Attributes:
        file: Its SQLite file, with what belongs to the county in it.
        streets: Number of each street among all, and what it is made of.
        per_grid: Cases of a usual working day in one grid.
        shared: People of the county.
        pepper: Key of the phone hashes in the database the demo is made for.
        secret: Of everybody.
    """

    file: Path
    streets: tuple[tuple[int, StreetPlan], ...]
    pace: Pace
    per_grid: float
    shared: Staff
    pepper: bytes
    secret: Secret


def build_district(
    uow: Uow,
    pace: Pace,
    pepper: bytes,
    secret: Secret,
    progress: Progress,
    *,
    prepare: Callable[[Database], object],
) -> Built:
    """Make a county of streets and copy it into the open transaction.

    Args:
        uow: Open transaction of the empty database.
        pace: How long it lives.
        pepper: Key of the phone hashes.
        secret: Of everybody.
        progress: Told how many steps of how many are done.
        prepare: Gives an empty file the present schema.

    Raises:
        DemoBrokeOff: A process could not finish its half.
    """
    county, streets = load_district()
    with tempfile.TemporaryDirectory(prefix="jiezhi-demo-") as folder:
        base = Path(folder) / "county.db"
        prepare(database := Database.open(f"sqlite:///{base}"))
        shared, share = _make_county(database, county, streets, pace, secret)
        grids = sum(community.grids for street in streets for community in street.communities)
        halves = _halves(base, streets, pace, CASES_A_DAY / share / grids, shared)
        halves = [replace(half, pepper=pepper, secret=secret) for half in halves]
        built = _live(halves, progress)
        copy_rows(uow.session, base, [half.file for half in halves])
        uow.session.execute(sa.update(DatabaseState).values(is_demo=True))
    return Built(
        people=(*shared.listed, *built[0].people),
        communities=sum(each.communities for each in built),
        grids=sum(each.grids for each in built),
        places=sum(each.places for each in built),
        cases=sum(each.cases for each in built),
    )


def _make_county(
    database: Database,
    plan: StreetPlan,
    streets: Sequence[StreetPlan],
    pace: Pace,
    secret: Secret,
) -> tuple[Staff, float]:
    """Make what all streets share; return its people and the weight of a mean day."""
    try:
        with database.writing(system("演示")) as uow, uow.session.no_autoflush:
            do = found(uow, pace)
            make_tree(do, (*plan.regions, *(street.regions[-1] for street in streets)))
            units = make_units(do, plan)
            units[COUNTY] = units["centre"]
            at_founding = Uow(uow.session, uow.actor, do.at)
            load_dictionary(at_founding)
            load_phrases(at_founding)
            staff = make_staff(do, plan, units, secret, pace.chance("county"))
            decide(do, streets[0])
            calendar = current_calendar(uow.session)
            mean = weight(calendar, local(pace.founded).date(), pace.days + 1)
    finally:
        database.dispose()
    return staff, mean


def _halves(
    base: Path, streets: Sequence[StreetPlan], pace: Pace, per_grid: float, shared: Staff
) -> list[Half]:
    """Return two halves with about as many grids each."""
    parts: list[list[tuple[int, StreetPlan]]] = [[] for _ in range(HALVES)]
    sizes = [0] * HALVES
    numbered = sorted(enumerate(streets), key=lambda each: (-_grids(each[1]), each[0]))
    for number, street in numbered:
        least = sizes.index(min(sizes))
        parts[least].append((number, street))
        sizes[least] += _grids(street)
    return [
        Half(_copy(base, n), _in_a_ring(part), pace, per_grid, shared, b"", Secret("", ""))
        for n, part in enumerate(parts)
        if part
    ]


def _in_a_ring(part: list[tuple[int, StreetPlan]]) -> tuple[tuple[int, StreetPlan], ...]:
    """Return streets in order; each passes on to the next, which lives in the same file."""
    part = sorted(part, key=lambda each: each[0])
    around = (*part[1:], part[0])
    return tuple(
        (number, replace(plan, beyond=replace(plan.beyond, street=near.regions[-1])))
        for (number, plan), (_, near) in zip(part, around, strict=True)
    )


def _grids(street: StreetPlan) -> int:
    return sum(community.grids for community in street.communities)


def _copy(base: Path, number: int) -> Path:
    file = base.with_name(f"half{number}.db")
    shutil.copyfile(base, file)
    return file


def _live(halves: Sequence[Half], progress: Progress) -> list[Built]:
    """Let each half live in a process of its own; return what they built, in their order."""
    context = multiprocessing.get_context("spawn")
    lines: dict[Connection, int] = {}
    workers = []
    for number, half in enumerate(halves):
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(half, theirs), daemon=True)
        worker.start()
        theirs.close()
        workers.append(worker)
        lines[ours] = number
    try:
        return _listen(lines, progress)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _listen(lines: dict[Connection, int], progress: Progress) -> list[Built]:
    steps = dict.fromkeys(lines.values(), (0, 1))
    built: dict[int, Built] = {}
    while len(built) < len(steps):
        for line in wait([line for line, number in lines.items() if number not in built]):
            number = lines[line]  # type: ignore[index]
            kind, told = _told(line)
            if kind == "failed":
                raise DemoBrokeOff(why=told)
            if kind == "built":
                built[number] = told
            else:
                steps[number] = told
                done = sum(each for each, _ in steps.values())
                progress(done, round(sum(n for _, n in steps.values()) * (1 + _COPYING_SHARE)))
    whole = sum(n for _, n in steps.values())
    progress(whole, whole)
    return [built[number] for number in sorted(built)]


def _told(line: Any) -> tuple[str, Any]:
    try:
        kind, told = line.recv()
    except EOFError:
        return "failed", "—"
    return kind, told


def _work(half: Half, line: Connection) -> None:
    """Make one half; runs in a process of its own."""
    try:
        line.send(("built", _make_half(half, lambda *step: line.send(("step", step)))))
    except Exception as error:  # noqa: BLE001  the border: the other process raises it
        line.send(("failed", repr(error)))
    finally:
        line.close()


def _make_half(half: Half, progress: Progress) -> Built:
    database = Database.open(f"sqlite:///{half.file}")
    try:
        with database.writing(system("演示")) as uow, uow.session.no_autoflush:
            return _make_streets(uow, half, progress)
    finally:
        database.dispose()


def _make_streets(uow: Uow, half: Half, progress: Progress) -> Built:
    do = found(uow, half.pace)
    made = [_settled(do, half, number, plan) for number, plan in half.streets]
    around = (*made[1:], made[0])
    peopled = [
        (street, _beside(staff, near))
        for (street, _, staff), near in zip(made, around, strict=True)
    ]
    with begin_alone(uow.session, learns_places=False) as gathered:
        lives = [life for street, staff in peopled for life in street.lives(staff, half.pepper)]
        lives.sort(key=lambda life: life.course.arrived_at)
        play(do, lives, gathered, progress)
    at_present = do.by(do.who, half.pace.now)
    for _, plan, staff in made:
        chance = half.pace.chance(f"{plan.tag}party")
        organise_party(at_present, plan, staff, half.pepper, chance)
        let_members_move(at_present, staff, plan.code)
        report_in(at_present, plan, staff, half.pace.chance(f"{plan.tag}report_in"))
        points = half.pace.chance(f"{plan.tag}points")
        give_points(at_present, plan, staff, half.pace.now, points)
        lists = half.pace.chance(f"{plan.tag}lists")
        keep_lists(at_present, plan, staff, half.pace.now, lists)
        held = half.pace.chance(f"{plan.tag}activities")
        hold_activities(at_present, plan, staff, half.pace.now, held)
        count_came(at_present, staff, half.pace.now)
        homes = half.pace.chance(f"{plan.tag}compounds")
        keep_compounds(at_present, plan, staff, half.pace.now, homes)
        bodies = half.pace.chance(f"{plan.tag}conference")
        meet(at_present, plan, staff, half.pace.now, bodies)
        work_together(at_present, plan, staff, half.pace.now)
        cadres = half.pace.chance(f"{plan.tag}cadres")
        keep_cadres(at_present, plan, staff, half.pace.now, cadres)
        if Role.ADMINISTRATOR in staff.by_role:
            set_up_machine(at_present, plan, staff, half.pace.now)
        keep_duty(at_present, staff, plan.code, half.pace.now)
        drive_wall(at_present, staff, plan.code, half.pace.now)
        forces = half.pace.chance(f"{plan.tag}command")
        command_incidents(at_present, plan, staff, half.pace.now, forces)
        rounds = half.pace.chance(f"{plan.tag}rounds")
        walk_rounds(at_present, staff, plan.code, half.pace.now, rounds)
        put_up_cameras(at_present, staff, plan.code, half.pace.now, rounds)
        talks = half.pace.chance(f"{plan.tag}conferences")
        hold_conferences(at_present, staff, plan.code, half.pace.now, talks)
        open_hall(at_present, plan, staff, half.pace.now, half.pace.chance(f"{plan.tag}services"))
    if half.streets[0][0] == 0:  # they are the county's: one of the halves writes them
        write_items(at_present, made[0][1].code[:6], half.pace.now)
    uow.session.execute(sa.delete(CommandDone))
    leave_documents(uow.session)
    return Built(
        made[0][2].listed,
        sum(len(plan.communities) for _, plan in half.streets),
        sum(street.grids for street, _ in peopled),
        sum(street.places for street, _ in peopled),
        len(lives),
    )


def _settled(
    do: Doing, half: Half, number: int, plan: StreetPlan
) -> tuple[Street, StreetPlan, Staff]:
    units = dict(half.shared.units) | make_units(do, plan)
    chance = half.pace.chance(f"{plan.tag}staff")
    staff = make_staff(do, plan, units, half.secret, chance, shared=half.shared)
    street = Street(do, plan, half.pace, per_day=half.per_grid * _grids(plan), number=number)
    street.settle(staff)
    return street, plan, staff


def _beside(staff: Staff, near: tuple[Street, StreetPlan, Staff]) -> Staff:
    """Return the people of a street with those of the neighbour that cases are handed over to."""
    _, _, others = near
    return replace(
        staff,
        units={**staff.units, OFFICE: others.units["enforcement"]},
        handlers={**staff.handlers, OFFICE: others.handlers["enforcement"]},
    )
