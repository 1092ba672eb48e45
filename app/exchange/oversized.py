"""Shapes with so many vertices that they are not even read: checking them would take minutes, and
reading ten million of them gigabytes.
"""

from dataclasses import dataclass

MOST_VERTICES = 1_000_000
"""Of one feature."""


@dataclass(frozen=True, slots=True)
class Oversized:
    """Stands where the shape of a feature would.

    Attributes:
        count: How many vertices it has.
    """

    count: int
