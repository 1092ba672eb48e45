"""Papers about a case: drawn off the GUI thread, shown, then printed or saved as people say."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.actions.papers import PaperTaken, PaperUse, record_paper
from app.cases.queries.card import CaseCard
from app.core.attachments.names import paper_name
from app.core.doors import Paper
from app.core.errors import BadValue
from app.core.ids import new_id
from ui.cases.step_dialog import case_name
from ui.core.slices import Desk
from ui.parts.system_viewer import open_with_system, opened_folder

if TYPE_CHECKING:
    from ui.parts.paper_window import PaperWindow
    from ui.parts.printing import PrintOrder

PAPER = "slip"
COPY_PREFIX = "jiezhi-file-"  # copies by this name are cleared with those of attachments


Taker = Callable[["PrintOrder", "PaperWindow"], bool]
"""Prints what a window shows in another way and writes it down itself; False leaves it alone."""


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper somebody wants.

    Attributes:
        kind: Of paper.
        key: What it is about, as whoever draws it takes it.
        cases: The cases it is about; the journal tells of them.
        title: What it is, above the preview.
        save_title: Title of the dialog that asks where to keep it.
        saved: What is said when it is kept, with ``{name}``.
    """

    kind: str
    key: str
    cases: tuple[UUID, ...]
    title: str
    save_title: str
    saved: str


class Receipt(QObject):
    """Draws slips and other papers about a case, shows them, and hands them to the person.

    What is shown, printed, saved or opened is written into the journal first; what cannot be
    written down is not handed out.

    Attributes:
        open_file: Gives a file to the system's viewer; False when there is none.
    """

    shown = Signal(object)  # PaperWindow
    saved = Signal(object)  # Path

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Show papers on the window of `owner`."""
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.open_file: Callable[[Path], bool] = open_with_system

    def draw(self, card: CaseCard) -> None:
        """Draw the slip of a case and show it."""
        self.draw_paper(
            PaperOrder(
                kind=PAPER,
                key=str(card.id),
                cases=(card.id,),
                title=self.tr("{case} 的受理回执").format(case=case_name(card)),
                save_title=self.tr("另存回执"),
                saved=self.tr("回执已存为 {name}"),
            )
        )

    def draw_paper(self, order: PaperOrder) -> None:
        """Draw a paper and show it."""
        desk = self._desk

        def drawn(session: Any) -> Paper:
            return desk.parts.doors.papers.draw(session, desk.actor, order.kind, order.key)

        desk.read(drawn, lambda paper: self.offer(order, paper))

    def offer(
        self,
        order: PaperOrder,
        paper: Paper,
        told: tuple[str, ...] = (),
        taker: Taker | None = None,
    ) -> None:
        """Show a paper that was drawn.

        Args:
            order: What was asked for.
            paper: What was drawn.
            told: Sentences to know before, besides the warnings of the paper.
            taker: What may print it instead; see `Taker`.
        """
        self._written_down(order, PaperUse.SHOWN, lambda: self._show(order, paper, told, taker))

    def _show(
        self, order: PaperOrder, paper: Paper, told: tuple[str, ...], taker: Taker | None
    ) -> None:
        from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

        window = PaperWindow(
            self._desk,
            order.kind,
            order.title,
            paper,
            told="\n".join([*paper.warnings, *told]),
            parent=self._owner.window(),
        )

        def printing(wanted: "PrintOrder") -> None:
            if taker is not None and taker(wanted, window):
                return
            self._written_down(order, PaperUse.PRINTED, lambda: window.print_now(wanted))

        window.print_wanted.connect(printing)
        window.save_wanted.connect(lambda: self._choose_place(order, paper, window))
        window.open_wanted.connect(
            lambda: self._written_down(order, PaperUse.OPENED, lambda: self._keep_and_open(paper))
        )
        window.open()
        self.shown.emit(window)

    def _written_down(self, order: PaperOrder, use: PaperUse, then: Callable[[], object]) -> None:
        taken, key = PaperTaken(order.kind, order.cases, use), new_id()
        self._desk.write(
            lambda uow: record_paper(uow, taken, command_key=key), lambda _done: then()
        )

    def _keep_and_open(self, paper: Paper) -> None:
        def keep() -> Path:
            folder = opened_folder()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            own = Path(mkdtemp(prefix=COPY_PREFIX, dir=folder))
            return _written(paper, own / paper_name(paper.name))

        self._desk.jobs.read(keep, self._kept)

    def _kept(self, path: Path) -> None:
        if not self.open_file(path):
            words = self.tr("这台电脑没有能打开 PDF 的程序，请在预览里打印，或用“另存为”。")
            self._desk.notices.tell(words)

    def _choose_place(self, order: PaperOrder, paper: Paper, window: QWidget) -> None:
        dialog = QFileDialog(window, order.save_title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(paper.name)
        dialog.fileSelected.connect(lambda name: self.save(order, paper, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, order: PaperOrder, paper: Paper, path: Path) -> None:
        """Write a paper to a place the person chose."""

        def kept(written: Path) -> None:
            self._saved(order.saved, written)

        def keep() -> None:
            self._desk.jobs.read(lambda: _written(paper, path), kept)

        self._written_down(order, PaperUse.SAVED, keep)

    def _saved(self, told: str, path: Path) -> None:
        self._desk.notices.tell(told.format(name=path.name))
        self.saved.emit(path)


def _written(paper: Paper, path: Path) -> Path:
    try:
        path.write_bytes(paper.body)
    except OSError as error:
        why = QCoreApplication.translate("Receipt", "写不进这个文件夹，请换一个地方再存。")
        raise BadValue(field=path.name, why=why) from error
    return path
