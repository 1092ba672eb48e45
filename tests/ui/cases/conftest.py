"""Fixtures of this folder; see `desks`, `panels` and `forms`."""

from tests.ui.cases.desks import centre, embedded_centre, settle, show, sit
from tests.ui.cases.forms import form, ground
from tests.ui.cases.panels import dialog_of, panel_of, pause

__all__ = [
    "centre",
    "dialog_of",
    "embedded_centre",
    "form",
    "ground",
    "panel_of",
    "pause",
    "settle",
    "show",
    "sit",
]
