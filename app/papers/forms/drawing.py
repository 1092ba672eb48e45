"""Papers drawn by their templates: whichever holds where and when they came about."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.doors import Paper
from app.papers.form_sheet import compose_form
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import FormTemplate
from app.papers.forms.offers import Facts
from app.papers.forms.store import FormTemplates


def draw_form(
    session: Session,
    kind: FormKind,
    facts: Facts,
    *,
    region: str,
    on: datetime,
    is_demo: bool,
) -> Paper:
    """Return a paper.

    Args:
        session: To read templates with.
        kind: Which paper.
        facts: Everything it offers its template.
        region: Where it is about, whose street may have a template of its own.
        on: When it came about: a paper of an earlier day is set by the template of that day.
        is_demo: Marks it as made up.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return set_form(FormTemplates(session, kind).at(region, on), facts, is_demo=is_demo)


def set_form(template: FormTemplate, facts: Facts, *, is_demo: bool) -> Paper:
    """Return a paper set by a template.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    told = fill_form(template, facts, is_demo=is_demo)
    if template.kind == FormKind.SLIP:
        from app.papers.slip import compose_slip_form

        return compose_slip_form(told)
    return compose_form(told)
