"""A paper that is drawn, shown, printed or saved: what several pages do alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.doors import Paper
from ui.core.slices import Desk


def open_paper(
    desk: Desk, kind: str, key: str, parent: QWidget, shown: Callable[[Any], object]
) -> None:
    """Draw a paper off the GUI thread and open its window.

    Args:
        desk: Whose.
        kind: Of paper.
        key: What it is about.
        parent: The window it stands on.
        shown: Given the window; opens it.
    """

    def show(paper: Paper) -> None:
        from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

        told, title = "\n".join(paper.warnings), paper.name.removesuffix(".pdf")
        window = PaperWindow(desk, kind, title, paper, told=told, parent=parent)
        window.open_button.hide()
        window.print_wanted.connect(window.print_now)
        window.save_wanted.connect(lambda: _save(desk, paper, parent))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown(window)

    desk.read(
        lambda session: desk.parts.doors.papers.draw(session, desk.actor, kind, key),
        show,
        desk.notices.report,
    )


def _save(desk: Desk, paper: Paper, parent: QWidget) -> None:
    translate = QCoreApplication.translate
    title = translate("PaperOpening", "另存")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, paper.name, "PDF (*.pdf)")
    if chosen:
        words = translate("PaperOpening", "已存为 {name}")
        desk.jobs.write(
            lambda: Path(chosen).write_bytes(paper.body),
            lambda _: desk.notices.tell(words.format(name=Path(chosen).name)),
            desk.notices.report,
        )
