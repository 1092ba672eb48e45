"""Which scene a screen shows: going round, paused, jumped to, or taken by what just happened; pure.

Times are seconds of a clock that never goes back. What stands can be written down and taken up
again, so that a wall that was restarted goes on where it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.command.wall.scenes import Scene


@dataclass(slots=True)
class Course:
    """The way of one screen through its scenes.

    Attributes:
        scenes: All of them, in their turn.
        only: Names this screen goes round; empty: all that have a time.
    """

    scenes: Sequence[Scene]
    only: Sequence[str] = ()
    _at: str = ""
    _since: float = 0.0
    _paused: bool = False
    _taken: str = ""
    _until: float = 0.0

    def shown(self, now: float) -> Scene:
        """Return what is shown at a moment, and go on where a scene has stood its time."""
        if self._taken and now >= self._until:
            self._taken = ""
            self._since = now  # what was interrupted stands its whole time again
        if self._taken:
            return self._named(self._taken)
        round_ = self._round()
        at = self._named(self._at) if self._at else round_[0]
        stands = not at.seconds or now - self._since < at.seconds
        if self._paused or stands or len(round_) < 2:
            self._at = at.name
            return at
        self.step(1, now)
        return self._named(self._at)

    def step(self, by: int, now: float) -> None:
        """Go to the next scene, or to the one before."""
        names = [scene.name for scene in self._round()]
        place = names.index(self._at) if self._at in names else -1
        self.jump(names[(place + by) % len(names)], now)

    def jump(self, name: str, now: float) -> None:
        """Show a scene from its beginning; a name nobody knows changes nothing."""
        if any(scene.name == name for scene in self.scenes):
            self._at, self._since, self._taken = name, now, ""

    def pause(self, now: float, *, on: bool) -> None:
        """Stay with what is shown, or go on; what is shown then stands its whole time."""
        if self._paused and not on:
            self._since = now
        self._paused = on

    @property
    def is_paused(self) -> bool:
        """Tell whether it stays where it is."""
        return self._paused

    def take(self, name: str, until: float) -> None:
        """Show a scene until a moment, whatever else would be shown."""
        if any(scene.name == name for scene in self.scenes):
            self._taken, self._until = name, until

    def give_back(self, now: float) -> None:
        """Show again what was shown before something took the screen."""
        if self._taken:
            self._taken, self._since = "", now

    def written(self) -> dict[str, Any]:
        """Return what there is to take up again."""
        return {"at": self._at, "paused": self._paused}

    def take_up(self, written: Mapping[str, Any], now: float) -> None:
        """Go on where a wall that ended was; what makes no sense is let be."""
        name = written.get("at")
        if isinstance(name, str) and name:
            self.jump(name, now)
        self._paused = written.get("paused") is True

    def renew(self, scenes: Sequence[Scene], now: float) -> None:
        """Take other scenes, as files were edited; stay where that is still possible."""
        self.scenes = scenes
        if not any(scene.name == self._at for scene in scenes):
            self._at, self._since = "", now

    def _round(self) -> list[Scene]:
        found = [s for s in self.scenes if s.name in self.only] if self.only else []
        found = found or [s for s in self.scenes if s.seconds]
        return found or list(self.scenes) or [Scene("", "")]

    def _named(self, name: str) -> Scene:
        found = next((scene for scene in self.scenes if scene.name == name), None)
        return found or self._round()[0]
