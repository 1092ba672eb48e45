"""The facts of a case in the panel: source, place, who has it, who received it, who reported."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.cases.clock import Hold
from app.cases.clock_words import duration_words
from app.cases.queries.card import CaseCard
from app.core.words import label as word
from ui.core.controls import label
from ui.core.forms import escaped
from ui.core.relative_time import full, relative
from ui.core.theme import current

LABEL_PX = 56


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, the fact, and quietly what else."""

    title: str
    text: str
    aside: str = ""


def facts_of(card: CaseCard, now: datetime, day_length_s: int) -> tuple[Fact, ...]:
    """Return the lines in the order people ask for them."""
    translate = QCoreApplication.translate
    number = ""
    if card.external_number:
        number = translate("Facts", "外部单号 {number}").format(number=card.external_number)
    found = [Fact(translate("Facts", "来源"), word(card.source), number)]
    place, region = card.place or card.region_name, card.region_name if card.place else ""
    found.append(Fact(translate("Facts", "地点"), place or "—", region))
    if card.happened_at is not None:
        moment = full(card.happened_at)
        found.append(Fact(translate("Facts", "发生"), moment, relative(card.happened_at, now)))
    found.append(_holder(card, day_length_s))
    if card.first_contact:
        duty = translate("Facts", "负责到底")
        found.append(Fact(translate("Facts", "首问"), card.first_contact, duty))
    return tuple(found)


def _holder(card: CaseCard, day_length_s: int) -> Fact:
    translate = QCoreApplication.translate
    title = translate("Facts", "承办")
    if not card.unit:
        return Fact(title, "—", translate("Facts", "还没有分流"))
    who = f"{card.unit}·{card.handler}" if card.handler else card.unit
    held = _held(card)
    if held is None or card.clocks is None:
        return Fact(title, who)
    duration = duration_words(held.seconds, card.clocks.handle_limit.unit, day_s=day_length_s)
    return Fact(title, who, translate("Facts", "已占时 {duration}").format(duration=duration))


def _held(card: CaseCard) -> Hold | None:
    holds = card.clocks.holds if card.clocks is not None else ()
    return next((hold for hold in holds if hold.holder == card.unit), None)


class FactsList(QWidget):
    """Titles in one column, facts in the other; long ones wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, LABEL_PX)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def set_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these lines."""
        while len(self._rows) < len(facts):
            self._rows.append(self._new_row(len(self._rows)))
        for at, (title, text) in enumerate(self._rows):
            shown = at < len(facts)
            title.setVisible(shown)
            text.setVisible(shown)
            if shown:
                title.setText(facts[at].title)
                text.setText(_rich(facts[at]))
                text.setAccessibleName(f"{facts[at].title} {facts[at].text} {facts[at].aside}")

    def _new_row(self, at: int) -> tuple[QLabel, QLabel]:
        title, text = label("", "second"), QLabel()
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = text.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # a long number must not widen it
        text.setSizePolicy(policy)
        title.setMinimumHeight(current().type.body_line)
        self._grid.addWidget(title, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, at, 1)
        return title, text


def _rich(fact: Fact) -> str:
    ink = current().colors.text_3
    if not fact.aside:
        return escaped(fact.text)
    return (
        f'{escaped(fact.text)}&nbsp;&nbsp; <span style="color:{ink}">{escaped(fact.aside)}</span>'
    )
