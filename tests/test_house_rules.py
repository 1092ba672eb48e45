"""The rules of the house that no linter knows; each failure names the lines to look at."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import grimp
from PySide6.QtCore import QObject

from tests.sources import PRODUCT, ROOT, sources

MOST_LINES = 400
HEX_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
# A slice of the desk whose twin below has another name, or that wires the desk to the program.
TWINS = {
    "shell": ("app.accounts", "app.bootstrap"),
    # starts from the command line, without anybody at a desk
    "wall": ("app.command", "app.bootstrap", "app.commands"),
    "kiosk": ("app.kiosk", "app.bootstrap"),
    # measures what the house does, and speaks as the command line does
    "lab": (
        *("app.accounts", "app.bootstrap", "app.cases", "app.command", "app.commands"),
        *("app.demo", "app.kiosk", "app.territory"),
    ),
}
# What a widget several slices embed may read; a packed layer is rows of numbers, its squares are
# drawn from nothing else.
OPEN_TO_PARTS = re.compile(
    r"app\.((accounts|territory|cases)\.(queries|rules)|territory\.(layers\.\w+|base_map))"
)
THREAD_MAKERS = {"Thread", "QThread", "QThreadPool", "ThreadPoolExecutor", "ProcessPoolExecutor"}
# The second plays a hundred desks in one process, to measure what they ask of a server.
THREAD_OWNERS = (
    *("ui/core/jobs.py", "app/commands/measures/crowd/desks.py"),
    "app/exchange/own_reader.py",  # in a process of its own
    "ui/kiosk/supervisor.py",  # where no Qt is, and Windows waits for no pipe
)
# A letter in brackets matches itself, and keeps this line from matching itself.
TELLING = re.compile(r"py[p]i\.org|python[h]osted|npm[j]s\.|/wor[k]/|/roo[t]/|/hom[e]/\w")


# What one action or one page needs and the start of the desk need not wait for.
NOT_AT_START = (
    *("alembic", "argon2", "chinese_calendar", "numpy", "openpyxl", "PIL", "pypinyin", "pyproj"),
    *("pyqtgraph", "qrcode", "reportlab", "shapely"),
)


@cache
def imports() -> Any:
    """Return who imports whom."""
    return grimp.build_graph(*PRODUCT, cache_dir=None)


def is_open_to(slice_: str, imported: str) -> bool:
    """Tell whether a slice of the desk may import a module of `app`."""
    if imported.startswith("app.core"):
        return True
    if slice_ == "parts":
        return OPEN_TO_PARTS.match(imported) is not None
    return imported.startswith(TWINS.get(slice_, (f"app.{slice_}",)))


def test_a_slice_of_the_desk_imports_of_app_only_its_twin_and_the_ground_floor():
    graph = imports()
    strangers = [
        f"{module} imports {imported}"
        for module in sorted(graph.modules)
        if module.startswith("ui.")
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.startswith("app.") and not is_open_to(module.split(".")[1], imported)
    ]

    assert strangers == []


def test_app_comes_up_where_qt_is_not_installed():
    code = (
        "import sys\n"
        "for name in ('PySide6', 'shiboken6', 'pyqtgraph'): sys.modules[name] = None\n"
        "from tests.sources import modules_of_app\n"
        "print(*(module.__name__ for module in modules_of_app()))\n"
    )

    assert "app.bootstrap" in what_python_prints(code).split()


def what_python_prints(code: str) -> str:
    """Run a program of its own and return its output."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_desk_starts_without_what_only_some_pages_need():
    code = (
        "import importlib, pkgutil, sys\n"
        "import app.bootstrap, ui.core, ui.shell\n"
        "from ui.shell.slices import standing\n"
        "for package in (ui.core, ui.shell):\n"
        "    for found in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "standing()\n"
        f"print(*(name for name in {NOT_AT_START!r} if name in sys.modules))\n"
    )

    assert what_python_prints(code).split() == []


def test_no_file_is_longer_than_a_person_reads_at_once():
    long = {s.name: len(s.text.splitlines()) for s in sources()}

    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_only_the_themes_name_a_colour():
    named = [
        source.at(node)
        for source in sources(*PRODUCT)
        for node in source.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HEX_COLOR.search(node.value)
    ]

    assert named == []


def is_translation(called: str, call: ast.Call) -> bool:
    """Tell Qt's translate from the one that texts have."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    application = isinstance(owner, ast.Name) and owner.id.endswith("Application")
    return called == "tr" or (called == "translate" and application)


def test_what_is_to_be_translated_is_a_literal():
    hidden = [
        source.at(call)
        for source in sources("ui")
        for called, call in source.calls()
        if is_translation(called, call)
        and not all(
            isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            for argument in call.args[: 1 if called == "tr" else 2]
        )
    ]

    assert hidden == []


def test_only_jobs_starts_threads_and_nobody_turns_the_event_loop_by_hand():
    makers = [
        source.at(call)
        for source in sources(*PRODUCT)
        for called, call in source.calls()
        if (called in THREAD_MAKERS and source.name not in THREAD_OWNERS)
        or (called == "processEvents" and not source.name.startswith("ui/lab/"))
    ]

    assert makers == []


def is_impatient(called: str, call: ast.Call) -> bool:
    """Tell whether a test waits for time to pass or replaces what it tests."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    of = owner.id if isinstance(owner, ast.Name) else ""
    return called in {"MagicMock", "Mock"} or (of, called) in {("time", "sleep"), ("qtbot", "wait")}


def test_tests_wait_for_what_happens_and_use_the_real_thing():
    found = [
        source.at(call)
        for source in sources("tests")
        for called, call in source.calls()
        if is_impatient(called, call)
    ]

    assert found == []


def kept_files() -> list[Path]:
    """Return what is under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_the_machine_it_was_made_on_or_a_registry():
    telling = []
    for path in kept_files():
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):  # a picture; a file just removed
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if TELLING.search(line):
                telling.append(f"{path.relative_to(ROOT)}:{number}")

    assert telling == []


def test_the_binding_gives_none_back():
    """PySide6 6.12.0 ends Python 3.11 after some thousand calls; this fails before it does."""
    thing, before = QObject(), sys.getrefcount(None)

    for _ in range(100):
        thing.setObjectName("x")

    assert sys.getrefcount(None) > before - 20


def test_a_table_imports_the_tables_its_keys_lead_to():
    """Named by text, one of them may be unknown when the first row is written."""
    astray = [
        f"{source.at(call)} {call.args[0].value}"
        for source in sources("app")
        if "migrations" not in source.name
        for name, call in source.calls()
        if name == "ForeignKey" and isinstance(call.args[0], ast.Constant)
        if f'__tablename__ = "{call.args[0].value.partition(".")[0]}"' not in source.text
    ]

    assert astray == []
