"""Beside the map of a draft: what it changes, step by step, and what to do with it."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.territory.queries.redrawings import CellRow, RedrawingView, StepRow
from app.territory.redrawing import RedrawingState
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.side_panel import SidePanel
from ui.core.theme import current
from ui.territory.editing.draft_dialogs import lacks_worker
from ui.territory.region_words import code_words, number

LINE_PX = 48
STEP_PX = 30


class TwoLines(QAbstractButton):
    """A line of the list: what it is, and in a quieter line what is to be known of it."""

    def __init__(
        self, first: str, second: str, *, token: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(first)
        self._second = second
        self._token = token
        self.setAccessibleName(f"{first} {second}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, LINE_PX if self._second else STEP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.hasFocus()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(self.rect(), theme.sizes.radius, theme.sizes.radius)
        inner = self.rect().adjusted(4, 0, -4, 0)
        half = inner.height() // 2 if self._second else inner.height()
        top = inner.adjusted(0, 2 if self._second else 0, 0, half - inner.height())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color(self._token))
        painter.drawText(top, middle, self._fitted(painter, self.text(), top.width()))
        if self._second:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.2"))
            below = inner.adjusted(0, half, 0, -2)
            painter.drawText(below, middle, self._fitted(painter, self._second, below.width()))
        painter.end()

    def _fitted(self, painter: QPainter, words: str, width: int) -> str:
        return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)


class DraftPanel(SidePanel):
    """The list of changes; a click on a new grid opens what it is to be."""

    cell_wanted = Signal(object)  # CellRow
    submit_wanted = Signal()
    publish_wanted = Signal()
    reopen_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("DraftPanel", "网格调整的草稿"), parent)
        self._title = label("", "section")
        self._title.setWordWrap(True)
        self._chip = Chip("")
        self._who = label("", "caption")
        self._who.setWordWrap(True)
        for widget in (self._title, self._chip, self._who):
            self.head.addWidget(widget)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.body.addWidget(self._list)
        self.body.addStretch(1)
        self.submit = Button(self.tr("提交给主任"), kind="primary")
        self.publish = Button(self.tr("发布…"), kind="primary")
        self.reopen = Button(self.tr("退回编辑"))
        self.discard = Button(self.tr("作废"), kind="quiet")
        for button, signal in (
            (self.submit, self.submit_wanted),
            (self.publish, self.publish_wanted),
            (self.reopen, self.reopen_wanted),
            (self.discard, self.discard_wanted),
        ):
            self.foot.addWidget(button)
            button.clicked.connect(signal)

    def show_view(self, view: RedrawingView, *, may_edit: bool, may_publish: bool) -> None:
        """Show a draft to somebody with these rights."""
        row = view.row
        self._title.setText(row.title)
        self._chip.set_chip(word(row.state))
        words = self.tr("{author} 起草，{changer} {at} 改过")
        at = local(row.changed_at).strftime("%m-%d %H:%M")
        told = words.format(author=row.author, changer=row.changed_by, at=at)
        if row.effective_on is not None:
            told = self.tr("{day} 起生效").format(day=row.effective_on.isoformat()) + f"　{told}"
        self._who.setText(told)
        self._fill(view)
        is_open = row.state in (RedrawingState.DRAFT, RedrawingState.SUBMITTED)
        has_changes = any(cell.is_new for cell in view.cells)
        is_draft = row.state is RedrawingState.DRAFT
        self.submit.setVisible(may_edit and is_draft and not may_publish)
        self.submit.setEnabled(has_changes and not view.is_outdated)
        self.publish.setVisible(may_publish and is_open)
        self.publish.setEnabled(has_changes and not view.is_outdated)
        self.reopen.setVisible(may_edit and row.state is RedrawingState.SUBMITTED)
        self.discard.setVisible(may_edit and is_open)
        self.set_foot_visible(visible=is_open and (may_edit or may_publish))
        self.show_record()

    def _fill(self, view: RedrawingView) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        new = [cell for cell in view.cells if cell.is_new]
        if not new and not view.steps:
            hint = label(self.tr("还没有改动。用上面的分割、合并、移界、新画在图上改。"), "second")
            hint.setWordWrap(True)
            self._column.addWidget(hint)
        if new:
            self._head(self.tr("新网格 {count}").format(count=len(new)))
        for cell in new:
            self._add_cell(view, cell)
        if view.retired:
            self._head(self.tr("停用的旧网格 {count}").format(count=len(view.retired)))
        for code, name in view.retired:
            parts = "、".join(new[12:] for new in sorted(view.lineage.get(code, {})))
            second = self.tr("{code} → {parts}").format(code=code_words(code), parts=parts)
            self._still(TwoLines(name, second, token="text.2"))
        if view.steps:
            self._head(self.tr("改动经过"))
        for step in reversed(view.steps):
            token = "text" if step.holds else "text.disabled"
            self._still(TwoLines(self._step_words(step), "", token=token))

    def _head(self, words: str) -> None:
        made = label(words, "caption")
        made.setContentsMargins(4, 8, 0, 0)
        self._column.addWidget(made)

    def _still(self, line: TwoLines) -> None:
        line.setEnabled(False)
        self._column.addWidget(line)

    def _add_cell(self, view: RedrawingView, cell: CellRow) -> None:
        words = self.tr("{code}　{households} 户 {population} 人")
        second = words.format(
            code=code_words(cell.code),
            households=number(cell.households),
            population=number(cell.population),
        )
        lacks = lacks_worker(view, cell)
        if lacks:
            second = self.tr("缺专职网格员　") + second
        line = TwoLines(cell.name, second, token="warn.text" if lacks else "text")
        line.setCursor(Qt.CursorShape.PointingHandCursor)
        line.setToolTip(self.tr("改名称、类型、户数人口和人员"))
        line.clicked.connect(lambda _=False: self.cell_wanted.emit(cell))
        self._column.addWidget(line)

    def _step_words(self, step: StepRow) -> str:
        words = self.tr("{number}. {what} {names}　{who} {at}")
        if not step.holds:
            words = self.tr("{number}. {what} {names}　已撤销")
        return words.format(
            number=step.number,
            what=word(step.kind),
            names="、".join(step.names[:2]),
            who=step.author,
            at=local(step.at).strftime("%H:%M"),
        )
