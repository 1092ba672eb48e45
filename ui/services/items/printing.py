"""The sheet for residents: drawn off the GUI thread, shown, then printed or saved. It says nothing
of anybody, so nobody writes down who took it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.doors import Paper
from app.core.errors import BadValue
from ui.core.slices import Desk

if TYPE_CHECKING:
    from ui.parts.printing import PrintOrder

KIND = "guide_sheet"


def print_guide(
    desk: Desk, owner: QWidget, item_id: UUID, name: str, lacking: tuple[int, ...] = ()
) -> None:
    """Draw the sheet of an item and show it.

    Args:
        desk: Of whom prints.
        owner: The page it was asked for on.
        item_id: Which item.
        name: What it is called.
        lacking: Materials that lack, counted from 0; none: all are told.
    """
    key = f"{item_id}/{','.join(map(str, lacking))}" if lacking else f"{item_id}"

    def drawn(session: Any) -> Paper:
        return desk.parts.doors.papers.draw(session, desk.actor, KIND, key)

    desk.read(drawn, lambda paper: _show(desk, owner, name, paper))


def _show(desk: Desk, owner: QWidget, name: str, paper: Paper) -> None:
    from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

    title = QCoreApplication.translate("GuideSheet", "“{name}”一次性告知单").format(name=name)
    told = "\n".join(paper.warnings)
    window = PaperWindow(desk, KIND, title, paper, told=told, parent=owner.window())

    def printing(wanted: "PrintOrder") -> None:
        window.print_now(wanted)

    window.print_wanted.connect(printing)
    window.save_wanted.connect(lambda: _choose_place(desk, paper, window))
    window.open_wanted.connect(lambda: _choose_place(desk, paper, window))
    window.open()


def _choose_place(desk: Desk, paper: Paper, window: QWidget) -> None:
    dialog = QFileDialog(window, QCoreApplication.translate("GuideSheet", "另存一次性告知单"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(paper.name)
    told = QCoreApplication.translate("GuideSheet", "已存为 {name}")

    def keep(name: str) -> None:
        path = Path(name)
        desk.jobs.read(
            lambda: _written(paper, path),
            lambda _: desk.notices.tell(told.format(name=path.name)),
        )

    dialog.fileSelected.connect(keep)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _written(paper: Paper, path: Path) -> Path:
    try:
        path.write_bytes(paper.body)
    except OSError as error:
        why = QCoreApplication.translate("GuideSheet", "写不进这个文件夹，请换一个地方再存。")
        raise BadValue(field=path.name, why=why) from error
    return path
