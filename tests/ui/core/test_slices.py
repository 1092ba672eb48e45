"""What slices offer to the shell, and what a page is given."""

from contextlib import contextmanager
from uuid import UUID

import pytest

from app.core.actor import Actor, Grant, console
from app.core.clock import FixedClock
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator, allowed
from ui.core.targets import CaseWanted, QueueWanted

CASE = UUID(int=7)


class FakeDatabase:
    """Opens what it is asked for and remembers who asked."""

    def __init__(self):
        self.opened = []

    @contextmanager
    def reading(self):
        self.opened.append("reading")
        yield "session"

    @contextmanager
    def writing(self, actor):
        self.opened.append(actor)
        yield "uow"


class Parts:
    def __init__(self, clock: FixedClock):
        self.database = FakeDatabase()
        self.clock = clock


@pytest.fixture
def desk(clock, jobs, hub, notices, preferences):
    return Desk(Parts(clock), console("desk-1"), jobs, hub, notices, Navigator(), preferences)


def test_a_page_reads_and_writes_off_the_gui_thread_as_the_person_signed_in(qtbot, desk):
    answers = []

    desk.read(lambda session: f"{session} read", answers.append)
    qtbot.waitUntil(desk.jobs.idle)
    desk.write(lambda uow: f"{uow} written", answers.append)
    qtbot.waitUntil(desk.jobs.idle)

    assert answers == ["session read", "uow written"]
    assert desk.parts.database.opened == ["reading", desk.actor]


@pytest.mark.parametrize("target", [CaseWanted(CASE), QueueWanted("overdue")])
def test_a_wish_to_go_somewhere_arrives_as_it_was(qtbot, desk, target):
    with qtbot.waitSignal(desk.navigator.wanted) as told:
        desk.navigator.go(target)

    assert told.args == [target]
    assert type(told.args[0]) is type(target)


def test_what_needs_a_right_is_offered_to_who_holds_it():
    clerk = Actor(None, "周敏", "desk-1", (Grant("dispatcher", frozenset({"case.assign"})),))

    assert allowed(clerk, None)
    assert allowed(clerk, "case.assign")
    assert not allowed(clerk, "case.close")


def test_preferences_come_back_after_a_restart(tmp_path):
    from PySide6.QtCore import QByteArray

    path = tmp_path / "desk.ini"
    first = Preferences(path)
    first.set_text("theme", "dark")
    first.set_layout("table/queue", {"order": ["阶段", "时限"]})
    first.set_blob("window", QByteArray(b"\x00\x01"))
    first.save()

    again = Preferences(path)

    assert again.text("theme") == "dark"
    assert again.layout("table/queue") == {"order": ["阶段", "时限"]}
    assert again.blob("window") == QByteArray(b"\x00\x01")
    again.remove("theme")
    assert again.text("theme", "light") == "light"


def test_broken_preferences_are_as_none(preferences):
    preferences.set_text("table/queue", "{not json")
    preferences.set_text("other", "[1]")

    assert preferences.layout("table/queue") == {}
    assert preferences.layout("other") == {}
    assert preferences.blob("window").isEmpty()
