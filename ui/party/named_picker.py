"""A field that chooses something by part of its name."""

from collections.abc import Callable, Sequence
from uuid import UUID

from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk

Named = Callable[..., tuple[tuple[UUID, str], ...]]


class NamedPicker(SearchCombo):
    """Chooses a branch, a station, a matter by part of its name; asked for once it has the focus.

    `named(session, actor, text, region)` returns what is found.
    """

    def __init__(self, desk: Desk, named: Named, region: str, hint: str) -> None:
        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                found = named(session, desk.actor, text, region)
            return [Choice(key, name) for key, name in found]

        super().__init__(find, desk.jobs, hint)

    def key(self) -> UUID | None:
        """Return what is chosen."""
        value = self.value()
        return value if isinstance(value, UUID) else None
