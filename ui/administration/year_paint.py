"""How a year is painted: tint and word say the kind of a day, a line what was set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.core.calendar import DayKind, WorkCalendar
from ui.administration.day_words import WEEK, mark_of, tone_of
from ui.administration.year_layout import TITLE, YearLayout, days_of
from ui.core.theme import current

LINE = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """What is painted of a year, looked up once and not for each paint.

    Attributes:
        kinds: What each day is; empty until a calendar is read.
        by_hand: Days set by hand in what is shown.
        unpublished: Days a draft changes.
        worked: Working days of each month.
        provisional: The year is not published yet.
        today: Ringed.
    """

    today: date
    kinds: Mapping[date, DayKind] = field(default_factory=dict)
    by_hand: frozenset[date] = frozenset()
    unpublished: frozenset[date] = frozenset()
    worked: tuple[int, ...] = ()
    provisional: bool = False


def look_of(calendar: WorkCalendar, year: int, unpublished: frozenset[date], today: date) -> Look:
    """Return what is painted of a year of a calendar."""
    months = [[date(year, month, n) for n in days_of(year, month)] for month in range(1, 13)]
    return Look(
        today,
        {day: calendar.kind_of(day) for month in months for day in month},
        frozenset(entry.day for entry in calendar.body.overrides),
        unpublished,
        tuple(sum(bool(calendar.spans(day)) for day in month) for month in months),
        calendar.is_provisional(year),
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """What is chosen, and what the mouse and the keyboard are at."""

    first: date
    last: date
    hovered: date | None
    focused: bool


def paint_year(
    painter: QPainter, layout: YearLayout, look: Look, hand: Hand, dirty: QRectF
) -> None:
    """Paint what lies in the dirty part of the widget."""
    painter.fillRect(dirty, current().color("bg.surface"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for month in range(1, 13):
        if not layout.month_box(month).adjusted(-2, -2, 2, 2).intersects(dirty):
            continue
        _paint_head(painter, layout, look, month)
        for number in days_of(layout.year, month):
            day = date(layout.year, month, number)
            box = layout.day_box(day)
            if box.intersects(dirty):
                _paint_day(painter, box, look, day, near=day == hand.hovered)
                if hand.first <= day <= hand.last:
                    _paint_chosen(painter, box, focused=hand.focused)


def _paint_head(painter: QPainter, layout: YearLayout, look: Look, month: int) -> None:
    """Month, how many days are worked, and the weekdays; a year not published says so."""
    theme, translate = current(), QCoreApplication.translate
    box = layout.month_box(month)
    line = QRectF(box.left(), box.top(), box.width(), TITLE)
    here = (layout.year, month) == (look.today.year, look.today.month)
    painter.setFont(theme.font("section", bold=True))
    painter.setPen(theme.color("accent" if here else "text"))
    middle = Qt.AlignmentFlag.AlignVCenter
    inner = line.adjusted(6, 0, -6, 0)
    name = translate("YearPaint", "{month} 月").format(month=month)
    painter.drawText(inner, middle, name)
    painter.setFont(theme.font("caption"))
    if look.worked:
        words = (
            translate("YearPaint", "暂定·上班 {days} 天")
            if look.provisional
            else translate("YearPaint", "上班 {days} 天")
        )
        painter.setPen(theme.color("warn.text" if look.provisional else "text.3"))
        told = words.format(days=look.worked[month - 1])
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, told)
    painter.setPen(theme.color("text.3"))
    for weekday, letter in enumerate(WEEK):
        where = layout.weekday_box(month, weekday)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, letter)
    top = layout.weekday_box(month, 0).bottom()
    edge = QRectF(box.left() + 4, top - 1, box.width() - 8, 1)
    painter.fillRect(edge, theme.color("border.subtle"))


def _paint_day(painter: QPainter, box: QRectF, look: Look, day: date, *, near: bool) -> None:
    theme, kind = current(), look.kinds.get(day)
    if kind is None:
        return
    tone = tone_of(kind)
    plate = box.adjusted(1.5, 1, -1.5, -1)
    ground = "bg.hover" if near and not tone else f"{tone}.bg" if tone else ""
    if ground:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(plate, theme.sizes.radius_chip, theme.sizes.radius_chip)
    if (near and tone) or day == look.today:
        ring = "accent" if day == look.today else f"{tone}"
        painter.setPen(QPen(theme.color(ring), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(plate, theme.sizes.radius_chip, theme.sizes.radius_chip)
    ink = f"{tone}.text" if tone else "text.3" if kind is DayKind.WEEKEND else "text"
    painter.setPen(theme.color("accent" if day == look.today and not tone else ink))
    _paint_number(painter, plate, str(day.day), mark_of(kind), bold=day == look.today)
    _paint_hand(painter, plate, look, day)


def _paint_number(painter: QPainter, box: QRectF, number: str, mark: str, *, bold: bool) -> None:
    """The number in the middle; with a word, both together in the middle."""
    theme = current()
    font = theme.font("caption", bold=bold or bool(mark))
    painter.setFont(font)
    if not mark:
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
        return
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(number) + metrics.horizontalAdvance(mark) + 1
    left = box.left() + (box.width() - width) / 2
    both = QRectF(left, box.top(), width, box.height())
    painter.drawText(both, Qt.AlignmentFlag.AlignVCenter, number)
    painter.setFont(theme.font("caption"))
    painter.drawText(both, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, mark)


def _paint_hand(painter: QPainter, box: QRectF, look: Look, day: date) -> None:
    drafted = day in look.unpublished
    if drafted or day in look.by_hand:
        paint_underline(painter, box, drafted=drafted)


def paint_underline(painter: QPainter, box: QRectF, *, drafted: bool) -> None:
    """Paint what says "set by hand": a line; in dots where it is in the draft only."""
    color = current().color("accent")
    left, width = box.left() + 4, box.width() - 8
    top = box.bottom() - LINE
    if not drafted:
        painter.fillRect(QRectF(left, top, width, LINE), color)
        return
    dots = int(width // (2 * LINE))
    for at in range(dots):
        painter.fillRect(QRectF(left + at * 2 * LINE, top, LINE, LINE), color)


def _paint_chosen(painter: QPainter, box: QRectF, *, focused: bool) -> None:
    theme = current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent" if focused else "border.control"), 2))
    radius = theme.sizes.radius_chip
    painter.drawRoundedRect(box.adjusted(1, 0.5, -1, -0.5), radius, radius)
