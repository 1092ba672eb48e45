"""Publishing a draft: new grids open under new codes, old ones stay readable, all in one go."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.doors import RegionDoor, Succession
from app.core.errors import AppError
from app.core.ids import new_id
from app.territory.actions.redrawings import (
    DraftClosed,
    cells_of,
    found_draft,
    tell,
    today,
)
from app.territory.actions.regions import REGION_COLUMNS, outline_values, region_values
from app.territory.draft_ground import codes_ever_used
from app.territory.geometry import GridIndex, shape_from_wkb
from app.territory.models import Region
from app.territory.models.grids import Grid, GridPost
from app.territory.models.places import Place
from app.territory.models.redrawings import RegionLineage
from app.territory.models.shapes import Outline
from app.territory.redrawing import OPEN, Cell, Plan, RedrawingState, plan


class NothingRedrawn(AppError):
    """The draft changes nothing."""

    code = "territory.nothing_redrawn"


class BadDay(AppError):
    """A redrawing takes effect today or on a day before, not before one that holds already;
    facts: ``day``.
    """

    code = "territory.bad_day"


@once
def publish_redrawing(
    uow: Uow,
    redrawing_id: UUID,
    effective_on: date,
    *,
    follow: RegionDoor,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Publish a draft as one version; returns how many grids were opened.

    Args:
        uow: Open transaction.
        redrawing_id: The draft.
        effective_on: First day of the new grids, today or before.
        follow: Whoever has records in the old grids and moves them.
        seen_version: Version of the draft that was looked at.
        command_key: Made by the caller, once per user action.

    Raises:
        DraftOutdated: The grids were changed elsewhere meanwhile.
        NothingRedrawn: Nothing would be different.
    """
    draft = found_draft(uow, redrawing_id, seen_version, Right.PUBLISH_GRIDS)
    if draft.state not in OPEN:
        raise DraftClosed
    if effective_on > today(uow):
        raise BadDay(day=effective_on)
    # Whoever publishes another draft of the street waits, and then finds this one outdated.
    uow.session.get_one(Region, draft.region_code, with_for_update=True)
    base, cells = cells_of(uow, draft)
    made = plan(base, cells, codes_ever_used(uow.session, draft.region_code))
    if made.is_empty:
        raise NothingRedrawn
    _open_grids(uow, made)
    _retire(uow, made, effective_on)
    _hand_posts_over(uow, made, effective_on)
    _move_places(uow, made)
    cases = follow.moved(uow, _successions(made))
    draft.state, draft.effective_on = RedrawingState.PUBLISHED, effective_on
    draft.changed_at, draft.changed_by = uow.now, uow.actor.name
    opened, retired = len(made.opened), len(made.retired)
    told = {"opened": opened, "retired": retired, "cases": cases}
    tell(uow, "territory.publish_redrawing", draft, effective_on=effective_on.isoformat(), **told)
    for code in (*made.opened, *made.retired):
        uow.touched(Topic.REGION, code, code)
    return opened


def _open_grids(uow: Uow, made: Plan) -> None:
    rows = [region_values(code, cell.name, cell.kind) for code, cell in made.opened.items()]
    uow.add_many(Region, [dict(zip(REGION_COLUMNS, row, strict=True)) for row in rows])
    grids = [
        {
            "code": code,
            "kind": cell.kind,
            "households": cell.households,
            "population": cell.population,
        }
        for code, cell in made.opened.items()
    ]
    uow.add_many(Grid, grids, {"version": 1})
    uow.add_many(Outline, [_outline(code, cell) for code, cell in made.opened.items()])
    if made.touched:
        touched = [_outline(cell.key, cell) for cell in made.touched]
        uow.session.execute(sa.update(Outline), touched)


def _outline(code: str, cell: Cell) -> dict[str, object]:
    return {"code": code, **outline_values(shape_from_wkb(cell.wkb))}


def _retire(uow: Uow, made: Plan, since: date) -> None:
    for code in made.retired:
        uow.session.get_one(Region, code).retired_at = uow.now
    lineage = [
        {"old_code": old, "new_code": new, "share": share, "since": since}
        for old, parts in made.lineage.items()
        for new, share in parts.items()
    ]
    uow.session.flush()
    uow.add_many(RegionLineage, lineage)


def _hand_posts_over(uow: Uow, made: Plan, since: date) -> None:
    """End the posts of the old grids with the day before; those who go over begin that day."""
    asked = sa.select(GridPost).where(
        GridPost.region_code.in_(made.retired),
        sa.or_(GridPost.until.is_(None), GridPost.until >= since),
    )
    for post in uow.session.scalars(asked).all():
        post.until = max(post.since, since - timedelta(days=1))
    for code, cell in made.opened.items():
        for kept in cell.posts:
            post = uow.session.get_one(GridPost, UUID(kept.id))
            uow.session.add(_taken_over(post, code, since))
    uow.session.flush()


def _taken_over(post: GridPost, code: str, since: date) -> GridPost:
    return GridPost(
        id=new_id(),
        region_code=code,
        role=post.role,
        worker_kind=post.worker_kind,
        person_name=post.person_name,
        person_id=post.person_id,
        phone=post.phone,
        since=since,
    )


def _move_places(uow: Uow, made: Plan) -> None:
    """Put places of the gazetteer into the grid their point lies in."""
    index = GridIndex.from_outlines((code, cell.wkb) for code, cell in made.opened.items())
    asked = sa.select(Place).where(Place.region_code.in_(made.retired))
    for place in uow.session.scalars(asked).all():
        there = index.find(place.longitude, place.latitude)
        place.region_code = there or _main(made.lineage[place.region_code])
    uow.session.flush()


def _successions(made: Plan) -> tuple[Succession, ...]:
    return tuple(
        Succession(
            old=old,
            main=_main(parts),
            areas=tuple((code, made.opened[code].wkb) for code in parts),
        )
        for old, parts in made.lineage.items()
    )


def _main(parts: Mapping[str, float]) -> str:
    return max(parts, key=lambda code: (parts[code], code))
