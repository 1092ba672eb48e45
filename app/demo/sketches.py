"""What people of the demo street drew on its map."""

from datetime import datetime, timedelta
from random import Random

from app.accounts.rules import Role
from app.demo.doing import Doing
from app.demo.people import Staff
from app.territory.queries.outlines import map_lines, outlines
from app.territory.rules import LineKind, Tier
from app.territory.sketches.actions import SketchLook, add_sketch
from app.territory.sketches.rules import SketchColor, SketchKind, Spots


def draw_sketches(do: Doing, staff: Staff, street: str, now: datetime, chance: Random) -> None:
    """Let a dispatcher and the director draw what a street draws: a detour, a wet spot, a note."""
    communities = outlines(do.session, street, Tier.COMMUNITY)
    grids = outlines(do.session, street, Tier.GRID)
    roads = [line for line in map_lines(do.session, street) if line.kind is LineKind.ROAD]
    if not grids or not communities:
        return
    dispatcher = do.by(staff.by_role[Role.DISPATCHER][0], now - timedelta(days=3))
    director = do.by(staff.by_role[Role.DIRECTOR][0], now - timedelta(days=1))
    if roads:
        part = max(roads[0].parts, key=len)
        walked: Spots = tuple(part[len(part) // 4 : len(part) * 2 // 3])
        detour = SketchLook("周末集市，车辆绕行", SketchColor.AMBER, shared=True)
        if len(walked) > 1:
            dispatcher(add_sketch, street, SketchKind.LINE, walked, detour)
    wet = max(chance.choice(grids).rings, key=len)
    pool = SketchLook("雨天积水", SketchColor.BLUE, shared=True)
    dispatcher(add_sketch, street, SketchKind.AREA, tuple(wet[:-1]), pool)
    at = chance.choice(communities).centre
    director(
        add_sketch,
        street,
        SketchKind.NOTE,
        (at,),
        SketchLook("周三联合检查在此集合", SketchColor.RED, shared=True),
    )
