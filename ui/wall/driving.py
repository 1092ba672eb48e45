"""Carries out on the windows what a desk ordered, and what takes the wall by itself."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QObject

from app.command.posture.rules import PostureLevel
from app.command.wall.alerts import Alert, AlertKind, Watch
from app.command.wall.course import Course
from app.command.wall.figures import CentreState, IncidentState, Reading, Standing, WallNews
from app.command.wall.rules import Severity, WallOrderRow, WallWish, order_for, sounds
from app.core.clock import local
from ui.wall.alert_words import alert_words
from ui.wall.feed import WallFeed
from ui.wall.row_tiles import names_of
from ui.wall.scene_view import SceneView

MAP_SCENE, INCIDENT_SCENE = "overview", "incident"
"""What a major matter is shown in, and what an incident."""


class Driving(QObject):
    """Knows the last orders and what is told of."""

    def __init__(
        self,
        feed: WallFeed,
        play: Callable[[Severity], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._feed = feed
        self._play = play
        self._watch = Watch()
        self._done: dict[int, datetime] = {}
        self._postures: dict[int, datetime | None] = {}
        feed.updated.connect(self._see)

    def _see(self, reading: Reading) -> None:
        kept = self._feed.at(reading)
        if kept is None or kept.failing:
            return
        now = self._feed.clock.now()
        found: list[Alert] = []
        if reading is Reading.NEWS and isinstance(kept.value, WallNews):
            found = self._watch.see_news(kept.value, self._feed.settings, now)
        elif reading is Reading.INCIDENT and isinstance(kept.value, IncidentState):
            found = self._watch.see_incidents(kept.value, self._feed.settings, now)
        elif reading is Reading.STANDING and isinstance(kept.value, Standing):
            found = self._watch.see_standing(kept.value, now)
        settings, hour = self._feed.settings, local(now).hour
        heard = [
            alert.severity
            for alert in found
            if sounds(alert.severity, hour, settings.wall_quiet_from, settings.wall_quiet_to)
        ]
        if heard and self._play is not None:
            self._play(max(heard, key=tuple(Severity).index))

    def order_of(self, number: int) -> WallOrderRow | None:
        """Return the order that holds for a window."""
        kept = self._feed.at(Reading.NEWS)
        value = kept.value if kept is not None else None
        return order_for(value.orders, number + 1) if isinstance(value, WallNews) else None

    def steer(self, number: int, course: Course) -> None:
        """Have the way of a window follow what was ordered since, and what is fresh."""
        now = monotonic()
        self._take_posture(number, course, now)
        order = self.order_of(number)
        if order is not None and self._done.get(number) != order.at:
            self._done[number] = order.at
            if order.wish.scene:
                course.jump(order.wish.scene, now)
            course.pause(now, on=order.wish.paused)
        top = self._watch.top(self._feed.clock.now())
        takes = self._feed.settings.wall_major_s > 0
        if top is not None and top.severity is Severity.MAJOR and takes:
            left = (top.until - self._feed.clock.now()).total_seconds()
            scene = MAP_SCENE if top.kind is AlertKind.MAJOR else INCIDENT_SCENE
            course.take(scene, now + left)
        else:
            course.give_back(now)

    def _take_posture(self, number: int, course: Course, now: float) -> None:
        """Hold the scene that a posture wants from its order on, and go round again after it."""
        kept = self._feed.at(Reading.STATE)
        if kept is None or not isinstance(kept.value, CentreState):
            return
        posture = kept.value.posture
        if self._postures.get(number, posture.since) == posture.since and (
            number in self._postures or posture.level is PostureLevel.NORMAL
        ):
            self._postures[number] = posture.since
            return
        self._postures[number] = posture.since
        if posture.level is not PostureLevel.NORMAL:
            course.jump(posture.scene, now)
        course.pause(now, on=posture.level is not PostureLevel.NORMAL)

    def dress(self, number: int, view: SceneView) -> None:
        """Show strip, focus and camera on a window."""
        order = self.order_of(number)
        wish = order.wish if order is not None else WallWish()
        view.set_camera(wish.camera)
        top = self._watch.top(self._feed.clock.now())
        if top is None:
            view.set_message(wish.message)
            view.focus(wish.focus, wish.point)
            return
        view.set_message(self.words(top), top.severity)
        if top.community:
            view.focus(top.community, None)
        else:
            view.focus(wish.focus, wish.point)

    def words(self, alert: Alert) -> str:
        """Return what is said of something that happened."""
        names = names_of(self._feed.at(Reading.GROUND))
        return alert_words(alert, names.get(alert.community, ""))
