"""Where and when it happened (sections 2 and 3 of the form)."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from ui.cases.form_said import LABEL_PX
from ui.cases.form_values import FormValues
from ui.cases.place_fields import PlaceFields, PlaceState
from ui.core.fields import MomentField
from ui.core.forms import FormField, FormSection
from ui.core.relative_time import relative
from ui.core.slices import Desk


class WhereSection(FormSection):
    """Place and region."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(2, QCoreApplication.translate("WhereSection", "在哪里"), parent)
        self.place = PlaceFields(desk, self, label_width=LABEL_PX)
        self.add(self.place.address_field)
        self.add(self.place.region_field)

    def fill(self, values: FormValues) -> None:
        """Show values."""
        point = None
        if values.longitude is not None and values.latitude is not None:
            point = (values.longitude, values.latitude)
        self.place.set_state(PlaceState(values.place, values.region or None, point))


class WhenSection(FormSection):
    """The moment it happened; untouched it is not said."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(3, QCoreApplication.translate("WhenSection", "什么时候"), parent)
        self._desk = desk
        self._said = False
        self._filling = False
        self.moment = MomentField(desk.parts.clock.now())
        self.moment.setMaximumWidth(184)
        self.field = FormField(self.tr("发生"), self.moment, label_width=LABEL_PX)
        self.add(self.field)
        self.moment.dateTimeChanged.connect(self._moved)
        self._tell()

    def _moved(self, _moment: object) -> None:
        if not self._filling:
            self._said = True
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        if not self._said:
            self.field.set_hint(self.tr("没说就不用改"))
            return
        now = self._desk.parts.clock.now()
        self.field.set_hint(self.tr("约 {ago}").format(ago=relative(self.moment.moment(), now)))

    def wrong(self) -> str:
        """Return what is wrong with the moment, "" for nothing."""
        if self._said and self.moment.moment() > self._desk.parts.clock.now():
            return self.tr("发生时间晚于现在，请改成已经发生的时间")
        return ""

    def value(self) -> str:
        """Return the moment as text, "" when nobody said it."""
        return self.moment.moment().isoformat() if self._said else ""

    def fill(self, values: FormValues) -> None:
        """Show values."""
        self._filling = True
        said = values.happened_at
        self.moment.set_moment(
            datetime.fromisoformat(said) if said else self._desk.parts.clock.now()
        )
        self._said, self._filling = bool(said), False
        self._tell()
