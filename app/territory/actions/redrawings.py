"""Drafts in which the grids of a street are redrawn: begun, edited, taken back, handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.words import say
from app.territory import coverage
from app.territory.draft_ground import base_cells, cells_after, steps_of
from app.territory.geometry import Point
from app.territory.models import Region
from app.territory.models.redrawings import Redrawing, RedrawingStep
from app.territory.redrawing import (
    OPEN,
    TITLE_LIMIT,
    Box,
    Cell,
    RedrawingState,
    Step,
    StepKind,
    base_digest,
    divided,
    one_full_time,
    reading_order,
)
from app.territory.rules import GridKind, Tier, WrongTier, checked_name, tier_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class NothingToRedraw(AppError):
    """No grid of the street is drawn yet; facts: ``region``."""

    code = "territory.nothing_to_redraw"


class DraftClosed(AppError):
    """The draft was handed in, published or given up: it is only read."""

    code = "territory.draft_closed"


class DraftOutdated(AppError):
    """The grids were changed elsewhere since the draft was begun."""

    code = "territory.draft_outdated"


class NothingToUndo(AppError):
    """There is no step before the one shown, or none behind it."""

    code = "territory.nothing_to_undo"


class NotRedrawn(AppError):
    """Only grids that the draft changes are described in it."""

    code = "territory.not_redrawn"


class OtherCommunity(AppError):
    """Grids of two communities cannot be put together."""

    code = "territory.other_community"


@dataclass(frozen=True, slots=True)
class CellWords:
    """What a grid of the draft is to be.

    Attributes:
        name: Its name.
        kind: General or dedicated.
        households: Total of the register.
        population: Total of the register.
        posts: Keys of the posts that go over to it.
    """

    name: str
    kind: GridKind
    households: int
    population: int
    posts: tuple[str, ...]


@once
def begin_redrawing(uow: Uow, region_code: str, title: str, *, command_key: UUID) -> UUID:
    """Begin a draft of a street's grids; returns its key."""
    _require(uow, region_code, Right.REDRAW_GRIDS)
    if tier_of(region_code) is not Tier.STREET:
        raise WrongTier(region=region_code, wanted=Tier.STREET)
    if uow.session.get(Region, region_code) is None:
        raise NotFound
    base = base_cells(uow.session, region_code, today(uow))
    if not base:
        raise NothingToRedraw(region=region_code)
    draft = Redrawing(
        id=new_id(),
        region_code=region_code,
        title=checked_name(title)[:TITLE_LIMIT],
        state=RedrawingState.DRAFT,
        base_digest=base_digest(base),
        author=uow.actor.name,
        begun_at=uow.now,
        changed_at=uow.now,
        changed_by=uow.actor.name,
    )
    uow.session.add(draft)
    tell(uow, "territory.begin_redrawing", draft)
    return draft.id


@once
def split_grid(
    uow: Uow,
    redrawing_id: UUID,
    key: str,
    line: tuple[Point, ...],
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Cut a grid along a line; returns the version of the draft.

    Households and population are divided by area, to be corrected by whoever knows; whoever is
    in office goes over to the largest piece.
    """
    draft, cells = open_draft(uow, redrawing_id, seen_version)
    cell = _cell(cells, key)
    found, neighbours = coverage.split(areas_of(cells), key, line)
    boxes: dict[str, Box] = {str(place): piece.bounds for place, piece in enumerate(found)}
    pieces = [found[int(place)] for place in reading_order(boxes)]
    sizes = [coverage.square_metres(piece) for piece in pieces]
    largest = sizes.index(max(sizes))
    households = divided(cell.households, sizes)
    population = divided(cell.population, sizes)
    number = draft.position + 1
    added = [
        Cell(
            key=f"{cell.community}+{number}.{place + 1}",
            name=checked_name(say("territory.piece_name", name=cell.name[:56], number=place + 1)),
            kind=cell.kind,
            households=households[place],
            population=population[place],
            wkb=b"",
            posts=cell.posts if place == largest else (),
        ).with_area(piece)
        for place, piece in enumerate(pieces)
    ]
    return take_step(
        uow, draft, Step(StepKind.SPLIT, (key,), (*added, *moved_cells(cells, neighbours)))
    )


@once
def merge_grids(
    uow: Uow,
    redrawing_id: UUID,
    keys: tuple[str, ...],
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Put grids of one community together; the largest gives its name and its kind.

    Everybody goes over; of several full-time workers the one of the largest stays.
    """
    draft, cells = open_draft(uow, redrawing_id, seen_version)
    merged = [_cell(cells, key) for key in dict.fromkeys(keys)]
    if len({cell.community for cell in merged}) != 1:
        raise OtherCommunity
    if len(merged) == 1:
        raise coverage.NotNeighbours
    merged.sort(key=lambda cell: -coverage.square_metres(cell.area))
    area = coverage.merge(areas_of(cells), [cell.key for cell in merged])
    first = merged[0]
    whole = replace(
        first,
        key=f"{first.community}+{draft.position + 1}.1",
        households=sum(cell.households for cell in merged),
        population=sum(cell.population for cell in merged),
        posts=one_full_time(post for cell in merged for post in cell.posts),
    ).with_area(area)
    removed = tuple(cell.key for cell in merged)
    return take_step(uow, draft, Step(StepKind.MERGE, removed, (whole,)))


@once
def move_border(
    uow: Uow,
    redrawing_id: UUID,
    start: Point,
    end: Point,
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Move a point of the borders between grids; it moves in all that share it."""
    draft, cells = open_draft(uow, redrawing_id, seen_version)
    areas = areas_of(cells)
    groups: dict[str, list[BaseGeometry]] = {}
    for key, area in areas.items():
        groups.setdefault(cells[key].community, []).append(area)
    changed = coverage.move(areas, start, end, coverage.limits(groups.values()))
    return take_step(uow, draft, Step(StepKind.MOVE, (), tuple(moved_cells(cells, changed))))


@once
def describe_grid(
    uow: Uow,
    redrawing_id: UUID,
    key: str,
    words: CellWords,
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Say what a new grid is called, what it is, how many live there and who goes over to it.

    Raises:
        NotRedrawn: It is a grid of today; those are described on the map.
    """
    draft, cells = open_draft(uow, redrawing_id, seen_version)
    cell = _cell(cells, key)
    base = base_cells(uow.session, draft.region_code, today(uow))
    if key in base and base[key].wkb == cell.wkb:
        raise NotRedrawn
    known = {post.id: post for old in base.values() for post in old.posts}
    if words.households < 0 or words.population < 0 or not known.keys() >= set(words.posts):
        raise NotFound
    described = replace(
        cell,
        name=checked_name(words.name),
        kind=words.kind,
        households=words.households,
        population=words.population,
        posts=one_full_time(known[post] for post in words.posts),
    )
    return take_step(uow, draft, Step(StepKind.DESCRIBE, (), (described,)))


@once
def step_back(uow: Uow, redrawing_id: UUID, *, seen_version: int, command_key: UUID) -> int:
    """Take the last step back; returns the version of the draft."""
    draft, _ = open_draft(uow, redrawing_id, seen_version)
    if draft.position == 0:
        raise NothingToUndo
    return _go_to(uow, draft, draft.position - 1, "territory.redrawing_step_back")


@once
def step_forward(uow: Uow, redrawing_id: UUID, *, seen_version: int, command_key: UUID) -> int:
    """Do the step again that was taken back; returns the version of the draft."""
    draft, _ = open_draft(uow, redrawing_id, seen_version)
    if draft.position >= len(steps_of(uow.session, draft.id)):
        raise NothingToUndo
    return _go_to(uow, draft, draft.position + 1, "territory.redrawing_step_forward")


@once
def set_redrawing_state(
    uow: Uow,
    redrawing_id: UUID,
    state: RedrawingState,
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Hand a draft in, take it back into editing, or give it up; returns its version.

    Publishing is another deed, of another right: see `publish_redrawing`.
    """
    draft = found_draft(uow, redrawing_id, seen_version, Right.REDRAW_GRIDS)
    if draft.state not in OPEN or state is RedrawingState.PUBLISHED:
        raise DraftClosed
    if state is RedrawingState.SUBMITTED and draft.position == 0:
        raise NothingToUndo
    draft.state = state
    _touch(uow, draft)
    tell(uow, "territory.redrawing_state", draft, state=state)
    return draft.version


def found_draft(uow: Uow, redrawing_id: UUID, seen_version: int, right: Right) -> Redrawing:
    """Return a draft of a street the right reaches, unless somebody changed it meanwhile."""
    draft = uow.session.get(Redrawing, redrawing_id)
    if draft is None:
        raise NotFound
    _require(uow, draft.region_code, right)
    if draft.version != seen_version:
        raise Conflict
    return draft


def today(uow: Uow) -> date:
    """Return the local day."""
    return local(uow.now).date()


def tell(uow: Uow, action: str, draft: Redrawing, **facts: object) -> None:
    """Journal a deed and tell the desks."""
    uow.session.flush()
    code = draft.region_code
    uow.record(action, Topic.REGION, code, region=code, redrawing=str(draft.id), **facts)
    uow.touched(Topic.REDRAWING, draft.id, code)


def _require(uow: Uow, code: str, right: Right) -> None:
    if not uow.actor.may_in(right, code):
        raise NotAllowed(right=right)


def open_draft(
    uow: Uow, redrawing_id: UUID, seen_version: int
) -> tuple[Redrawing, dict[str, Cell]]:
    """Return a draft that is being edited, and its grids."""
    draft = found_draft(uow, redrawing_id, seen_version, Right.REDRAW_GRIDS)
    if draft.state != RedrawingState.DRAFT:
        raise DraftClosed
    return draft, cells_of(uow, draft)[1]


def cells_of(uow: Uow, draft: Redrawing) -> tuple[dict[str, Cell], dict[str, Cell]]:
    """Return the grids of today and those of a draft.

    Raises:
        DraftOutdated: The grids are no longer those the draft began with.
    """
    base = base_cells(uow.session, draft.region_code, today(uow))
    if base_digest(base) != draft.base_digest:
        raise DraftOutdated
    return base, cells_after(uow.session, draft, base)


def _cell(cells: Mapping[str, Cell], key: str) -> Cell:
    if key not in cells:
        raise NotFound
    return cells[key]


def areas_of(cells: Mapping[str, Cell]) -> "dict[str, BaseGeometry]":
    """Return the areas of grids."""
    return {key: cell.area for key, cell in cells.items()}


def moved_cells(cells: Mapping[str, Cell], areas: "Mapping[str, BaseGeometry]") -> Sequence[Cell]:
    """Return grids as they are with other areas."""
    return [cells[key].with_area(area) for key, area in areas.items()]


def take_step(uow: Uow, draft: Redrawing, step: Step) -> int:
    """Put a step behind the last one; what was taken back before is gone."""
    number = draft.position + 1
    stmt = sa.delete(RedrawingStep).where(
        RedrawingStep.redrawing_id == draft.id, RedrawingStep.number >= number
    )
    uow.session.execute(stmt)
    row = RedrawingStep(
        redrawing_id=draft.id,
        number=number,
        kind=step.kind,
        author=uow.actor.name,
        at=uow.now,
        body=step.body(),
    )
    uow.session.add(row)
    return _go_to(uow, draft, number, "territory.redrawing_step", kind=step.kind)


def _go_to(uow: Uow, draft: Redrawing, position: int, action: str, **facts: object) -> int:
    draft.position = position
    _touch(uow, draft)
    tell(uow, action, draft, step=position, **facts)
    return draft.version


def _touch(uow: Uow, draft: Redrawing) -> None:
    draft.changed_at, draft.changed_by = uow.now, uow.actor.name
