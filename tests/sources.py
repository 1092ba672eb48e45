"""The repository as text and syntax trees, for tests that hold the house to its rules."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("app", "ui")
# Alembic runs these itself, inside a migration only.
NOT_FOR_IMPORT = ("app.migrations.env", "app.migrations.versions")


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path as people write it."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """Return the text."""
        return self.path.read_text("utf-8")

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Return every node of the syntax tree."""
        return tuple(ast.walk(ast.parse(self.text, self.name)))

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield each call with the last name of what is called: ``a.b.c()`` is called c."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield last_name(node.func), node

    def at(self, node: ast.AST) -> str:
        """Return file and line."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


def last_name(node: ast.AST) -> str:
    """Return c of ``a.b.c``, "" for anything that has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Return the Python files below some folders, or the whole house when none is named."""
    below = folders or (*PRODUCT, "tests", "packaging")
    found = [path for folder in below for path in (ROOT / folder).rglob("*.py")]
    if not folders:
        found += ROOT.glob("*.py")
    return tuple(Source(path) for path in sorted(found))


@cache
def modules_of_app() -> tuple[ModuleType, ...]:
    """Import every module of `app`."""
    import app

    names = (found.name for found in pkgutil.walk_packages(app.__path__, "app."))
    return tuple(
        importlib.import_module(name) for name in names if not name.startswith(NOT_FOR_IMPORT)
    )
