"""Macros: several steps under one name, as they are kept and shown before they run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.cases.rules import CaseState, DeclineReason, EventKind, Pause, ReturnReason, after
from app.core.errors import AppError

IN_MACROS = (
    EventKind.ASSIGNED,
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.FINISHED,
    EventKind.VERIFIED,
    EventKind.CLOSED,
    EventKind.RETURNED,
    EventKind.DECLINED,
)
"""Steps that a macro may take: those that ask for no more than words, a unit or a reason."""

SILENT = frozenset({EventKind.ASSIGNED, EventKind.SIGNED_FOR})
"""Steps that need not say anything."""

MOST_STEPS = 6
MOST_CASES = 200
"""Cases of a selection that one run takes on."""


class BadMacro(AppError):
    """A macro without a name or steps, with too many, or with a step that lacks something."""

    code = "cases.bad_macro"


class MacroRefused(AppError):
    """A step of a macro was refused and none of it was done; facts: ``number``, ``step``, ``why``
    (the sentence of the refusal).
    """

    code = "cases.macro_refused"


class MacroRefusedAtOnce(MacroRefused):
    """The very first step of a macro was refused; the same facts."""

    code = "cases.macro_refused_at_once"


class MacroWordsMissing(AppError):
    """A step that must say something was left without words; facts: ``number``, ``step``."""

    code = "cases.macro_words_missing"


@dataclass(frozen=True, slots=True)
class MacroStep:
    """One step of a macro.

    Attributes:
        note: What is said with it; required where the step must say something.
        unit_id: ASSIGNED: to whom.
        reason: RETURNED and DECLINED: value of the reason.
    """

    kind: EventKind
    note: str = ""
    unit_id: UUID | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the document that is stored."""
        unit = str(self.unit_id) if self.unit_id else None
        return {"kind": self.kind.value, "note": self.note, "unit": unit, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a step of a macro would do to a case.

    Attributes:
        state: Where the case would be after it; None where the step could not be taken.
        why_not: What keeps it from being taken.
    """

    step: MacroStep
    state: CaseState | None
    why_not: AppError | None = None


def read_steps(stored: Sequence[dict[str, Any]]) -> tuple[MacroStep, ...]:
    """Return the steps of a stored macro."""
    return tuple(
        MacroStep(
            EventKind(each["kind"]),
            each.get("note", ""),
            UUID(each["unit"]) if each.get("unit") else None,
            each.get("reason", ""),
        )
        for each in stored
    )


def with_notes(steps: Sequence[MacroStep], notes: Sequence[str]) -> tuple[MacroStep, ...]:
    """Return the steps with other words; without `notes` they say what the macro says."""
    if not notes:
        return tuple(steps)
    return tuple(replace(step, note=note) for step, note in zip(steps, notes, strict=True))


def lacks_words(step: MacroStep) -> bool:
    """Tell whether a step must say something and does not."""
    return step.kind not in SILENT and not step.note.strip()


def check_words(steps: Sequence[MacroStep]) -> None:
    """Raise `MacroWordsMissing` for the first step that lacks words."""
    for number, step in enumerate(steps, 1):
        if lacks_words(step):
            raise MacroWordsMissing(number=number, step=step.kind)


def check_steps(steps: Sequence[MacroStep]) -> None:
    """Raise `BadMacro` unless steps can make a macro."""
    if not 1 <= len(steps) <= MOST_STEPS or not all(_is_whole(step) for step in steps):
        raise BadMacro(most=MOST_STEPS)


def _is_whole(step: MacroStep) -> bool:
    if step.kind not in IN_MACROS:
        return False
    if step.kind is EventKind.ASSIGNED:
        return step.unit_id is not None
    if step.kind is EventKind.SIGNED_FOR:
        return True
    reasons = {EventKind.RETURNED: ReturnReason, EventKind.DECLINED: DeclineReason}
    enum = reasons.get(step.kind)
    known = enum is None or step.reason in {reason.value for reason in enum}
    return known and not lacks_words(step)


def foresee(
    state: CaseState, pause: Pause | None, steps: Sequence[MacroStep]
) -> tuple[Foreseen, ...]:
    """Return what a macro would do to a case, by the table alone: rights are asked when it runs.

    What follows a step that cannot be taken is not foreseen.
    """
    found: list[Foreseen] = []
    for step in steps:
        try:
            state, pause = after(state, real_kind(step, state), pause)
        except AppError as error:
            found.append(Foreseen(step, None, error))
            break
        found.append(Foreseen(step, state))
    return tuple(found)


def real_kind(step: MacroStep, state: CaseState) -> EventKind:
    """Return the event a step becomes: assigning what somebody holds is reassigning."""
    if step.kind is EventKind.ASSIGNED and state is not CaseState.REGISTERED:
        return EventKind.REASSIGNED
    return step.kind
