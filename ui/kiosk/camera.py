"""The camera a machine may have: what it sees, and one picture when somebody asks for it.

Nothing of it lies on a disk: a picture goes from the camera into memory and is packed there.
"""

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QLoggingCategory, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

SOON_MS = 1_500
PATIENCE_MS = 8_000
"""A camera another program holds often says nothing at all."""
MOST_PX, QUALITY = 2560, 92
QUIET = "qt.multimedia.*=false"


class Camera(QObject):
    """The first camera of the system; nothing is loaded until `look`.

    Attributes:
        is_there: A camera is attached.
    """

    seen = Signal(QImage)
    taken = Signal(QImage)
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_there = False
        self._devices: Any = None
        self._parts: list[Any] = []
        self._capture: Any = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._fail)

    def look_soon(self, *_opened: object) -> None:
        """Look in a moment, when nobody waits for a screen."""
        QTimer.singleShot(SOON_MS, self.look)

    def look(self) -> None:
        """See whether there is a camera, now and whenever one is plugged in or out."""
        if self._devices is not None:
            return
        QLoggingCategory.setFilterRules(QUIET)
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError:
            return
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._count)
        self._count()

    def start(self) -> None:
        """Begin to see; `failed` where the camera is gone or another program holds it."""
        self.stop()
        if not self.is_there:
            QTimer.singleShot(0, self._fail)
            return
        from PySide6.QtMultimedia import (
            QCamera,
            QImageCapture,
            QMediaCaptureSession,
            QMediaDevices,
            QVideoSink,
        )

        device = QMediaDevices.defaultVideoInput()
        session, camera = QMediaCaptureSession(self), QCamera(device, self)
        self._capture, sink = QImageCapture(self), QVideoSink(self)
        self._parts = [camera, self._capture, sink, session]
        sizes = [each for each in device.photoResolutions() if each.width() <= MOST_PX]
        if sizes:
            largest = max(sizes, key=lambda size: size.width() * size.height())
            self._capture.setResolution(largest)
        session.setCamera(camera)
        session.setImageCapture(self._capture)
        session.setVideoSink(sink)
        camera.errorOccurred.connect(self._fail)
        self._capture.errorOccurred.connect(self._fail)
        self._capture.imageCaptured.connect(self._captured)
        sink.videoFrameChanged.connect(self._frame)
        self._patience.start()
        camera.start()

    def take(self) -> None:
        """Take a picture; `taken` or `failed` follows."""
        if self._capture is None or not self._capture.isReadyForCapture():
            self._fail()
            return
        self._patience.start()
        self._capture.capture()

    def stop(self) -> None:
        """See no more."""
        self._patience.stop()
        for part in self._parts:
            part.blockSignals(True)  # noqa: FBT003  Qt's own
            part.deleteLater()
        if self._parts:
            self._parts[0].stop()
        self._parts, self._capture = [], None

    def _count(self) -> None:
        was, self.is_there = self.is_there, bool(self._devices.videoInputs())
        if was and not self.is_there and self._parts:
            self._fail()

    def _frame(self, frame: Any) -> None:
        self._patience.stop()
        image = frame.toImage()
        if not image.isNull():
            self.seen.emit(image)

    def _captured(self, _number: int, image: QImage) -> None:
        self._patience.stop()
        self.taken.emit(image)

    def _fail(self, *_told: object) -> None:
        self.stop()
        self.failed.emit()


def packed(image: QImage) -> bytes:
    """Return a picture as a JPEG of at most so many pixels; may be called from any thread."""
    if max(image.width(), image.height()) > MOST_PX:
        image = image.scaled(
            MOST_PX,
            MOST_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
