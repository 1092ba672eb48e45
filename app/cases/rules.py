"""States of a case, what may follow what, and the values of its fields (DOMAIN §3); pure."""

from enum import StrEnum

from app.core.errors import AppError


class CaseState(StrEnum):
    """Where a case stands in its life."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    SIGNED_FOR = "signed_for"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    CLOSED = "closed"


class EventKind(StrEnum):
    """What happened to a case; events are never edited."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    SIGNED_FOR = "signed_for"
    PROGRESSED = "progressed"
    FINISHED = "finished"
    CLOSED = "closed"
    ATTACHED = "attached"


class Source(StrEnum):
    """Where a case came from (DOMAIN §3)."""

    GRID_PATROL = "grid_patrol"
    VISIT = "visit"
    CALL = "call"
    HOTLINE_12345 = "hotline_12345"
    DIGITAL_CITY = "digital_city"
    BRIGHT_EYES = "bright_eyes"
    DRONE = "drone"
    MAILBOX = "mailbox"
    KIOSK = "kiosk"
    SCAN = "scan"
    COMMUNITY_LINE = "community_line"
    GOVERNMENT_APP = "government_app"
    DELEGATE = "delegate"
    GIG_WORKER = "gig_worker"
    DEPARTMENT = "department"
    SUPERIOR = "superior"
    SAFE_ZONE = "safe_zone"


class Level(StrEnum):
    """How pressing a case is; time limits are set per kind and level."""

    NORMAL = "normal"
    URGENT = "urgent"


class MatterClass(StrEnum):
    """The three classes of matter (三类事)."""

    MINOR = "minor"
    URGENT = "urgent"
    MAJOR = "major"


class BadTransition(AppError):
    """The step cannot be taken from the state the case is in; facts: ``old``, ``step``."""

    code = "cases.bad_transition"


STEPS: dict[EventKind, dict[CaseState, CaseState]] = {
    EventKind.REGISTERED: {CaseState.SUBMITTED: CaseState.REGISTERED},
    EventKind.ASSIGNED: {CaseState.REGISTERED: CaseState.ASSIGNED},
    EventKind.REASSIGNED: {
        CaseState.ASSIGNED: CaseState.ASSIGNED,
        CaseState.SIGNED_FOR: CaseState.ASSIGNED,
        CaseState.IN_PROGRESS: CaseState.ASSIGNED,
    },
    EventKind.SIGNED_FOR: {CaseState.ASSIGNED: CaseState.SIGNED_FOR},
    EventKind.PROGRESSED: {
        CaseState.SIGNED_FOR: CaseState.IN_PROGRESS,
        CaseState.IN_PROGRESS: CaseState.IN_PROGRESS,
    },
    EventKind.FINISHED: {
        CaseState.SIGNED_FOR: CaseState.FINISHED,
        CaseState.IN_PROGRESS: CaseState.FINISHED,
    },
    EventKind.CLOSED: {CaseState.FINISHED: CaseState.CLOSED},
}
"""Which step leads from which state to which; what is not listed is refused."""

OPEN_STATES = tuple(state for state in CaseState if state is not CaseState.CLOSED)
HANDLING_STATES = (CaseState.ASSIGNED, CaseState.SIGNED_FOR, CaseState.IN_PROGRESS)


def after(old: CaseState, step: EventKind) -> CaseState:
    """Return the state a step leads to.

    Raises:
        BadTransition: The step cannot be taken from `old`.
    """
    reached = STEPS[step].get(old)
    if reached is None:
        raise BadTransition(old=old, step=step)
    return reached


def steps_from(state: CaseState) -> frozenset[EventKind]:
    """Return the steps that can be taken from a state, whoever takes them."""
    return frozenset(step for step, table in STEPS.items() if state in table)
