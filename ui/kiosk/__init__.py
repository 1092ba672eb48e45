"""The kiosk: what residents touch in the hall, from which nothing of anybody else can be reached;
and its page on the desk of the administrators. Twin of `app.kiosk`.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.kiosk.rights import MANAGE, REPLIES
from ui.core.slices import Command, Desk, PageSpec, Slice
from ui.core.targets import PageWanted

__all__ = ["SLICE"]

MACHINES = "kiosk.machines"


def _machines(desk: Desk) -> QWidget:
    from ui.kiosk.desk.machines_page import MachinesPage

    return MachinesPage(desk)


def _answer(desk: Desk) -> None:
    from ui.kiosk.desk.reply_dialog import ReplyDialog

    ReplyDialog(desk).exec()


def _slice() -> Slice:
    translate = QCoreApplication.translate
    title = translate("KioskSlice", "自助机")
    page = PageSpec(MACHINES, title, _machines, MANAGE, help="kiosk.md")
    look = Command(
        MACHINES,
        translate("KioskSlice", "看自助机"),
        "",
        MANAGE,
        lambda desk: desk.navigator.go(PageWanted(MACHINES)),
        "ph.desktop-tower",
    )
    answer = Command(
        "kiosk.answer",
        translate("KioskSlice", "给来件人写答复"),
        "",
        REPLIES,
        _answer,
        "ph.chat-text",
    )
    return Slice(
        "kiosk",
        title,
        "ph.desktop-tower",
        114,
        rail="administration",
        pages=(page,),
        commands=(look, answer),
        help="kiosk.md",
    )


SLICE = _slice()
