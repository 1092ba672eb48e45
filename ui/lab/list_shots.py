"""Pictures of the three lists besides their pages: a project, and the forms of the board."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio
from ui.party.lists.page import ListsPage
from ui.party.lists.project_page import ProjectPage

PAGE, PROJECT = "party.lists", "party.project"


def project(studio: Studio) -> None:
    """Open the first project."""
    page = _board(studio)
    faces = page.projects.cards.cards.faces
    key = next(face.key for face in faces if face.key is not None)
    page.projects.cards.go_to(key)
    QTest.keyClick(page.projects.cards, Qt.Key.Key_Return)
    studio.settle(PROJECT)
    studio.window.findChildren(ProjectPage)[-1].setFocus()


def forming(studio: Studio) -> QWidget | None:
    """Ask for the project of what is ticked."""
    page = _board(studio)
    page.form()
    return page.dialog


def needing(studio: Studio) -> QWidget | None:
    """Put down a need."""
    page = _board(studio)
    page.add_need()
    return page.dialog


def _board(studio: Studio) -> ListsPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page: ListsPage = studio.window.findChildren(ListsPage)[-1]
    return page
