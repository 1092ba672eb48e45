"""A new case with the keyboard alone, and what becomes of half a form when the power goes."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.office import COMPOUND, PASSWORD, RECEPTIONIST

ROOT = Path(__file__).parents[2]
SAID = "滨河花园3号楼的路灯不亮，晚上回家看不见路。"


def test_a_new_case_is_taken_in_with_the_keyboard_alone(office, computer):
    seat = computer(office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)

    seat.press("N")
    seat.write(SAID)
    seat.wait_for("公用设施 / 路灯", "还差 1 项：辖区")
    assert not seat.find("登记").isEnabled()
    seat.walk_to("地点")
    seat.write(COMPOUND[:2])
    seat.take_offer(COMPOUND)
    seat.wait_for("辖区按点位算出")
    assert seat.text_of("辖区") == "南塘社区 / 南塘第二网格"
    assert seat.find("登记").isEnabled()
    seat.walk_to("称呼")
    seat.write("陈芳华")
    seat.walk_to("电话")
    seat.write("1381234602")

    assert "11 位" in seat.complaint_of("电话")
    seat.wait_for(seat.complaint_of("电话"), "还差 1 项：电话")
    assert not seat.find("登记").isEnabled()
    seat.press("Ctrl+Return")
    assert seat.text_of("说了什么") == SAID

    seat.write("1")
    assert seat.complaint_of("电话") == ""
    assert seat.find("登记").isEnabled()
    seat.press("Ctrl+Return")
    seat.wait(lambda: len(seat.rows() if seat.shown("说了什么") is None else ()) == 1)
    seat.settle()
    (row,) = seat.rows()
    assert (row[0], *row[3:5]) == ("待分流", "路灯", "南塘第二")
    assert row[1] in seat.words()
    seat.wait_for(f"{row[1]} 已登记，等分流", "陈**　138****6021", "剩 ")


def test_half_a_form_is_offered_again_after_the_power_went(office, computer, tmp_path):
    who = (office.url, str(tmp_path / "kept"), RECEPTIONIST, PASSWORD)
    typed = subprocess.run(
        [sys.executable, "-m", "tests.e2e.power_cut", *who, SAID],
        cwd=ROOT,
        check=False,
        capture_output=True,
        timeout=100,
    )
    assert typed.returncode == -signal.SIGKILL, typed.stderr.decode()

    seat = computer(office.url, kept="kept")
    seat.sign_in(RECEPTIONIST, PASSWORD)
    seat.press("N")

    seat.wait_for("已恢复", "还差 2 项：辖区、电话")
    assert seat.text_of("说了什么") == SAID
    assert seat.text_of("电话") == "1381234"


def test_a_draft_ends_with_the_case_it_became(embedded_office, computer):
    seat = computer(embedded_office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    seat.press("N")
    seat.write(SAID)
    seat.walk_to("地点")
    seat.write(COMPOUND[:2])
    seat.take_offer(COMPOUND)
    seat.wait_for("已存")
    seat.press("Ctrl+Return")
    seat.wait_for("已登记")
    seat.leave()

    seat = computer(embedded_office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    seat.press("N")
    seat.settle()

    assert seat.text_of("说了什么") == ""
    assert "已恢复" not in seat.words()
