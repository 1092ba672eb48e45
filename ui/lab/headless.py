"""`main.py` on a machine without a display: proves itself with a picture and a few figures."""

import sys
from collections.abc import Sequence
from pathlib import Path

from app.bootstrap import open_parts
from app.bootstrap.founding import embedded_file, make_demo
from app.bootstrap.standing import standing
from app.core.errors import AppError
from app.core.settings import data_folder, load_settings
from app.core.words import say, sentence
from ui.shell.arguments import Wanted, WrongUse, parse
from ui.shell.ground import is_new_here

PICTURE = "run.png"


def draw_desk(argv: Sequence[str]) -> int:
    """Draw the desk to run.png, say what it shows and how to get a window; return the exit code."""
    try:
        wanted = parse(argv)
        _draw(wanted)
    except WrongUse as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except AppError as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return 1
    return 0


def _draw(wanted: Wanted) -> None:
    from ui.lab.studio import Format, Studio
    from ui.shell.program import Order

    if is_new_here(wanted.url):
        _make_demo()
    file = Path.cwd() / PICTURE
    with Studio(Order(wanted.url, wanted.acting_as), Format()) as studio:
        studio.window.begin()
        studio.settle(PICTURE)
        if studio.window.trouble is not None:
            raise studio.window.trouble.error
        studio.shoot(file)
    _say(say("lab.drawn", file=file))
    _say_figures(wanted)
    _say(say("lab.data", folder=data_folder()))
    _say(say("lab.how_to_window"))


def _make_demo() -> None:
    file = embedded_file(load_settings())
    if file is not None:
        _say(say("lab.first_demo"))
        make_demo(file)


def _say_figures(wanted: Wanted) -> None:
    parts = open_parts(wanted.url)
    try:
        now = standing(parts)
        demo = say("lab.demo") if parts.database.state.is_demo else ""
    finally:
        parts.database.dispose()
    _say(
        say(
            "lab.shows",
            centre=now.centre,
            demo=demo,
            open=now.open,
            due_today=now.due_today,
            due_soon=now.due_soon,
            overdue=now.overdue,
        )
    )


def _say(sentence_: str) -> None:
    sys.stdout.write(f"{sentence_}\n")
    sys.stdout.flush()
