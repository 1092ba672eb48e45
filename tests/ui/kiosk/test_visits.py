"""Whole visits at the machine, with fingers, keys and a scanner."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from app.bootstrap.kiosk import KioskOrder
from app.cases.models import CaseFile
from app.core.errors import DatabaseUnreachable
from app.core.shared_settings import set_setting
from app.kiosk.chores import take_in
from app.kiosk.looks import Look, decide_look, hash_of_code
from app.kiosk.models import KioskMessage
from app.kiosk.outbox import send_waiting
from tests.factories.centre import STREET
from tests.factories.server import PASSWORD
from tests.factories.windows import let_pass
from tests.ui.kiosk.conftest import Hall, fields_of, mind_of
from ui.kiosk.controls import BigButton
from ui.kiosk.screens.phone import PhoneScreen
from ui.kiosk.screens.topic import TopicScreen
from ui.lab.kiosk_shots import screens_of

CANARY = "金丝雀七四一"


def report(hall: Hall, words: str = "路灯不亮，晚上看不见路。") -> str:
    """Report a thing and return the code on the receipt."""
    hall.touch("我要反映", "路灯不亮", "说不清")
    hall.shows("说说是什么事")
    field = hall.window.shown.findChild(QTextEdit, "words")
    said = QInputMethodEvent()
    said.setCommitString(words)
    QApplication.sendEvent(field, said)
    hall.touch("写好了", *"13812346021", "填好了", "交给工作人员")
    hall.shows("收到了，谢谢您")
    return hall.window.shown.receipt.code


def test_a_report_is_handed_in_and_followed_by_its_receipt(hall, embedded_centre):
    code = report(hall)
    assert hall.window.visit.words == ""
    hall.touch("好了", "查进度", *code)
    take_in(embedded_centre.database)
    hall.touch("查一查")
    hall.shows("您的事收到了")
    with embedded_centre.database.reading() as session:
        (case,) = session.scalars(sa.select(CaseFile))
    assert (case.receipt_code, case.category_code) == (code, "C01-010")


def test_whoever_knows_neither_spot_nor_community_goes_on_all_the_same(hall):
    hall.touch("我要反映", "路灯不亮", "按名字找", "说不清")
    hall.shows("说说是什么事")
    street = hall.machine.open_now.ground.street
    assert (hall.window.visit.region, hall.window.visit.place) == (street.code, "")


def test_a_scanner_types_the_code_and_enter(hall, embedded_centre):
    code = report(hall)
    take_in(embedded_centre.database)
    hall.touch("首页", "查进度")
    for sign in code:
        QTest.keyClick(hall.window, sign)
    QTest.keyClick(hall.window, Qt.Key.Key_Return)
    hall.shows("您的事收到了")


def test_wrong_codes_get_one_answer_and_letters_do_no_harm(hall):
    hall.touch("查进度", *"ABCDEFGH", "查一查")
    assert "没有查到" in hall.words()
    hall.touch("重填", *"ZZZ")
    assert not hall.window.shown.on.isEnabled()


def test_a_telephone_has_eleven_figures_and_not_more(hall):
    hall.window.go(PhoneScreen)
    hall.touch(*"138123460215")
    assert hall.window.visit.phone == "13812346021"
    assert "11 位" in hall.words()


def test_back_leads_back_and_nobody_there_leads_home_with_everything_wiped(hall, monkeypatch):
    hall.touch("我要反映", "路灯不亮", "说不清")
    hall.window.shown.field.setPlainText(CANARY)
    hall.touch("写好了")
    assert hall.window.visit.words == CANARY
    hall.touch("返回")
    assert hall.window.shown.field.toPlainText() == CANARY
    QGuiApplication.clipboard().setText(CANARY)

    after = hall.window.left_s() + 5
    monkeypatch.setattr("ui.kiosk.window.monotonic", lambda start=hall.window: _later(start, after))
    hall.window.look()
    assert "您还在吗？" in hall.words()
    monkeypatch.setattr("ui.kiosk.window.monotonic", lambda: _later(hall.window, after + 30))
    hall.window.look()
    let_pass()

    assert hall.window.shown.is_home
    assert CANARY not in fields_of(hall.window) + mind_of(hall.window)
    assert CANARY not in QGuiApplication.clipboard().text()


def _later(window, seconds: float) -> float:
    return window._touched_at + seconds


def test_keys_that_lead_out_go_nowhere_and_letters_still_type(hall):
    hall.touch("我要反映", "路灯不亮", "说不清")
    field = hall.window.shown.field
    QGuiApplication.clipboard().setText("x" * 1_000_000)
    for key in (Qt.Key.Key_F4, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Menu):
        QTest.keyClick(field, key, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(field, key)
    for key in (Qt.Key.Key_V, Qt.Key.Key_Q, Qt.Key.Key_W):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(field.viewport(), Qt.MouseButton.RightButton)
    QTest.keyClick(field, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "abc")
    hall.window.close()

    assert field.toPlainText() == "abc"
    assert hall.window.isVisible()
    assert [
        w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not hall.window
    ] == []


def test_the_staff_leaves_with_its_code_and_guessing_takes_longer_each_time(
    hall, embedded_centre, clock
):
    code = hash_of_code("246813")
    embedded_centre.do("administrator", decide_look, STREET, Look(), 0, secret=code)
    hall.machine.beat()
    hall.settle()
    hall.window.ask_staff()
    for wrong in ("111111", "222222", "333333"):
        hall.touch(*wrong, "进去")
    hall.touch(*"246813")
    assert "分钟后再试" in hall.words()
    left = []
    hall.window.left.connect(lambda: left.append(True))
    embedded_centre.database.clock.advance(timedelta(minutes=2))
    hall.window.ask_staff()
    hall.touch(*"246813", "进去", "退出自助机")
    assert left == [True]


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    parts = (color.redF(), color.greenF(), color.blueF())
    return sum(w * linear(p) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("size", [(1080, 1920), pytest.param((1920, 1080), marks=pytest.mark.slow)])
def test_everything_can_be_read_and_hit_by_a_seventy_year_old(hall, size):
    from ui.core.theme import current

    hall.window.resize(*size)
    for name, show in screens_of(hall.window):
        show()
        hall.settle()
        let_pass()
        theme = current()
        for button in hall.buttons():
            assert min(button.width(), button.height()) >= 64, (name, button.text())
            ink, ground = (theme.color(token) for token in button.ink)
            assert contrast(ink, ground) >= 7, (name, button.text())
            inside = hall.window.rect().contains(
                button.mapTo(hall.window, button.rect().bottomRight())
            )
            assert inside, (name, button.text())
        for label in hall.window.findChildren(QLabel):
            if label.isVisible() and label.text():
                assert label.font().pixelSize() >= 24, (name, label.text())
                needed = QFontMetrics(label.font()).height() - 4
                assert label.height() >= needed, (name, label.text())
                ink = label.palette().color(label.foregroundRole())
                assert contrast(ink, theme.color("bg.window")) >= 7, (name, label.text())
        hall.window.vision.reset()
        hall.window.home()


def test_words_of_the_offices_are_left_at_the_offices(hall):
    officialese = (
        *("受理", "反馈", "诉求", "承办", "办结", "工单", "流转", "签收", "分流", "属地"),
        *("核查", "回访", "处置", "研判", "告知", "予以", "相关", "事宜", "须知", "提交"),
    )
    said = []
    for _, show in screens_of(hall.window):
        show()
        let_pass()
        texts = [b.text() for b in hall.buttons()]
        hints = [getattr(b, "_hint", "") for b in hall.window.findChildren(BigButton)]
        said += [*texts, *hints, hall.words()]
        hall.window.vision.reset()
    told = "\n".join(said)
    assert [word for word in officialese if word in told] == []


def test_visits_leave_no_window_and_no_widget_behind(hall):
    def count() -> int:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        let_pass()
        return len(hall.window.findChildren(QWidget))

    before = count()
    for _ in range(30):
        hall.window.go(TopicScreen)
        hall.window.go(PhoneScreen)
        hall.window.back()
        hall.window.home()
    assert count() <= before + 2


def test_on_a_server_the_machine_comes_in_by_its_own_account_and_waits_out_an_outage(
    kiosk_look, qtbot, own_server, tmp_path, monkeypatch
):
    password = tmp_path / "password"
    password.write_text(PASSWORD, "utf-8")
    own_server.do("chief", set_setting, "centre_name", "古城街道综治中心")
    hall = Hall(KioskOrder(own_server.url, "kiosk", password), tmp_path).begin()
    assert "古城街道综治中心" in hall.words()
    code = report(hall)
    hall.touch("好了")
    database = hall.machine.open_now.parts.database

    with monkeypatch.context() as away:

        def lost(*_given, **_more):
            raise DatabaseUnreachable(where="街道服务器")

        away.setattr(type(database), "writing", lost)
        kept = report(hall, CANARY)
        assert "网络暂时不通" in hall.words()
    assert hall.machine.waiting == 1
    files = [each for each in (tmp_path / "home").rglob("*") if each.is_file()]
    assert not [each for each in files if CANARY.encode() in each.read_bytes()]

    at = hall.machine.open_now
    assert send_waiting(at.parts.database, at.actor, at.outbox).left == 0
    assert send_waiting(at.parts.database, at.actor, at.outbox).done == 0
    with own_server.database.reading() as session:
        codes = session.scalars(sa.select(KioskMessage.receipt_code)).all()
    assert sorted(codes) == sorted((code, kept))
    take_in(own_server.database)
    hall.touch("好了", "查进度", *kept, "查一查")
    hall.shows("您的事收到了")
    hall.leave()


def test_what_was_asked_for_by_somebody_who_left_shows_nothing_to_the_next(hall):
    hall.touch("我要反映", "路灯不亮", "说不清")
    hall.window.shown.field.setPlainText(CANARY)
    hall.touch("写好了", *"13812346021", "填好了")
    hall.window.shown._hand_in()
    hall.window.home()
    hall.window.go(TopicScreen)
    hall.settle()

    assert hall.window.shown.title.text() == "是哪一类的事？"
