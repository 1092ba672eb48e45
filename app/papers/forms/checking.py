"""Whether the template of a paper can be used: every fault with its line, in one sentence; pure.

What is refused here would else fail when somebody stands at the counter and waits for the paper.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from app.core.words import label, say
from app.papers.briefing.faults import Fault, Lines, Path, toml_fault, unprintable
from app.papers.briefing.template import SEALS, BadTemplate
from app.papers.forms.kinds import WITHOUT_CODE, FormKind
from app.papers.forms.language import (
    KEYS,
    KINDS,
    NEEDED,
    NOT_TEXT,
    PARTS,
    FormTemplate,
    Part,
    Sentence,
    Text,
    block_kind,
    read_form,
    read_text,
    text_name,
)
from app.papers.forms.offers import SHAPES, FieldType, Offer, offers_of

_OF_SOMEBODY = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
"""A mobile telephone or an identity card: of a person, so never in a template."""
_WIDEST_MM, _NARROWEST_MM = 150, 10
_PAPER_MM = 156  # the type area of GB/T 9704
_TEXTS = ("text", "otherwise", "value", "heading", "field", "label", "signature", "note")
_REQUIRED = {"field": ("value",), "table": ("column",), "column": ("heading", "text")}

Offers = Mapping[str, Offer]


def form_faults(text: str, kind: FormKind) -> tuple[Fault, ...]:
    """Return what is wrong with a template, from its beginning to its end; nothing: it can be used.

    Args:
        text: The template in TOML.
        kind: What it has to be of.
    """
    found = (*unprintable(text), *_of_somebody(text))
    if found:
        return found
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (toml_fault(text, error),)
    shape = _Shape(text, told, kind)
    found = tuple(sorted(set(shape.faults())))
    if found:
        return found
    try:
        template = read_form(text)
    except BadTemplate as error:
        heavy = str(error.facts.get("heavy", ""))
        if heavy:
            return (Fault(shape.lines.at(("texts", heavy)), str(error.facts["why"])),)
        return (Fault(shape.lines.last, say("papers.fault_no_block")),)
    return tuple(sorted(set(_Names(template, shape.lines, kind).faults())))


def _of_somebody(text: str) -> Iterator[Fault]:
    for line, words in enumerate(text.split("\n"), 1):
        if _OF_SOMEBODY.search(words):
            yield Fault(line, say("papers.fault_personal"))


class _Shape:
    """The tables and keys of a template being looked at."""

    def __init__(self, text: str, told: Mapping[str, Any], kind: FormKind) -> None:
        self.lines = Lines(text)
        self._told, self._kind = told, kind

    def faults(self) -> Iterator[Fault]:
        """Yield what stands where it cannot, and what is missing."""
        told = self._told
        yield from self._keys((), "", told)
        for name in ("kind", *NEEDED):
            if name not in told:
                yield Fault(self.lines.last, say("papers.fault_missing", name=name))
        if told.get("kind", self._kind.value) != self._kind.value:
            yield self._fault(("kind",), "papers.fault_kind", kind=self._kind.value)
        if told.get("seal", SEALS[0]) not in SEALS:
            yield self._fault(("seal",), "papers.fault_seal", known="、".join(SEALS))
        yield from self._texts()
        sections = _tables(told.get("section"))
        if not sections:
            yield self._fault(("section",), "papers.fault_no_block")
            return
        for at, section in enumerate(sections):
            yield from self._section(("section", at), section)
        yield from self._unfit(sections)

    def _unfit(self, sections: tuple[Mapping[str, Any], ...]) -> Iterator[Fault]:
        """Yield what the sheet of this paper has no place for."""
        tables = 0
        for at, section in enumerate(sections):
            for number, block in enumerate(_tables(section.get("block"))):
                kind, path = block_kind(block), ("section", at, "block", number)
                if kind == "qr" and self._kind in WITHOUT_CODE:
                    yield self._fault(path, "papers.fault_no_code")
                if kind != "note" and self._kind is FormKind.MAP:
                    yield self._fault(path, "papers.fault_only_notes")
                tables += kind == "table"
                if kind == "table" and tables > 1 and self._kind is FormKind.ROSTER:
                    yield self._fault(path, "papers.fault_one_table")
        if not tables and self._kind is FormKind.ROSTER:
            yield self._fault(("section",), "papers.fault_one_table")

    def _fault(self, path: Path, key: str, **facts: object) -> Fault:
        return Fault(self.lines.at(path), say(key, **facts))

    def _texts(self) -> Iterator[Fault]:
        texts = self._told.get("texts", {})
        if not isinstance(texts, dict):
            yield self._fault(("texts",), "papers.fault_text", name="texts")
            return
        for name, each in texts.items():
            path: Path = ("texts", name)
            if isinstance(each, dict):
                if "text" not in each:
                    yield self._fault(path, "papers.fault_missing", name="text")
                yield from self._keys(path, "texts", each)
            else:
                yield from self._value(path, name, each)

    def _section(self, path: Path, told: Mapping[str, Any]) -> Iterator[Fault]:
        yield from self._keys(path, "section", told)
        blocks = _tables(told.get("block"))
        if not blocks:
            yield self._fault(path, "papers.fault_no_block")
            return
        for at, block in enumerate(blocks):
            yield from self._block((*path, "block", at), block)

    def _block(self, path: Path, told: Mapping[str, Any]) -> Iterator[Fault]:
        kind = block_kind(told)
        if not kind:
            yield self._fault(path, "papers.fault_block", known="、".join(KINDS))
            return
        yield from self._keys(path, kind, told)
        for name in _REQUIRED.get(kind, ()):
            if name not in told:
                yield self._fault(path, "papers.fault_missing", name=name)
        columns = _tables(told.get("column")) if kind == "table" else ()
        widths = [each.get("width", 0) for each in columns]
        if all(type(each) is int for each in widths):
            least = sum(each or _NARROWEST_MM for each in widths)
            if least > _PAPER_MM:
                yield self._fault(path, "papers.fault_widths", total=least, most=_PAPER_MM)
        for at, column in enumerate(columns):
            inner: Path = (*path, "column", at)
            yield from self._keys(inner, "column", column)
            for name in _REQUIRED["column"]:
                if name not in column:
                    yield self._fault(inner, "papers.fault_missing", name=name)

    def _keys(self, path: Path, table: str, told: Mapping[str, Any]) -> Iterator[Fault]:
        for key, value in told.items():
            if key not in KEYS[table]:
                known = "、".join(KEYS[table])
                yield self._fault((*path, key), "papers.fault_key", name=key, known=known)
            elif key == "column":
                if not _tables(value):
                    yield self._fault((*path, key), "papers.fault_no_column")
            elif key not in ("texts", "section", "block"):
                yield from self._value((*path, key), key, value)

    def _value(self, path: Path, key: str, value: object) -> Iterator[Fault]:
        wanted = NOT_TEXT.get(key, str)
        if type(value) is not wanted:
            told = "papers.fault_text" if wanted is str else f"papers.fault_{wanted.__name__}"
            yield self._fault(path, told, name=key)
        elif wanted is int and not 0 <= int(str(value)) <= _WIDEST_MM:
            yield self._fault(path, "papers.fault_width", most=_WIDEST_MM)
        elif isinstance(value, str) and (key in (*_TEXTS, *PARTS) or path[0] == "texts"):
            try:
                read_text(value)
            except BadTemplate:
                yield self._fault(path, "papers.fault_braces")


def _tables(told: object) -> tuple[Mapping[str, Any], ...]:
    """Return what was told as tables, nothing where it is anything else."""
    if isinstance(told, list) and all(isinstance(each, dict) for each in told):
        return tuple(told)
    return ()


class _Names:
    """The names in a template of the right shape being looked at, each where it is used."""

    def __init__(self, template: FormTemplate, lines: Lines, kind: FormKind) -> None:
        self._template, self._lines = template, lines
        self._offers = offers_of(kind)
        self._used: set[str] = set()

    def faults(self) -> Iterator[Fault]:
        """Yield what nobody offers, and texts that lead back to themselves."""
        template = self._template
        for name, text in template.parts.items():
            yield from self._text((name,), text, self._offers, ())
        for at, section in enumerate(template.sections):
            path: Path = ("section", at)
            yield from self._text((*path, "heading"), section.heading, self._offers, ())
            for number, block in enumerate(section.blocks):
                inner: Path = (*path, "block", number)
                key = "value" if block.kind == "field" else block.kind
                offers = self._rows((*inner, "each"), block.said.each)
                yield from self._faulty_list((*inner, "each"), block.said.each)
                yield from self._sentence(inner, key, block.said, offers, ())
                under = "field" if block.kind == "field" else "label"
                yield from self._text((*inner, under), block.label, offers, ())
                if block.kind == "table":
                    yield from self._faulty_list((*inner, "table"), block.of)
                    rows = self._rows((*inner, "table"), block.of)
                    for column, each in enumerate(block.columns):
                        cell: Path = (*inner, "column", column)
                        yield from self._text((*cell, "heading"), each.heading, self._offers, ())
                        yield from self._text((*cell, "text"), each.text, rows, ())
                if block.kind == "qr":
                    yield from self._name((*inner, "qr"), Part("", block.of), self._offers, ())
        yield from self._unused()

    def _unused(self) -> Iterator[Fault]:
        for name in self._template.texts:
            if name not in self._used:
                yield Fault(self._lines.at(("texts", name)), say("papers.fault_unused", name=name))

    def _rows(self, path: Path, name: str) -> Offers:
        offer = self._offers.get(name)
        if offer is None or offer.type is not FieldType.LIST:
            return self._offers
        return {**self._offers, **{each.name: each for each in offer.row}}

    def _faulty_list(self, path: Path, name: str) -> Iterator[Fault]:
        if not name and path[-1] != "table":
            return
        lists = [each.name for each in self._offers.values() if each.type is FieldType.LIST]
        if name not in lists:
            known = "、".join(lists) or say("papers.fault_no_lists")
            yield Fault(self._lines.at(path), say("papers.fault_list", name=name, known=known))

    def _sentence(
        self, path: Path, key: str, said: Sentence, offers: Offers, above: tuple[str, ...]
    ) -> Iterator[Fault]:
        if said.when:
            when = Part("", said.when)
            yield from self._name((*path, "when"), when, offers, above, only_asked=True)
        yield from self._text((*path, key), said.text, offers, above)
        yield from self._text((*path, "otherwise"), said.otherwise, offers, above)

    def _text(
        self, path: Path, text: Text, offers: Offers, above: tuple[str, ...]
    ) -> Iterator[Fault]:
        for part in text:
            if part.name or not part.words:
                yield from self._name(path, part, offers, above)

    def _name(
        self,
        path: Path,
        part: Part,
        offers: Offers,
        above: tuple[str, ...],
        *,
        only_asked: bool = False,
    ) -> Iterator[Fault]:
        inner, line = text_name(part.name), self._lines.at(path)
        if inner in self._template.texts:
            self._used.add(inner)
            if inner in above:
                told = "→".join((*above[above.index(inner) :], inner))
                yield Fault(self._lines.at(("texts", inner)), say("papers.fault_loop", names=told))
                return
            said = self._template.texts[inner]
            of: Path = ("texts", inner)
            yield from self._faulty_list((*of, "each"), said.each)
            rows = {**offers, **self._rows(of, said.each)} if said.each else offers
            yield from self._sentence(of, "text", said, rows, (*above, inner))
        elif part.name not in offers:
            near = get_close_matches(part.name, sorted(offers), 1)
            key = "papers.fault_name_near" if near else "papers.fault_name"
            yield Fault(line, say(key, name=part.name, near=near[0] if near else ""))
        else:
            yield from self._told(line, part, offers[part.name], only_asked=only_asked)

    def _told(self, line: int, part: Part, offer: Offer, *, only_asked: bool) -> Iterator[Fault]:
        if offer.type in (FieldType.FLAG, FieldType.LIST) and not only_asked:
            yield Fault(line, say(f"papers.fault_named_{offer.type.value}", name=offer.name))
        elif part.shape and part.shape not in SHAPES.get(offer.type, ()):
            shapes = "、".join(SHAPES.get(offer.type, ()))
            key = "papers.fault_shape" if shapes else "papers.fault_no_shape"
            told = {"name": offer.name, "type": label(offer.type), "known": shapes}
            yield Fault(line, say(key, **told))
