"""What a draft would have done last month: how many cases either way, which kinds, which cases."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.cases.queries.preview import Effect, Flip, KindEffect, draft_of
from app.core.calendar import WorkCalendar
from app.core.paging import Page
from app.core.words import label as word
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, StatePanel
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted
from ui.parts.preview_run import PreviewRun

SIZE = (920, 600)
KINDS_PX = 340
DAYS = (7, 30, 90)
USUAL_DAYS = 30


class PreviewDialog(QDialog):
    """Counts as soon as it is shown; cases open with Enter while it stands beside the desk."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        limits: dict[str, Any] | None = None,
        calendar: WorkCalendar | None = None,
    ) -> None:
        """Show what a draft would have done; nothing is written.

        Args:
            desk: Of whom asks.
            parent: The page it stands beside.
            limits: A table of all limits instead of those in force.
            calendar: A calendar instead of the one in force.
        """
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(self.tr("预览：按草稿，过去会怎样"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.effect: Effect | None = None
        self.run = PreviewRun(desk, draft_of(limits, calendar), self)
        choices = tuple(Choice(days, self.tr("近 {n} 天").format(n=days)) for days in DAYS)
        self.period = SegmentedControl(choices, USUAL_DAYS, name=self.tr("看哪一段"))
        self.headline = label("", "section")
        self.headline.setWordWrap(True)
        self.rest = label("", "caption")
        self.rest.setWordWrap(True)
        self.says = label("", "second")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("已经算到"))
        self.stop_button = Button(self.tr("停下"), kind="link", small=True)
        self.close_button = Button(self.tr("关闭"), kind="quiet", key="Esc")
        self.kinds = PagedTableModel(kind_columns(), _kind_key, desk.jobs, self)
        self.flips = PagedTableModel(flip_columns(), _flip_key, desk.jobs, self)
        self.kind_table = DeskTable(self.kinds, "preview-kinds", desk.preferences)
        self.flip_table = DeskTable(self.flips, "preview-cases", desk.preferences)
        self._state: StatePanel | None = None
        self._lay_out()
        self._connect()
        self.begin(USUAL_DAYS)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        told = self.tr("只是算一遍，什么也不改：每件事按它自己的经过，用草稿重新计时。")
        top = QHBoxLayout()
        top.addWidget(label(told, "caption"), 1)
        top.addWidget(self.period)
        column.addLayout(top)
        self._running = QWidget()
        line = QHBoxLayout(self._running)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(12)
        line.addWidget(self.says)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop_button)
        column.addWidget(self._running)
        column.addWidget(self.headline)
        column.addWidget(self.rest)
        self._tables = QWidget()
        tables = QHBoxLayout(self._tables)
        tables.setContentsMargins(0, 4, 0, 0)
        tables.setSpacing(12)
        self.kind_table.setFixedWidth(KINDS_PX)
        self.kind_table.setAccessibleName(self.tr("哪些类别会变"))
        self.flip_table.setAccessibleName(self.tr("哪些事件会变"))
        tables.addWidget(self.kind_table)
        tables.addWidget(self.flip_table, 1)
        column.addWidget(self._tables, 1)
        self._place = QVBoxLayout()
        column.addLayout(self._place, 1)
        foot = QHBoxLayout()
        self.hint = label(self.tr("选一类，右边只看这一类；在事件上按 Enter 打开它。"), "caption")
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.period.chosen.connect(self._period_chosen)
        self.stop_button.clicked.connect(self.stop)
        self.close_button.clicked.connect(self.close)
        self.run.progressed.connect(self._progressed)
        self.run.finished.connect(self._finished)
        self.run.failed.connect(self._failed)
        self.kind_table.current_key_changed.connect(self._kind_chosen)
        self.flip_table.opened.connect(self._open)

    # -- counting ------------------------------------------------------------------------------

    def begin(self, days: int) -> None:
        """Count anew over so many days."""
        self.effect = None
        self._show(running=True)
        self.says.setText(self.tr("正在数有多少件"))
        self.bar.setRange(0, 0)
        self.run.begin(days)

    def stop(self) -> None:
        """Stop counting; the way to go on stays."""
        self.run.stop()
        again = self.tr("没有算完，所以不给出半个结果。换一段短些的时间，或再算一遍。")
        self._show_state(EmptyState(self.tr("停下了"), again, icon="ph.pause-circle"))
        self.period.set_value(None)

    def _period_chosen(self, days: object) -> None:
        if isinstance(days, int):
            self.begin(days)

    def _progressed(self, counted: tuple[int, int]) -> None:
        done, total = counted
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        told = self.tr("正在算 {total} 件，已到 {done}").format(total=total, done=done)
        self.says.setText(told)

    def _failed(self, error: BaseException) -> None:
        title = self.tr("没能算出来，草稿还在")
        self._show_state(ErrorState(title, explain(error), self._again))

    def _again(self) -> None:
        self.period.set_value(USUAL_DAYS)
        self.begin(USUAL_DAYS)

    # -- showing -------------------------------------------------------------------------------

    def _finished(self, effect: Effect) -> None:
        self.effect = effect
        days = self.period.value()
        if not effect.case_count:
            why = self.tr("近 {n} 天没有受理过事件。换一段长些的时间。").format(n=days)
            self._show_state(EmptyState(self.tr("没有事件可算"), why))
            return
        self._show(running=False)
        self.headline.setText(headline(effect))
        self.rest.setText(rest(effect))
        if not effect.flips:
            why = self.tr("按时的还是按时，超时的还是超时。")
            self._show_state(EmptyState(headline(effect), why, icon="ph.check-circle"))
            self.rest.setVisible(True)
            return
        _fill(self.kinds, effect.kinds)
        _fill(self.flips, effect.flips)

    def _kind_chosen(self, code: object) -> None:
        if self.effect is not None:
            flips = self.effect.flips
            shown = tuple(flip for flip in flips if flip.category_code == code)
            _fill(self.flips, shown or flips)

    def _open(self, key: object) -> None:
        case_id = key[0] if isinstance(key, tuple) else None
        if isinstance(case_id, UUID):
            self._desk.navigator.go(CaseWanted(case_id))

    def _show(self, *, running: bool) -> None:
        self._drop_state()
        self._running.setVisible(running)
        for part in (self._tables, self.headline, self.rest, self.hint):
            part.setVisible(not running)

    def _show_state(self, state: StatePanel) -> None:
        self._show(running=False)
        for part in (self._tables, self.headline, self.rest, self.hint):
            part.hide()
        self._state = state
        self._place.addWidget(state, 1, Qt.AlignmentFlag.AlignHCenter)
        state.show()  # a layout does so too, but a turn of the event loop later

    def _drop_state(self) -> None:
        if self._state is not None:
            self._place.removeWidget(self._state)
            self._state.hide()
            self._state.deleteLater()
            self._state = None

    def closeEvent(self, event: QCloseEvent) -> None:
        self.run.stop()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close, as Escape does."""
        self.close()


def headline(effect: Effect) -> str:
    """Return the finding in one sentence."""
    translate = QCoreApplication.translate
    if not effect.flips:
        told = translate("PreviewDialog", "{count} 件事，一件也不会因此变超时或变按时")
        return told.format(count=effect.case_count)
    told = translate(
        "PreviewDialog", "{count} 件事里，{late} 件会由按时变超时，{saved} 件会由超时变按时"
    )
    return told.format(count=effect.case_count, late=effect.newly_late, saved=effect.no_longer_late)


def rest(effect: Effect) -> str:
    """Return what else there is to know."""
    translate = QCoreApplication.translate
    told = translate("PreviewDialog", "到期时间会变的共 {count} 件。").format(count=effect.moved)
    if effect.skipped:
        more = translate("PreviewDialog", "{count} 件批过延期、单位又换了，没法对比，没有算进去。")
        told += more.format(count=effect.skipped)
    hidden = len({flip for flip in effect.flips if flip.case_id is None})
    if hidden:
        told += translate("PreviewDialog", "不在您辖区内的只计数，不列名。")
    return told


def kind_columns() -> tuple[Column[KindEffect], ...]:
    """Return the columns of the kinds."""
    translate = QCoreApplication.translate
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column(
            "name",
            translate("PreviewDialog", "类别"),
            lambda kind: kind.name,
            width=120,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "count",
            translate("PreviewDialog", "件数"),
            lambda kind: str(kind.case_count),
            width=56,
            align=right,
        ),
        Column(
            "late",
            translate("PreviewDialog", "变超时"),
            lambda kind: str(kind.newly_late or "—"),
            width=68,
            align=right,
            tone="over.text",
        ),
        Column(
            "saved",
            translate("PreviewDialog", "变按时"),
            lambda kind: str(kind.no_longer_late or "—"),
            width=68,
            align=right,
            tone="ok.text",
        ),
    )


def flip_columns() -> tuple[Column[Flip], ...]:
    """Return the columns of the cases."""
    translate = QCoreApplication.translate
    return (
        mark_column("way", translate("PreviewDialog", "会变成"), _way, width=84),
        Column(
            "clock", translate("PreviewDialog", "时限"), lambda flip: word(flip.clock), width=52
        ),
        Column(
            "title",
            translate("PreviewDialog", "事件"),
            _title,
            width=140,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "old",
            translate("PreviewDialog", "原到期"),
            lambda flip: short(flip.old_due_at) if flip.old_due_at else "—",
            width=92,
        ),
        Column(
            "new",
            translate("PreviewDialog", "按草稿"),
            lambda flip: short(flip.new_due_at) if flip.new_due_at else "—",
            width=92,
        ),
    )


def _way(flip: Flip) -> Mark:
    translate = QCoreApplication.translate
    if flip.is_late:
        return Mark("ph.warning-circle", translate("PreviewDialog", "变超时"), "over", "over.text")
    return Mark("ph.check-circle", translate("PreviewDialog", "变按时"), "ok", "ok.text")


def _clock(flip: Flip) -> str:
    return word(flip.clock)


def _title(flip: Flip) -> str:
    return flip.title or QCoreApplication.translate("PreviewDialog", "不在您辖区内的事件")


def _kind_key(kind: KindEffect) -> object:
    return kind.code


def _flip_key(flip: Flip) -> object:
    return flip.case_id, flip.clock


def _fill(model: PagedTableModel, rows: Sequence[object]) -> None:  # type: ignore[type-arg]
    page = Page(tuple(rows), None)
    model.show(lambda _after: page)
