"""Where scene files stand: the program's own, and over them those of this place."""

from pathlib import Path

from app.command.wall.scenes import FOLDER
from app.core.settings import config_file


def scene_folders() -> tuple[Path, ...]:
    """Return the folders, the program's own first."""
    return FOLDER, config_file().parent / "wall"
