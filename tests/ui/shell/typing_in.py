"""Signing in at a window of the shell, as a person does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.factories.server import PASSWORD
from ui.shell.window import MainWindow


def type_in(qtbot, window: MainWindow, login: str, password: str = PASSWORD) -> None:
    """Type both with the keyboard, Enter at the end."""
    form = window.sign_in_page.credentials
    form.login.clear()
    form.password.clear()
    QTest.keyClicks(form.login, login)
    QTest.keyClicks(form.password, password)
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(window.program.jobs.idle, timeout=20_000)
