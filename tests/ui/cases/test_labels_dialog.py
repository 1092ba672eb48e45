"""Which sheet labels are printed on, and from which label on."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.cases.bulk.labels import ask_labels
from ui.cases.labels_dialog import OWN
from ui.cases.receipt import Receipt


@pytest.fixture
def rows(embedded_centre):
    from app.cases.queries.queue import QueueView, queue_page

    for number in range(2):
        embedded_centre.register(title=f"井盖{number}")
    with embedded_centre.database.reading() as session:
        who, now = embedded_centre.actor("dispatcher"), embedded_centre.database.clock.now()
        return queue_page(session, who, QueueView.ALL_OPEN, now=now).rows


def test_the_first_label_is_pointed_at_and_the_sheet_remembered(embedded_centre, sit, rows, qtbot):
    seat, owner = sit(embedded_centre, "dispatcher"), QWidget()
    qtbot.addWidget(owner)
    receipt = Receipt(seat.desk, owner)
    dialog = ask_labels(seat.desk, receipt, rows, owner)
    cell = dialog.picture._cell(4).center()
    QTest.mouseClick(
        dialog.picture, Qt.MouseButton.LeftButton, pos=QPoint(int(cell.x()), int(cell.y()))
    )
    assert dialog.first.text() == "5"
    dialog.first.setText("25")
    dialog.first.textEdited.emit("25")
    assert not dialog.do_button.isEnabled()
    dialog.first.setText("24")
    dialog.first.textEdited.emit("24")
    assert "共 2 页" in dialog.says.text()
    dialog.sheets.set_value(OWN)
    dialog.own.setText("63.5×38.1 3×7")
    dialog.first.setText("21")
    dialog.own.textEdited.emit("")

    with qtbot.waitSignal(receipt.shown, timeout=20_000) as asked:
        dialog.order()

    window = asked.args[0]
    assert len(window.pages) == 2
    window.close()
    again = ask_labels(seat.desk, receipt, rows, owner)
    assert again.own.text() == "63.5×38.1 3×7"
    again.close()
