"""The code of one's phone, as a person turns it on, gives it, and turns it off again."""

from base64 import b32decode
from pathlib import Path
from time import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.accounts import totp
from tests.factories.server import Server
from tests.ui.shell.typing_in import type_in
from ui.parts.qr_code import QrCode
from ui.shell.code_form import CodeForm
from ui.shell.factor_dialog import FactorDialog
from ui.shell.program import Order, Program
from ui.shell.window import MainWindow

pytestmark = pytest.mark.postgres


@pytest.fixture
def window(qtbot, own_server: Server, tmp_path: Path):
    """The window of a computer that has joined the server."""
    program = Program(Order(own_server.url), kept=tmp_path / "kept")
    shown = MainWindow(program)
    qtbot.addWidget(shown)
    shown.show()
    shown.begin()
    qtbot.waitUntil(lambda: program.is_open)
    yield shown
    shown.close()


def code(secret: bytes, steps: int = 0) -> str:
    return totp.code_of(secret, int(time() // totp.STEP_S) + steps)


def dialog_of(qtbot, window) -> FactorDialog:
    window.desk.menu.second_factor.emit()
    dialog = window.findChildren(FactorDialog)[-1]
    qtbot.waitUntil(dialog.do_button.isVisible)
    return dialog


def give(qtbot, window, digits: str) -> CodeForm:
    form = window.sign_in_page.findChild(CodeForm)
    assert window.focusWidget() is form.code
    QTest.keyClicks(form.code, digits)
    qtbot.waitUntil(window.program.jobs.idle, timeout=20_000)
    return form


def test_from_turning_it_on_to_turning_it_off(qtbot, window):
    type_in(qtbot, window, "director")
    dialog = dialog_of(qtbot, window)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.code_form is not None)
    assert dialog.findChild(QrCode).isVisible()
    told = dialog.findChild(QLabel, "factor-secret").text()
    secret = b32decode("".join(told.partition("：")[2].split()))
    QTest.keyClicks(dialog.code_form.code, code(secret, -1))
    qtbot.waitUntil(lambda: not dialog.isVisible())

    window.change_person()
    type_in(qtbot, window, "dispatcher")  # the server knows others without one
    window.change_person()
    type_in(qtbot, window, "director")
    assert not window.desk.isVisible()  # the one before's, kept for them
    form = give(qtbot, window, code(secret, 40))
    assert form.field.complaint.startswith("动态口令不对")
    assert form.code.selectedText()
    give(qtbot, window, code(secret))
    qtbot.waitUntil(lambda: window.desk.desk.actor.name == "director")
    assert window.desk.desk.actor.grants

    dialog = dialog_of(qtbot, window)
    assert dialog.says.text().startswith("已开启")
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    QTest.keyClicks(dialog.code_form.code, code(secret, 1))
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    window.change_person()
    type_in(qtbot, window, "dispatcher")
    window.change_person()
    type_in(qtbot, window, "director")
    assert window.desk.desk.actor.name == "director"


def test_five_digits_ask_nobody(qtbot, window):
    form = CodeForm()
    qtbot.addWidget(form)
    asked = []
    form.submitted.connect(asked.append)

    QTest.keyClicks(form.code, "12345")
    QTest.keyClick(form.code, Qt.Key.Key_Return)

    assert asked == []
    assert form.field.complaint == "动态口令应为 6 位数字，现有 5 位"


def test_a_blank_in_the_middle_is_as_phones_show_it(qtbot, window):
    form = CodeForm()
    qtbot.addWidget(form)
    asked = []
    form.submitted.connect(asked.append)

    QTest.keyClicks(form.code, "123 456")

    assert asked == ["123456"]
