"""Starts the wall: the supervisor first, and under it the windows."""

import itertools
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from app.commands.errors import WrongUse
from app.core.settings import data_folder
from app.core.words import say, sentence
from ui.wall.arguments import parse
from ui.wall.scene_folders import scene_folders
from ui.wall.supervisor import PULSE_FILE, supervise

DONE, FAILED, WRONG_USE = 0, 1, 2
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
STATE_FILE = "wall.json"


def run_wall(argv: Sequence[str]) -> int:
    """Run `main.py wall …` and return its exit code."""
    try:
        asked = parse(argv)
    except WrongUse as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return WRONG_USE
    if asked is None:
        return DONE
    trouble = _trouble(asked)
    if trouble:
        sys.stderr.write(f"{trouble}\n")
        return WRONG_USE
    pulse = data_folder() / PULSE_FILE
    if not asked.watched:
        return supervise(argv, pulse)
    return _show(asked, _beats(pulse))


def _trouble(asked: Namespace) -> str:
    """Return why the wall cannot be shown at all, "" where it can."""
    if sys.platform.startswith("linux") and not any(os.environ.get(n) for n in DISPLAYS):
        return say("wall.no_display")
    if asked.scene:
        from app.command.wall.scenes import scenes

        names = [scene.name for scene in scenes(*scene_folders())]
        if asked.scene not in names:
            return say("wall.no_such_scene", scene=asked.scene, known="、".join(names))
    return ""


def _beats(pulse: Path) -> Callable[[], None]:
    """Return what gives the supervisor a sign of life."""
    numbers = itertools.count()

    def beat() -> None:
        try:
            pulse.parent.mkdir(parents=True, exist_ok=True)
            pulse.write_text(f"{os.getpid()} {next(numbers)}", "utf-8")
        except OSError:
            return  # a full disk ends no wall

    return beat


def _show(asked: Namespace, beat: Callable[[], None]) -> int:
    from PySide6.QtWidgets import QApplication

    from app.command.wall.scenes import scenes
    from ui.core.hub import ChangeHub
    from ui.core.jobs import Jobs
    from ui.core.language import speak_chinese
    from ui.core.notices import Notices
    from ui.core.theme import apply_theme, load
    from ui.wall.awake import Awake
    from ui.wall.feed import WallFeed
    from ui.wall.opening import Following, Opening
    from ui.wall.sound import Sounds
    from ui.wall.wall import Wall

    application = QApplication(sys.argv[:1])
    application.setApplicationName("jiezhi")
    application.setQuitOnLastWindowClosed(False)
    speak_chinese(application)
    apply_theme(application, load("wall"))
    notices = Notices(application)
    jobs, hub = Jobs(notices.report, application), ChangeHub(application)
    feed = WallFeed(jobs, hub, application)
    kept = data_folder() / STATE_FILE
    heard = Sounds()
    wall = Wall(
        feed, scenes(*scene_folders()), kept=kept, only=asked.screen, first=asked.scene,
        play=heard.play, parent=application,
    )  # fmt: skip
    opening = Opening(asked, jobs, application)
    opening.failed.connect(feed.fail)
    following = Following(feed, jobs, hub, application)
    opening.opened.connect(following.take)
    wall.ended.connect(application.quit)
    signal.signal(signal.SIGTERM, lambda *_: wall.end())
    awake = Awake()
    wall.begin(beat)
    opening.begin()
    code = application.exec()
    awake.let_go()
    heard.close()
    jobs.stop()
    opening.close()
    return code
