"""Fixtures of this folder; see `desks`."""

from tests.ui.cases.desks import settle, show, sit

__all__ = ["settle", "show", "sit"]
