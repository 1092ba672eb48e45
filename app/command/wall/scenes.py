"""Scenes of the wall: which tiles stand where, as files a place can edit.

A file says ``title``, ``seconds``, ``finding``, the shares of ``columns`` and ``rows``, and its
tiles by what they ``show`` and where ``at`` (column, row, and how many of each, from 1). ``wide``
holds the same for screens that are much wider than high, ``with_camera`` and ``wide_with_camera``
for while a desk has a camera on the wall: a tile that says only these stands only then.

What is wrong in a file is kept as a sentence and shown in the place of what was meant: a wall that
leaves something out says so.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "wall"
MOST_TILES = 7
"""More than so many nobody takes in from five metres (SCREENS, "The wall")."""
SHORTEST_S, LONGEST_S = 5, 3600
_KEYS = frozenset({"title", "seconds", "order", "finding", "columns", "rows", "wide", "tile"})
_TILE_KEYS = frozenset({"show", "at", "wide", "with_camera", "wide_with_camera"})
_CORNER, _WHOLE = 2, 4


class BadScene(ValueError):
    """A scene file says something that cannot be shown; holds which key."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a tile stands: column and row from 0, and how many of each it covers."""

    column: int
    row: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class TileSpec:
    """A tile of a scene.

    Attributes:
        show: What it shows; a name nobody knows is shown as such.
        at: Where it stands; None: it does not.
        wide: The same on a wide screen.
        with_camera: Where it stands while a camera is on the wall.
        wide_with_camera: The same on a wide screen.
    """

    show: str
    at: Cell | None
    wide: Cell | None
    with_camera: Cell | None
    wide_with_camera: Cell | None

    def cell(self, *, wide: bool, with_camera: bool) -> Cell | None:
        """Return where it stands, None where it does not."""
        if with_camera:
            return self.wide_with_camera if wide else self.with_camera
        return self.wide if wide else self.at


@dataclass(frozen=True, slots=True)
class Layout:
    """Shares of the width and of the height."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a screen shows at a time.

    Attributes:
        name: Name of its file.
        title: What people call it.
        seconds: How long it stands while the wall goes round; 0: only when it is asked for.
        order: Its turn.
        finding: Which sentence stands over it.
        layout: Shares of an ordinary screen.
        wide: Shares of a wide one; None: as the ordinary.
        tiles: What it shows.
        trouble: Why its file cannot be read, "" where it can.
    """

    name: str
    title: str
    seconds: int = 30
    order: int = 99
    finding: str = ""
    layout: Layout = Layout((1.0,), (1.0,))
    wide: Layout | None = None
    tiles: tuple[TileSpec, ...] = ()
    trouble: str = ""


def scenes(*folders: Path) -> tuple[Scene, ...]:
    """Return the scenes of some folders in their turn; a later folder's file replaces an earlier's.

    Args:
        folders: The program's own if none is given.
    """
    files: dict[str, Path] = {}
    for folder in folders or (FOLDER,):
        if folder.is_dir():
            files |= {file.stem: file for file in sorted(folder.glob("*.toml"))}
    found = (_read(name, file) for name, file in files.items())
    return tuple(sorted(found, key=lambda scene: (scene.order, scene.name)))


def _read(name: str, file: Path) -> Scene:
    try:
        return scene_of(name, tomllib.loads(file.read_text("utf-8")))
    except (OSError, ValueError) as error:  # no TOML, no UTF-8, and what we refuse
        return Scene(name, name, trouble=str(error))


def scene_of(name: str, raw: Mapping[str, Any]) -> Scene:
    """Return the scene that a file describes.

    Raises:
        BadScene: Something in it cannot be shown.
    """
    _known(raw, _KEYS)
    layout = _layout(raw)
    wide = _layout(_table(raw, "wide")) if "wide" in raw else None
    listed = raw.get("tile", [])
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_TILES:
        raise BadScene(f"tile: 1–{MOST_TILES}")
    return Scene(
        name,
        _text(raw, "title", name),
        _whole(raw, "seconds", 30, (0, *range(SHORTEST_S, LONGEST_S + 1))),
        _whole(raw, "order", 99, range(1000)),
        _text(raw, "finding", ""),
        layout,
        wide,
        tuple(_tile(each, layout, wide) for each in listed),
    )


def _tile(raw: Any, layout: Layout, wide: Layout | None) -> TileSpec:
    if not isinstance(raw, dict):
        raise BadScene("tile")
    _known(raw, _TILE_KEYS)
    show = _text(raw, "show", "")
    if not show:
        raise BadScene("show")
    at = _told(raw, "at", layout, None)
    with_camera = _told(raw, "with_camera", layout, at)
    if with_camera is None:
        raise BadScene("at")
    if wide is None:
        return TileSpec(show, at, at, with_camera, with_camera)
    beside = _told(raw, "wide", wide, None)
    return TileSpec(show, at, beside, with_camera, _told(raw, "wide_with_camera", wide, beside))


def _told(raw: dict[str, Any], key: str, layout: Layout, otherwise: Cell | None) -> Cell | None:
    return _cell(raw[key], layout) if key in raw else otherwise


def _cell(raw: Any, layout: Layout) -> Cell:
    if not isinstance(raw, list) or len(raw) not in (_CORNER, _WHOLE):
        raise BadScene("at")
    if not all(type(each) is int and each >= 1 for each in raw):
        raise BadScene(f"at: {raw}")
    column, row, columns, rows = (*raw, 1, 1)[:_WHOLE]
    cell = Cell(column - 1, row - 1, columns, rows)
    if cell.column + columns > len(layout.columns) or cell.row + rows > len(layout.rows):
        raise BadScene(f"at: {raw}")
    return cell


def _layout(raw: Mapping[str, Any]) -> Layout:
    return Layout(_shares(raw, "columns"), _shares(raw, "rows"))


def _shares(raw: Mapping[str, Any], key: str) -> tuple[float, ...]:
    shares = raw.get(key, [1])
    good = isinstance(shares, list) and shares
    if not good or not all(type(each) in (int, float) and 0 < each < 10_000 for each in shares):
        raise BadScene(key)
    return tuple(float(each) for each in shares)


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw[key]
    if not isinstance(found, dict):
        raise BadScene(key)
    return found


def _text(raw: Mapping[str, Any], key: str, default: str) -> str:
    found = raw.get(key, default)
    if not isinstance(found, str) or len(found) > 60:
        raise BadScene(key)
    return found


def _whole(raw: Mapping[str, Any], key: str, default: int, within: Iterable[int]) -> int:
    found = raw.get(key, default)
    if type(found) is not int or found not in within:
        raise BadScene(f"{key}: {found}")
    return found


def _known(raw: Mapping[str, Any], keys: frozenset[str]) -> None:
    for key in raw:
        if key not in keys:
            raise BadScene(key)
