"""What can be set up in a hall."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from app.services.halls.queries.boards import HallBoard, QueueRow, WindowRow

if TYPE_CHECKING:
    from ui.services.halls.hall_page import HallPage


def setup_menu(page: "HallPage", board: HallBoard) -> QMenu:
    """Return the menu: the hall itself, one more kind of number, one more window."""
    translate = QCoreApplication.translate
    menu = QMenu(page)
    menu.addAction(translate("HallSetup", "名称、时间和预约…"), lambda: page.edit(board.hall))
    menu.addAction(translate("HallSetup", "加叫号类别…"), lambda: page.edit(QueueRow))
    add = menu.addAction(translate("HallSetup", "加窗口…"), lambda: page.edit(WindowRow))
    add.setEnabled(bool(board.queues))
    return menu
