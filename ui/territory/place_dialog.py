"""A place of the gazetteer: its name, what it is, and where, pointed at on a map."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.words import label as word
from app.territory.actions import PlaceDraft, save_place
from app.territory.queries import PlaceRow, RegionRow, find_places, place_row, region_names
from app.territory.rules import PlaceKind, PlaceSource
from ui.core.controls import Combo, label
from ui.core.fields import SearchCombo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import Named, of_choice, of_combo, of_text
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.map_shapes import Point
from ui.parts.map_source import MapReady, MapSource
from ui.parts.mini_map import MiniMap, PinMoved
from ui.parts.region_at import RegionThere, region_at

LABEL_PX = 60
MAP_WIDTH, MAP_HEIGHT = 380, 300


class PlaceDialog(FormDialog):
    """Enters a place in a region, or corrects one."""

    def __init__(
        self, desk: Desk, region: RegionRow, place: PlaceRow | None, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._place = place
        self._region = place.region_code if place is not None else region.code
        self._point: Point | None = (place.longitude, place.latitude) if place else None
        if place is None:
            self.name_it(self.tr("登记地点"), self.tr("登记"))
        else:
            self.name_it(self.tr("改正 {name}").format(name=place.name), self.tr("保存"))
        self._make_inputs()
        self._lay_fields()
        self._make_map(region)
        if place is not None:
            self._fill(place)
        self.name.setFocus()

    def _make_inputs(self) -> None:
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("居民怎么叫，就怎么写"))
        self.kind = Combo()
        for kind in PlaceKind:
            self.kind.add(word(kind), kind)
        self.today = SearchCombo(self._find_today, self.desk.jobs, self.tr("不是曾用名就空着"))
        self.map = MiniMap(movable=True)
        self.map.setFixedSize(MAP_WIDTH, MAP_HEIGHT)
        self._where = label("", "second")
        self._where.setWordWrap(True)

    def _lay_fields(self) -> None:
        def made(title: str, input_: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, input_, required=required, label_width=LABEL_PX)

        self._name_field = made(self.tr("名称"), self.name, required=True)
        self._kind_field = made(self.tr("类别"), self.kind)
        self._today_field = made(self.tr("现在叫"), self.today)
        self._map_field = FormField("", self.map)
        left = QVBoxLayout()
        left.setSpacing(8)
        for field in (self._name_field, self._kind_field, self._today_field):
            left.addWidget(field)
        left.addWidget(self._where)
        left.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self._map_field, 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, 300)
        self.content.addLayout(grid)
        self.watch(self._name_field, self._check_name)
        self.watch(self._kind_field)
        self.watch(self._today_field, self._check_today)
        self.watch(self._map_field, self._check_point)

    def _make_map(self, region: RegionRow) -> None:
        self._source = MapSource(self.desk, self)
        self._source.ready.connect(self._map_ready)
        self.map.pin_moved.connect(self._pin_moved)
        self.map.set_selected(region.code)
        self._source.ask(self._region)
        if self._point is None:
            self._say_where(self.tr("在地图上双击它的位置，针可以再拖。"))

    def _map_ready(self, ready: MapReady) -> None:
        self.map.set_shapes(ready.shapes)
        if self._point is not None:
            self.map.set_pin(self._point)

    def _fill(self, place: PlaceRow) -> None:
        self.name.setText(place.name)
        self.kind.set_value(place.kind)
        if place.former_name_of is not None:
            self.today.set_choice(Choice(place.former_name_of, place.name_today))
        self._say_where(self.tr("在 {name}").format(name=place.region_name))
        self.guard_fields(self._merged(), place.version, self._present)

    def _merged(self) -> tuple[MergeField, ...]:
        return (
            of_text("name", self._name_field.title, self.name),
            of_combo("kind", self._kind_field.title, self.kind),
            of_choice("today", self._today_field.title, self.today),
            MergeField("where", self.tr("位置"), self._here, self._put_here, _where_words),
        )

    def _here(self) -> Named:
        return Named((self._point, self._region), self._where.text())

    def _put_here(self, here: Named) -> None:
        self._point, self._region = here.value  # type: ignore[misc]
        if self._point is not None:
            self.map.set_pin(self._point)
        self._say_where(here.name)

    def _present(self, session: Any) -> Present:
        if self._place is None:
            raise TypeError(self._place)
        row = place_row(session, self._place.id)
        there = self.tr("在 {name}").format(name=row.region_name)
        values = {
            "name": row.name,
            "kind": row.kind,
            "today": Named(row.former_name_of, row.name_today),
            "where": Named(((row.longitude, row.latitude), row.region_code), there),
        }
        return Present(row.version, values)

    # -- where ---------------------------------------------------------------------------------

    def _pin_moved(self, moved: PinMoved) -> None:
        self._point = (moved.longitude, moved.latitude)
        point = self._point
        self.desk.read(lambda session: _there(session, point), self._grid_found)

    def _grid_found(self, found: tuple[RegionThere, str]) -> None:
        there, name = found
        if there.point != self._point:
            return
        if there.code is None:
            self._say_where(self.tr("这里不在任何网格内，记在原来的区划下。"))
        else:
            self._region = there.code
            self._say_where(self.tr("在 {name}").format(name=name))
        self._map_field.error("")

    def _say_where(self, words: str) -> None:
        self._where.setText(words)

    def _find_today(self, text: str) -> list[Choice]:
        if not text:
            return []
        with self.desk.parts.database.reading() as session:
            found = find_places(session, text, near=self._region)
        mine = self._place.id if self._place is not None else None
        return [Choice(p.place_id, p.name, p.region_name) for p in found if p.place_id != mine]

    # -- checks and writing --------------------------------------------------------------------

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def _check_today(self) -> str:
        if self.today.text().strip() and self.today.value() is None:
            return self.tr("请从列表里选现在的名字，或者清空。")
        return ""

    def _check_point(self) -> str:
        return "" if self._point is not None else self.tr("请在地图上双击它的位置。")

    def blame(self) -> dict[str, FormField]:
        return {
            "territory.bad_name": self._name_field,
            "territory.own_former_name": self._today_field,
            "territory.outside_china": self._map_field,
        }

    def action(self) -> Action:
        if self._point is None:
            raise TypeError(self._point)
        today, place = self.today.value(), self._place
        draft = PlaceDraft(
            self.name.text(),
            PlaceKind(str(self.kind.value())),
            self._region,
            *self._point,
            former_name_of=today if isinstance(today, UUID) else None,
            source=place.source if place is not None else PlaceSource.ENTERED,
        )
        key, seen = self.command_key, self.seen_version
        place_id = place.id if place is not None else None

        def save(uow: Any) -> UUID:
            version = seen if place_id is not None else None
            return save_place(uow, draft, command_key=key, place_id=place_id, seen_version=version)

        return save


def _where_words(here: Named) -> str:
    point: Point | None = here.value[0]  # type: ignore[index]
    return f"{here.name}\n{point[0]:.5f}, {point[1]:.5f}" if point else ""


def _there(session: Any, point: Point) -> tuple[RegionThere, str]:
    there = region_at(session, point)
    names = region_names(session, (there.code,)) if there.code else {}
    return there, names.get(there.code or "", "")
