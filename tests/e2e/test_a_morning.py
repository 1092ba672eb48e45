"""A whole morning without the mouse: calls taken in, assigned, signed for and finished."""

from collections import Counter

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.rules import CaseState
from tests.e2e.office import COMPOUND, DISPATCHER, HANDLER, PASSWORD, RECEPTIONIST, UNIT, Office
from tests.factories.windows import Seat

SAID = (
    "门口占道经营，摆摊的走不过去。",
    "路灯一闪一闪，晚上看不清路。",
    "井盖松了，车一过就响。",
    "烧烤摊占道经营，油烟进了屋里。",
    "垃圾桶满了两天没有人收。",
)
MORNING = (20, 10, 5)
"""Calls taken in, given to a unit, finished."""
FIRST_HOUR = (6, 3, 2)
ASSIGN = "待分流"


def take_a_call(seat: Seat, number: int) -> None:
    """Type what was said, the place and the phone; the kind is proposed from the words."""
    seat.press("N")
    seat.write(f"{number}号楼{SAID[number % len(SAID)]}")
    seat.walk_to("地点")
    seat.write(COMPOUND[:2])
    seat.take_offer(COMPOUND)
    seat.press("F4")
    seat.write(f"139000041{number:02d}")
    seat.press("Ctrl+Return")
    seat.wait_for(f"{number:04d} 已登记，等分流")
    seat.wait(lambda: seat.shown("说了什么") is None)
    seat.settle()


def stages(seat: Seat) -> Counter[str]:
    return Counter(row[0] for row in seat.rows())


def walk_to(seat: Seat, stage: str) -> None:
    """Walk down the queue to the first case at a stage; the panel beside it follows."""
    seat.wait(lambda: stages(seat)[stage])
    seat.press("Ctrl+Home")
    for _ in range([row[0] for row in seat.rows()].index(stage)):
        seat.press("Down")
    seat.settle()


def assign_next(seat: Seat) -> None:
    """Give the first case that waits to the unit that is proposed, or to one that is typed."""
    before = stages(seat)[ASSIGN]
    walk_to(seat, ASSIGN)
    seat.press("A")
    seat.wait(seat.dialog)
    seat.settle()
    if not seat.text_of("交给"):
        seat.write(UNIT[:2])
        seat.take_offer(UNIT)
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.dialog() is None)
    seat.wait(lambda: stages(seat)[ASSIGN] == before - 1)
    seat.settle()


def test_the_first_hour_of_a_morning_by_keyboard_alone(embedded_office, computer):
    spend_the_morning(embedded_office, computer, *FIRST_HOUR)


@pytest.mark.slow
def test_twenty_calls_ten_assigned_five_finished_on_either_engine(office, computer):
    spend_the_morning(office, computer, *MORNING)


def spend_the_morning(office: Office, computer, calls: int, assigned: int, finished: int) -> None:
    reception = computer(office.url)
    reception.sign_in(RECEPTIONIST, PASSWORD)
    for number in range(1, calls + 1):
        take_a_call(reception, number)

    dispatch = computer(office.url)
    dispatch.sign_in(DISPATCHER, PASSWORD)
    dispatch.press("Ctrl+2")
    dispatch.wait(lambda: stages(dispatch)[ASSIGN] == calls)
    for _ in range(assigned):
        assign_next(dispatch)

    unit = computer(office.url)
    unit.sign_in(HANDLER, PASSWORD)
    unit.press("Ctrl+2")
    unit.wait(lambda: len(unit.rows()) == assigned)
    for done in range(1, finished + 1):
        walk_to(unit, "待签收")
        unit.press("S")
        unit.wait(lambda: stages(unit)["已签收"])
        unit.settle()
        walk_to(unit, "已签收")
        unit.press("F")
        unit.wait(unit.dialog)
        unit.settle()
        unit.write("已到现场处理完毕。")
        unit.press("Ctrl+Return")
        unit.wait(lambda: unit.dialog() is None)
        unit.wait(lambda done=done: stages(unit)["已签收"] == 0)
        unit.settle()

    with office.database.reading() as session:
        asked = sa.select(CaseFile.state, sa.func.count()).group_by(CaseFile.state)
        kept = dict(session.execute(asked).all())
    assert kept == {
        CaseState.REGISTERED: calls - assigned,
        CaseState.ASSIGNED: assigned - finished,
        CaseState.FINISHED: finished,
    }
