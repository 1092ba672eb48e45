"""Jobs that end with the test, notices nobody shows yet, and a place for preferences."""

import pytest

from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences


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
