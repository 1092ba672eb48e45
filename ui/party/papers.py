"""Papers about the Party's affairs: drawn off the GUI thread, shown, then printed or saved."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.doors import Paper
from app.core.errors import BadValue
from app.core.ids import new_id
from app.party.actions.papers import record_paper
from ui.core.slices import Desk

if TYPE_CHECKING:
    from ui.parts.printing import PrintOrder

SHOWN, PRINTED, SAVED = "shown", "printed", "saved"


@dataclass(frozen=True, slots=True)
class PartyPaper:
    """A paper somebody wants.

    Attributes:
        kind: As the papers' door calls it.
        key: What it is about, as whoever draws it takes it.
        subject: The same as the journal names it.
        region: Where that stands.
        title: What it is, above the preview.
    """

    kind: str
    key: str
    subject: UUID
    region: str
    title: str


class PartyPapers(QObject):
    """Draws papers, shows them, and hands them to the person; each use is journaled first."""

    shown = Signal(object)  # PaperWindow
    saved = Signal(object)  # Path

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Show papers on the window of `owner`."""
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def draw(self, order: PartyPaper) -> None:
        """Draw a paper and show it."""
        desk = self._desk

        def drawn(session: Any) -> Paper:
            return desk.parts.doors.papers.draw(session, desk.actor, order.kind, order.key)

        def offer(paper: Paper) -> None:
            self._written_down(order, SHOWN, lambda: self._show(order, paper))

        desk.read(drawn, offer)

    def _show(self, order: PartyPaper, paper: Paper) -> None:
        from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

        told = "\n".join(paper.warnings)
        owner = self._owner.window()
        window = PaperWindow(self._desk, order.kind, order.title, paper, told=told, parent=owner)

        def printing(wanted: "PrintOrder") -> None:
            self._written_down(order, PRINTED, lambda: window.print_now(wanted))

        window.print_wanted.connect(printing)
        window.save_wanted.connect(lambda: self._choose_place(order, paper, window))
        window.open_wanted.connect(lambda: self._choose_place(order, paper, window))
        window.open()
        self.shown.emit(window)

    def _choose_place(self, order: PartyPaper, paper: Paper, window: QWidget) -> None:
        dialog = QFileDialog(window, self.tr("另存{title}").format(title=order.title))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(paper.name)
        dialog.fileSelected.connect(lambda name: self.save(order, paper, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, order: PartyPaper, paper: Paper, path: Path) -> None:
        """Write a paper to a place the person chose."""

        def keep() -> None:
            self._desk.jobs.read(lambda: _written(paper, path), self._kept)

        self._written_down(order, SAVED, keep)

    def _kept(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))
        self.saved.emit(path)

    def _written_down(self, order: PartyPaper, use: str, then: Callable[[], object]) -> None:
        key = new_id()
        self._desk.write(
            lambda uow: record_paper(
                uow, order.kind, order.subject, order.region, use, command_key=key
            ),
            lambda _done: then(),
        )


def _written(paper: Paper, path: Path) -> Path:
    try:
        path.write_bytes(paper.body)
    except OSError as error:
        why = QCoreApplication.translate("PartyPapers", "写不进这个文件夹，请换一个地方再存。")
        raise BadValue(field=path.name, why=why) from error
    return path
