"""What somebody at a window came about turns into a case, with the ordinary action."""

from uuid import UUID, uuid5

from app.cases.actions.intake import Intake, register_case
from app.cases.rules import Source
from app.core.changes import Topic
from app.core.database import Uow, once
from app.services.halls.actions.calling import serving
from app.services.halls.rules import ticket_number


@once
def accept_as_case(
    uow: Uow, window_id: UUID, text: str, region: str, pepper: bytes, *, command_key: UUID
) -> UUID:
    """Register what is told at a window as a case; its receipt is the acceptance slip.

    Whoever is at the window is the first receiver (首问负责). Who reports is put down with the
    case, and never with the number.

    Args:
        uow: Open transaction of whoever sits at the window.
        window_id: Their window, with a number in hand.
        text: What is told.
        region: Of the place.
        pepper: Key of the phone hashes.
        command_key: Makes doing it twice do it once.

    Raises:
        NothingInHand: No number is in hand.
        NotAllowed: The actor may not register cases there.
    """
    ticket = serving(uow, window_id)
    inner = uuid5(command_key, "case")
    case_id = register_case(uow, Intake(text, Source.VISIT, region), pepper, command_key=inner)
    ticket.case_id = case_id
    uow.session.flush()
    number = ticket_number(ticket.letter, ticket.serial)
    uow.record("halls.accepted", Topic.TICKET, ticket.id, region=ticket.region, number=number)
    uow.touched(Topic.TICKET, ticket.id, ticket.region)
    return case_id
