"""What waits for a decision: requests and supervision sheets as rows, facts and words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.cases.clock import LimitUnit
from app.cases.clock_words import limit_words, verdict_words
from app.cases.numbers import short as short_number
from app.cases.queries.card import CaseCard
from app.cases.queries.foresight import Extending, Stopping, Wish
from app.cases.queries.work import (
    PendingRow,
    RequestRow,
    SheetOfCase,
    SheetRow,
    open_sheets,
    pending_requests,
)
from app.cases.work_states import RequestKind, SupervisionState
from app.core.words import label as word
from ui.cases.request_words import wish_words
from ui.cases.row_actions import Row, RowVerb
from ui.core.facts import FactLine
from ui.core.relative_time import moment_and_relative, short, short_or_day
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


def requests() -> Decisions:
    """Return the director's approvals."""
    translate = QCoreApplication.translate
    return Decisions(
        name="approvals",
        title=translate("Decisions", "等我审批"),
        unit=translate("Decisions", "件"),
        read=_read_requests,
        columns=_request_columns,
        facts=_request_facts,
        wish=_request_wish,
        paper="approval",
        paper_words=(
            translate("Decisions", "{case} 的审批单"),
            translate("Decisions", "另存审批单"),
        ),
        verbs=(
            (RowVerb.APPROVE, translate("Decisions", "批准"), "Y"),
            (RowVerb.REFUSE, translate("Decisions", "不批准"), "X"),
        ),
        empty=(
            translate("Decisions", "没有等您审批的"),
            translate("Decisions", "承办单位申请延期、挂起、挂账，会按先后排在这里。"),
        ),
    )


def sheets() -> Decisions:
    """Return supervision sheets: drafts, and what nobody answered yet."""
    translate = QCoreApplication.translate
    return Decisions(
        name="sheets",
        title=translate("Decisions", "督办单"),
        unit=translate("Decisions", "份"),
        read=_read_sheets,
        columns=_sheet_columns,
        facts=_sheet_facts,
        wish=lambda _: None,
        paper="supervision",
        paper_words=(
            translate("Decisions", "{case} 的督办单"),
            translate("Decisions", "另存督办单"),
        ),
        verbs=(
            (RowVerb.ISSUE, translate("Decisions", "签发"), "Y"),
            (RowVerb.DROP, translate("Decisions", "不签发"), "X"),
        ),
        empty=(
            translate("Decisions", "没有要办的督办单"),
            translate("Decisions", "超时太久的事件会自动起草督办单，等您签发；没答复的也在这里。"),
        ),
    )


# -- requests -----------------------------------------------------------------------------------


def _read_requests(session: Any, desk: Desk) -> Sequence[Waiting]:
    return [_of_request(found) for found in pending_requests(session, desk.actor)]


def _of_request(found: PendingRow) -> Waiting:
    row = found.request
    due, unit = found.due_at, found.clock_unit
    return Waiting(row, found.number, found.title, row.unit, due_at=due, clock_unit=unit)


def _number(row: Waiting) -> str:
    return short_number(row.number) if row.number else NOTHING


def _wanted(row: Waiting, now: datetime) -> str:
    unit = LimitUnit(row.clock_unit) if row.clock_unit else None
    return wish_words(row.request, unit, now)


def _due_words(row: Waiting) -> str:
    return short(row.due_at) if row.due_at is not None else NOTHING


def _who(row: RequestRow) -> str:
    return "·".join(part for part in (row.unit, row.person) if part)


def _case_columns() -> tuple[Column[Waiting], Column[Waiting]]:
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


def _request_columns(now: Callable[[], datetime]) -> tuple[Column[Waiting], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "wish",
            translate("Decisions", "申请"),
            lambda row: _wanted(row, now()),
            width=150,
            tone="text",
        ),
        *_case_columns(),
        Column("who", translate("Decisions", "谁申请"), lambda row: _who(row.request), width=130),
        Column(
            "reason",
            translate("Decisions", "理由"),
            lambda row: row.request.reason,
            width=120,
            stretch=True,
            tooltip=lambda row: row.request.reason,
        ),
        Column(
            "asked",
            translate("Decisions", "什么时候提的"),
            lambda row: moment_and_relative(row.request.asked_at, now()),
            width=150,
        ),
        Column(
            "due",
            translate("Decisions", "现在的时限"),
            _due_words,
            width=90,
            hidden=True,
        ),
    )


def _request_facts(row: Waiting, card: CaseCard, now: datetime) -> tuple[FactLine, ...]:
    translate, request = QCoreApplication.translate, row.request
    return (
        FactLine(translate("Decisions", "申请"), _wanted(row, now)),
        FactLine(translate("Decisions", "理由"), request.reason),
        FactLine(
            translate("Decisions", "谁申请"),
            _who(request),
            moment_and_relative(request.asked_at, now),
        ),
        *_clock_facts(card, now),
    )


def _request_wish(row: Waiting) -> Wish | None:
    request = row.request
    if request.kind is RequestKind.EXTENDED:
        return Extending(request.amount or 0)
    return Stopping(request.until, request.asked_at)


def _clock_facts(card: CaseCard, now: datetime) -> tuple[FactLine, ...]:
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


# -- sheets -------------------------------------------------------------------------------------


def _read_sheets(session: Any, desk: Desk) -> Sequence[Waiting]:
    return [_of_sheet(found) for found in open_sheets(session, desk.actor)]


def _of_sheet(found: SheetOfCase) -> Waiting:
    return Waiting(found.sheet, found.number, found.title, found.unit)


def _reply_words(sheet: SheetRow, now: datetime) -> str:
    if sheet.state is not SupervisionState.ISSUED or sheet.reply_due_at is None:
        return NOTHING
    moment = short_or_day(sheet.reply_due_at, now)
    late = QCoreApplication.translate("Decisions", "{moment} 已过")
    return late.format(moment=moment) if sheet.reply_due_at < now else moment


def _since(sheet: SheetRow) -> datetime:
    return sheet.issued_at or sheet.drafted_at


def _author(sheet: SheetRow) -> str:
    if sheet.is_by_rule:
        return QCoreApplication.translate("Decisions", "按规则自动起草")
    return sheet.drafted_by


def _sheet_columns(now: Callable[[], datetime]) -> tuple[Column[Waiting], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "state",
            translate("Decisions", "状态"),
            lambda row: f"{word(row.sheet.state)}·{word(row.sheet.level)}",
            width=104,
            tone="text",
        ),
        *_case_columns(),
        Column("unit", translate("Decisions", "承办"), lambda row: row.unit or NOTHING, width=110),
        Column(
            "reason",
            translate("Decisions", "事由"),
            lambda row: row.sheet.reason,
            width=120,
            stretch=True,
            tooltip=lambda row: row.sheet.reason,
        ),
        Column(
            "since",
            translate("Decisions", "起草或签发"),
            lambda row: moment_and_relative(_since(row.sheet), now()),
            width=150,
        ),
        Column(
            "reply",
            translate("Decisions", "答复期限"),
            lambda row: _reply_words(row.sheet, now()),
            width=120,
        ),
    )


def _sheet_facts(row: Waiting, card: CaseCard, now: datetime) -> tuple[FactLine, ...]:
    translate, sheet = QCoreApplication.translate, row.sheet
    return (
        FactLine(translate("Decisions", "等级"), word(sheet.level), sheet.number),
        FactLine(translate("Decisions", "事由"), sheet.reason),
        FactLine(
            translate("Decisions", "起草"),
            _author(sheet),
            moment_and_relative(sheet.drafted_at, now),
        ),
        FactLine(translate("Decisions", "答复期限"), _reply_words(sheet, now)),
        *_clock_facts(card, now),
    )
