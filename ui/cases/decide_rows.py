"""What waits for a decision, whatever it is: its row, how a list of it looks, what all share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.cases.clock_words import limit_words, verdict_words
from app.cases.numbers import short as short_number
from app.cases.queries.card import CaseCard
from app.cases.queries.foresight import Wish
from app.cases.queries.sheets import SheetRow
from app.cases.queries.work import RequestRow
from ui.cases.row_actions import Row, RowVerb
from ui.core.facts import FactLine
from ui.core.relative_time import short_or_day
from ui.core.slices import Desk
from ui.core.table_model import Column

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that waits for a decision, and the case it is about."""

    row: Row
    number: str | None
    title: str
    unit: str
    due_at: datetime | None = None
    clock_unit: str | None = None

    @property
    def id(self) -> UUID:
        """Key of the request or sheet."""
        return self.row.id

    @property
    def request(self) -> RequestRow:
        """The row as a request.

        Raises:
            TypeError: It is none: a defect of ours.
        """
        if not isinstance(self.row, RequestRow):
            raise TypeError(self.row)
        return self.row

    @property
    def sheet(self) -> SheetRow:
        """The row as a supervision sheet.

        Raises:
            TypeError: It is none: a defect of ours.
        """
        if not isinstance(self.row, SheetRow):
            raise TypeError(self.row)
        return self.row


@dataclass(frozen=True, slots=True)
class Decisions:
    """One sort of what waits for decisions.

    Attributes:
        name: Of the table, under which its columns are remembered.
        title: Heading of the list.
        unit: Word after the number of rows.
        read: Reads all rows; called on a reader thread.
        columns: Made when the page is built; called with what tells the time.
        facts: What the panel says of a row.
        wish: What a decision would do to the clocks, None for nothing.
        paper: Kind of paper that is printed of a row.
        paper_words: What it is called, with ``{case}``, and the title of the dialog that saves it.
        verbs: What Y and X do.
        empty: What is said where nothing waits: in short, and why.
    """

    name: str
    title: str
    unit: str
    read: Callable[[Any, Desk], Sequence[Waiting]]
    columns: Callable[[Callable[[], datetime]], tuple[Column[Waiting], ...]]
    facts: Callable[[Waiting, CaseCard, datetime], tuple[FactLine, ...]]
    wish: Callable[[Waiting], Wish | None]
    paper: str
    paper_words: tuple[str, str]
    verbs: tuple[tuple[RowVerb, str, str], ...]
    empty: tuple[str, str]


def _number(row: Waiting) -> str:
    return short_number(row.number) if row.number else NOTHING


def case_columns() -> tuple[Column[Waiting], Column[Waiting]]:
    """Return the columns that name the case."""
    translate = QCoreApplication.translate
    return (
        Column("number", translate("Decisions", "编号"), _number, width=84),
        Column(
            "title",
            translate("Decisions", "标题"),
            lambda row: row.title,
            width=210,
            tone="text",
            large=True,
            tooltip=lambda row: row.title,
            fixed=True,
        ),
    )


def clock_facts(card: CaseCard, now: datetime) -> tuple[FactLine, ...]:
    """Return who has the case, and how its handling clock stands."""
    translate = QCoreApplication.translate
    holder = "·".join(part for part in (card.unit, card.handler) if part) or NOTHING
    held = FactLine(translate("Decisions", "承办"), holder)
    if card.clocks is None:
        return (held,)
    handle = card.clocks.handle
    due = short_or_day(handle.due_at, now) if handle.due_at is not None else ""
    words = translate("Decisions", "{limit}，{verdict}").format(
        limit=limit_words(card.clocks.handle_limit), verdict=verdict_words(handle)
    )
    return (held, FactLine(translate("Decisions", "办理时限"), words, due))
