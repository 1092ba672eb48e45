"""Who reported a case: masked; shown whole for 30 seconds against a written reason."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.cases.actions.personal import REASON_LENGTH, ask_reading
from app.cases.personal import DocumentKind
from app.cases.queries.card import CaseCard
from app.cases.queries.personal import GOOD_FOR, ReporterValues, read_reporter
from app.core.words import label as word
from ui.cases.facts import LABEL_PX
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.reasoned_reading import ReasonDialog, ReasonedReading

GAP = 8
LONG_NAME = 16


class ReporterLine(QWidget):
    """One fact that costs something to see."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: CaseCard | None = None
        self._title = label(self.tr("反映人"), "second")
        self._title.setFixedWidth(LABEL_PX)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._more = label("")
        self._more.setWordWrap(True)
        self._more.setContentsMargins(LABEL_PX + GAP, 0, 0, 0)
        self._more.hide()
        self._aside = label("", "caption")
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
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._title)
        line.addWidget(self._text, 0)
        line.addWidget(self.button)
        line.addWidget(self._aside)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._more)

    @property
    def text(self) -> str:
        """What can be read now."""
        return "\n".join(part for part in (self._text.text(), self._more.text()) if part)

    @property
    def is_open(self) -> bool:
        """Whether the values themselves are shown."""
        return self._reading.is_open

    def set_card(self, card: CaseCard) -> None:
        """Show the reporter of a case, masked; another case ends what was shown whole."""
        same = self._card is not None and self._card.id == card.id
        self._card = card
        if not (same and self.is_open):
            self.cover()

    def cover(self) -> None:
        """Show nothing but what every list may show."""
        self._reading.end()
        card = self._card
        if card is None:
            return
        text, aside = self._masked(card)
        self._text.setText(text)
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))
        self._text.setWordWrap(False)
        self._more.setText("")
        self._more.hide()
        self.button.setVisible(card.may_read_reporter)

    def _masked(self, card: CaseCard) -> tuple[str, str]:
        if card.reporter_hidden:
            return self.tr("保密"), self.tr("反映人要求不公开身份")
        if card.reporter is None:
            return self.tr("不留名"), ""
        text = "　".join(part for part in (card.reporter.name, card.reporter.phone) if part)
        confidential = self.tr("要求保密") if card.is_confidential else ""
        return text, confidential

    # -- asking and reading --------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the reason, or mask again what is shown."""
        if self.is_open:
            self.cover()
            return
        usual = (self.tr("联系反映人"), self.tr("到现场核实"), self.tr("回访"))
        title = self.tr("查看反映人的姓名和电话")
        dialog = ReasonDialog(title, usual, REASON_LENGTH, self.window())
        dialog.accepted.connect(lambda: self.read(dialog.reason()))
        dialog.open()

    def read(self, reason: str) -> None:
        """Ask for the values against a reason."""
        if self._card is None:
            return
        case_id, desk = self._card.id, self._desk

        def asks(uow: Any, why: str, *, command_key: UUID) -> UUID:
            return ask_reading(uow, case_id, why, command_key=command_key)

        def reads(session: Any, request: UUID) -> ReporterValues:
            return read_reporter(session, desk.actor, request, now=desk.parts.clock.now())

        self._reading.begin(asks, reads, reason)

    def _refused(self, error: BaseException) -> None:
        self._aside.setText(explain(error).text)
        self._aside.show()

    def _show(self, values: ReporterValues) -> None:
        self._text.setText("　".join(part for part in (values.name, values.phone) if part))
        self._text.setWordWrap(len(values.name) > LONG_NAME)
        lines = []
        if values.document_number:
            kind = word(DocumentKind(values.document_kind)) if values.document_kind else ""
            lines.append(f"{kind} {values.document_number}".strip())
        if values.address:
            lines.append(values.address)
        self._more.setText("\n".join(lines))
        self._more.setVisible(bool(lines))
        self._aside.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self.cover()
        super().hideEvent(event)
