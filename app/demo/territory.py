"""The ground of the demo street: regions, grids, posts, names of places, made by real actions."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import count
from random import Random
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import invented_name
from app.demo.spots import GridArea, NamedPlace
from app.demo.street import StreetPlan
from app.territory.actions.places import PlaceDraft, save_place
from app.territory.actions.posts import PostDraft, assign_post
from app.territory.actions.regions import (
    GridDraft,
    LineDraft,
    RegionDraft,
    open_grid,
    save_map_lines,
    save_region,
    set_outline,
)
from app.territory.geometry import Shape, rings
from app.territory.rules import GridKind, PlaceSource, PostRole, WorkerKind
from app.territory.tiling import LineNames, Tiling, tile_street

DEDICATED_EVERY = 27
"""Every so many grids one is a dedicated one: a market, a school, a park of firms."""

_PEOPLE_A_HOUSEHOLD = 2.6
_POSTS_OF_A_COMMUNITY = (PostRole.ADVISER, PostRole.POLICE_OFFICER, PostRole.PATCH)


def draw_ground(plan: StreetPlan, seed: int) -> Tiling:
    """Return the made-up outlines of the street, its communities and grids, and its lines."""
    return tile_street(
        [(community.code, community.grids) for community in plan.communities],
        centre=plan.middle,
        seed=seed,
        names=LineNames(plan.roads, plan.river, plan.railway),
    )


def areas_of(ground: Tiling) -> list[GridArea]:
    """Return the grids as they are drawn, in the order of codes."""
    return [
        GridArea(code, shape.centre, rings(shape.wkb)[0]) for code, shape in ground.grids.items()
    ]


def make_tree(do: Doing, regions: Iterable[tuple[str, str]]) -> None:
    """Enter regions by code and name, from above to below."""
    for code, name in regions:
        do(save_region, RegionDraft(code, name))


def make_regions(do: Doing, plan: StreetPlan, ground: Tiling, chance: Random) -> None:
    """Make the communities and grids of a street that is in the tree, with outlines and lines."""
    make_tree(do, ((community.code, community.name) for community in plan.communities))
    for code, shape in ((plan.code, ground.street), *ground.communities.items()):
        do(set_outline, code, shape.wkb)
    short = {community.code: community.short for community in plan.communities}
    for number, (code, shape) in enumerate(ground.grids.items(), 1):
        name = f"{short[code[:12]]} {code[-2:]}"
        _open_grid(do, code, name, shape, is_dedicated=number % DEDICATED_EVERY == 0, chance=chance)
    drafts = [LineDraft(line.kind, line.name, line.wkb) for line in ground.lines]
    do(save_map_lines, plan.code, drafts)


def make_posts(
    do: Doing,
    plan: StreetPlan,
    areas: Sequence[GridArea],
    workers: dict[str, Actor],
    chance: Random,
) -> None:
    """Fill the posts: every grid has a head and one full-time worker."""
    since = local(do.at).date() - timedelta(days=400)
    phones = count(1)

    def fill(code: str, role: PostRole, name: str, person_id: UUID | None = None) -> None:
        worker_kind = WorkerKind.FULL_TIME if role is PostRole.WORKER else None
        phone = f"1990352{next(phones):04d}"
        draft = PostDraft(code, role, name, since, worker_kind, person_id, phone)
        do(assign_post, draft)

    for community in plan.communities:
        for role in _POSTS_OF_A_COMMUNITY:
            fill(community.code, role, invented_name(plan, chance))
    served: set[str] = set()
    for area in areas:
        community_code = area.code[:12]
        worker = None if community_code in served else workers[community_code]
        served.add(community_code)
        name = worker.name if worker else invented_name(plan, chance)
        fill(area.code, PostRole.WORKER, name, worker.person_id if worker else None)
        fill(area.code, PostRole.HEAD, invented_name(plan, chance))


def make_places(do: Doing, named: Sequence[NamedPlace]) -> None:
    """Enter the gazetteer; former names lead to what the place is called today."""
    keys: dict[str, UUID] = {}
    for place in named:
        draft = PlaceDraft(
            name=place.name,
            kind=place.kind,
            region_code=place.grid,
            longitude=place.point[0],
            latitude=place.point[1],
            former_name_of=keys[place.former] if place.former else None,
            source=PlaceSource.IMPORTED,
        )
        keys[place.name] = do(save_place, draft)


def _open_grid(
    do: Doing, code: str, name: str, shape: Shape, *, is_dedicated: bool, chance: Random
) -> None:
    households = chance.randint(40, 90) if is_dedicated else chance.randint(210, 430)
    draft = GridDraft(
        code,
        name,
        GridKind.DEDICATED if is_dedicated else GridKind.GENERAL,
        households=households,
        population=round(households * _PEOPLE_A_HOUSEHOLD * chance.uniform(0.9, 1.1)),
        wkb=shape.wkb,
    )
    do(open_grid, draft)
