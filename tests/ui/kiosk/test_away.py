"""Switched on while the server is away: it works by what was kept, and goes over by itself."""

import pytest
import sqlalchemy as sa

from app.accounts.scram import beginning_of, stored_of
from app.bootstrap import kiosk as opening
from app.bootstrap.kiosk import KioskOrder
from app.core.database import Database
from app.core.errors import DatabaseUnreachable
from app.core.shared_settings import set_setting
from app.kiosk.kept import FILE, STAFF_FILE
from app.kiosk.looks import Look, LookRow, decide_look, hash_of_code, known_by
from app.kiosk.models import KioskMessage
from app.kiosk.outbox import send_waiting
from app.services.items.actions.editing import ItemDraft, add_item
from tests.factories.centre import STREET
from tests.factories.server import PASSWORD
from tests.factories.services import body
from tests.ui.kiosk.conftest import Hall
from tests.ui.kiosk.test_visits import CANARY, report
from ui.core.preferences import Preferences

pytestmark = pytest.mark.postgres


def files_of(tmp_path):
    return [each for each in tmp_path.rglob("*") if each.is_file()]


def lost(*_given, **_more):
    raise DatabaseUnreachable(where="街道服务器")


def test_a_machine_starts_by_what_it_kept_and_goes_over_when_the_server_is_back(
    kiosk_look, qtbot, own_server, tmp_path, monkeypatch
):
    password = tmp_path / "password"
    password.write_text(PASSWORD, "utf-8")
    own_server.do("chief", set_setting, "centre_name", "古城街道综治中心")
    own_server.do("director", add_item, ItemDraft(STREET, "SY-1", body()), publish=True)
    order = KioskOrder(own_server.url, "kiosk", password)
    warm = Hall(order, tmp_path).begin()
    ground = warm.machine.open_now.ground
    warm.leave()

    with monkeypatch.context() as away:
        away.setattr(opening, "sign_in", lost)
        hall = Hall(order, tmp_path).begin()
        assert hall.machine.is_cold
        assert hall.machine.open_now.ground == ground
        assert "古城街道综治中心" in hall.words()
        assert "网络暂时不通" in hall.words()
        hall.touch("查进度")
        hall.shows("网络暂时不通，现在查不了")
        hall.touch("好了", "我要评价", "好了", "办事指南", "生孩子", "生育登记", "首页")
        kept = report(hall, CANARY)
        assert "网络暂时不通" in hall.words()
        hall.machine.open()
        hall.settle()
        assert hall.machine.is_cold
    plain = (CANARY.encode(), "生育登记".encode(), ground.street.name.encode())
    read = [each.read_bytes() for each in files_of(tmp_path) if each.name != "password"]
    assert [text for text in plain for each in read if text in each] == []
    assert any(each.name == FILE for each in files_of(tmp_path))

    hall.touch("好了", "我要反映", "路灯不亮", "说不清")
    hall.window.shown.field.setPlainText("正在写")
    hall.machine.open()
    hall.settle()
    assert not hall.machine.is_cold
    assert hall.window.shown.field.toPlainText() == "正在写"
    at = hall.machine.open_now
    send_waiting(at.parts.database, at.actor, at.outbox)
    with own_server.database.reading() as session:
        assert session.scalars(sa.select(KioskMessage.receipt_code)).all() == [kept]
    assert hall.machine.waiting == 0
    hall.leave()


def test_the_code_of_the_staff_opens_without_the_server_and_stands_nowhere_in_plain_text(
    kiosk_look, qtbot, own_server, tmp_path, monkeypatch
):
    password = tmp_path / "password"
    password.write_text(PASSWORD, "utf-8")
    secret = hash_of_code("246813")
    own_server.do("chief", decide_look, STREET, Look(), 0, secret=secret)
    order = KioskOrder(own_server.url, "kiosk", password)
    old = Preferences(tmp_path / "kiosk.ini")  # as an earlier version left it
    old.set_text("staff/known", known_by(LookRow(STREET, Look()), b"") + "OLD")
    old.save()

    def ask(hall, code):
        hall.window.ask_staff()
        hall.touch(*code, "进去")

    warm = Hall(order, tmp_path).begin()
    warm.wait(lambda: "staff" not in (tmp_path / "kiosk.ini").read_text("utf-8"))
    proven = (beginning_of(secret).partition(":")[2], stored_of(secret))
    ask(warm, "246813")
    warm.shows("这台机器")
    warm.leave()
    with monkeypatch.context() as away:
        away.setattr(opening, "sign_in", lost)
        away.setattr(Database, "writing", lost)
        cold = Hall(order, tmp_path).begin()
        ask(cold, "246814")
        cold.wait(lambda: "口令不对" in cold.words())
        ask(cold, "246813")
        cold.shows("这台机器")
        cold.leave()

    assert any(each.name == STAFF_FILE for each in files_of(tmp_path))
    for file in files_of(tmp_path):
        body = file.read_bytes()
        assert [part for part in proven if part.encode() in body] == [], file


def test_a_machine_that_never_reached_its_server_waits(
    kiosk_look, qtbot, own_server, tmp_path, monkeypatch
):
    password = tmp_path / "password"
    password.write_text(PASSWORD, "utf-8")

    monkeypatch.setattr(opening, "sign_in", lost)
    hall = Hall(KioskOrder(own_server.url, "kiosk", password), tmp_path)
    hall.window.show()
    hall.window.begin()
    hall.settle()
    assert hall.machine.at is None
    assert "请稍等" in hall.words()
    hall.leave()
