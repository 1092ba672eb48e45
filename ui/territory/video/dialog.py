"""The form of a camera or video station."""

import re

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.words import label as word
from app.territory.video.actions import StationDraft, add_station, change_station
from app.territory.video.queries import StationRow
from app.territory.video.rules import (
    ADDRESS_MOST,
    CODE_MOST,
    NAME_MOST,
    VideoKind,
    VideoState,
    VideoTier,
    is_address,
    is_code,
    tells_password,
)
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LABEL_PX = 72
_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*")


def point_of(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude of a text, None where it is no pair of degrees."""
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    longitude, latitude = float(found[1]), float(found[2])
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


class StationDialog(FormDialog):
    """What stands where, whose it is, and where its picture can be had."""

    def __init__(
        self, desk: Desk, roots: tuple[str, ...], row: StationRow | None, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("地址里不写账号口令；谁在什么时候打开画面都留痕。")
        title = self.tr("改这个点位") if row else self.tr("登记一个点位")
        self.name_it(title, self.tr("保存"), under)
        self.code, self.name = QLineEdit(), QLineEdit()
        self.code.setMaxLength(CODE_MOST)
        self.code.setPlaceholderText(self.tr("视频平台上的编号"))
        self.name.setMaxLength(NAME_MOST)
        self.kind, self.tier, self.condition = Combo(), Combo(), Combo()
        choices = ((self.kind, VideoKind), (self.tier, VideoTier), (self.condition, VideoState))
        for box, values in choices:
            for value in values:
                box.add(word(value), value)
        self.tier.set_value(VideoTier.VILLAGE)
        self.region = RegionField(desk, roots)
        self.point, self.address = QLineEdit(), QLineEdit()
        self.point.setPlaceholderText(self.tr("经度,纬度；可以空着"))
        self.address.setMaxLength(ADDRESS_MOST)
        self.address.setPlaceholderText(self.tr("rtsp://…；没有就空着"))
        self._put_fields()
        if row is not None:
            self._show(row)
        self.code.setFocus()

    def _put_fields(self) -> None:
        def field(title: str, widget: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, widget, required=required, label_width=LABEL_PX)

        self.code_field = self.add_field(
            field(self.tr("编号"), self.code, required=True),
            lambda: (
                "" if is_code(self.code.text().strip()) else self.tr("只用字母、数字、点、横线")
            ),
        )
        self.add_field(
            field(self.tr("名称"), self.name, required=True),
            lambda: "" if self.name.text().strip() else self.tr("请写它看着哪里"),
        )
        self.add_field(field(self.tr("是什么"), self.kind))
        self.add_field(field(self.tr("哪一级"), self.tier))
        region = field(self.tr("网格"), self.region, required=True)
        region.add_beside(self.region.button)
        self.add_field(
            region, lambda: "" if self.region.code() else self.tr("请从列表里选网格或社区")
        )
        self.add_field(field(self.tr("位置"), self.point), self._point_wrong)
        self.address_field = self.add_field(
            field(self.tr("画面地址"), self.address), self._address_wrong
        )
        self.add_field(field(self.tr("现状"), self.condition))

    def _point_wrong(self) -> str:
        text = self.point.text().strip()
        wrong = bool(text) and point_of(text) is None
        return self.tr("写成经度,纬度，例如 113.301,40.102") if wrong else ""

    def _address_wrong(self) -> str:
        text = self.address.text().strip()
        if tells_password(text):
            return self.tr("地址里带着账号口令，请向平台要不带口令的转发地址")
        return "" if is_address(text) else self.tr("要以 rtsp://、rtmp:// 或 http:// 开头")

    def _show(self, row: StationRow) -> None:
        self.code.setText(row.code)
        self.name.setText(row.name)
        for box, value in (
            (self.kind, row.kind),
            (self.tier, row.tier),
            (self.condition, row.state),
        ):
            box.set_value(value)
        self.region.set_region(row.region)
        if row.point is not None:
            self.point.setText(f"{row.point[0]:.6f},{row.point[1]:.6f}")
        self.address.setText(row.address)

    def blame(self) -> dict[str, FormField]:
        wrong = ("video.address_wrong", "video.address_tells_password")
        return {"video.code_taken": self.code_field} | dict.fromkeys(wrong, self.address_field)

    def action(self) -> Action:
        draft = StationDraft(
            self.code.text(),
            self.name.text(),
            VideoKind(str(self.kind.value())),
            VideoTier(str(self.tier.value())),
            self.region.code() or "",
            point_of(self.point.text()),
            self.address.text(),
            VideoState(str(self.condition.value())),
        )
        key, row = self.command_key, self._row
        if row is None:
            return lambda uow: add_station(uow, draft, command_key=key)
        return lambda uow: change_station(uow, row.id, draft, row.version, command_key=key)
