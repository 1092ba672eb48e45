"""What a step over many cases would come to, before it is taken: how many, and which not."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.cases.queries.bulk import BulkCase
from app.core.words import sentence
from ui.cases.bulk.batch import BatchItem, BatchOrder
from ui.core.controls import label
from ui.core.form_dialog import Action, FormDialog
from ui.core.icons import icon
from ui.core.jobs import Job
from ui.core.slices import Desk
from ui.core.theme import current

WIDTH_PX = 560
MOST_ROWS = 4
EDGE_PX = 10  # border and padding of the list, above and below
MOST_CASES = 1_000
"""Cases that one run takes on; what is done to more is done by a rule, not by hand."""

Foresee = Callable[[Any], Sequence[BulkCase]]


class BulkPreview(QWidget):
    """A sentence, and under it those that cannot take the step, each with its reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[BulkCase, ...] = ()
        self._says = label("", "second")
        self._says.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("办不成的"))
        self.list.setProperty("popup", "true")
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._says)
        column.addWidget(self.list)
        self.list.hide()

    @property
    def says(self) -> str:
        """What is foreseen."""
        return self._says.text()

    def refusals(self) -> tuple[str, ...]:
        """Return what is said of each that cannot take the step."""
        return tuple(self.list.item(at).text() for at in range(self.list.count()))

    def able(self) -> int:
        """Return how many can take it."""
        return sum(row.why_not is None for row in self.rows)

    def moved(self) -> int:
        """Return how many the step would take from another unit."""
        return sum(row.held_elsewhere for row in self.rows)

    def wait(self, words: str) -> None:
        """Say what is waited for."""
        self.rows = ()
        self._says.setText(words)
        self.list.clear()
        self.list.hide()

    def show_rows(self, rows: Sequence[BulkCase]) -> None:
        """Show what is foreseen."""
        self.rows = tuple(rows)
        able, count = self.able(), len(self.rows)
        self._says.setText(self._words(able, count - able))
        self.list.clear()
        for row in self.rows:
            if row.why_not is not None:
                text = f"{row.name}　{row.title}\n{sentence(row.why_not)}".lstrip("　")
                item = QListWidgetItem(text)
                item.setIcon(icon("ph.minus-circle", "text.3"))
                self.list.addItem(item)
        self.list.setVisible(able < count)
        self._fit_list()

    def _fit_list(self) -> None:
        """Give the list the height of its rows, and no more than a few before it scrolls."""
        shown = min(self.list.count(), MOST_ROWS)
        rows = sum(self.list.sizeHintForRow(at) for at in range(shown))
        self.list.setFixedHeight(rows + EDGE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()  # another width breaks the lines elsewhere

    def _words(self, able: int, rest: int) -> str:
        moved = self.moved()
        if not able:
            return self.tr("{rest} 件都不行：").format(rest=rest)
        if moved:
            words = self.tr("{able} 件可以，其中 {moved} 件已在别的单位手上，会转派走")
            if moved == able:
                words = self.tr("{able} 件可以，都已在别的单位手上，会转派走")
            words += self.tr("；{rest} 件不行，跳过：") if rest else "。"
        elif rest:
            words = self.tr("{able} 件可以，{rest} 件不行，跳过：")
        else:
            words = self.tr("{able} 件都可以。")
        return words.format(able=able, rest=rest, moved=moved)


class BulkDialog(FormDialog):
    """Asks for what a step needs, foresees it for every case, and hands the run to somebody else:
    `saved` carries a `BatchOrder`.

    Attributes:
        case_ids: The cases it is about, as many as one run takes on.
        preview: What is foreseen.
    """

    def __init__(self, desk: Desk, case_ids: Sequence[UUID], parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.case_ids = tuple(case_ids[:MOST_CASES])
        self.left_out = len(case_ids) - len(self.case_ids)
        self.setMinimumWidth(WIDTH_PX)
        self.preview = BulkPreview()
        self._foreseeing: Job | None = None
        self.do_button.setEnabled(False)

    def name_bulk(self, verb: str, under: str) -> None:
        """Say what is done to how many; `under` is what follows from it."""
        title = self.tr("{verb}选中的 {count} 件").format(verb=verb, count=len(self.case_ids))
        if self.left_out:
            words = self.tr("一次最多 {most} 件，后面 {left} 件这次不办。")
            under += words.format(most=len(self.case_ids), left=self.left_out)
        self.name_it(title, verb, under)

    # -- what subclasses say -------------------------------------------------------------------

    def order(self, items: tuple[BatchItem, ...]) -> BatchOrder:
        """Return what is to be done; reads the fields now."""
        raise NotImplementedError

    def button_words(self, able: int) -> str:
        """Return what the button says: the verb and how many."""
        raise NotImplementedError

    # -- foreseeing ----------------------------------------------------------------------------

    def foresee(self, query: Foresee) -> None:
        """Ask what the step would come to; what was asked before is dropped."""
        self.foresee_later(self.tr("正在看哪些办得成…"))
        self._foreseeing = self.desk.read(query, self._foreseen, self._unforeseen)

    def foresee_later(self, words: str) -> None:
        """Foresee nothing as long as something is missing, and say what; nothing can be done."""
        if self._foreseeing is not None:
            self._foreseeing.cancel()
            self._foreseeing = None
        self.do_button.setEnabled(False)
        self.preview.wait(words)
        self.fit()

    def _foreseen(self, rows: Sequence[BulkCase]) -> None:
        self._foreseeing = None
        self.preview.show_rows(rows)
        self.do_button.setText(self.button_words(self.preview.able()))
        self.do_button.setEnabled(self.preview.able() > 0)
        self.fit()

    def _unforeseen(self, error: BaseException) -> None:
        self._foreseeing = None
        self.preview.wait("")
        self.refused(error)
        self.do_button.setEnabled(False)

    def items(self) -> tuple[BatchItem, ...]:
        """Return the cases of the run; those that cannot take the step carry the reason."""
        return tuple(
            BatchItem(
                row.id,
                row.name,
                row.title,
                row.version,
                sentence(row.why_not) if row.why_not is not None else "",
            )
            for row in self.preview.rows
        )

    def action(self) -> Action:
        return no_write

    def write(self, action: Action) -> None:
        """Hand the run on: it writes case by case, each in a transaction of its own."""
        self.committed(self.order(self.items()))


def no_write(_: Any) -> None:
    """Write nothing: the run does."""
