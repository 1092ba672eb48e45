"""One screen of the wall: the sentence on top, the tiles of a scene, the strip of a message."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.command.posture.rules import PostureLevel
from app.command.wall.figures import CentreState, Reading
from app.command.wall.rules import CameraWish, Severity
from app.command.wall.scenes import Cell, Layout, Scene, TileSpec
from app.core.clock import local
from app.core.words import label
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.wall.feed import WallFeed
from ui.wall.findings import finding, readings_of
from ui.wall.ink import BODY, CAPTION, MIDDLE, RIGHT, fitting, width_of, write
from ui.wall.map_tile import MapTile
from ui.wall.tile import Tile, TroubleTile
from ui.wall.tiles import make_tile

PADDING, GAP, HEADER = 32, 24, 96
STRIP = 72
WIDE_FROM = 2.4
"""A screen so many times as wide as it is high has room of its own for tiles."""
DESIGN_HEIGHT, DESIGN_WIDTH = 1080.0, 1920.0
_EXTRA = {
    Reading.PLACES: Reading.GROUND,
    Reading.PARTY: Reading.GROUND,
    Reading.INCIDENT: Reading.GROUND,
}
"""What a reading is drawn on or named by."""


_STRIPS = {
    Severity.NOTE: ("accent.line", "accent.bg", "text"),
    Severity.WARN: ("warn", "bg.surface", "warn.text"),
    Severity.MAJOR: ("warn", "warn.bg", "warn.text"),
}
"""Line, ground and letters of the strip: what is major is unmistakable, and not red."""


class SceneView(QWidget):
    """Shows a scene in whatever size it is given.

    Attributes:
        scene: What it shows.
        tiles: Its tiles, in the order of the file.
    """

    keyed = Signal(int)  # a key that steers the wall

    def __init__(self, feed: WallFeed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.feed = feed
        self.scene = Scene("", "")
        self.tiles: list[Tile] = []
        self._specs: Sequence[TileSpec | None] = []  # of each tile; None fills the screen
        self._camera: CameraWish | None = None
        self._titles: tuple[tuple[str, bool], ...] = ()
        self._message = ""
        self._severity = Severity.NOTE
        self._is_paused = False
        self._shift = QPoint()
        self._told: tuple[str, ...] = ()
        feed.updated.connect(self._refresh)
        feed.lost.connect(self._repaint_all)

    # -- what is shown -------------------------------------------------------------------------

    def show_scene(self, scene: Scene) -> None:
        """Show another scene: its tiles take the place of those there were."""
        if scene == self.scene:
            return
        self.scene = scene
        self._clear(self.tiles)
        self.tiles, self._specs = [], []
        if scene.trouble:
            self.tiles = [TroubleTile(self.feed, f"{scene.name}.toml：{scene.trouble}", self)]
            self._specs = [None]
        self._furnish()
        self.setAccessibleName(scene.title)
        self.update()

    def _furnish(self) -> None:
        """Make the tiles that are wanted and not there, and let go of those wanted no more: what
        stands only beside a camera, and the players with it, is not even made before.
        """
        on = self._camera is not None
        made = {id(spec): tile for spec, tile in zip(self._specs, self.tiles, strict=True)}
        if not self.scene.trouble:
            wanted = [each for each in self.scene.tiles if on or each.at or each.wide]
            self.tiles = [
                made.pop(id(each)) if id(each) in made else make_tile(each.show, self.feed, self)
                for each in wanted
            ]
            self._specs = wanted
            self._clear(made.values())
        for tile in self.tiles:
            tile.set_camera(self._camera)
        self._lay_out()

    def _clear(self, tiles: Iterable[Tile]) -> None:
        for tile in tiles:
            tile.set_camera(None)
            tile.hide()
            tile.deleteLater()

    def readings(self) -> frozenset[Reading]:
        """Return what has to be read for what is shown."""
        found = {tile.reading for tile in self.tiles if tile.reading is not None}
        found |= readings_of(self.scene.finding)
        return frozenset(found | {_EXTRA[reading] for reading in found if reading in _EXTRA})

    def set_titles(self, titles: tuple[tuple[str, bool], ...]) -> None:
        """Name the scenes of the round, and which one this is."""
        if titles != self._titles:
            self._titles = titles
            self.update()

    def set_message(self, message: str, severity: Severity = Severity.NOTE) -> None:
        """Show a strip of text at the bottom; "" takes it away."""
        if (message, severity) != (self._message, self._severity):
            self._message, self._severity = message, severity
            self._lay_out()
            self.update()

    @property
    def message(self) -> str:
        """What the strip says."""
        return self._message

    def focus(self, code: str, point: tuple[float, float] | None) -> None:
        """Have its maps look at a community, or about a point."""
        for tile in self.tiles:
            if isinstance(tile, MapTile):
                tile.focus(code, point)

    def set_camera(self, camera: CameraWish | None) -> None:
        """Have its picture tiles show a camera, None for none; and make room for it, as long as
        its time lasts.
        """
        if camera is not None and camera.until <= self.feed.clock.now():
            camera = None
        if camera != self._camera:
            self._camera = camera
            self._furnish()

    def set_paused(self, *, on: bool) -> None:
        """Say that the scene stays."""
        if on != self._is_paused:
            self._is_paused = on
            self.update()

    def shift(self, by: QPoint) -> None:
        """Move everything by a few pixels, so that nothing burns into the screen."""
        if by != self._shift:
            self._shift = by
            self._lay_out()
            self.update()

    def look(self) -> None:
        """See whether time has changed what is said; called every second."""
        for tile in self.tiles:
            tile.look()
        told = self._header_words()
        if told != self._told:
            self._told = told
            self.update(self._header())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_quit = event.key() == Qt.Key.Key_Q
        if is_quit and event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return
        if is_quit or event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.keyed.emit(int(event.key()))

    def _refresh(self, reading: Reading) -> None:
        for tile in self.tiles:
            if tile.reading is reading or _EXTRA.get(tile.reading or reading) is reading:
                tile.update()
        if reading is Reading.STATE or reading in readings_of(self.scene.finding):
            self.update(self._header())

    def _repaint_all(self, _lost: object) -> None:
        self.update()
        for tile in self.tiles:
            tile.update()

    # -- measures ------------------------------------------------------------------------------

    @property
    def is_wide(self) -> bool:
        """Tell whether tiles stand as on a wide screen."""
        wide = self.width() >= WIDE_FROM * max(1, self.height())
        return wide and self.scene.wide is not None

    @property
    def scale(self) -> float:
        """Pixels of this screen for each measure of the design."""
        by_height = self.height() / DESIGN_HEIGHT
        return max(0.25, min(by_height, self.width() / DESIGN_WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _header(self) -> QRect:
        return QRect(0, 0, self.width(), round((PADDING + HEADER) * self.scale) + 8)

    def _lay_out(self) -> None:
        scale = self.scale
        wide = self.is_wide
        layout = self.scene.wide if wide and self.scene.wide is not None else self.scene.layout
        below = (STRIP + GAP if self._message else 0) * scale
        top = (PADDING + HEADER + GAP / 2) * scale
        area = QRectF(
            PADDING * scale + self._shift.x(),
            top + self._shift.y(),
            self.width() - 2 * PADDING * scale,
            self.height() - top - PADDING * scale - below,
        )
        on = self._camera is not None
        for tile, spec in zip(self.tiles, self._specs, strict=True):
            cell = spec.cell(wide=wide, with_camera=on) if spec is not None else Cell(0, 0)
            tile.setVisible(cell is not None)
            if cell is not None:
                tile.scale = scale
                tile.setGeometry(_place(cell, layout, area, GAP * scale))

    # -- painting ------------------------------------------------------------------------------

    def _header_words(self) -> tuple[str, ...]:
        now = local(self.feed.clock.now())
        days = (
            *(self.tr("周一"), self.tr("周二"), self.tr("周三"), self.tr("周四")),
            *(self.tr("周五"), self.tr("周六"), self.tr("周日")),
        )
        day = self.tr("{month} 月 {day} 日 {weekday}").format(
            month=now.month, day=now.day, weekday=days[now.weekday()]
        )
        name = self.feed.settings.centre_name or self.tr("街治通")
        return name, finding(self.scene.finding, self.feed), f"{now:%H:%M}", day

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), current().color("bg.window"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._shift)
        painter.scale(self.scale, self.scale)
        width, height = self.width() / self.scale, self.height() / self.scale
        if event.rect().top() < self._header().bottom():
            self._paint_header(painter, QRectF(PADDING, PADDING - 8, width - 2 * PADDING, HEADER))
        if self._message:
            strip = QRectF(PADDING, height - PADDING - STRIP, width - 2 * PADDING, STRIP)
            self._paint_strip(painter, strip)
        painter.end()

    def _paint_header(self, painter: QPainter, box: QRectF) -> None:
        name, found, clock, day = self._header_words()
        self._paint_posture(painter, box)
        right = QRectF(box.right() - 240, box.y(), 240, 64)
        write(painter, right, clock, 64, "text", bold=True, align=RIGHT)
        write(painter, right.translated(0, 62), day, BODY, "text.2", align=RIGHT)
        left = box.right() - 270 - self._paint_titles(painter, box)
        room = left - box.x() - 24
        write(painter, QRectF(box.x(), box.y(), room, 36), name, BODY, "text.2")
        lost = self._lost_words()
        token = "warn.text" if lost else "text"
        told = lost or found or self.scene.title
        level = self._posture()
        if level is not PostureLevel.NORMAL and not lost:
            told = self.tr("{level}·{told}").format(level=label(level), told=told)
            token = "warn.text"
        line = QRectF(box.x(), box.y() + 38, room, 62)
        write(painter, line, told, fitting(told, 48, room, bold=True), token, bold=True)

    def _posture(self) -> PostureLevel:
        kept = self.feed.at(Reading.STATE)
        value = kept.value if kept is not None else None
        return value.posture.level if isinstance(value, CentreState) else PostureLevel.NORMAL

    def _paint_posture(self, painter: QPainter, box: QRectF) -> None:
        """Put the header on an amber band while the posture is not the everyday one."""
        if self._posture() is PostureLevel.NORMAL:
            return
        painter.setPen(QPen(current().color("warn"), 3))
        painter.setBrush(current().color("warn.bg"))
        painter.drawRoundedRect(box.adjusted(-16, -10, 16, 18), 8, 8)

    def _lost_words(self) -> str:
        """Return what is said while the database is away, "" while it is there."""
        if not self.feed.is_lost or self.feed.lost_at is None:
            return ""
        if self.feed.trouble:
            return self.feed.trouble
        since = f"{local(self.feed.lost_at):%H:%M}"
        return self.tr("{time} 起连不上数据库，显示断开前的数").format(time=since)

    def _paint_titles(self, painter: QPainter, box: QRectF) -> float:
        """Paint the names of the scenes at the right; return how wide they are."""
        wide = sum(width_of(title, CAPTION + 1) + 26 for title, _ in self._titles)
        x = box.right() - 260 - wide
        for title, is_here in self._titles:
            length = width_of(title, CAPTION + 1, bold=is_here) + 2
            at = QRectF(x, box.y() + 34, length, 36)
            token = "text" if is_here else "text.3"
            write(painter, at, title, CAPTION + 1, token, bold=is_here)
            if is_here:
                painter.setPen(QPen(current().color("accent"), 3))
                painter.drawLine(at.bottomLeft(), at.bottomRight())
            x += length + 26
        if self._is_paused:
            at = QRectF(box.right() - 260 - 130, box.y() + 72, 120, 30)
            write(painter, at, self.tr("停在这里"), CAPTION, "text.3", align=RIGHT)
        return wide

    def _paint_strip(self, painter: QPainter, box: QRectF) -> None:
        line, fill, ink = _STRIPS[self._severity]
        painter.setPen(QPen(current().color(line), 3))
        painter.setBrush(current().color(fill))
        painter.drawRoundedRect(box, 8, 8)
        inner = box.adjusted(24, 0, -24, 0)
        if self._severity is not Severity.NOTE:
            mark = QRectF(inner.x(), inner.y() + 12, 48, 48)
            paint_icon(painter, "ph.warning-octagon-fill", mark, ink)
            inner.adjust(64, 0, -64, 0)
        size = fitting(self._message, 40, inner.width(), bold=True)
        write(painter, inner, self._message, size, ink, bold=True, align=MIDDLE)


def _place(cell: Cell, layout: Layout, area: QRectF, gap: float) -> QRect:
    x, width = _span(layout.columns, cell.column, cell.columns, area.x(), area.width(), gap)
    y, height = _span(layout.rows, cell.row, cell.rows, area.y(), area.height(), gap)
    return QRectF(x, y, width, height).toRect()


def _span(
    shares: tuple[float, ...], first: int, many: int, start: float, room: float, gap: float
) -> tuple[float, float]:
    unit = (room - gap * (len(shares) - 1)) / sum(shares)
    begin = start + sum(shares[:first]) * unit + gap * first
    return begin, sum(shares[first : first + many]) * unit + gap * (many - 1)
