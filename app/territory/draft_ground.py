"""The grids a draft stands on, and those it has come to; read by actions and queries alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.territory.coverage import settled
from app.territory.models import Region
from app.territory.models.grids import Grid, GridPost
from app.territory.models.redrawings import Redrawing, RedrawingStep
from app.territory.models.shapes import Outline
from app.territory.redrawing import Cell, CellPost, Step, StepKind, replay
from app.territory.rules import GridKind, WorkerKind


def base_cells(session: Session, street: str, on: date) -> dict[str, Cell]:
    """Return the grids in use of a street that are drawn; micro grids lie inside them.

    Their corners are rounded to a tenth of a millimetre: what was computed in two ways for two
    neighbours is the same again.
    """
    posts = _posts(session, street, on)
    stmt = (
        sa.select(Grid.code, Region.name, Grid.kind, Grid.households, Grid.population, Outline.wkb)
        .join(Region, Region.code == Grid.code)
        .join(Outline, Outline.code == Grid.code)
        .where(
            Grid.code.startswith(street, autoescape=True),
            Grid.kind != GridKind.MICRO,
            Region.retired_at.is_(None),
        )
        .order_by(Grid.code)
    )
    return {
        code: Cell(
            code,
            name,
            GridKind(kind),
            households,
            population,
            settled(wkb),
            posts.get(code, ()),
        )
        for code, name, kind, households, population, wkb in session.execute(stmt)
    }


def _posts(session: Session, street: str, on: date) -> dict[str, tuple[CellPost, ...]]:
    """Return who is in office in each grid."""
    stmt = (
        sa.select(GridPost.region_code, GridPost.id, GridPost.worker_kind)
        .where(
            GridPost.region_code.startswith(street, autoescape=True),
            GridPost.since <= on,
            sa.or_(GridPost.until.is_(None), GridPost.until >= on),
        )
        .order_by(GridPost.region_code, GridPost.id)
    )
    found: dict[str, tuple[CellPost, ...]] = {}
    for code, key, kind in session.execute(stmt):
        post = CellPost(str(key), kind == WorkerKind.FULL_TIME)
        found[code] = (*found.get(code, ()), post)
    return found


def steps_of(session: Session, redrawing_id: UUID) -> Sequence[RedrawingStep]:
    """Return all steps of a draft, those taken back among them."""
    stmt = sa.select(RedrawingStep).where(RedrawingStep.redrawing_id == redrawing_id)
    return session.scalars(stmt.order_by(RedrawingStep.number)).all()


def cells_after(session: Session, draft: Redrawing, base: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the grids of a draft: those it began with, after the steps that hold."""
    rows = steps_of(session, draft.id)[: draft.position]
    return replay(base, (Step.from_body(StepKind(row.kind), row.body) for row in rows))


def codes_ever_used(session: Session, street: str) -> list[str]:
    """Return the codes of all grids of a street, retired ones among them."""
    stmt = sa.select(Grid.code).where(Grid.code.startswith(street, autoescape=True))
    return list(session.scalars(stmt))
