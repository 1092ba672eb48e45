"""Grids with their totals, and who holds which post in them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.territory.models import Region
from app.territory.models.grids import Grid, GridPost
from app.territory.queries.regions import code_within
from app.territory.rules import GridKind, PostRole, Tier, WorkerKind

_ROLE_ORDER = {role: place for place, role in enumerate(PostRole)}


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid with its totals.

    Attributes:
        code: 15 digits.
        name: Name of the grid.
        kind: General, dedicated or micro.
        households: Total of the register.
        population: Total of the register.
        worker: Name of the full-time grid worker, "" where the post is vacant.
        version: To be handed back when the totals are saved.
        head: Name of the grid head, "" where the post is vacant.
    """

    code: str
    name: str
    kind: GridKind
    households: int
    population: int
    worker: str
    version: int
    head: str = ""


@dataclass(frozen=True, slots=True)
class PostRow:
    """Who is what to a grid or community.

    Attributes:
        id: Key of the post.
        region_code: Grid or community.
        role: What the person is to it.
        worker_kind: How a grid worker is employed, None for other posts.
        person_name: Name of the staff member or resident in office.
        person_id: The person who signs in under that name, None where nobody does.
        phone: Duty phone, may be "".
        since: First day.
        until: Last day, None while it goes on.
    """

    id: UUID
    region_code: str
    role: PostRole
    worker_kind: WorkerKind | None
    person_name: str
    person_id: UUID | None
    phone: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a region holds; grids in use only."""

    communities: int
    grids: int
    households: int
    population: int


@dataclass(frozen=True, slots=True)
class RegionTotals:
    """Totals of one region: of its grids in use."""

    grids: int
    households: int
    population: int


def totals_by(session: Session, prefix: str, digits: int) -> dict[str, RegionTotals]:
    """Return the totals of each region of one tier in `prefix`, by its code of so many digits.

    Micro grids lie inside general ones and are not counted twice.
    """
    code = sa.func.substr(Grid.code, 1, digits)
    asked = (
        sa.select(code, sa.func.count(), sa.func.sum(Grid.households), sa.func.sum(Grid.population))
        .join(Region, Region.code == Grid.code)
        .where(
            code_within(Grid.code, prefix),
            Region.retired_at.is_(None),
            Grid.kind != GridKind.MICRO,
        )
        .group_by(code)
        .order_by(code)
    )
    return {key: RegionTotals(*numbers) for key, *numbers in session.execute(asked)}


def grids(session: Session, prefix: str, *, on: date) -> tuple[GridRow, ...]:
    """Return the grids in use below a street or community, in the order of codes.

    Args:
        session: Reading session.
        prefix: Code of the region.
        on: The day for which the full-time worker and the head are named.
    """
    worker = _named(prefix, on, PostRole.WORKER, GridPost.worker_kind == WorkerKind.FULL_TIME)
    head = _named(prefix, on, PostRole.HEAD)
    stmt = (
        sa.select(
            Grid.code,
            Region.name,
            Grid.kind,
            Grid.households,
            Grid.population,
            sa.func.coalesce(worker.c.name, ""),
            Grid.version,
            sa.func.coalesce(head.c.name, ""),
        )
        .join(Region, Region.code == Grid.code)
        .outerjoin(worker, worker.c.region_code == Grid.code)
        .outerjoin(head, head.c.region_code == Grid.code)
        .where(code_within(Grid.code, prefix), Region.retired_at.is_(None))
        .order_by(Grid.code)
    )
    return tuple(
        GridRow(code, name, GridKind(kind), *rest)
        for code, name, kind, *rest in session.execute(stmt)
    )


def _named(prefix: str, on: date, role: PostRole, *more: sa.ColumnElement[bool]) -> sa.Subquery:
    """Return who holds a post in each grid of a region, one name each."""
    return (
        sa.select(GridPost.region_code, sa.func.min(GridPost.person_name).label("name"))
        .where(
            code_within(GridPost.region_code, prefix), GridPost.role == role, _in_office(on), *more
        )
        .group_by(GridPost.region_code)
        .subquery()
    )


def posts_of(
    session: Session, actor: Actor, code: str, *, on: date, with_former: bool = False
) -> tuple[PostRow, ...]:
    """Return who holds a post in a grid or community, heads first.

    Args:
        session: Reading session.
        actor: Needs the right to read the territory there: posts carry phone numbers.
        code: Grid or community.
        on: The day asked for.
        with_former: Also those whose term has ended or not begun.

    Raises:
        NotAllowed: The right does not reach there.
    """
    if not actor.may_in(Right.READ_TERRITORY, code):
        raise NotAllowed(right=Right.READ_TERRITORY)
    stmt = sa.select(GridPost).where(GridPost.region_code == code)
    if not with_former:
        stmt = stmt.where(_in_office(on))
    rows = map(_post_row, session.scalars(stmt))
    return tuple(sorted(rows, key=lambda row: (_ROLE_ORDER[row.role], row.since, row.id)))


def _post_row(post: GridPost) -> PostRow:
    return PostRow(
        id=post.id,
        region_code=post.region_code,
        role=PostRole(post.role),
        worker_kind=WorkerKind(post.worker_kind) if post.worker_kind else None,
        person_name=post.person_name,
        person_id=post.person_id,
        phone=post.phone,
        since=post.since,
        until=post.until,
    )


def totals(session: Session, prefix: str) -> Totals:
    """Return what a region holds: the base of every figure per household or per 10,000."""
    in_use = (code_within(Region.code, prefix), Region.retired_at.is_(None))
    communities = session.scalar(
        sa.select(sa.func.count()).where(*in_use, Region.tier == Tier.COMMUNITY)
    )
    count, households, population = session.execute(
        sa.select(
            sa.func.count(Grid.code),
            sa.func.coalesce(sa.func.sum(Grid.households), 0),
            sa.func.coalesce(sa.func.sum(Grid.population), 0),
        )
        .join(Region, Region.code == Grid.code)
        .where(*in_use)
    ).one()
    return Totals(communities or 0, count, households, population)


def _in_office(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(GridPost.since <= on, sa.or_(GridPost.until.is_(None), GridPost.until >= on))
