"""A camera onto the wall: which one, for how long, and away again."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.command.near_cameras import NearCamera, NearIncident
from app.command.wall.cameras import CameraChoice, cameras_to_choose
from app.command.wall.rules import CAMERA_MINUTES, CameraWish
from ui.core.cards import Card
from ui.core.chips import FlowRow
from ui.core.controls import Button, Combo, label
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk

USUAL_MIN = 30


class CameraCard(Card):
    """Says what is wished; the page gives the order."""

    wanted = Signal(object)  # CameraWish, or None to take it away
    near_wanted = Signal(object)  # CameraWish beside the map of the incident

    def __init__(self, desk: Desk, region: Callable[[], str]) -> None:
        """Offer the cameras of the region that `region` tells when it is asked."""
        super().__init__(self.tr("摄像头画面"))
        self._desk = desk
        self._region = region
        self.camera = SearchCombo(self._find, desk.jobs, self.tr("编号、名称或网格"))
        self.camera.setAccessibleName(self.tr("哪一路画面"))
        self.minutes = Combo()
        self.minutes.setAccessibleName(self.tr("放多久"))
        for minutes in CAMERA_MINUTES:
            words = self.tr("{n} 分钟") if minutes < 60 else self.tr("{n} 小时")
            self.minutes.add(words.format(n=minutes if minutes < 60 else minutes // 60), minutes)
        self.minutes.set_value(USUAL_MIN)
        self.put_button = Button(self.tr("画面上屏"), icon="ph.video-camera")
        self.away_button = Button(self.tr("撤下画面"), icon="ph.x")
        line = QHBoxLayout()
        line.addWidget(self.camera, 1)
        for widget in (self.minutes, self.put_button, self.away_button):
            line.addWidget(widget)
        self.body.addLayout(line)
        self.near = label("", "caption")
        self.near.hide()
        self.body.addWidget(self.near)
        self._row = FlowRow()
        self.body.addWidget(self._row)
        self.near_buttons: list[Button] = []
        self._near = NearIncident()
        self.put_button.clicked.connect(self.put)
        self.away_button.clicked.connect(lambda: self.wanted.emit(None))
        self.show_wish(None, desk.parts.clock.now())

    def _find(self, text: str) -> Sequence[Choice]:
        with self._desk.parts.database.reading() as session:
            found = cameras_to_choose(session, self._desk.actor, self._region(), text)
        return [Choice(each.id, each.name, f"{each.code}　{each.region_name}") for each in found]

    def choose(self, camera: CameraChoice) -> None:
        """Take a camera as if it had been searched for."""
        self.camera.set_choice(Choice(camera.id, camera.name, camera.code))

    def put(self) -> None:
        """Wish for the chosen camera from now on."""
        chosen = self.camera.value()
        if isinstance(chosen, UUID):
            self.wanted.emit(self._wish(chosen))
        else:
            self.camera.setFocus()

    def _wish(self, camera: UUID) -> CameraWish:
        minutes = self.minutes.value()
        lasts = timedelta(minutes=minutes if isinstance(minutes, int) else USUAL_MIN)
        return CameraWish(camera, self._desk.parts.clock.now() + lasts)

    def show_near(self, found: NearIncident) -> None:
        """Offer the cameras near the incident that goes on, each with one press."""
        if found == self._near:
            return  # a button somebody is about to press stays where it is
        self._near = found
        self.near_buttons = [self._button(each) for each in found.cameras]
        self._row.set_members(*self.near_buttons)
        told = self.tr("离突发“{title}”最近的，点一下放到突发那一屏的地图旁边：")
        self.near.setText(told.format(title=found.title))
        self.near.setVisible(bool(found.cameras))

    def _button(self, camera: NearCamera) -> Button:
        words = self.tr("{name}　{metres:,} 米").format(name=camera.name, metres=camera.metres)
        button = Button(words, kind="quiet", icon="ph.video-camera")
        button.clicked.connect(lambda: self.near_wanted.emit(self._wish(camera.id)))
        return button

    def show_wish(self, wish: CameraWish | None, now: datetime) -> None:
        """Offer to take away what stands on the wall."""
        self.away_button.setEnabled(wish is not None and wish.until > now)
