"""The desk from which the wall is driven: scene, focus, strip, pause, and what was seen."""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from app.command.rights import DRIVE_WALL
from ui.core.slices import Command, Desk, KeyHelp, Listener, PageSpec, Slice
from ui.core.targets import PageWanted

PAGE = "wall.desk"
_ORDER = 95


def _page(desk: Desk) -> QWidget:
    from ui.wall.desk.page import WallDeskPage  # pages are built when first shown

    return WallDeskPage(desk)


def _tell(desk: Desk, parent: QObject) -> None:
    from ui.wall.desk.telling import MajorWatch

    MajorWatch(desk, parent)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("P", translate("WallDesk", "停住、继续")),
        KeyHelp("M", translate("WallDesk", "写横幅")),
        KeyHelp("Y", translate("WallDesk", "提醒看到了")),
    )
    title = translate("WallDesk", "大屏")
    page = PageSpec(PAGE, title, _page, right=DRIVE_WALL, help="wall.md", keys=keys)
    command = Command(
        PAGE,
        translate("WallDesk", "控制大屏"),
        "",
        DRIVE_WALL,
        lambda desk: desk.navigator.go(PageWanted(PAGE)),
        icon="ph.monitor",
    )
    return Slice(
        "wall",
        title,
        "ph.monitor",
        _ORDER,
        right=DRIVE_WALL,
        pages=(page,),
        commands=(command,),
        help="wall.md",
        listeners=(Listener(_tell, DRIVE_WALL),),
    )


SLICE = _slice()
