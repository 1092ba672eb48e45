"""main.py as a process: what a shell, a scheduler or a machine without a screen sees of it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.words import RESOURCES
from tests.e2e.office import DIRECTOR, PASSWORD
from tests.postgres_cluster import Cluster

MAIN = Path(__file__).parents[2] / "main.py"
MAPPING = RESOURCES / "mappings" / "taidi2020.toml"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
PATIENCE_S = 280
OWN_PASSWORD = "a long sentence of my own"
LETTERS = """留言编号,留言用户,留言主题,留言时间,留言详情,一级分类
24,A00074011,占道施工有安全隐患,2020/1/6 12:09:38,"\t\u3000人行道被圈在工地围墙内。",城乡建设
37,A00107866,铁皮棚一年没人管,2020/1/4 11:17:46,随时可能倒塌。,城乡建设
38,A00107866,没有日子的一封,昨天,这一封说不清哪天来的。,城乡建设
"""

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]


@pytest.fixture
def main_py(tmp_path: Path) -> Run:
    """Run main.py in a folder of its own, on a machine without a display."""
    bare = {name: value for name, value in os.environ.items() if name not in DISPLAYS}

    def run(*argv: object, **variables: str) -> Ran:
        return subprocess.run(
            [sys.executable, MAIN, *map(str, argv)],
            cwd=tmp_path,
            env=bare | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )

    return run


@pytest.fixture
def other_url(blank_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a second database without a schema, on the engine of the first."""
    if blank_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def as_director(office, tmp_path: Path) -> tuple[str, ...]:
    """Options of a command: the office, and who acts."""
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n")
    return ("--database", office.url, "--as", DIRECTOR, "--password-file", str(password))


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Three messages, one of which nobody can date."""
    file = tmp_path / "letters.csv"
    file.write_text(LETTERS, encoding="utf-8")
    return file


def well(ran: Ran) -> str:
    """Return what a command printed; it has to have done its work."""
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout


def test_a_centre_is_founded_and_a_backup_of_it_is_the_same_centre(
    blank_url, other_url, main_py, computer, tmp_path
):
    told = json.loads(well(main_py("init", "--database", blank_url, "--admin", "叶建平", "--json")))
    first = computer(blank_url)
    first.try_to_sign_in(told["login"], told["password"])
    first.wait_for("先换一个自己的密码")
    first.write(OWN_PASSWORD)
    first.walk_to("再输一次")
    first.write(OWN_PASSWORD)
    first.press("Return")
    first.wait(lambda: first.shown("desk") is not None)
    assert "✗" not in well(main_py("check", "--database", blank_url))

    who = ("--as", told["login"])
    backup = tmp_path / "centre.backup"
    well(main_py("backup", backup, "--database", blank_url, *who, JIEZHI_PASSWORD=OWN_PASSWORD))
    well(main_py("restore", backup, "--database", other_url))

    assert json.loads(well(main_py("check", "--database", other_url, "--json")))["ok"]
    computer(other_url).sign_in(told["login"], OWN_PASSWORD)


def test_a_trial_import_says_what_would_happen_and_writes_nothing(
    main_py, as_director, letters, office
):
    order = ("import", "cases", letters, "--mapping", MAPPING, "--dry-run", "--json")

    told = json.loads(well(main_py(*order, *as_director)))

    assert [told[name] for name in ("new", "changed", "unchanged", "refused")] == [2, 0, 0, 1]
    assert (told["rejected"][0]["line"], told["rejected"][0]["field"]) == (4, "留言时间")
    assert not letters.with_name("letters.csv.rejected.csv").exists()
    assert not cases(office)


def test_the_slip_of_an_imported_message_is_printed_from_a_shell(
    main_py, as_director, letters, office, tmp_path
):
    imported = well(main_py("import", "cases", letters, "--mapping", MAPPING, *as_director))
    assert "共 3 行：新增 2，更新 0，未变 0，退回 1。" in imported
    assert "第 4 行“留言时间”" in imported
    assert "4,留言时间," in letters.with_name("letters.csv.rejected.csv").read_text("utf-8-sig")
    code, file = cases(office)[0].receipt_code, tmp_path / "slip.pdf"

    well(main_py("report", "slip", "--case", code, "--output", file, *as_director))

    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    assert code in re.sub(r"\s", "", read.stdout.decode())


def cases(office) -> list[CaseFile]:
    with office.database.reading() as session:
        return list(session.scalars(sa.select(CaseFile)))


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("tidy",), "没有 tidy 这个命令"),
        (("import", "cases"), "缺少 FILE"),
        (("report", "slip", "--output", "a.pdf"), "需要写明 --case"),
    ],
)
def test_wrong_use_is_one_sentence_and_the_exit_code_two(main_py, argv, why):
    ran = main_py(*argv)

    assert ran.returncode == 2
    assert ran.stdout == ""
    assert why in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_work_that_cannot_be_done_is_one_sentence_and_the_exit_code_one(main_py, tmp_path):
    ran = main_py("check", "--database", f"sqlite:///{tmp_path / 'nowhere.db'}")

    assert ran.returncode == 1
    assert "还没有街治通的数据。请先运行 init 或 demo。" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.slow
@pytest.mark.timeout(2 * PATIENCE_S)
def test_a_bare_machine_shows_a_street_with_cases_and_keeps_it(main_py, tmp_path):
    first = well(main_py())
    picture = (tmp_path / "run.png").stat().st_mtime_ns

    again = well(main_py())

    assert "第一次运行" in first
    assert "第一次运行" not in again
    shown = re.search(r"图里是.+（演示数据）：在办 (\d+) 件", again)
    assert shown is not None
    assert int(shown[1]) > 50
    assert shown[0] in first
    assert (tmp_path / "run.png").stat().st_mtime_ns > picture


@pytest.mark.slow
@pytest.mark.timeout(2 * PATIENCE_S)
def test_the_people_of_a_demo_sign_in_with_the_password_it_was_told(blank_url, main_py, computer):
    order = ("demo", "--database", blank_url, "--days", "3", "--json")
    told = json.loads(well(main_py(*order, JIEZHI_PASSWORD=OWN_PASSWORD)))

    dispatcher = next(each for each in told["people"] if each["role"] == "dispatcher")
    seat = computer(blank_url)
    if seat.shown("sign-in") is None:
        seat.change_person()
    seat.sign_in(dispatcher["login"], OWN_PASSWORD)
    seat.press("Ctrl+2")
    seat.wait_for(f"全部在办 {told['open']}", "演示数据")
