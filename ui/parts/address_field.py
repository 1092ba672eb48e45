"""A place in the caller's words: while one types, the gazetteer proposes point and grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.territory.queries import PlaceCandidate, find_places
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A proposal was taken: CGCS2000 degrees, and the grid (or community) there."""

    longitude: float
    latitude: float
    region: str
    is_rough: bool


class AddressField(SearchCombo):
    """Keeps the words as they were said; taking a proposal adds point and grid to them."""

    found = Signal(object)  # PlaceFound

    def __init__(self, desk: Desk, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        self._near = desk.scope.code or next(iter(desk.actor.prefixes("cases.register")), "")
        self._words = ""

        def find(text: str) -> Sequence[Choice]:
            if not text:
                return ()
            search = partial(find_places, text=text, near=self._near)
            return [_choice(each) for each in desk.parts.database.look_up(search)]

        super().__init__(find, desk.jobs, placeholder, parent)
        self.textEdited.connect(self._keep_words)
        self.chosen.connect(self._taken)

    def set_near(self, region: str) -> None:
        """Prefer places near a region."""
        self._near = region or self._near

    def set_words(self, words: str) -> None:
        """Show words without searching for them."""
        self._words = words
        self.set_choice(None)
        self.setText(words)

    def _keep_words(self, text: str) -> None:
        self._words = text

    def _taken(self, choice: Choice | None) -> None:
        if choice is None or not isinstance(choice.value, PlaceCandidate):
            return
        candidate = choice.value
        self.set_words(_with_name(self._words, candidate))
        self.found.emit(
            PlaceFound(
                candidate.longitude,
                candidate.latitude,
                candidate.region_code,
                candidate.is_rough,
            )
        )


def _choice(candidate: PlaceCandidate) -> Choice:
    name = candidate.name
    if candidate.matched != candidate.name:
        name = f"{candidate.name}（{candidate.matched}）"
    title = f"{name} {candidate.rest}".strip()
    return Choice(candidate, title, candidate.region_name)


def _with_name(words: str, candidate: PlaceCandidate) -> str:
    """Return the words said; only the beginning of a name, or initials, becomes the whole name."""
    said = words.strip()
    plain = said.replace(" ", "")
    if candidate.matched in plain or candidate.name in plain:
        return said
    return f"{candidate.name}{candidate.rest}"
