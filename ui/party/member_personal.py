"""How a member is reached: masked; shown whole for 30 seconds against a written reason."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.words import label as word
from app.party.actions.personal import REASON_LENGTH, ask_member_reading
from app.party.personal import DocumentKind
from app.party.queries.card import MemberCard
from app.party.queries.personal import GOOD_FOR, MemberValues, read_member
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.reasoned_reading import ReasonDialog, ReasonedReading


class MemberPersonalPart(QWidget):
    """Phone, document and address of one member."""

    opened = Signal()  # the values themselves are shown

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: MemberCard | None = None
        self.facts = FactGrid()
        self.button = Button(self.tr("查看（留痕）"), kind="link", icon="ph.eye", small=True)
        self.button.clicked.connect(self.ask)
        self._reading = ReasonedReading(
            desk,
            self,
            self.button,
            good_for_s=int(GOOD_FOR.total_seconds()),
            shows=self._show,
            covers=self.cover,
            refuses=self._refused,
        )
        self._says = label("", "error")
        self._says.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.facts)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addWidget(self._says, 1)
        line.addStretch(1)
        column.addLayout(line)

    def show_card(self, card: MemberCard) -> None:
        """Show how a member is reached, masked."""
        self._card = card
        self.cover()

    def cover(self) -> None:
        """Show nothing but what every list may show."""
        self._reading.end()
        if self._card is None:
            return
        masked = self._card.masked
        nothing = self.tr("没有登记")
        self.facts.set_lines(
            FactLine(self.tr("电话"), masked.phone or nothing),
            FactLine(self.tr("证件"), masked.document_number or nothing),
        )
        self.button.setVisible(self._card.may_read)

    def ask(self) -> None:
        """Ask for the reason, or mask again what is shown."""
        if self._reading.is_open:
            self.cover()
            return
        usual = (self.tr("通知活动"), self.tr("核对名册"), self.tr("上门走访"))
        title = self.tr("查看党员的电话、证件和住址")
        dialog = ReasonDialog(title, usual, REASON_LENGTH, self.window())
        dialog.accepted.connect(lambda: self.read(dialog.reason()))
        dialog.open()

    def read(self, reason: str) -> None:
        """Ask for the values against a reason."""
        if self._card is None:
            return
        member, desk = self._card.row.id, self._desk

        def asks(uow: Any, why: str, *, command_key: UUID) -> UUID:
            return ask_member_reading(uow, member, why, command_key=command_key)

        def reads(session: Any, request: UUID) -> MemberValues:
            return read_member(session, desk.actor, request, now=desk.parts.clock.now())

        self._reading.begin(asks, reads, reason)

    def _refused(self, error: BaseException) -> None:
        self._says.setText(explain(error).text)
        self._says.show()

    def _show(self, values: MemberValues) -> None:
        self._says.hide()
        kind = word(DocumentKind(values.document_kind)) if values.document_kind else ""
        nothing = self.tr("没有登记")
        self.facts.set_lines(
            FactLine(self.tr("电话"), values.phone or nothing),
            FactLine(self.tr("证件"), values.document_number or nothing, kind),
            FactLine(self.tr("住址"), values.address or nothing),
        )
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.cover()
        super().hideEvent(event)
