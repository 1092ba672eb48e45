"""Facts of a real case to look at a template with, for whoever may read that case."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.queries.card import case_card, find_by_number
from app.core.actor import Actor
from app.core.errors import AppError
from app.papers.case_papers import form_facts, slip_facts
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Facts
from app.papers.forms.preview import impersonal
from app.papers.forms.store import FormTemplates
from app.papers.slip import slip_fields


class NoSuchCase(AppError):
    """No case in reach has that number; facts: ``number``."""

    code = "papers.no_such_case"


def facts_of_case(
    session: Session, actor: Actor, kind: FormKind, typed: str, now: datetime
) -> Facts:
    """Return what the paper of a case offers, with examples in place of whatever is personal.

    Args:
        session: To read with.
        actor: Who looks.
        kind: Of which paper; one of `app.papers.forms.kinds.OF_CASES`.
        typed: The number of the case, whole or short.
        now: The moment.

    Raises:
        NoSuchCase: No case in reach has it.
        NothingToPrint: The case has nothing of which that paper tells.
    """
    key = find_by_number(session, actor, typed)
    if key is None:
        raise NoSuchCase(number=typed)
    card = case_card(session, actor, key, now=now)
    if kind is FormKind.SLIP:
        templates = FormTemplates(session, kind)
        told = slip_fields(slip_facts(session, card, now, templates, is_demo=False))
        return impersonal(kind, told)
    return impersonal(kind, form_facts(session, kind, card, now).facts)
