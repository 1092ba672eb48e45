"""Gathers what a printed grid map, or a walking route, says."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import Category
from app.cases.queries.by_region import last_days
from app.cases.queries.map_figures import MapAsked, MapWish, map_figures
from app.cases.queries.route import walking_route
from app.core.actor import Actor
from app.core.errors import AppError, NotAllowed, NotFound
from app.papers.grid_map import MapFacts
from app.papers.route_sheet import RouteFacts
from app.territory.queries import map_lines, outlines, region_path
from app.territory.rules import CODE_LENGTHS, Tier
from app.territory.sketches.queries import sketches

_TIERS = tuple(CODE_LENGTHS.values())
_DIGITS = {tier: digits for digits, tier in CODE_LENGTHS.items()}


class NothingDrawn(AppError):
    """No boundary of the region is known; facts: ``region``."""

    code = "papers.nothing_drawn"


class NoRoute(AppError):
    """None of the cases has a point to walk to."""

    code = "papers.no_route"


def map_facts(
    session: Session, actor: Actor, wish: MapWish, now: datetime, *, centre: str
) -> MapFacts:
    """Return what the map of a region says.

    Raises:
        NotAllowed: Neither cases nor figures of them may be read.
        NotFound: There is no such region.
        NothingDrawn: None of its boundaries is known.
    """
    if not (actor.may(Right.READ_CASES) or actor.may(Right.READ_FIGURES)):
        raise NotAllowed(right=Right.READ_CASES)
    path = region_path(session, wish.region)
    if not path or path[-1].code != wish.region or path[-1].tier is Tier.GRID:
        raise NotFound(key=wish.region)
    row = path[-1]
    below = Tier.GRID if row.tier in (Tier.STREET, Tier.COMMUNITY) else _next(row.tier)
    areas = outlines(session, row.code, below)
    if not areas:
        raise NothingDrawn(region=row.short)
    digits = len(areas[0].code)
    asked = MapAsked(row.code, digits, last_days(now, wish.days), wish.category)
    kind = session.get(Category, wish.category) if wish.category else None
    in_street = below is Tier.GRID
    return MapFacts(
        centre=centre,
        place=row.short,
        figures=map_figures(session, actor, asked),
        figure=wish.figure,
        kind=kind.name if kind is not None else "",
        areas=areas,
        borders=outlines(session, row.code, Tier.COMMUNITY) if in_street else (),
        edge=next(iter(outlines(session, row.code, row.tier)), None),
        lines=map_lines(session, row.code[: _DIGITS[Tier.STREET]]) if in_street else (),
        sketches=sketches(session, actor, row.code[: _DIGITS[Tier.STREET]])
        if wish.sketches and in_street
        else (),
        size=wish.size,
        person=actor.name,
        printed_at=now,
    )


def route_facts(
    session: Session, actor: Actor, cases: Sequence[UUID], now: datetime, *, centre: str
) -> RouteFacts:
    """Return what the sheet of a walking route says.

    Raises:
        NoRoute: None of the cases has a point.
    """
    route = walking_route(session, actor, cases, now)
    if not route.stops:
        raise NoRoute
    streets = sorted({stop.row.region[: _DIGITS[Tier.STREET]] for stop in route.stops})
    return RouteFacts(
        centre=centre,
        route=route,
        areas=tuple(area for code in streets for area in outlines(session, code, Tier.GRID)),
        lines=tuple(line for code in streets for line in map_lines(session, code)),
        person=actor.name,
        printed_at=now,
    )


def _next(tier: Tier) -> Tier:
    return _TIERS[_TIERS.index(tier) + 1]
