"""Who reported it (section 4 of the form): source, name, phone, and what they wish."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.personal import DocumentKind, clean_document, clean_phone
from app.cases.queries.categories import CategoryRow
from app.cases.rules import Source
from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.form_said import LABEL_PX
from ui.cases.form_values import FormValues
from ui.core.controls import Button, Combo, Tick, label
from ui.core.forms import FormField, FormSection

NAME_LENGTH = 64
ADDRESS_LENGTH = 200
NUMBERED = frozenset(
    {
        Source.HOTLINE_12345,
        Source.DIGITAL_CITY,
        Source.BRIGHT_EYES,
        Source.MAILBOX,
        Source.GOVERNMENT_APP,
        Source.DELEGATE,
        Source.DEPARTMENT,
        Source.SUPERIOR,
        Source.SAFE_ZONE,
    }
)
"""Sources that give their records a number of their own."""


class WhoSection(FormSection):
    """Source, name, phone; document and address behind a link; three wishes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(4, QCoreApplication.translate("WhoSection", "谁反映的"), parent)
        self.source = Combo()
        for source in Source:
            self.source.add(word(source), source.value)
        self.number = self._line(64)
        self.name = self._line(NAME_LENGTH)
        self.phone = self._line(32)
        self.phone.setMaximumWidth(232)
        self.call_back = Tick(self.tr("愿意接回访"))
        self.anonymous = Tick(self.tr("不留名"))
        self.confidential = Tick(self.tr("要求保密"))
        self.confidential.setToolTip(self.tr("承办单位看不到是谁反映的；投诉公职人员时建议勾选"))
        self._by_rule = False
        self._by_hand = False
        self.rule = label(
            self.tr("这一类按规定保密：承办单位看不到是谁反映的，回访由中心做。"), "caption"
        )
        self.rule.setWordWrap(True)
        self.rule.setContentsMargins(LABEL_PX + 8, 0, 0, 0)
        self.rule.hide()
        self.more = Button(self.tr("证件、住址"), kind="link", small=True)
        self.document_kind = Combo()
        for kind in DocumentKind:
            self.document_kind.add(word(kind), kind.value)
        self.document_kind.setPlaceholderText(self.tr("证件种类"))
        self.document_kind.setCurrentIndex(-1)
        self.document = self._line(32)
        self.address = self._line(ADDRESS_LENGTH)
        self._lay_out()
        self._connect()

    def _line(self, most: int) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(most)
        line.textChanged.connect(lambda _: self.changed.emit())
        return line

    def _lay_out(self) -> None:
        self.source_field = FormField(self.tr("来源"), self.source, label_width=LABEL_PX)
        self.name_field = FormField(self.tr("称呼"), self.name, label_width=40)
        self.number_field = FormField(self.tr("外部单号"), self.number, label_width=LABEL_PX)
        self.phone_field = FormField(self.tr("电话"), self.phone, label_width=LABEL_PX)
        self.name_field.add_beside(self.more)
        self.add_side_by_side(self.source_field, self.name_field)
        self.add(self.number_field)
        for tick in (self.call_back, self.anonymous, self.confidential):
            self.phone_field.add_beside(tick)
        self.add(self.phone_field)
        self.add(self.rule)
        self.document_field = FormField(self.tr("证件"), self.document_kind, label_width=LABEL_PX)
        self.document_field.add_beside(self.document, 1)
        self.document.setAccessibleName(self.tr("证件号码"))
        self.address_field = FormField(self.tr("住址"), self.address, label_width=LABEL_PX)
        self.add(self.document_field)
        self.add(self.address_field)
        self._show_more(shown=False)

    def _connect(self) -> None:
        self.source.currentIndexChanged.connect(self._source_changed)
        self.anonymous.toggled.connect(self._anonymous_toggled)
        self.call_back.toggled.connect(lambda _: self.changed.emit())
        self.confidential.clicked.connect(self._confidential_clicked)
        self.document_kind.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.more.clicked.connect(lambda: self._show_more(shown=True))
        self._source_changed()

    def _source_changed(self) -> None:
        self.number_field.setVisible(Source(str(self.source.value())) in NUMBERED)
        self.changed.emit()

    def _confidential_clicked(self, on: bool) -> None:  # noqa: FBT001  Qt's signal
        self._by_hand = on
        self.changed.emit()

    def propose(self, row: CategoryRow | None) -> None:
        """Keep the reporter unnamed where the kind says so; what was wished before comes back."""
        self._by_rule = row is not None and row.is_confidential
        self._show_confidential()

    def _show_confidential(self) -> None:
        anonymous = self.anonymous.isChecked()
        self.confidential.setChecked(self._by_rule or self._by_hand)
        self.confidential.setEnabled(not anonymous and not self._by_rule)
        self.rule.setVisible(self._by_rule and not anonymous)

    @property
    def wants_confidence(self) -> bool:
        """Whether the reporter asked for it; what the kind says comes on top."""
        return self._by_hand

    def _show_more(self, *, shown: bool) -> None:
        self.document_field.setVisible(shown)
        self.address_field.setVisible(shown)
        self.more.setVisible(not shown)
        if shown:
            self.document_kind.setFocus()

    def _anonymous_toggled(self, on: bool) -> None:  # noqa: FBT001  Qt's signal
        inputs = (
            self.name,
            self.phone,
            self.call_back,
            self.document_kind,
            self.document,
            self.address,
        )
        for widget in inputs:
            widget.setEnabled(not on)
        self._show_confidential()
        self.changed.emit()

    # -- checks --------------------------------------------------------------------------------

    def wrong_phone(self) -> str:
        """Return what is wrong with the phone, "" for nothing; none at all is right."""
        if self.anonymous.isChecked():
            return ""
        try:
            clean_phone(self.phone.text())
        except AppError as error:
            return sentence(error)
        return ""

    def wrong_document(self) -> str:
        """Return what is wrong with the document, "" for nothing."""
        if self.anonymous.isChecked() or not self.document.text().strip():
            return ""
        kind = self.document_kind.value()
        if not isinstance(kind, str):
            return self.tr("请选证件种类")
        try:
            clean_document(DocumentKind(kind), self.document.text())
        except AppError as error:
            return sentence(error)
        return ""

    def phone_to_look_up(self) -> str:
        """Return what is typed, "" for somebody who does not want to be named."""
        return "" if self.anonymous.isChecked() else self.phone.text()

    # -- values --------------------------------------------------------------------------------

    def fill(self, values: FormValues) -> None:
        """Show values."""
        self.source.set_value(values.source)
        self.number.setText(values.external_number)
        self.name.setText(values.name)
        self.phone.setText(values.phone)
        self.call_back.setChecked(values.wants_call_back)
        self._by_hand = values.is_confidential
        self._show_confidential()
        self.document_kind.set_value(values.document_kind or None)
        self.document.setText(values.document_number)
        self.address.setText(values.address)
        self.anonymous.setChecked(values.is_anonymous)
        known = values.document_number or values.address or values.document_kind
        self.document_field.setVisible(bool(known))
        self.address_field.setVisible(bool(known))
        self.more.setVisible(not known)
