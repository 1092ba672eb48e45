"""Fixtures of this folder; see `desks`, `panels` and `forms`."""

from tests.ui.cases.arranged_hands import queue
from tests.ui.cases.asking import ask, at, save
from tests.ui.cases.bulk_hands import rows_at_queue
from tests.ui.cases.desks import settle, show, sit
from tests.ui.cases.forms import form, ground
from tests.ui.cases.panels import dialog_of, panel_of, pause

__all__ = [
    "ask",
    "at",
    "dialog_of",
    "form",
    "ground",
    "panel_of",
    "pause",
    "queue",
    "rows_at_queue",
    "save",
    "settle",
    "show",
    "sit",
]
