"""Calls emergency units up by an order of posture."""

from uuid import UUID, uuid5

from app.accounts.rules import Right
from app.command.forces.actions.calling import call_units
from app.command.forces.errors import CalledAlready, CommittedElsewhere, NotOnDuty, UnitRetired
from app.command.incidents.actions.opening import IncidentDraft, open_incident
from app.command.posture.forces import forces_to_call
from app.command.posture.rules import PostureLevel
from app.command.rules import IncidentKind
from app.core.database import Uow
from app.core.words import label, say


def call_forces_up(
    uow: Uow, region: str, level: PostureLevel, kind: IncidentKind, command_key: UUID
) -> int:
    """Call the units of a region up; they answer in the incident that goes on, or in one that
    begins with the order. Return how many.

    Whoever is called elsewhere at this very moment keeps nobody from giving the order: then none
    is called by it, and the board says who is free.
    """
    told = forces_to_call(uow.session, region, uow.now)
    if not told.units or not uow.actor.may_in(Right.COMMAND, region):
        return 0
    try:
        with uow.session.begin_nested():
            key = told.incident_id
            if key is None:
                title = say("command.call_up_title", level=label(level), kind=label(kind))
                draft = IncidentDraft(region, kind, title, "")
                key = open_incident(uow, draft, command_key=uuid5(command_key, "incident"))
            units = tuple(unit for unit, _ in told.units)
            return int(call_units(uow, key, units, command_key=uuid5(command_key, "forces")))
    except (CommittedElsewhere, CalledAlready, NotOnDuty, UnitRetired):
        return 0
