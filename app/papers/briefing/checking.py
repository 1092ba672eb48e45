"""Whether a template can be used: every fault with its line, in one sentence; pure.

What is refused here would else be refused when the next briefing is drafted, with nobody there who
could mend it.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from string import Formatter
from typing import Any

from app.core.words import say
from app.papers.briefing.faults import (
    Fault,
    Lines,
    Path,
    TemplateFaulty,
    leaves,
    toml_fault,
    unprintable,
)
from app.papers.briefing.known import known
from app.papers.briefing.template import (
    DRAWN,
    PARTS,
    SEALS,
    TEXT,
    BadTemplate,
    Template,
    read_template,
)
from app.papers.rules import PeriodKind

_KEYS = {
    "": ("kind", *PARTS, "house", "signers", "seal", "texts", "figure", "section"),
    "section": ("heading", "block"),
    "block": ("lead", "text", "when", "otherwise", *DRAWN),
    "figure": ("name", "label", "category"),
}
_CHARTS = {PeriodKind.MONTHLY: "months"}
_NEEDED = ("came", "as_of")
"""What no briefing does without: how many cases came, and the moment it was counted."""


def faults_of(
    text: str, kind: PeriodKind, categories: Collection[str] | None = None
) -> tuple[Fault, ...]:
    """Return what is wrong with a template, from its beginning to its end; nothing: it can be used.

    Args:
        text: The template in TOML.
        kind: What it has to be of.
        categories: Codes of the categories and kinds there are; None asks for none.
    """
    found = tuple(unprintable(text))
    if found:
        return found
    try:
        told = tomllib.loads(text)
        template = read_template(text)
    except tomllib.TOMLDecodeError as error:
        return (toml_fault(text, error),)
    except BadTemplate as error:
        return _of_structure(text, error)
    checked = _Checked(text, told, template, kind)
    return tuple(sorted({*checked.faults(), *checked.own_figures(categories)}))


def require_usable(text: str, kind: PeriodKind, categories: Collection[str]) -> None:
    """Refuse a template that cannot be used.

    Raises:
        TemplateFaulty: It cannot; the first fault is told.
    """
    found = faults_of(text, kind, categories)
    if found:
        raise TemplateFaulty(line=found[0].line, why=found[0].why)


def _of_structure(text: str, error: BadTemplate) -> tuple[Fault, ...]:
    lines, name = Lines(text), str(error.facts.get("where", ""))
    line = next((at for path, at in lines.of.items() if path[-1:] == (name,)), lines.last)
    if name in (*PARTS, "kind") and (name,) not in lines.of:
        return (Fault(line, say("papers.fault_missing", name=name)),)
    if name in DRAWN:
        return (Fault(line, say("papers.fault_drawn", known="、".join(DRAWN[name]))),)
    for path, value in leaves(tomllib.loads(text), ()):
        if not isinstance(value, str):
            key = str(path[-1])
            return (Fault(lines.at(path), say("papers.fault_text", name=key)),)
    if error.facts.get("why") == "text":
        return (Fault(line, say("papers.fault_missing", name=name)),)
    return (Fault(line, say("papers.fault_no_section")),)


class _Checked:
    """A template whose structure is right, being looked at."""

    def __init__(
        self, text: str, told: Mapping[str, Any], template: Template, kind: PeriodKind
    ) -> None:
        self._told, self._template, self._kind = told, template, kind
        self._lines = Lines(text)
        entries = known(template, kind)
        self._figures = {each.name for each in entries if each.is_figure}
        self._names = {each.name for each in entries}
        self._reached: set[str] = set()

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong but with its own figures."""
        if self._template.kind != self._kind.value:
            yield self._fault(("kind",), "papers.fault_kind", kind=self._kind.value)
        yield from self._unknown_keys()
        if self._template.seal not in SEALS:
            yield self._fault(("seal",), "papers.fault_seal", known="、".join(SEALS))
        chart = _CHARTS.get(self._kind, "days")
        for path, drawn in self._charts():
            if drawn != chart:
                yield self._fault(path, "papers.fault_drawn", known=chart)
        if not any(section.blocks for section in self._template.sections):
            yield Fault(self._lines.last, say("papers.fault_no_section"))
        for path, text in self._texts():
            yield from self._names_in(path, text)
        for name in self._template.texts:
            yield from self._loop((name,))
        for name in _NEEDED:
            if name not in self._reached:
                yield Fault(self._lines.last, say("papers.fault_needed", name=name))

    def own_figures(self, categories: Collection[str] | None) -> Iterator[Fault]:
        """Yield what is wrong with the figures the template asks for."""
        seen: set[str] = set()
        plain = {each.name for each in known(_without_own(self._template), self._kind)}
        for at, each in enumerate(self._template.own):
            path: Path = ("figure", at, "name")
            if not each.name.isidentifier() or not each.name.isascii():
                yield self._fault(path, "papers.fault_figure_name", name=each.name)
            elif each.name in seen or each.name in plain:
                yield self._fault(path, "papers.fault_figure_twice", name=each.name)
            seen.add(each.name)
            if categories is not None and each.category not in categories:
                told = {"code": each.category}
                yield self._fault(("figure", at, "category"), "papers.fault_category", **told)

    def _fault(self, path: Path, key: str, **facts: object) -> Fault:
        return Fault(self._lines.at(path), say(key, **facts))

    def _unknown_keys(self) -> Iterator[Fault]:
        yield from self._keys((), "", self._told)
        for at, figure in enumerate(self._told.get("figure", ())):
            yield from self._keys(("figure", at), "figure", figure)
        for at, section in enumerate(self._told.get("section", ())):
            yield from self._keys(("section", at), "section", section)
            for number, block in enumerate(section.get("block", ())):
                yield from self._keys(("section", at, "block", number), "block", block)

    def _keys(self, path: Path, table: str, told: Mapping[str, Any]) -> Iterator[Fault]:
        for key in told:
            if key not in _KEYS[table]:
                known_keys = "、".join(_KEYS[table])
                yield self._fault((*path, key), "papers.fault_key", name=key, known=known_keys)

    def _texts(self) -> Iterator[tuple[Path, str]]:
        told = self._told
        for name in (*PARTS, "house", "signers"):
            yield (name,), str(told.get(name, ""))
        for name, text in self._template.texts.items():
            yield ("texts", name), text
        for at, section in enumerate(told["section"]):
            yield ("section", at, "heading"), str(section["heading"])
            for number, block in enumerate(section["block"]):
                for key in ("lead", "text", "otherwise"):
                    yield ("section", at, "block", number, key), str(block.get(key, ""))
                when = str(block.get("when", ""))
                if when:
                    yield ("section", at, "block", number, "when"), f"{{{when}}}"

    def _charts(self) -> Iterator[tuple[Path, str]]:
        for at, section in enumerate(self._told["section"]):
            for number, block in enumerate(section["block"]):
                if "chart" in block:
                    yield ("section", at, "block", number, "chart"), str(block["chart"])

    def _names_in(self, path: Path, text: str) -> Iterator[Fault]:
        try:
            names = _names(text)
        except ValueError:
            yield self._fault(path, "papers.fault_braces")
            return
        for name in names:
            self._reached.add(name)
            allowed = self._figures if path[-1] == "when" else self._names
            text_name = name.removeprefix(TEXT)
            if name.startswith(TEXT) and path[-1] != "when" and text_name in self._template.texts:
                continue
            if name not in allowed:
                near = get_close_matches(name, sorted(allowed), 1)
                key = "papers.fault_name_near" if near else "papers.fault_name"
                yield self._fault(path, key, name=name, near=near[0] if near else "")

    def _loop(self, above: tuple[str, ...]) -> Iterator[Fault]:
        """Yield a fault where a text leads back to the first one of `above`."""
        try:
            names = _names(self._template.texts[above[-1]])
        except ValueError:
            return
        for name in (each.removeprefix(TEXT) for each in names if each.startswith(TEXT)):
            if name == above[0]:
                told = "→".join((*above, name))
                yield self._fault(("texts", above[0]), "papers.fault_loop", names=told)
            elif name in self._template.texts and name not in above:
                yield from self._loop((*above, name))


def _names(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def _without_own(template: Template) -> Template:
    return Template(template.kind, template.parts, template.texts, (), template.sections)
