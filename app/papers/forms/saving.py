"""Changing the template of a notice, sheet or letter: each change is a version, none is lost."""

from datetime import datetime
from uuid import UUID

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.papers.briefing.faults import TemplateFaulty
from app.papers.forms.checking import form_faults
from app.papers.forms.kinds import FormKind
from app.papers.forms.store import back_text, newest_form
from app.papers.models import FormTemplateVersion
from app.papers.templating import TemplateSame


class BeforeNow(AppError):
    """A template holds from now on or later: papers that were printed stay what they were."""

    code = "papers.template_before_now"


@once
def save_form(
    uow: Uow,
    kind: FormKind,
    region: str,
    text: str,
    seen_version: int,
    *,
    valid_from: datetime | None = None,
    command_key: UUID,
) -> int:
    """Set papers by a template from a moment on.

    Args:
        uow: Open transaction.
        kind: Of which paper.
        region: Street whose own it is, "" for all streets.
        text: The template in TOML; "" takes up again what came with the program, for a street what
            all of them use.
        seen_version: Number of the version it was made from, 0 for none.
        valid_from: From when on it holds; None for from now on.
        command_key: Of this command.

    Returns:
        Its number.

    Raises:
        NotAllowed: Does not keep the settings of that street, or of all of them.
        TemplateFaulty: It cannot be used; the first fault with its line is told.
        TemplateSame: Nothing would change.
        BeforeNow: It would hold in the past.
        Conflict: Somebody kept another one meanwhile.
    """
    _require(uow, region)
    last = newest_form(uow.session, kind, region)
    if (last.version if last is not None else 0) != seen_version:
        raise Conflict(kind=kind)
    begins = valid_from or uow.now
    if begins < uow.now:
        raise BeforeNow
    for fault in form_faults(text, kind)[:1] if text else ():
        raise TemplateFaulty(line=fault.line, why=fault.why)
    body = "" if text == back_text(uow.session, kind, region) else text
    before = last.valid_from if last is not None else begins
    if (last.body if last is not None else "") == body and before <= begins:
        raise TemplateSame
    row = FormTemplateVersion(
        kind=kind.value,
        region=region,
        version=seen_version + 1,
        body=body,
        valid_from=begins,
        saved_at=uow.now,
        person_id=uow.actor.person_id,
        person=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    key = f"form/{kind.value}/{region}"
    told = {"kind": kind.value, "number": row.version, "is_shipped": not body}
    told |= {"valid_from": f"{begins.isoformat()}"}
    uow.record("papers.form_saved", Topic.PAPER, key, region=region, **told)
    uow.touched(Topic.PAPER, key)
    return row.version


def _require(uow: Uow, region: str) -> None:
    if not region:
        uow.actor.require_for_all(Right.MANAGE_SETTINGS)
    elif not uow.actor.may_in(Right.MANAGE_SETTINGS, region):
        raise NotAllowed(right=Right.MANAGE_SETTINGS)
