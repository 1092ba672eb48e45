"""What the wall remembers from one start to the next: which window was on which screen, and what
it showed.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.command.wall.screens import Screen, read, written


@dataclass(slots=True)
class WallState:
    """Screens by window, and the way of each through its scenes."""

    screens: dict[int, Screen] = field(default_factory=dict)
    courses: dict[int, dict[str, Any]] = field(default_factory=dict)


def load(file: Path) -> WallState:
    """Return what was kept; nothing where the file is missing or makes no sense."""
    state = WallState()
    try:
        raw = json.loads(file.read_text("utf-8"))
        for number, kept in raw["windows"].items():
            state.screens[int(number)] = read(kept["screen"])
            state.courses[int(number)] = dict(kept["course"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return WallState()
    return state


def save(file: Path, state: WallState) -> None:
    """Keep what stands; a disk that is full keeps nobody from watching."""
    windows = {
        str(number): {"screen": written(screen), "course": state.courses.get(number, {})}
        for number, screen in state.screens.items()
    }
    new = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps({"windows": windows}, ensure_ascii=False), "utf-8")
        os.replace(new, file)
    except OSError:
        new.unlink(missing_ok=True)
