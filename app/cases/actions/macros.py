"""Macros: kept, changed, and run over one case; all of its steps or none."""

from inspect import unwrap
from uuid import UUID, uuid5

from app.accounts.rules import Right
from app.cases.actions.after_finishing import verify_case
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import (
    Step,
    close_case,
    finish_case,
    report_progress,
    sign_for_case,
)
from app.cases.actions.refusing import Decline, Return, decline_case, return_case
from app.cases.actions.steps import hold_case
from app.cases.macros import (
    BadMacro,
    MacroRefused,
    MacroRefusedAtOnce,
    MacroStep,
    check_steps,
    check_words,
    read_steps,
    with_notes,
)
from app.cases.models import CaseFile
from app.cases.models.work import Macro
from app.cases.rules import DeclineReason, EventKind, ReturnReason
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.core.words import sentence

NAME_MOST = 64


class MacroChanged(AppError):
    """Somebody changed the steps of a macro since it was chosen."""

    code = "cases.macro_changed"


_PLAIN = {
    EventKind.SIGNED_FOR: sign_for_case,
    EventKind.PROGRESSED: report_progress,
    EventKind.FINISHED: finish_case,
    EventKind.CLOSED: close_case,
}


@once
def save_macro(
    uow: Uow,
    name: str,
    steps: tuple[MacroStep, ...],
    *,
    command_key: UUID,
    macro_id: UUID | None = None,
    seen_version: int = 0,
    shared: bool = False,
) -> UUID:
    """Keep a new macro, or change one.

    Args:
        uow: Open transaction; a shared macro takes the right to approve, one's own none.
        name: As the menu shows it.
        steps: In order.
        command_key: Makes doing it twice do it once.
        macro_id: The one to change; a new one when left out.
        seen_version: Of the one to change.
        shared: Everybody sees it; new ones only, whose it is does not change.

    Raises:
        BadMacro: It has no name or steps, or a step lacks what it needs.
    """
    title = one_line(name)[:NAME_MOST]
    if not title:
        raise BadMacro(most=NAME_MOST)
    check_steps(steps)
    macro = _own(uow, macro_id, seen_version) if macro_id else _new(uow, shared=shared)
    macro.name, macro.steps = title, [step.as_json() for step in steps]
    uow.session.flush()
    _told(uow, macro, "cases.macro_saved")
    return macro.id


@once
def drop_macro(uow: Uow, macro_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a macro off the menus; what it did stays."""
    macro = _own(uow, macro_id, seen_version)
    macro.is_active = False
    uow.session.flush()
    _told(uow, macro, "cases.macro_dropped")


@once
def run_macro(
    uow: Uow,
    macro_id: UUID,
    case_id: UUID,
    seen_version: int,
    notes: tuple[str, ...] = (),
    *,
    command_key: UUID,
) -> None:
    """Take all steps of a macro on a case, or none.

    Args:
        uow: Open transaction.
        macro_id: One's own or a shared one.
        case_id: On which case.
        seen_version: Of the case, as the caller saw it.
        notes: Words for this time, one for each step; those of the macro when left out.
        command_key: Makes doing it twice do it once.

    Raises:
        MacroWordsMissing: A step that must say something says nothing.
        MacroChanged: The macro has other steps than the words were written for.
        MacroRefused: A step was refused; it says which and why, and nothing was done.
        Conflict: Somebody changed the case since it was read.
    """
    macro = uow.session.get(Macro, macro_id)
    if macro is None or not macro.is_active or not _may_see(uow, macro):
        raise NotFound(macro=macro_id)
    steps = read_steps(macro.steps)
    if notes and len(notes) != len(steps):
        raise MacroChanged
    steps = with_notes(steps, notes)
    check_words(steps)
    case = hold_case(uow, case_id)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    for number, step in enumerate(steps, 1):
        try:
            _take(uow, case, step, uuid5(command_key, str(number)))
        except AppError as error:
            refused = MacroRefusedAtOnce if number == 1 else MacroRefused
            raise refused(number=number, step=step.kind, why=sentence(error)) from error
        uow.session.flush()
    uow.record("cases.macro_run", Topic.CASE, case.id, region=case.region, macro=macro.name)


def _take(uow: Uow, case: CaseFile, step: MacroStep, key: UUID) -> None:
    key_, seen = case.id, case.version
    if step.kind is EventKind.ASSIGNED and step.unit_id is not None:
        order = Assignment(key_, seen, step.unit_id, note=step.note)
        unwrap(assign_case)(uow, order, command_key=key)
    elif step.kind is EventKind.RETURNED:
        given = Return(key_, seen, ReturnReason(step.reason), step.note)
        unwrap(return_case)(uow, given, command_key=key)
    elif step.kind is EventKind.DECLINED:
        declined = Decline(key_, seen, DeclineReason(step.reason), step.note)
        unwrap(decline_case)(uow, declined, command_key=key)
    elif step.kind is EventKind.VERIFIED:
        unwrap(verify_case)(uow, key_, seen, step.note, command_key=key)
    else:
        unwrap(_PLAIN[step.kind])(uow, Step(key_, seen, step.note), command_key=key)


def _new(uow: Uow, *, shared: bool) -> Macro:
    if shared:
        uow.actor.require_for_all(Right.APPROVE)
    macro = Macro(id=new_id(), owner_id=None if shared else uow.actor.person_id)
    uow.session.add(macro)
    return macro


def _own(uow: Uow, macro_id: UUID, seen_version: int) -> Macro:
    macro = uow.session.get(Macro, macro_id)
    if macro is None or not macro.is_active or not _may_see(uow, macro):
        raise NotFound(macro=macro_id)
    if macro.owner_id is None:
        uow.actor.require_for_all(Right.APPROVE)
    if macro.version != seen_version:
        raise Conflict(macro=macro_id)
    return macro


def _may_see(uow: Uow, macro: Macro) -> bool:
    return macro.owner_id in (None, uow.actor.person_id)


def _told(uow: Uow, macro: Macro, action: str) -> None:
    uow.record(action, Topic.PHRASE, macro.id, steps=[step["kind"] for step in macro.steps])
    uow.touched(Topic.PHRASE, macro.id)
