"""The wall: a window for each screen, each on its way through the scenes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from app.command.wall.beats import ScreenState
from app.command.wall.course import Course
from app.command.wall.figures import Reading
from app.command.wall.rules import BEAT_S, Severity
from app.command.wall.scenes import Scene
from app.command.wall.screens import Screen, place
from ui.wall.driving import Driving
from ui.wall.feed import WallFeed
from ui.wall.scene_view import SceneView
from ui.wall.state import WallState, load, save

TICK_MS = 1_000
SETTLE_MS = 200
"""A pulled cable is told of in several steps; then windows move once."""
SHIFT_S = 60
ALWAYS = frozenset({Reading.NEWS, Reading.STANDING, Reading.STATE, Reading.INCIDENT})
"""What steers the wall, and what sounds, is read whatever is shown."""
_SHIFTS = ((0, 0), (2, 1), (4, 2), (2, 4), (0, 4), (-2, 3), (-4, 1), (-2, -1))
"""Steps of the way by which everything moves a little, so that nothing burns in."""


@dataclass(slots=True)
class Window:
    """A window and its way."""

    view: SceneView
    course: Course


class Wall(QObject):
    """Windows and screens, from start to end.

    Attributes:
        windows: By numbers that stay, whatever is unplugged.
    """

    ended = Signal()

    def __init__(
        self,
        feed: WallFeed,
        scenes: Sequence[Scene],
        *,
        kept: Path | None = None,
        only: Sequence[str] = (),
        first: str = "",
        play: Callable[[Severity], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Stand ready.

        Args:
            feed: What the wall knows.
            scenes: What there is to show.
            kept: File of what is remembered; None remembers nothing.
            only: Numbers or names of the screens to use; all where empty.
            first: Name of the scene to begin with.
            play: Lets a severity be heard; None for a silent wall.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.feed = feed
        self.scenes = tuple(scenes)
        self.windows: dict[int, Window] = {}
        self._kept = kept
        self._only = tuple(only)
        self._first = first
        self._state = load(kept) if kept is not None else WallState()
        self._begun = monotonic()
        self._told = -1e9
        self._beat: Callable[[], None] | None = None
        self._driving = Driving(feed, play, self)
        feed.updated.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.fit_screens)
        self._followed: set[QScreen] = set()

    def begin(self, beat: Callable[[], None] | None = None) -> None:
        """Show the windows, and follow the screens."""
        self._beat = beat
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._follow)
            application.screenRemoved.connect(self._lose)
            for screen in application.screens():
                self._follow(screen)
        self.fit_screens()
        self._timer.start()
        self.feed.start()
        self.tick()

    def end(self) -> None:
        """Close the windows."""
        self._timer.stop()
        self._settle.stop()
        self.feed.stop()
        self._remember()
        for window in self.windows.values():
            window.view.close()
        self.ended.emit()

    # -- screens -------------------------------------------------------------------------------

    def _follow(self, screen: QScreen) -> None:
        if screen not in self._followed:
            self._followed.add(screen)
            screen.geometryChanged.connect(self._settle.start)
        self._settle.start()

    def _lose(self, screen: QScreen) -> None:
        self._followed.discard(screen)
        self._settle.start()

    def fit_screens(self) -> None:
        """Put each window on its screen; one whose screen is gone waits for it, hidden."""
        there = self._chosen()
        found = [described(screen) for screen in there]
        placed = place(self._state.screens, found)
        for number, at in placed.items():
            self._state.screens[number] = found[at]
            self._show_on(number, there[at])
        for number, window in self.windows.items():
            if number not in placed:
                window.view.hide()
        self._remember()
        self.tick()

    def _chosen(self) -> list[QScreen]:
        screens = sorted(
            QGuiApplication.screens(), key=lambda s: (s.geometry().x(), s.geometry().y())
        )
        named = [
            screen
            for number, screen in enumerate(screens, 1)
            if {str(number), screen.name()} & set(self._only)
        ]
        return named or screens

    def _show_on(self, number: int, screen: QScreen) -> None:
        window = self.windows.get(number)
        if window is None:
            window = self._make(number)
        view = window.view
        view.setScreen(screen)
        if view.isHidden() or view.geometry() != screen.geometry():
            # a window that fills its screen is not moved: it is let go and fills the other anew
            view.setWindowState(Qt.WindowState.WindowNoState)
            view.setGeometry(screen.geometry())
            view.showFullScreen()
            view.setGeometry(screen.geometry())

    def _make(self, number: int) -> Window:
        view = SceneView(self.feed)
        view.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        view.setCursor(Qt.CursorShape.BlankCursor)
        view.setWindowTitle(self.tr("大屏 {number}").format(number=number + 1))
        view.keyed.connect(self._key)
        course = Course(self.scenes)
        now = monotonic()
        written = self._state.courses.get(number)
        if self._first:
            course.jump(self._first, now)
        elif written is not None:
            course.take_up(written, now)
        elif number and len(self.scenes) > 1:
            course.jump(self.scenes[number % len(self.scenes)].name, now)
        window = self.windows[number] = Window(view, course)
        return window

    # -- time ----------------------------------------------------------------------------------

    def tick(self) -> None:
        """Go on: scenes whose time is over, what time says, and the sign of life."""
        now = monotonic()
        shift = _SHIFTS[int((now - self._begun) / SHIFT_S) % len(_SHIFTS)]
        changed = False
        needed = set(ALWAYS)
        for number, window in self.windows.items():
            if window.view.isHidden():
                continue
            self._driving.steer(number, window.course)
            scene = window.course.shown(now)
            changed |= scene != window.view.scene
            self._show(window, scene)
            self._driving.dress(number, window.view)
            window.view.shift(QPoint(*shift))
            window.view.look()
            needed |= window.view.readings()
        self.feed.need(needed)
        if changed:
            self._remember()
        if changed or now - self._told >= BEAT_S:
            self._told = now
            self.feed.tell(self.screen_states())
        if self._beat is not None:
            self._beat()

    def screen_states(self) -> tuple[ScreenState, ...]:
        """Return how the screens are that show something."""
        return tuple(
            ScreenState(
                number + 1,
                self._state.screens[number].name,
                "{}x{}".format(*self._state.screens[number].size),
                window.view.scene.name,
            )
            for number, window in self.windows.items()
            if not window.view.isHidden() and number in self._state.screens
        )

    def _heard(self, reading: Reading) -> None:
        """What was ordered is carried out at once, not with the next second."""
        if reading in ALWAYS and self._timer.isActive():
            self.tick()

    def _show(self, window: Window, scene: Scene) -> None:
        view = window.view
        view.show_scene(scene)
        round_ = [s for s in self.scenes if s.seconds]
        view.set_titles(tuple((s.title, s.name == scene.name) for s in round_))
        view.set_paused(on=window.course.is_paused)

    def renew(self, scenes: Sequence[Scene]) -> None:
        """Take scenes whose files were edited."""
        self.scenes = tuple(scenes)
        for window in self.windows.values():
            window.course.renew(self.scenes, monotonic())
        self.tick()

    def _remember(self) -> None:
        for number, window in self.windows.items():
            self._state.courses[number] = window.course.written()
        if self._kept is not None:
            save(self._kept, self._state)

    # -- hands ---------------------------------------------------------------------------------

    def _key(self, key: int) -> None:
        """Space stays, arrows go on or back, Ctrl+Q ends; on all screens."""
        now = monotonic()
        if key == Qt.Key.Key_Q:
            self.end()
            return
        for window in self.windows.values():
            course = window.course
            if key == Qt.Key.Key_Space:
                course.pause(now, on=not course.is_paused)
            else:
                course.step(1 if key == Qt.Key.Key_Right else -1, now)
        self.tick()


def described(screen: QScreen) -> Screen:
    """Return what tells a screen from others."""
    box = screen.geometry()
    return Screen(screen.name(), screen.serialNumber(), box.x(), box.y(), box.width(), box.height())
