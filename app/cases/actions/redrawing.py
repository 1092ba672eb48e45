"""Cases whose grid was redrawn: they move along the lineage and keep the code they were opened
with (DOMAIN §1).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from app.cases.documents import write_documents
from app.cases.models import CaseFile
from app.core.changes import Topic
from app.core.database import Uow
from app.core.doors import Succession
from app.territory.geometry import GridIndex

AT_ONCE = 500


def move_cases(uow: Uow, successions: Sequence[Succession]) -> int:
    """Move cases to the grid their point lies in, those without a point to the one that holds
    most of the old grid; return how many.

    A redrawing changes no case as those who handle it know it, so its version stays and no form
    that is open is refused.
    """
    moved = 0
    for succession in successions:
        places = _places(uow, succession)
        for code, keys in places.items():
            for start in range(0, len(keys), AT_ONCE):
                _move(uow, succession.old, code, keys[start : start + AT_ONCE])
        moved += sum(map(len, places.values()))
    if moved:
        uow.touched(Topic.EVERYTHING, "")
    return moved


def _places(uow: Uow, succession: Succession) -> Mapping[str, Sequence[UUID]]:
    """Return the cases of each new grid."""
    asked = sa.select(CaseFile.id, CaseFile.longitude, CaseFile.latitude).where(
        CaseFile.region == succession.old
    )
    rows = uow.session.execute(asked.order_by(CaseFile.id)).all()
    index = GridIndex.from_outlines(succession.areas)
    nowhere = 999.0  # lies in no grid
    found = index.find_many(
        [nowhere if row.longitude is None else row.longitude for row in rows],
        [nowhere if row.latitude is None else row.latitude for row in rows],
    )
    places: dict[str, list[UUID]] = defaultdict(list)
    for row, code in zip(rows, found, strict=True):
        places[code or succession.main].append(row.id)
    return places


def _move(uow: Uow, old: str, new: str, keys: Sequence[UUID]) -> None:
    desk = sa.case((CaseFile.desk_region == old, new), else_=CaseFile.desk_region)
    stmt = sa.update(CaseFile).where(CaseFile.id.in_(keys))
    uow.session.execute(
        stmt.values(region=new, desk_region=desk).execution_options(synchronize_session=False)
    )
    uow.session.expire_all()
    write_documents(uow.session, keys)
