"""Forms in dialogs: what is missing, what was refused, what others did, what was typed and left."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.errors import BadValue, Conflict
from ui.core.form_dialog import FormDialog
from ui.core.forms import FormField
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator


class NoDatabase:
    """Opens sessions and units of work in which nothing is kept."""

    @contextmanager
    def reading(self):
        yield "session"

    @contextmanager
    def writing(self, actor):
        yield "unit of work"


@dataclass
class Parts:
    """What a desk stands on when its form writes into the air."""

    database: NoDatabase
    clock: object = None
    doors: object = None


class NameForm(FormDialog):
    """One field; does with it what the test says."""

    def __init__(self, desk, parent, take):
        super().__init__(desk, parent)
        self.name_it("取名", "取这个名")
        self.name = QLineEdit()
        self.field = self.add_field(
            FormField("名称", self.name), lambda: "" if self.name.text() else "请填名称。"
        )
        self._take = take

    def blame(self):
        return {"core.bad_value": self.field}

    def action(self):
        name, seen = self.name.text(), self.seen_version
        return lambda uow: self._take(name, seen)


@pytest.fixture
def desk(jobs, hub, notices, preferences: Preferences):
    return Desk(Parts(NoDatabase()), None, jobs, hub, notices, Navigator(), preferences)


@pytest.fixture
def open_form(qtbot, desk):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 400)
    page.show()

    def opened(take) -> NameForm:
        form = NameForm(desk, page, take)
        form.open()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    yield opened
    desk.jobs.stop()


def save(form) -> None:
    QTest.mouseClick(form.do_button, Qt.MouseButton.LeftButton)


def test_what_is_missing_is_said_and_nothing_is_written(open_form):
    written = []
    form = open_form(lambda name, _: written.append(name))

    save(form)

    assert form.name.accessibleDescription() == "请填名称。"
    assert form.name.hasFocus()
    assert written == []


def test_an_empty_field_is_not_complained_about_before_one_tried(open_form):
    form = open_form(lambda name, _: name)

    QTest.keyClicks(form.name, "a")
    QTest.keyClick(form.name, Qt.Key.Key_Backspace)

    assert form.field.complaint == ""


def test_what_is_written_is_told_and_the_form_is_gone(qtbot, open_form):
    form = open_form(lambda name, _: name.upper())
    QTest.keyClicks(form.name, "qiao")

    with qtbot.waitSignal(form.saved) as saved:
        QTest.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert saved.args == ["QIAO"]


def test_a_second_click_while_it_is_written_writes_once(qtbot, open_form):
    written = []
    form = open_form(lambda name, _: written.append(name))
    QTest.keyClicks(form.name, "qiao")

    with qtbot.waitSignal(form.saved):
        save(form)
        form.save()

    assert written == ["qiao"]


def test_a_refusal_stands_beside_the_field_to_blame(qtbot, open_form):
    def refuse(name, _):
        raise BadValue(field="名称", why="太怪")

    form = open_form(refuse)
    QTest.keyClicks(form.name, "x")

    save(form)

    qtbot.waitUntil(lambda: form.field.complaint == "名称：太怪")
    assert form.do_button.isEnabled()


def test_a_refusal_nobody_is_to_blame_for_stands_over_the_buttons(qtbot, open_form, caplog):
    def break_down(name, _):
        raise RuntimeError("boom")

    form = open_form(break_down)
    QTest.keyClicks(form.name, "x")

    save(form)

    qtbot.waitUntil(lambda: "程序出错" in form.error_text)


def test_what_others_changed_is_said_before_it_may_be_written_over(qtbot, open_form):
    versions = []

    def take(name, seen):
        versions.append(seen)
        if seen == 1:
            raise Conflict
        return name

    form = open_form(take)
    form.guard_version(1, lambda session: 7)
    QTest.keyClicks(form.name, "x")

    save(form)
    qtbot.waitUntil(lambda: "别人刚改过" in form.strip_text)
    assert not form.do_button.isEnabled()
    QTest.mouseClick(form._go_on_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(form.saved):
        save(form)

    assert versions == [1, 7]


def test_what_was_typed_can_be_gone_on_with(qtbot, open_form, notices):
    told = []
    notices.posted.connect(told.append)
    notices.attach()
    form = open_form(lambda name, _: name)
    QTest.keyClicks(form.name, "qiao")

    form.reject()
    qtbot.waitUntil(lambda: bool(told))
    told[0].act.run()

    assert form.isVisible()
    assert form.name.text() == "qiao"


def test_a_form_nobody_typed_in_is_left_without_a_word(qtbot, open_form, notices):
    told = []
    notices.posted.connect(told.append)
    notices.attach()
    form = open_form(lambda name, _: name)

    with qtbot.waitSignal(form.destroyed):
        form.reject()

    assert told == []


def test_the_form_grows_with_what_it_has_to_say(qtbot, open_form):
    form = open_form(lambda name, _: name)
    before = form.height()

    save(form)

    qtbot.waitUntil(lambda: form.height() > before)
