"""main.py as people and schedulers start it: what it prints, draws and returns."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.accounts.passwords import secret_of
from app.administration.founding import FirstAdministrator, Founding, found_centre
from app.core.actor import console
from app.core.database import Database
from app.core.ids import new_id

ROOT = Path(__file__).resolve().parents[2]
REGIONS = (("99", "试验省"), ("9901", "试验市"), ("990102", "试验区"), ("990102004", "柳溪街道"))
PATIENCE_S = 110
NOT_ON_THE_FIRST_PAGE = (
    *("alembic", "argon2", "chinese_calendar", "numpy", "openpyxl", "PIL", "pypinyin", "pyproj"),
    *("pyqtgraph", "qrcode", "reportlab", "shapely", "sqlalchemy.dialects.postgresql"),
    *("app.command.wall.actions", "app.party.queries.search", "app.territory.video.queries"),
    *("app.cases.actions", "app.cases.models.finding", "app.cases.queries.card"),
    *("app.cases.searching", "app.territory.models.redrawings", "ui.cases.case_panel"),
    *("ui.cases.queue_page", "ui.core.form_dialog", "ui.core.fields", "ui.parts.map"),
)


def run(*arguments: str, folder: Path, display: bool = False) -> subprocess.CompletedProcess[str]:
    """Start main.py in `folder` and wait for it to end."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    if display:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


@pytest.fixture
def office(embedded_database: Database) -> str:
    """The URL of a founded centre."""
    administrator = FirstAdministrator("admin", "周敏", secret_of("好记的一句话"), works_too=True)
    founding = Founding(administrator, "柳溪街道综治中心", REGIONS)
    found_centre(embedded_database, console("test"), founding, command_key=new_id())
    embedded_database.dispose()
    return str(embedded_database.url)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
def test_without_a_display_the_desk_is_drawn_and_says_how_it_stands(office, tmp_path):
    done = run("--database", office, "--as", "admin", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    picture = QImage(str(tmp_path / "run.png"))
    assert (picture.width(), picture.height()) == (1440, 900)
    assert "run.png" in done.stdout
    assert "柳溪街道综治中心：在办 0 件，今天到期 0 件，将超时 0 件，已超时 0 件" in done.stdout
    assert "数据文件夹" in done.stdout
    assert "ssh -X" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("desk", "--nonsense"), "不认识“--nonsense”"),
        (("--as",), "--as 后面要写内容"),
        (("screenshots", "shots", "--page", "nowhere"), "没有“nowhere”这一页"),
        (("screenshots", "shots", "--theme", "wood"), "没有“wood”这一套外观"),
        (("screenshots", "shots", "--theme", "wall", "--page", "x"), "没有“x”这一页"),
        (("wall", "--scene", "nowhere"), "大屏"),
        (("screenshots", "shots", "--size", "10x10"), "“10x10”不是窗口大小"),
        (("screenshots",), "缺少 DIR"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_two(tmp_path, arguments, sentence):
    done = run(*arguments, folder=tmp_path)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_opened_is_one_sentence_and_exit_code_one(tmp_path):
    missing = tmp_path / "nowhere" / "x.db"
    (tmp_path / "nowhere").write_text("a file where a folder should be")

    done = run("screenshots", "shots", "--database", f"sqlite:///{missing}", folder=tmp_path)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_pictures_of_chosen_pages_are_named_after_them(office, tmp_path):
    chosen = ("today", "cases.queue", "first-run")

    done = run(
        *("screenshots", "shots", "--database", office, "--json", "--size", "1366x768"),
        *("--theme", "dark", "--page", *chosen),
        folder=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    files = [Path(name) for name in json.loads(done.stdout)["files"]]
    assert {file.stem for file in files} == set(chosen)
    for file in files:
        picture = QImage(str(tmp_path / file))
        assert (picture.width(), picture.height()) == (1366, 768)
        assert picture.pixelColor(20, 700).lightness() < 60, "the rail is dark"


def test_the_desk_says_how_it_is_started(tmp_path):
    done = run("desk", "--help", folder=tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("用法：main.py [desk]")


def test_the_command_line_is_reached_through_the_same_door(tmp_path):
    done = run("--help", folder=tmp_path)

    assert done.returncode == 0
    assert "screenshots" in done.stdout


def test_the_first_page_stands_without_what_it_does_not_show(office):
    """Whatever listens or counts at the desk loads the rest of the program when there is need."""
    code = (
        "import sys\n"
        "import ui.cases.bell, ui.shell.window\n"
        "from ui.lab.measures.first_paint import main\n"
        # what begins seconds later must not come first where the machine is slow
        "ui.cases.bell.SOON_MS = ui.shell.window.AFTER_MS = 600_000\n"
        "main(sys.argv[1], 'admin')\n"
        f"print(*(name for name in {NOT_ON_THE_FIRST_PAGE!r} if name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, office],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )

    assert done.returncode == 0, done.stderr
    painted, *loaded = done.stdout.splitlines()
    assert painted
    assert loaded == [""]
