"""What a version after a signed one says of itself: which numbers are others, by which rows."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.words import say
from app.papers.briefing import snapshot
from app.papers.briefing.figures import Figure, FigureKind
from app.papers.briefing.gather import Gathered
from app.papers.figure_rows import FigureRow, Kept, kept_of, keys_moved
from app.papers.models import PaperIssue
from app.papers.rules import ReasonMissing

CHANGES_TOLD = 8
ROWS_TOLD = 3
"""So many rows of a number are named; of more, the rest is counted."""


def correction_words(
    session: Session, actor: Actor, last: PaperIssue, now: Gathered, kept: Kept, reason: str
) -> str:
    """Return what a version says of itself.

    Args:
        session: Open session.
        actor: Who drafts it.
        last: The signed version before it.
        now: Its own numbers.
        kept: Keys of the rows they count.
        reason: Why it is there.

    Raises:
        ReasonMissing: No reason is given.
    """
    if not reason:
        raise ReasonMissing
    before = snapshot.read(last.snapshot).book
    old_rows = snapshot.kept_rows(last.snapshot)
    changed = []
    for name, figure in now.book.figures.items():
        old = before.get(name)
        if old is None or "@" in name or figure.kind is FigureKind.CHANGE:
            continue
        then, here = kept_of(old, before, old_rows), kept_of(figure, now.book, kept)
        rows = ""
        if figure.kind is FigureKind.COUNT and then is not None and here is not None:
            moved = keys_moved(session, actor, figure.rows, then, here)
            rows = _told("papers.rows_came", moved.came) + _told("papers.rows_gone", moved.gone)
        if old.text != figure.text or rows:
            changed.append(_changed(old, figure, rows))
    told = say("papers.and").join(changed[:CHANGES_TOLD]) or say("papers.nothing_changed")
    if len(changed) > CHANGES_TOLD:
        told += say("papers.and_more", count=len(changed) - CHANGES_TOLD)
    return say("papers.correction", version=last.version, changes=told, reason=reason)


def _changed(old: Figure, new: Figure, rows: str) -> str:
    if old.text == new.text:
        return say("papers.changed_rows_only", label=new.label, count=new.text, rows=rows)
    return say("papers.changed", label=new.label, old=old.text, new=new.text) + (
        say("papers.changed_rows", rows=rows) if rows else ""
    )


def _told(key: str, rows: tuple[FigureRow, ...]) -> str:
    numbers = [row.number for row in rows if row.number]
    if not numbers:
        return ""
    shown = say("papers.row_and").join(numbers[:ROWS_TOLD])
    more = len(numbers) - ROWS_TOLD
    return say(f"{key}_more" if more > 0 else key, rows=shown, count=max(more, 0))
