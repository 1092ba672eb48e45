"""Party building on the desk: twin of `app.party`."""

from importlib import import_module

from PySide6.QtCore import QCoreApplication

from app.party import rights
from ui.core.slices import Slice
from ui.party.conference.tab import CARRIES_OUT
from ui.party.search import SEARCH
from ui.party.tab import Tab

__all__ = ["SLICE"]

TABS = (
    "organisations_tab",
    "tree_map_tab",
    "report_in.spec",
    "lists.spec",
    "activities.spec",
    "compounds.spec",
    "points.spec",
    "conference.tab",
    "cooperation.tab",
    "cadres.tab",
)
"""Modules of this package that offer a page in the line of tabs, from left to right; each has a
`TAB` and imports its page only when that is built."""


def _slice() -> Slice:
    translate = QCoreApplication.translate
    tabs: list[Tab] = [import_module(f"ui.party.{name}").TAB for name in TABS]
    return Slice(
        "party",
        translate("PartySlice", "党建"),
        "ph.flag",
        50,
        right=(rights.READ, CARRIES_OUT),
        pages=tuple(page for tab in tabs for page in tab.pages),
        commands=tuple(command for tab in tabs for command in tab.commands),
        today=tuple(part for tab in tabs for part in tab.today),
        search=SEARCH,
        help="party.md",
        accent="party",
    )


SLICE = _slice()
