"""A new case with the keyboard alone, and what becomes of half a form when the power goes."""

import signal
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtWidgets import QComboBox

from app.cases.kinds import AnswerKind, Question
from app.cases.models import CaseFile
from tests.e2e.office import COMPOUND, DISPATCHER, PASSWORD, RECEPTIONIST
from tests.e2e.power_cut import ASKED, COUNTED
from tests.ui.cases.forms import ask

ROOT = Path(__file__).parents[2]
LAMP = "C01-010"
STATE = Question("state", ASKED, AnswerKind.CHOICE, ("不亮", "闪", "杆子歪了"), required=True)
POLE = Question("pole", COUNTED, AnswerKind.NUMBER)
DARK = Question("dark", "一整段都黑吗", AnswerKind.YES_NO, required=True)
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
    ask(office, LAMP, STATE, POLE)
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
    seat.wait(lambda: seat.shown(f"{STATE.text} {STATE.choices[1]}") is not None)
    assert seat.text_of(POLE.text) == "12"
    assert seat.find("来源", QComboBox).currentText() == "来访窗口"


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


def test_signing_out_keeps_what_was_typed_for_whoever_typed_it(office, computer):
    ask(office, LAMP, STATE)
    seat = computer(office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    seat.press("N")
    seat.write(SAID)
    seat.wait(lambda: seat.shown(ASKED) is not None)
    seat.walk_to(ASKED)
    seat.press("3")
    seat.change_person()

    seat.sign_in(DISPATCHER, PASSWORD)
    seat.press("N")
    seat.settle()
    assert seat.text_of("说了什么") == ""
    seat.change_person()
    seat.sign_in(RECEPTIONIST, PASSWORD)
    seat.press("N")

    seat.wait_for("已恢复")
    assert seat.text_of("说了什么") == SAID
    seat.wait(lambda: seat.shown(f"{ASKED} {STATE.choices[2]}") is not None)


CALLS = (
    ("滨河花园3号楼的路灯不亮。", "1", "3", "1", "13900004127", "以前没有反映过"),
    ("滨河花园东门的路灯一闪一闪。", "2", "", "2", "13812346021", "以前没有反映过"),
    ("滨河花园的路灯还是不亮。", "1", "3", "1", "139 0000 4127", "以前反映过 1 件"),
)


def test_three_calls_with_questions_are_taken_in_without_the_mouse(office, computer):
    ask(office, LAMP, STATE, POLE, DARK)
    seat = computer(office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)

    for at, (said, state, pole, dark, phone, known) in enumerate(CALLS, 1):
        seat.press("N")
        seat.write(said)
        seat.wait(lambda: seat.shown(ASKED) is not None)
        seat.walk_to(ASKED)
        seat.press(state, "Tab")
        seat.write(pole)
        seat.press("Tab", dark)
        seat.walk_to("地点")
        seat.write(COMPOUND[:2])
        seat.take_offer(COMPOUND)
        seat.press("F4")
        seat.write(phone)
        seat.wait_for(known)
        if at == len(CALLS):
            seat.press("F6")
            assert CALLS[0][0].rstrip("。") in seat.focus().accessibleName()
        seat.press("Ctrl+Return")
        seat.wait_for(f"{at:04d} 已登记，等分流")
        seat.wait(lambda: seat.shown("说了什么") is None)
        seat.settle()

    with office.database.reading() as session:
        kept = session.scalars(sa.select(CaseFile.answers).order_by(CaseFile.id)).all()
    assert kept == [
        {"state": "不亮", "pole": "3", "dark": "是"},
        {"state": "闪", "dark": "否"},
        {"state": "不亮", "pole": "3", "dark": "是"},
    ]
