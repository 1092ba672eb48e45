"""Covering faces and plates on a photo, and looking at what a cover hides for a while."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.attachments import PictureView
from app.core.attachments.boxes import MOST_BOXES
from app.core.ids import new_id
from ui.core.controls import Button, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.shortcuts import on_save
from ui.core.strips import Strip
from ui.core.theme import current
from ui.parts.cover_canvas import ZOOM_STEP, CoverCanvas

MARGIN_PX = 48
LARGEST = QSize(1180, 860)
LEAST = QSize(860, 640)  # a torn-off panel is narrower than a photo wants to be
SHOWN_S = 60
SECOND_MS = 1000


def _fit_into(dialog: QDialog, parent: QWidget) -> None:
    """Make a dialog nearly as large as the window it stands on, and as large as a photo needs."""
    margin = QSize(MARGIN_PX, MARGIN_PX)
    room = (parent.window().size() - margin).expandedTo(LEAST).boundedTo(LARGEST)
    dialog.resize(room.boundedTo(parent.screen().availableSize()))


class CoverDialog(QDialog):
    """Draw boxes and save them; closing with boxes that are not saved asks first.

    Attributes:
        command_key: Made once, so that a second click covers once.
    """

    wanted = Signal(object)  # tuple[Box, ...]: save these

    def __init__(self, picture: PictureView, history: str, parent: QWidget) -> None:
        """Show a picture.

        Args:
            picture: What is covered, with the boxes it has.
            history: Who covered it last, "" for nobody.
            parent: The window it stands on.
        """
        super().__init__(parent)
        self.picture = picture
        self.command_key = new_id()
        self._saving = False
        title = self.tr("遮挡“{name}”里的人脸和车牌").format(name=picture.name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.canvas = CoverCanvas(picture)
        self._title = label(title, "section")
        self._history = label(history, "caption")
        self._words = label("", "second")
        self._words.setWordWrap(True)
        self._pages = Strip("warn", icon="ph.warning")
        self._next = label("")
        self._next.setWordWrap(True)
        self._error = label("", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._make_buttons()
        self._lay_out()
        if picture.pages > 1:
            told = self.tr("这张图有 {pages} 页，遮挡后大家只看得到第 1 页。")
            self._pages.tell(told.format(pages=picture.pages))
        self.canvas.changed.connect(self._show_state)
        on_save(self, self.save)
        self._show_state()
        _fit_into(self, parent)
        self.canvas.setFocus()

    def _make_buttons(self) -> None:
        self.add_button = Button(
            self.tr("加一个框"), kind="quiet", icon="ph.plus", key="N", small=True
        )
        self.undo_button = Button(
            self.tr("撤销"), kind="quiet", icon="ph.arrow-u-up-left", key="Ctrl+Z", small=True
        )
        self.remove_button = Button(
            self.tr("删掉这个框"), kind="quiet", icon="ph.trash", key="Delete", small=True
        )
        self.add_button.clicked.connect(self.canvas.add_box)
        self.undo_button.clicked.connect(self.canvas.undo)
        self.remove_button.clicked.connect(self.canvas.remove_box)
        self._tools = [self.add_button, self.undo_button, self.remove_button]
        for button in self._tools:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._nearer = self._icon_button("ph.magnifying-glass-plus", self.tr("放大"))
        self._farther = self._icon_button("ph.magnifying-glass-minus", self.tr("缩小"))
        self._whole = self._icon_button("ph.corners-out", self.tr("看整张"))
        self._nearer.clicked.connect(lambda: self.canvas.zoom(ZOOM_STEP))
        self._farther.clicked.connect(lambda: self.canvas.zoom(1 / ZOOM_STEP))
        self._whole.clicked.connect(self.canvas.fit)
        leave = self.tr("不改") if self.picture.version else self.tr("先不遮")
        self.leave_button = Button(leave, kind="quiet")
        self.do_button = Button(self.tr("保存遮挡"), kind="primary", key="Ctrl+Return")
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.save)

    def _icon_button(self, icon: str, words: str) -> Button:
        button = Button(kind="quiet", icon=icon, small=True)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._history)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(self._pages)
        column.addWidget(self.canvas, 1)
        tools = QHBoxLayout()
        tools.setSpacing(6)
        for button in self._tools:
            tools.addWidget(button)
        tools.addStretch(1)
        for button in (self._farther, self._whole, self._nearer):
            tools.addWidget(button)
        column.addLayout(tools)
        column.addWidget(self._error)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._next, 1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.do_button)
        column.addLayout(foot)

    # -- state ---------------------------------------------------------------------------------

    @property
    def next_step(self) -> str:
        """What the foot says there is to do."""
        return self._next.text()

    @property
    def complaint(self) -> str:
        """Why it was not saved, "" for nothing."""
        return self._error.text() if not self._error.isHidden() else ""

    def _show_state(self) -> None:
        boxes = self.canvas.boxes
        self.undo_button.setEnabled(boxes.can_undo)
        self.remove_button.setEnabled(boxes.chosen is not None)
        self.add_button.setEnabled(not boxes.full)
        uncovers = not boxes.all and self.picture.version > 0
        self.do_button.setText(self.tr("取消遮挡") if uncovers else self.tr("保存遮挡"))
        self.do_button.set_kind("danger" if uncovers else "primary")
        self.do_button.updateGeometry()
        self._words.setText(self._consequence(uncovers=uncovers))
        self.setAccessibleDescription(self._words.text())
        self.do_button.setEnabled(boxes.changed and not self._saving)
        self._next.setText(self._next_words())

    def _consequence(self, *, uncovers: bool) -> str:
        if uncovers:
            return self.tr("保存后，能看这件事的人都看得到这张照片的全部内容。")
        return self.tr(
            "保存后，大家看到、打开、打印的都是遮挡后的图；原图留着，"
            "有权看个人信息的人写明事由才能看，并且留痕。"
        )

    def _next_words(self) -> str:
        boxes = self.canvas.boxes
        count = len(boxes.all)
        if self._saving:
            return self.tr("正在保存…")
        if not count and self.picture.version > 0:
            return self.tr("框都删掉了。遮错了照片就取消遮挡，不然请再画。")
        if not count:
            return self.tr("在人脸、车牌上按住鼠标拖出黑框；滚轮放大。")
        if boxes.full:
            words = self.tr("已画 {count} 处，到上限了。请用大一些的框合并着遮。")
            return words.format(count=MOST_BOXES)
        if not boxes.changed:
            return self.tr("已遮 {count} 处。拖动可以改，空白处再画。").format(count=count)
        return self.tr("已画 {count} 处。都遮好了就保存。").format(count=count)

    def save(self) -> None:
        """Ask for the boxes to be saved, once."""
        if self.do_button.isEnabled():
            self._saving = True
            self._error.hide()
            self.canvas.setEnabled(False)
            self._show_state()
            self.wanted.emit(self.canvas.boxes.all)

    def refuse(self, sentence: str) -> None:
        """Say why the boxes were not saved; they are still there."""
        self._saving = False
        self.canvas.setEnabled(True)
        self._error.setText(sentence)
        self._error.show()
        self._show_state()
        self.canvas.setFocus()

    def reject(self) -> None:
        """Leave; what was drawn and not saved is not thrown away without a question."""
        if self._saving:
            return
        if not self.canvas.boxes.changed or not self.isVisible():  # unseen: nobody could answer
            self._leave()
            return
        question = ConsequenceDialog(
            self.tr("不保存就关上？"),
            self.tr("画好的框没有保存，关上就没有了；照片还是原来的样子。"),
            do=self.tr("不保存"),
            leave=self.tr("接着画"),
            danger=True,
            parent=self,
        )
        question.accepted.connect(self._leave)
        question.finished.connect(question.deleteLater)
        question.open()

    def _leave(self) -> None:
        super().reject()


class PictureBoard(QWidget):
    """A picture fitted to the room there is."""

    def __init__(self, jpeg: bytes, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(jpeg)
        self.setAccessibleName(name)
        self.setMinimumSize(360, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), current().color("bg.sunken"))
        room = QRectF(self.rect())
        size = self._pixmap.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        whole = QRectF(0, 0, size.width(), size.height())
        whole.moveCenter(room.center())
        painter.drawPixmap(whole, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()


class OriginalDialog(QDialog):
    """Shows what a cover hides; ends after a minute, and whenever it is out of sight."""

    open_wanted = Signal()  # with the system's viewer

    def __init__(self, picture: PictureView, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture = picture
        self._left_s = SHOWN_S
        title = self.tr("原图：{name}").format(name=picture.name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.second = QTimer(self)
        self.second.setInterval(SECOND_MS)
        self.second.timeout.connect(self._count_down)
        self._left = label("", "caption")
        self.open_button = Button(
            self.tr("用电脑自己的程序打开（留痕）"), kind="link", icon="ph.arrow-square-out"
        )
        self.open_button.clicked.connect(self.open_wanted)
        self.close_button = Button(self.tr("关上"), kind="primary")
        self.close_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section"))
        column.addWidget(PictureBoard(picture.jpeg, title), 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._left, 1)
        foot.addWidget(self.open_button)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        _fit_into(self, parent)
        self._write_left()
        self.second.start()
        self.close_button.setFocus()

    def _count_down(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self.reject()
        else:
            self._write_left()

    def _write_left(self) -> None:
        words = self.tr("没有遮挡，别让旁人看到。{seconds} 秒后自动关上。")
        self._left.setText(words.format(seconds=self._left_s))

    def hideEvent(self, event: QHideEvent) -> None:
        self.second.stop()
        self.deleteLater()
        super().hideEvent(event)
