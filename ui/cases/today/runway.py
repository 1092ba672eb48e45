"""The day as a runway: what ran out, what runs out next, and the hours that do not count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.cases.queries.queue import CaseRow, QueueView
from app.cases.queries.today import Today
from app.core.calendar import Span
from app.core.clock import local
from ui.cases.today.reading import Fresh
from ui.core.cards import Card
from ui.core.controls import Button
from ui.core.marks import hatch
from ui.core.slices import Desk
from ui.core.targets import QueueWanted
from ui.core.theme import current, paint_color

FIRST_HOUR, LAST_HOUR = 8, 20
LEVELS = 3  # rows of labels over the band
LABEL_LINE = 20
BAND = 24
MERGE_PX = 12  # marks nearer than this become one with a number
DOT_GAP = 2
NAME_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One dot on the runway.

    Attributes:
        minute: Minutes since local midnight.
        words: What stands over it.
        tone: ok, warn or over.
        count: How many cases it stands for.
    """

    minute: int
    words: str
    tone: str
    count: int = 1

    @property
    def radius(self) -> float:
        """How large its dot is; a number needs room."""
        return 5.0 if self.count == 1 else 9.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and where its dot stands, in pixels from the left."""

    mark: Mark
    at: float


@dataclass(frozen=True, slots=True)
class Day:
    """What the runway shows: office hours in minutes since midnight, the rows, the moment."""

    spans: tuple[Span, ...]
    rows: tuple[CaseRow, ...]
    now: datetime


class RunwayCard(Card):
    """Today's deadlines on one line; the title says how many and which is next."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.runway")
        self._desk = desk
        self._runway = Runway()
        self.add(self._runway)
        self._open = Button(self.tr("打开今天到期"), kind="link")
        self._open.clicked.connect(self._go)
        self.add_to_head(self._open)
        self.set_title(self.tr("正在读今天的时限…"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        Fresh(desk, self, self._take)

    def _take(self, today: Today) -> None:
        spans = today.calendar.spans(local(today.as_of).date())
        day = Day(spans, today.due, today.as_of)
        self._runway.show_day(day)
        late = [row for row in day.rows if row.due_at is not None and row.due_at < day.now]
        coming = [row.due_at for row in day.rows if row.due_at is not None and row not in late]
        self._open.setVisible(bool(day.rows))
        if not day.rows:
            self.set_title(self.tr("今天没有到期的事件"))
            return
        said = [self.tr("今天 {n} 件到期").format(n=len(day.rows))]
        if late:
            said.append(self.tr("{n} 件已超时").format(n=len(late)))
        if coming:
            said.append(self.tr("下一件 {moment}").format(moment=f"{local(coming[0]):%H:%M}"))
        self.set_title("，".join(said))

    def _go(self) -> None:
        self._desk.navigator.go(QueueWanted(QueueView.DUE_TODAY))


class Runway(QWidget):
    """The band from 08:00 to 20:00 with its dots and their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: Day | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, day: Day) -> None:
        """Show another reading."""
        self._day = day
        self.setAccessibleName("；".join(mark.words for mark in marks_of(day)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, LEVELS * LABEL_LINE + BAND + current().type.caption_line + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(current().font("caption"))
        band = QRectF(0, LEVELS * LABEL_LINE + 4, self.width(), BAND)
        day = self._day
        self._paint_hours(painter, band)
        if day is not None:
            self._paint_band(painter, band, day)
            self._paint_marks(painter, band, placed(marks_of(day), self._x))
            self._paint_now(painter, band, day.now)
        else:
            painter.fillRect(band, current().color("bg.track"))
        painter.end()

    def _x(self, minute: float) -> float:
        share = (minute / 60 - FIRST_HOUR) / (LAST_HOUR - FIRST_HOUR)
        return max(0.0, min(1.0, share)) * (self.width() - 1)

    def _paint_hours(self, painter: QPainter, band: QRectF) -> None:
        painter.setPen(current().color("text.3"))
        metrics = QFontMetricsF(painter.font())
        for hour in range(FIRST_HOUR, LAST_HOUR + 1):
            words = f"{hour:02d}"
            width = metrics.horizontalAdvance(words)
            at = max(0.0, min(self.width() - width, self._x(hour * 60) - width / 2))
            line = QRectF(at, band.bottom() + 4, width + 1, metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_band(self, painter: QPainter, band: QRectF, day: Day) -> None:
        theme = current()
        painter.fillRect(band, hatch(paint_color(theme.chart.off_hatch)))
        here = self._x(_minute(day.now))
        for span in day.spans:
            left, right = self._x(span.opens), self._x(span.closes)
            box = QRectF(left, band.top(), right - left, band.height())
            painter.fillRect(box, paint_color(theme.chart.runway_open))
            gone = QRectF(left, band.top(), min(right, here) - left, band.height())
            if gone.width() > 0:
                painter.fillRect(gone, paint_color(theme.chart.runway_past))
        self._name_gaps(painter, band, day.spans)

    def _name_gaps(self, painter: QPainter, band: QRectF, spans: Sequence[Span]) -> None:
        """Say over the hatching why those hours do not count, where there is room."""
        theme = current()
        gaps = [(a.closes, b.opens) for a, b in pairwise(spans)]
        named = [(*gap, self.tr("午休不计")) for gap in gaps]
        end = spans[-1].closes if spans else FIRST_HOUR * 60
        words = self.tr("班后不计") if spans else self.tr("今天不上班，只有紧急工作时在走")
        named.append((end, LAST_HOUR * 60, words))
        painter.setPen(theme.color("text.3"))
        metrics = QFontMetricsF(painter.font())
        for start, stop, said in named:
            width = metrics.horizontalAdvance(said) + 10
            middle = (self._x(start) + self._x(stop)) / 2
            if self._x(stop) - self._x(start) < width + 4:
                continue
            plate = QRectF(middle - width / 2, band.top() + 4, width, band.height() - 8)
            painter.fillRect(plate, theme.color("bg.surface"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_marks(self, painter: QPainter, band: QRectF, marks: Sequence[Placed]) -> None:
        taken = [-1.0] * LEVELS  # how far to the right each row of words is written
        for each in marks:
            self._paint_mark(painter, band, each, taken)

    def _paint_mark(
        self, painter: QPainter, band: QRectF, where: Placed, taken: list[float]
    ) -> None:
        theme, mark, at = current(), where.mark, where.at
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(mark.words)
        left = at + 4 if at + 4 + width <= self.width() else at - 4 - width
        # The line down to the dot must not cross words written in the rows below.
        free = (n for n in range(LEVELS) if taken[n] + 8 <= left and max(taken[n:]) + 4 <= at)
        level = next(free, None)
        if level is not None:
            taken[level] = left + width
            top = level * LABEL_LINE
            painter.setPen(QPen(theme.color(mark.tone), 1))
            painter.drawLine(QPointF(at, top + 3), QPointF(at, band.center().y()))
            painter.setPen(theme.color(f"{mark.tone}.text"))
            line = QRectF(left, top, width + 1, LABEL_LINE)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, mark.words)
        self._paint_dot(painter, QPointF(at, band.center().y()), mark)

    def _paint_dot(self, painter: QPainter, at: QPointF, mark: Mark) -> None:
        theme = current()
        radius = mark.radius
        painter.setPen(QPen(theme.color("bg.surface"), 1.5))
        painter.setBrush(theme.color(mark.tone))
        painter.drawEllipse(at, radius, radius)
        if mark.count > 1:
            painter.setPen(theme.color("bg.surface"))
            box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(mark.count))

    def _paint_now(self, painter: QPainter, band: QRectF, now: datetime) -> None:
        theme, at = current(), self._x(_minute(now))
        words = f"{local(now):%H:%M}"
        painter.setFont(theme.font("caption", bold=True))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 10
        left = max(0.0, min(self.width() - width, at - width))
        plate = QRectF(left, (LEVELS - 1) * LABEL_LINE + 1, width, LABEL_LINE - 2)
        painter.fillRect(
            QRectF(at - 1, plate.top(), 2, band.bottom() - plate.top()), theme.color("accent")
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(plate, 2, 2)
        painter.setPen(theme.color("bg.surface"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _minute(moment: datetime) -> int:
    here = local(moment)
    return here.hour * 60 + here.minute


def marks_of(day: Day) -> list[Mark]:
    """Return a mark for each case whose clock runs out today, in order of time."""
    found = []
    for row in day.rows:
        if row.due_at is None:
            continue
        warned = row.warn_at is not None and row.warn_at <= day.now
        tone = "over" if row.due_at < day.now else "warn" if warned else "ok"
        title = row.title if len(row.title) <= NAME_LENGTH else f"{row.title[:NAME_LENGTH]}…"
        found.append(Mark(_minute(row.due_at), f"{title} {local(row.due_at):%H:%M}", tone))
    return found


def merged(marks: Sequence[Mark], place: Callable[[int], float]) -> list[Mark]:
    """Return marks with those of one tone that would touch made into one with a number."""
    found: list[Mark] = []
    for mark in marks:
        last = found[-1] if found else None
        near = last is not None and place(mark.minute) - place(last.minute) < MERGE_PX
        if last is None or not near or last.tone != mark.tone:
            found.append(mark)
            continue
        count = last.count + 1
        words = QCoreApplication.translate("Runway", "{n} 件 {moment}").format(
            n=count, moment=_clock(last.minute)
        )
        found[-1] = Mark(last.minute, words, mark.tone, count)
    return found


def placed(marks: Sequence[Mark], place: Callable[[int], float]) -> list[Placed]:
    """Return marks where they are drawn: a dot steps aside rather than cover the one before."""
    found: list[Placed] = []
    for mark in merged(marks, place):
        at = place(mark.minute)
        if found:
            last = found[-1]
            at = max(at, last.at + last.mark.radius + mark.radius + DOT_GAP)
        found.append(Placed(mark, at))
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
