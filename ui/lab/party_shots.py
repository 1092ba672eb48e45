"""Pictures of party building besides its pages: what is known of a branch, founding, elections."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio
from ui.party.organisations_page import OrganisationsPage

PAGE = "party.organisations"
PAST_DAYS = 365 * 8


def card(studio: Studio) -> None:
    """Look at a branch with groups under it."""
    page = page_of(studio)
    branches = (row for row in page.tree.rows if row.form == "branch")
    branch = next((row for row in branches if page.tree.below(row.id)), None)
    if branch is not None:
        page.show_organisation(branch.id)
        studio.settle(PAGE)
        page.toggle_card()


def past(studio: Studio) -> None:
    """See the tree as it was some years ago."""
    page = page_of(studio)
    page.pane.day.set_day(page.today() - timedelta(days=PAST_DAYS))


def founding(studio: Studio) -> QWidget | None:
    """Mend the first gap of the board."""
    page = page_of(studio)
    gaps = page.board.gaps()
    if gaps:
        page.deeds.found_in(gaps[0])
        studio.settle(PAGE)
    return page.deeds.dialog


def electing(studio: Studio) -> QWidget | None:
    """Put down an election of the organisation that is chosen."""
    page = page_of(studio)
    page.deeds.elect()
    studio.settle(PAGE)
    return page.deeds.dialog


def placing(studio: Studio) -> QWidget | None:
    """List whoever has no grid."""
    page = page_of(studio)
    page.deeds.place_members()
    return page.deeds.dialog


def page_of(studio: Studio) -> OrganisationsPage:
    """Go to the page of organisations."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page: OrganisationsPage = studio.window.findChildren(OrganisationsPage)[-1]
    return page
