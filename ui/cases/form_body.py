"""The five sections of the form together: values in and out, what is missing, what depends."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.queries.categories import CategoryRow
from app.cases.rules import Level
from ui.cases.form_how import HowSection
from ui.cases.form_said import SaidSection
from ui.cases.form_values import FormValues
from ui.cases.form_when import WhenSection, WhereSection
from ui.cases.form_who import WhoSection
from ui.core.forms import Checks
from ui.core.slices import Desk
from ui.parts.tab_order import tab_through

PADDING = 24
GAP, GAP_DENSE = 12, 6  # between the sections


class FormBody(QWidget):
    """What is typed; knows nothing of saving."""

    changed = Signal()

    def __init__(
        self, desk: Desk, *, may_assign: bool, may_solve: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("scrolled", "true")
        self.said = SaidSection(desk)
        self.where = WhereSection(desk)
        self.when = WhenSection(desk)
        self.who = WhoSection()
        self.how = HowSection(desk, may_assign=may_assign, may_solve=may_solve)
        self._may_assign = may_assign
        self._filling = False
        self._sections = (self.said, self.where, self.when, self.who, self.how)
        self._column = QVBoxLayout(self)
        for section in self._sections:
            self._column.addWidget(section)
        self._column.addStretch(1)
        self.set_dense(dense=False)
        self._checks = Checks()
        self._checks.add(self.said.field, self.said.missing_words)
        self._checks.add(self.said.questions, self.said.questions.wrong)
        self._checks.add(self.where.place.region_field, self.where.place.missing)
        self._checks.add(self.when.field, self.when.wrong)
        self._checks.add(self.who.phone_field, self.who.wrong_phone)
        self._checks.add(self.who.document_field, self.who.wrong_document)
        self._connect()
        self._order()

    def set_dense(self, *, dense: bool) -> None:
        """Stand so close on a low screen that who gets the case is seen without scrolling."""
        between = GAP_DENSE if dense else GAP
        self._column.setContentsMargins(PADDING, between, PADDING, between)
        self._column.setSpacing(between)
        for section in self._sections:
            section.set_dense(dense=dense)

    def _order(self) -> None:
        """Let Tab go through the fields as the caller tells the story."""
        said, place, who, how = self.said, self.where.place, self.who, self.how
        tab_through(
            said.words,
            said.kind.other,
            said.kind.picker,
            said.strip,
            said.strip.drop.button,
            place.address,
            place.region,
            place.region.button,
            self.when.moment,
            who.source,
            who.name,
            who.more,
            who.number,
            who.phone,
            who.call_back,
            who.anonymous,
            who.confidential,
            who.document_kind,
            who.document,
            who.address,
            how.urgency.matter,
            how.urgency.level,
            how.unit,
            how.solved,
            how.decline_button,
        )

    def _connect(self) -> None:
        self.said.kind.chosen.connect(self._kind_chosen)
        self.where.place.changed.connect(lambda _: self._tell())
        for section in (self.said, self.when, self.who, self.how):
            section.changed.connect(self._tell)

    def _kind_chosen(self, row: CategoryRow | None) -> None:
        self.how.propose(row)
        self.who.propose(row)
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.promise()
            self.changed.emit()

    def promise(self, *, again: bool = False) -> None:
        """Tell the deadlines of the case as it stands."""
        row = self.said.kind.value()
        level = str(self.how.urgency.level.value() or Level.NORMAL.value)
        published = row.promise if row else ""
        code = row.code if row else None
        self.how.teller.ask(code, level, published=published, again=again)

    # -- what is missing -----------------------------------------------------------------------

    def missing(self, *, show: bool) -> tuple[str, ...]:
        """Return the titles of what keeps the case from being registered; mark them if `show`."""
        wrong = self._checks.run(show_missing=show)
        return tuple(field.title or self.tr("说了什么") for field in wrong)

    def missing_to_assign(self) -> tuple[str, ...]:
        """Return what besides keeps it from being assigned at once."""
        found = []
        if self.said.kind.value() is None:
            found.append(self.tr("类别"))
        if self.how.missing_unit():
            found.append(self.tr("分流给"))
        return tuple(found)

    # -- values --------------------------------------------------------------------------------

    def values(self) -> FormValues:
        """Return everything typed or chosen."""
        row, place = self.said.kind.value(), self.where.place.state()
        who, how = self.who, self.how
        unit = how.unit.value()
        return FormValues(
            text=self.said.words.toPlainText(),
            category=row.code if row else "",
            category_by_hand=self.said.kind.by_hand,
            place=place.words,
            region=place.region or "",
            longitude=place.point[0] if place.point else None,
            latitude=place.point[1] if place.point else None,
            happened_at=self.when.value(),
            source=str(who.source.value()),
            external_number=who.number.text() if who.number_field.isVisibleTo(who) else "",
            name=who.name.text(),
            phone=who.phone.text(),
            wants_call_back=who.call_back.isChecked(),
            is_anonymous=who.anonymous.isChecked(),
            is_confidential=who.wants_confidence,
            document_kind=str(who.document_kind.value() or ""),
            document_number=who.document.text(),
            address=who.address.text(),
            matter_class=str(how.urgency.matter.value() or ""),
            level=str(how.urgency.level.value() or Level.NORMAL.value),
            level_by_hand=how.urgency.by_hand,
            unit_id=str(unit) if unit is not None and self._may_assign else "",
            unit_name=how.unit.text() if unit is not None else "",
            answers=self.said.questions.answers(),
            solved=how.solved.text(),
        )

    def fill(self, values: FormValues) -> None:
        """Show values, e.g. of a draft."""
        self._filling = True
        for section in (self.said, self.where, self.when, self.who, self.how):
            section.fill(values)
        self._filling = False
        self._tell()
