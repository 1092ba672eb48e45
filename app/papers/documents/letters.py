"""The feedback letter to a unit as a paper of GB/T 9704-2012 that can be signed: what its template
says, set on the grid of official papers.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.papers.form_blocks import FormBlock, FormTable, Heading, Labelled, Said
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.store import FormTemplates
from app.papers.frame import Span
from app.papers.official import BODY, FIRST, Block, Head, Listing, Official, Words
from app.papers.report_in_papers import letter_sheet
from app.papers.table import Row
from app.papers.wording import wording

_say = wording("documents")


def letter_official(
    session: Session, actor: Actor, unit: str, region: str, now: datetime
) -> Official:
    """Return the letter to a unit about members who reported in in a region.

    Args:
        session: Reading session.
        actor: Who drafts it.
        unit: Its name.
        region: Whose letter it is; its template holds.
        now: The moment.

    Raises:
        NothingToPrint: Nobody of the unit reported in there.
    """
    found = letter_sheet(session, actor, unit, now, region=region)
    template = FormTemplates(session, FormKind.LETTER).at(region, found.on)
    form = fill_form(template, found.facts, is_demo=False)
    to = (Words((Span(_say("to", unit=form.to), BODY),), flush=True),) if form.to else ()
    blocks = [block for each in form.blocks if (block := _block(each)) is not None]
    lines = map(_words, (*form.notes, *form.signatures))
    return Official(
        name=form.file_name,
        issuer=form.centre,
        title=form.title,
        moment=now,
        head=Head(form.centre),
        blocks=(*to, *blocks, *lines),
    )


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
    return None  # no code stands on a letter


def _words(text: str) -> Words:
    return Words((Span(text, BODY),))
