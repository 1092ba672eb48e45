"""The cards beside a ledger: both clocks, who held the case, what to read aloud, which rules."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtGui import QPaintEvent as PaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.cases.case_ledger import CaseLedger, Held, VersionUsed
from app.cases.durations import hours_words
from app.cases.ledger_words import ClockName
from app.core.words import label as word
from app.core.words import say
from ui.core.cards import Card, ClockCard, ClockFace
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import day
from ui.core.theme import current, paint_color

NAME_PX = 88
BAR_PX = 10


class ClockChoice(ClockCard):
    """A clock that shows its ledger when it is chosen."""

    chosen = Signal(object)  # ClockName

    def __init__(self, clock: ClockName, face: ClockFace, parent: QWidget | None = None) -> None:
        super().__init__(face, parent)
        self.setObjectName(f"clock-{clock.value}")
        self._clock = clock
        self._shown = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("看{name}时限的台账").format(name=word(clock)))

    def set_shown(self, *, shown: bool) -> None:
        """Mark it as the clock whose ledger is shown."""
        self._shown = shown
        self.setAccessibleDescription(self.tr("正在看") if shown else "")
        self.update()

    @property
    def shown(self) -> bool:
        """Whether its ledger is shown."""
        return self._shown

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._clock)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._clock)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: PaintEvent) -> None:
        super().paintEvent(event)
        if not (self._shown or self.hasFocus()):
            return
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = theme.sizes.radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


class HoldBars(QWidget):
    """A bar for each holder, in the order the case went through their hands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holds: tuple[Held, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_holds(self, holds: tuple[Held, ...]) -> None:
        """Show these."""
        self._holds = holds
        self.setAccessibleName("；".join(held.words for held in holds))
        self.setToolTip("\n".join(held.words for held in holds))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, max(1, len(self._holds)) * current().sizes.fact_row)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: PaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setFont(theme.font("caption"))
        metrics, middle = QFontMetrics(painter.font()), Qt.AlignmentFlag.AlignVCenter
        times = [hours_words(held.seconds) for held in self._holds]
        widest = max((metrics.horizontalAdvance(time) for time in times), default=0)
        names = (metrics.horizontalAdvance(held.name) for held in self._holds)
        beside = min(max([NAME_PX - 8, *names]) + 8, max(NAME_PX, self.width() // 2 - 20))
        most = max((held.share for held in self._holds), default=0.0) or 1.0
        room = max(8, self.width() - beside - widest - 10)
        line = theme.sizes.fact_row
        for at, (held, time) in enumerate(zip(self._holds, times, strict=True)):
            box = QRectF(0, at * line, self.width(), line)
            painter.setPen(theme.color("text"))
            name = metrics.elidedText(held.name, Qt.TextElideMode.ElideRight, beside - 8)
            painter.drawText(box, middle, name)
            length = max(2.0, room * held.share / most)
            bar = QRectF(beside, box.center().y() - BAR_PX / 2, length, BAR_PX)
            muted = paint_color(theme.chart.done)
            painter.fillRect(bar, theme.color("accent.fill") if held.present else muted)
            painter.setPen(theme.color("text.2"))
            painter.drawText(box.adjusted(bar.right() + 8, 0, 0, 0), middle, time)
        painter.end()


class HoldsCard(Card):
    """Who had the case for how long; the title names who has it now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self.bars = HoldBars()
        self._sum = label("", "caption")
        self.add(self.bars)
        self.add(self._sum)

    def set_ledger(self, ledger: CaseLedger) -> None:
        """Show the hold times of a ledger."""
        self.bars.set_holds(ledger.holds)
        present = next((held for held in ledger.holds if held.present), None)
        if present is not None:
            words = self.tr("{holder}占时 {time}，占 {percent}%")
            time, percent = hours_words(present.seconds), round(100 * present.share)
            self.set_title(words.format(holder=present.holder, time=time, percent=percent))
        whole = hours_words(sum(held.seconds for held in ledger.holds))
        self._sum.setText(say("clock.held.sum", time=whole))


class AloudCard(Card):
    """What a clerk reads out on the phone."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self.set_title(self.tr("照着念"))
        self.copy_button = Button(self.tr("复制"), kind="link", icon="ph.copy", small=True)
        self.copy_button.setAccessibleName(self.tr("复制要念的话"))
        self.copy_button.clicked.connect(self._copy)
        self.add_to_head(self.copy_button)
        self._words = label("")
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(self._words)
        self._text = ""

    def set_text(self, text: str) -> None:
        """Show what to read."""
        self._text = text
        self._words.setText(f"“{text}”")

    @property
    def text(self) -> str:
        """What to read."""
        return self._text

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.copied.emit()


class VersionsCard(Card):
    """Which published rules the ledger counts by."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self.set_title(self.tr("按哪一版算的"))
        self.facts = FactGrid()
        self._kept = label("", "caption")
        self._kept.setWordWrap(True)
        self.add(self.facts)
        self.add(self._kept)

    def set_ledger(self, ledger: CaseLedger) -> None:
        """Show the versions of a ledger."""
        used = ledger.versions
        self.facts.set_lines(
            FactLine(self.tr("时限表"), self._version(used.limits), used.limits.note),
            FactLine(self.tr("日历"), self._version(used.calendar), self._calendar_aside(ledger)),
        )
        kept = say("clock.text.kept")
        if ledger.provisional_years:
            years = "、".join(str(year) for year in ledger.provisional_years)
            kept = say("clock.text.provisional", years=years) + kept
        self._kept.setText(kept)

    def _calendar_aside(self, ledger: CaseLedger) -> str:
        note, season = ledger.versions.calendar.note, ledger.season
        return note if season in note else "，".join(part for part in (season, note) if part)

    def _version(self, used: VersionUsed) -> str:
        words = self.tr("第 {number} 版，{day} 公布")
        return words.format(number=used.number, day=day(used.published_at))
