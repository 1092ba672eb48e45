"""Supervision sheets as what waits for a decision: rows, facts and words."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.queries.card import CaseCard
from app.cases.queries.sheets import SheetOfCase, SheetRow
from app.core.words import label as word
from ui.cases.decide_rows import NOTHING, Decisions, Waiting, case_columns, clock_facts
from ui.cases.row_actions import RowVerb
from ui.cases.supervision.words import author_words, history_words, reply_words
from ui.core.facts import FactLine
from ui.core.relative_time import moment_and_relative
from ui.core.table_model import Column


def sheets() -> Decisions:
    """Return supervision sheets; the page reads them view by view."""
    translate = QCoreApplication.translate
    return Decisions(
        name="sheets",
        title=translate("Decisions", "督办"),
        unit=translate("Decisions", "份"),
        read=lambda _session, _desk: (),
        columns=_columns,
        facts=_facts,
        wish=lambda _: None,
        paper="supervision",
        paper_words=(
            translate("Decisions", "{case} 的督办单"),
            translate("Decisions", "另存督办单"),
        ),
        verbs=(
            (RowVerb.ISSUE, translate("Decisions", "签发"), "Y"),
            (RowVerb.DROP, translate("Decisions", "不签发"), "X"),
            (RowVerb.ACCEPT, translate("Decisions", "认可答复"), "Y"),
            (RowVerb.SEND_BACK, translate("Decisions", "退回答复"), "X"),
        ),
        empty=("", ""),
    )


def waiting_of(found: SheetOfCase) -> Waiting:
    """Return a sheet as a row of the list."""
    return Waiting(found.sheet, found.number, found.title, found.unit)


def _since(sheet: SheetRow) -> datetime:
    return sheet.issued_at or sheet.drafted_at


def _number(row: Waiting) -> str:
    return row.sheet.number if row.sheet.number else NOTHING


def _columns(now: Callable[[], datetime]) -> tuple[Column[Waiting], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "state",
            translate("Decisions", "状态"),
            lambda row: f"{word(row.sheet.level)}·{word(row.sheet.state)}",
            width=100,
            tone="text",
            tooltip=lambda row: history_words(row.sheet),
        ),
        *case_columns(),
        Column("unit", translate("Decisions", "承办"), lambda row: row.unit or NOTHING, width=96),
        Column(
            "reason",
            translate("Decisions", "事由"),
            lambda row: row.sheet.reason,
            width=90,
            stretch=True,
            tooltip=lambda row: row.sheet.reason,
        ),
        Column(
            "since",
            translate("Decisions", "起草或签发"),
            lambda row: moment_and_relative(_since(row.sheet), now()),
            width=128,
        ),
        Column(
            "reply",
            translate("Decisions", "答复"),
            lambda row: reply_words(row.sheet, now()),
            width=96,
        ),
        Column(
            "number",
            translate("Decisions", "督办编号"),
            _number,
            width=120,
            hidden=True,
        ),
    )


def _facts(row: Waiting, card: CaseCard, now: datetime) -> tuple[FactLine, ...]:
    translate, sheet = QCoreApplication.translate, row.sheet
    moment = moment_and_relative(sheet.drafted_at, now)
    found = [
        FactLine(translate("Decisions", "等级"), word(sheet.level), history_words(sheet)),
        FactLine(translate("Decisions", "事由"), sheet.reason),
        FactLine(translate("Decisions", "起草"), author_words(sheet), moment),
    ]
    if sheet.issued_at is not None:
        issued = f"{sheet.issued_by} {moment_and_relative(sheet.issued_at, now)}"
        found.append(FactLine(translate("Decisions", "签发"), sheet.number, issued))
        found.append(FactLine(translate("Decisions", "答复期限"), reply_words(sheet, now)))
    if sheet.reply:
        who = f"{sheet.replied_by} {moment_and_relative(sheet.replied_at or now, now)}"
        found.append(FactLine(translate("Decisions", "答复"), sheet.reply, who))
    if sheet.note:
        found.append(FactLine(translate("Decisions", "审核"), sheet.note))
    return (*found, *clock_facts(card, now))
