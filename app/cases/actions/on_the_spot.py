"""A small thing that a grid worker solves where they stand (自处置): in one step, with a photo."""

from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.ending_checks import check_nothing_open
from app.cases.actions.handle import CallBackOwed, Step
from app.cases.actions.intake import Intake, open_new_case
from app.cases.actions.ruling_checks import require_ruled
from app.cases.actions.steps import needed_text, open_case, step
from app.cases.models import CaseFile
from app.cases.rules import EventKind, Level, MatterClass
from app.core.attachments import Prepared, attach, list_attachments
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import settings_at


class PhotoMissing(AppError):
    """What was solved on the spot is shown by a photo."""

    code = "cases.photo_missing"


class NotSmall(AppError):
    """Only a small and ordinary matter is solved on the spot."""

    code = "cases.not_small"


@once
def register_solved(
    uow: Uow,
    intake: Intake,
    photo: Prepared,
    note: str,
    pepper: bytes,
    *,
    others: tuple[Prepared, ...] = (),
    command_key: UUID,
) -> UUID:
    """Register what was found and solved, with its photo: from nothing to closed in one step.

    Args:
        uow: Open transaction; its actor registers and handles in the grid of the place.
        intake: What was found.
        photo: Of the place as it is now.
        note: What was done.
        pepper: Key of the phone hashes.
        others: Further files, e.g. how it looked before.
        command_key: Made by the caller, once per user action.

    Raises:
        NotSmall: The matter is urgent or large.
        PhotoMissing: The file is no picture.
    """
    for right in (Right.REGISTER_CASE, Right.HANDLE_CASE):
        if not uow.actor.may_in(right, intake.region):
            raise NotAllowed(right=right)
    if photo.width_px is None:
        raise PhotoMissing
    case = open_new_case(uow, intake, pepper)
    for file in (photo, *others):
        attach(uow, Topic.CASE, str(case.id), case.region, file, command_key=new_id())
    _solve(uow, case, note)
    return case.id


@once
def solve_on_spot(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Close a registered case that was solved on the spot; its photo has to be there.

    Raises:
        NotSmall: The matter is urgent or large.
        PhotoMissing: No picture was attached since it was registered.
        CallBackOwed: The reporter was promised a call.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.HANDLE_CASE)
    require_ruled(case)
    since = case.registered_at or uow.now
    files = list_attachments(uow.session, str(case.id))
    # what a resident sent with the message does not show how it looks now
    shown = (f for f in files if f.media_type.startswith("image/") and f.created_at >= since)
    if next(shown, None) is None:
        raise PhotoMissing
    if case.wants_call_back:  # whoever takes a matter in on the spot speaks to the resident there
        raise CallBackOwed(tries=settings_at(uow.session, uow.now).call_tries)
    _solve(uow, case, order.note)


def _solve(uow: Uow, case: CaseFile, note: str) -> None:
    told = needed_text(note, EventKind.SOLVED_ON_SPOT)
    if case.level != Level.NORMAL or case.matter_class not in (None, MatterClass.MINOR):
        raise NotSmall
    check_nothing_open(uow, case)
    case.handler_id = uow.actor.person_id
    case.finished_at = case.closed_at = uow.now
    step(uow, case, EventKind.SOLVED_ON_SPOT, note=told)
