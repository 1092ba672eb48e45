"""The gazetteer of a region in the panel: search, rows page by page, a way to correct one."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.paging import Page
from app.core.words import label as word
from app.territory.queries import PlaceRow, places_page
from app.territory.rules import PlaceKind, PlaceSource
from ui.core.controls import Button, label
from ui.core.icons import paint_icon
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.page_bars import NarrowField, icon_button
from ui.core.slices import Desk
from ui.core.states import ErrorState
from ui.core.theme import current

PAGE = 30
ICONS = {
    PlaceKind.COMPOUND: "ph.buildings",
    PlaceKind.BUILDING: "ph.house-simple",
    PlaceKind.HOUSE_NUMBER: "ph.hash",
    PlaceKind.ROAD: "ph.path",
    PlaceKind.SHOP: "ph.storefront",
    PlaceKind.MARKET: "ph.shopping-bag",
    PlaceKind.SCHOOL: "ph.graduation-cap",
    PlaceKind.HOSPITAL: "ph.first-aid",
    PlaceKind.STATION: "ph.bus",
    PlaceKind.LANDMARK: "ph.flag",
    PlaceKind.SERVICE_CENTRE: "ph.handshake",
    PlaceKind.SERVICE_STATION: "ph.handshake",
    PlaceKind.NEIGHBOURHOOD_CENTRE: "ph.users-three",
    PlaceKind.OTHER: "ph.map-pin",
}


class PlaceLine(QAbstractButton):
    """Icon, name, and quietly kind and where; a click shows it on the map."""

    def __init__(self, row: PlaceRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setText(row.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{row.name} {self.below()}")

    def below(self) -> str:
        """Return the second line."""
        row = self.row
        told = [word(row.kind), row.region_name]
        if row.former_name_of is not None:
            told.insert(0, self.tr("曾用名，现在叫{name}").format(name=row.name_today))
        if row.source is PlaceSource.LEARNED:
            told.append(word(row.source))
        if row.confirmed_count:
            told.append(self.tr("确认过 {count} 次").format(count=row.confirmed_count))
        return "·".join(told)

    def sizeHint(self) -> QSize:
        return QSize(160, current().sizes.two_line_row)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, current().sizes.two_line_row)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.sizes.radius, theme.sizes.radius)
        side = theme.sizes.icon
        box = QRectF(4, (self.height() - side) / 2, side, side)
        paint_icon(painter, ICONS[self.row.kind], box, "text.2")
        left, width = side + 14, self.width() - side - 18
        elide, middle = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        name = painter.fontMetrics().elidedText(self.text(), elide, width)
        painter.drawText(QRectF(left, 4, width, 20), middle, name)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        below = painter.fontMetrics().elidedText(self.below(), elide, width)
        painter.drawText(QRectF(left, 23, width, 18), middle, below)
        painter.end()


class PlacesPart(QWidget):
    """Reads for itself: the panel only says of which region."""

    shown_on_map = Signal(object)  # PlaceRow
    edit_wanted = Signal(object)  # PlaceRow

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._code = ""
        self._text = ""
        self._may_manage = False
        self._after: tuple[object, ...] | None = None
        self._loaded: list[PlaceRow] = []
        self._job: Job | None = None
        self.field = NarrowField(self.tr("地名、拼音首字母"), key="")
        self.field.setMaximumWidth(4_000)
        self.field.narrowed.connect(self._narrow)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.more = Button(self.tr("再看一些"), kind="quiet", small=True)
        self.more.clicked.connect(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addLayout(self._rows)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.more.hide()

    @property
    def places(self) -> tuple[PlaceRow, ...]:
        """The rows loaded so far."""
        return tuple(self._loaded)

    def show_region(self, code: str, *, may_manage: bool) -> None:
        """List the places of a region."""
        self._may_manage = may_manage
        if code != self._code:
            self._code = code
            self.field.clear()
            self._text = ""
        self._read(None)

    def _narrow(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._read(None)

    def _more(self) -> None:
        self._read(self._after)

    def _read(self, after: tuple[object, ...] | None) -> None:
        if self._job is not None:
            self._job.cancel()
        code, text = self._code, self._text
        self._job = self._desk.read(
            lambda session: places_page(session, code, text=text, after=after, size=PAGE),
            partial(self._take, first=after is None),
            self._failed,
        )

    def _take(self, page: Page[PlaceRow], *, first: bool) -> None:
        self._job = None
        if first:
            self._clear()
        self._after = page.after
        self._loaded += page.rows
        for row in page.rows:
            self._rows.addWidget(self._line(row))
        if not self._loaded:
            told = (
                self.tr("没有名字含“{text}”的地点。").format(text=self._text)
                if self._text
                else self.tr("还没有登记地点。登记以后，说出地名就能找到网格。")
            )
            self._rows.addWidget(_wrapped(told))
        self.more.setVisible(page.after is not None)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._clear()
        again = partial(self._read, None)
        self._rows.addWidget(ErrorState(self.tr("没能读出地点"), explain(error), again))

    def _clear(self) -> None:
        self._loaded = []
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _line(self, row: PlaceRow) -> QWidget:
        name = PlaceLine(row)
        name.clicked.connect(lambda: self.shown_on_map.emit(row))
        if not self._may_manage:
            return name
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(name, 1)
        words = self.tr("改正 {name}").format(name=row.name)
        edit = icon_button("ph.pencil-simple", words)
        edit.clicked.connect(lambda: self.edit_wanted.emit(row))
        line.addWidget(edit)
        return made


def _wrapped(text: str) -> QWidget:
    made = label(text, "caption")
    made.setWordWrap(True)
    return made
