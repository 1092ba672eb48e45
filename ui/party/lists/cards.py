"""Lists of cards that are painted: a title, whose it is, small facts, and a mark or a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.core.icons import paint_icon
from ui.core.theme import current

GAP, PADDING, TICK_PX = 8, 12, 14
FACE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_INK = {"ok": "ok.text", "warn": "warn.text", "over": "over.text", "accent": "accent"}
_TINT = {"ok": "ok.bg", "warn": "warn.bg", "over": "over.bg", "accent": "accent.bg"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A small fact with a mark before it; `tone` is ok, warn or "" for quiet."""

    text: str
    icon: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CardFace:
    """What a card shows.

    Attributes:
        key: Of its row, None for one that stands for nothing yet.
        aside: At the right of the title; a chip where `chip` is said: ok, warn, over, accent, sus.
        facts: The third line, side by side.
        tail: Right end of the second line.
        tick: Whether it is ticked, None for a card without a box.
        look: plain, chosen (line and tint), ticked (line), sunken, dashed.
        share: 0 to 1 of a bar instead of facts, None for none; `full` paints it green.
        spoken: All of it in words, for screen readers.
    """

    key: UUID | None
    title: str
    second: str = ""
    aside: str = ""
    aside_tone: str = ""
    chip: str = ""
    facts: tuple[Fact, ...] = ()
    tail: str = ""
    tick: bool | None = None
    look: str = "plain"
    share: float | None = None
    full: bool = False

    @property
    def spoken(self) -> str:
        """Return all of it in words."""
        parts = (self.title, self.aside, self.second, self.tail, *(f.text for f in self.facts))
        return "，".join(part for part in parts if part)


class CardModel(QAbstractListModel):
    """The cards of one list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: tuple[CardFace, ...] = ()

    @property
    def faces(self) -> tuple[CardFace, ...]:
        """What is shown."""
        return self._faces

    def set_faces(self, faces: Sequence[CardFace]) -> None:
        """Show others; where the keys stay the same, only what changed is painted anew."""
        new = tuple(faces)
        if [face.key for face in new] == [face.key for face in self._faces]:
            self._faces = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._faces = new
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self._faces):
            return None
        face = self._faces[index.row()]
        if role == FACE_ROLE:
            return face
        spoken = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        return face.spoken if role in spoken else None

    def position_of(self, key: object) -> int | None:
        """Return where a key stands, None for nowhere."""
        return next((at for at, face in enumerate(self._faces) if face.key == key), None)


def card_height() -> int:
    """Return how high a card is without the gap under it."""
    kind = current().type
    return 2 * PADDING - 4 + kind.body_line + 2 * kind.caption_line + 6


class CardDelegate(QStyledItemDelegate):
    """Paints a `CardFace`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, card_height() + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        face = index.data(FACE_ROLE)
        if not isinstance(face, CardFace):
            return
        rect: QRect = option.rect
        state = option.state
        box = QRect(rect.left() + 1, rect.top() + 1, rect.width() - 2, card_height() - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        from PySide6.QtWidgets import QStyle

        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        _frame(painter, face, box, focused=focused)
        _words(painter, face, box)
        painter.restore()


def _frame(painter: QPainter, face: CardFace, box: QRect, *, focused: bool) -> None:
    theme = current()
    marked = face.look in ("chosen", "ticked", "dashed")
    line = "party" if marked else "accent" if focused else "border"
    pen = QPen(theme.color(line), 2 if marked or focused else 1)
    if face.look == "dashed":
        pen.setStyle(Qt.PenStyle.DashLine)
    ground = {"chosen": "party.bg", "sunken": "bg.sunken"}.get(face.look, "bg.surface")
    painter.setPen(pen)
    painter.setBrush(theme.color(ground))
    inner = QRectF(box).adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(inner, theme.sizes.radius, theme.sizes.radius)
    if focused and marked:
        painter.setPen(QPen(theme.color("party.line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner.adjusted(3, 3, -3, -3), 4, 4)


def _words(painter: QPainter, face: CardFace, box: QRect) -> None:
    theme = current()
    left, right = box.left() + PADDING, box.right() - PADDING
    top = box.top() + PADDING - 2
    if face.tick is not None:
        _tick(painter, QRectF(left, top + 3, TICK_PX, TICK_PX), ticked=face.tick)
        left += TICK_PX + 8
    used = _aside(painter, face, QRect(left, top, right - left, theme.type.body_line))
    quiet = face.look == "sunken"
    title = QRect(left, top, right - left - used, theme.type.body_line)
    font = theme.font("body", bold=True)
    _text(painter, face.title, title, font, "text.2" if quiet else "text")
    top += theme.type.body_line + 2
    tail = 0
    caption = theme.font("caption")
    line = QRect(left, top, right - left, theme.type.caption_line)
    if face.tail:
        tail = QFontMetrics(caption).horizontalAdvance(face.tail) + 12
        end = line.adjusted(line.width() - tail, 0, 0, 0)
        _text(painter, face.tail, end, caption, "text.3", right=True)
    _text(painter, face.second, line.adjusted(0, 0, -tail, 0), caption, "text.2")
    top += theme.type.caption_line + 4
    third = QRect(left, top, right - left, theme.type.caption_line)
    if face.share is not None:
        _bar(painter, face, third)
    else:
        _facts(painter, face.facts, third)


def _aside(painter: QPainter, face: CardFace, line: QRect) -> int:
    """Paint what stands right of the title; return how much room it took."""
    if not face.aside:
        return 0
    theme = current()
    font = theme.font("caption")
    width = QFontMetrics(font).horizontalAdvance(face.aside)
    if not face.chip:
        ink = _INK.get(face.aside_tone, "text.3")
        _text(painter, face.aside, line, font, ink, right=True)
        return width + 12
    icon = 16 if face.chip == "over" else 0
    box = QRectF(line.right() - width - 14 - icon, line.top(), width + 15 + icon, theme.sizes.chip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(_TINT.get(face.chip, "bg.track")))
    painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
    if icon:
        mark = QRectF(box.left() + 6, box.top() + 4, 12, 12)
        paint_icon(painter, "ph.warning-circle-fill", mark, "over")
    words = box.adjusted(7 + icon, 0, -7, 0).toRect()
    _text(painter, face.aside, words.adjusted(0, 0, 4, 0), font, _INK.get(face.chip, "text.2"))
    return int(box.width()) + 12


def _facts(painter: QPainter, facts: tuple[Fact, ...], line: QRect) -> None:
    theme = current()
    font = theme.font("caption")
    metrics = QFontMetrics(font)
    left = line.left()
    for fact in facts:
        room = line.right() - left
        if room < 2 * TICK_PX:
            return
        mark = QRectF(left, line.top() + (line.height() - TICK_PX) / 2, TICK_PX, TICK_PX)
        paint_icon(painter, fact.icon, mark, fact.tone or "text.3")
        left += TICK_PX + 4
        width = min(metrics.horizontalAdvance(fact.text) + 2, line.right() - left)
        words = QRect(left, line.top(), width, line.height())
        _text(painter, fact.text, words, font, "text.2")
        left += width + 12


def _bar(painter: QPainter, face: CardFace, line: QRect) -> None:
    theme = current()
    high = 6
    track = QRectF(line.left(), line.top() + 5, line.width(), high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("bg.track"))
    painter.drawRoundedRect(track, theme.sizes.radius_bar, theme.sizes.radius_bar)
    done = QRectF(track.left(), track.top(), track.width() * (face.share or 0), high)
    painter.setBrush(theme.color("ok") if face.full else _slate())
    painter.drawRoundedRect(done, theme.sizes.radius_bar, theme.sizes.radius_bar)


def _slate() -> object:
    from ui.core.theme import paint_color

    return paint_color(current().chart.done)


def _tick(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    theme = current()
    painter.setPen(QPen(theme.color("party" if ticked else "border.control"), 1))
    painter.setBrush(theme.color("party.fill" if ticked else "bg.surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        paint_icon(painter, "ph.check-bold", box.adjusted(2, 2, -2, -2), "text.onfill")


def _text(
    painter: QPainter, text: str, rect: QRect, font: object, ink: str, *, right: bool = False
) -> None:
    painter.setFont(font)  # type: ignore[arg-type]
    painter.setPen(current().color(ink))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(painter.font()).elidedText(
        text, Qt.TextElideMode.ElideRight, max(rect.width(), 0)
    )
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


class CardList(QListView):
    """A list of cards, walked with the arrows; Space ticks, Enter opens."""

    moved = Signal()  # scrolled or laid out anew
    chosen = Signal(object)  # UUID or None: another card is current
    ticked = Signal(object)  # UUID
    opened = Signal(object)  # UUID
    side_wanted = Signal(object)  # -1 left, 1 right

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.setProperty("surface", "board")
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.key()))
        self.doubleClicked.connect(lambda _: self._open())

    def key(self) -> UUID | None:
        """Return the key of the current card."""
        face = self.face()
        return face.key if face is not None else None

    def face(self) -> CardFace | None:
        """Return the current card."""
        face = self.currentIndex().data(FACE_ROLE) if self.currentIndex().isValid() else None
        return face if isinstance(face, CardFace) else None

    def set_faces(self, faces: Sequence[CardFace]) -> None:
        """Show others and stay at the current card."""
        key = self.key()
        self.cards.set_faces(faces)
        at = self.cards.position_of(key) if key is not None else None
        if at is not None and self.currentIndex().row() != at:
            self.setCurrentIndex(self.cards.index(at))
        self.moved.emit()

    def go_to(self, key: UUID | None) -> None:
        """Make a card current."""
        at = self.cards.position_of(key) if key is not None else None
        if at is not None:
            self.setCurrentIndex(self.cards.index(at))

    def middle_of(self, at: int) -> int:
        """Return where the middle of a card lies, in pixels from the top of the list."""
        rect = self.visualRect(self.cards.index(at))
        return rect.top() + card_height() // 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        face = self.face()
        hit = self.indexAt(event.position().toPoint()) == self.currentIndex()
        left = event.button() is Qt.MouseButton.LeftButton
        if hit and left and face is not None and face.tick is not None:
            self.ticked.emit(face.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        face = self.face()
        match event.key():
            case Qt.Key.Key_Space if face is not None and face.tick is not None:
                self.ticked.emit(face.key)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if (
                event.modifiers() == Qt.KeyboardModifier.NoModifier
            ):
                self._open()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.side_wanted.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.moved.emit()

    def _open(self) -> None:
        if (key := self.key()) is not None:
            self.opened.emit(key)
