"""Columns of what is drawn by itself, and of the times it was."""

from PySide6.QtCore import QCoreApplication

from app.core.words import label as word
from app.papers.schedules.queries import RunRow, ScheduleRow
from app.papers.schedules.rules import RunState
from app.papers.schedules.words import time_words
from ui.core.relative_time import short
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column

translate = QCoreApplication.translate

_MARKS: dict[RunState | None, tuple[str, str, str]] = {
    None: ("ph.hourglass-high", "accent", "text"),
    RunState.RUNNING: ("ph.arrows-clockwise", "accent", "text"),
    RunState.DONE: ("ph.check-circle", "ok", "text.2"),
    RunState.FAILED: ("ph.x-circle", "over", "over.text"),
}


def schedule_columns() -> tuple[Column[ScheduleRow], ...]:
    """Return the columns of schedules."""
    return (
        Column(
            "name",
            translate("Schedules", "名称"),
            _name,
            width=150,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "time",
            translate("Schedules", "什么时候，哪一种"),
            lambda row: time_words(row.schedule),
            width=230,
            stretch=True,
        ),
        Column("place", translate("Schedules", "辖区"), lambda row: row.place, width=100),
        Column("folder", translate("Schedules", "文件夹"), lambda r: r.schedule.folder, width=90),
        Column("forms", translate("Schedules", "格式"), _forms, width=110),
        Column("next", translate("Schedules", "下次"), _next, width=100),
        mark_column("last", translate("Schedules", "上次"), last_mark, width=150),
    )


def run_columns() -> tuple[Column[RunRow], ...]:
    """Return the columns of the times something was drawn."""
    return (
        Column("due", translate("Schedules", "应出"), lambda run: short(run.due_at), width=110),
        mark_column("state", translate("Schedules", "结果"), run_mark, width=110),
        Column("ended", translate("Schedules", "出完"), _ended, width=110),
        Column(
            "what",
            translate("Schedules", "文件，或者为什么没有"),
            _what,
            width=300,
            stretch=True,
            tone="text",
        ),
    )


def _what(run: RunRow) -> str:
    if run.state is None:
        return translate("Schedules", "后台开着的话，一分钟以内开始；没有开就一直等着")
    return run.error or translate("Schedules", "、").join(run.files)


def _name(row: ScheduleRow) -> str:
    off = translate("Schedules", "（已停用）")
    return row.schedule.name + ("" if row.schedule.is_on else off)


def _forms(row: ScheduleRow) -> str:
    return " ".join(form.value.removeprefix(".").upper() for form in row.schedule.forms)


def _next(row: ScheduleRow) -> str:
    return short(row.next_at) if row.next_at is not None else "—"


def _ended(run: RunRow) -> str:
    return short(run.ended_at) if run.ended_at is not None else "—"


def last_mark(row: ScheduleRow) -> Mark:
    """Return how the last time went."""
    if row.last is None:
        return Mark("ph.clock", translate("Schedules", "还没有出过"))
    return run_mark(row.last, short(row.last.due_at))


def run_mark(run: RunRow, when: str = "") -> Mark:
    """Return how one time went; what was made up for says so."""
    icon, ink, tone = _MARKS[run.state]
    told = word(run.state) if run.state is not None else translate("Schedules", "等后台来出")
    if run.is_late and run.state is RunState.DONE:
        told = translate("Schedules", "补出")
    return Mark(icon, f"{when} {told}".strip(), ink, tone)
