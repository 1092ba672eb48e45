"""The template of a briefing: sections with typed blocks, and texts that name figures; pure.

``{came}`` in a text stands for the figure of that name, ``{street}`` for a plain word, and
``{text.closing}`` for another text of the template; a text that leads back to itself is refused,
and so is a name nobody knows. ``{{`` and ``}}`` are braces.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from app.core.errors import AppError
from app.core.words import RESOURCES
from app.papers.briefing.figures import Book, NoSuchFigure

TEXT = "text."
_MOST_DEEP = 20  # texts within texts


class BadTemplate(AppError):
    """The template is none; facts: ``where``, ``why``."""

    code = "papers.bad_template"


class TemplateLoop(AppError):
    """A text of the template leads back to itself; facts: ``names``."""

    code = "papers.template_loop"


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure a template asks for: what was registered in a category.

    Attributes:
        name: How texts call it; with ``_change`` it is the change against the week before.
        label: What people call it.
        category: Code of the category or kind.
    """

    name: str
    label: str
    category: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph.

    Attributes:
        lead: Begins it in 楷体, "" for none.
        text: What it says.
        when: Figure that must not be 0, "" for always.
        otherwise: What it says if that is 0; "" leaves the paragraph out.
    """

    lead: str
    text: str
    when: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """A chart (``days`` of a day or week, ``months``) or a table (``regions``, ``kinds``)."""

    kind: str
    of: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the briefing under a heading such as 一、总体情况."""

    heading: str
    blocks: tuple[TextBlock | DrawnBlock, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A briefing before its numbers.

    Attributes:
        kind: Which paper: ``daily``, ``weekly``, ``monthly``.
        parts: Mark, line, title, copies by their names; ``house`` is who issues it, "" for the
            centre, ``signers`` a line that says who drafted, reviewed and signed it, "" for none.
        texts: Texts that others may hold.
        own: Figures it asks for besides those every briefing has.
        sections: From top to bottom.
        seal: Where the seal goes: ``none`` for nowhere, ``end`` for under the text, where the
            issuer and the day then stand.
        source: The text it was read from.
        version: Its number, 0 for the one that came with the program.
    """

    kind: str
    parts: Mapping[str, str]
    texts: Mapping[str, str]
    own: tuple[OwnFigure, ...]
    sections: tuple[Section, ...]
    seal: str = "none"
    source: str = ""
    version: int = 0

    def draws(self, what: str) -> bool:
        """Tell whether it has a chart or table of that name."""
        blocks = (block for section in self.sections for block in section.blocks)
        return any(isinstance(block, DrawnBlock) and block.of == what for block in blocks)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: words, and the name of the figure they are, "" for none."""

    text: str
    figure: str = ""


DRAWN = {"chart": ("days", "months"), "table": ("regions", "kinds")}
SEALS = ("none", "end")
_MAY_LACK = ("house", "signers")
PARTS = ("name", "file_name", "mark", "line", "title", "copies")


def shipped(kind: str) -> Template:
    """Return the template that came with the program."""
    return read_template((RESOURCES / "papers" / f"{kind}.toml").read_text("utf-8"))


def read_template(text: str) -> Template:
    """Return the template a text in TOML describes.

    Raises:
        BadTemplate: It describes none.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTemplate(where="TOML", why=str(error)) from error
    try:
        return Template(
            kind=_text(told, "kind"),
            parts={
                **{name: _text(told, name) for name in PARTS},
                **{name: _text({name: "", **told}, name) for name in _MAY_LACK},
            },
            texts={str(name): str(each) for name, each in told.get("texts", {}).items()},
            own=tuple(map(_own, told.get("figure", ()))),
            sections=tuple(map(_section, told["section"])),
            seal=_text({"seal": SEALS[0], **told}, "seal"),
            source=text,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadTemplate(where="section", why=str(error)) from error


def _text(told: Mapping[str, Any], name: str) -> str:
    if not isinstance(told.get(name), str):
        raise BadTemplate(where=name, why="text")
    return str(told[name])


def _own(told: Mapping[str, Any]) -> OwnFigure:
    return OwnFigure(_text(told, "name"), _text(told, "label"), _text(told, "category"))


def _section(told: Mapping[str, Any]) -> Section:
    return Section(_text(told, "heading"), tuple(map(_block, told["block"])))


def _block(told: Mapping[str, Any]) -> TextBlock | DrawnBlock:
    for kind, known in DRAWN.items():
        if kind in told:
            if told[kind] not in known:
                raise BadTemplate(where=kind, why=str(told[kind]))
            return DrawnBlock(kind, str(told[kind]))
    more = {name: str(told.get(name, "")) for name in ("lead", "when", "otherwise")}
    return TextBlock(text=_text(told, "text"), **more)


def fill(template: Template, text: str, book: Book) -> tuple[Piece, ...]:
    """Return a text with its names filled in.

    Raises:
        NoSuchFigure: It names something nobody counts.
        TemplateLoop: It leads back to itself.
        BadTemplate: Its braces do not match.
    """
    return tuple(_joined(_pieces(template, text, book, ())))


def plain(template: Template, text: str, book: Book) -> str:
    """Return a text with its names filled in, as words only."""
    return "".join(piece.text for piece in fill(template, text, book))


def _pieces(template: Template, text: str, book: Book, above: tuple[str, ...]) -> Iterator[Piece]:
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise BadTemplate(where=text[:20], why=str(error)) from error
    for words, name, _, _ in parsed:
        if words:
            yield Piece(words)
        if name is None:
            continue
        inner = _inner(template, name, book)
        if inner is None:
            yield _named(name, book)
            continue
        if name in above or len(above) > _MOST_DEEP:
            raise TemplateLoop(names="→".join((*above, name)))
        yield from _pieces(template, inner, book, (*above, name))


def _inner(template: Template, name: str, book: Book) -> str | None:
    if name.startswith(TEXT):
        return template.texts.get(name.removeprefix(TEXT))
    return book.sentences.get(name)


def _named(name: str, book: Book) -> Piece:
    figure = book.get(name)
    if figure is not None:
        return Piece(figure.text, name)
    if name in book.words:
        return Piece(book.words[name])
    known = "、".join(each for each in (*book.figures, *book.words) if each.isidentifier())
    raise NoSuchFigure(name=name, known=known)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces, neighbouring words in one."""
    words = ""
    for piece in pieces:
        if not piece.figure:
            words += piece.text
            continue
        if words:
            yield Piece(words)
        words = ""
        yield piece
    if words:
        yield Piece(words)
