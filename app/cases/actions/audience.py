"""Who else may read a case: units that hold it or are summoned, regions it is handed to."""

from uuid import UUID

import sqlalchemy as sa

from app.cases.held import held_case
from app.cases.models import CaseAudience, CaseFile, CasePlace
from app.core.database import Uow


def share(uow: Uow, lead: CaseFile, case: CaseFile) -> None:
    """Let who reads a lead by holding it, or by where it lies, read what follows it: the
    department has to know what each caller said. It stays so, as with all who held a case.
    """
    asked = sa.select(CaseAudience.unit_id).where(CaseAudience.case_id == lead.id)
    heard = set(uow.session.scalars(asked))
    if lead.handling_unit_id is not None:
        heard.add(lead.handling_unit_id)
    for unit_id in sorted(heard):
        let_read(uow, case, unit_id)
    for region in sorted({lead.region, lead.desk_region}):
        if not case.region.startswith(region):
            let_region_read(uow, case, region)


def let_region_read(uow: Uow, case: CaseFile, region: str) -> None:
    """Let the people of a region read a case; being able to already changes nothing."""
    kept = held_case(uow.session, case.id)
    if kept is not None:
        known = region in kept.placed
        kept.placed.add(region)
    else:
        known = uow.session.get(CasePlace, (case.id, region)) is not None
    if not known:
        uow.add(CasePlace, case_id=case.id, region=region, since=uow.now)


def let_read(uow: Uow, case: CaseFile, unit_id: UUID) -> None:
    """Put a unit into the audience of a case; being there already changes nothing."""
    kept = held_case(uow.session, case.id)
    if kept is not None:
        known = unit_id in kept.heard
        kept.heard.add(unit_id)
    else:
        known = uow.session.get(CaseAudience, (case.id, unit_id)) is not None
    if not known:
        uow.add(CaseAudience, case_id=case.id, unit_id=unit_id, since=uow.now)
