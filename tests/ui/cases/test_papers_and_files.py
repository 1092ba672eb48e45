"""The slip and the files of a case: never opened without a question."""

from PySide6.QtCore import Qt

from app.cases.actions.attach import attach_to_case
from app.core.attachments import prepare
from app.core.doors import Paper
from app.core.ids import new_id
from tests.ui.cases.panels import open_dialog


def test_the_slip_is_drawn_and_opened_only_after_a_question(
    embedded_centre, panel_of, qtbot, settle
):
    opened = []
    _seat, panel = panel_of(embedded_centre.register())
    receipt = panel.actions_of.receipt
    receipt.open_file = lambda path: not opened.append(path)

    with qtbot.waitSignal(receipt.asked, timeout=20_000) as asked:
        receipt.draw(panel.card)
    assert opened == []
    qtbot.mouseClick(asked.args[0].do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].read_bytes().startswith(b"%PDF")


def test_a_slip_that_cannot_be_saved_there_says_what_to_do(
    embedded_centre, panel_of, qtbot, tmp_path
):
    seat, panel = panel_of(embedded_centre.register())

    panel.actions_of.receipt.save(Paper("回执.pdf", b"%PDF"), tmp_path / "no" / "回执.pdf")

    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert seat.sentences == ["回执.pdf：写不进这个文件夹，请换一个地方再存。"]


def test_files_are_listed_and_opened_only_after_a_question(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    prepared = prepare("现场记录".encode(), "记录.txt")
    with embedded_centre.database.writing(embedded_centre.actor("receptionist")) as uow:
        attach_to_case(uow, case_id, prepared, command_key=new_id())
    opened = []
    _, panel = panel_of(case_id)
    files = panel.body.files
    files.open_file = lambda path: not opened.append(path)
    assert panel.body.files_button.text() == "附件 1"

    qtbot.mouseClick(panel.body.files_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(files.strip.tiles()[0], Qt.MouseButton.LeftButton)
    dialog = open_dialog()
    assert opened == []
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].read_text("utf-8") == "现场记录"


def test_a_file_added_at_one_desk_shows_at_the_other(embedded_centre, panel_of, qtbot, tmp_path):
    case_id = embedded_centre.register()
    _, theirs = panel_of(case_id, "dispatcher")
    _, mine = panel_of(case_id, "receptionist")
    note = tmp_path / "说明.txt"
    note.write_text("井盖型号 700", encoding="utf-8")

    mine.body.files.strip.add_files([note])

    qtbot.waitUntil(lambda: theirs.body.files_button.text() == "附件 1")
