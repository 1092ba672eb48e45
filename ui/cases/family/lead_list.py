"""Choosing the case that leads: likely ones stand there at once, others are found by typing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.cases.likeness_words import why_words
from app.cases.numbers import short
from app.cases.queries.likely import LikelyCase, likely_for_case
from app.cases.queries.queue import CaseRow, QueueFilter, QueueView, queue_page
from app.cases.rules import HANDLING_STATES, CaseState
from app.core.words import label as word
from ui.core.controls import label
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.slices import Desk

PAUSE_MS = 300
MOST_FOUND = 8
ROWS_SHOWN = 5
_LEADS = (CaseState.REGISTERED, *HANDLING_STATES)


class LeadList(QWidget):
    """A line to type into and a list under it; the keyboard goes from one to the other."""

    chosen = Signal()

    def __init__(self, desk: Desk, case_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case_id = case_id
        self._job: Job | None = None
        self._rows: list[tuple[UUID, dict[str, Any] | None]] = []
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("编号（如 1124-0037）或事件里的话"))
        self.typed.setAccessibleName(self.tr("并入哪一件"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("可以并入的事件"))
        self.list.setProperty("popup", "true")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._says = label(self.tr("正在找相像的…"), "caption")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self._find)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for each in (self.typed, self._says, self.list):
            column.addWidget(each)
        self.typed.textChanged.connect(lambda _: self._soon.start())
        self.typed.returnPressed.connect(self._find)
        self.list.currentRowChanged.connect(lambda _: self.chosen.emit())
        self.setFocusProxy(self.typed)
        self._find()

    @property
    def says(self) -> str:
        """What is said of the list."""
        return self._says.text()

    def value(self) -> UUID | None:
        """Return the case that is chosen."""
        row = self.list.currentRow()
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def reasons(self) -> dict[str, Any] | None:
        """Return what was said to speak for it; None where it was found by typing."""
        row = self.list.currentRow()
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def _find(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
        desk, case_id, text = self._desk, self._case_id, self.typed.text().strip()
        if not text:
            self._job = desk.read(
                lambda session: likely_for_case(session, desk.actor, case_id),
                self._likely_found,
                self._failed,
            )
            return
        now = desk.parts.clock.now()

        def read(session: Any) -> tuple[CaseRow, ...]:
            narrowed = QueueFilter(text)
            page = queue_page(
                session,
                desk.actor,
                QueueView.ALL_OPEN,
                now=now,
                narrowed=narrowed,
                size=4 * MOST_FOUND,
            )
            return page.rows

        self._job = desk.read(read, self._found, self._failed)

    def _likely_found(self, rows: Sequence[LikelyCase]) -> None:
        self._job = None
        found = self.tr("相像的 {count} 件；不是它们，就输入编号或事件里的话")
        none = self.tr("没有相像的；输入编号或事件里的话来找")
        self._says.setText(found.format(count=len(rows)) if rows else none)
        self._show(
            [
                (row.id, row.number, row.title, why_words(row.why), row.why.as_facts())
                for row in rows
            ]
        )

    def _found(self, rows: Sequence[CaseRow]) -> None:
        self._job = None
        able = [row for row in rows if row.id != self._case_id and row.state in _LEADS]
        able = able[:MOST_FOUND]
        self._says.setText("" if able else self.tr("没有找到在办的。换个编号或别的字试试"))
        self._show(
            [
                (row.id, row.number, row.title, f"{word(row.state)}　{row.unit}".strip(), None)
                for row in able
            ]
        )

    def _show(
        self, rows: Sequence[tuple[UUID, str | None, str, str, dict[str, Any] | None]]
    ) -> None:
        self._rows.clear()
        self.list.clear()
        for case_id, number, title, under, why in rows:
            name = short(number) if number else ""
            item = QListWidgetItem(f"{name}　{title}\n{under}")
            self.list.addItem(item)
            self._rows.append((case_id, why))
        if rows:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(rows))
        shown = min(len(rows), ROWS_SHOWN)
        height = sum(self.list.sizeHintForRow(at) for at in range(shown))
        self.list.setFixedHeight(height + 10)
        self.chosen.emit()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._says.setText(explain(error).text)
