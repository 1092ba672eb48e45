"""Rounds over the ground, for maps of any page."""

from app.cases.rounds.queries.covered import COVER_DAYS, Coverage, coverage
from app.cases.rounds.queries.made import Track

__all__ = ["COVER_DAYS", "Coverage", "Track", "coverage"]
