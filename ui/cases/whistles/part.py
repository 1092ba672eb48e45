"""The whistles of a case on its panel: the matter, a line for each unit, what to do next."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.cases.queries.whistles import SummonedUnit, WhistleRow, WhistleVerb
from app.cases.whistle_rules import WhistleState
from ui.cases.whistles.actions import WhistleWanted
from ui.cases.whistles.words import STAGE_TOKEN, marks_words, stage_words, title_words, verb_words
from ui.core.controls import Button, label
from ui.core.forms import escaped
from ui.core.relative_time import short_or_day
from ui.core.states import IconMark
from ui.core.theme import current

MARGIN = 10


class WhistleFrame(QFrame):
    """One whistle.

    Attributes:
        buttons: What can be done, by what it asks for.
    """

    wanted = Signal(object)  # WhistleWanted

    def __init__(self, row: WhistleRow, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        late = any(unit.late for unit in row.units)
        self.setProperty("surface", "warn" if late else "tint")
        self.buttons: dict[tuple[WhistleVerb, str], Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, MARGIN, 8)
        column.setSpacing(6)
        column.addLayout(self._head(row, now))
        column.addWidget(self._units(row, now))
        if row.verbs:
            column.addLayout(self._line(row, None, row.verbs))
        self.setAccessibleName(f"{title_words(row)} {row.place} {row.task}")

    def _head(self, row: WhistleRow, now: datetime) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 2, 0, 0)
        mark.addWidget(IconMark("ph.megaphone", "accent", current().sizes.icon))
        mark.addStretch(1)
        line.addLayout(mark)
        words = self.tr("{at} 到 {place}。{task}").format(
            at=short_or_day(row.dues.appear_at, now),
            place=row.place,
            task=row.outcome if row.state is WhistleState.DONE else row.task,
        )
        line.addWidget(_wrapped(f"<b>{escaped(title_words(row))}</b>&nbsp; {escaped(words)}"), 1)
        return line

    def _units(self, row: WhistleRow, now: datetime) -> QWidget:
        made = QWidget()
        made.setProperty("scrolled", "true")
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, unit in enumerate(row.units):
            name = self.tr("{unit}（牵头）") if unit.is_lead else "{unit}"
            whose = label(name.format(unit=unit.unit))
            grid.addWidget(whose, 2 * at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._stage(unit, now), 2 * at, 1, Qt.AlignmentFlag.AlignTop)
            if unit.verbs:
                grid.addLayout(self._line(row, unit, unit.verbs), 2 * at + 1, 0, 1, 2)
        return made

    def _stage(self, unit: SummonedUnit, now: datetime) -> QLabel:
        ink = "over.text" if unit.late else STAGE_TOKEN[unit.stage]
        told = "；".join(part for part in (stage_words(unit, now), marks_words(unit)) if part)
        color = current().color(ink).name()
        return _wrapped(f'<span style="color:{color}">{escaped(told)}</span>')

    def _line(
        self, row: WhistleRow, unit: SummonedUnit | None, verbs: tuple[WhistleVerb, ...]
    ) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        whose = unit.unit if unit is not None else title_words(row)
        for at, verb in enumerate(verbs):
            words = verb_words(verb, unit.hand if unit is not None else None)
            button = Button(words, kind="plain" if at == 0 else "quiet", small=True)
            button.setAccessibleName(f"{words} {whose}")
            asked = WhistleWanted(verb, row, unit)
            button.clicked.connect(partial(self._chosen, asked))
            line.addWidget(button)
            self.buttons[verb, unit.unit if unit is not None else ""] = button
        line.addStretch(1)
        return line

    def _chosen(self, asked: WhistleWanted, _checked: object = None) -> None:
        self.wanted.emit(asked)


def _wrapped(text: str) -> QLabel:
    made = label("")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # long words must not widen the panel
    made.setSizePolicy(policy)
    made.setText(text)
    return made


class WhistlePart(QWidget):
    """All whistles of a case that still ask for something, one under another."""

    wanted = Signal(object)  # WhistleWanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[WhistleRow, ...] = ()
        self.frames: list[WhistleFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def set_whistles(self, rows: tuple[WhistleRow, ...], now: datetime) -> None:
        """Show what is drafted or under way, and the newest one that is done."""
        shown = tuple(
            row
            for at, row in enumerate(rows)
            if row.state in (WhistleState.DRAFTED, WhistleState.BLOWN)
            or (at == 0 and row.state is WhistleState.DONE)
        )
        if shown == self._shown:
            return
        self._shown = shown
        for old in self.frames:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        self.frames = [WhistleFrame(row, now) for row in shown]
        for frame in self.frames:
            frame.wanted.connect(self.wanted)
            self._column.addWidget(frame)
        self.setVisible(bool(self.frames))
