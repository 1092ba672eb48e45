"""States of tasks, kinds of entries and figures, when the next report is due; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STEPS_MOST = 60
"""Steps of a plan."""
MINUTES_MOST = 7 * 24 * 60
AMOUNT_MOST = 10_000_000


class DutyState(StrEnum):
    """How a task of an incident stands."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class FigureSort(StrEnum):
    """What a number counts."""

    CASUALTY = "casualty"
    NEED = "need"
    RESOURCE = "resource"
    MEASURE = "measure"


class EntrySort(StrEnum):
    """What a line of the timeline tells."""

    OPENED = "opened"
    NOTE = "note"
    TASK = "task"
    FIGURE = "figure"
    CALLED = "called"
    ANSWERED = "answered"
    ROLL_CALL = "roll_call"
    RELEASED = "released"
    REPORT = "report"
    POSTURE = "posture"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step of a plan.

    Attributes:
        section: Heading it stands under, e.g. 先期处置.
        owner: Who does it: a unit or a post.
        minutes: After the beginning of the incident until it is to be done.
    """

    section: str
    title: str
    owner: str
    minutes: int


def steps_of(text: str) -> tuple[tuple[StepDraft, ...], int]:
    """Return the steps a template says, and the number of its first wrong line, 0 for none.

    A line without ｜ is a heading; ``题目｜谁｜分钟`` is a step under the heading before it.
    """
    section = ""
    found: list[StepDraft] = []
    for at, line in enumerate(text.splitlines(), 1):
        told = line.strip()
        if not told:
            continue
        parts = [part.strip() for part in told.replace("|", "｜").split("｜")]
        if len(parts) == 1:
            section = told
            continue
        is_step = len(parts) == 3 and parts[0] and parts[2].isdigit()
        if not is_step or not 0 < int(parts[2]) <= MINUTES_MOST:
            return tuple(found), at
        found.append(StepDraft(section, parts[0], parts[1], int(parts[2])))
    return tuple(found), 0


def text_of(steps: Iterable[StepDraft]) -> str:
    """Return steps as the template that is edited; the other way round `steps_of`."""
    lines: list[str] = []
    section = ""
    for step in steps:
        if step.section != section:
            section = step.section
            lines.append(section)
        lines.append(f"{step.title}｜{step.owner}｜{step.minutes}")
    return "\n".join(lines)


def next_report(due: datetime, now: datetime, every_min: int) -> datetime:
    """Return when the report after one made at `now` is due: in the rhythm, and after now."""
    step = timedelta(minutes=every_min)
    following = due + step
    return following if following > now else now + step


def done_share(states: Sequence[DutyState]) -> tuple[int, int]:
    """Return how many of the tasks that count are done, and how many count."""
    counted = [state for state in states if state is not DutyState.DROPPED]
    return sum(state is DutyState.DONE for state in counted), len(counted)
