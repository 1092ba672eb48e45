"""The numbers of a paper, a line each: what it is, how it came about, whether it still holds."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.papers.briefing.figures import Figure, FigureKind
from ui.core.icons import paint_icon
from ui.core.theme import current

NUMBER_PX, ASIDE_PX = 68, 96
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A number.

    Attributes:
        now: As it is counted now, None while nobody has looked or where it holds.
        moving: It is another one at every moment, so nobody wonders.
    """

    figure: Figure
    now: str | None = None
    moving: bool = False


class FigureModel(QAbstractListModel):
    """Lines in the order they stand on the paper."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[FigureLine, ...] = ()

    def show(self, lines: tuple[FigureLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{line.figure.label} {line.figure.text} {self.aside(line)}"
        return None

    def aside(self, line: FigureLine) -> str:
        """Return how a number came about, or what it is now."""
        if line.now is not None:
            return self.tr("现在 {now}").format(now=line.now)
        figure = line.figure
        if figure.parts is None:
            return self.tr("{count} 行").format(count=figure.text)
        between = self.tr("{now} 对 {before}") if figure.kind is FigureKind.CHANGE else "{} / {}"
        if figure.kind is FigureKind.CHANGE:
            return between.format(now=figure.parts[0], before=figure.parts[1])
        return between.format(*figure.parts)


class _Painter(QStyledItemDelegate):
    """Paints a line: the number, its name, how it came about, a mark."""

    def __init__(self, model: FigureModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, current().sizes.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, line = current(), index.data(Qt.ItemDataRole.UserRole)
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        changed = line.now is not None and not line.moving
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("bg.selected"))
        elif changed:
            painter.fillRect(rect, theme.color("warn.bg"))
        painter.setPen(theme.color("border.subtle"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._words(painter, rect.adjusted(8, 0, -12, 0), line, changed=changed)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, line: FigureLine, *, changed: bool) -> None:
        theme, side = current(), current().sizes.icon_small
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.color("warn.text" if changed else "text"))
        painter.drawText(
            QRect(rect.left(), rect.top(), NUMBER_PX, rect.height()),
            middle | right,
            line.figure.text if len(line.figure.text) < 9 else line.figure.text.split("（")[0],
        )
        icon = QRect(rect.right() - side, rect.center().y() - side // 2, side, side)
        name, token = ("ph.warning-circle", "warn") if changed else ("ph.check-circle", "ok")
        if line.moving:
            name, token = "ph.clock", "text.3"
        paint_icon(painter, name, icon, token)
        aside = QRect(icon.left() - ASIDE_PX - 6, rect.top(), ASIDE_PX, rect.height())
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("warn.text" if changed else "text.3"))
        painter.drawText(aside, middle | right, self._model.aside(line))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        left = rect.left() + NUMBER_PX + 10
        words = QRect(left, rect.top(), aside.left() - left - 6, rect.height())
        shown = painter.fontMetrics().elidedText(
            line.figure.label, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, middle, shown)


class FigureList(QListView):
    """Lists numbers; arrows walk, Enter opens what one counts."""

    chosen = Signal(object)  # name of a figure
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FigureModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self._model, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("文书里的数字"))
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.activated.connect(lambda index: self.opened.emit(self._name(index)))
        self._quiet = False

    def show_lines(self, lines: tuple[FigureLine, ...], chosen: str) -> None:
        """Show lines, one of them chosen."""
        self._quiet = True
        self._model.show(lines)
        self._quiet = False
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Choose a line without saying so."""
        self._quiet = True
        for at, line in enumerate(self._model.lines):
            if line.figure.name == name:
                self.setCurrentIndex(self._model.index(at))
                break
        else:
            self.clearSelection()
        self._quiet = False

    @property
    def lines(self) -> tuple[FigureLine, ...]:
        """What is listed."""
        return self._model.lines

    def _name(self, index: AnyIndex) -> str:
        return str(self._model.lines[index.row()].figure.name) if index.isValid() else ""

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(self._name(now))
