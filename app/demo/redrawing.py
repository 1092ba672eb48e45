"""A redrawing of grids that the dispatcher of the demo street has begun."""

from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

from app.accounts.rules import Role
from app.core.clock import local
from app.core.errors import AppError
from app.demo.doing import Doing
from app.demo.people import Staff
from app.territory.actions.redrawings import begin_redrawing, merge_grids, split_grid
from app.territory.coverage import merge
from app.territory.draft_ground import base_cells
from app.territory.redrawing import Cell

TITLE = "新楼交房，大网格分开"
AGO = timedelta(hours=3)
_BEYOND = 0.001  # degrees a line is drawn beyond the grid


def begin_draft(do: Doing, staff: Staff, street: str, now: datetime) -> UUID:
    """Let the dispatcher cut the grid with the most people and put the two smallest neighbours
    of another community together.
    """
    do.session.flush()
    dispatcher = do.by(staff.by_role[Role.DISPATCHER][0], now - AGO)
    cells = base_cells(do.session, street, local(now).date())
    crowded = max(cells.values(), key=lambda cell: (cell.population, cell.key))
    draft: UUID = dispatcher(begin_redrawing, street, TITLE)
    west, south, east, north = crowded.area.bounds
    middle = (south + north) / 2.0
    line = ((west - _BEYOND, middle), (east + _BEYOND, middle))
    seen = dispatcher(split_grid, draft, crowded.key, line, seen_version=1)
    others = [cell for cell in cells.values() if cell.community != crowded.community]
    dispatcher(merge_grids, draft, _smallest_pair(others), seen_version=seen)
    return draft


def _smallest_pair(cells: list[Cell]) -> tuple[str, ...]:
    """Return the neighbours of one community in which the fewest people live together."""
    pairs = [pair for pair in combinations(cells, 2) if pair[0].community == pair[1].community]
    for pair in sorted(pairs, key=lambda pair: sum(cell.population for cell in pair)):
        keys = tuple(cell.key for cell in pair)
        try:
            merge({cell.key: cell.area for cell in pair}, keys)
        except AppError:
            continue
        return keys
    raise AssertionError("grids of a street have neighbours")
