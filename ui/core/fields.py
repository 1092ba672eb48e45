"""Inputs Qt lacks: a moment on the Shanghai wall clock, a combo that searches as you type."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QDate,
    QDateTime,
    QEvent,
    QLocale,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTime,
    QTimer,
    QTimeZone,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDateTimeEdit,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)

from app.core.clock import local
from ui.core.icons import icon, paint_icon
from ui.core.jobs import Job, Jobs
from ui.core.relative_time import from_local
from ui.core.segmented import Choice
from ui.core.theme import current

SEARCH_AFTER_MS = 120
VALUE_ROLE = int(Qt.ItemDataRole.UserRole)


class MomentField(QDateTimeEdit):
    """A date and time; shown and typed on the Shanghai wall clock, whatever the desk's zone."""

    def __init__(self, moment: datetime | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar: QCalendarWidget | None = None
        self.setTimeZone(QTimeZone.utc())  # shows the digits it is given, without any summer time
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.setCalendarPopup(True)
        self.setMinimumWidth(168)
        if moment is not None:
            self.set_moment(moment)

    def moment(self) -> datetime:
        """Return the moment, aware, in UTC."""
        day, time = self.date(), self.time()
        shown = datetime(  # noqa: DTZ001  a reading of the wall clock, given its zone below
            day.year(), day.month(), day.day(), time.hour(), time.minute()
        )
        return from_local(shown)

    def set_moment(self, moment: datetime) -> None:
        """Show an aware moment; seconds are left out."""
        wall = local(moment)
        day, time = QDate(wall.year, wall.month, wall.day), QTime(wall.hour, wall.minute)
        self.setDateTime(QDateTime(day, time, QTimeZone.utc()))

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802  Qt's
        # Qt walks through year, month, day, hour and minute; the arrow keys do that as well
        return QWidget.focusNextPrevChild(self, forward)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._calendar is None:  # costly, and most dates are typed
            self._calendar = month_view()
            self.setCalendarWidget(self._calendar)
        super().mousePressEvent(event)

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()  # scrolling the form must not change the date

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = current().sizes.icon
        corner = QPoint(self.width() - side - 8, (self.height() - side) // 2)
        paint_icon(
            painter, "ph.calendar-blank", QRect(corner.x(), corner.y(), side, side), "text.2"
        )
        painter.end()


def month_view() -> QCalendarWidget:
    """Return a calendar in Chinese, weeks from Monday, in the theme's colours."""
    made = QCalendarWidget()
    made.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    made.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    head = QTextCharFormat()
    head.setForeground(current().color("text.3"))
    head.setBackground(current().color("bg.sunken"))
    made.setHeaderTextFormat(head)
    weekend = QTextCharFormat()
    weekend.setForeground(current().color("text.3"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        made.setWeekdayTextFormat(day, weekend)
    for name, mark in (("prev", "ph.caret-left"), ("next", "ph.caret-right")):
        button = made.findChild(QToolButton, f"qt_calendar_{name}month")
        if button is not None:
            button.setIcon(icon(mark))
    return made


class SearchField(QLineEdit):
    """A line with an icon before the text, e.g. a filter."""

    def __init__(
        self, placeholder: str, name: str = "ph.magnifying-glass", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self.addAction(icon(name, "text.3"), QLineEdit.ActionPosition.LeadingPosition)


class SearchCombo(QLineEdit):
    """Type, and choose from what is found; the search runs off the GUI thread."""

    chosen = Signal(object)  # Choice, or None when the choice was taken back by typing

    def __init__(
        self,
        find: Callable[[str], Sequence[Choice]],
        jobs: Jobs,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Search with `find(text)`, called on a reader thread; "" asks for the usual ones."""
        super().__init__(parent)
        self._find = find
        self._jobs = jobs
        self._job: Job | None = None
        self._choice: Choice | None = None
        self.setPlaceholderText(placeholder)
        self._popup = QListWidget(self)
        self._popup.setWindowFlags(Qt.WindowType.ToolTip)  # above all, without taking the focus
        self._popup.setProperty("popup", "true")
        self._popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._popup.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._popup.itemClicked.connect(self._take_item)
        self._soon = QTimer(self)
        self._soon.setInterval(SEARCH_AFTER_MS)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.search)
        self.textEdited.connect(self._typed)
        self.installEventFilter(self)

    def value(self) -> object:
        """Return the value chosen, None while only text was typed."""
        return self._choice.value if self._choice is not None else None

    def set_choice(self, choice: Choice | None) -> None:
        """Show a choice, or none, without telling anybody."""
        self._choice = choice
        self.setText(choice.title if choice is not None else "")
        self._popup.hide()

    def search(self) -> None:
        """Look for what is typed now."""
        if self._job is not None:
            self._job.cancel()
        find, text = self._find, "" if self._choice is not None else self.text().strip()
        self._job = self._jobs.read(lambda: tuple(find(text)), self._found)

    def options(self) -> tuple[str, ...]:
        """Return the titles offered now."""
        if not self._popup.isVisible():
            return ()
        return tuple(self._popup.item(at).text() for at in range(self._popup.count()))

    def _typed(self, _: str) -> None:
        if self._choice is not None:
            self._choice = None
            self.chosen.emit(None)
        self._soon.start()

    def _found(self, choices: tuple[Choice, ...]) -> None:
        self._job = None
        self._popup.clear()
        for choice in choices:
            words = f"{choice.title}   {choice.detail}" if choice.detail else choice.title
            item = QListWidgetItem(words)
            item.setData(VALUE_ROLE, choice)
            self._popup.addItem(item)
        if not choices or not self.hasFocus():
            self._popup.hide()
            return
        self._popup.setCurrentRow(0)
        row = max(self._popup.sizeHintForRow(0), current().sizes.control_small)
        height = min(len(choices), 10) * row + 10
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        self._popup.setGeometry(below.x(), below.y(), max(self.width(), 240), height)
        self._popup.show()

    def _take_item(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(VALUE_ROLE)
        self.set_choice(choice)
        self.chosen.emit(choice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide what is offered when the focus leaves."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._soon.stop()
            self._popup.hide()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown, key = self._popup.isVisible(), event.key()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if step and shown:
            row = self._popup.currentRow() + step
            self._popup.setCurrentRow(max(0, min(row, self._popup.count() - 1)))
        elif step > 0:
            self.search()
        elif shown and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take_item(self._popup.currentItem())
        elif shown and key == Qt.Key.Key_Escape:
            self._popup.hide()
        else:
            super().keyPressEvent(event)
