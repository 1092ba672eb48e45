"""Lines on the match board: from what is ticked to the need, and on to the project to be."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.party.lists.rules import OfferKind
from ui.party.lists.choosing import Choosing
from ui.party.lists.gutter import Stub

if TYPE_CHECKING:
    from ui.party.lists.page import ListsPage


def draw_lines(choosing: Choosing | None, page: "ListsPage") -> None:
    """Draw the lines between the cards as they stand now."""
    if choosing is None or choosing.need is None:
        page.from_resources.show_lines((), None)
        page.to_project.show_lines((), None)
        return
    needs, projects = page.needs.cards, page.projects.cards
    offset = page.resources.cards.mapTo(page.resources, page.resources.cards.rect().topLeft()).y()
    at = needs.cards.position_of(choosing.need_id)
    target = None if at is None else _within(needs.middle_of(at), needs.height()) + offset
    stubs = _stubs(choosing, page, offset)
    page.from_resources.show_lines(stubs, target)
    is_new = bool(stubs) and target is not None and projects.verticalScrollBar().value() == 0
    start = (Stub(target),) if is_new and target is not None else ()
    page.to_project.show_lines(start, projects.middle_of(0) + offset if is_new else None)


def _stubs(choosing: Choosing, page: "ListsPage", offset: int) -> tuple[Stub, ...]:
    cards, found = page.resources.cards, []
    for one in choosing.ticked():
        place = cards.cards.position_of(one.row.id)
        y = cards.middle_of(place) if place is not None else -1
        if 0 < y < cards.height():
            room = QCoreApplication.translate("Lists", "场地")
            words = room if one.kind is OfferKind.VENUE else str(one.amount)
            found.append(Stub(y + offset, words))
    return tuple(found)


def _within(y: int, height: int) -> int:
    """Return a height that stays beside the list, where its card has scrolled away."""
    return max(4, min(height - 4, y))
