"""What narrows the match board: words, a community, a sort."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker

from app.core.words import label as word
from app.party.lists.queries.board import Board
from app.party.lists.rules import OfferKind
from ui.core.controls import Combo


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a person wants to see; empty is everything."""

    text: str = ""
    region: str = ""
    kind: OfferKind | None = None


class PlaceBox(Combo):
    """The communities that need something."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("社区"))
        self.add(self.tr("全部社区"), "")

    def offer(self, places: Iterable[tuple[str, str]]) -> None:
        """Offer codes and names; what was chosen stays where it is still offered."""
        chosen = self.code()
        with QSignalBlocker(self):
            self.clear()
            self.add(self.tr("全部社区"), "")
            for code, name in sorted(places):
                self.add(name, code)
            self.set_value(chosen)
            self.setCurrentIndex(max(self.currentIndex(), 0))

    def code(self) -> str:
        """Return the code chosen, "" for all."""
        return str(self.value() or "")


class KindBox(Combo):
    """The sorts of what is offered and needed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("类型"))
        self.add(self.tr("全部类型"), None)
        for kind in OfferKind:
            self.add(word(kind), kind)

    def kind(self) -> OfferKind | None:
        """Return the sort chosen, None for all."""
        value = self.value()
        return OfferKind(str(value)) if value is not None else None


def narrowed(whole: Board, by: Narrowing) -> Board:
    """Return of a board what a person wants to see."""

    def told(*texts: str) -> bool:
        return not by.text or any(by.text in text for text in texts)

    return replace(
        whole,
        resources=tuple(
            row
            for row in whole.resources
            if told(row.title, row.offered_by, row.place) and by.kind in (None, row.kind)
        ),
        needs=tuple(
            row
            for row in whole.needs
            if told(row.title, row.needed_by, row.place)
            and by.kind in (None, row.kind)
            and row.region.startswith(by.region)
        ),
        projects=tuple(
            row
            for row in whole.projects
            if told(row.title, row.region_name) and row.region.startswith(by.region)
        ),
    )
