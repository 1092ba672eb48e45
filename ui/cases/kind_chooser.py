"""Which kind of case a text sounds like: proposals as chips, and a search for all others."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.cases.queries.categories import CategoryRow, categories, suggest
from app.core.changes import Topic
from ui.core.chips import FlowRow
from ui.core.controls import Button, label
from ui.core.hub import Refresher
from ui.core.icons import paint_icon
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.core.theme import current
from ui.parts.pickers import CategoryPicker
from ui.parts.tab_order import tab_before

CHIP_PX = 24


class KindChip(QAbstractButton):
    """One proposal; a tick stands before the one that is taken."""

    def __init__(self, row: CategoryRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setText(row.path)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(row.path)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(current().font("caption")).horizontalAdvance(self.text())
        tick = current().sizes.icon_small + 4 if self.isChecked() else 0
        return QSize(width + tick + 18, CHIP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, chosen = current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = "accent" if self.hasFocus() else "accent.line" if chosen else "border.control"
        painter.setPen(QPen(theme.color(line), 2 if self.hasFocus() else 1))
        near = "bg.hover" if self.underMouse() else "bg.surface"
        painter.setBrush(theme.color("accent.bg" if chosen else near))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        left = 9.0
        if chosen:
            side = theme.sizes.icon_small
            mark = QRectF(left, round((self.height() - side) / 2), side, side)
            paint_icon(painter, "ph.check-bold", mark, "accent")
            left += side + 4
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("accent" if chosen else "text"))
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class KindChooser(QWidget):
    """Proposes kinds from the text until somebody chooses one."""

    chosen = Signal(object)  # CategoryRow | None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: tuple[CategoryRow, ...] = ()
        self._text = ""
        self._taken: CategoryRow | None = None
        self._by_hand = False
        self._wanted = ""
        self._says = label(self.tr("写几个字，这里会提出类别"), "caption")
        self.chips = FlowRow(6)
        self.other = Button(self.tr("换类别"), kind="link", small=True)
        self.other.clicked.connect(self.search)
        self.picker = CategoryPicker(desk, placeholder=self.tr("类别名称、拼音首字母或代码"))
        self.picker.setAccessibleName(self.tr("换类别"))
        self.picker.chosen.connect(self._picked)
        self.picker.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._says)
        line.addWidget(self.chips, 1)
        line.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.picker)
        Refresher(desk.hub, self, self._load, topics=frozenset({Topic.CATEGORY}))
        self._load()

    # -- what the form uses --------------------------------------------------------------------

    def value(self) -> CategoryRow | None:
        """Return the kind that is chosen or, while nobody chose, proposed first."""
        return self._taken

    @property
    def by_hand(self) -> bool:
        """True once somebody chose; then the text no longer changes it."""
        return self._by_hand

    def set_text(self, text: str) -> None:
        """Propose from what has been written."""
        self._text = text
        self._propose()

    def set_code(self, code: str, *, by_hand: bool) -> None:
        """Take a kind by its code, e.g. from a draft; "" for none."""
        self._wanted, self._by_hand = code, by_hand and bool(code)
        self._take_wanted()

    def search(self) -> None:
        """Open the search for another kind."""
        self.picker.show()
        self.picker.setFocus()
        self.picker.search()

    # -- proposing -----------------------------------------------------------------------------

    def _load(self) -> None:
        self._desk.look_up(categories, self._loaded)

    def _loaded(self, rows: tuple[CategoryRow, ...]) -> None:
        self._rows = rows
        if self._taken is not None and not self._wanted:
            self._wanted = self._taken.code  # as its editor has left it
        self._take_wanted()
        self._propose()

    def _take_wanted(self) -> None:
        if self._rows and self._wanted:
            row = next((row for row in self._rows if row.code == self._wanted), None)
            self._wanted = ""
            self._take(row)

    def _propose(self) -> None:
        if not self._rows:
            return
        proposed = list(suggest(self._text, self._rows))
        if self._by_hand and self._taken is not None:
            proposed = [self._taken, *(row for row in proposed if row != self._taken)][:3]
        elif not self._by_hand:
            self._take(proposed[0] if proposed else None)
        chips = [KindChip(row) for row in proposed]
        for chip in chips:
            chip.setChecked(chip.row == self._taken)
            chip.clicked.connect(self._chip_clicked)
        self.chips.set_members(*chips)
        tab_before(self.other, *chips)
        if proposed:
            self._says.setText(self.tr("像是"))
        else:
            self._says.setText(
                self.tr("看不出类别，请用“换类别”选")
                if self._text.strip()
                else self.tr("写几个字，这里会提出类别")
            )

    def _take(self, row: CategoryRow | None) -> None:
        if row != self._taken:
            self._taken = row
            self.chosen.emit(row)

    def _chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, KindChip):
            self._choose(chip.row)

    def _picked(self, choice: Choice | None) -> None:
        row = self.picker.row() if choice is not None else None
        if row is not None:
            self._choose(row)
            self.picker.hide()
            self.picker.set_choice(None)
            self.other.setFocus()

    def _choose(self, row: CategoryRow) -> None:
        self._by_hand = True
        self._take(row)
        self._propose()
