"""A briefing in the form somebody wants: PDF as it is set, Word to be worked on, Excel of its
numbers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.doors import Paper
from app.papers.briefing.period import PeriodWish
from app.papers.figure_rows import Kept
from app.papers.files.forms import PaperForm, in_form
from app.papers.rules import PeriodKind
from app.papers.wording import wording

if TYPE_CHECKING:
    from app.papers.briefing.compose import Briefing

_say = wording("word_file")


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A briefing nobody has drafted here, as a file.

    Attributes:
        kind: ``daily``, ``weekly`` or ``monthly``.
        key: Region and first day, as papers are asked for.
        form: In which form.
    """

    kind: str
    key: str
    form: PaperForm


def draw_file(session: Session, actor: Actor, wish: PaperWish, now: datetime) -> Paper:
    """Count a period now and return its briefing as a file.

    Raises:
        NotAllowed: Neither cases nor figures of the region may be read.
        PeriodToCome: The period has not begun.
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    from app.papers.briefing.drawing import draw_briefing  # reportlab is loaded then

    asked = PeriodWish.read(PeriodKind(wish.kind), wish.key)
    briefing = draw_briefing(session, actor, asked, now)
    body = export_briefing(session, actor, briefing, wish.form, now)
    return Paper(in_form(briefing.paper.name, wish.form), body, briefing.paper.warnings)


def export_briefing(
    session: Session,
    actor: Actor,
    briefing: "Briefing",
    form: PaperForm,
    now: datetime,
    *,
    body: bytes | None = None,
    kept: Kept | None = None,
) -> bytes:
    """Return a briefing as a file of some form.

    Args:
        session: Reading session.
        actor: Who takes it: the lists of the numbers go with them only where they may export.
        briefing: What was drawn.
        form: Which form.
        now: The moment.
        body: The PDF that was signed; None where nobody has.
        kept: Keys of the rows its numbers counted when it was drafted; None where it was counted
            just now.
    """
    if form is PaperForm.PDF:
        return body or briefing.paper.body
    if form is PaperForm.WORD:
        from app.papers.files.word_file import write_word  # its library is loaded when asked for

        return write_word(briefing.official, _say("copy") if body is not None else "")
    from app.papers.files.excel_file import BookWish, write_figures

    state = briefing.official.mark or _say("about.signed")
    lists = may_take_lists(actor, briefing.gathered.wish.region)
    wish = BookWish(actor, now, state, kept, lists=lists)
    return write_figures(session, briefing, wish)


def may_take_lists(actor: Actor, region: str) -> bool:
    """Tell whether somebody may take out the rows behind the numbers of a region."""
    return actor.everything or actor.may_in(Right.EXPORT, region)


@once
def record_export(uow: Uow, wish: PaperWish, *, command_key: UUID) -> None:
    """Write down that a briefing nobody has drafted here left as a file."""
    region = wish.key.partition("/")[0]
    told = {"kind": wish.kind, "form": wish.form.name.lower()}
    uow.record("papers.exported", Topic.PAPER, wish.key, region=region, **told)
