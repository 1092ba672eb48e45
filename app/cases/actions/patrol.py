"""Registering what a patrol found: one finding, one transaction, once."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.intake import Intake, open_new_case
from app.cases.actions.on_the_spot import PhotoMissing, register_solved
from app.cases.models import CaseFile
from app.cases.patrol.finding import Finding
from app.cases.rounds.actions.making import add_finding
from app.cases.rules import Source
from app.core.attachments import attach
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id


class FoundBefore(AppError):
    """The same photos were registered before; facts: ``number``."""

    code = "patrol.found_before"


@once
def register_finding(uow: Uow, finding: Finding, pepper: bytes, *, command_key: UUID) -> UUID:
    """Register a finding with its photos; solved on the spot, it is closed in the same step.

    Raises:
        FoundBefore: A case was made of the same photos.
        NotAllowed: The grid is not this person's.
        PhotoMissing: It was solved on the spot and no photo shows it.
        NotSmall: It was solved on the spot and is no small matter.
        RoundDropped: The round it is said to be of was taken back.
    """
    _check_new(uow, finding)
    intake = _intake(finding)
    if finding.is_solved:
        if not finding.photos:
            raise PhotoMissing
        *before, after = finding.photos
        case_id: UUID = register_solved(
            uow, intake, after, finding.note, pepper, others=tuple(before), command_key=new_id()
        )
        _put_to_round(uow, finding, case_id)
        return case_id
    if not uow.actor.may_in(Right.REGISTER_CASE, finding.region):
        raise NotAllowed(right=Right.REGISTER_CASE)
    case = open_new_case(uow, intake, pepper)
    for photo in finding.photos:
        attach(uow, Topic.CASE, str(case.id), case.region, photo, command_key=new_id())
    _put_to_round(uow, finding, case.id)
    return case.id


def _put_to_round(uow: Uow, finding: Finding, case_id: UUID) -> None:
    if finding.round_id is not None:
        add_finding(uow, finding.round_id, case_id)


def _check_new(uow: Uow, finding: Finding) -> None:
    if not finding.fingerprint:
        return
    asked = sa.select(CaseFile.number).where(
        CaseFile.source == Source.GRID_PATROL, CaseFile.external_number == finding.fingerprint
    )
    found = uow.session.execute(asked).first()
    if found is not None:
        raise FoundBefore(number=found[0] or "")


def _intake(finding: Finding) -> Intake:
    longitude, latitude = finding.point or (None, None)
    seen = finding.happened_at
    return Intake(
        text=finding.text,
        source=Source.GRID_PATROL,
        region=finding.region,
        category=finding.category or None,
        place=finding.place,
        longitude=longitude,
        latitude=latitude,
        happened_at=seen,
        external_number=finding.fingerprint or None,
    )
