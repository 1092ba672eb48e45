"""Which organisation looks after which grid."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.party.actions.ground import check_grid, held, organisation, placed, require, tell, today
from app.party.errors import PartyCoversAlready
from app.party.models import PartyGridCover, PartyOrganisation
from app.party.rules import check_day, check_standing


@once
def cover_grid(
    uow: Uow, organisation_id: UUID, grid_code: str, since: date, *, command_key: UUID
) -> UUID:
    """Let an organisation look after a grid from a day on, as where two grids share a branch.

    Raises:
        PartyNotAGrid: There is no such grid in use.
        PartyCoversAlready: It does already.
    """
    organisation(uow, organisation_id)
    row = held(uow, PartyOrganisation, organisation_id)
    require(uow, grid_code)
    check_grid(uow, grid_code)
    check_day(since, None, today(uow))
    check_standing(placed(row), since)
    same = sa.select(PartyGridCover.id).where(
        PartyGridCover.organisation_id == row.id,
        PartyGridCover.grid_code == grid_code,
        PartyGridCover.until.is_(None),
    )
    if uow.session.scalar(same.limit(1)) is not None:
        raise PartyCoversAlready
    cover = PartyGridCover(id=new_id(), organisation_id=row.id, grid_code=grid_code, since=since)
    uow.session.add(cover)
    uow.settle()
    tell(uow, "party.covered", row, grid=grid_code, day=f"{since}")
    return cover.id


@once
def end_cover(uow: Uow, cover_id: UUID, until: date, *, command_key: UUID) -> None:
    """Let an organisation look after a grid until a day only."""
    cover = uow.session.get(PartyGridCover, cover_id)
    if cover is None or cover.until is not None:
        raise NotFound(cover=cover_id)
    row = organisation(uow, cover.organisation_id)
    check_day(until, cover.since, today(uow))
    cover.until = until
    uow.settle()
    tell(uow, "party.uncovered", row, grid=cover.grid_code, day=f"{until}")
