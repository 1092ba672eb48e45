"""An election: the whole committee of an organisation begins a term on one day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow, once
from app.core.ids import new_id
from app.party.actions.ground import held, organisation, placed, said, tell, today
from app.party.errors import PartyNobodyElected, PartySecretaryThere, PartyTermWrong
from app.party.models import PartyOrganisation, PartyTerm
from app.party.rules import PERSON_MOST, PartyField, PartyPost, check_day, check_standing


@dataclass(frozen=True, slots=True)
class Elected:
    """Who was elected into a post."""

    post: PartyPost
    person_name: str


@dataclass(frozen=True, slots=True)
class Election:
    """What came of an election.

    Attributes:
        held_on: The day the new term begins; what was held until then ends with it.
        until: The last day of the term; None without an end.
        elected: The whole committee; whoever is left out is no longer in it.
    """

    organisation_id: UUID
    held_on: date
    until: date | None
    elected: tuple[Elected, ...]


@once
def hold_election(uow: Uow, election: Election, *, command_key: UUID) -> None:
    """Put down what came of an election (换届).

    Raises:
        PartyNobodyElected: Nobody was.
        PartySecretaryThere: Two secretaries were.
        PartyDayTooEarly: Somebody came into office after that day.
    """
    organisation(uow, election.organisation_id)
    row = held(uow, PartyOrganisation, election.organisation_id)
    day = election.held_on
    check_standing(placed(row), day)
    check_day(day, None, today(uow))
    if election.until is not None and election.until < day:
        raise PartyTermWrong
    _check_committee(election.elected)
    in_office = sa.select(PartyTerm).where(
        PartyTerm.organisation_id == row.id, PartyTerm.ended_on.is_(None)
    )
    for term in uow.session.scalars(in_office):
        check_day(day, term.since, today(uow))
        term.ended_on = day
    for each in election.elected:
        uow.session.add(
            PartyTerm(
                id=new_id(),
                organisation_id=row.id,
                post=each.post,
                person_name=said(PartyField.PERSON, each.person_name, PERSON_MOST),
                since=day,
                until=election.until,
            )
        )
    uow.settle()
    tell(uow, "party.elected", row, day=f"{day}", until=f"{election.until or ''}")


def _check_committee(elected: tuple[Elected, ...]) -> None:
    if not elected:
        raise PartyNobodyElected
    secretaries = [each for each in elected if each.post is PartyPost.SECRETARY]
    if len(secretaries) > 1:
        raise PartySecretaryThere(name=secretaries[0].person_name)
