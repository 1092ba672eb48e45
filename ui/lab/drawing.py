"""Draws the album: for each page somebody sits down who may open it."""

from collections.abc import Sequence
from pathlib import Path

from app.core.clock import Clock
from app.core.errors import NotAllowed
from ui.lab.album import Shot, album, offers
from ui.lab.studio import Format, PictureUnwritable, Studio
from ui.shell.ground import Admitted, admitted_guests
from ui.shell.program import Order


def known_pages() -> tuple[str, ...]:
    """Return the names of all pictures."""
    return tuple(shot.name for shot in album())


def draw(
    folder: Path,
    url: str,
    look: Format,
    *,
    pages: Sequence[str] = (),
    clock: Clock | None = None,
) -> list[Path]:
    """Draw pages into `folder` and return the files.

    Args:
        folder: Made if it does not exist.
        url: Whose data are shown.
        look: Theme and size.
        pages: Names of pictures; all of them when empty.
        clock: The moment the desk is seen at; the present when left out.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureUnwritable(file=str(folder)) from error
    shots = [shot for shot in album() if not pages or shot.name in pages]
    with Studio(Order(url, clock=clock), look) as studio:
        studio.window.open()
        studio.settle("open")
        if studio.window.trouble is not None:
            raise studio.window.trouble.error
        people = _people(studio)
        return [_take(studio, shot, people, folder) for shot in shots]


def _people(studio: Studio) -> tuple[Admitted, ...]:
    """Return who may sit down: the guests of a demo, else the person at the console."""
    at = studio.program.at
    if not at.is_demo:
        return (Admitted(at.parts.console()),)
    return admitted_guests(at.parts)


def _take(studio: Studio, shot: Shot, people: Sequence[Admitted], folder: Path) -> Path:
    who = next((each for each in people if not shot.page or offers(each, shot.page)), None)
    if who is None:
        raise NotAllowed(right=shot.page)
    studio.window.let_in(who)
    studio.settle(shot.name)
    drawn = shot.prepare(studio)
    file = folder / f"{shot.name}.png"
    studio.shoot(file, drawn)
    if drawn is not None:
        drawn.close()
    return file
