"""What of a mapping is told once for the whole file: source, times, coordinates, region."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.words import label as word
from app.exchange import rights
from app.exchange.mapping import RegionBy, Source
from app.exchange.mapping_draft import DraftValues
from ui.core.controls import Combo, label
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

SYSTEMS = ("CGCS2000", "WGS84", "GCJ-02")
TIMES_PX, REGION_PX, PREFIX_PX = 230, 190, 100


class MappingSettings(QWidget):
    """Two lines of fields; each has a usual value, so that most files need none of them."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = DraftValues(Source.HOTLINE_12345)
        self.source, self.crs, self.region_by = Combo(), Combo(), Combo()
        self.times, self.prefix = QLineEdit(), QLineEdit()
        self.default_region = RegionField(desk, desk.actor.prefixes(rights.IMPORT))
        for source in Source:
            self.source.add(word(source), source)
        for system in SYSTEMS:
            self.crs.add(system, system)
        for by in RegionBy:
            self.region_by.add(word(by), by)
        self.times.setPlaceholderText(self.tr("2026-11-02 09:30 这样的不用写"))
        self.times.setToolTip(
            self.tr("%Y 年 %m 月 %d 日 %H 时 %M 分 %S 秒，例如 %Y/%m/%d %H:%M；几种用分号隔开")
        )
        self.prefix.setPlaceholderText(self.tr("没有就空着"))
        self.default_region.setPlaceholderText(self.tr("没写区划的行归到"))
        self._lay_out()
        self.show_values(self._values)
        for combo in (self.source, self.crs, self.region_by):
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        for line in (self.times, self.prefix):
            line.textEdited.connect(lambda _: self.changed.emit())
        self.default_region.chosen.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        above, below = QHBoxLayout(), QHBoxLayout()
        for line in (above, below):
            line.setSpacing(8)
            column.addLayout(line)
        self.times.setFixedWidth(TIMES_PX)
        self.default_region.setFixedWidth(REGION_PX)
        self.prefix.setFixedWidth(PREFIX_PX)
        self._put(above, self.tr("来源"), self.source)
        self._put(above, self.tr("时间写法"), self.times)
        self._put(above, self.tr("坐标系"), self.crs)
        above.addStretch(1)
        self._put(below, self.tr("区划"), self.region_by)
        self._put(below, self.tr("默认区划"), self.default_region)
        below.addWidget(self.default_region.button)
        self._put(below, self.tr("编号前缀"), self.prefix)
        below.addStretch(1)

    def _put(self, line: QHBoxLayout, title: str, input_: QWidget) -> None:
        says = label(title, "second")
        says.setBuddy(input_)
        input_.setAccessibleName(title)
        line.addWidget(says)
        line.addWidget(input_)

    def show_values(self, values: DraftValues) -> None:
        """Show these, without telling anybody."""
        self._values = values
        was = self.blockSignals(True)  # noqa: FBT003  Qt's
        self.source.set_value(values.source)
        if self.crs.findData(values.crs) < 0:
            self.crs.add(values.crs, values.crs)
        self.crs.set_value(values.crs)
        self.region_by.set_value(values.region_by)
        self.times.setText("; ".join(values.time_formats))
        self.prefix.setText(values.prefix)
        self.default_region.set_region(values.region)
        self.blockSignals(was)

    def chosen_source(self) -> Source:
        """Return where the messages come from, as it stands now."""
        return Source(str(self.source.value()))

    def region(self) -> str:
        """Return where rows belong that name no region, "" for the street of the centre."""
        return self.default_region.code() or ""

    def values(self, categories: Mapping[str, str], regions: Mapping[str, str]) -> DraftValues:
        """Return what is entered, with these tables of values."""
        parts = self.times.text().replace("；", ";").split(";")
        return DraftValues(
            source=self.chosen_source(),
            time_formats=tuple(part.strip() for part in parts if part.strip()),
            crs=str(self.crs.value()),
            zone=self._values.zone,
            region_by=RegionBy(str(self.region_by.value())),
            region=self.region(),
            prefix=self.prefix.text(),
            category=self._values.category,
            categories=categories,
            regions=regions,
        )
