"""The files of a record in a row: drop, paste or choose; opened only by the system's viewer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.attachments import Prepared, prepare
from app.core.clock import local
from app.core.shared_settings import settings_at
from ui.core.chips import FlowRow
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.theme import current
from ui.parts.attachment_items import FileTile, StripItem
from ui.parts.tab_order import tab_before


class DropHere(QWidget):
    """The dashed place that says what can be done with files."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.near = False
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 4, 0)
        line.setSpacing(8)
        self._says = label(self.tr("拖照片或文件到这里，或 Ctrl+V 粘贴"), "caption")
        self.button = Button(self.tr("选文件"), kind="link", small=True)
        line.addWidget(self._says, 1)
        line.addWidget(self.button)
        self.setFixedHeight(current().sizes.control)

    def set_busy(self, *, busy: bool) -> None:
        """Say that files are being read."""
        words = self.tr("正在读取文件…") if busy else self.tr("拖照片或文件到这里，或 Ctrl+V 粘贴")
        self._says.setText(words)
        self.button.setEnabled(not busy)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent" if self.near else "border.control"), 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("accent.bg" if self.near else "bg.surface"))
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        painter.end()


class AttachmentStrip(QWidget):
    """Shows files and takes new ones; what becomes of them is the owner's business."""

    added = Signal(object)  # Prepared
    opened = Signal(object)  # StripItem
    removed = Signal(object)  # StripItem
    menu_wanted = Signal(object)  # MenuWanted

    def __init__(
        self, desk: Desk, *, can_add: bool, removable: bool, parent: QWidget | None = None
    ) -> None:
        """Begin empty.

        Args:
            desk: Where files are read off the GUI thread.
            can_add: Shows the place to drop files on.
            removable: Each tile can be taken away again (a form that is not saved yet).
            parent: Qt parent.
        """
        super().__init__(parent)
        self._desk = desk
        self._removable = removable
        self._waiting = 0
        self._refusals: list[str] = []
        self.setAccessibleName(self.tr("附件"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._tiles = FlowRow()
        self._tiles.hide()
        self.drop = DropHere()
        self.drop.button.clicked.connect(self.choose_files)
        self._wrong = label("", "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        column.addWidget(self._tiles)
        column.addWidget(self.drop)
        column.addWidget(self._wrong)
        self.set_can_add(can_add=can_add)

    def set_can_add(self, *, can_add: bool) -> None:
        """Let files be added, or not."""
        self.drop.setVisible(can_add)
        self.setAcceptDrops(can_add)
        policy = Qt.FocusPolicy.StrongFocus if can_add else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def set_items(self, items: Sequence[StripItem]) -> None:
        """Show these files."""
        tiles = []
        for item in items:
            tile = FileTile(item, removable=self._removable)
            tile.wanted.connect(self.opened)
            tile.unwanted.connect(self.removed)
            tile.menu_wanted.connect(self.menu_wanted)
            tiles.append(tile)
        self._tiles.set_members(*tiles)
        tab_before(self.drop.button, *tiles)
        self._tiles.setVisible(bool(tiles))

    def tiles(self) -> tuple[FileTile, ...]:
        """Return the tiles shown."""
        return tuple(self._tiles.findChildren(FileTile))

    @property
    def complaint(self) -> str:
        """What was refused and why, "" for nothing."""
        return self._wrong.text()

    # -- taking files --------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self, self.tr("添加附件"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read some files; each that is refused says why, the others are taken."""
        self._begin(len(paths))
        for path in paths:
            self._prepare(path, path.name)

    def paste(self) -> bool:
        """Take what lies in the clipboard; return whether there was something to take."""
        return self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData) -> bool:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.add_files(paths)
            return True
        if data.hasImage():
            image = data.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self._begin(1)
                self._prepare(_png(image), self._paste_name(self._desk.parts.clock.now()))
                return True
        return False

    def _paste_name(self, now: datetime) -> str:
        return self.tr("截图 {moment}.png").format(moment=f"{local(now):%m-%d %H.%M.%S}")

    def _begin(self, count: int) -> None:
        self._refusals = []
        self._wrong.hide()
        self._waiting += count
        self.drop.set_busy(busy=self._waiting > 0)

    def _prepare(self, source: Path | bytes, name: str) -> None:
        database, now = self._desk.parts.database, self._desk.parts.clock.now()

        def work() -> Prepared:
            with database.reading() as session:
                settings = settings_at(session, now)
            return prepare(source, name, settings=settings)

        self._desk.jobs.read(work, self._prepared, self._refused)

    def _prepared(self, prepared: Prepared) -> None:
        self._one_less()
        self.added.emit(prepared)

    def _refused(self, error: BaseException) -> None:
        self._one_less()
        self.refuse(explain(error).text)

    def refuse(self, sentence: str) -> None:
        """Say why a file was not taken."""
        self._refusals.append(sentence)
        self._wrong.setText("\n".join(self._refusals))
        self._wrong.show()

    def _one_less(self) -> None:
        self._waiting -= 1
        self.drop.set_busy(busy=self._waiting > 0)

    # -- hands ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self.acceptDrops():
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasUrls() or data.hasImage():
            self._show_near(near=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        self._show_near(near=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_near(near=False)
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _show_near(self, *, near: bool) -> None:
        self.drop.near = near
        self.drop.update()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
