"""Pictures of the wall: every scene, in the size of whatever screens it is to hang on."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop

from app.bootstrap import make_ready, open_parts
from app.command.wall.scenes import Scene, scenes
from app.core.clock import Clock
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.lab.studio import PATIENCE_S, TURN_MS, NotDrawn, PictureUnwritable, application
from ui.wall.feed import WallFeed
from ui.wall.scene_folders import scene_folders
from ui.wall.scene_view import SceneView


def known_scenes() -> tuple[str, ...]:
    """Return the names of all scenes."""
    return tuple(scene.name for scene in scenes(*scene_folders()))


def draw_wall(
    folder: Path,
    url: str,
    size: tuple[int, int],
    *,
    pages: Sequence[str] = (),
    clock: Clock | None = None,
) -> list[Path]:
    """Draw scenes into `folder` and return the files.

    Args:
        folder: Made if it does not exist.
        url: Whose data are shown.
        size: Of the screen.
        pages: Names of scenes; all of them when empty.
        clock: The moment they are seen at; the present when left out.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureUnwritable(file=str(folder)) from error
    application("wall")
    parts = open_parts(url, clock=clock)
    make_ready(parts.database)
    failures: list[BaseException] = []
    jobs = Jobs(failures.append)
    feed = WallFeed(jobs, ChangeHub())
    feed.connect_to(parts.database, parts.console())
    try:
        every = scenes(*scene_folders())
        wanted = [scene for scene in every if not pages or scene.name in pages]
        return [_take(folder, scene, every, feed, jobs, size) for scene in wanted]
    finally:
        jobs.stop()
        parts.database.dispose()


def _take(
    folder: Path,
    scene: Scene,
    every: Sequence[Scene],
    feed: WallFeed,
    jobs: Jobs,
    size: tuple[int, int],
) -> Path:
    view = SceneView(feed)
    view.resize(*size)
    view.set_titles(tuple((each.title, each is scene) for each in every))
    view.show_scene(scene)
    view.show()
    feed.need(view.readings())
    begun = time.monotonic()
    while not jobs.idle() or any(feed.at(reading) is None for reading in view.readings()):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, TURN_MS)
        if feed.is_lost or time.monotonic() - begun > PATIENCE_S:
            raise NotDrawn(page=scene.name)
    QCoreApplication.processEvents()
    file = folder / f"{scene.name}.png"
    written = view.grab().save(str(file))
    view.close()
    view.deleteLater()
    if not written:
        raise PictureUnwritable(file=str(file))
    return file
