"""Which slices stand: the one list of them on the desk."""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.core.slices import Desk, PageSpec, Slice

STANDING = (
    *(
        "cases",
        "cases.kinds",
        "cases.aids",
        "cases.patrol",
        "cases.rounds",
        "territory",
        "party",
        "accounts",
        "administration",
    ),
    "exchange",
    "papers",
    "workforce",
    "services",
    "wall.desk",
    "command",
    "kiosk",
)
"""Packages of `ui` that export a SLICE; their pages are imported when they are built."""

TODAY = "today"


def standing() -> tuple[Slice, ...]:
    """Return all slices but the shell's own."""
    return tuple(import_module(f"ui.{name}").SLICE for name in STANDING)


def today_slice(build: Callable[[Desk], QWidget]) -> Slice:
    """Return the shell's own slice: the page everybody starts on."""
    title = QCoreApplication.translate("Today", "工作台")
    page = PageSpec(TODAY, title, build)
    return Slice(TODAY, title, "ph.squares-four", 0, pages=(page,), help="shell.md")
