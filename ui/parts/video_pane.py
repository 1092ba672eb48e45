"""A stream or a film in a pane: muted, tried again with longer and longer pauses, never a frozen
picture that pretends to be live.

The media library does its work beside the window; here is only waited by timers. Whoever embeds
the pane sees to it that an opening is journaled, and gives the address only then.
"""

import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QLoggingCategory, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core.theme import current
from ui.parts.media_quiet import QUIET, hush

PAUSES_S = (2, 4, 8, 16, 30, 60)
"""Seconds until an address is tried again, the last one from then on."""
ANSWER_S, OLD_S, LOST_S = 10.0, 3.0, 15.0
"""Seconds an address has to answer in; after which a picture is called old; and lost."""
TICK_MS, REPAINT_S = 250, 0.08
STANDING = 0.35
"""Opacity of a picture that is not live."""


class PaneState(StrEnum):
    """What a pane does."""

    EMPTY = "empty"
    OPENING = "opening"
    LIVE = "live"
    OLD = "old"  # the last picture is older than it should be
    WAITING = "waiting"  # until it is tried again
    ENDED = "ended"  # a film is over
    RESTING = "resting"  # the pane is not seen


def pause_after(tries: int) -> int:
    """Return the seconds until the next try, after so many that failed."""
    return PAUSES_S[min(max(tries, 1), len(PAUSES_S)) - 1]


class VideoPane(QWidget):
    """Shows the picture as large as it fits, and over it how old it is where it is not live."""

    state_changed = Signal(object)  # PaneState

    def __init__(self, parent: QWidget | None = None, *, answer_s: float = ANSWER_S) -> None:
        """Make an empty pane; an address that does not answer within `answer_s` is tried again."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._answer_s = answer_s
        self._url = QUrl()
        self._player: QMediaPlayer | None = None
        self._sink: QVideoSink | None = None
        self._muted = True
        self.words_px = 0  # height of what is said; 0 as on a desk
        self._frame = QVideoFrame()
        self._image = QImage()
        self._tries = 0
        self._since = self._framed = self._painted = 0.0
        self._next = 0.0
        self.state = PaneState.EMPTY
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._look)
        self._say()

    # -- what the embedder uses ----------------------------------------------------------------

    def open(self, address: str) -> None:
        """Show another stream; "" for none, and none for what would be read from a disk."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        self._show(url if url.host() and not url.isLocalFile() else QUrl())

    def open_film(self, file: Path) -> None:
        """Show a film of this computer that somebody chose here."""
        self._show(QUrl.fromLocalFile(str(file)))

    def _show(self, url: QUrl) -> None:
        self._drop()
        self._frame, self._image, self._tries = QVideoFrame(), QImage(), 0
        self._framed = 0.0  # else a stream that never answers is said to have stopped
        self._url = url
        if not self._url.isValid() or self._url.isEmpty():
            self._tick.stop()
            self._become(PaneState.EMPTY)
        elif self.isVisible():
            self._try()
        else:
            self._become(PaneState.RESTING)

    def close_picture(self) -> None:
        """Show nothing any more."""
        self.open("")

    def set_muted(self, *, muted: bool) -> None:
        """Let the sound be heard, or not; at first it is not."""
        self._muted = muted
        if self._player is not None:
            self._sound(self._player)

    def age_s(self) -> float | None:
        """Return how old the last picture is, None where there was none."""
        return time.monotonic() - self._framed if self._framed else None

    def words(self) -> str:
        """Return what is said of the picture, "" while it is live."""
        if self.state is PaneState.EMPTY:
            return self.tr("没有打开画面")
        if self.state is PaneState.OPENING:
            return self.tr("正在接通……")
        if self.state is PaneState.ENDED:
            return self.tr("放完了")
        if self.state is PaneState.RESTING:
            return self.tr("没有在看，已停下")
        if self.state is PaneState.OLD:
            return self.tr("画面停在 {seconds} 秒前").format(seconds=int(self.age_s() or 0))
        if self.state is PaneState.WAITING:
            left = max(0, round(self._next - time.monotonic()))
            words = self.tr("接不通：地址没有答复，{left} 秒后再试（第 {tries} 次）")
            if self._framed:
                words = self.tr("画面断了，{left} 秒后再试（第 {tries} 次）")
            return words.format(left=left, tries=self._tries)
        return ""

    # -- the stream ----------------------------------------------------------------------------

    def _try(self) -> None:
        self._drop()
        QLoggingCategory.setFilterRules(QUIET)
        player, sink = QMediaPlayer(self), QVideoSink(self)
        hush()
        self._player, self._sink = player, sink
        player.setVideoSink(sink)
        self._sound(player)
        sink.videoFrameChanged.connect(self._came)
        player.mediaStatusChanged.connect(self._status)
        player.errorOccurred.connect(lambda *_: self._fail())
        self._since = time.monotonic()
        self._become(PaneState.OPENING)
        self._tick.start()
        player.setSource(self._url)
        player.play()

    def _sound(self, player: QMediaPlayer) -> None:
        """Without an output nothing of the sound is even decoded."""
        output: Any = None if self._muted else QAudioOutput(player)
        player.setAudioOutput(output)

    def _drop(self) -> None:
        """Let go of the stream; the player is taken apart when the event loop comes round."""
        player, sink = self._player, self._sink
        self._player = self._sink = None
        if player is None or sink is None:
            return
        for source in (sink, player):
            source.blockSignals(True)  # noqa: FBT003  Qt's
        player.stop()
        player.setSource(QUrl())
        player.deleteLater()
        sink.deleteLater()

    def _came(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        self._frame, self._framed, self._tries = frame, time.monotonic(), 0
        self._image = QImage()
        if self.state is not PaneState.LIVE:
            self._become(PaneState.LIVE)
        elif self._framed - self._painted >= REPAINT_S:
            self.update()

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail()
        elif status is QMediaPlayer.MediaStatus.EndOfMedia:
            if self._url.isLocalFile():
                self._drop()
                self._tick.stop()
                self._become(PaneState.ENDED)
            else:
                self._fail()

    def _fail(self) -> None:
        if self.state in (PaneState.WAITING, PaneState.EMPTY, PaneState.RESTING):
            return
        self._drop()
        self._tries += 1
        self._next = time.monotonic() + pause_after(self._tries)
        self._become(PaneState.WAITING)

    def _look(self) -> None:
        """See how old the picture is, and whether it is time to try again."""
        now = time.monotonic()
        if self.state is PaneState.WAITING:
            self._say()
            if now >= self._next:
                self._try()
        elif self.state is PaneState.OPENING:
            if now - self._since > self._answer_s:
                self._fail()
        elif self.state in (PaneState.LIVE, PaneState.OLD):
            age = now - self._framed
            if age > LOST_S:
                self._fail()
            elif age > OLD_S:
                self._become(PaneState.OLD)

    def _become(self, state: PaneState) -> None:
        changed = state is not self.state
        self.state = state
        self._say()
        if changed:
            self.state_changed.emit(state)

    def _say(self) -> None:
        self.setAccessibleName(self.words() or self.tr("画面"))
        self.update()

    # -- the window ----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.state is PaneState.RESTING:
            self._try()

    def hideEvent(self, event: QHideEvent) -> None:
        """A pane nobody sees draws nothing from the network."""
        super().hideEvent(event)
        if self.state not in (PaneState.EMPTY, PaneState.ENDED):
            self._drop()
            self._tick.stop()
            self._become(PaneState.RESTING)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        self._painted = time.monotonic()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.color("bg.sunken"))
        if self._image.isNull() and self._frame.isValid():
            self._image = self._frame.toImage()
        if not self._image.isNull():
            # what stands is dim from afar already, before anybody has read that it does
            painter.setOpacity(STANDING if self.state in (PaneState.OLD, PaneState.WAITING) else 1)
            painter.drawImage(self._fitted(), self._image)
            painter.setOpacity(1)
        if words := self.words():
            self._paint_words(painter, words)
        painter.end()

    def _fitted(self) -> QRectF:
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _paint_words(self, painter: QPainter, words: str) -> None:
        """Say it in the middle of an empty pane, on a plate over the foot of a picture."""
        theme = current()
        written = theme.font("body")
        if self.words_px:
            written.setPixelSize(self.words_px)
        painter.setFont(written)
        box = QRectF(self.rect()).adjusted(12, 0, -12, 0)
        if not self._image.isNull():
            box.setTop(box.bottom() - 2 * max(theme.type.body_line, self.words_px))
            painter.fillRect(box.adjusted(-12, 0, 12, 0), theme.color("bg.surface"))
        tone = "over.text" if self.state is PaneState.WAITING else "text.2"
        painter.setPen(theme.color(tone))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, int(flags), words)
