"""A desk on a server that knows people by accounts of their own, as they use it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.accounts.actions import lock_person, reset_password
from app.accounts.passwords import Secret
from app.accounts.scram import make_verifier
from app.core.shared_settings import set_setting
from tests.factories.cable import LISTENS
from tests.factories.server import PASSWORD, Server
from tests.ui.shell.typing_in import type_in
from ui.core.notices import NoticeKind
from ui.core.targets import PageWanted
from ui.shell.program import Order, Program
from ui.shell.window import MainWindow

pytestmark = pytest.mark.postgres


@pytest.fixture
def window(qtbot, own_server: Server, tmp_path: Path):
    """The window of a computer that has joined the server."""
    own_server.do("chief", set_setting, "centre_name", "柳溪街道综治中心")
    program = Program(Order(own_server.url), kept=tmp_path / "kept")
    shown = MainWindow(program)
    qtbot.addWidget(shown)
    shown.show()
    shown.begin()
    qtbot.waitUntil(lambda: program.is_open)
    yield shown
    shown.close()


def listens(server: Server, login: str) -> bool:
    """Tell whether a desk hears the news as somebody."""
    asked = f"SELECT 1 FROM pg_stat_activity WHERE usename = %s AND {LISTENS}"
    with server.cluster.connect(server.name) as connection:
        return connection.execute(asked, [f"jz_{server.tag}_{login}"]).fetchone() is not None


def test_nothing_is_asked_of_the_server_before_somebody_signs_in(qtbot, window):
    assert window.program.heartbeat is None
    assert window.desk is None
    assert window.sign_in_page.credentials.isVisible()


def test_who_knows_their_password_gets_a_desk_and_the_centre_its_name(qtbot, window):
    type_in(qtbot, window, "dispatcher", "falsch")
    form = window.sign_in_page.credentials
    assert window.desk is None
    assert form.password_field.complaint.startswith("账号或密码不对")

    type_in(qtbot, window, "dispatcher")

    assert window.desk.desk.actor.name == "dispatcher"
    assert window.windowTitle() == "柳溪街道综治中心 - 街治通"
    assert window.program.heartbeat is not None


def test_a_closed_account_is_told_so(qtbot, window, own_server):
    own_server.do("chief", lock_person, own_server.keys["grid"])

    type_in(qtbot, window, "grid")

    complaint = window.sign_in_page.credentials.password_field.complaint
    assert complaint.startswith("这个账号已停用或被锁定")


def test_the_next_person_on_a_shared_computer_sees_what_is_theirs_and_hears_the_news(
    qtbot, window, own_server
):
    heard = []
    window.program.hub.changed.connect(heard.extend)
    type_in(qtbot, window, "stranger")
    far = window.desk.desk.actor
    window.change_person()
    type_in(qtbot, window, "dispatcher")
    assert window.desk.desk.actor.person_id != far.person_id
    qtbot.waitUntil(lambda: listens(own_server, "dispatcher"), timeout=10_000)

    case_id = own_server.register()

    qtbot.waitUntil(lambda: str(case_id) in {c.key for c in heard}, timeout=10_000)


def test_a_locked_screen_opens_again_with_the_same_password(qtbot, window):
    type_in(qtbot, window, "dispatcher")
    desk = window.desk
    window.lock()

    form = window.sign_in_page.credentials
    QTest.keyClicks(form.password, PASSWORD)
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(window.program.jobs.idle)

    assert window.desk is desk
    assert desk.isVisible()


def test_a_first_password_is_changed_before_anything_else(qtbot, window, own_server):
    secret = Secret("", make_verifier("temporary-1", iterations=4096))
    own_server.do("chief", reset_password, own_server.keys["grid"], secret)
    type_in(qtbot, window, "grid", "temporary-1")
    form = window.sign_in_page.password_form
    assert window.desk is None

    for field in (form.new, form.again):
        QTest.keyClicks(field, "patrol the grid 26")
    form.submit()
    qtbot.waitUntil(window.program.jobs.idle, timeout=20_000)  # four times a password is weighed

    assert window.desk.desk.actor.name == "grid"


@pytest.mark.parametrize(
    "login", ["dispatcher", "handler", "external", "leader", "auditor", "admin"]
)
def test_every_page_one_may_open_is_shown_without_a_complaint(qtbot, window, own_server, login):
    own_server.assign(own_server.register())
    complaints = []
    window.program.notices.posted.connect(
        lambda notice: complaints.append(notice) if notice.kind is NoticeKind.ERROR else None
    )
    type_in(qtbot, window, login)
    pages = window.desk.offer.pages()

    for room in pages:
        window.desk.desk.navigator.go(PageWanted(room.page.key))
        qtbot.waitUntil(window.program.jobs.idle, timeout=20_000)

    assert pages
    assert [(notice.text, notice.detail) for notice in complaints] == []
