"""The draft of the form: kept through a killed program, on this disk, for its owner alone."""

import stat

import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.core.settings import data_folder
from tests.factories.centre import GRID
from tests.ui.cases.forms import WORDS, fill
from ui.core.targets import NewCaseWanted, PageWanted


def test_what_was_typed_survives_a_killed_program(form, qtbot, tmp_path):
    _, page = form()
    fill(page, phone="13812346021")
    page.body.who.name.setText("吴女士")
    note = tmp_path / "现场.txt"
    note.write_text("井盖型号 700", encoding="utf-8")
    page.body.said.strip.add_files([note])
    qtbot.waitUntil(lambda: len(page.body.said.strip.tiles()) == 1)
    qtbot.waitUntil(lambda: page.bar.draft_text == "草稿 14:05:00 已存")

    seat, again = form()  # nobody closed the first one

    qtbot.waitUntil(lambda: again.bar.draft_text == "已恢复 14:05:00 的草稿")
    qtbot.waitUntil(lambda: len(again.body.said.strip.tiles()) == 1)
    qtbot.waitUntil(seat.settled)
    values = again.body.values()
    assert (values.text, values.region, values.name, values.phone) == (
        WORDS,
        GRID,
        "吴女士",
        "13812346021",
    )


def test_a_draft_belongs_to_its_person_alone(form, qtbot):
    _, page = form("dispatcher")
    fill(page)
    qtbot.waitUntil(lambda: page.bar.draft_text != "")

    _, other = form("receptionist")

    assert other.body.values().is_empty()


def test_a_draft_is_readable_by_its_owner_only_and_gone_after_saving(form, qtbot, settle):
    seat, page = form()
    fill(page, phone="13812346021")
    qtbot.waitUntil(lambda: page.bar.draft_text != "")
    (kept,) = (data_folder() / "drafts").rglob("form.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    settle(seat)
    assert not kept.exists()


def test_a_draft_never_reaches_the_database(form, ground, qtbot):
    _, page = form()

    fill(page, phone="13812346021")
    qtbot.waitUntil(lambda: page.bar.draft_text != "")

    with ground.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == 0


def test_escape_goes_back_to_the_queue_and_keeps_the_draft(form, qtbot, settle):
    seat, page = form()
    fill(page)

    qtbot.keyClick(page.body.said.words, Qt.Key.Key_Escape)
    settle(seat)

    assert seat.sent_to == [PageWanted("cases.queue")]
    assert page.body.said.words.toPlainText() == WORDS
    assert list((data_folder() / "drafts").rglob("form.json")) != []


def test_the_last_letters_are_kept_when_the_window_goes(form):
    _, page = form()
    page.body.said.words.setPlainText("还没来得及停手")

    page.close()

    _, again = form()
    assert again.body.values().text == "还没来得及停手"


def test_a_draft_that_cannot_be_written_says_so(form, qtbot):
    data_folder().mkdir(parents=True)
    (data_folder() / "drafts").write_text("a file where the folder should be")
    _, page = form()

    fill(page)

    qtbot.waitUntil(lambda: page.bar.draft_text == "草稿没存上")


def test_words_typed_elsewhere_begin_the_form(form):
    _, page = form()

    page.show_target(NewCaseWanted("路灯不亮"))

    assert page.body.said.words.toPlainText() == "路灯不亮"
