"""A photo of the thing? Only where the machine has a camera; nobody has to."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.kiosk.photos import small_photo
from ui.core.theme import current
from ui.kiosk.camera import packed
from ui.kiosk.controls import BigButton
from ui.kiosk.screens.base import Screen, Stage, while_shown


class PicturePane(QWidget):
    """Shows a picture as large as it fits; nothing of it stays once it is emptied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("照片"))

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to see."""
        return self._image.isNull()

    def show_image(self, image: QImage) -> None:
        """Show another picture; an empty one for nothing."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(theme.color("border.control"))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        if self._image.isNull():
            painter.setFont(theme.font("section"))
            painter.setPen(theme.color("text.2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("正在打开摄像头……"))
        else:
            inner = box.adjusted(8, 8, -8, -8)
            size = self._image.size().scaled(
                inner.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(inner.center())
            painter.drawImage(place, self._image)
        painter.end()


class PhotoScreen(Screen):
    """The screen “要拍张照片吗？”."""

    asked_at = 4

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage, self.tr("要拍张照片吗？"), self.tr("把东西对准上面的镜头；不拍也可以")
        )
        self.pane = PicturePane()
        self.body.addWidget(self.pane, 1)
        self._without = BigButton(self.tr("不拍照片"), self._leave_out, icon="ph.arrow-right")
        self._again = BigButton(self.tr("重拍"), self._look, icon="ph.arrow-counter-clockwise")
        self._take = BigButton(self.tr("拍照"), self._shoot, icon="ph.camera", primary=True)
        self._use = BigButton(self.tr("就用这张"), self._go_on, icon="ph.check", primary=True)
        self.add_foot(self._without, self._again, self._take, self._use)
        camera = stage.camera
        camera.seen.connect(self._seen)
        camera.taken.connect(self._taken)
        camera.failed.connect(self._failed)
        self._looks = False
        self._show()

    def entered(self) -> None:
        if self.stage.visit.photo:
            self.pane.show_image(QImage.fromData(self.stage.visit.photo))
            self._show()
        else:
            self._look()

    def _look(self) -> None:
        self.stage.visit.photo = b""
        self.pane.show_image(QImage())
        self.say(self.tr("把东西对准上面的镜头；不拍也可以"))
        self._looks = True
        self.stage.camera.start()
        self._show()

    def _show(self) -> None:
        has = bool(self.stage.visit.photo)
        self._use.setVisible(has)
        self._again.setVisible(has or not self._looks)
        self._take.setVisible(self._looks and not has)
        self._take.setEnabled(self._looks and not self.pane.is_empty)
        self._without.setText(self.tr("不要照片") if has else self.tr("不拍照片"))
        self._without.setAccessibleName(self._without.text())

    def _seen(self, image: QImage) -> None:
        if self._looks and self.stage.shown is self:
            first = self.pane.is_empty
            self.pane.show_image(image)
            if first:
                self._show()

    def _shoot(self) -> None:
        self._take.setEnabled(False)
        self.stage.camera.take()

    def _taken(self, image: QImage) -> None:
        if not self._looks or self.stage.shown is not self:
            return
        self._looks = False
        self.stage.camera.stop()
        self.pane.show_image(image)
        self.stage.machine.jobs.draw(
            lambda: small_photo(packed(image)),
            while_shown(self, self._kept),
            while_shown(self, self._not_kept),
        )

    def _kept(self, photo: bytes) -> None:
        self.stage.visit.photo = photo
        self.pane.show_image(QImage.fromData(photo))
        self.say(self.tr("看得清吗？不满意可以重拍"))
        self._show()

    def _not_kept(self, _error: BaseException) -> None:
        self.pane.show_image(QImage())
        self.say(self.tr("这张照片用不了，请重拍一张，或者不拍照片"), wrong=True)
        self._show()

    def _failed(self) -> None:
        if self.stage.shown is not self:
            return
        self._looks = False
        self.pane.show_image(QImage())
        self.say(self.tr("摄像头现在用不了，不拍照片也能交，请点“不拍照片”"), wrong=True)
        self._show()

    def _leave_out(self) -> None:
        self.stage.visit.photo = b""
        self._go_on()

    def _go_on(self) -> None:
        from ui.kiosk.screens.phone import PhoneScreen

        self.stage.go(PhoneScreen)

    def wipe(self) -> None:
        super().wipe()
        self._looks = False
        self.stage.camera.stop()
        self.pane.show_image(QImage())


def photo_or_phone(stage: Stage) -> Screen:
    """Return the screen that comes after the words."""
    if stage.offers_photo:
        return PhotoScreen(stage)
    from ui.kiosk.screens.phone import PhoneScreen

    return PhoneScreen(stage)
