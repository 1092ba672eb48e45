"""Where windows of their own stand: remembered for each set-up of screens, never out of sight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.core.preferences import Preferences

MOST_SETUPS = 8
SHIFT_PX = 28  # so that the next window does not hide the one before
GRIP_PX = (120, 24)  # so much of a title has to be seen to take hold of it
KEEP_AFTER_MS = 400
REARRANGE_AFTER_MS = 250  # the system moves windows itself when a screen goes
ANY = ""  # where the last window that was closed stood


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle of the desktop in device-independent pixels."""

    left: int
    top: int
    width: int
    height: int

    def seen_of(self, other: "Spot") -> tuple[int, int]:
        """Return how wide and high the part is that lies in another one."""
        right = min(self.left + self.width, other.left + other.width)
        bottom = min(self.top + self.height, other.top + other.height)
        return max(0, right - max(self.left, other.left)), max(0, bottom - max(self.top, other.top))

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class ScreenSpot:
    """A screen.

    Attributes:
        name: As the system calls its socket.
        whole: All of it.
        free: Without the system's bars.
    """

    name: str
    whole: Spot
    free: Spot


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window stands; `spot` is where it would without being maximised."""

    spot: Spot
    maximised: bool = False


def setup_of(screens: Sequence[ScreenSpot]) -> str:
    """Return what tells one set-up of screens from another, whichever of them comes first."""
    told = (
        f"{s.name}:{s.whole.left},{s.whole.top},{s.whole.width}x{s.whole.height}" for s in screens
    )
    return ";".join(sorted(told))


def pulled_back(spot: Spot, screens: Sequence[ScreenSpot]) -> Spot:
    """Return a spot whose title can be taken hold of on one of the screens.

    What can be reached stays where it is; else the window goes to the nearest screen. It is
    never larger than that screen.

    Args:
        spot: Where the window would stand.
        screens: All there are; without any the spot is as good as another.
    """
    if not screens:
        return spot
    title = replace(spot, height=GRIP_PX[1])
    for screen in screens:
        wide, high = title.seen_of(screen.free)
        if wide >= min(GRIP_PX[0], spot.width) and high >= GRIP_PX[1]:
            return _no_larger(spot, screen.free)
    home = min(screens, key=lambda screen: _apart(spot, screen.whole)).free
    fit = _no_larger(spot, home)
    return replace(
        fit,
        left=max(home.left, min(fit.left, home.left + home.width - fit.width)),
        top=max(home.top, min(fit.top, home.top + home.height - fit.height)),
    )


def _no_larger(spot: Spot, room: Spot) -> Spot:
    return replace(spot, width=min(spot.width, room.width), height=min(spot.height, room.height))


def _apart(one: Spot, other: Spot) -> float:
    (x, y), (u, v) = one.middle, other.middle
    return (x - u) ** 2 + (y - v) ** 2


def screens_now() -> tuple[ScreenSpot, ...]:
    """Return the screens there are, the first one first."""
    found = QGuiApplication.screens()
    told = ((s.name(), s.geometry(), s.availableGeometry()) for s in found)
    return tuple(ScreenSpot(name, _spot_of(whole), _spot_of(free)) for name, whole, free in told)


def _spot_of(rect: QRect) -> Spot:
    return Spot(rect.x(), rect.y(), rect.width(), rect.height())


class WindowPlaces(QObject):
    """Puts windows where they stood, and follows them as people move them."""

    def __init__(self, preferences: Preferences, name: str, parent: QObject) -> None:
        """Remember under `name`."""
        super().__init__(parent)
        self._preferences = preferences
        self._name = name
        self._windows: dict[str, QWidget] = {}
        self._keep_soon = self._timer(KEEP_AFTER_MS, self.keep)
        self._rearrange_soon = self._timer(REARRANGE_AFTER_MS, self._rearrange)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._screens_changed)
            application.screenRemoved.connect(self._screens_changed)

    def _timer(self, after_ms: int, run: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(run)
        return timer

    def put(self, window: QWidget, key: str, size: QSize) -> None:
        """Put a window where it stood, else where the last one did, else before its owner.

        Args:
            window: Not shown yet.
            key: By which it is known again.
            size: Of one that was never there.
        """
        kept = self.place(key)
        if kept is None:
            kept = self._fresh(window, size)
        self._windows[key] = window
        _move(window, kept)
        window.installEventFilter(self)

    def forget(self, key: str) -> None:
        """Let a window go that its person closed; the next one may stand there."""
        window = self._windows.pop(key, None)
        if window is None:
            return
        window.removeEventFilter(self)
        setups = self._setups()
        for places in setups.values():
            places.pop(key, None)
        setups.setdefault(self._setup(), {})[ANY] = _as_kept(_place_of(window))
        self._set(setups)

    def place(self, key: str) -> Place | None:
        """Return where a window stood, under these screens if it ever did; pulled into sight."""
        setups = self._setups()
        here = setups.get(self._setup(), {}).get(key)
        elsewhere = (places[key] for places in reversed(setups.values()) if key in places)
        place = _read(here) or next((p for kept in elsewhere if (p := _read(kept))), None)
        if place is None:
            return None
        return replace(place, spot=pulled_back(place.spot, screens_now()))

    def keep(self) -> None:
        """Remember where all windows stand now."""
        setups, here = self._setups(), self._setup()
        places = setups.pop(here, {})
        for key, window in self._there().items():
            if window.isVisible() and not window.isMinimized():
                places[key] = _as_kept(_place_of(window))
        setups[here] = places  # the latest last
        self._set(setups)

    def _fresh(self, window: QWidget, size: QSize) -> Place:
        last = self.place(ANY)
        shift = SHIFT_PX * len(self._there())
        if last is not None:
            spot = replace(last.spot, left=last.spot.left + shift, top=last.spot.top + shift)
            return Place(pulled_back(spot, screens_now()))
        owner = window.parentWidget()
        middle = QPoint(size.width() // 2, size.height() // 2)
        if owner is not None:
            around = owner.window().frameGeometry()
            middle = around.center()
        corner = middle - QPoint(size.width() // 2, size.height() // 2) + QPoint(shift, shift)
        spot = Spot(corner.x(), corner.y(), size.width(), size.height())
        return Place(pulled_back(spot, screens_now()))

    def _there(self) -> dict[str, QWidget]:
        """Return the windows, without those that ended with the program or with their desk."""
        self._windows = {key: one for key, one in self._windows.items() if isValid(one)}
        return self._windows

    def _setup(self) -> str:
        return setup_of(screens_now())

    def _setups(self) -> dict[str, dict[str, Any]]:
        kept = self._preferences.layout(self._name).get("setups")
        if not isinstance(kept, list):
            return {}
        pairs = (pair for pair in kept if isinstance(pair, list) and len(pair) == 2)
        return {str(name): dict(at) for name, at in pairs if isinstance(at, dict)}

    def _set(self, setups: dict[str, dict[str, Any]]) -> None:
        latest = list(setups.items())[-MOST_SETUPS:]
        self._preferences.set_layout(self._name, {"setups": [list(pair) for pair in latest]})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody moved a window."""
        moves = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
        if event.type() in moves:
            self._keep_soon.start()
        elif event.type() == QEvent.Type.Close:
            self.keep()
        return False

    def _screens_changed(self, _screen: object) -> None:
        self._keep_soon.stop()  # where the system pushed them is nobody's choice
        self._rearrange_soon.start()

    def _rearrange(self) -> None:
        for key, window in self._there().items():
            place = self.place(key)
            if place is not None and window.isVisible():
                _move(window, place)


def _move(window: QWidget, place: Place) -> None:
    state = window.windowState() & ~Qt.WindowState.WindowMaximized
    window.setWindowState(state)
    window.resize(place.spot.width, place.spot.height)
    window.move(place.spot.left, place.spot.top)
    if place.maximised:
        window.setWindowState(state | Qt.WindowState.WindowMaximized)


def _place_of(window: QWidget) -> Place:
    maximised = bool(window.windowState() & Qt.WindowState.WindowMaximized)
    if maximised:
        return Place(_spot_of(window.normalGeometry()), maximised=True)
    return Place(Spot(window.x(), window.y(), window.width(), window.height()))


def _as_kept(place: Place) -> list[int]:
    spot = place.spot
    return [spot.left, spot.top, spot.width, spot.height, int(place.maximised)]


def _read(kept: object) -> Place | None:
    whole = isinstance(kept, list) and len(kept) == 5
    if not isinstance(kept, list) or not whole or not all(isinstance(n, int) for n in kept):
        return None
    left, top, width, height, maximised = kept
    if width <= 0 or height <= 0:
        return None
    return Place(Spot(left, top, width, height), bool(maximised))
