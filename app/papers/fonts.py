"""Which installed font draws which character: the best per role, with a fallback per glyph.

A glyph is never dropped in silence: a character that no font has is drawn as a hollow square
and named in the paper's warnings.
"""

import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError

from app.core.errors import AppError
from app.core.words import RESOURCES, say
from app.papers.lines import CLOSING, OPENING
from app.papers.sfnt import Face, faces_in
from app.papers.typeface import PaperFont, load

SQUARE = "□"
_REGULAR = 400
_EVERYDAY = "国门务办东车对会区街处发问题书证"
"""Characters that every paper needs in their mainland shape: a font of a role draws them all."""
_FULL_WIDTH = 0.9  # part of the size from which on a mark is as wide as a Chinese character
_AIR = 0.03  # part of the size that stays blank beside a mark that was squeezed


class NoPaperFont(AppError):
    """No Chinese font that a PDF can carry is installed."""

    code = "papers.no_font"


class FontRole(StrEnum):
    """What a piece of text is in a document."""

    BODY = "body"
    HEADING = "heading"
    KAI = "kai"
    TITLE = "title"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Wish:
    """The fonts a role would like, best first.

    Attributes:
        right: Names of fonts the standard asks for.
        stand_in: Names of fonts that come near.
        thicken: Part of the size by which a stand-in's strokes are thickened.
    """

    right: tuple[str, ...]
    stand_in: tuple[str, ...]
    thicken: float = 0.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of fonts altogether.

    Attributes:
        roles: The fonts of each role.
        rare: Names of fonts asked only for characters that all others lack.
        avoid: Characters a font, by its name, had better not draw.
    """

    roles: Mapping[FontRole, Wish]
    rare: tuple[str, ...] = ()
    avoid: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """A face that may draw for a role.

    Attributes:
        face: Where it is.
        name: The name it was asked by.
        is_right: False where it only stands in.
        thicken: Stroke to add, as part of the size.
        avoid: Characters it had better not draw.
    """

    face: Face
    name: str
    is_right: bool
    thicken: float
    avoid: str


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters drawn by one font.

    Attributes:
        text: What is drawn; squares where a character is lost.
        font: Who draws it.
        thicken: Stroke to add, as part of the size.
        lost: The characters that no font has.
    """

    text: str
    font: PaperFont
    thicken: float
    lost: str


_NEAR = (FontRole.KAI, FontRole.BODY, FontRole.TITLE, FontRole.NUMBER, FontRole.HEADING)
"""Whom a role asks for a character its own fonts lack; thin brush strokes disturb least."""


class FontBook:
    """The fonts at hand and who draws what with them."""

    def __init__(self, faces: Iterable[Face], wishes: Wishes) -> None:
        self._faces = tuple(faces)
        self._wishes = wishes
        self._chains = {role: self._chain(role) for role in FontRole}
        self._drawn_by: dict[tuple[str, FontRole], tuple[PaperFont, float] | None] = {}
        self._widths: dict[FontRole, dict[str, float]] = {role: {} for role in FontRole}
        self._blanks: dict[tuple[str, FontRole], float] = {}
        self._leading: dict[FontRole, Choice | None] = {}

    @property
    def first_font(self) -> PaperFont:
        """The font of plain text.

        Raises:
            NoPaperFont: There is none at all.
        """
        leading = self.leading(FontRole.BODY)
        font = _loaded(leading.face) if leading is not None else None
        if font is None:
            raise NoPaperFont
        return font

    def leading(self, role: FontRole) -> Choice | None:
        """Return the face that draws a role's everyday text: the best that has all of it; one
        with gaps only fills in. None where nothing can draw at all.
        """
        if role not in self._leading:
            self._leading[role] = self._best(role)
        return self._leading[role]

    def _best(self, role: FontRole) -> Choice | None:
        best: Choice | None = None
        for choice in self._chains[role]:
            font = _loaded(choice.face)
            if font is None:
                continue
            best = best or choice
            if all(map(font.covers, _EVERYDAY)):
                return choice
        return best or next(iter(self._chains[role]), None)

    def choices(self, role: FontRole) -> tuple[Choice, ...]:
        """Return the faces that may draw for a role, the best first."""
        return self._chains[role]

    def runs(self, text: str, role: FontRole) -> tuple[Run, ...]:
        """Cut text into runs of one font each."""
        found: list[Run] = []
        drawn = ((character, self._drawer(character, role)) for character in text)
        for drawer, group in groupby(drawn, key=lambda each: each[1]):
            characters = "".join(character for character, _ in group)
            if drawer is not None:
                found.append(Run(characters, drawer[0], drawer[1], ""))
                continue
            font, thicken = self._drawer(SQUARE, role) or (self.first_font, 0.0)
            mark = SQUARE if font.covers(SQUARE) else "?"
            found.append(Run(mark * len(characters), font, thicken, characters))
        return tuple(found)

    def width(self, text: str, role: FontRole, size: float) -> float:
        """Return the width of text in points."""
        return size * sum(self.widths(text, role))

    def widths(self, text: str, role: FontRole) -> list[float]:
        """Return the width of each character in parts of the size."""
        known = self._widths[role]
        for character in text:
            if character not in known:
                known[character] = self._width(character, role)
        return [known[character] for character in text]

    def blank(self, character: str, role: FontRole) -> float:
        """Return how much a mark leaves blank at its blank side, in parts of the size: what may
        be taken away where marks stand side by side. 0 for what is no such mark.
        """
        if character not in CLOSING and character not in OPENING:
            return 0.0
        key = (character, role)
        if key not in self._blanks:
            self._blanks[key] = self._blank(character, role)
        return self._blanks[key]

    def _blank(self, character: str, role: FontRole) -> float:
        drawer = self._drawer(character, role)
        ink = drawer[0].ink(character) if drawer is not None else None
        if ink is None or self._width(character, role) < _FULL_WIDTH:
            return 0.0
        left, right = ink
        bare = 1.0 - right if character in CLOSING else left
        return max(0.0, min(0.5, bare - _AIR))

    def _width(self, character: str, role: FontRole) -> float:
        """Return the width of a character in parts of the size."""
        return sum(run.font.stringWidth(run.text, 1.0) for run in self.runs(character, role))

    def _drawer(self, character: str, role: FontRole) -> tuple[PaperFont, float] | None:
        key = (character, role)
        if key not in self._drawn_by:
            self._drawn_by[key] = self._find(character, role)
        return self._drawn_by[key]

    def _find(self, character: str, role: FontRole) -> tuple[PaperFont, float] | None:
        chain, leading = self._chains[role], self.leading(role)
        if leading is not None and leading is not chain[0]:
            chain = (leading, *(choice for choice in chain if choice is not leading))
        willing = [choice for choice in chain if character not in choice.avoid]
        reluctant = [choice for choice in chain if character in choice.avoid]
        for choice in willing + reluctant:
            font = _loaded(choice.face)
            if font is not None and font.covers(character):
                return font, choice.thicken
        return None

    def _chain(self, role: FontRole) -> tuple[Choice, ...]:
        wish = self._wishes.roles[role]
        found = self._named(wish.right, is_right=True)
        found += self._named(wish.stand_in, thicken=wish.thicken)
        for other in _NEAR:
            near = self._wishes.roles[other]
            found += self._named((*near.right, *near.stand_in))
        found += self._named(self._wishes.rare)
        chain: dict[Face, Choice] = {}
        for choice in found:
            chain.setdefault(choice.face, choice)
        return tuple(chain.values())

    def _named(
        self, names: Iterable[str], *, is_right: bool = False, thicken: float = 0.0
    ) -> list[Choice]:
        found: list[Choice] = []
        for name in names:
            wanted = name.casefold()
            named = [face for face in self._faces if wanted in face.names]
            if named:
                best = min(named, key=lambda face: (face.slanted, abs(face.weight - _REGULAR)))
                avoid = self._wishes.avoid.get(name, "")
                found.append(Choice(best, name, is_right, thicken, avoid))
        return found


def _loaded(face: Face) -> PaperFont | None:
    try:
        return load(face.path, face.index)
    except (TTFError, OSError):
        return None  # a damaged file: the next in the chain draws


@cache
def installed_fonts() -> FontBook:
    """Return the book of the fonts installed on this computer; the folders are read once."""
    return FontBook(_installed_faces(), _read_wishes())


def font_warnings(book: FontBook) -> tuple[str, ...]:
    """Return a sentence for each role whose right font is not installed."""
    told: list[str] = []
    for role in FontRole:
        first = book.leading(role)
        if first is None:
            told.append(say("papers.no_stand_in", role=role))
        elif not first.is_right:
            told.append(say("papers.stand_in", role=role, font=first.name))
    return tuple(told)


def font_folders() -> tuple[Path, ...]:
    """Return the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"


def _installed_faces() -> list[Face]:
    files = {
        path
        for folder in font_folders()
        for path in folder.rglob("*")
        if path.suffix.lower() in {".ttf", ".ttc"}
    }
    return [face for path in sorted(files) for face in faces_in(path)]


def _read_wishes() -> Wishes:
    with (RESOURCES / "papers" / "fonts.toml").open("rb") as file:
        told = tomllib.load(file)
    roles = {
        role: Wish(
            right=tuple(told[role]["right"]),
            stand_in=tuple(told[role]["stand_in"]),
            thicken=told[role].get("thicken", 0.0),
        )
        for role in FontRole
    }
    return Wishes(roles, tuple(told["rare"]["names"]), told["avoid"])
