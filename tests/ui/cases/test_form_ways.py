"""Ways out of the form: solved on the spot, not taken on, and a database that is away."""

import pytest
from PySide6.QtCore import Qt

from app.cases.queries.card import case_card
from app.cases.rules import CaseState, DeclineReason, EventKind
from app.core.attachments import list_attachments
from app.core.errors import DatabaseUnreachable
from app.core.settings import data_folder
from tests.factories.files import photo
from tests.ui.cases.forms import WORDS, cases, fill, only_case
from ui.core.targets import CaseWanted

LITTER = "南塘路口有一堆暴露垃圾"
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def on_the_spot(form, qtbot, settle, tmp_path):
    """A grid worker's form with all that is wanted, but for what a test leaves out."""

    def begun(*, words=LITTER, note="已清走并冲洗", files=("后.jpg",)):
        seat, page = form("grid_worker")
        fill(page, words=words)
        settle(seat)
        page.body.how.solved.setText(note)
        for at, name in enumerate(files, 1):
            path = tmp_path / name
            picture = photo((100 + at, 80))
            path.write_bytes(picture if name.endswith(".jpg") else b"seen")
            page.body.said.strip.add_files([path])
            qtbot.waitUntil(lambda at=at: len(page.body.said.strip.tiles()) == at)
        return seat, page

    return begun


def card(centre, case_id):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor("director"), case_id, now=now)


# -- solved on the spot --------------------------------------------------------------------------


def test_a_small_thing_is_registered_with_its_photo_and_closed_by_one_key(
    on_the_spot, ground, qtbot, settle
):
    seat, page = on_the_spot(files=("前.jpg", "后.jpg"))
    page.activateWindow()

    qtbot.keyClick(page.body.said.words, Qt.Key.Key_Return, CTRL_SHIFT)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    case = only_case(ground)
    assert seat.sentences == ["1124-0001 已登记，当场办结"]
    assert CaseState(case.state) is CaseState.CLOSED
    kinds = [event.kind for event in card(ground, case.id).events]
    assert kinds == [EventKind.REGISTERED, EventKind.SOLVED_ON_SPOT]
    with ground.database.reading() as session:
        rows = list_attachments(session, str(case.id))
    assert {row.name for row in rows} == {"前.jpg", "后.jpg"}
    assert page.body.values().is_empty()


@pytest.mark.parametrize("files", [(), ("记录.txt",)])
def test_without_a_photo_it_is_refused_beside_the_files(on_the_spot, ground, files):
    _, page = on_the_spot(files=files)

    page.solve()

    assert page.body.said.strip.complaint == "自处置要有照片。请先拍照上传。"
    assert cases(ground) == []


def test_without_a_word_of_what_was_done_it_is_refused_beside_the_field(on_the_spot, ground):
    _, page = on_the_spot(note="　")

    page.solve()

    assert page.body.how.solved_field.complaint == "请写当场做了什么"
    assert cases(ground) == []


@pytest.mark.parametrize("words", ["雨水篦子堵了", "有人私搭乱建"])
def test_an_urgent_or_large_matter_is_refused_in_one_sentence(on_the_spot, ground, words):
    _, page = on_the_spot(words=words)

    page.solve()

    expected = "自处置只用于小事（一类、一般）。这件请登记后分流。"
    assert page.body.how.urgency.field.complaint == expected
    assert cases(ground) == []

    page.body.how.solved.setText("改了")
    assert page.body.how.urgency.field.complaint == ""


def test_who_handles_nothing_is_not_offered_it(form):
    _, page = form("receptionist")

    assert not page.bar.solve_button.isVisibleTo(page)
    assert not page.body.how.solved_field.isVisibleTo(page)


# -- not taken on --------------------------------------------------------------------------------


def test_a_matter_of_others_is_declined_from_the_form(form, ground, qtbot, settle):
    seat, page = form("receptionist")
    fill(page, phone="13812346021")
    settle(seat)
    found = []
    page.declining.connect(found.append)
    page.body.how.decline_button.click()
    (dialog,) = found

    dialog.save()
    assert dialog.reason_field.complaint == "请选理由"
    dialog.reason.set_value(DeclineReason.OUT_OF_AREA.value)
    dialog.note.setPlainText(" ")
    dialog.save()
    assert "请写明理由" in dialog.note_field.complaint
    dialog.note.setPlainText("不在本街道，请向东湖街道反映。")
    dialog.save()

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    case = only_case(ground)
    assert (CaseState(case.state), case.number) == (CaseState.DECLINED, None)
    assert seat.sent_to == [CaseWanted(case.id)]
    assert seat.sentences == ["已记下：不予受理。告知书可以在详情里打印"]
    assert page.body.values().is_empty()


def test_thinking_better_of_declining_leaves_the_form_as_it_was(form, ground, settle):
    seat, page = form("receptionist")
    fill(page)
    settle(seat)
    found = []
    page.declining.connect(found.append)
    page.decline()

    found[0].reject()

    assert page.body.said.words.toPlainText() == WORDS
    assert cases(ground) == []


def test_declining_wants_to_know_what_and_where_first(form, ground):
    _, page = form("receptionist")
    found = []
    page.declining.connect(found.append)

    page.decline()

    assert found == []
    assert page.body.said.field.complaint != ""


# -- the database is away ------------------------------------------------------------------------


def test_a_database_that_is_away_keeps_the_draft_and_says_so(
    form, ground, qtbot, settle, monkeypatch
):
    def unreachable(*_, **__):
        raise DatabaseUnreachable(where="db")

    seat, page = form("receptionist")
    fill(page)
    settle(seat)
    with monkeypatch.context() as away:
        away.setattr("ui.cases.case_form.register", unreachable)
        page.save(assign=False)
        qtbot.waitUntil(lambda: page.bar.draft_text == "没登记成，写的都在草稿里")
    assert "连不上数据库" in seat.sentences[0]
    assert list((data_folder() / "drafts").rglob("form.json")) != []
    assert page.body.said.words.toPlainText() == WORDS

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    settle(seat)
    assert only_case(ground).text == WORDS
    assert list((data_folder() / "drafts").rglob("form.json")) == []


# -- the draft -----------------------------------------------------------------------------------


def test_a_form_emptied_again_leaves_no_draft(form, qtbot, settle):
    seat, page = form("receptionist")
    fill(page)
    qtbot.waitUntil(lambda: page.bar.draft_text != "")

    page.body.said.words.setPlainText("")
    qtbot.waitUntil(lambda: page.bar.draft_text == "")
    settle(seat)

    assert list((data_folder() / "drafts").rglob("form.json")) == []


def test_photos_alone_are_a_draft_as_well(form, qtbot, settle, tmp_path):
    seat, page = form("grid_worker")
    path = tmp_path / "后.jpg"
    path.write_bytes(photo())
    page.body.said.strip.add_files([path])
    qtbot.waitUntil(lambda: page.bar.draft_text != "")
    settle(seat)

    _, again = form("grid_worker")

    qtbot.waitUntil(lambda: len(again.body.said.strip.tiles()) == 1)
