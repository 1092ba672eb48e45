"""The first start: three ways to begin, each leads to a desk or says what is wrong."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar
from sqlalchemy.engine import make_url

from app.bootstrap.founding import embedded_file
from app.core.clock import Clock, FixedClock
from app.core.settings import Settings, load_settings
from tests.ui.shell.hands import type_words
from ui.shell import founding
from ui.shell.first_run import FirstRunPage
from ui.shell.first_run_demo import DemoPage
from ui.shell.first_run_office import OfficePage
from ui.shell.first_run_server import ServerPage
from ui.shell.program import Order, Program
from ui.shell.window import MainWindow

PASSWORD = "好记的一句话不用太短"
TABLE = """code,name,level,parent_code
14,山西省,1,
1402,大同市,2,14
140213,平城区,3,1402
140213004,新建南路街道,4,140213
140213005,古城街道,4,140213
"""


@pytest.fixture
def clock() -> FixedClock:
    """What is founded here is founded now: a desk that is behind would not see its settings."""
    return FixedClock(datetime.now(UTC) + timedelta(hours=1))


@pytest.fixture
def window(qtbot, clock: Clock, tmp_path: Path):
    """The window on a computer that has never seen the program."""
    program = Program(Order(clock=clock), kept=tmp_path / "kept")
    shown = MainWindow(program)
    qtbot.addWidget(shown)
    shown.show()
    shown.begin()
    yield shown
    shown.close()


@pytest.fixture
def first(window: MainWindow) -> FirstRunPage:
    page = window.findChild(FirstRunPage)
    assert isinstance(page, FirstRunPage)
    return page


def fill_office(page: OfficePage) -> None:
    """Fill everything in by hand."""
    type_words(page.street.code, "990102004")
    for line, name in zip(
        page.street.names, ("试验省", "试验市", "试验区", "柳溪街道"), strict=True
    ):
        type_words(line, name)
    type_words(page.name, "周敏")
    for field in (page.passwords.new, page.passwords.again):
        type_words(field, PASSWORD)


def test_a_new_computer_offers_three_ways_and_looking_around_is_the_default(window, first):
    assert window.desk is None
    assert first.look.hasFocus()
    assert [card.text() for card in (first.look, first.alone, first.join)] == [
        "看一看",
        "一台电脑用",
        "加入服务器",
    ]


def test_arrows_walk_the_choices_and_enter_takes_one(qtbot, first):
    qtbot.keyClick(first.look, Qt.Key.Key_Right)
    assert first.alone.hasFocus()

    qtbot.keyClick(first.alone, Qt.Key.Key_Return)

    assert isinstance(first.currentWidget(), OfficePage)


def test_one_can_begin_another_way(qtbot, first):
    first.join.click()

    first.currentWidget().back_button.click()

    assert first.look.isVisible()


def test_an_office_founded_by_hand_waits_for_its_administrator(qtbot, window, first):
    first.alone.click()
    page = first.currentWidget()
    fill_office(page)
    assert page.centre.text() == "柳溪街道综治中心"

    page.go.click()
    qtbot.waitUntil(lambda: window.program.is_open, timeout=20_000)
    form = window.sign_in_page.credentials
    form.login.setText("admin")
    form.password.setText(PASSWORD)
    form.submit()

    qtbot.waitUntil(lambda: window.desk is not None)
    assert window.desk.desk.actor.name == "周敏"
    assert window.windowTitle() == "柳溪街道综治中心 - 街治通"
    qtbot.waitUntil(window.program.jobs.idle)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("9901", "街道代码是 9 位数字，现有 4 位"),
        ("99010200x", "只能有数字"),
        ("", "街道代码是 9 位数字，现有 0 位"),
    ],
)
def test_a_wrong_code_is_said_beside_the_field(qtbot, first, code, complaint):
    first.alone.click()
    page = first.currentWidget()
    fill_office(page)
    type_words(page.street.code, code)

    page.go.click()

    assert page.street.complaints()[0] == complaint
    assert not embedded_file(Settings()).exists()


def test_passwords_that_differ_found_nothing(qtbot, first):
    first.alone.click()
    page = first.currentWidget()
    fill_office(page)
    type_words(page.passwords.again, "anders")

    page.go.click()

    assert page.passwords.complaint() == "两次输入的不一样"


def test_a_login_that_cannot_be_is_told_in_words(qtbot, window, first):
    first.alone.click()
    page = first.currentWidget()
    fill_office(page)
    type_words(page.login, "张三 丰")

    page.go.click()

    qtbot.waitUntil(lambda: bool(page.trouble()), timeout=20_000)
    assert page.trouble().startswith("用户名应为")
    assert page.isEnabled()


def test_a_street_is_chosen_from_a_file_of_divisions(qtbot, window, first, tmp_path):
    file = tmp_path / "divisions.csv"
    file.write_text(TABLE, "utf-8")
    first.alone.click()
    street = first.currentWidget().street

    street.take_file(file)
    qtbot.waitUntil(street.search.isVisible)
    type_words(street.search, "古城")
    qtbot.waitUntil(lambda: street.search.options() != ())
    qtbot.keyClick(street.search, Qt.Key.Key_Return)

    assert street.regions() == (
        ("14", "山西省"),
        ("1402", "大同市"),
        ("140213", "平城区"),
        ("140213005", "古城街道"),
    )
    assert street.divisions == file


def test_a_file_that_is_no_table_is_said(qtbot, window, first, tmp_path):
    file = tmp_path / "divisions.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    first.alone.click()
    street = first.currentWidget().street

    street.take_file(file)

    qtbot.waitUntil(lambda: street.complaints() != ())
    assert "code" in street.complaints()[0]


def test_a_server_that_does_not_exist_is_said_in_one_sentence(qtbot, window, first):
    first.join.click()
    page = first.currentWidget()
    for field, text in ((page.host, "no-such-host.invalid"), (page.user, "desk07")):
        type_words(field, text)
    type_words(page.password, "x")

    page.go.click()

    qtbot.waitUntil(lambda: bool(page.trouble()), timeout=20_000)
    assert page.trouble().startswith("找不到服务器 no-such-host.invalid")
    assert load_settings().database_url == ""


def test_a_server_that_lets_us_in_is_used(qtbot, window, first, cluster, postgres_template):
    name = cluster.create(postgres_template)
    url = make_url(cluster.url(name))
    first.join.click()
    page = first.currentWidget()
    for field, text in (
        (page.host, url.host),
        (page.port, str(url.port)),
        (page.database, name),
        (page.user, url.username),
        (page.password, url.password),
    ):
        type_words(field, text)

    page.go.click()

    qtbot.waitUntil(lambda: window.program.is_open, timeout=20_000)
    assert str(url.password) not in load_settings().database_url
    window.close()
    cluster.drop(name)


def test_missing_fields_ask_no_server(qtbot, window, first):
    first.join.click()
    page = first.currentWidget()
    assert isinstance(page, ServerPage)

    page.go.click()

    assert window.program.jobs.idle()
    assert page.host.hasFocus()


def test_looking_around_shows_how_far_it_is_and_can_be_left(qtbot, window, first, monkeypatch):
    gate = threading.Event()

    def build(tell, stopped):
        tell(0.4)
        gate.wait(5)
        return not stopped()

    monkeypatch.setattr("ui.shell.first_run_demo.build_street", build)
    first.look.click()
    page = first.currentWidget()
    assert isinstance(page, DemoPage)
    bar = page.findChild(QProgressBar, "progress")
    qtbot.waitUntil(lambda: bar.value() == 400)

    page.back_button.click()
    gate.set()

    assert first.look.isVisible()
    assert not window.program.is_open


def test_a_demo_that_cannot_be_built_can_be_tried_again(qtbot, window, first, monkeypatch, caplog):
    def build(tell, stopped):
        raise OSError("no room")

    monkeypatch.setattr("ui.shell.first_run_demo.build_street", build)
    first.look.click()
    page = first.currentWidget()

    qtbot.waitUntil(lambda: bool(page.trouble()))

    assert page.again.isVisible()


def test_the_url_of_a_server_carries_no_password():
    wanted = founding.ServerWanted("db", 5433, "街治", "desk 07", "geheim")

    assert wanted.url == "postgresql+psycopg://desk%2007@db:5433/%E8%A1%97%E6%B2%BB"
    assert "geheim" not in repr(wanted)


def test_the_keyboard_stands_in_the_first_field_and_comes_to_the_way_back_last(qtbot, first):
    first.join.click()
    page = first.currentWidget()
    assert isinstance(page, ServerPage)
    first.window().activateWindow()
    qtbot.waitUntil(page.host.hasFocus)

    for _ in range(5):
        qtbot.keyClick(first.window().focusWidget(), Qt.Key.Key_Tab)
    assert page.go.hasFocus()
    qtbot.keyClick(page.go, Qt.Key.Key_Tab)

    assert page.back_button.hasFocus()
