"""States of a case, what may follow what, and the values of its fields (DOMAIN §3); pure."""

from enum import StrEnum

from app.core.errors import AppError


class CaseState(StrEnum):
    """Where a case stands in its life. A draft stands at one desk only and is no case yet."""

    SUBMITTED = "submitted"
    DECLINED = "declined"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    SIGNED_FOR = "signed_for"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    VERIFIED = "verified"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Pause(StrEnum):
    """What holds a case up while its state stays; the first two stop the handling clock."""

    SUSPENDED = "suspended"
    CARRIED_OVER = "carried_over"
    TABLED = "tabled"


class EventKind(StrEnum):
    """What happened to a case; events are never edited."""

    SUBMITTED = "submitted"
    DECLINED = "declined"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    RETURNED = "returned"
    SIGNED_FOR = "signed_for"
    PROGRESSED = "progressed"
    SUSPENDED = "suspended"
    CARRIED_OVER = "carried_over"
    RESUMED = "resumed"
    EXTENDED = "extended"
    TABLED = "tabled"
    GIVEN_BACK = "given_back"
    ESCALATED = "escalated"
    HANDED_OVER = "handed_over"
    REHANDLED = "rehandled"
    AMENDED = "amended"
    SUPERVISED = "supervised"
    FINISHED = "finished"
    CALL_MISSED = "call_missed"
    CALLED_BACK = "called_back"
    VERIFIED = "verified"
    CLOSED = "closed"
    SOLVED_ON_SPOT = "solved_on_spot"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    ATTACHED = "attached"
    TASK_GIVEN = "task_given"
    TASK_DONE = "task_done"
    TASK_WITHDRAWN = "task_withdrawn"
    ASKED = "asked"
    REFUSED = "refused"
    CLAIM_ACCEPTED = "claim_accepted"
    RECOUNTED = "recounted"
    REMINDED = "reminded"
    REVERSED = "reversed"
    WHISTLED = "whistled"
    WHISTLE_SIGNED = "whistle_signed"
    APPEARED = "appeared"
    MEASURE_TAKEN = "measure_taken"
    FED_BACK = "fed_back"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"
    RELEASE_REFUSED = "release_refused"
    LEFT = "left"
    WHISTLE_DONE = "whistle_done"
    WHISTLE_OFF = "whistle_off"
    WHISTLE_RATED = "whistle_rated"
    MERGED = "merged"
    UNMERGED = "unmerged"
    JOINED = "joined"
    PARTED = "parted"


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


class DeclineReason(StrEnum):
    """Why a message is not taken on; printed on the notice (不予受理告知书)."""

    OUT_OF_AREA = "out_of_area"
    NOT_OURS = "not_ours"
    LAWFUL_CHANNEL = "lawful_channel"  # 诉讼、仲裁、行政复议、信访 under way or due
    DONE_BEFORE = "done_before"
    TOO_VAGUE = "too_vague"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why a unit gives a case back (退单, DOMAIN §5)."""

    WRONG_AREA = "wrong_area"
    UNCLEAR_OWNER = "unclear_owner"
    OVERLAPPING = "overlapping"
    MISSING_FACTS = "missing_facts"
    OTHER = "other"


class SupervisionLevel(StrEnum):
    """How hard a supervision sheet presses."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class BadTransition(AppError):
    """The step cannot be taken from the state the case is in; facts: ``old``, ``step``."""

    code = "cases.bad_transition"


class WhilePaused(AppError):
    """The step has to wait until the case goes on; facts: ``pause``, ``step``."""

    code = "cases.while_paused"


class FollowsLead(AppError):
    """The case follows another one and does not run on its own; facts: ``step``."""

    code = "cases.follows_lead"


class NotPaused(AppError):
    """Nothing holds the case up that the step could end; facts: ``step``."""

    code = "cases.not_paused"


_DESK = (CaseState.REGISTERED,)
_UNSIGNED = (CaseState.ASSIGNED,)
_AT_WORK = (CaseState.SIGNED_FOR, CaseState.IN_PROGRESS)
HANDLING_STATES = (*_UNSIGNED, *_AT_WORK)
_UNDER_WAY = (*_DESK, *HANDLING_STATES)
_ENDED = (CaseState.DECLINED, CaseState.CLOSED, CaseState.ARCHIVED)
OPEN_STATES = tuple(state for state in CaseState if state not in _ENDED)


def _to(reached: CaseState, *states: CaseState) -> dict[CaseState, CaseState]:
    return dict.fromkeys(states, reached)


def _staying(*states: CaseState) -> dict[CaseState, CaseState]:
    return {state: state for state in states}


CALLED_IN = (CaseState.FINISHED, CaseState.VERIFIED, CaseState.CLOSED)
"""Where somebody may still be called back."""

STEPS: dict[EventKind, dict[CaseState, CaseState]] = {
    EventKind.REGISTERED: _to(CaseState.REGISTERED, CaseState.SUBMITTED),
    EventKind.DECLINED: _to(CaseState.DECLINED, CaseState.SUBMITTED, CaseState.REGISTERED),
    EventKind.ASSIGNED: _to(CaseState.ASSIGNED, CaseState.REGISTERED),
    EventKind.REASSIGNED: _to(CaseState.ASSIGNED, *HANDLING_STATES),
    EventKind.RETURNED: _to(CaseState.REGISTERED, *HANDLING_STATES),
    EventKind.SIGNED_FOR: _to(CaseState.SIGNED_FOR, CaseState.ASSIGNED),
    EventKind.PROGRESSED: _to(CaseState.IN_PROGRESS, *_AT_WORK),
    EventKind.SUSPENDED: _staying(*_AT_WORK),
    EventKind.CARRIED_OVER: _staying(*_AT_WORK),
    EventKind.RESUMED: _staying(*_AT_WORK),
    EventKind.EXTENDED: _staying(*_UNDER_WAY),
    EventKind.TABLED: _staying(*_DESK, *_AT_WORK),
    EventKind.GIVEN_BACK: _staying(*_DESK, *_AT_WORK),
    EventKind.ESCALATED: _to(CaseState.REGISTERED, *_UNDER_WAY),
    EventKind.HANDED_OVER: {
        CaseState.SUBMITTED: CaseState.SUBMITTED,
        **_to(CaseState.REGISTERED, *_UNDER_WAY),
    },
    EventKind.REHANDLED: _staying(*HANDLING_STATES),
    EventKind.AMENDED: _staying(*_UNDER_WAY),
    EventKind.MERGED: _staying(*_UNDER_WAY),
    EventKind.SUPERVISED: _staying(*_UNDER_WAY, CaseState.FINISHED),
    EventKind.FINISHED: _to(CaseState.FINISHED, *_AT_WORK),
    EventKind.CALL_MISSED: _staying(*CALLED_IN),
    EventKind.CALLED_BACK: {
        **_to(CaseState.VERIFIED, CaseState.FINISHED, CaseState.VERIFIED),
        CaseState.CLOSED: CaseState.CLOSED,  # closed before the call: stays so if all is well
    },
    EventKind.VERIFIED: _to(CaseState.VERIFIED, CaseState.FINISHED),
    EventKind.CLOSED: _to(CaseState.CLOSED, CaseState.FINISHED, CaseState.VERIFIED),
    EventKind.SOLVED_ON_SPOT: _to(CaseState.CLOSED, CaseState.REGISTERED),
    EventKind.ARCHIVED: _to(CaseState.ARCHIVED, CaseState.CLOSED, CaseState.DECLINED),
    EventKind.REOPENED: _to(
        CaseState.REGISTERED,
        CaseState.FINISHED,
        CaseState.VERIFIED,
        CaseState.CLOSED,
        CaseState.DECLINED,
        CaseState.ARCHIVED,
    ),
}
"""Which step leads from which state to which; what is not listed is refused."""

OF_WHISTLES = frozenset(
    {
        EventKind.WHISTLED,
        EventKind.WHISTLE_SIGNED,
        EventKind.APPEARED,
        EventKind.MEASURE_TAKEN,
        EventKind.FED_BACK,
        EventKind.RELEASE_ASKED,
        EventKind.RELEASED,
        EventKind.RELEASE_REFUSED,
        EventKind.LEFT,
        EventKind.WHISTLE_DONE,
        EventKind.WHISTLE_OFF,
        EventKind.WHISTLE_RATED,
    }
)
"""What happens around a whistle (吹哨·报到)."""

NOTES = OF_WHISTLES | frozenset(
    {
        EventKind.ATTACHED,
        EventKind.TASK_GIVEN,
        EventKind.TASK_DONE,
        EventKind.TASK_WITHDRAWN,
        EventKind.ASKED,
        EventKind.REFUSED,
        EventKind.CLAIM_ACCEPTED,
        EventKind.RECOUNTED,
        EventKind.REMINDED,
        EventKind.REVERSED,
        EventKind.UNMERGED,
        EventKind.JOINED,
        EventKind.PARTED,
    }
)
"""Events that stand in the story and move a case to no other state."""

PAUSES = {
    EventKind.SUSPENDED: Pause.SUSPENDED,
    EventKind.CARRIED_OVER: Pause.CARRIED_OVER,
    EventKind.TABLED: Pause.TABLED,
}
"""What holds a case up from this step on."""

ENDS_PAUSE = {
    EventKind.RESUMED: frozenset({Pause.SUSPENDED, Pause.CARRIED_OVER}),
    EventKind.GIVEN_BACK: frozenset({Pause.TABLED}),
}
"""Which pauses a step ends."""

_BESIDES_PAUSE = frozenset({EventKind.PROGRESSED, EventKind.EXTENDED, EventKind.SUPERVISED})
"""Steps that can be taken while something holds the case up."""

NOT_REVERSIBLE = NOTES | {EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.MERGED}
"""What no reversing event puts right: a case that should not be is declined instead, and one
that was merged is taken out of its family.
"""

CARRIED = frozenset(
    {
        EventKind.SUSPENDED,
        EventKind.CARRIED_OVER,
        EventKind.RESUMED,
        EventKind.EXTENDED,
        EventKind.FINISHED,
        EventKind.DECLINED,
    }
)
"""Steps of a lead that are steps of all who follow it: what stops its clock stops theirs, and
what ends it ends them. Each caller is called back on their own, so closing is not among them."""

FOLLOWER_STEPS = frozenset(
    {
        EventKind.MERGED,
        EventKind.CALL_MISSED,
        EventKind.CALLED_BACK,
        EventKind.VERIFIED,
        EventKind.CLOSED,
        EventKind.ARCHIVED,
        EventKind.REOPENED,
    }
)
"""Steps of a case that follows a lead: what is owed to its own caller. Reopened, it leaves."""

ASKABLE = frozenset({EventKind.SUSPENDED, EventKind.EXTENDED, EventKind.CARRIED_OVER})
"""Steps a handler asks for and the director takes."""


def after(
    old: CaseState, step: EventKind, pause: Pause | None = None
) -> tuple[CaseState, Pause | None]:
    """Return the state and the pause a step leads to.

    Raises:
        BadTransition: The step cannot be taken from `old`.
        WhilePaused: What holds the case up has to end first.
        NotPaused: The step ends what does not hold the case up.
    """
    reached = STEPS[step].get(old)
    if reached is None:
        raise BadTransition(old=old, step=step)
    ends = ENDS_PAUSE.get(step)
    if ends is not None:
        if pause not in ends:
            raise NotPaused(step=step)
        return reached, None
    if pause is not None and step not in _BESIDES_PAUSE:
        raise WhilePaused(pause=pause, step=step)
    return reached, PAUSES.get(step, pause)


def steps_from(
    state: CaseState, pause: Pause | None = None, *, follows: bool = False
) -> frozenset[EventKind]:
    """Return the steps that can be taken from a state, whoever takes them.

    Args:
        state: Where the case stands.
        pause: What holds it up.
        follows: Whether it follows the lead of its family.
    """
    steps = frozenset(step for step in STEPS if _can(state, step, pause))
    return steps & FOLLOWER_STEPS - {EventKind.MERGED} if follows else steps


def _can(state: CaseState, step: EventKind, pause: Pause | None) -> bool:
    if state not in STEPS[step]:
        return False
    ends = ENDS_PAUSE.get(step)
    if ends is not None:
        return pause in ends
    return pause is None or step in _BESIDES_PAUSE


TOLD_BESIDES = "extra."
"""Begins the name of what a source tells besides, in the story of a changed message; what follows
is what the source calls it."""
