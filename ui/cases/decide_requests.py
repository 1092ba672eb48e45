"""What the director decides on: requests, and rulings on who leads a case."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.cases.clock import LimitUnit
from app.cases.queries.card import CaseCard
from app.cases.queries.foresight import Extending, Stopping, Wish
from app.cases.queries.rulings import RulingOfCase, RulingRow, rulings_due
from app.cases.queries.work import PendingRow, RequestRow, pending_requests
from app.cases.work_states import RequestKind
from app.core.words import label as word
from ui.cases.decide_rows import NOTHING, Decisions, Waiting, case_columns, clock_facts
from ui.cases.ping_pong import holds_line, return_lines
from ui.cases.request_words import wish_words
from ui.cases.row_actions import RowVerb
from ui.core.facts import FactLine
from ui.core.relative_time import moment_and_relative, short
from ui.core.slices import Desk
from ui.core.table_model import Column


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
            (RowVerb.RULE, translate("Decisions", "终审"), "Y"),
        ),
        empty=(
            translate("Decisions", "没有等您审批的"),
            translate("Decisions", "反复退回等您终审的，申请延期、挂起、挂账的，都排在这里。"),
        ),
    )


# -- requests -----------------------------------------------------------------------------------


def _read_requests(session: Any, desk: Desk) -> Sequence[Waiting]:
    rulings = [_of_ruling(found) for found in rulings_due(session, desk.actor)]
    return rulings + [_of_request(found) for found in pending_requests(session, desk.actor)]


def _of_ruling(found: RulingOfCase) -> Waiting:
    return Waiting(found.ruling, found.number, found.title, "", due_at=found.due_at)


def _of_request(found: PendingRow) -> Waiting:
    row = found.request
    due, unit = found.due_at, found.clock_unit
    return Waiting(row, found.number, found.title, row.unit, due_at=due, clock_unit=unit)


def _wanted(row: Waiting, now: datetime) -> str:
    if isinstance(row.row, RulingRow):
        words = QCoreApplication.translate("Decisions", "{state}（退回 {n} 次）")
        return words.format(state=word(row.row.state), n=row.row.returned_count)
    unit = LimitUnit(row.clock_unit) if row.clock_unit else None
    return wish_words(row.request, unit, now)


def _due_words(row: Waiting) -> str:
    return short(row.due_at) if row.due_at is not None else NOTHING


def _reason(row: Waiting) -> str:
    return row.row.reasons if isinstance(row.row, RulingRow) else row.request.reason


def _asked_at(row: Waiting) -> datetime:
    return row.row.since if isinstance(row.row, RulingRow) else row.request.asked_at


def _asked_by(row: Waiting) -> str:
    return NOTHING if isinstance(row.row, RulingRow) else _who(row.request)


def _who(row: RequestRow) -> str:
    return "·".join(part for part in (row.unit, row.person) if part)


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
        *case_columns(),
        Column("who", translate("Decisions", "谁申请"), _asked_by, width=130),
        Column(
            "reason",
            translate("Decisions", "理由"),
            _reason,
            width=120,
            stretch=True,
            tooltip=_reason,
        ),
        Column(
            "asked",
            translate("Decisions", "什么时候提的"),
            lambda row: moment_and_relative(_asked_at(row), now()),
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
    translate = QCoreApplication.translate
    if isinstance(row.row, RulingRow):
        whole = holds_line(card)
        told = (*return_lines(card, now), *((whole,) if whole is not None else ()))
        return (*told, *clock_facts(card, now))
    request = row.request
    return (
        FactLine(translate("Decisions", "申请"), _wanted(row, now)),
        FactLine(translate("Decisions", "理由"), request.reason),
        FactLine(
            translate("Decisions", "谁申请"),
            _who(request),
            moment_and_relative(request.asked_at, now),
        ),
        *clock_facts(card, now),
    )


def _request_wish(row: Waiting) -> Wish | None:
    if isinstance(row.row, RulingRow):
        return None
    request = row.request
    if request.kind is RequestKind.REOPENED:
        return None
    if request.kind is RequestKind.EXTENDED:
        return Extending(request.amount or 0)
    return Stopping(request.until, request.asked_at)
