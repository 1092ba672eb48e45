"""Starting with Qt's binding costs no more than it has to."""

import subprocess
import sys

from tests.sources import ROOT

LOOK_ON = """
import inspect
import PySide6.QtCore
from ui.core.binding import read_no_sources
read_no_sources()
plain, asked = inspect.getsource, []
inspect.getsource = lambda module: asked.append(module.__name__) or plain(module)
import app.core.ids
print("read:", *asked)
"""


def test_a_module_imported_after_qt_is_not_read_a_second_time():
    done = subprocess.run(
        [sys.executable, "-c", LOOK_ON], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["read:"], done.stderr
