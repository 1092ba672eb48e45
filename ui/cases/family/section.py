"""The family of a case in its panel: who leads, who follows and why; taken out with one press."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.cases.actions.families import change_lead, unmerge_case
from app.cases.likeness_words import why_words
from app.cases.numbers import short
from app.cases.queries.card import CaseCard
from app.cases.queries.families import FamilyRow
from app.cases.rules import HANDLING_STATES, CaseState
from app.core.ids import new_id
from app.core.words import label as word
from ui.core.controls import Button, label
from ui.core.slices import Desk
from ui.core.targets import CaseWanted

_LEADS = (CaseState.REGISTERED, *HANDLING_STATES)


def name_of(row: FamilyRow) -> str:
    """Return day and serial of a case."""
    return short(row.number) if row.number else ""


class Elided(QLabel):
    """A line that is cut off where there is no room, and tells the rest when pointed at."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._cut()
        super().paintEvent(event)

    def _cut(self) -> None:
        cut = QFontMetrics(self.font()).elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.width()
        )
        if cut != self.text():
            self.setText(cut)
            self.setToolTip(self._whole if cut != self._whole else "")


class FamilyLine(QFrame):
    """One case of the family in two lines; what may be done with it stands at its end."""

    opened = Signal(object)  # UUID
    parted = Signal(object)  # FamilyRow
    led = Signal(object)  # FamilyRow

    def __init__(self, row: FamilyRow, *, is_shown: bool, may_part: bool, may_lead: bool) -> None:
        super().__init__()
        self.row = row
        translate = QCoreApplication.translate
        leads = row.lead_id is None
        self.number = Button(name_of(row), kind="link", small=True)
        self.number.setAccessibleName(
            translate("Family", "打开 {number} {title}").format(
                number=name_of(row), title=row.title
            )
        )
        self.number.clicked.connect(lambda: self.opened.emit(row.id))
        self.number.setEnabled(not is_shown)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.number)
        head.addWidget(Elided(row.title), 1)
        self.buttons: list[Button] = []
        if may_lead:
            self._add(translate("Family", "改由它牵头"), self.led)
        if may_part:
            self._add(translate("Family", "撤出"), self.parted)
        for button in self.buttons:
            head.addWidget(button)
        told = [translate("Family", "牵头") if leads else "", word(row.state), row.unit]
        told.append(why_words(row.reasons))
        if is_shown:
            told.append(translate("Family", "正在看的这件"))
        self.detail = "　".join(filter(None, told))
        under = label(self.detail, "caption")
        under.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(under)
        self.setAccessibleName(f"{name_of(row)} {row.title} {self.detail}")

    def _add(self, words: str, wanted: SignalInstance) -> None:
        button = Button(words, kind="link", small=True)
        button.setAccessibleName(f"{words} {name_of(self.row)}")
        button.clicked.connect(partial(self._wanted, wanted))
        self.buttons.append(button)

    def _wanted(self, wanted: SignalInstance, _checked: object = None) -> None:
        wanted.emit(self.row)


class FamilySection(QWidget):
    """Hidden for a case that is in no family; built anew only when the family changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._card: CaseCard | None = None
        self.lines: list[FamilyLine] = []
        self._title = label("", "section")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        self.hide()

    @property
    def title_text(self) -> str:
        """What stands above the lines."""
        return self._title.text()

    def set_card(self, card: CaseCard) -> None:
        """Show the family of a case."""
        now = (card.id, card.family, card.may_merge)
        self._card = card
        if now == self._shown:
            return
        self._shown = now
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [self._line(row, card) for row in card.family]
        for line in self.lines:
            self._column.addWidget(line)
        self._title.setText(self.tr("并案 {count} 件").format(count=len(card.family)))
        self.setVisible(bool(self.lines))

    def _line(self, row: FamilyRow, card: CaseCard) -> FamilyLine:
        lead = card.family[0]
        follows = row.lead_id is not None
        direct = row.lead_id == lead.id and lead.state in _LEADS
        line = FamilyLine(
            row,
            is_shown=row.id == card.id,
            may_part=follows and card.may_merge and row.state is not CaseState.VERIFIED,
            may_lead=direct and card.may_merge and card.id in (lead.id, row.id),
        )
        line.opened.connect(self._open)
        line.parted.connect(self._part)
        line.led.connect(self._lead)
        return line

    def _open(self, case_id: UUID) -> None:
        self._desk.navigator.go(CaseWanted(case_id))

    def _part(self, row: FamilyRow) -> None:
        key = new_id()
        words = self.tr("{number} 已撤出，恢复到并案以前").format(number=name_of(row))
        self._desk.write(
            lambda uow: unmerge_case(uow, row.id, row.version, "", command_key=key),
            lambda _: self._desk.notices.tell(words),
        )

    def _lead(self, row: FamilyRow) -> None:
        if self._card is None:
            return
        key, lead = new_id(), self._card.family[0].id
        words = self.tr("改由 {number} 牵头").format(number=name_of(row))
        self._desk.write(
            lambda uow: change_lead(uow, lead, row.id, "", stays=True, command_key=key),
            lambda _: self._desk.notices.tell(words),
        )
