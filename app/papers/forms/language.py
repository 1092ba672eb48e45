"""The template of a paper: its head, and sections with typed blocks whose texts name fields; pure.

It is the language of the briefings (`app.papers.briefing.template`) with the blocks a notice, a
sheet or a letter is made of. ``{title}`` in a text stands for a field of the paper, ``{text.due}``
for another text of the template, ``{received:day}`` for a moment in another shape.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from string import Formatter
from typing import Any

from app.core.words import RESOURCES, say
from app.papers.briefing.template import SEALS, TEXT, BadTemplate
from app.papers.forms.kinds import FormKind


@dataclass(frozen=True, slots=True)
class Part:
    """Words, or the name of a field with the shape it is told in; a text is a row of these."""

    words: str
    name: str = ""
    shape: str = ""


Text = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text that may depend on a field, or be said once for each row of a list.

    Attributes:
        text: What it says.
        when: Field that must hold something, "" for always.
        otherwise: What it says if that holds nothing.
        each: List whose rows it is said of, "" for none.
        join: What stands between these.
    """

    text: Text
    when: str = ""
    otherwise: Text = ()
    each: str = ""
    join: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, what stands in each row, how wide it is in millimetres, 0
    for what is left.
    """

    heading: Text
    text: Text
    width: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One thing of a section.

    Attributes:
        kind: ``text``, ``field``, ``table``, ``signature``, ``note`` or ``qr``.
        said: What it says; of a table nothing.
        label: Of a field what stands before it, of a code what stands under it.
        of: List a table tells of, field a code holds.
        columns: Of a table.
        is_half: A field that takes half of the width where it is short enough.
        is_strong: A field that stands out.
    """

    kind: str
    said: Sentence
    label: Text = ()
    of: str = ""
    columns: tuple[Column, ...] = ()
    is_half: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper, under a heading or without one."""

    heading: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A paper before its facts.

    Attributes:
        kind: Which paper.
        parts: ``title``, ``file_name``, ``number``, ``to`` and ``house`` (who issues it, empty for
            the centre) by their names.
        texts: Texts that others may hold.
        sections: From top to bottom.
        has_seal: Whether there is a place for the seal beside the issuer.
        source: The text it was read from.
        version: Its number, 0 for the one that came with the program.
    """

    kind: str
    parts: Mapping[str, Text]
    texts: Mapping[str, Sentence]
    sections: tuple[Section, ...]
    has_seal: bool
    source: str
    version: int = 0


NEEDED = ("title", "file_name")
PARTS = (*NEEDED, "number", "to", "house")
_MOST_KEPT = 256
KINDS = ("text", "field", "table", "signature", "note", "qr")
KEYS = {
    "": ("kind", *PARTS, "seal", "texts", "section"),
    "section": ("heading", "block"),
    "text": ("text", "when", "otherwise", "each"),
    "field": ("field", "value", "when", "otherwise", "each", "half", "strong"),
    "table": ("table", "column"),
    "column": ("heading", "text", "width"),
    "signature": ("signature", "when"),
    "note": ("note", "when", "otherwise"),
    "qr": ("qr", "label"),
    "texts": ("text", "when", "otherwise", "each", "join"),
}
"""What may stand in each table, and in a block of each kind."""
NOT_TEXT = {"half": bool, "strong": bool, "width": int}
_WEIGHT_MOST, _DEEPEST, _ROWS = 20_000, 20, 10
"""What a text may weigh: 1, and twice what it holds; said of each row of a list, ten times that. So
one tells no more texts than that, and holds others a dozen deep at most. Texts that hold each other
twice, thirty deep, are told a thousand million times: whoever wants that paper at the counter would
wait for ever.
"""


def shipped_form(kind: FormKind) -> FormTemplate:
    """Return the template that came with the program."""
    return read_form(shipped_text(kind))


@lru_cache
def shipped_text(kind: FormKind) -> str:
    """Return the text of the template that came with the program."""
    return (RESOURCES / "papers" / "forms" / f"{kind.value}.toml").read_text("utf-8")


@lru_cache(_MOST_KEPT)
def read_form(text: str) -> FormTemplate:
    """Return the template a text in TOML describes; read once however many papers are set by it.

    Raises:
        BadTemplate: It describes none.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTemplate(where="TOML", why=str(error)) from error
    try:
        texts = {str(n): _sentence(each) for n, each in told.get("texts", {}).items()}
        known: dict[str, int] = {}
        for name in texts:
            _weigh(texts, name, (), known)
        return FormTemplate(
            kind=_words(told, "kind"),
            parts={name: _part(told, name) for name in PARTS},
            texts=texts,
            sections=tuple(map(_section, told["section"])),
            has_seal=_words({"seal": SEALS[1], **told}, "seal") != SEALS[0],
            source=text,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadTemplate(where="section", why=str(error)) from error


def numbered(template: FormTemplate, version: int) -> FormTemplate:
    """Return a template with its number."""
    return replace(template, version=version)


def read_text(text: str) -> Text:
    """Return a text in its parts.

    Raises:
        BadTemplate: Its braces do not match.
    """
    found = []
    try:
        for words, name, shape, turned in Formatter().parse(text):
            if words:
                found.append(Part(words))
            if name is not None:
                if turned or "{" in (shape or ""):
                    raise BadTemplate(where=text[:20], why=name)
                found.append(Part("", name, shape or ""))
    except ValueError as error:
        raise BadTemplate(where=text[:20], why=str(error)) from error
    return tuple(found)


def text_name(name: str) -> str:
    """Return the text of the template a name leads to, "" for a field."""
    return name.removeprefix(TEXT) if name.startswith(TEXT) else ""


def _weigh(
    texts: Mapping[str, Sentence], name: str, above: tuple[str, ...], known: dict[str, int]
) -> int:
    """Return what a text weighs; that it leads back to itself is told elsewhere.

    Raises:
        BadTemplate: Too many; facts besides: ``heavy``.
    """
    if name not in texts or name in above:
        return 1
    if name not in known and len(above) < _DEEPEST:
        said = texts[name]
        inner = (text_name(p.name) for p in (*said.text, *said.otherwise, Part("", said.when)))
        held = sum(_weigh(texts, each, (*above, name), known) for each in inner if each)
        known[name] = (1 + 2 * held) * (_ROWS if said.each else 1)
    if known.get(name, _WEIGHT_MOST + 1) > _WEIGHT_MOST:
        raise BadTemplate(where=name, why=say("papers.fault_heavy", name=name), heavy=name)
    return known[name]


def block_kind(told: Mapping[str, Any]) -> str:
    """Return what a block is, "" for nothing known."""
    for kind in ("field", "table", "signature", "note", "qr", "text"):
        if kind in told:
            return kind
    return ""


def _words(told: Mapping[str, Any], name: str) -> str:
    if not isinstance(told.get(name), str):
        raise BadTemplate(where=name, why="text")
    return str(told[name])


def _part(told: Mapping[str, Any], name: str) -> Text:
    if name not in NEEDED and name not in told:
        return ()
    return read_text(_words(told, name))


def _sentence(told: Any, key: str = "text") -> Sentence:
    if isinstance(told, str):
        return Sentence(read_text(told))
    more = {name: _words({name: "", **told}, name) for name in ("when", "each", "join")}
    otherwise = read_text(_words({"otherwise": "", **told}, "otherwise"))
    return Sentence(read_text(_words(told, key)), otherwise=otherwise, **more)


def _section(told: Mapping[str, Any]) -> Section:
    heading = read_text(_words({"heading": "", **told}, "heading"))
    return Section(heading, tuple(map(_block, told["block"])))


def _block(told: Mapping[str, Any]) -> Block:
    kind = block_kind(told)
    if kind == "field":
        return Block(
            kind,
            _sentence(told, "value"),
            read_text(_words(told, "field")),
            is_half=bool(told.get("half")),
            is_strong=bool(told.get("strong")),
        )
    if kind == "table":
        columns = tuple(
            Column(
                read_text(_words(each, "heading")),
                read_text(_words(each, "text")),
                int(each.get("width", 0)),
            )
            for each in told["column"]
        )
        return Block(kind, Sentence(()), of=_words(told, "table"), columns=columns)
    if kind == "qr":
        label = read_text(_words({"label": "", **told}, "label"))
        return Block(kind, Sentence(()), label, of=_words(told, "qr"))
    if kind in ("text", "signature", "note"):
        return Block(kind, _sentence(told, kind))
    raise BadTemplate(where="block", why="kind")
