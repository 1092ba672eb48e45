"""Columns of the work list of calls."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt

from app.cases.call_states import CallState
from app.cases.call_words import why_words
from app.cases.numbers import short as short_number
from app.cases.queries.calling import CallRow
from app.core.words import label as word
from ui.core.relative_time import moment_and_relative, relative
from ui.core.table_model import Column

NOTHING = "—"


def call_columns(now: Callable[[], datetime]) -> tuple[Column[CallRow], ...]:
    """Return the columns; `now` tells the time."""
    translate = QCoreApplication.translate
    return (
        Column(
            "number",
            translate("CallColumns", "编号"),
            lambda row: short_number(row.number) if row.number else NOTHING,
            width=84,
        ),
        Column(
            "title",
            translate("CallColumns", "标题"),
            lambda row: row.title,
            width=220,
            stretch=True,
            tone="text",
            large=True,
            tooltip=lambda row: row.title,
            fixed=True,
        ),
        Column("unit", translate("CallColumns", "承办"), lambda row: row.unit, width=110),
        Column(
            "finished",
            translate("CallColumns", "办结"),
            lambda row: relative(row.finished_at, now()),
            width=84,
            tooltip=lambda row: moment_and_relative(row.finished_at, now()),
        ),
        Column(
            "tries",
            translate("CallColumns", "打过"),
            tries_text,
            width=72,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column("when", translate("CallColumns", "什么时候打"), lambda r: when_text(r, now()), 116),
        Column("source", translate("CallColumns", "来源"), lambda row: word(row.source), 84),
        Column(
            "category", translate("CallColumns", "类别"), lambda r: r.category, 110, hidden=True
        ),
        Column(
            "why",
            translate("CallColumns", "为什么打"),
            why_words,
            width=150,
            tooltip=why_words,
            hidden=True,
        ),
    )


def tries_text(row: CallRow) -> str:
    """Return how often nobody was reached."""
    if not row.tries:
        return NOTHING
    return QCoreApplication.translate("CallColumns", "{count} 次").format(count=row.tries)


def when_text(row: CallRow, now: datetime) -> str:
    """Return when it is to be tried, or how it ended."""
    if row.call_state is not CallState.WAITING:
        if row.call_state is CallState.LEFT_OUT:
            return word(row.reason)
        return word(row.call_state)
    if row.next_at <= now:
        return QCoreApplication.translate("CallColumns", "现在")
    return relative(row.next_at, now)
