"""One window for everybody: signing in, locking, changing the person, what keeps it honest."""

import gc
from pathlib import Path
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.accounts.actions.grants import GrantDraft, end_grant, grant_role
from app.accounts.actions.people import PersonDetails, create_person, lock_person
from app.accounts.passwords import Secret, secret_of
from app.accounts.queries.people import person_named
from app.accounts.rules import Role
from app.administration.founding import FirstAdministrator, Founding, found_centre
from app.core.actor import console
from app.core.database import Database
from app.core.errors import DatabaseUnreachable, LoginRefused
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from ui.core.theme import apply_theme, current, load
from ui.shell.program import Order, Program
from ui.shell.status_bar import Link
from ui.shell.window import MainWindow

WHO = console("test")
PASSWORD = "好记的一句话不用太短"
NEW_PASSWORD = "换成另外一句好记的话"
REGIONS = (("99", "试验省"), ("9901", "试验市"), ("990102", "试验区"), ("990102004", "柳溪街道"))


@pytest.fixture(scope="module")
def secret() -> Secret:
    return secret_of(PASSWORD)


@pytest.fixture
def centre(embedded_database: Database, secret: Secret) -> Database:
    """A founded centre with its administrator and one receptionist who was just taken in."""
    administrator = FirstAdministrator("zhoumin", "周敏", secret, works_too=True)
    founding = Founding(administrator, "柳溪街道综治中心", REGIONS)
    found_centre(embedded_database, WHO, founding, command_key=new_id())
    with embedded_database.writing(WHO) as uow:
        person = create_person(
            uow, "yejp", PersonDetails("叶建平", None), secret, command_key=new_id()
        )
        draft = GrantDraft(Role.RECEPTIONIST, region="990102004")
        grant_role(uow, person, draft, command_key=new_id())
    return embedded_database


@pytest.fixture
def window(qtbot, centre: Database, clock, tmp_path: Path):
    """The window at its sign-in page."""
    program = Program(Order(str(centre.url), clock=clock), kept=tmp_path / "kept")
    shown = MainWindow(program)
    qtbot.addWidget(shown)
    shown.show()
    shown.begin()
    qtbot.waitUntil(lambda: program.is_open)
    yield shown
    shown.close()
    apply_theme(QApplication.instance(), load("light"))


def sign_in(qtbot, window: MainWindow, login: str = "zhoumin", password: str = PASSWORD) -> None:
    """Type both and press the button."""
    form = window.sign_in_page.credentials
    form.login.setText(login)
    form.password.setText(password)
    qtbot.mouseClick(form.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.program.jobs.idle)


def person_id(centre: Database, login: str):
    with centre.reading() as session:
        return person_named(session, login).id


def test_who_knows_the_password_gets_a_desk(qtbot, window):
    sign_in(qtbot, window)

    assert window.desk.isVisible()
    assert window.desk.desk.actor.name == "周敏"
    assert window.windowTitle() == "柳溪街道综治中心 - 街治通"


def test_a_wrong_password_is_said_beside_the_field_and_can_be_typed_again(qtbot, window):
    sign_in(qtbot, window, password="falsch")

    form = window.sign_in_page.credentials
    assert window.desk is None
    assert form.password_field.complaint.startswith("用户名或密码不对")
    assert form.password.hasFocus()
    assert form.password.selectedText()


def test_too_many_wrong_passwords_are_told_until_when_it_is_locked(qtbot, window):
    for _ in range(6):
        sign_in(qtbot, window, password="falsch")

    complaint = window.sign_in_page.credentials.password_field.complaint
    assert complaint.startswith("密码连续输错，账号已锁定。请在 14:20 以后再试")


@pytest.mark.parametrize(("login", "password"), [("", PASSWORD), ("zhoumin", "")])
def test_an_empty_field_asks_nobody(qtbot, window, login, password):
    form = window.sign_in_page.credentials
    form.login.setText(login)
    form.password.setText(password)

    qtbot.mouseClick(form.button, Qt.MouseButton.LeftButton)

    assert window.program.jobs.idle()
    assert form.login_field.complaint or form.password_field.complaint


def test_a_first_password_must_be_changed_before_anything_else(qtbot, window):
    sign_in(qtbot, window, login="yejp")
    assert window.desk is None
    page = window.sign_in_page
    form = page.password_form

    form.new.setText(NEW_PASSWORD)
    form.again.setText("anders")
    form.submit()
    assert window.desk is None
    form.again.setText(NEW_PASSWORD)
    form.submit()
    qtbot.waitUntil(window.program.jobs.idle)

    assert window.desk.desk.actor.name == "叶建平"
    window.lock()
    sign_in(qtbot, window, login="yejp", password=NEW_PASSWORD)
    assert window.desk.isVisible()


def test_a_new_password_that_is_the_old_one_is_refused_in_words(qtbot, window):
    sign_in(qtbot, window, login="yejp")
    form = window.sign_in_page.password_form
    form.new.setText(PASSWORD)
    form.again.setText(PASSWORD)

    form.submit()
    qtbot.waitUntil(window.program.jobs.idle)

    assert "不能与原密码相同" in form.complaint()


def test_caps_lock_is_noticed_from_what_is_typed(qtbot, window):
    field = window.sign_in_page.credentials.password
    field.setFocus()

    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    QApplication.sendEvent(field, press)

    assert field.caps_on
    qtbot.keyClick(field, "b")
    assert not field.caps_on


def test_a_password_is_dots_until_somebody_wants_to_see_it(window):
    field = window.sign_in_page.credentials.password
    assert field.echoMode() == field.EchoMode.Password

    field.actions()[0].trigger()

    assert field.echoMode() == field.EchoMode.Normal


def test_locking_hides_everything_and_its_owner_finds_it_as_it_was(qtbot, window):
    sign_in(qtbot, window)
    view = window.desk
    dialog = QDialog(window)
    dialog.show()

    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not view.isVisible()
    assert not dialog.isVisible()
    form = window.sign_in_page.credentials
    assert (form.login.text(), form.password.text()) == ("zhoumin", "")
    sign_in(qtbot, window)

    assert window.desk is view
    assert view.isVisible()
    assert dialog.isVisible()


def _second(centre, secret):
    with centre.writing(WHO) as uow:
        person = create_person(
            uow,
            "hanlq",
            PersonDetails("韩立群", None),
            secret,
            command_key=new_id(),
            must_change_password=False,
        )
        grant_role(uow, person, GrantDraft(Role.LEADER, region="990102"), command_key=new_id())


def test_another_person_gets_a_desk_of_their_own(qtbot, window, centre, secret):
    _second(centre, secret)
    sign_in(qtbot, window)
    first = window.desk

    window.change_person()
    sign_in(qtbot, window, login="hanlq")

    assert window.desk is not first
    assert window.desk.desk.actor.name == "韩立群"
    assert "today" in window.desk.rail.items


def test_what_the_person_before_has_seen_leaves_the_memory_with_them(qtbot, window, centre, secret):
    _second(centre, secret)
    sign_in(qtbot, window)
    seen = ref(window.desk)

    window.change_person()
    sign_in(qtbot, window, login="hanlq")
    qtbot.waitUntil(window.program.jobs.idle)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

    assert seen() is None


def test_the_screen_locks_by_itself_after_the_minutes_the_centre_decided(qtbot, window, centre):
    with centre.writing(WHO) as uow:
        set_setting(uow, "screen_lock_min", 1, command_key=new_id())
    qtbot.waitUntil(lambda: window.program.at.centre.screen_lock_min == 1)
    sign_in(qtbot, window)
    assert window.idle.limit_ms == 60_000

    window.idle.start(30)

    qtbot.waitUntil(lambda: not window.desk.isVisible())


def test_a_touch_keeps_the_screen_open(qtbot, window):
    sign_in(qtbot, window)
    window.idle.start(300)

    for _ in range(5):
        with qtbot.waitSignal(window.idle.looked, timeout=1000):
            QTest.mouseMove(window.windowHandle())
            window.idle.look()

    assert window.desk.isVisible()


def test_a_change_of_my_rights_is_told_and_taken_when_i_agree(qtbot, window, centre):
    sign_in(qtbot, window)
    with centre.writing(WHO) as uow:
        draft = GrantDraft(Role.AUDITOR, region="990102004")
        grant_role(uow, person_id(centre, "zhoumin"), draft, command_key=new_id())
    qtbot.waitUntil(lambda: bool(window.desk.strips.strips()))

    notice = window.desk.strips.strips()[0].notice
    assert notice.lead == "管理员刚改了您的权限。"
    notice.act.run()

    assert window.desk.desk.actor.may("journal.read")


def test_a_right_that_was_taken_back_is_gone_without_asking(qtbot, window, centre):
    sign_in(qtbot, window)
    me = person_id(centre, "zhoumin")
    with centre.writing(WHO) as uow:
        draft = GrantDraft(Role.AUDITOR, region="990102004")
        key = grant_role(uow, me, draft, command_key=new_id())
    qtbot.waitUntil(lambda: bool(window.desk.strips.strips()))
    window.desk.strips.strips()[0].notice.act.run()
    assert window.desk.desk.actor.may("journal.read")

    with centre.writing(WHO) as uow:
        end_grant(uow, key, command_key=new_id())

    qtbot.waitUntil(
        lambda: window.desk is not None and not window.desk.desk.actor.may("journal.read")
    )


def test_who_is_locked_out_is_told_at_once(qtbot, window, centre, secret):
    sign_in(qtbot, window)

    with centre.writing(WHO) as uow:
        person = create_person(
            uow,
            "zweite",
            PersonDetails("另一位", None),
            secret,
            command_key=new_id(),
        )
        draft = GrantDraft(Role.ADMINISTRATOR, region="")
        grant_role(uow, person, draft, command_key=new_id())
        lock_person(uow, person_id(centre, "zhoumin"), command_key=new_id())

    qtbot.waitUntil(lambda: window.desk is None)
    complaint = window.sign_in_page.credentials.password_field.complaint
    assert complaint == "账号已被系统管理员锁定。请联系系统管理员。"


def test_whose_password_was_replaced_is_asked_for_the_new_one_and_told_why(qtbot, window):
    sign_in(qtbot, window)

    window.program.heartbeat.refused.emit(LoginRefused())

    assert "您的密码刚被改过" in window.sign_in_page.credentials.password_field.complaint


def test_a_lost_database_is_said_and_its_return_too(qtbot, window):
    sign_in(qtbot, window)
    heartbeat = window.program.heartbeat

    heartbeat.lost(DatabaseUnreachable(where="x"))
    assert heartbeat.link == Link(well=False, since=window.program.at.parts.clock.now())
    assert "14:05 起显示的是旧数据" in window.desk.strips.strips()[0].notice.lead
    heartbeat.beat()

    qtbot.waitUntil(lambda: heartbeat.link.well)
    assert window.desk.strips.strips() == ()


def test_as_name_sits_down_without_a_password_on_an_embedded_file(qtbot, centre, clock, tmp_path):
    order = Order(str(centre.url), acting_as="周敏", clock=clock)
    program = Program(order, kept=tmp_path / "kept")
    window = MainWindow(program)
    qtbot.addWidget(window)
    window.show()

    window.begin()

    qtbot.waitUntil(lambda: window.desk is not None)
    qtbot.waitUntil(program.jobs.idle)
    assert window.desk.desk.actor.name == "周敏"
    window.close()


def test_an_unknown_name_is_said_instead_of_a_desk(qtbot, centre, clock, tmp_path):
    program = Program(Order(str(centre.url), acting_as="谁", clock=clock), kept=tmp_path / "kept")
    window = MainWindow(program)
    qtbot.addWidget(window)
    window.show()

    window.begin()

    qtbot.waitUntil(lambda: window.trouble is not None)
    assert window.desk is None
    window.close()


def test_the_dark_theme_is_worn_at_once_and_remembered(qtbot, window, tmp_path):
    sign_in(qtbot, window)

    window.desk.menu.theme.emit("dark")

    assert current().name == "dark"
    assert window.desk.desk.preferences.text("theme") == "dark"


def test_the_window_stands_where_it_stood(qtbot, window, centre, clock, tmp_path):
    window.resize(1024, 720)
    window.close()

    program = Program(Order(str(centre.url), clock=clock), kept=tmp_path / "kept")
    again = MainWindow(program)
    qtbot.addWidget(again)

    assert (again.width(), again.height()) == (1024, 720)
    again.close()


def test_a_new_name_of_the_centre_stands_in_the_title(qtbot, window, centre):
    sign_in(qtbot, window)

    with centre.writing(WHO) as uow:
        set_setting(uow, "centre_name", "新名字综治中心", command_key=new_id())

    qtbot.waitUntil(lambda: window.windowTitle() == "新名字综治中心 - 街治通")


def test_help_follows_to_the_page_one_is_on(qtbot, window):
    sign_in(qtbot, window)

    window.show_help()

    assert "工作台" in window.help_window.text()


def test_what_was_typed_to_sign_in_is_forgotten(qtbot, window):
    sign_in(qtbot, window)

    form = window.sign_in_page.credentials
    assert (form.login.text(), form.password.text()) == ("", "")
    assert PASSWORD not in repr(window.admitted)
