"""Fields that choose by searching: a unit, a person, a kind of case."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.accounts.queries import find_people, find_units, handlers_of
from app.cases.queries.categories import CategoryRow, categories
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk

MOST = 20


class UnitPicker(SearchCombo):
    """Chooses a unit by part of its name, its code or the initials of its pinyin."""

    def __init__(
        self, desk: Desk, *, placeholder: str = "", near: str = "", parent: QWidget | None = None
    ) -> None:
        """Search everywhere, or only what answers for or lies in the region `near`."""

        def find(text: str) -> Sequence[Choice]:
            search = partial(find_units, text=text, near=near, limit=MOST)
            rows = desk.parts.database.look_up(search)
            return [Choice(row.id, row.name, row.parent_name) for row in rows]

        super().__init__(find, desk.jobs, placeholder, parent)


class PersonPicker(SearchCombo):
    """Chooses a colleague; within one unit those who may handle its cases come first."""

    def __init__(self, desk: Desk, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        self._unit_id: UUID | None = None

        def find(text: str) -> Sequence[Choice]:
            unit_id = self._unit_id
            with desk.parts.database.reading() as session:
                if unit_id is not None and not text:
                    now = desk.parts.clock.now()
                    rows = handlers_of(session, unit_id, now=now)[:MOST]
                    rows = tuple(row for row in rows if row.unit_id == unit_id)
                else:
                    rows = find_people(session, text, unit_id=unit_id, limit=MOST)
            return [Choice(row.id, row.name, row.unit_name) for row in rows]

        super().__init__(find, desk.jobs, placeholder, parent)

    def set_unit(self, unit_id: UUID | None) -> None:
        """Search in one unit; a person of another one is taken back."""
        if unit_id != self._unit_id:
            self._unit_id = unit_id
            self.set_choice(None)


class CategoryPicker(SearchCombo):
    """Chooses a kind of case by name, category, hint word, initials or code."""

    def __init__(self, desk: Desk, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        self._rows: tuple[CategoryRow, ...] = ()

        def find(text: str) -> Sequence[Choice]:
            if not self._rows:
                self._rows = desk.parts.database.look_up(categories)
            rows = matching(self._rows, text)
            return [Choice(row.code, row.name, row.parent) for row in rows]

        super().__init__(find, desk.jobs, placeholder, parent)

    def row(self) -> CategoryRow | None:
        """Return the kind that is chosen."""
        return next((row for row in self._rows if row.code == self.value()), None)

    def set_row(self, row: CategoryRow) -> None:
        """Show a kind without telling anybody."""
        if row not in self._rows:
            self._rows = (*self._rows, row) if self._rows else ()
        self.set_choice(Choice(row.code, row.name, row.parent))


def matching(rows: Sequence[CategoryRow], text: str) -> list[CategoryRow]:
    """Return the kinds (小类) that a text may mean, the closest first; all for no text."""
    typed = text.strip().lower()
    ranked = [(_rank(row, typed), row) for row in rows if row.parent_code is not None]
    found = sorted(
        ((rank, row) for rank, row in ranked if rank is not None),
        key=lambda each: (each[0], each[1].code),
    )
    return [row for _, row in found]


def _rank(row: CategoryRow, typed: str) -> int | None:
    """Return how far a kind is from what was typed: 0 is the name itself, None is not at all."""
    tests = (
        row.name.startswith(typed),
        row.initials.startswith(typed),
        typed in row.name,
        row.code.lower().startswith(typed),
        typed in row.parent,
        any(typed in hint for hint in row.hints),
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)
