"""The desk of a window: somebody sits down, calls, calls again, passes over, serves, sends on."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import day_begins, local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.text import one_line
from app.services.halls.actions.arranging import known_letters
from app.services.halls.errors import (
    CalledElsewhere,
    NothingInHand,
    SitsElsewhere,
    WindowBusy,
    WindowClosed,
    WindowNotMine,
    WindowTaken,
)
from app.services.halls.models import ServiceTicket, ServiceWindow
from app.services.halls.rules import (
    HANDED_RANK,
    NOTE_MOST,
    RANK,
    Priority,
    TicketState,
    ticket_number,
)

_LIVE = (TicketState.WAITING, TicketState.SKIPPED)


@once
def sit_down(
    uow: Uow, window_id: UUID, seen_version: int, letters: str = "", *, command_key: UUID
) -> None:
    """Open a window: whoever sits there calls from now on.

    Args:
        uow: Open transaction.
        window_id: Which window.
        seen_version: As the desk saw it.
        letters: What it takes from now on, "" for what it took.
        command_key: Makes doing it twice do it once.

    Raises:
        WindowTaken: Somebody else sat down there today.
        SitsElsewhere: Whoever asks sits at another window.
    """
    window = _held(uow, window_id, seen_version)
    if not window.is_active:
        raise WindowNotMine
    if _is_todays(uow, window) and not _is_mine(uow, window):
        raise WindowTaken(name=window.clerk_name)
    _leave_yesterday(uow, window)
    window.is_open, window.opened_at = True, uow.now
    window.clerk_id, window.clerk_name = uow.actor.person_id, uow.actor.name
    if letters:
        window.letters = known_letters(uow, window.hall_id, letters)
    try:
        uow.session.flush()
    except IntegrityError as error:  # another desk of theirs, in this moment
        raise SitsElsewhere(number="") from error
    _tell_window(uow, "halls.window_opened", window)


@once
def leave_window(uow: Uow, window_id: UUID, *, command_key: UUID) -> None:
    """Close a window; whoever was sent on to it waits for any other again.

    Raises:
        WindowBusy: A number is in hand.
    """
    window = _mine(uow, window_id)
    held = _in_hand(uow, window)
    if held is not None:
        raise WindowBusy(number=ticket_number(held.letter, held.serial))
    _close(window)
    uow.session.flush()
    freed = (
        sa.update(ServiceTicket)
        .where(ServiceTicket.for_window_id == window.id, ServiceTicket.state == TicketState.WAITING)
        .values(for_window_id=None, version=ServiceTicket.version + 1)
    )
    uow.session.execute(freed)
    _tell_window(uow, "halls.window_closed", window)


@once
def call_next(uow: Uow, window_id: UUID, *, command_key: UUID) -> UUID | None:
    """End what is in hand as served, and call the next; return it, None where nobody waits.

    Two windows never get the same: one that another is just calling is passed by.
    """
    window = _mine(uow, window_id)
    held = _in_hand(uow, window)
    if held is not None:
        _end(uow, held, TicketState.SERVED)
    asked = (
        _waiting_for(uow, window)
        .order_by(
            ServiceTicket.rank.desc(),
            ServiceTicket.order_at,
            ServiceTicket.serial,
            ServiceTicket.letter,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return None
    _call(uow, row, window)
    return row.id


@once
def call_number(uow: Uow, window_id: UUID, ticket_id: UUID, *, command_key: UUID) -> None:
    """Call a certain number of today that waits or was passed over.

    Raises:
        WindowBusy: Another is in hand.
        CalledElsewhere: Another window called it meanwhile.
    """
    window = _mine(uow, window_id)
    held = _in_hand(uow, window)
    if held is not None:
        raise WindowBusy(number=ticket_number(held.letter, held.serial))
    asked = sa.select(ServiceTicket).where(
        ServiceTicket.id == ticket_id,
        ServiceTicket.hall_id == window.hall_id,
        ServiceTicket.day == local(uow.now).date(),
    )
    found = asked.with_for_update().execution_options(populate_existing=True)
    row = uow.session.scalars(found).one_or_none()
    if row is None:
        raise NotFound(row=ticket_id)
    if row.state not in _LIVE:
        raise CalledElsewhere(number=ticket_number(row.letter, row.serial))
    _call(uow, row, window)


@once
def call_again(uow: Uow, window_id: UUID, *, command_key: UUID) -> None:
    """Call again what is in hand.

    Raises:
        NothingInHand: Nothing is.
    """
    row = _needed(uow, _mine(uow, window_id))
    row.calls += 1
    row.called_at = row.called_at if row.calls > _CALLS_MOST else uow.now
    uow.session.flush()
    _tell(uow, "halls.called_again", row, calls=row.calls)


_CALLS_MOST = 3
"""Who is called more often is being served and asked for: the serving time goes on."""


@once
def pass_over(uow: Uow, window_id: UUID, *, command_key: UUID) -> None:
    """Pass over what is in hand: called, and nobody came (过号); it can be called later.

    Raises:
        NothingInHand: Nothing is.
    """
    _end(uow, _needed(uow, _mine(uow, window_id)), TicketState.SKIPPED)


@once
def end_serving(uow: Uow, window_id: UUID, *, command_key: UUID) -> None:
    """End what is in hand as served, without calling the next.

    Raises:
        NothingInHand: Nothing is.
    """
    _end(uow, _needed(uow, _mine(uow, window_id)), TicketState.SERVED)


@once
def send_on(
    uow: Uow, window_id: UUID, to_window_id: UUID, note: str = "", *, command_key: UUID
) -> None:
    """Send whoever is at the window on to another one, where they are called next.

    The one who called first stays answerable (首问负责).

    Raises:
        WindowClosed: Nobody sits there.
    """
    window = _mine(uow, window_id)
    row = _needed(uow, window)
    target = uow.session.get(ServiceWindow, to_window_id)
    if target is None or target.hall_id != window.hall_id or target.id == window.id:
        raise NotFound(row=to_window_id)
    if not _is_todays(uow, target):
        raise WindowClosed(number=target.number)
    row.state, row.rank, row.window_id = TicketState.WAITING, HANDED_RANK, None
    row.for_window_id, row.order_at = target.id, uow.now
    row.note = one_line(note)[:NOTE_MOST]
    row.calls = 0
    uow.session.flush()
    _tell(uow, "halls.sent_on", row, to=target.number)


@once
def note_papers(
    uow: Uow, window_id: UUID, item_id: UUID | None, brought: tuple[int, ...], *, command_key: UUID
) -> None:
    """Put down what somebody came for, and which of its materials they brought."""
    row = _needed(uow, _mine(uow, window_id))
    row.item_id, row.brought = item_id, sorted(set(brought))
    uow.session.flush()
    uow.touched(Topic.TICKET, row.id, row.region)


def serving(uow: Uow, window_id: UUID) -> ServiceTicket:
    """Return what a window of the actor has in hand, for an action that goes on with it."""
    return _needed(uow, _mine(uow, window_id))


def _held(uow: Uow, window_id: UUID, seen_version: int | None = None) -> ServiceWindow:
    asked = sa.select(ServiceWindow).where(ServiceWindow.id == window_id).with_for_update()
    window = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if window is None:
        raise NotFound(row=window_id)
    if not uow.actor.may_in(Right.SERVE_WINDOW, window.region):
        raise NotAllowed(right=Right.SERVE_WINDOW)
    if seen_version is not None and window.version != seen_version:
        raise Conflict(row=window_id)
    return window


def _mine(uow: Uow, window_id: UUID) -> ServiceWindow:
    window = _held(uow, window_id)
    if not (_is_todays(uow, window) and _is_mine(uow, window)):
        raise WindowNotMine
    return window


def _is_mine(uow: Uow, window: ServiceWindow) -> bool:
    return window.clerk_id == uow.actor.person_id


def _is_todays(uow: Uow, window: ServiceWindow) -> bool:
    """Tell whether somebody sat down at a window today; who forgot to leave yesterday did not."""
    begins = day_begins(local(uow.now).date())
    return window.is_open and window.opened_at is not None and window.opened_at >= begins


def _leave_yesterday(uow: Uow, window: ServiceWindow) -> None:
    """Let somebody leave a window they forgot to leave, and refuse to sit at two."""
    if uow.actor.person_id is None:
        return
    asked = sa.select(ServiceWindow).where(
        ServiceWindow.clerk_id == uow.actor.person_id, ServiceWindow.id != window.id
    )
    for other in uow.session.scalars(asked.with_for_update()):
        if _is_todays(uow, other):
            raise SitsElsewhere(number=other.number)
        _close(other)
    uow.session.flush()


def _close(window: ServiceWindow) -> None:
    window.is_open, window.clerk_id, window.clerk_name, window.opened_at = False, None, "", None


def _in_hand(uow: Uow, window: ServiceWindow) -> ServiceTicket | None:
    asked = sa.select(ServiceTicket).where(
        ServiceTicket.window_id == window.id, ServiceTicket.state == TicketState.CALLED
    )
    found = asked.with_for_update().execution_options(populate_existing=True)
    return uow.session.scalars(found).one_or_none()


def _needed(uow: Uow, window: ServiceWindow) -> ServiceTicket:
    row = _in_hand(uow, window)
    if row is None:
        raise NothingInHand
    return row


def _waiting_for(uow: Uow, window: ServiceWindow) -> "sa.Select[ServiceTicket]":
    of_kind = ServiceTicket.letter.in_(list(window.letters))
    return sa.select(ServiceTicket).where(
        ServiceTicket.hall_id == window.hall_id,
        ServiceTicket.day == local(uow.now).date(),
        ServiceTicket.state == TicketState.WAITING,
        sa.or_(
            ServiceTicket.for_window_id == window.id,
            sa.and_(ServiceTicket.for_window_id.is_(None), of_kind),
        ),
    )


def _call(uow: Uow, row: ServiceTicket, window: ServiceWindow) -> None:
    row.state, row.window_id, row.for_window_id = TicketState.CALLED, window.id, None
    row.called_at, row.calls, row.ended_at = uow.now, 1, None
    if row.first_id is None and not row.first_name:
        row.first_id, row.first_name = uow.actor.person_id, uow.actor.name
    try:
        uow.session.flush()
    except IntegrityError as error:  # the window has one in hand already
        raise Conflict(row=row.id) from error
    _tell(uow, "halls.called", row, window=window.number)


def _end(uow: Uow, row: ServiceTicket, state: TicketState) -> None:
    row.state, row.ended_at = state, uow.now
    if state is TicketState.SKIPPED:
        row.rank = RANK[Priority(row.priority)]
    uow.session.flush()
    waited = (row.called_at or uow.now) - row.taken_at
    _tell(uow, f"halls.{state}", row, waited_s=int(max(waited, timedelta(0)).total_seconds()))


def _tell(uow: Uow, action: str, row: ServiceTicket, **facts: object) -> None:
    number = ticket_number(row.letter, row.serial)
    uow.record(action, Topic.TICKET, row.id, region=row.region, number=number, **facts)
    uow.touched(Topic.TICKET, row.id, row.region)


def _tell_window(uow: Uow, action: str, window: ServiceWindow) -> None:
    facts = {"number": window.number, "letters": window.letters}
    uow.record(action, Topic.HALL, window.id, region=window.region, **facts)
    uow.touched(Topic.HALL, window.id, window.region)
