"""`main.py screenshots DIR`: every page with data, without a display, one picture each."""

import json
import logging
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.bootstrap.founding import make_demo
from app.commands.errors import WrongUse
from app.commands.parser import Parser
from app.core.clock import SHANGHAI, Clock, FixedClock
from app.core.database import SCHEMA, VERSION
from app.core.errors import AppError
from app.core.settings import data_folder
from app.core.words import say, sentence

DONE, FAILED, WRONG_USE = 0, 1, 2
MOMENT = datetime(2026, 11, 24, 14, 5, 14, tzinfo=SHANGHAI)
"""The moment of the drawings the pages are held against: a Tuesday in the middle of the work."""
LEAST = (1024, 640)
WALL, KIOSK = "wall", "kiosk"


def run_screenshots(argv: Sequence[str]) -> int:
    """Draw the pages and print the names of the files; return the exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    try:
        wanted = _parsed(argv)
        if wanted is not None:
            _report(_draw(wanted), as_json=wanted.json)
    except WrongUse as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return WRONG_USE
    except AppError as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return FAILED
    return DONE


def _parsed(argv: Sequence[str]) -> Namespace | None:
    parser = Parser("screenshots")
    parser.argument("DIR", "folder", type=Path)
    parser.option("--page", metavar="NAME", nargs="+", action="extend", default=[])
    parser.option("--theme", default="light")
    parser.option("--size", metavar="1440x900", default="1440x900")
    parser.common(acts=False)
    try:
        return parser.parse_args(argv)
    except SystemExit:  # --help has been printed
        return None


def _draw(wanted: Namespace) -> list[Path]:
    from ui.lab.drawing import draw, known_pages
    from ui.lab.kiosk_shots import draw_kiosk, kiosk_pages
    from ui.lab.studio import Format
    from ui.lab.wall_shots import draw_wall, known_scenes
    from ui.shell.personal_menu import THEMES

    on_wall = wanted.theme == WALL
    if wanted.theme not in (*THEMES, WALL, KIOSK):
        known_themes = "、".join((*THEMES, WALL, KIOSK))
        raise _refused(say("lab.unknown_theme", theme=wanted.theme, known=known_themes))
    known = {WALL: known_scenes, KIOSK: kiosk_pages}.get(wanted.theme, known_pages)()
    for page in wanted.page:
        if page not in known:
            raise _refused(say("lab.unknown_page", page=page, known="、".join(known)))
    look = Format(wanted.theme, _size(wanted.size))
    url, clock = (wanted.database, None) if wanted.database else _street(as_json=wanted.json)
    if on_wall:
        return draw_wall(wanted.folder, url, look.size, pages=tuple(wanted.page), clock=clock)
    if wanted.theme == KIOSK:  # has its own sizes
        return draw_kiosk(wanted.folder, url, pages=tuple(wanted.page), clock=clock)
    return draw(wanted.folder, url, look, pages=tuple(wanted.page), clock=clock)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if width.isdecimal() and height.isdecimal():
        size = (int(width), int(height))
        if size[0] >= LEAST[0] and size[1] >= LEAST[1]:
            return size
    raise _refused(say("lab.bad_size", size=text, width=LEAST[0], height=LEAST[1]))


def _street(*, as_json: bool) -> tuple[str, Clock]:
    """Return a demo street that is built once and kept, and the moment it is seen at."""
    file = data_folder() / "screenshots" / f"street-{VERSION}-{SCHEMA}.db"
    if not file.exists():
        progress = _progress if sys.stderr.isatty() and not as_json else _silence
        make_demo(file, clock_now=MOMENT, progress=progress)
    return f"sqlite:///{file.as_posix()}", FixedClock(MOMENT)


def _progress(done: int, whole: int) -> None:
    end = "\n" if done >= whole else ""
    sys.stderr.write(f"\r{say('lab.building')} {done}/{whole}{end}")


def _silence(done: int, whole: int) -> None:
    pass


def _refused(why: str) -> WrongUse:
    return WrongUse(why=why, command="screenshots")


def _report(files: list[Path], *, as_json: bool) -> None:
    names = [str(file) for file in files]
    text = json.dumps({"files": names}, ensure_ascii=False) if as_json else "\n".join(names)
    sys.stdout.write(f"{text}\n")
