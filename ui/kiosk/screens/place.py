"""Where is it? A map to point at, or names to choose from."""

from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.kiosk.ground import KioskGround, KnownPlace, KnownRegion
from app.kiosk.rules import PlaceKind
from ui.kiosk.controls import BigButton, words
from ui.kiosk.screens.base import GAP, Screen, Stage, beside_or_below, while_shown
from ui.parts.map import Tool
from ui.parts.map_shapes import METRES_PER_DEGREE, Camera, MapShapes, Point
from ui.parts.mini_map import MiniMap, PinMoved

NEAR_M = 120
A_PAGE = 8
_NAMED = (
    *(PlaceKind.COMPOUND, PlaceKind.BUILDING, PlaceKind.MARKET, PlaceKind.SCHOOL),
    *(PlaceKind.HOSPITAL, PlaceKind.STATION, PlaceKind.LANDMARK, PlaceKind.ROAD),
    *(PlaceKind.SERVICE_CENTRE, PlaceKind.NEIGHBOURHOOD_CENTRE),
)
_SUFFIXES = (("居民委员会", ""), ("居委会", ""), ("村民委员会", "村"), ("村委会", "村"))


def place_near(ground: KioskGround, point: Point) -> KnownPlace | None:
    """Return the named place next to a point, None where none is near."""

    def metres(place: KnownPlace) -> float:
        across = (place.longitude - point[0]) * METRES_PER_DEGREE * 0.8
        up = (place.latitude - point[1]) * METRES_PER_DEGREE
        return float((across**2 + up**2) ** 0.5)

    nearest = min(ground.places, key=metres, default=None)
    return nearest if nearest is not None and metres(nearest) <= NEAR_M else None


def places_in(ground: KioskGround, region: str) -> list[KnownPlace]:
    """Return the places people name first when they say where they are: compounds before all."""
    here = [p for p in ground.places if p.kind in _NAMED and p.region.startswith(region)]
    return sorted(here, key=lambda place: _NAMED.index(place.kind))


def short_name(name: str) -> str:
    """Return a community as people call it."""
    for whole, usual in _SUFFIXES:
        if name.endswith(whole):
            return name.removesuffix(whole) + usual
    return name


class TouchMap(MiniMap):
    """The map with a pin: one touch puts it, a finger that slides moves the map."""

    def __init__(self) -> None:
        super().__init__(movable=True, near=2.0)
        self.set_tool(_TouchTool(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def home_button(self) -> tuple[str, str]:
        return "ph.corners-out", self.tr("看全图")

    def go_home(self) -> bool:
        box = self.shapes.box()
        if box is not None:
            self.camera.fit(box)
        return box is not None

    def come_nearer(self, point: Point) -> None:
        """Put the pin at a point and look at it from near."""
        self.set_pin(point)
        self.look_at(point, 1.5)


class _TouchTool(Tool):
    """Puts the pin where a finger touched without sliding."""

    cursor = None

    def __init__(self, map_: TouchMap) -> None:
        self._map = map_
        self._down: QPointF | None = None
        self._slid = False

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        self._down, self._slid = event.position(), False
        return False

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        if self._down is not None and (event.position() - self._down).manhattanLength() > 16:
            self._slid = True
        return False

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        down, self._down = self._down, None
        if down is None or self._slid:
            return False
        self._map.put_pin(event.position())
        return True

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        return True


class MapScreen(Screen):
    """The screen “在什么地方？”."""

    asked_at = 2

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("在什么地方？"), self.tr("在地图上点一下，或者按名字找"))
        ground = stage.machine.open_now.ground
        self._ground: KioskGround = ground
        self.map = TouchMap()
        self.map.set_shapes(MapShapes(ground.outlines, ground.map_lines))
        self.map.pin_moved.connect(self._pinned)
        self._told = words("", "section", bold=True)
        self._on = BigButton(self.tr("就是这里"), self._go_on, icon="ph.check", primary=True)
        names = BigButton(self.tr("按名字找"), self._by_name, icon="ph.buildings")
        unknown = BigButton(self.tr("说不清"), self._skip, icon="ph.question")
        self._arrange(names, unknown)
        if stage.visit.point is not None:
            self.map.come_nearer(stage.visit.point)
        self._show()

    def _arrange(self, *others: BigButton) -> None:
        """Put the buttons below the map, on a wide screen beside it."""
        if self.stage.is_upright:
            self.body.addWidget(self.map, 1)
            self.body.addWidget(self._told)
            self.add_foot(*others, self._on)
            return
        row, side = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(GAP)
        side.setSpacing(GAP)
        row.addWidget(self.map, 3)
        side.addWidget(self._told)
        side.addStretch(1)
        for button in (*others, self._on):
            side.addWidget(button)
        row.addLayout(side, 1)
        self.body.addLayout(row, 1)

    def _pinned(self, moved: PinMoved) -> None:
        visit, point = self.stage.visit, (moved.longitude, moved.latitude)
        area = self.map.shapes.area_at(point)
        if area is None:
            visit.point, visit.region, visit.place = None, "", ""
            self.map.set_pin(None)
            self.say(self.tr("那里不归本街道管，请点白色的地方"), wrong=True)
        else:
            near = place_near(self._ground, point)
            visit.point, visit.region = point, area.code
            visit.place = self.tr("{place}附近").format(place=near.name) if near else ""
            self.say(self.tr("点得不准可以再点，手指滑动可以移动地图"))
        self._show()

    def _show(self) -> None:
        visit = self.stage.visit
        community = short_name(self._ground.name_of(visit.region[:12]))
        self._told.setText(" ".join(filter(None, (community, visit.place))))
        self._on.setEnabled(bool(visit.region))

    def _by_name(self) -> None:
        self.stage.go(CommunityScreen)

    def _skip(self) -> None:
        skip_place(self.stage)

    def _go_on(self) -> None:
        go_on_from_place(self.stage)


def skip_place(stage: Stage) -> None:
    """Go on without a place: it is somewhere in the street."""
    street = stage.machine.open_now.ground.street
    visit = stage.visit
    visit.point, visit.place = None, ""
    visit.region = street.code if street is not None else ""
    stage.go(words_screen)


class CommunityScreen(Screen):
    """The screen “在哪个社区？”."""

    asked_at = 2

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("在哪个社区？"), self.tr("不知道就选“说不清”"))
        found = stage.machine.open_now.ground.communities
        across = 2 if stage.is_upright else 4
        buttons = [BigButton(short_name(each.name), partial(self._choose, each)) for each in found]
        self.rows_of(buttons, across)
        self.body.addStretch(1)
        skip = partial(skip_place, stage)
        self.add_foot(BigButton(self.tr("说不清"), skip, icon="ph.question"))

    def _choose(self, community: KnownRegion) -> None:
        self.stage.go(partial(PlaceScreen, community=community))


class PlaceScreen(Screen):
    """The screen “哪个小区、哪条路？”."""

    asked_at = 2

    def __init__(self, stage: Stage, community: KnownRegion, page: int = 0) -> None:
        super().__init__(stage, self.tr("在哪儿附近？"), short_name(community.name))
        ground = stage.machine.open_now.ground
        self._community = community
        self._page = page
        here = places_in(ground, community.code)
        shown = here[page * A_PAGE : (page + 1) * A_PAGE]
        across = 2 if stage.is_upright else 4
        self.rows_of([BigButton(each.name, partial(self._choose, each)) for each in shown], across)
        self.body.addStretch(1)
        if page:
            self.add_foot(BigButton(self.tr("上一页"), stage.back, icon="ph.arrow-left"))
        anywhere = BigButton(self.tr("都不是"), self._anywhere, icon="ph.question")
        self.add_foot(anywhere)
        if len(here) > (page + 1) * A_PAGE:
            self.add_foot(BigButton(self.tr("下一页"), self._more, icon="ph.arrow-right"))

    def _more(self) -> None:
        make = partial(PlaceScreen, community=self._community, page=self._page + 1)
        self.stage.go(make)

    def _choose(self, place: KnownPlace) -> None:
        visit = self.stage.visit
        visit.region, visit.place = place.region, place.name
        visit.point = (place.longitude, place.latitude)
        self.stage.go(BuildingScreen)

    def _anywhere(self) -> None:
        visit = self.stage.visit
        visit.region, visit.place, visit.point = self._community.code, "", None
        self.stage.go(words_screen)


class BuildingScreen(Screen):
    """The screen “几栋几单元？”."""

    asked_at = 2
    MOST = 3

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("几栋几单元？"), self.tr("不在楼里就点“不用填”"))
        from ui.kiosk.controls import FIGURES, Pad

        self._place = stage.visit.place
        self._building, self._staircase = "", ""
        self._shown = words("", "figure", bold=True, token="accent")
        pad = Pad(FIGURES, 3)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        self._which = BigButton(self.tr("填单元"), self._switch, icon="ph.arrow-right")
        self._which.setCheckable(True)
        parts = beside_or_below(stage)
        left = QVBoxLayout()
        left.addWidget(self._shown)
        left.addWidget(self._which)
        left.addStretch(1)
        parts.addLayout(left, 1)
        parts.addWidget(pad, 2)
        self.body.addLayout(parts, 1)
        skip = BigButton(self.tr("不用填"), self._skip)
        done = BigButton(self.tr("填好了"), self._done, icon="ph.check", primary=True)
        self.add_foot(skip, done)
        self._show()

    def typed(self, sign: str) -> bool:
        if not sign.isdecimal() or not sign.isascii():
            return False
        self._type(sign)
        return True

    def _type(self, sign: str) -> None:
        if self._which.isChecked():
            self._staircase = (self._staircase + sign)[: self.MOST]
        else:
            self._building = (self._building + sign)[: self.MOST]
        self._show()

    def _take_back(self) -> None:
        if self._which.isChecked():
            self._staircase = self._staircase[:-1]
        else:
            self._building = self._building[:-1]
        self._show()

    def _switch(self) -> None:
        self._which.setText(self.tr("改楼栋") if self._which.isChecked() else self.tr("填单元"))

    def _words(self) -> str:
        parts = []
        if self._building:
            parts.append(self.tr("{number}栋").format(number=self._building))
        if self._staircase:
            parts.append(self.tr("{number}单元").format(number=self._staircase))
        return "".join(parts)

    def _show(self) -> None:
        self._shown.setText(f"{self._place}{self._words()}")

    def _skip(self) -> None:
        self.stage.visit.place = self._place
        go_on_from_place(self.stage)

    def _done(self) -> None:
        self.stage.visit.place = f"{self._place}{self._words()}"
        go_on_from_place(self.stage)


def go_on_from_place(stage: Stage) -> None:
    """Go on: to what somebody else may have reported there already, else to the words."""
    visit = stage.visit
    if visit.topic is None or visit.point is None:
        stage.go(words_screen)
        return

    def told(found: object) -> None:
        visit.near = found  # type: ignore[assignment]
        if visit.near is None:
            stage.go(words_screen)
        else:
            from ui.kiosk.screens.near import NearScreen

            stage.go(NearScreen)

    stage.machine.ask_near(visit.topic, visit.point, while_shown(stage.shown, told))


def words_screen(stage: Stage) -> Screen:
    """Return the screen that comes after the place."""
    from ui.kiosk.screens.words import WordsScreen

    return WordsScreen(stage)
