"""How organisations, terms and days are said in this slice."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from app.core.words import label as word
from app.party.queries.coverage import SizeLine, TermLine
from app.party.queries.organisations import OrganisationCard, TermRow
from app.party.rules import FormedWay


def day_words(day: date | None) -> str:
    """Return a day, "—" for none."""
    return f"{day:%Y-%m-%d}" if day is not None else "—"


def term_words(term: TermRow) -> str:
    """Return since and until when somebody is or was in a post."""
    if term.ended_on is not None:
        return f"{term.since:%Y-%m-%d} — {term.ended_on:%Y-%m-%d}"
    translate = QCoreApplication.translate
    if term.until is None:
        return translate("Party", "{since} 起").format(since=f"{term.since:%Y-%m-%d}")
    return f"{term.since:%Y-%m-%d} — {term.until:%Y-%m-%d}"


def left_words(line: TermLine) -> str:
    """Return how long a term lasts yet, or since when it has run out."""
    translate = QCoreApplication.translate
    if line.left < 0:
        return translate("Party", "已过届 {days} 天").format(days=-line.left)
    if line.left == 0:
        return translate("Party", "今天届满")
    return translate("Party", "还有 {days} 天届满").format(days=line.left)


def size_words(line: SizeLine) -> str:
    """Return how many members a branch has, and what that is."""
    words = QCoreApplication.translate("Party", "{size}：{count} 名党员")
    return words.format(size=word(line.size), count=line.members)


def form_words(card: OrganisationCard) -> str:
    """Return place in the tree and form, and how it was formed where that is unusual."""
    words = QCoreApplication.translate("Party", "{level}一级 · {form}")
    told = words.format(level=word(card.level), form=word(card.form))
    return told if card.way is FormedWay.IN_LINE else f"{told} · {word(card.way)}"


def committee_until(card: OrganisationCard) -> date | None:
    """Return the first day on which somebody's term in the committee ends."""
    days = [t.until for t in card.terms if t.ended_on is None and t.until is not None]
    return min(days, default=None)
