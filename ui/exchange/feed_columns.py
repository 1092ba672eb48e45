"""Columns of the list of feeds and files, and the words of their states."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt

from app.core.words import label as word
from app.exchange.feeds.rules import FeedRow, FileRow, FileState, NextStep, next_step
from ui.core.relative_time import short
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column

_MARKS = {
    FileState.SEEN: ("ph.hourglass", "text.3", "text.2"),
    FileState.WAITING: ("ph.hourglass", "text.3", "text.2"),
    FileState.RUNNING: ("ph.arrows-clockwise", "accent", "text"),
    FileState.DONE: ("ph.check-circle", "ok", "text.2"),
    FileState.FAILED: ("ph.x-circle", "over", "over.text"),
    FileState.STOPPED: ("ph.pause-circle", "warn", "warn.text"),
}


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A row: a feed with its newest file, or a file somebody handed in at a desk."""

    feed: FeedRow | None
    file: FileRow | None
    has_folder: bool

    @property
    def key(self) -> UUID:
        """Return what it is told by."""
        found = self.feed or self.file
        if found is None:
            raise ValueError(self)
        return found.id

    @property
    def step(self) -> NextStep:
        """Return what has to be done."""
        return next_step(self.file, has_folder=self.has_folder or self.feed is None)


def feed_columns() -> tuple[Column[FeedLine], ...]:
    """Return the columns."""
    translate = QCoreApplication.translate
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column(
            "name",
            translate("FeedColumns", "来源"),
            name_of,
            width=128,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("folder", translate("FeedColumns", "文件夹"), folder_of, width=84),
        Column("mapping", translate("FeedColumns", "映射"), mapping_of, width=104),
        Column("file", translate("FeedColumns", "最近的文件"), file_of, width=130, stretch=True),
        Column("at", translate("FeedColumns", "时间"), at_of, width=92),
        mark_column("state", translate("FeedColumns", "情况"), state_of, width=88),
        Column("new", translate("FeedColumns", "新"), lambda f: _count(f, "new"), 48, right),
        Column(
            "changed", translate("FeedColumns", "更新"), lambda f: _count(f, "changed"), 52, right
        ),
        Column(
            "refused", translate("FeedColumns", "退回"), lambda f: _count(f, "refused"), 52, right
        ),
        Column("step", translate("FeedColumns", "下一步"), lambda f: word(f.step), width=124),
    )


def name_of(line: FeedLine) -> str:
    """Return what a row is called."""
    if line.feed is not None:
        off = QCoreApplication.translate("FeedColumns", "（已停用）")
        return line.feed.name + ("" if line.feed.is_active else off)
    who = line.file.who if line.file is not None else ""
    return QCoreApplication.translate("FeedColumns", "手工导入·{who}").format(who=who)


def folder_of(line: FeedLine) -> str:
    """Return the folder of a feed."""
    return line.feed.folder if line.feed is not None else "—"


def mapping_of(line: FeedLine) -> str:
    """Return how its files are read."""
    found = line.feed or line.file
    return found.mapping if found is not None else "—"


def file_of(line: FeedLine) -> str:
    """Return the name of the newest file."""
    return line.file.name if line.file is not None else "—"


def at_of(line: FeedLine) -> str:
    """Return when that came or ended."""
    if line.file is None:
        return "—"
    return short(line.file.ended_at or line.file.at)


def state_of(line: FeedLine) -> Mark:
    """Return where the newest file stands."""
    if line.file is None:
        none = QCoreApplication.translate("FeedColumns", "还没有")
        return Mark("ph.tray", none)
    return state_mark(line.file)


def state_mark(file: FileRow) -> Mark:
    """Return where a file stands, and how far it is while it runs."""
    icon, ink, tone = _MARKS[file.state]
    told = word(file.state)
    if file.state is FileState.RUNNING and file.done:
        told = QCoreApplication.translate("FeedColumns", "已导 {n} 行").format(n=f"{file.done:,}")
    return Mark(icon, told, ink, tone)


def _count(line: FeedLine, name: str) -> str:
    return f"{getattr(line.file.counts, name):,}" if line.file is not None else ""
