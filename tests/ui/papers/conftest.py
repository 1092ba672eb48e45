"""Desks of a centre that writes briefings."""

from tests.factories.seats import sit

__all__ = ["sit"]
