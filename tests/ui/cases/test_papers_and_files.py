"""The slip and the files of a case: shown, printed, saved and written down."""

import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.cases.actions.attach import attach_to_case
from app.core.attachments import prepare
from app.core.database.tables import JournalEntry
from app.core.doors import Paper
from app.core.errors import BadValue
from app.core.ids import new_id
from app.papers.door import Papers
from tests.ui.cases.panels import open_dialog
from ui.cases.receipt import COPY_PREFIX, PaperOrder
from ui.parts.printing import PrinterChoice, usual_order


def taken(centre) -> list[tuple[str, str, str, str]]:
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action == "cases.paper")
        return [
            (row.subject, row.person_name, row.facts["paper"], row.facts["use"])
            for row in session.scalars(asked.order_by(JournalEntry.serial))
        ]


def shown(qtbot, receipt, draw):
    with qtbot.waitSignal(receipt.shown, timeout=20_000) as window:
        draw()
    return window.args[0]


def test_the_slip_is_shown_and_goes_to_the_viewer_when_asked(embedded_centre, panel_of, qtbot):
    opened = []
    case_id = embedded_centre.register()
    _seat, panel = panel_of(case_id)
    receipt = panel.actions_of.receipt
    receipt.open_file = lambda path: not opened.append(path)

    window = shown(qtbot, receipt, panel.print_out)
    assert opened == []
    qtbot.mouseClick(window.open_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].read_bytes().startswith(b"%PDF")
    who = embedded_centre.actor("dispatcher").name
    assert [use for *_, use in taken(embedded_centre)] == ["shown", "opened"]
    assert {row[:3] for row in taken(embedded_centre)} == {(str(case_id), who, "slip")}
    window.close()


def test_a_paper_is_opened_in_a_folder_of_its_own_whatever_it_is_called(
    embedded_centre, panel_of, qtbot
):
    opened = []
    case_id = embedded_centre.register()
    _seat, panel = panel_of(case_id)
    receipt = panel.actions_of.receipt
    receipt.open_file = lambda path: not opened.append(path)
    order = PaperOrder("slip", str(case_id), (case_id,), "", "", "{name}")
    with embedded_centre.database.reading() as session:
        actor = embedded_centre.actor("dispatcher")
        drawn = Papers(embedded_centre.database.clock).draw(session, actor, "slip", str(case_id))
    paper = Paper("../../x.hta", drawn.body)
    with qtbot.waitSignal(receipt.shown) as window:
        receipt.offer(order, paper)
    qtbot.mouseClick(window.args[0].open_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].name == "_.._x.pdf"
    assert opened[0].parent.name.startswith(COPY_PREFIX)
    window.args[0].close()


def test_a_slip_that_is_printed_is_written_down_before(embedded_centre, panel_of, qtbot):
    seat, panel = panel_of(embedded_centre.register())
    window = shown(qtbot, panel.actions_of.receipt, panel.print_out)
    known = []
    window.find_printers = lambda: (PrinterChoice("窗口"),)
    window.send = lambda order, body: known.append((order, taken(embedded_centre)[-1][-1]))

    with qtbot.waitSignal(window.asked) as asked:
        qtbot.keyClick(window, "p", Qt.KeyboardModifier.ControlModifier)
    asked.args[0].copies.setValue(3)
    with qtbot.waitSignal(window.printed):
        qtbot.mouseClick(asked.args[0].do_button, Qt.MouseButton.LeftButton)

    ((order, use),) = known
    assert (order.printer, order.copies, use) == ("窗口", 3, "printed")
    assert usual_order(seat.desk.preferences, "slip").copies == 3
    window.close()


def test_a_printer_that_vanishes_is_said_in_a_sentence_and_the_paper_stays(
    embedded_centre, panel_of, qtbot
):
    _, panel = panel_of(embedded_centre.register())
    window = shown(qtbot, panel.actions_of.receipt, panel.print_out)
    window.find_printers = lambda: (PrinterChoice("窗口"),)

    def gone(_order, _body):
        raise BadValue(field="窗口", why="没有印成")

    window.send = gone
    with qtbot.waitSignal(window.asked) as asked:
        window.ask()
    asked.args[0].order()

    qtbot.waitUntil(lambda: "没有印成" in window.trouble.text())
    assert window.isVisible()
    assert window.print_button.isEnabled()
    window.close()


def test_without_a_printer_saving_is_offered(embedded_centre, panel_of, qtbot):
    _, panel = panel_of(embedded_centre.register())
    window = shown(qtbot, panel.actions_of.receipt, panel.print_out)
    window.find_printers = tuple
    with qtbot.waitSignal(window.asked) as asked:
        window.ask()
    with qtbot.waitSignal(window.save_wanted):
        qtbot.mouseClick(asked.args[0].save_button, Qt.MouseButton.LeftButton)
    window.close()


def test_a_slip_that_cannot_be_saved_there_says_what_to_do(
    embedded_centre, panel_of, qtbot, tmp_path
):
    case_id = embedded_centre.register()
    seat, panel = panel_of(case_id)
    order = PaperOrder("slip", str(case_id), (case_id,), "回执", "另存", "已存为 {name}")

    paper = Paper("回执.pdf", b"%PDF")
    panel.actions_of.receipt.save(order, paper, tmp_path / "no" / "回执.pdf")

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
