"""What people call some regions; called on a reader thread.

For slices that hold region codes without knowing the territory: scopes of roles, homes of units.
"""

from collections.abc import Iterable
from typing import Any

from app.territory.queries import region_names


def names_of(session: Any, codes: Iterable[str | None]) -> dict[str, str]:
    """Return the short names of codes; what is unknown, empty or None is left out."""
    return region_names(session, {code for code in codes if code})
