"""大屏: whoever drives the wall says what it shows; each order holds from when it is saved."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.command.near_cameras import NearIncident, cameras_near_incident
from app.command.wall.actions import OrderDraft, order_wall
from app.command.wall.beats import ScreenRow, screens_of
from app.command.wall.orders import (
    CasePlace,
    StandingOrder,
    case_place,
    own_wall,
    region_point,
    standing_orders,
)
from app.command.wall.queries import hidden_kinds
from app.command.wall.rules import BEAT_S, MESSAGE_MOST, SCREENS, CameraWish, WallWish
from app.command.wall.scenes import scenes
from app.core.changes import Topic
from app.core.ids import new_id
from ui.core.cards import Card
from ui.core.controls import Button, Combo, label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.page_bars import ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.wall.desk.camera_card import CameraCard
from ui.wall.desk.screens_list import ScreensList
from ui.wall.desk.standing import StandingList
from ui.wall.scene_folders import scene_folders

ROUND = ""
CAMERA_SCENE, INCIDENT_SCENE = "camera", "incident"
COLUMNS = 3
LOOK_MS = BEAT_S * 500
"""How often is looked which screens are live: twice in their rhythm."""
TOPICS = frozenset({Topic.WALL, Topic.INCIDENT})
PAUSE_KEY, MESSAGE_KEY, SEEN_KEY = "P", "M", "Y"


@dataclass(frozen=True, slots=True)
class _Read:
    region: str
    orders: tuple[StandingOrder, ...]
    screens: tuple[ScreenRow, ...] = ()
    near: NearIncident = field(default_factory=NearIncident)


class WallDeskPage(QWidget):
    """P stays or goes on, M writes the strip, Y says that an alert was seen.

    Attributes:
        wish: What was ordered last of the screen that is chosen.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall.desk")
        self.setAccessibleName(self.tr("大屏"))
        self._desk = desk
        self._job: Job | None = None
        self._pending = 0  # orders on their way
        self.known = _Read("", ())
        self.wish = WallWish()
        self.which = Combo()
        self.which.setAccessibleName(self.tr("哪块屏幕"))
        self.scene_buttons: dict[str, Button] = {}
        self.pause_button = Button(self.tr("停在这里"), icon="ph.pause", key=PAUSE_KEY)
        self.go_button = Button(self.tr("继续轮流"), icon="ph.play")
        self.seen_button = Button(self.tr("提醒看到了"), icon="ph.bell", key=SEEN_KEY)
        self.place = RegionField(desk, ("",))
        self.place.setAccessibleName(self.tr("地图看哪里"))
        self.case = QLineEdit()
        self.case.setPlaceholderText(self.tr("事件编号"))
        self.case.setAccessibleName(self.tr("地图看哪件事"))
        self.look_button = Button(self.tr("看这件"), icon="ph.crosshair")
        self.whole_button = Button(self.tr("看全图"), icon="ph.corners-out")
        self.message = QLineEdit()
        self.message.setMaxLength(MESSAGE_MOST)
        self.message.setAccessibleName(self.tr("横幅"))
        self.message.setPlaceholderText(
            self.tr("{most} 个字以内；不写姓名、电话").format(most=MESSAGE_MOST)
        )
        self.say_button = Button(self.tr("上屏"), kind="primary", icon="ph.monitor")
        self.hush_button = Button(self.tr("撤下"), icon="ph.x")
        self.told = label("", "error")
        self.standing = StandingList()
        self.screens = ScreensList()
        self.camera = CameraCard(desk, lambda: self.known.region)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._bar = ToolBar(self.tr("大屏"))
        self._lay_out()
        self._connect()
        self.reload()

    # -- arrangement ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.which.add(self.tr("全部屏幕"), 0)
        for number in range(1, SCREENS + 1):
            self.which.add(self.tr("第 {number} 块屏").format(number=number), number)
        self._bar.add(self.which)
        self._bar.add_right(self.seen_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        body = QHBoxLayout()
        body.setContentsMargins(16, 16, 16, 16)
        body.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(16)
        for card in (self._scene_card(), self._focus_card(), self.camera):
            left.addWidget(card)
        left.addWidget(self.told)
        left.addStretch(1)
        body.addLayout(left, 3)
        aside = Card(self.tr("现在的指令"))
        aside.body.addWidget(self.standing)
        live = Card(self.tr("屏幕"))
        live.body.addWidget(self.screens)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self._message_card())
        right.addWidget(aside)
        right.addWidget(live)
        right.addStretch(1)
        body.addLayout(right, 2)
        column.addLayout(body, 1)

    def _scene_card(self) -> Card:
        card = Card(self.tr("显示什么"))
        grid = QGridLayout()
        grid.setSpacing(8)
        names = [(ROUND, self.tr("轮流显示"))]
        names += [(s.name, s.title) for s in scenes(*scene_folders()) if not s.trouble]
        for place, (name, title) in enumerate(names):
            button = Button(title, icon="ph.arrows-clockwise" if name == ROUND else "ph.monitor")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=name: self.show_scene(name))
            self.scene_buttons[name] = button
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        card.body.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self.pause_button)
        row.addWidget(self.go_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _focus_card(self) -> Card:
        card = Card(self.tr("地图看哪里"), self.tr("只到百米，不带事件内容"))
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.place, 1)
        first.addWidget(self.place.button)
        first.addWidget(self.whole_button)
        second.addWidget(self.case, 1)
        second.addWidget(self.look_button)
        card.body.addLayout(first)
        card.body.addLayout(second)
        return card

    def _message_card(self) -> Card:
        card = Card(self.tr("横幅"), self.tr("显示在屏幕下边"))
        row = QHBoxLayout()
        row.addWidget(self.message, 1)
        row.addWidget(self.say_button)
        row.addWidget(self.hush_button)
        card.body.addLayout(row)
        return card

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(lambda *_: self._show_known())
        self.pause_button.clicked.connect(lambda: self.order(replace(self.wish, paused=True)))
        self.go_button.clicked.connect(
            lambda: self.order(replace(self.wish, scene=ROUND, paused=False))
        )
        self.seen_button.clicked.connect(self.acknowledge)
        self.place.chosen.connect(lambda *_: self.look_at_place())
        self.look_button.clicked.connect(self.look_at_case)
        self.case.returnPressed.connect(self.look_at_case)
        self.whole_button.clicked.connect(self.look_at_all)
        self.message.returnPressed.connect(self.say)
        self.say_button.clicked.connect(self.say)
        self.hush_button.clicked.connect(lambda: self.order(replace(self.wish, message="")))
        self.camera.wanted.connect(self.show_camera)
        self.camera.near_wanted.connect(partial(self.show_camera, scene=INCIDENT_SCENE))
        self._timer.timeout.connect(self._look_again)
        self._timer.start()
        add_key(self, PAUSE_KEY, self.toggle_pause)
        add_key(self, MESSAGE_KEY, self.message.setFocus)
        add_key(self, SEEN_KEY, self.acknowledge)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def _look_again(self) -> None:
        if self.isVisible() and not self._pending:
            self.reload()

    def reload(self) -> None:
        """Read what holds."""
        desk = self._desk

        def read(session: Any) -> _Read:
            region = own_wall(session, desk.actor, desk.scope.code)
            now = desk.parts.clock.now()
            screens = screens_of(session, desk.actor, region, now=now)
            near = cameras_near_incident(session, desk.actor, region)
            return _Read(region, standing_orders(session, desk.actor, region), screens, near)

        if self._job is not None:
            self._job.cancel()  # what it found may be older than what is asked now
        self._job = desk.read(read, self._take)

    def _take(self, found: _Read) -> None:
        self._job = None
        if not self._pending:  # else it may be older than what was ordered meanwhile
            self.known = found
            self._show_known()

    def _show_known(self) -> None:
        orders, screen = self.known.orders, self.which.value()
        mine = [each for each in orders if each.order.screen in (0, screen)]
        last = max(mine, key=lambda each: each.order.at, default=None)
        self.wish = last.order.wish if last is not None else WallWish()
        for name, button in self.scene_buttons.items():
            button.setChecked(name == self.wish.scene)
        self.pause_button.setEnabled(not self.wish.paused)
        self.go_button.setEnabled(self.wish.paused or self.wish.scene != ROUND)
        self.hush_button.setEnabled(bool(self.wish.message))
        self.whole_button.setEnabled(bool(self.wish.focus or self.wish.point))
        self._bar.set_count("" if self.known.region else self.tr("没有归您管的大屏"))
        now = self._desk.parts.clock.now()
        titles = {scene.name: scene.title for scene in scenes(*scene_folders())}
        self.standing.show_orders(orders, titles, now)
        self.screens.show_screens(self.known.screens, titles, now)
        self.camera.show_wish(self.wish.camera, now)
        self.camera.show_near(self.known.near)

    # -- ordering ------------------------------------------------------------------------------

    def show_scene(self, name: str) -> None:
        """Have a scene shown; the round again for none."""
        self.order(replace(self.wish, scene=name, paused=name != ROUND))

    def toggle_pause(self) -> None:
        """Stay, or go on."""
        self.order(replace(self.wish, paused=not self.wish.paused))

    def acknowledge(self) -> None:
        """Say that what sounded was seen: the wall goes on."""
        self.order(self.wish, acknowledges=True)

    def show_camera(self, camera: CameraWish | None, scene: str = "") -> None:
        """Put a camera on the wall for its time, or take it away; it comes beside the map where
        the incident is shown.
        """
        if camera is not None:
            beside = self.wish.scene if self.wish.scene == INCIDENT_SCENE else CAMERA_SCENE
            self.order(replace(self.wish, camera=camera, scene=scene or beside, paused=True))
        elif self.wish.scene == CAMERA_SCENE:
            self.order(replace(self.wish, camera=None, scene=ROUND, paused=False))
        else:
            self.order(replace(self.wish, camera=None))

    def look_at_all(self) -> None:
        """Have the map show everything."""
        self.place.set_region("")
        self.case.clear()
        self.order(replace(self.wish, focus="", point=None))

    def look_at_place(self) -> None:
        """Have the map look at the region that was chosen: a grid by its middle."""
        code = self.place.code()
        if code:
            self._desk.read(lambda session: region_point(session, code), self._look)

    def look_at_case(self) -> None:
        """Have the map look about where a case lies."""
        number, desk = self.case.text().strip(), self._desk
        if not number:
            return

        def read(session: Any) -> CasePlace:
            hidden = hidden_kinds(session, desk.actor, desk.parts.clock.now())
            return case_place(session, desk.actor, number, hidden)

        desk.read(read, self._look, self._refuse)

    def _look(self, found: CasePlace) -> None:
        self.order(replace(self.wish, focus=found.region, point=found.point))

    def say(self) -> None:
        """Have the strip say what was typed."""
        self.order(replace(self.wish, message=self.message.text()))

    def order(self, wish: WallWish, *, acknowledges: bool = False) -> None:
        """Give an order to the screen that is chosen."""
        screen = self.which.value()
        draft = OrderDraft(
            self.known.region, wish, screen if isinstance(screen, int) else 0, acknowledges
        )
        key = new_id()
        self.told.setText("")
        self.wish, self._pending = wish, self._pending + 1  # what is ordered next goes by this
        self._desk.write(
            lambda uow: order_wall(uow, draft, command_key=key), self._ordered, self._not_ordered
        )

    def _ordered(self, _key: object) -> None:
        self._pending -= 1
        self.message.clear()
        self.reload()

    def _not_ordered(self, error: BaseException) -> None:
        self._pending -= 1
        self._refuse(error)
        self.reload()

    def _refuse(self, error: BaseException) -> None:
        from ui.core.notices import explain

        self.told.setText(explain(error).text)
        self.told.setFocus(Qt.FocusReason.OtherFocusReason)
