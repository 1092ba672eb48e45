"""A template set on the grid of official papers (GB/T 9704-2012) instead of on that of forms."""

from dataclasses import replace
from datetime import date

from app.core.doors import Paper
from app.papers.form_blocks import FormBlock, FormTable, Heading, Labelled, Said
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import FormTemplate
from app.papers.forms.offers import Facts
from app.papers.frame import Span
from app.papers.official import BODY, FIRST, Block, Head, Listing, Official, Words, compose_official
from app.papers.table import Row
from app.papers.wording import wording

_say = wording("documents")


def official_of(template: FormTemplate, facts: Facts) -> Official:
    """Return what a paper says, before it is set.

    Args:
        template: Its words.
        facts: Its facts by name; ``issuer`` and ``signed``, where its kind offers them, stand under
            the text.

    Raises:
        KeyError: The template names what the paper does not offer; such a one is never kept.
    """
    form = fill_form(template, facts, is_demo=False)
    to = (Words((Span(_say("to", unit=form.to), BODY),), flush=True),) if form.to else ()
    blocks = [block for each in form.blocks if (block := _block(each)) is not None]
    signed = facts.get("signed")
    return Official(
        name=form.file_name,
        issuer=str(facts.get("issuer") or form.centre),
        title=form.title,
        moment=form.printed_at,
        head=None if template.kind == FormKind.RESOLUTIONS else Head(form.centre),
        blocks=(*to, *blocks, *map(_words, (*form.notes, *form.signatures))),
        signed_on=signed if isinstance(signed, date) else None,
    )


def official_paper(template: FormTemplate, facts: Facts, *, is_demo: bool) -> Paper:
    """Return such a paper, set.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    told = official_of(template, facts)
    made = compose_official(replace(told, mark=_say("demo") if is_demo else ""))
    return Paper(made.name, made.body, made.warnings)


def _block(block: FormBlock) -> Block | None:
    match block:
        case Heading():
            return Words((Span(block.text, FIRST),), mark=block.text, is_heading=True)
        case Said():
            return _words(block.text)
        case Labelled():
            return _words(_say("field", label=block.label, value=block.value))
        case FormTable():
            # rows of official papers are set in one size
            return Listing("", block.columns, tuple(Row(row.cells) for row in block.rows))
    return None  # no code stands on such a paper


def _words(text: str) -> Words:
    return Words((Span(text, BODY),))
