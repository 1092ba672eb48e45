"""Desks of a centre whose files are taken in by the desk itself."""

from tests.factories.seats import sit

__all__ = ["sit"]
