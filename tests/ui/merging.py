"""Hands for the three-way view of a form whose record others changed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.merging import Pick
from ui.core.merge_dialog import MergeDialog

_KEYS = {Pick.MINE: Qt.Key.Key_1, Pick.THEIRS: Qt.Key.Key_2, Pick.BOTH: Qt.Key.Key_3}


def views_of(form) -> list[MergeDialog]:
    """Return the views that stand open over a form."""
    return [view for view in form.findChildren(MergeDialog) if view.isVisible()]


def view_of(form, qtbot) -> MergeDialog:
    """Wait for the view of a form and return it."""
    qtbot.waitUntil(lambda: bool(views_of(form)))
    return views_of(form)[0]


def pick(view, field: str, whose: Pick) -> None:
    """Choose whose value is kept, by key."""
    QTest.keyClick(view.picks[field], _KEYS[whose])
