"""Reminding whoever has a case in hand (催办): a note in its story that moves no clock."""

from uuid import UUID

from app.accounts.models import Person
from app.cases.actions.steps import add_event, clean_text, hold_case, holder_of, named
from app.cases.reminding import hours_between, last_reminders, why_no_reminder
from app.cases.rules import CaseState, EventKind
from app.core.changes import Topic
from app.core.database import Uow, once


@once
def remind_case(uow: Uow, case_id: UUID, note: str = "", *, command_key: UUID) -> None:
    """Remind the unit, or the person named within it, of a case.

    Whatever a desk saw of the case, nothing is overwritten: so no version is asked for.

    Raises:
        NobodyToRemind: No unit has it in hand.
        WhilePaused: Something holds it up, and there is nothing to hurry.
        RemindedLately: The same person reminded of it a short while ago.
    """
    case = hold_case(uow, case_id)
    last = last_reminders(uow.session, uow.actor.person_id, (case.id,)).get(case.id)
    why_not = why_no_reminder(uow.actor, case, last, uow.now, hours_between(uow.session, uow.now))
    if why_not is not None:
        raise why_not
    handler = uow.session.get(Person, case.handler_id) if case.handler_id else None
    add_event(
        uow,
        case,
        EventKind.REMINDED,
        old=CaseState(case.state),
        note=clean_text(note),
        unit=named(holder_of(uow, case)),
        facts={"handler": handler.name if handler else ""},
    )
    uow.touched(Topic.WARNING, case.id, case.region)
