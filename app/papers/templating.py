"""Changing the template of a briefing: each change is a version of its own, none is ever lost."""

from uuid import UUID

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict
from app.papers.briefing.checking import require_usable
from app.papers.briefing.store import category_codes, last_template
from app.papers.briefing.template import shipped
from app.papers.models import PaperTemplate
from app.papers.rules import PeriodKind


class TemplateSame(AppError):
    """The template in use says the same already."""

    code = "papers.template_same"


@once
def save_template(
    uow: Uow, kind: PeriodKind, text: str, seen_version: int, *, command_key: UUID
) -> int:
    """Use a template from now on; papers that were drafted keep theirs.

    Args:
        uow: Open transaction.
        kind: Of which briefing.
        text: The template in TOML; "" takes up the one that came with the program again.
        seen_version: Number of the version it was made from, 0 for the one that came along.
        command_key: Of this command.

    Returns:
        Its number.

    Raises:
        NotAllowed: Does not keep the settings of all centres.
        TemplateFaulty: It cannot be used; the first fault with its line is told.
        TemplateSame: Nothing would change.
        Conflict: Somebody kept another one meanwhile.
    """
    uow.actor.require_for_all(Right.MANAGE_SETTINGS)
    last = last_template(uow.session, kind)
    if (last.version if last is not None else 0) != seen_version:
        raise Conflict(kind=kind)
    if text:
        require_usable(text, kind, category_codes(uow.session))
    body = "" if text == shipped(kind.value).source else text
    if (last.body if last is not None else "") == body:
        raise TemplateSame
    row = PaperTemplate(
        kind=kind.value,
        version=seen_version + 1,
        body=body,
        saved_at=uow.now,
        person_id=uow.actor.person_id,
        person=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    key, is_shipped = f"template/{kind.value}", not body
    told = {"kind": kind.value, "number": row.version, "is_shipped": is_shipped}
    uow.record("papers.template_saved", Topic.PAPER, key, region="", **told)
    uow.touched(Topic.PAPER, key)
    return row.version
