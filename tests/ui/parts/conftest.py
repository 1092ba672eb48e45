"""Fixtures of this folder; see `desks`."""

from tests.ui.cases.desks import centre, embedded_centre, settle, show, sit

__all__ = ["centre", "embedded_centre", "settle", "show", "sit"]
