"""How a case stands: the answer first, then by when, then the steps in plain words."""

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from app.core.clock import local
from app.kiosk.queries import Progress, ProgressStep
from app.kiosk.rules import CaseState, EventKind, is_case_number, spaced
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.kiosk.controls import BigButton, words
from ui.kiosk.screens.base import Screen, Stage
from ui.kiosk.screens.sending import card

translate = QCoreApplication.translate
RING = 56
LATEST = 6
RATED_IN = frozenset({CaseState.FINISHED, CaseState.VERIFIED, CaseState.CLOSED})
_DONE = frozenset({CaseState.CLOSED, CaseState.ARCHIVED})


def answer_of(told: Progress) -> str:
    """Return how it stands in one short sentence."""
    state = told.state
    if state is CaseState.DECLINED:
        return translate("KioskProgress", "这件事这里办不了")
    if state in (CaseState.SUBMITTED, CaseState.REGISTERED):
        return translate("KioskProgress", "您的事收到了")
    if state in (CaseState.FINISHED, CaseState.VERIFIED):
        return translate("KioskProgress", "您的事办好了")
    if state in _DONE:
        return translate("KioskProgress", "您的事办完了")
    return translate("KioskProgress", "您的事正在办")


def next_of(told: Progress) -> str:
    """Return what comes next."""
    state = told.state
    if state is CaseState.DECLINED:
        return translate("KioskProgress", "窗口会告诉您为什么、该找谁")
    if state is CaseState.SUBMITTED:
        return translate("KioskProgress", "下一步：工作人员看过以后交给能办的单位")
    if state is CaseState.REGISTERED:
        return translate("KioskProgress", "下一步：交给能办的单位")
    if state in (CaseState.FINISHED, CaseState.VERIFIED):
        return translate("KioskProgress", "下一步：听听您满意不满意")
    if state in _DONE:
        return translate("KioskProgress", "不用再等什么了")
    return translate("KioskProgress", "下一步：办好以后告诉您")


def step_words(step: ProgressStep) -> str:
    """Return a step in plain words."""
    unit = step.unit or translate("KioskProgress", "能办的单位")
    if step.kind in (EventKind.ASSIGNED, EventKind.REASSIGNED):
        return translate("KioskProgress", "交给{unit}").format(unit=unit)
    if step.kind is EventKind.SIGNED_FOR:
        return translate("KioskProgress", "{unit}接了").format(unit=unit)
    told = {
        EventKind.SUBMITTED: translate("KioskProgress", "收到了"),
        EventKind.REGISTERED: translate("KioskProgress", "登记好了"),
        EventKind.DECLINED: translate("KioskProgress", "看过了，这里办不了"),
        EventKind.PROGRESSED: translate("KioskProgress", "正在办"),
        EventKind.FINISHED: translate("KioskProgress", "办好了"),
        EventKind.CALLED_BACK: translate("KioskProgress", "问过您了"),
        EventKind.CLOSED: translate("KioskProgress", "这件事办完了"),
        EventKind.SOLVED_ON_SPOT: translate("KioskProgress", "当场办好了"),
        EventKind.REOPENED: translate("KioskProgress", "重新办"),
    }
    return told.get(step.kind, "")


def day_words(at: datetime) -> str:
    """Return a moment as people say it."""
    moment = local(at)
    told = translate("KioskProgress", "{month} 月 {day} 日 {time}")
    return told.format(month=moment.month, day=moment.day, time=f"{moment:%H:%M}")


def due_words(told: Progress, now: datetime, calendar: Any) -> str:
    """Return by when it is to be done, in working days where they can be counted."""
    due = told.due_at
    if due is None or told.state in RATED_IN | _DONE | {CaseState.DECLINED}:
        return ""
    if due < now:
        return translate("KioskProgress", "本来该在 {day} 前办好，正在催").format(
            day=day_words(due)
        )
    days = working_days(now, due, calendar)
    when = day_words(due)
    if days is None:
        return translate("KioskProgress", "{day} 前办好").format(day=when)
    if days == 0:
        return translate("KioskProgress", "今天 {time} 前办好").format(time=f"{local(due):%H:%M}")
    return translate("KioskProgress", "{day} 前办好，还有 {count} 个工作日").format(
        day=when, count=days
    )


def working_days(now: datetime, due: datetime, calendar: Any) -> int | None:
    """Return how many working days are left after today, up to the day it is due."""
    if calendar is None:
        return None
    day, last, count = local(now).date(), local(due).date(), 0
    while day < last:
        day += timedelta(days=1)
        count += bool(calendar.spans(day))
    return count


class StepLine(QWidget):
    """A step with its ring and its moment."""

    def __init__(self, text: str, when: str, *, is_last: bool, is_first: bool) -> None:
        super().__init__()
        self._first, self._last = is_first, is_last
        row = QHBoxLayout(self)
        row.setContentsMargins(RING + 28, 12, 0, 12)
        row.addWidget(words(text, "section", bold=True), 1)
        when_words = words(when, "caption", token="text.2")
        when_words.setWordWrap(False)
        row.addWidget(when_words, 0)
        self.setMinimumHeight(84)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(400, 84))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(theme.color("ok"), 4))
        if not self._first:
            painter.drawLine(RING // 2, 0, RING // 2, int(middle - RING / 2))
        if not self._last:
            painter.drawLine(RING // 2, int(middle + RING / 2), RING // 2, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.fill" if self._last else "ok"))
        ring = QRectF(2, middle - RING / 2 + 2, RING - 4, RING - 4)
        painter.drawEllipse(ring)
        mark = "ph.wrench" if self._last else "ph.check"
        paint_icon(painter, mark, ring.adjusted(12, 12, -12, -12), "text.onfill")
        painter.end()


class ProgressScreen(Screen):
    """The screen “您的事正在办”."""

    def __init__(self, stage: Stage) -> None:
        told = stage.visit.progress
        if told is None:
            raise RuntimeError("nothing was found")
        at = stage.machine.open_now
        due = due_words(told, stage.machine.now(), at.ground.calendar)
        super().__init__(stage, answer_of(told), due or next_of(told))
        column = self._scrolled()
        column.addWidget(self._facts(told, with_next=bool(due)))
        if told.reply:
            column.addWidget(self._reply(told))
        column.addWidget(self._steps(told))
        column.addStretch(1)
        self._buttons(told)

    def _scrolled(self) -> QVBoxLayout:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        area.setWidget(inner)
        area.setStyleSheet(
            "QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }"
        )
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        self.body.addWidget(area, 1)
        return column

    def _facts(self, told: Progress, *, with_next: bool) -> QWidget:
        made, column = card()
        if told.category:
            column.addWidget(words(told.category, "title", bold=True))
        column.addWidget(
            words(self.tr("您 {day} 反映的").format(day=day_words(told.received_at)), "body")
        )
        if told.number and is_case_number(told.number):
            number = self.tr("编号 {number}").format(number=spaced(told.number))
            column.addWidget(words(number, "body", token="text.2"))
        if told.unit:
            column.addWidget(
                words(self.tr("由{unit}负责").format(unit=told.unit), "body", bold=True)
            )
        if told.steps:
            since = self.tr("从 {day} 起是这样").format(day=day_words(told.steps[-1].at))
            column.addWidget(words(since, "body", token="text.2"))
        if with_next:
            column.addWidget(words(next_of(told), "body"))
        return made

    def _reply(self, told: Progress) -> QWidget:
        made, column = card()
        made.setProperty("surface", "tint")
        column.addWidget(words(self.tr("给您的答复"), "caption", token="text.2"))
        column.addWidget(words(told.reply, "section"))
        return made

    def _steps(self, told: Progress) -> QWidget:
        made, column = card()
        column.setSpacing(0)
        shown = told.steps[-LATEST:]
        for place, step in enumerate(shown):
            line = StepLine(
                step_words(step),
                day_words(step.at),
                is_first=place == 0,
                is_last=place == len(shown) - 1,
            )
            column.addWidget(line)
        return made

    def _buttons(self, told: Progress) -> None:
        from ui.kiosk.screens.rating import ask_for_call, first_rating_screen

        stage = self.stage
        if told.state in RATED_IN and not told.is_rated:
            rate = lambda: stage.go(first_rating_screen)  # noqa: E731
            asks = self.tr("说说满意不满意")
            self.add_foot(BigButton(asks, rate, icon="ph.smiley", primary=True))
        elif told.state is not CaseState.DECLINED and not told.wants_call and not told.is_rated:
            call = lambda: ask_for_call(self)  # noqa: E731
            self.add_foot(BigButton(self.tr("请打电话给我"), call, icon="ph.phone-call"))
        self.add_foot(BigButton(self.tr("查好了"), stage.home, icon="ph.check"))
