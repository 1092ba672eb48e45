"""The first case: messages of another system come in, one of them is dealt with to its end."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.commands import main as run_command
from app.core.words import RESOURCES
from tests.e2e.office import COMPOUND, DIRECTOR, DISPATCHER, HANDLER, PASSWORD, RECEPTIONIST, UNIT
from tests.factories.windows import Seat

MAPPING = RESOURCES / "mappings" / "taidi2020.toml"
REAL = Path(__file__).parents[3] / "shared/data/taidi2020C_att2_sample495_labelled.csv"
KIND = "违法搭建"
OWN = """留言编号,留言用户,留言主题,留言时间,留言详情,一级分类
24,A00074011,建筑集团占道施工有安全隐患,2020/1/6 12:09:38,"
\t\t\t\t\t\u3000\u3000大道西行便道，人行道包括路灯杆，被圈在工地围墙内。请求整改。
\t\t\t\t",城乡建设
37,A000107866,滨河花园的铁皮棚一年没人管,2020/1/4 11:17:46,"
\t\t\t\t\t\u3000\u3000楼下有人私搭乱建铁皮棚，护栏锈迹斑斑，\u00a0随时可能倒塌。
\t\t\t\t",城乡建设
3742,A00013884,小区外的检测站要开业了！,2018/12/26 10:13:37,"
\t\t\t\t\t\u3000\u3000检测站离我家窗户只有五米，""手续""还没有办齐，100%影响休息😀。
\t\t\t\t",环境保护
3742,A00013884,小区外的检测站要开业了！,2018/12/26 10:13:37,"
\t\t\t\t\t\u3000\u3000检测站离我家窗户只有五米，""手续""还没有办齐，100%影响休息😀。
\t\t\t\t",城乡建设
"""


@dataclass(frozen=True, slots=True)
class Letters:
    """A file of messages.

    Attributes:
        rows: How many the file holds.
        words: Part of the title of the one that is dealt with.
        twice: Number of the one that stands in the file under two classes: one letter, so the
            second row is refused.
    """

    file: Path
    rows: int
    words: str
    twice: str

    @property
    def letters(self) -> int:
        return self.rows - 1


@pytest.fixture
def own_letters(tmp_path: Path) -> Letters:
    """A small file with everything that is odd in the real one."""
    file = tmp_path / "letters.csv"
    file.write_text(OWN, encoding="utf-8")
    return Letters(file, 4, "铁皮棚", "3742")


@pytest.fixture(params=["own", pytest.param("real", marks=pytest.mark.slow)])
def letters(request: pytest.FixtureRequest, own_letters: Letters) -> Letters:
    """The small file; and the 495 real letters, where they lie beside the repository."""
    if request.param == "own":
        return own_letters
    if not REAL.exists():
        pytest.skip("the letters lie beside the repository")
    file = shutil.copyfile(REAL, own_letters.file.with_name("real.csv"))
    return Letters(file, 495, "在水一方", "37042")


@pytest.fixture
def bring_in(office, tmp_path, capsys) -> Callable[[Letters], dict]:
    """Run `main.py import cases` as the director and return what it says."""
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    who = ("--database", office.url, "--as", DIRECTOR, "--password-file", str(password))

    def run(letters: Letters) -> dict:
        order = ["import", "cases", str(letters.file), "--mapping", str(MAPPING)]
        assert run_command([*order, *who, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def counts(report: dict) -> tuple[int, int, int, int]:
    return tuple(report[name] for name in ("new", "changed", "unchanged", "refused"))


def stage(seat: Seat) -> str:
    """Return the stage of the one case that is shown, "" when it is shown no more."""
    return seat.rows()[0][0] if seat.rows() else ""


def take(seat: Seat, key: str, words: str = "") -> None:
    """Take the step of a key, saying what it asks for."""
    seat.press(key)
    seat.wait(seat.dialog)
    seat.settle()  # what the dialog proposes has been read
    if words:
        seat.write(words)
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.dialog() is None)
    seat.settle()


def find_case(seat: Seat, words: str, at: str) -> None:
    """Go to the queue and narrow it to the one case that is meant."""
    seat.press("Ctrl+2", "/")
    seat.write(words)
    seat.wait(lambda: [row[0] for row in seat.rows()] == [at])
    seat.press("Return")
    seat.settle()


def accept(seat: Seat) -> None:
    """Accept the chosen message: kind, place and level."""
    seat.press("R")
    seat.settle()
    seat.click("换类别")
    seat.write(KIND)
    seat.take_offer(KIND)
    seat.walk_to("地点")
    seat.rewrite(COMPOUND[:2])
    seat.take_offer(COMPOUND)
    seat.walk_to("等级 一般")
    seat.press("Right")
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.dialog() is None)
    seat.settle()


def save_slip(seat: Seat, file: Path) -> str:
    """Print the slip of the chosen case into a PDF and return what can be read in it."""
    seat.click("更多")
    seat.choose("打印回执")
    seat.wait(seat.dialog)
    seat.click("另存为…")
    seat.wait(lambda: seat.shown("fileNameEdit"))
    seat.click("fileNameEdit")
    seat.rewrite(str(file))
    seat.press("Return")
    seat.wait_for(f"回执已存为 {file.name}")
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())


def test_a_file_of_messages_arrives_once_however_often_it_is_imported(
    office, computer, own_letters, bring_in
):
    seat = computer(office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    seat.press("Ctrl+2")

    first, again = bring_in(own_letters), bring_in(own_letters)

    assert counts(first) == (3, 0, 0, 1)
    assert counts(again) == (0, 0, 3, 1)
    assert [(row["line"], row["field"]) for row in first["rejected"]] == [(11, "留言编号")]
    assert own_letters.twice in first["rejected"][0]["reason"]
    seat.wait(lambda: len(seat.rows()) == 3)
    assert {row[0] for row in seat.rows()} == {"待受理"}


def test_a_message_is_dealt_with_to_its_end_and_the_director_sees_every_step(
    office, computer, letters, bring_in, tmp_path
):
    director = computer(office.url)
    director.sign_in(DIRECTOR, PASSWORD)
    director.press("Ctrl+2", "/")
    director.write(letters.words)
    director.wait_for("筛选后一件也没有")

    assert counts(bring_in(letters)) == (letters.letters, 0, 0, 1)
    assert counts(bring_in(letters)) == (0, 0, letters.letters, 1)
    director.wait(lambda: stage(director) == "待受理")
    director.wait_for(f"全部在办 {letters.letters}")

    front_desk = computer(office.url)
    front_desk.sign_in(RECEPTIONIST, PASSWORD)
    find_case(front_desk, letters.words, "待受理")
    accept(front_desk)
    front_desk.wait_for(f"{front_desk.rows()[0][1]} 已受理", "三类·紧急")
    director.wait(lambda: stage(director) == "待分流")
    assert {KIND, "南塘第二"} <= set(director.rows()[0])

    front_desk.change_person()
    front_desk.sign_in(DISPATCHER, PASSWORD)
    find_case(front_desk, letters.words, "待分流")
    take(front_desk, "A")
    director.wait(lambda: stage(director) == "待签收")
    assert UNIT in director.rows()[0]

    department = computer(office.url)
    department.sign_in(HANDLER, PASSWORD)
    find_case(department, letters.words, "待签收")
    department.press("S")
    director.wait(lambda: stage(director) == "已签收")
    department.wait(lambda: stage(department) == "已签收")
    department.settle()
    take(department, "P", "已到现场，通知三日内自行拆除。")
    director.wait(lambda: stage(director) == "办理中")
    take(department, "F", "棚子已拆，护栏已换。")
    director.wait(lambda: stage(director) == "已办结")

    front_desk.wait(lambda: stage(front_desk) == "已办结")
    front_desk.settle()
    take(front_desk, "C", "回访：反映人满意。")
    director.wait(lambda: stage(director) == "")
    director.wait_for("已结案 1", f"全部在办 {letters.letters - 1}")

    number, code = case_marks(front_desk)
    told = save_slip(front_desk, tmp_path / "slip.pdf")
    assert number in told
    assert code in told

    assert counts(bring_in(letters)) == (0, 0, letters.letters, 1)
    director.settle()
    assert director.rows() == []


def case_marks(seat: Seat) -> tuple[str, str]:
    """Return number and receipt code of the case in the panel."""
    words = seat.words()
    number = re.search(r"^(\d{8}) (\d{9}) (\d{4}) (\d)$", words, re.MULTILINE)
    code = re.search(r"复制回执码 (\w{8})", words)
    assert number is not None
    assert code is not None
    return "".join(number.groups()), code[1]
