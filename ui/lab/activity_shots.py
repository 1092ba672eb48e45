"""Pictures of posts, activities and red compounds besides their pages: what is past or late, the
posts, the forms.
"""

from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio
from ui.party.activities.page import ActivitiesPage, Part
from ui.party.compounds.page import CompoundsPage

PAGE, COMPOUNDS = "party.activities", "party.compounds"


def past(studio: Studio) -> None:
    """Look at an activity whose minutes are to be written."""
    page = _page(studio)
    row = next((row for row in page.rows if row.state == "over"), None)
    if row is not None:
        page.month.choose_key(row.id)
    studio.settle(PAGE)


def posts(studio: Studio) -> None:
    """Look at the posts."""
    page = _page(studio)
    page.show_part(Part.POSTS)
    studio.settle(PAGE)


def planning(studio: Studio) -> QWidget | None:
    """Plan an activity."""
    page = _page(studio)
    page.show_part(Part.MONTH)
    page.add()
    studio.settle(PAGE)
    return page.deeds.dialog


def _page(studio: Studio) -> ActivitiesPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page: ActivitiesPage = studio.window.findChildren(ActivitiesPage)[-1]
    return page


def late_matter(studio: Studio) -> None:
    """Look at a compound that is late with what it decides."""
    page = _compounds(studio)
    page.view.set_value("overdue")
    studio.settle(COMPOUNDS)


def sides(studio: Studio) -> QWidget | None:
    """Put the sides of a compound down."""
    page = _compounds(studio)
    page.keep()
    dialog: QWidget | None = page.dialog
    return dialog


def _compounds(studio: Studio) -> CompoundsPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(COMPOUNDS))
    studio.settle(COMPOUNDS)
    page: CompoundsPage = studio.window.findChildren(CompoundsPage)[-1]
    return page
