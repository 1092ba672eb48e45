"""What summoned units do (报到): sign for, appear, take measures, report, leave."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.steps import clean_text, needed_text
from app.cases.actions.whistle_ground import Attendance, moment_fact
from app.cases.reach import may_act
from app.cases.rules import EventKind
from app.cases.whistle_rules import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    TOLD_MIN,
    Feedback,
    FeedbackElement,
    ReleaseState,
    UnitStage,
    missing_elements,
)
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.text import one_line
from app.core.words import label

WHERE_MOST, TALKED_MOST, WORDS_MOST = 200, 200, 500
THERE = (UnitStage.TO_REPORT, UnitStage.PRESENT)


class AppearedBefore(AppError):
    """A unit is said to have come before it was called, or later than now; facts: ``at``."""

    code = "whistles.appeared_before"


class AppearedLongAgo(AppError):
    """A unit says itself that it came longer ago than it may; facts: ``at``, ``minutes``."""

    code = "whistles.appeared_long_ago"


class FeedbackIncomplete(AppError):
    """A feedback lacks some of its four elements; facts: ``missing``."""

    code = "whistles.feedback_incomplete"


class FeedbackTimes(AppError):
    """The times of a feedback cannot be: taken on later than now, or solved before that."""

    code = "whistles.feedback_times"


class ReleaseStands(AppError):
    """A wish to leave waits for its answer, or was granted already; facts: ``state``."""

    code = "whistles.release_stands"


class NoReleaseAsked(AppError):
    """There is no wish to leave that could be answered."""

    code = "whistles.no_release_asked"


class NotReleased(AppError):
    """Nobody leaves before the matter is done without the director's release (人不走)."""

    code = "whistles.not_released"


class ScoreWrong(AppError):
    """A mark outside the scale; facts: ``least``, ``most``."""

    code = "whistles.score_wrong"


@dataclass(frozen=True, slots=True)
class Seen:
    """A summoned unit's row as the caller saw it: its key and its version."""

    id: UUID
    version: int


@once
def sign_whistle(uow: Uow, seen: Seen, *, command_key: UUID) -> None:
    """Sign for a whistle: the unit knows of it and will come."""
    held = Attendance(uow, seen.id, seen.version, UnitStage.TO_SIGN)
    held.row.signed_at, held.row.signed_name = uow.now, uow.actor.name
    held.tell(EventKind.WHISTLE_SIGNED, "")


@once
def appear(
    uow: Uow, seen: Seen, at: datetime | None = None, where: str = "", *, command_key: UUID
) -> None:
    """Say that the unit is there.

    Args:
        uow: Open transaction.
        seen: The unit's row.
        at: Since when (aware); now when left out.
        where: Where exactly, "" for the place of the whistle.
        command_key: Makes doing it twice do it once.

    Raises:
        AppearedBefore: Before the whistle was blown, or later than now.
        AppearedLongAgo: Said by the unit itself more than some minutes later.
    """
    held = Attendance(uow, seen.id, seen.version, UnitStage.TO_APPEAR)
    moment = at or uow.now
    blown = held.whistle.blown_at
    if moment > uow.now or (blown is not None and moment < blown):
        raise AppearedBefore(at=f"{local(moment):%m-%d %H:%M}")
    by_street = held.on_behalf or may_act(uow.actor, held.case, Right.ASSIGN_CASE)
    if uow.now - moment > timedelta(minutes=TOLD_MIN) and not by_street:
        raise AppearedLongAgo(at=f"{local(moment):%m-%d %H:%M}", minutes=TOLD_MIN)
    row = held.row
    row.appeared_at, row.appeared_name = moment, uow.actor.name
    row.appeared_where = clean_text(one_line(where))[:WHERE_MOST]
    late = moment > held.whistle.appear_at
    told: dict[str, object] = {"appeared_at": moment_fact(moment), "late": late}
    held.tell(EventKind.APPEARED, row.appeared_where, **told)


@once
def take_measure(uow: Uow, seen: Seen, measure: str, *, command_key: UUID) -> None:
    """Say what the unit did on the spot; as often as it did something."""
    held = Attendance(uow, seen.id, seen.version, *THERE)
    held.tell(EventKind.MEASURE_TAKEN, needed_text(measure, EventKind.MEASURE_TAKEN))


@once
def feed_back(uow: Uow, seen: Seen, feedback: Feedback, *, command_key: UUID) -> None:
    """Report with the four elements; until the matter is done it can be reported anew.

    Raises:
        FeedbackIncomplete: An element is missing; it is said which.
        FeedbackTimes: Taken on later than now, or solved before it was taken on.
    """
    held = Attendance(uow, seen.id, seen.version, *THERE, UnitStage.LEFT)
    told = replace(
        feedback,
        talked_to=clean_text(one_line(feedback.talked_to))[:TALKED_MOST],
        remedy=clean_text(feedback.remedy),
    )
    missing = missing_elements(told)
    if missing:
        raise FeedbackIncomplete(missing="、".join(label(element) for element in missing))
    accepted, solved = told.accepted_at, told.solved_by
    if accepted is None or solved is None or accepted > uow.now or solved < accepted:
        raise FeedbackTimes
    row = held.row
    row.accepted_at, row.talked_to = accepted, told.talked_to
    row.remedy, row.solved_by = told.remedy, solved
    row.reported_at, row.reported_name = uow.now, uow.actor.name
    facts: dict[str, object] = {
        FeedbackElement.ACCEPTED_AT.value: moment_fact(accepted),
        FeedbackElement.TALKED_TO.value: told.talked_to,
        FeedbackElement.SOLVED_BY.value: moment_fact(solved),
    }
    held.tell(EventKind.FED_BACK, told.remedy, **facts)


@once
def ask_release(uow: Uow, seen: Seen, reason: str, *, command_key: UUID) -> None:
    """Ask the director to be let go before the matter is done.

    Raises:
        ReleaseStands: It was asked for already and is not refused.
    """
    held = Attendance(uow, seen.id, seen.version, *THERE)
    row = held.row
    state = ReleaseState(row.release_state) if row.release_state else None
    if state in (ReleaseState.ASKED, ReleaseState.GRANTED):
        raise ReleaseStands(state=state)
    row.release_reason = needed_text(reason, EventKind.RELEASE_ASKED)[:WORDS_MOST]
    row.release_state, row.release_asked_at = ReleaseState.ASKED, uow.now
    row.release_asked_name = uow.actor.name
    row.release_decided_at, row.release_decided_name, row.release_decision = None, "", ""
    held.tell(EventKind.RELEASE_ASKED, row.release_reason)


@once
def answer_release(uow: Uow, seen: Seen, words: str, *, grants: bool, command_key: UUID) -> None:
    """Let a unit go before the matter is done, or refuse it with the reason, as the director."""
    held = Attendance(uow, seen.id, seen.version, *THERE, right=Right.APPROVE)
    row = held.row
    if row.release_state != ReleaseState.ASKED:
        raise NoReleaseAsked
    kind = EventKind.RELEASED if grants else EventKind.RELEASE_REFUSED
    told = clean_text(words) if grants else needed_text(words, kind)
    row.release_state = ReleaseState.GRANTED if grants else ReleaseState.REFUSED
    row.release_decided_at, row.release_decided_name = uow.now, uow.actor.name
    row.release_decision = told[:WORDS_MOST]
    held.tell(kind, row.release_decision)


@once
def leave_whistle(uow: Uow, seen: Seen, note: str = "", *, command_key: UUID) -> None:
    """Leave before the matter is done, once the director has released the unit; it is counted.

    Raises:
        NotReleased: The director has not.
    """
    held = Attendance(uow, seen.id, seen.version, *THERE)
    if held.row.release_state != ReleaseState.GRANTED:
        raise NotReleased
    held.row.left_at = uow.now
    held.tell(EventKind.LEFT, clean_text(note))


@once
def rate_unit(uow: Uow, seen: Seen, score: int, words: str = "", *, command_key: UUID) -> None:
    """Rate a unit that was summoned, as the street; rating again replaces the mark."""
    held = Attendance(uow, seen.id, seen.version, right=Right.ASSIGN_CASE, ended=True)
    row = held.row
    row.street_score, row.street_words = _checked(score), _words(words)
    row.street_rated_at, row.street_rated_name = uow.now, uow.actor.name
    held.tell(EventKind.WHISTLE_RATED, row.street_words, score=score, by="street")


@once
def rate_street(uow: Uow, seen: Seen, score: int, words: str = "", *, command_key: UUID) -> None:
    """Rate the street that blew the whistle, as a unit that was summoned."""
    held = Attendance(uow, seen.id, seen.version, ended=True)
    row = held.row
    if held.on_behalf and row.unit_score is not None:
        raise NotAllowed(right=Right.HANDLE_CASE)  # a mark that stands is the unit's own
    row.unit_score, row.unit_words = _checked(score), _words(words)
    row.unit_rated_at, row.unit_rated_name = uow.now, uow.actor.name
    held.tell(EventKind.WHISTLE_RATED, row.unit_words, score=score, by="unit")


def _checked(score: int) -> int:
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        raise ScoreWrong(least=LOWEST_SCORE, most=HIGHEST_SCORE)
    return score


def _words(words: str) -> str:
    return clean_text(words)[:WORDS_MOST]
