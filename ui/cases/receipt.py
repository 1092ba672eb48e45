"""Papers about a case: drawn off the GUI thread, then opened or saved as the person says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.queries.card import CaseCard
from app.core.doors import Paper
from app.core.errors import BadValue
from ui.cases.step_dialog import case_name
from ui.core.controls import Button
from ui.core.dialogs import ConsequenceDialog
from ui.core.slices import Desk
from ui.parts.system_viewer import open_with_system, opened_folder

PAPER = "slip"
COPY_PREFIX = "jiezhi-file-"  # copies by this name are cleared with those of attachments


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper somebody wants.

    Attributes:
        kind: Of paper.
        key: What it is about, as whoever draws it takes it.
        ask: The question before it is opened.
        save_title: Title of the dialog that asks where to keep it.
        saved: What is said when it is kept, with ``{name}``.
    """

    kind: str
    key: str
    ask: str
    save_title: str
    saved: str


class Receipt(QObject):
    """Draws slips and other papers about a case, and hands them to the person.

    Attributes:
        open_file: Gives a file to the system's viewer; False when there is none.
    """

    asked = Signal(object)  # ConsequenceDialog
    saved = Signal(object)  # Path

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Ask on the window of `owner`."""
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.open_file: Callable[[Path], bool] = open_with_system

    def draw(self, card: CaseCard) -> None:
        """Draw the slip of a case, then ask what to do with it."""
        self.draw_paper(
            PaperOrder(
                kind=PAPER,
                key=str(card.id),
                ask=self.tr("打开 {case} 的回执？").format(case=case_name(card)),
                save_title=self.tr("另存回执"),
                saved=self.tr("回执已存为 {name}"),
            )
        )

    def draw_paper(self, order: PaperOrder) -> None:
        """Draw a paper, then ask what to do with it."""
        desk = self._desk

        def drawn(session: Any) -> Paper:
            return desk.parts.doors.papers.draw(session, desk.actor, order.kind, order.key)

        desk.read(drawn, lambda paper: self.offer(order, paper))

    def offer(self, order: PaperOrder, paper: Paper, told: tuple[str, ...] = ()) -> None:
        """Ask what to do with a paper that was drawn.

        Args:
            order: What was asked for.
            paper: What was drawn.
            told: Sentences to know before, besides the warnings of the paper.
        """
        consequence = self.tr("“{name}”已画好。打开会交给这台电脑看 PDF 的程序，在那里打印。")
        dialog = ConsequenceDialog(
            order.ask,
            "\n".join([consequence.format(name=paper.name), *paper.warnings, *told]),
            do=self.tr("打开"),
            leave=self.tr("不打开"),
            parent=self._owner.window(),
        )
        save = Button(self.tr("另存为…"), kind="link", icon="ph.floppy-disk")
        save.clicked.connect(dialog.reject)
        save.clicked.connect(lambda: self._choose_place(order, paper))
        dialog.add(save)
        dialog.accepted.connect(lambda: self._keep_and_open(paper))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.asked.emit(dialog)

    def _keep_and_open(self, paper: Paper) -> None:
        def keep() -> Path:
            folder = opened_folder()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return _written(paper, Path(mkdtemp(prefix=COPY_PREFIX, dir=folder)) / paper.name)

        self._desk.jobs.read(keep, self._kept)

    def _kept(self, path: Path) -> None:
        if not self.open_file(path):
            words = self.tr("这台电脑没有能打开 PDF 的程序，请用“另存为”存到别处再打印。")
            self._desk.notices.tell(words)

    def _choose_place(self, order: PaperOrder, paper: Paper) -> None:
        dialog = QFileDialog(self._owner.window(), order.save_title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(paper.name)
        dialog.fileSelected.connect(lambda name: self.save(paper, Path(name), order.saved))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, paper: Paper, path: Path, said: str = "") -> None:
        """Write a paper to a place the person chose; `said` tells so, with ``{name}``."""
        told = said or self.tr("回执已存为 {name}")
        self._desk.jobs.read(lambda: _written(paper, path), lambda kept: self._saved(told, kept))

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
