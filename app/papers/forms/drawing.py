"""Papers drawn by their templates: whichever holds where and when they came about."""

from sqlalchemy.orm import Session

from app.core.doors import Paper
from app.papers.form_sheet import compose_form
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import OFFICIAL, FormKind
from app.papers.forms.language import FormTemplate
from app.papers.forms.offers import Facts
from app.papers.forms.store import FormTemplates
from app.papers.paper_facts import PaperFacts


def draw_form(session: Session, kind: FormKind, found: PaperFacts, *, is_demo: bool) -> Paper:
    """Return a paper, set by the template that held where and when it came about.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    template = FormTemplates(session, kind).at(found.region, found.on)
    return set_form(template, found.facts, is_demo=is_demo)


def set_form(template: FormTemplate, facts: Facts, *, is_demo: bool) -> Paper:
    """Return a paper set by a template.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    if template.kind in OFFICIAL:
        from app.papers.forms.official_form import official_paper

        return official_paper(template, facts, is_demo=is_demo)
    if template.kind == FormKind.ROSTER:
        from app.papers.roster_sheet import roster_of_rows

        return roster_of_rows(template, facts, is_demo=is_demo)
    if template.kind == FormKind.MAP:
        from app.papers.map_example import example_map

        return example_map(template, facts)
    told = fill_form(template, facts, is_demo=is_demo)
    if template.kind == FormKind.SLIP:
        from app.papers.slip import compose_slip_form

        return compose_slip_form(told)
    return compose_form(told)
