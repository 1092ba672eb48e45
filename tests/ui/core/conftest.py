"""Jobs that end with the test, notices nobody shows yet, and a place for preferences."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui.core.rows import COLUMNS
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.table_model import PagedTableModel
from ui.core.tables import DeskTable


@pytest.fixture
def notices(qapp):
    return Notices()


@pytest.fixture
def jobs(qapp, notices):
    made = Jobs(notices.report)
    yield made
    assert made.stop()


@pytest.fixture
def hub(qapp):
    return ChangeHub()


@pytest.fixture
def preferences(tmp_path):
    return Preferences(tmp_path / "desk.ini")


@pytest.fixture
def form(qtbot):
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def model(jobs):
    return PagedTableModel(COLUMNS, lambda row: row.id, jobs)


@pytest.fixture
def table(qtbot, model, preferences):
    made = DeskTable(model, "queue", preferences)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made
