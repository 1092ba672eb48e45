"""Rounds of the demo street: planned for each grid, most of them made, some found something."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import sqlalchemy as sa

from app.accounts.rules import Role
from app.cases.models import CaseFile
from app.cases.rounds.actions.plans import PlanDraft, plan_round
from app.cases.rounds.models import PatrolFinding, PatrolPlan, PatrolRound
from app.cases.rounds.rules import Rhythm, RoundKind, Stop, windows
from app.cases.rules import Source
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.database import Uow
from app.core.ids import new_id
from app.demo.doing import Doing
from app.demo.people import Staff
from app.territory.geometry import Point
from app.territory.queries.outlines import OutlineRow, outlines
from app.territory.rules import Tier

DAYS, LEFT_OUT = 16, 0.12
"""Days of rounds there are, and the share of those that nobody made."""
DAILY_EVERY, CORNERS = 4, 3
"""Every which grid is walked daily; points between two corners of its border."""
INWARD = (0.82, 0.45)
FOUND_MOST = 40
ROUTES = ("主次干道摄像头轮巡", "河道屋顶无人机巡查")


def walk_rounds(do: Doing, staff: Staff, region: str, now: datetime, chance: Random) -> None:
    """Plan a walk of every grid and a look through the cameras of every community, and make most
    of those that were due; a drone flies over the street.
    """
    first = local(now).date() - timedelta(days=DAYS)
    director = do.by(staff.by_role[Role.DIRECTOR][0], now - timedelta(days=DAYS, hours=2))
    shapes = outlines(do.session, region, Tier.GRID)
    officer = staff.by_role[Role.DISPATCHER][0]
    planned: list[tuple[PatrolPlan, Actor, tuple[OutlineRow, ...]]] = []

    def plan(draft: PlanDraft, who: Actor, over: tuple[OutlineRow, ...]) -> None:
        key = director(plan_round, draft)
        planned.append((do.session.get_one(PatrolPlan, key), who, over))

    def hands(who: Actor) -> tuple[Any, ...]:
        return (who.person_id,)

    for at, shape in enumerate(shapes):
        who = staff.grid_workers.get(shape.code[:12])
        if who is not None:
            rhythm = Rhythm.DAILY if at % DAILY_EVERY == 0 else Rhythm.TWICE_WEEK
            name = f"{shape.name} 走巡"
            draft = PlanDraft(shape.code, RoundKind.WALK, name, rhythm, first, hands(who))
            plan(draft, who, (shape,))
    for code in sorted(staff.grid_workers):
        stops = tuple(
            Stop(f"{shape.name}路口", shape.centre) for shape in shapes if shape.code[:12] == code
        )[:8]
        draft = PlanDraft(code, RoundKind.CAMERA, ROUTES[0], Rhythm.WEEKLY, first, (), stops)
        plan(draft, officer, ())
    draft = PlanDraft(region, RoundKind.DRONE, ROUTES[1], Rhythm.WEEKLY, first, hands(officer))
    plan(draft, officer, tuple(shapes[:: max(1, len(shapes) // 12)]))
    do.session.flush()
    uow = Uow(do.session, do.who, now)
    rows = [row for each in planned for row in _made(*each, now, chance)]
    uow.add_many(PatrolRound, rows)
    _find(uow, rows, region)


def _made(
    plan: PatrolPlan, who: Actor, over: Sequence[OutlineRow], now: datetime, chance: Random
) -> Iterator[dict[str, Any]]:
    for window in windows(Rhythm(plan.rhythm), plan.first_on, local(now).date()):
        if window.first < plan.first_on or chance.random() < LEFT_OUT:
            continue
        length = (window.last - window.first).days
        day = window.first + timedelta(days=chance.randint(0, length))
        minutes = chance.choice((8 * 60 + 40, 9 * 60 + 30, 14 * 60 + 50, 16 * 60 + 10))
        begin = day_begins(day) + timedelta(minutes=minutes + chance.randint(0, 25))
        end = begin + timedelta(minutes=chance.randint(25, 75))
        if end >= now:
            continue
        points = [point for shape in over for point in _way(shape, chance)]
        if plan.kind == RoundKind.DRONE:
            points = [shape.centre for shape in over]
        step = (end - begin) / max(1, len(points))
        yield {
            "id": new_id(),
            "plan_id": plan.id,
            "region": plan.region,
            "kind": plan.kind,
            "person_id": who.person_id,
            "person_name": who.name,
            "started_at": begin,
            "ended_at": end,
            "track": [
                [round((begin + at * step).timestamp()), round(x, 6), round(y, 6)]
                for at, (x, y) in enumerate(points)
            ],
            "visited": [stop[0] for stop in plan.stops if chance.random() > LEFT_OUT],
            "note": "",
            "recorded_at": end,
            "recorded_name": who.name,
            "dropped_at": None,
            "dropped_why": "",
            "version": 1,
        }


def _way(shape: OutlineRow, chance: Random) -> list[Point]:
    """Return a way along the border of a grid, a bit inside, from some corner on."""
    ring = max(shape.rings, key=len)[:-1]
    inward = chance.choice(INWARD)
    start = chance.randrange(len(ring))
    corners = (*ring[start:], *ring[:start])
    step = max(1, len(corners) // 8)
    taken = corners[::step][: chance.randint(5, 8)]
    x0, y0 = shape.centre
    inner = [(x0 + (x - x0) * inward, y0 + (y - y0) * inward) for x, y in taken]
    way: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(inner):
        for part in range(CORNERS):
            share = part / CORNERS
            way.append((ax + (bx - ax) * share, ay + (by - ay) * share))
    return way


def _find(uow: Uow, rows: Sequence[dict[str, Any]], region: str) -> None:
    """Let cases that patrols found be of the round of their grid that day."""
    begin = uow.now - timedelta(days=DAYS)
    asked = (
        sa.select(CaseFile.id, CaseFile.region, CaseFile.received_at)
        .where(
            CaseFile.source == Source.GRID_PATROL,
            CaseFile.region >= region,
            CaseFile.region < f"{region}:",
            CaseFile.received_at >= begin,
        )
        .order_by(CaseFile.id)
    )
    by_day = {(row["region"], local(row["started_at"]).date()): row["id"] for row in rows}
    found: list[dict[str, Any]] = []
    for case_id, code, at in uow.session.execute(asked):
        round_id = by_day.get((code, local(at).date()))
        if round_id is not None and len(found) < FOUND_MOST:
            found.append({"round_id": round_id, "case_id": case_id})
    uow.add_many(PatrolFinding, found)
