"""An older program is told which version is wanted and where it lies; it goes on working."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.core.database import VERSION
from app.core.shared_settings import CentreSettings
from app.core.versions import is_older
from ui.core.dialogs import ConsequenceDialog
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.slices import Desk

KEY = "shell.wanted_version"
NOWHERE = "shell.package_place"
_WEB = ("http://", "https://")


class VersionWatch(QObject):
    """Compares this program with the one that is wanted, and says so once."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent
        self._told = ("", "")

    def take(self, settings: CentreSettings) -> None:
        """Take what is wanted now."""
        wanted, place = settings.wanted_version, settings.package_place
        if not is_older(VERSION, wanted):
            if self._told != ("", ""):
                self._desk.notices.withdraw(KEY)
            self._told = ("", "")
            return
        if self._told == (wanted, place):
            return  # said already; whoever put it away knows
        self._told = (wanted, place)
        self._desk.notices.post(self._notice(wanted, place))

    def _notice(self, wanted: str, place: str) -> Notice:
        lead = self.tr("请换用 {wanted} 版，这台是 {have}。").format(wanted=wanted, have=VERSION)
        if not place:
            text = self.tr("安装包请找系统管理员；换之前照常能用。")
            return Notice(KEY, NoticeKind.INFO, text, lead=lead)
        text = self.tr("安装包在 {place}；换之前照常能用。").format(place=place)
        act = Act(self.tr("打开位置…"), lambda: self._ask(place))
        return Notice(KEY, NoticeKind.INFO, text, lead=lead, act=act)

    def _ask(self, place: str) -> None:
        url = url_of(place)
        if not is_there(url):
            text = self.tr("这台电脑上没有 {place} 这个文件夹，请找系统管理员。")
            self._desk.notices.post(Notice(NOWHERE, NoticeKind.INFO, text.format(place=place)))
            return
        dialog = ConsequenceDialog(
            self.tr("打开安装包所在的地方？"),
            self.tr("{place}\n由系统打开这个文件夹或网页，不运行任何程序。").format(
                place=url.toDisplayString()
            ),
            do=self.tr("打开"),
            leave=self.tr("先不"),
            parent=self._window.window(),
        )
        dialog.accepted.connect(lambda: QDesktopServices.openUrl(url))
        dialog.open()


def url_of(place: str) -> QUrl:
    """Return what is opened for a place: a web address, else a folder; never a file, which the
    system might run. Empty where it is neither.
    """
    if place.lower().startswith(_WEB):
        return QUrl(place)
    windows = PureWindowsPath(place)
    path: PurePath = windows if windows.drive or "\\" in place else PurePosixPath(place)
    if not path.is_absolute():
        return QUrl()
    while _may_be_a_file(path.name):
        path = path.parent
    return QUrl.fromLocalFile(path.as_posix())


def is_there(url: QUrl) -> bool:
    """Tell whether a place may be opened; a folder of this computer has to be one.

    Whether a folder of another computer is there is left to the system: asking may take long.
    """
    if not url.isLocalFile():
        return url.isValid()
    return bool(url.host()) or Path(url.toLocalFile()).is_dir()


def _may_be_a_file(name: str) -> bool:
    """Tell whether the last part of a path may name a program, also by what Windows makes of it:
    it leaves out dots and blanks at the end.
    """
    return name.startswith(".") or name != name.rstrip(". ") or bool(PurePosixPath(name).suffix)
