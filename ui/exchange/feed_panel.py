"""One feed beside the list: where it looks, what came, which rows did not get in."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.exchange.feeds.rules import FileRow, FileState
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton
from ui.core.strips import Strip
from ui.exchange.feed_columns import FeedLine, name_of, state_mark
from ui.exchange.feeds_source import FeedSeen, FeedsSource

ROWS_MOST = 30


class FeedPanel(SidePanel):
    """Follows the row chosen in the list."""

    edit_wanted = Signal()
    mapping_wanted = Signal()
    stop_wanted = Signal(object)  # FileRow
    resume_wanted = Signal(object)  # FileRow

    def __init__(self, desk: Desk, source: FeedsSource, is_running: Callable[[UUID], bool]) -> None:
        """Show rows of `source`; `is_running` tells whether this desk takes a file in."""
        super().__init__(QCoreApplication.translate("FeedPanel", "来件文件"))
        self._desk, self._source, self._is_running = desk, source, is_running
        self._wanted: FeedLine | None = None
        self._job: Job | None = None
        self.seen: FeedSeen | None = None
        self._make_head()
        self.trouble = Strip("warn")
        self._facts = FactGrid()
        self.files = PanelPart(self.tr("来过的文件"))
        self.refused = PanelPart(self.tr("退回的行"))
        self.notes = PanelPart(self.tr("说明"))
        for part in (self.trouble, self._facts, self.refused, self.notes, self.files):
            self.body.addWidget(part)
        self._make_foot()
        self.show_nothing()

    def _make_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._name = label("", "title")
        self._name.setWordWrap(True)
        line.addWidget(self._name, 1)
        self.add_close(line)
        self.head.addLayout(line)
        chips = QHBoxLayout()
        self._stand = Chip("")
        chips.addWidget(self._stand)
        chips.addStretch(1)
        self.head.addLayout(chips)

    def _make_foot(self) -> None:
        self.resume_button = Button(self.tr("接着导入"), kind="primary")
        self.stop_button = Button(self.tr("停下"))
        self.edit_button = Button(self.tr("修改来源"), key="E")
        self.mapping_button = Button(self.tr("修改映射"), key="M")
        self.resume_button.clicked.connect(self._resume)
        self.stop_button.clicked.connect(self._stop)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.mapping_button.clicked.connect(self.mapping_wanted)
        for button in (
            self.resume_button,
            self.stop_button,
            self.edit_button,
            self.mapping_button,
        ):
            self.foot.addWidget(button)
        self.foot.addStretch(1)

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self._wanted, self.seen = None, None
        why = self.tr("在左边选一个来源或一个文件，这里显示它的情况。")
        self.show_state(EmptyState(self.tr("还没有选"), why, icon="ph.tray"))

    def show_line(self, line: FeedLine) -> None:
        """Read and show a row."""
        if self._wanted is None or line.key != self._wanted.key:
            self.seen = None
            self.show_state(Skeleton(8))
            self.to_top()
        self._wanted = line
        self.reload()

    def reload(self) -> None:
        """Read it anew."""
        wanted = self._wanted
        if wanted is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.read(
            lambda session: self._source.seen(session, wanted), self._take, self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self._job, self.seen = None, None
        self.show_state(ErrorState(self.tr("没能读出来"), explain(error), self.reload))

    def _take(self, seen: FeedSeen) -> None:
        self._job, self.seen = None, seen
        line, file = seen.line, seen.line.file
        self._name.setText(name_of(line) if line.feed is not None else _file_name(line))
        mark = state_mark(file) if file is not None else None
        if mark is None:
            self._stand.set_chip(self.tr("还没有文件"))
        else:
            kind = {"ok": "ok", "over": "over", "warn": "sus"}.get(mark.token, "")
            self._stand.set_chip(mark.word, kind, icon=mark.icon)
        self._facts.set_lines(*self._lines(seen))
        self._tell_trouble(seen)
        self._tell_rows(file)
        self.files.setVisible(line.feed is not None)
        self.files.set_rows(
            [_came(each) for each in seen.files], self.tr("把文件放进文件夹，半分钟内就看到。")
        )
        self._offer(line)
        self.show_record()

    def _tell_trouble(self, seen: FeedSeen) -> None:
        file = seen.line.file
        if file is not None:
            self.trouble.tell(file.error, file.told if not file.error else "")
        elif not seen.line.has_folder:
            self.trouble.tell(
                self.tr("还没有监看的文件夹。"), self.tr("请系统管理员在“设置 › 来件文件”里写明。")
            )
        else:
            self.trouble.tell("")

    def _lines(self, seen: FeedSeen) -> tuple[FactLine, ...]:
        feed, file = seen.line.feed, seen.line.file
        lines = []
        if feed is not None:
            told = self.tr("写进 results") if feed.tells_back else self.tr("不写")
            lines += [
                FactLine(self.tr("文件夹"), seen.folder or feed.folder),
                FactLine(self.tr("辖区"), seen.region, feed.region),
                FactLine(self.tr("映射"), feed.mapping),
                FactLine(self.tr("办理结果"), told),
            ]
        elif file is not None:
            lines += [
                FactLine(self.tr("交来的人"), file.who or "—"),
                FactLine(self.tr("映射"), file.mapping),
            ]
        if file is not None:
            lines += [
                FactLine(self.tr("文件"), file.name, _size(file.size)),
                FactLine(self.tr("时间"), short(file.ended_at or file.at)),
                FactLine(self.tr("件数"), self._counts(file)),
            ]
        return tuple(lines)

    def _counts(self, file: FileRow) -> str:
        counts = file.counts
        return self.tr("新 {new}，更新 {changed}，未变 {same}，退回 {refused}").format(
            new=f"{counts.new:,}",
            changed=f"{counts.changed:,}",
            same=f"{counts.unchanged:,}",
            refused=f"{counts.refused:,}",
        )

    def _tell_rows(self, file: FileRow | None) -> None:
        refused = file.refused if file is not None else ()
        notes = file.notes if file is not None else ()
        total = file.counts.refused if file is not None else 0
        self.refused.setVisible(bool(refused))
        self.refused.set_title(self.tr("退回的行"), f"{total:,}")
        self.refused.set_rows(self._rows(refused, total))
        self.notes.setVisible(bool(notes))
        self.notes.set_title(self.tr("更新和说明"), f"{len(notes):,}")
        self.notes.set_rows(self._rows(notes, len(notes)))

    def _rows(self, rows: Sequence[tuple[int, str, str]], total: int) -> list[QWidget]:
        found: list[QWidget] = []
        for line, field, why in rows[:ROWS_MOST]:
            where = self.tr("第 {line} 行").format(line=line)
            found.append(_row(f"{where}·{field}" if field else where, why))
        if total > len(found):
            more = self.tr("还有 {count} 行，都在文件旁边的 .rejected.csv 里。")
            found.append(label(more.format(count=f"{total - len(found):,}"), "caption"))
        return found

    def _offer(self, line: FeedLine) -> None:
        file = line.file
        runs = file is not None and file.state in (FileState.RUNNING, FileState.WAITING)
        handed_in = line.feed is None
        stopped = file is not None and (file.state is FileState.STOPPED or self._is_left(line))
        runs = runs and not stopped
        self.stop_button.setVisible(runs)
        self.stop_button.setEnabled(file is not None and not file.wants_stop)
        self.resume_button.setVisible(stopped)
        self.edit_button.setVisible(not handed_in)
        self.mapping_button.setVisible(True)

    def _is_left(self, line: FeedLine) -> bool:
        """Tell whether the desk that took a file in ended in the middle of it."""
        file = line.file
        alone = bool(self._desk.parts.database.is_sqlite) and line.feed is None
        running = file is not None and file.state is FileState.RUNNING
        return alone and running and file is not None and not self._is_running(file.id)

    def _stop(self) -> None:
        if self.seen is not None and self.seen.line.file is not None:
            self.stop_button.setEnabled(False)
            self.stop_wanted.emit(self.seen.line.file)

    def _resume(self) -> None:
        if self.seen is not None and self.seen.line.file is not None:
            self.resume_wanted.emit(self.seen.line.file)


def _file_name(line: FeedLine) -> str:
    return line.file.name if line.file is not None else ""


def _row(where: str, why: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(0)
    column.addWidget(label(where, "caption"))
    says = label(why)
    says.setWordWrap(True)
    column.addWidget(says)
    made.setAccessibleName(f"{where} {why}")
    return made


def _came(file: FileRow) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 4, 0, 4)
    line.setSpacing(8)
    name = QLabel(file.name)
    name.setMinimumWidth(0)
    line.addWidget(name, 1)
    line.addWidget(label(state_mark(file).word, "caption"))
    line.addWidget(label(short(file.ended_at or file.at), "caption"))
    return made


def _size(size: int) -> str:
    for unit in ("B", "KB"):
        if size < 1_000:
            return f"{size:,.0f} {unit}"
        size = size // 1_000
    return f"{size:,.0f} MB"
