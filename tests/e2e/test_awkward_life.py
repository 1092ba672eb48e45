"""An awkward case through the real windows: returned, suspended over a holiday, extended, reopened.

The ledger is worked out by hand from the limit (占道经营, 5 working hours), the shipped office
hours (summer until 09-30: 9:00-12:00, 14:30-18:00; winter: 9:00-12:00, 13:30-17:30) and the
State Council's notice for 2026: National Day off from 10-01 to 10-07, Saturday 10-10 worked.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.commands import main as run_command
from app.core.clock import SHANGHAI, FixedClock
from tests.e2e.office import COMPOUND, DIRECTOR, DISPATCHER, HANDLER, PASSWORD, RECEPTIONIST, UNIT
from tests.factories.windows import Seat
from ui.shell.program import Order

KIND = "占道经营"
BY_HAND = [
    # 10:00 received; to the unit 10:20, signed for 10:40, given back 11:30
    ("09-29 10:00 – 12:00", "计", "2 时 00 分", "2 时 00 分"),
    ("09-29 12:00 – 14:30", "不计", "—", "2 时 00 分"),
    # assigned again 14:40, signed for 15:00; asked at 15:30, and that counts
    ("09-29 14:30 – 15:30", "计", "1 时 00 分", "3 时 00 分"),
    # what stood: 29th 2:30, 30th 3:00 + 3:30, 8th and 9th 7:00 each, 10th (worked) 1:00
    ("09-29 15:30 – 10-10 10:00", "停表", "停 24 时 00 分", "3 时 00 分"),
    ("10-10 10:00 – 12:00", "计", "2 时 00 分", "5 时 00 分"),
    ("10-10 12:00 – 13:30", "不计", "—", "5 时 00 分"),
    ("10-10 13:30 – 15:00", "计", "1 时 30 分", "6 时 30 分"),
]
DUE = "2026-10-10 17:30"  # 5 hours and 4 more: the 9th ends with Saturday's office hours


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.fixture
def clock() -> FixedClock:
    """Moved by hand: the life of this case takes two weeks."""
    return FixedClock(at("09-29 09:30"))


@pytest.fixture
def desks(qapp, office, clock, tmp_path: Path) -> Iterator[Callable[[str], Seat]]:
    """Seat somebody at a computer of their own, once."""
    seats: dict[str, Seat] = {}

    def desk(login: str) -> Seat:
        if login not in seats:
            seats[login] = Seat(Order(office.url, clock=clock), tmp_path / login)
            seats[login].sit_down()
            seats[login].sign_in(login, PASSWORD)
        return seats[login]

    yield desk
    for seat in seats.values():
        seat.leave()


def stage(seat: Seat) -> str:
    return seat.rows()[0][0] if seat.rows() else ""


def look(seat: Seat, expected: str) -> None:
    """Go to the queue, wait until the one case stands as it should, and open it."""
    seat.press("Ctrl+2")
    seat.wait(lambda: stage(seat) == expected)
    seat.press("Down", "Return")
    seat.settle()


def save(seat: Seat) -> None:
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.dialog() is None)
    seat.settle()


def open_step(seat: Seat, key: str) -> None:
    seat.press(key)
    seat.wait(seat.dialog)
    seat.settle()


def say(seat: Seat, key: str, words: str) -> None:
    open_step(seat, key)
    seat.write(words)
    save(seat)


def register(seat: Seat) -> None:
    """Take a call: words, kind and place."""
    seat.press("N")
    seat.write("菜市场门口占道经营，摆摊的走不过去。")
    seat.wait_for(KIND)  # the kind is proposed from the words
    seat.walk_to("地点")
    seat.write(COMPOUND[:2])
    seat.take_offer(COMPOUND)
    seat.wait_for("辖区按点位算出")
    seat.press("Ctrl+Return")
    seat.wait_for("已登记")
    seat.settle()


def assign(seat: Seat, stage_before: str) -> None:
    look(seat, stage_before)
    open_step(seat, "A")
    seat.wait_for(UNIT)
    save(seat)


def sign(seat: Seat) -> None:
    look(seat, "待签收")
    seat.press("S")
    seat.wait(lambda: stage(seat) == "已签收")
    seat.settle()


def call_back(seat: Seat, *, content: bool) -> None:
    """Ask: reached and contacted; solved and satisfied, or neither. By arrows and Tab alone."""
    look(seat, "已办结")
    open_step(seat, "V")
    last = ("Right",) if content else ("Right", "Right")
    seat.press("Right", "Tab", "Right", "Tab", *last, "Tab", *last)
    save(seat)


def test_the_ledger_of_an_awkward_life_is_the_one_worked_out_by_hand(
    desks, office, clock, tmp_path, capsys
):
    clock.set(at("09-29 10:00"))
    register(desks(RECEPTIONIST))
    clock.set(at("09-29 10:20"))
    assign(desks(DISPATCHER), "待分流")
    clock.set(at("09-29 10:40"))
    unit = desks(HANDLER)
    sign(unit)

    clock.set(at("09-29 11:30"))
    open_step(unit, "T")
    unit.press("Down", "Down")  # the second reason: 权属不清
    unit.walk_to("依据")
    unit.write("该路段产权归市场开办方")
    save(unit)

    clock.set(at("09-29 14:40"))
    assign(desks(DISPATCHER), "退回")
    clock.set(at("09-29 15:00"))
    sign(unit)
    clock.set(at("09-29 15:30"))
    say(unit, "H", "摊主国庆返乡")

    clock.set(at("09-29 16:10"))
    director = desks(DIRECTOR)
    look(director, "已签收")
    director.click("批准")
    director.wait(director.dialog)
    save(director)
    director.wait(lambda: stage(director) == "挂起")

    clock.set(at("10-10 10:00"))
    look(unit, "挂起")
    say(unit, "G", "摊主回来了")
    clock.set(at("10-10 11:00"))
    look(director, "已签收")
    open_step(director, "E")
    director.write("4")
    director.walk_to("理由")
    director.write("要清点货物")
    save(director)

    clock.set(at("10-10 15:00"))
    look(unit, "已签收")
    say(unit, "F", "摊位已经移走")
    clock.set(at("10-12 09:30"))
    call_back(desks(RECEPTIONIST), content=False)
    desks(DISPATCHER).wait(lambda: stage(desks(DISPATCHER)) == "待签收")

    lines = printed(office, "2026-10-10 16:00", tmp_path, capsys)
    place = 0
    for line in BY_HAND:
        whole = "".join(line).replace(" ", "")
        assert whole in lines[place:], f"{whole} not in {lines[place:]}"
        place = lines.index(whole, place)
    running = printed(office, "2026-10-10 14:00", tmp_path, capsys)
    assert DUE.replace(" ", "") in running

    clock.set(at("10-12 10:00"))
    sign(unit)
    again = printed(office, "2026-10-12 10:00", tmp_path, capsys)
    assert "10-1209:30–10:00计30分30分重办起算。" in again

    look(unit, "已签收")
    unit.press("L")
    unit.wait_for("时限台账")
    unit.settle()
    unit.press("Ctrl+C")
    copied = re.sub(r"\s", "", QGuiApplication.clipboard().text())
    assert "重办起算。" in copied


def printed(office, moment: str, tmp_path: Path, capsys) -> str:
    """Print the ledger as of a moment by the command line; return its text without spaces."""
    import sqlalchemy as sa

    from app.cases.models import CaseFile

    with office.database.reading() as session:
        number = session.scalar(sa.select(CaseFile.number))
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    file = tmp_path / "ledger.pdf"
    order = ["report", "ledger", "--case", number, "--at", moment, "--output", str(file)]
    who = ["--database", office.url, "--as", DIRECTOR, "--password-file", str(password)]
    assert run_command([*order, *who]) == 0, capsys.readouterr().err
    told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", told.stdout.decode())
