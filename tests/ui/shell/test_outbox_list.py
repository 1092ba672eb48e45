"""What waits on this computer: what was written is read and copied before it is thrown away."""

import pytest
from PySide6.QtGui import QGuiApplication

from app.cases.actions.handle import Step
from app.cases.actions.intake import Intake
from app.cases.outbox import new_case_entry, step_entry
from app.cases.registering import Registering
from app.cases.rules import Source
from app.core.ids import new_id
from app.core.outbox import Entry, EntryKind
from tests.factories.centre import GRID
from tests.factories.seats import press
from ui.shell.outbox_list import MOST_SHOWN, EntryRow
from ui.shell.status_bar import StatusBar

NOTE = "已到现场，正在围挡"


def note_entry(clock, note: str, kind=EntryKind.PROGRESS) -> Entry:
    made = step_entry(kind, Step(new_id(), 3, note), "井盖不见了", clock.now(), key=new_id())
    return Entry.from_json(made.to_json())


@pytest.fixture
def row_of(qtbot):
    def show(entry: Entry) -> EntryRow:
        row = EntryRow(entry, "14:05·刚刚")
        qtbot.addWidget(row)
        row.resize(590, 90)
        row.show()
        return row

    return show


def test_a_note_is_read_and_copied_before_it_is_thrown_away(row_of, clock):
    row = row_of(note_entry(clock, NOTE).refused("别人先办了，没有覆盖。"))
    assert row.written.text() == NOTE

    press(row.copy_button)

    assert QGuiApplication.clipboard().text() == NOTE
    assert row.copy_button.text() == "已复制"


def test_of_a_long_note_the_beginning_is_shown_and_all_of_it_copied(row_of, clock):
    long = NOTE * 60
    row = row_of(note_entry(clock, long))

    press(row.copy_button)

    assert row.written.text() == f"{long[:MOST_SHOWN]}…"
    assert QGuiApplication.clipboard().text() == long


def test_of_a_new_case_its_text_is_shown(row_of, clock):
    text = "滨河路36号门口的井盖不见了。夜里没有灯。"
    wanted = Registering(Intake(text, Source.CALL, GRID), command_key=new_id())

    assert row_of(new_case_entry(wanted, clock.now())).written.text() == text


def test_where_nothing_was_written_nothing_is_shown(row_of, clock):
    row = row_of(note_entry(clock, "", EntryKind.SIGN_FOR))

    assert not hasattr(row, "written")


def test_what_an_earlier_program_kept_is_still_read(clock):
    kept = note_entry(clock, NOTE).to_json()
    del kept["words"]

    assert Entry.from_json(kept).title == "井盖不见了"


@pytest.mark.parametrize(
    ("waiting", "refused", "words"),
    [(2, 0, "待补报 2"), (2, 1, "待补报 2，没有报成 1"), (0, 1, "没有报成 1")],
)
def test_what_waits_and_what_was_refused_are_counted_apart(qtbot, clock, waiting, refused, words):
    bar = StatusBar(clock, demo=False)
    qtbot.addWidget(bar)

    bar.set_outbox(waiting, refused)

    assert bar.outbox.text() == words
