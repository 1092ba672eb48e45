"""Whatever `app` refuses, a person is told in a sentence; whatever it names, has a name."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cache
from inspect import getmembers, isclass
from string import Formatter

from app.core import words
from app.core.errors import AppError
from tests.sources import PRODUCT, Source, last_name, modules_of_app, sources


@cache
def classes_below(base: type) -> tuple[type, ...]:
    """Return the subclasses of `base` that `app` defines."""
    found = {kind for module in modules_of_app() for _, kind in getmembers(module, isclass)}
    return tuple(k for k in found if issubclass(k, base) and k.__module__.startswith("app."))


def errors_known_in(source: Source) -> dict[str, type[AppError]]:
    """Return the errors that a file defines or imports, by the name they have there."""
    here = source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    known = {kind.__name__: kind for kind in classes_below(AppError) if kind.__module__ == here}
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and node.module in sys.modules:
            for alias in node.names:
                kind = getattr(sys.modules[node.module], alias.name, None)
                if isclass(kind) and issubclass(kind, AppError):
                    known[alias.asname or alias.name] = kind
    return known


def sentence_of(code: str) -> str:
    """Return the sentence of a code with its placeholders unfilled."""
    return str(words._find(code))


def test_every_error_has_a_sentence():
    speechless = [
        f"{kind.__module__}.{kind.__name__}"
        for kind in classes_below(AppError)
        if not has_sentence(kind.code)
    ]

    assert speechless == []


def has_sentence(code: str) -> bool:
    """Tell whether the words hold a sentence for a code."""
    try:
        return bool(sentence_of(code).strip())
    except KeyError:
        return False


def test_no_two_errors_share_a_code():
    codes = Counter(kind.code for kind in classes_below(AppError))

    assert [code for code, times in codes.items() if times > 1] == []


def raised(source: Source) -> Iterator[tuple[ast.AST, str, set[str]]]:
    """Yield where an error is made, its code, and the facts it is given."""
    errors = errors_known_in(source)
    for node in source.nodes:
        if isinstance(node, ast.Raise) and node.exc is not None:
            name = last_name(node.exc)
            if name in errors:
                yield node, errors[name].code, set()
    for name, call in source.calls():
        facts = {keyword.arg for keyword in call.keywords}
        if None in facts:  # handed on as a whole
            continue
        if name in errors:
            yield call, errors[name].code, facts
        elif name == "say" and call.args and isinstance(call.args[0], ast.Constant):
            yield call, call.args[0].value, facts


def lacking(code: str, facts: set[str]) -> frozenset[str]:
    """Return what a sentence asks for and is not given."""
    if not has_sentence(code):
        return frozenset({"sentence"})
    return words.placeholders(sentence_of(code)) - facts


def test_whoever_raises_an_error_fills_its_sentence():
    unfilled = [
        f"{source.at(node)} {code}: {sorted(lacking(code, facts))}"
        for source in sources(*PRODUCT)
        for node, code, facts in raised(source)
        if lacking(code, facts)
    ]

    assert unfilled == []


def parts_of_the_words() -> list[str]:
    """Return the names of the files the words stand in."""
    return sorted(path.stem for path in words.WORDS.glob("*.toml"))


def every_sentence(node: object, code: str = "") -> Iterator[tuple[str, str]]:
    """Yield each code with its sentence."""
    if not isinstance(node, dict):
        yield code, str(node)
        return
    for key, below in node.items():
        yield from every_sentence(below, f"{code}.{key}".lstrip("."))


def test_placeholders_have_names():
    nameless = [
        code
        for part in parts_of_the_words()
        for code, text in every_sentence(words.part(part), part)
        if any(name is not None and not name.isidentifier() for _, name, _, _ in parts(text))
    ]

    assert nameless == []


def parts(text: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """Take a sentence apart; a stray brace raises."""
    return iter(Formatter().parse(text))


def test_a_table_of_labels_names_every_member_of_an_enum_and_no_other():
    enums: dict[str, list[set[str]]] = {}
    for kind in classes_below(Enum):
        enums.setdefault(kind.__name__, []).append({str(member.value) for member in kind})

    astray = {
        name: set(labels) ^ next(iter(enums.get(name, [set()])))
        for part in parts_of_the_words()
        for name, labels in words.part(part).get("label", {}).items()
        if set(labels) not in enums.get(name, [])
    }

    assert astray == {}


def test_no_two_tables_of_labels_have_one_name_since_the_first_would_be_read_for_both():
    named = Counter(
        name for part in parts_of_the_words() for name in words.part(part).get("label", {})
    )

    assert [name for name, times in named.items() if times > 1] == []
