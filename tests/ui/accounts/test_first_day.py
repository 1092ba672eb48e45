"""The first day of a colleague, through the whole windows: taken in, given a role, let in."""

import re

import pytest

from tests.e2e.conftest import clock, computer, office
from tests.e2e.office import ADMINISTRATOR, PASSWORD, STREET, UNIT

__all__ = ["clock", "computer", "office"]

ONE_TIME = re.compile(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b")
OWN = "liuxi-2026-qiu"


@pytest.mark.usefixtures("clock")
def test_somebody_is_taken_in_given_a_role_and_has_to_choose_a_password(office, computer):
    seat = computer(office.url)
    seat.sign_in(ADMINISTRATOR, PASSWORD)
    seat.click("管理")
    seat.wait(lambda: len(seat.rows()) > 1)

    seat.press("Ctrl+N")
    seat.wait(lambda: seat.shown("姓名") is not None)
    seat.write("王小")
    seat.wait(lambda: seat.text_of("用户名") == "wangxiao")
    seat.walk_to("单位")
    seat.write(UNIT)
    seat.settle()
    seat.wait(lambda: seat.find("单位").options())
    seat.press("Return")
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.shown("one-time-password") is not None)
    password = ONE_TIME.search(seat.words())[0]
    seat.press("Return")
    seat.settle()

    seat.wait_for("还没有角色")
    seat.click("加角色")
    seat.wait(lambda: seat.dialog() is not None)
    seat.find("角色").setCurrentIndex(0)
    seat.walk_to("区划")
    seat.write(STREET)
    seat.settle()
    seat.wait(lambda: seat.find("区划").options())
    seat.press("Return")
    seat.press("Ctrl+Return")
    seat.settle()
    seat.wait_for("受理员", "柳溪街道")

    seat.change_person()
    seat.try_to_sign_in("wangxiao", password)
    seat.wait_for("先换一个自己的密码")
    seat.write(OWN)
    seat.press("Tab")
    seat.write(OWN)
    seat.press("Return")
    seat.wait(lambda: seat.shown("desk") is not None)
    seat.settle()

    seat.wait_for("王小", "受理员")
    assert "人员与权限" not in seat.words()
