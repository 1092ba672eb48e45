"""Files are never shown by the program itself: the system's own viewer opens them."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.core.attachments import clear_exports
from app.core.settings import data_folder


def open_with_system(path: Path) -> bool:
    """Open a file with the program the system has for it; False when there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def opened_folder() -> Path:
    """Return where copies for the viewer are put."""
    return data_folder() / "opened"


def clear_opened() -> None:
    """Remove the copies of earlier sessions; what a viewer still holds stays for next time."""
    folder = opened_folder()
    if folder.is_dir():
        clear_exports(folder)
