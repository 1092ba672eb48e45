"""Pictures of the committee besides its page: resolutions, members, and its forms."""

from PySide6.QtWidgets import QWidget

from ui.core.targets import CompoundWanted, PageWanted
from ui.lab.studio import Studio
from ui.parts.registers.page import RegistersPage
from ui.party.conference.meeting_dialogs import AttendanceDialog

PAGE, TOGETHER, CADRES = "party.conference", "party.cooperation", "party.cadres"
COMPOUNDS = "party.compounds"
CALLED, HELD, VOID = "called", "held", "void"


def page_of(studio: Studio, at: int = 0, key: str = PAGE) -> RegistersPage:
    """Go to a register of a page."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(key))
    studio.settle(key)
    pages = studio.window.findChildren(RegistersPage)
    page = next(each for each in pages if each.objectName() == key)
    page.go_to(at)
    studio.settle(key)
    return page


def _choose(studio: Studio, state: str) -> RegistersPage:
    page = page_of(studio)
    view = page.view
    row = next(row for row in view.model.rows if row.state == state and row.items)
    view.table.select_key(row.id)
    studio.settle(PAGE)
    return page


def held(studio: Studio) -> None:
    """Look at a meeting that was held."""
    _choose(studio, HELD)


def answered(studio: Studio) -> None:
    """Look at a matter of a compound that came back with what the meeting resolved."""
    view = _choose(studio, HELD).view
    items = view.detail.items  # type: ignore[attr-defined]
    item = next(each for each in items if each.place_id is not None)
    view.desk.navigator.go(CompoundWanted(item.place_id, item.subject))
    studio.settle(COMPOUNDS)


def void(studio: Studio) -> None:
    """Look at one to which too few came."""
    _choose(studio, VOID)


def resolutions(studio: Studio) -> None:
    """Look at what was resolved."""
    page_of(studio, 1)


def members(studio: Studio) -> None:
    """Look at who sits."""
    page_of(studio, 2)


def calling(studio: Studio) -> QWidget | None:
    """Call a meeting."""
    view = page_of(studio).view
    view.call()  # type: ignore[attr-defined]
    studio.settle(PAGE)
    return view.dialog


def signing_in(studio: Studio) -> QWidget | None:
    """Put down who came."""
    view = _choose(studio, CALLED).view
    view.open(AttendanceDialog(view.desk, view.detail, studio.window))  # type: ignore[attr-defined]
    return view.dialog


def resolving(studio: Studio) -> QWidget | None:
    """Put down what was resolved."""
    view = _choose(studio, HELD).view
    view.resolve()  # type: ignore[attr-defined]
    return view.dialog


def appointments(studio: Studio) -> None:
    """Look at who sits where, person by person."""
    page_of(studio, 1, TOGETHER)


def agreements(studio: Studio) -> None:
    """Look at the agreements."""
    page_of(studio, 2, TOGETHER)


def appointing(studio: Studio) -> QWidget | None:
    """Put somebody into a body."""
    view = page_of(studio, 0, TOGETHER).view
    view.add()  # type: ignore[attr-defined]
    studio.settle(TOGETHER)
    return view.dialog


def posted(studio: Studio) -> None:
    """Look at the staff of posted offices."""
    page_of(studio, 1, CADRES)


def lent(studio: Studio) -> None:
    """Look at secondments."""
    page_of(studio, 2, CADRES)


def keeping(studio: Studio) -> QWidget | None:
    """Take somebody into a reserve."""
    view = page_of(studio, 0, CADRES).view
    view.add()  # type: ignore[attr-defined]
    studio.settle(CADRES)
    return view.dialog
