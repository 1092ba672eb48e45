"""Fields that several steps ask for: a text, a typed reason, a moment that need not be said."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from app.core.words import label as word
from ui.core.controls import Combo, Tick, label
from ui.core.fields import MomentField
from ui.core.forms import FormField
from ui.core.relative_time import short
from ui.core.slices import Desk

LABEL_PX = 60
NOTE_PX = 76


def text_area(placeholder: str, height_px: int = NOTE_PX) -> QPlainTextEdit:
    """Return a text field that Tab leaves."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setPlaceholderText(placeholder)
    made.setFixedHeight(height_px)
    return made


def quiet_line(text: str) -> QLabel:
    """Return a quiet sentence of the form, as tall as it needs."""
    made = label(text, "caption")
    made.setWordWrap(True)
    return made


def reason_box(reasons: type[Enum]) -> Combo:
    """Return a box with every reason of an enum by its word; at first none is chosen."""
    made = Combo()
    made.setPlaceholderText(QCoreApplication.translate("StepDialog", "请选"))
    for reason in reasons:
        made.add(word(reason), reason)
    made.setCurrentIndex(-1)
    return made


def needs_text(area: QPlainTextEdit, complaint: str, most: int = 0) -> Callable[[], str]:
    """Return a check that something is written, and not more than is kept."""

    def check() -> str:
        have = len(area.toPlainText().strip())
        if not have:
            return complaint
        if most and have > most:
            words = QCoreApplication.translate("StepDialog", "最多 {most} 字，现有 {have} 字")
            return words.format(most=most, have=have)
        return ""

    return check


class OptionalMoment(FormField):
    """A tick that opens a moment; without the tick none is said.

    Attributes:
        tick: Whether a moment is said.
        moment: Which; shown once the tick is set.
    """

    def __init__(self, title: str, tick: str, at_first: datetime) -> None:
        said = Tick(tick)
        super().__init__(title, said, label_width=LABEL_PX)
        self.tick = said
        self.moment = MomentField(at_first)
        self.moment.setAccessibleName(title)
        self.moment.hide()
        self.add_beside(self.moment)
        self.tick.setAccessibleName(f"{title} {tick}")
        self.tick.toggled.connect(self._toggled)

    def _toggled(self) -> None:
        said = self.tick.isChecked()
        self.moment.setVisible(said)
        if said:
            self.moment.setFocus()

    def value(self) -> datetime | None:
        """Return the moment, None when none is said."""
        return self.moment.moment() if self.tick.isChecked() else None


class ClaimedTime(OptionalMoment):
    """When a step really happened, if not now (实际时间)."""

    def __init__(self, desk: Desk, card: CaseCard) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("StepDialog", "实际时间"),
            translate("StepDialog", "不是现在，补填"),
            desk.parts.clock.now(),
        )
        self._desk = desk
        self._earliest = _last_moved(card)

    def wrong(self) -> str:
        """Return what is wrong with the moment, "" for nothing."""
        translate = QCoreApplication.translate
        value = self.value()
        if value is None:
            return ""
        if value > self._desk.parts.clock.now():
            return translate("StepDialog", "实际时间晚于现在，请改成已经发生的时间")
        if value < self._earliest.replace(second=0, microsecond=0):
            words = translate("StepDialog", "早于前一步（{earliest}），请核对")
            return words.format(earliest=short(self._earliest))
        return ""

    def claimed(self) -> datetime | None:
        """Return the moment; a minute that was typed is never before the step it follows."""
        value = self.value()
        return None if value is None else max(value, self._earliest)

    def tell(self) -> None:
        """Say what the clocks make of it."""
        words = QCoreApplication.translate(
            "StepDialog", "时限先按现在记；断网时段内的直接算数，其余等主任认可。"
        )
        self.note(words if self.value() is not None else "")


_MOVES = frozenset(
    {
        EventKind.REGISTERED,
        EventKind.ASSIGNED,
        EventKind.REASSIGNED,
        EventKind.RETURNED,
        EventKind.SIGNED_FOR,
        EventKind.SUSPENDED,
        EventKind.CARRIED_OVER,
        EventKind.RESUMED,
        EventKind.EXTENDED,
        EventKind.ESCALATED,
        EventKind.HANDED_OVER,
        EventKind.REOPENED,
    }
)


def _last_moved(card: CaseCard) -> datetime:
    times = (event.claimed_at or event.at for event in card.events if event.kind in _MOVES)
    return max(times, default=card.received_at)
