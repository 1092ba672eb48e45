"""Drafts of a street's grids, as they are looked at; and what became of grids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.territory.coverage import faults
from app.territory.draft_ground import base_cells, cells_after, codes_ever_used, steps_of
from app.territory.geometry import Point, Ring, rings
from app.territory.models import Region
from app.territory.models.grids import Grid, GridPost
from app.territory.models.redrawings import Redrawing, RedrawingStep, RegionLineage
from app.territory.models.shapes import Outline
from app.territory.queries.regions import code_within
from app.territory.redrawing import (
    OPEN,
    Cell,
    Cells,
    Plan,
    RedrawingState,
    StepKind,
    base_digest,
    plan,
)
from app.territory.rules import GridKind, PostRole, WorkerKind

LISTED = 50
STREET_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RedrawingRow:
    """A draft in a list.

    Attributes:
        id: Its key.
        title: What it is about.
        state: How far it has come.
        author: Who began it.
        changed_at: Last touched.
        changed_by: By whom.
        effective_on: First day of its grids, once it is published.
        version: To be handed back with every deed.
    """

    id: UUID
    title: str
    state: RedrawingState
    author: str
    changed_at: datetime
    changed_by: str
    effective_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class CellRow:
    """A grid of the draft as it is drawn and listed.

    Attributes:
        key: By which deeds name it.
        code: That it has, or will get.
        name: Its name.
        kind: General or dedicated.
        households: Total of the register.
        population: Total of the register.
        rings: Of its area.
        centre: Where a label looks right.
        posts: Keys of those who go over to it.
        is_new: True where it gets a new code.
    """

    key: str
    code: str
    name: str
    kind: GridKind
    households: int
    population: int
    rings: tuple[Ring, ...]
    centre: Point
    posts: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the draft; ``holds`` is False for one that was taken back."""

    number: int
    kind: StepKind
    author: str
    at: datetime
    names: tuple[str, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class PostChoice:
    """Somebody in office in a grid of the street, to be chosen for a new one; `grid` is its
    name, `code` its code.
    """

    id: str
    role: PostRole
    is_full_time: bool
    person_name: str
    grid: str
    code: str


@dataclass(frozen=True, slots=True)
class RedrawingView:
    """A draft as it is worked on.

    Attributes:
        row: What stands in the list.
        region: Code of the street.
        cells: Its grids.
        steps: All steps, those taken back among them.
        posts: Who can be chosen for a new grid.
        retired: Codes that go out of use, with their names.
        lineage: Old code → new code → part of the old area.
        gap_m: Metres of border that do not fit, as they came with the map.
        is_outdated: The grids were changed elsewhere since the draft was begun.
        scoped: Who works within a grid that goes out of use: their scope is to be given anew.
    """

    row: RedrawingRow
    region: str
    cells: tuple[CellRow, ...]
    steps: tuple[StepRow, ...]
    posts: tuple[PostChoice, ...]
    retired: tuple[tuple[str, str], ...]
    lineage: Mapping[str, Mapping[str, float]]
    gap_m: float
    is_outdated: bool
    scoped: tuple[str, ...]

    @property
    def is_editable(self) -> bool:
        """True while steps may be taken."""
        return self.row.state is RedrawingState.DRAFT and not self.is_outdated

    @property
    def can_undo(self) -> bool:
        """True where a step can be taken back."""
        return self.is_editable and any(step.holds for step in self.steps)

    @property
    def can_redo(self) -> bool:
        """True where a step can be done again."""
        return self.is_editable and any(not step.holds for step in self.steps)


def first_street(session: Session, region: str) -> str:
    """Return the first street at or below a region that has grids in use which are drawn, "" for
    none.
    """
    stmt = (
        sa.select(sa.func.min(Grid.code))
        .join(Outline, Outline.code == Grid.code)
        .join(Region, Region.code == Grid.code)
        .where(code_within(Grid.code, region[:STREET_DIGITS]), Region.retired_at.is_(None))
    )
    return (session.scalar(stmt) or "")[:STREET_DIGITS]


def redrawings(session: Session, actor: Actor, street: str) -> tuple[RedrawingRow, ...]:
    """Return the drafts of a street: open ones first, then the last ones."""
    _require(actor, street)
    is_open = sa.case((Redrawing.state.in_(OPEN), 0), else_=1)
    stmt = (
        sa.select(Redrawing)
        .where(Redrawing.region_code == street)
        .order_by(is_open, Redrawing.changed_at.desc(), Redrawing.id)
        .limit(LISTED)
    )
    return tuple(map(_row, session.scalars(stmt)))


def redrawing(session: Session, actor: Actor, redrawing_id: UUID, on: date) -> RedrawingView:
    """Return a draft with its grids.

    Args:
        session: Reading session.
        actor: Needs the right to draft or publish.
        redrawing_id: Which.
        on: The day by which people are in office.

    Raises:
        NotFound: There is no such draft.
    """
    draft = session.get(Redrawing, redrawing_id)
    if draft is None:
        raise NotFound
    _require(actor, draft.region_code)
    base = base_cells(session, draft.region_code, on)
    steps = steps_of(session, draft.id)
    is_open = draft.state in OPEN
    is_outdated = is_open and base_digest(base) != draft.base_digest
    shown = cells_after(session, draft, base) if is_open and not is_outdated else base
    made = plan(base, shown, codes_ever_used(session, draft.region_code))
    return RedrawingView(
        row=_row(draft),
        region=draft.region_code,
        cells=_cells(shown, made),
        steps=tuple(_step(step, draft.position) for step in steps),
        posts=_posts(session, base),
        retired=tuple((code, base[code].name) for code in made.retired),
        lineage=made.lineage,
        gap_m=faults({key: cell.area for key, cell in shown.items()}),
        is_outdated=is_outdated,
        scoped=_scoped(session, made.retired),
    )


def successors(session: Session, code: str) -> dict[str, float]:
    """Return what became of a grid: new codes with the part each has of it; empty while it is
    in use.
    """
    stmt = sa.select(RegionLineage.new_code, RegionLineage.share)
    rows = session.execute(stmt.where(RegionLineage.old_code == code))
    return dict(sorted(rows.all()))


def predecessors(session: Session, code: str) -> dict[str, float]:
    """Return which grids a grid came from, with the part of each that it has."""
    stmt = sa.select(RegionLineage.old_code, RegionLineage.share)
    rows = session.execute(stmt.where(RegionLineage.new_code == code))
    return dict(sorted(rows.all()))


def _require(actor: Actor, street: str) -> None:
    rights = (Right.REDRAW_GRIDS, Right.PUBLISH_GRIDS)
    if not any(actor.may_in(right, street) for right in rights):
        raise NotAllowed(right=Right.REDRAW_GRIDS)


def _row(draft: Redrawing) -> RedrawingRow:
    return RedrawingRow(
        draft.id,
        draft.title,
        RedrawingState(draft.state),
        draft.author,
        draft.changed_at,
        draft.changed_by,
        draft.effective_on,
        draft.version,
    )


def _cells(cells: Cells, made: Plan) -> tuple[CellRow, ...]:
    codes = {cell.key: code for code, cell in made.opened.items()}
    rows = (_cell(cell, codes.get(cell.key)) for cell in cells.values())
    return tuple(sorted(rows, key=lambda row: row.code))


def _cell(cell: Cell, new_code: str | None) -> CellRow:
    import shapely

    centre = shapely.point_on_surface(cell.area)
    return CellRow(
        key=cell.key,
        code=new_code or cell.key,
        name=cell.name,
        kind=cell.kind,
        households=cell.households,
        population=cell.population,
        rings=rings(cell.wkb),
        centre=(centre.x, centre.y),
        posts=tuple(post.id for post in cell.posts),
        is_new=new_code is not None,
    )


def _step(step: RedrawingStep, position: int) -> StepRow:
    names = tuple(dict.fromkeys(cell["name"] for cell in step.body["added"]))
    return StepRow(
        step.number, StepKind(step.kind), step.author, step.at, names, step.number <= position
    )


def _scoped(session: Session, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of those who hold a role in one of some grids."""
    if not codes:
        return ()
    stmt = (
        sa.select(Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.region.in_(codes), RoleGrant.until.is_(None), Person.is_active)
    )
    return tuple(sorted(set(session.scalars(stmt))))


def _posts(session: Session, base: Cells) -> tuple[PostChoice, ...]:
    wanted = [UUID(post.id) for cell in base.values() for post in cell.posts]
    if not wanted:
        return ()
    stmt = (
        sa.select(
            GridPost.id,
            GridPost.role,
            GridPost.worker_kind,
            GridPost.person_name,
            Region.name,
            Region.code,
        )
        .join(Region, Region.code == GridPost.region_code)
        .where(GridPost.id.in_(wanted))
        .order_by(GridPost.region_code, GridPost.id)
    )
    return tuple(
        PostChoice(str(key), PostRole(role), kind == WorkerKind.FULL_TIME, name, grid, code)
        for key, role, kind, name, grid, code in session.execute(stmt)
    )
