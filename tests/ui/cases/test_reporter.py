"""Who reported: masked, shown for a reason and for a while, hidden where asked for."""

import sqlalchemy as sa
from PySide6.QtCore import Qt, QTimer

from app.cases.models.personal import PersonalReading
from app.core.database.tables import JournalEntry
from tests.ui.cases.panels import held, open_dialog
from ui.core.controls import Combo


def test_the_reporter_is_masked_until_somebody_says_why(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    _seat, panel = panel_of(case_id, "receptionist")
    line = panel.body.reporter
    assert line.text == "陈**　138****6021"

    line.ask()
    dialog = open_dialog()
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: line.text == "陈芳华　13812346021")
    with embedded_centre.database.reading() as session:
        reading = session.scalars(sa.select(PersonalReading)).one()
        noted = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "cases.read_personal")
        ).one()
    assert (reading.reason, noted.person_name) == ("联系反映人", "周敏")


def test_what_was_shown_is_masked_again_after_thirty_seconds(embedded_centre, panel_of, qtbot):
    _, panel = panel_of(embedded_centre.register(), "receptionist")
    line = panel.body.reporter
    line.read("回访")
    qtbot.waitUntil(lambda: "13812346021" in line.text)
    second = line.findChild(QTimer)

    for _ in range(29):
        second.timeout.emit()
    assert "13812346021" in line.text
    second.timeout.emit()

    assert line.text == "陈**　138****6021"


def test_another_case_masks_what_was_shown(embedded_centre, panel_of, qtbot):
    first, second = embedded_centre.register(), embedded_centre.register()
    _, panel = panel_of(first, "receptionist")
    panel.body.reporter.read("回访")
    qtbot.waitUntil(lambda: "13812346021" in panel.body.reporter.text)

    panel.show_case(second)

    qtbot.waitUntil(lambda: panel.card.id == second)
    assert panel.body.reporter.text == "陈**　138****6021"


def test_a_reason_of_one_letter_is_not_taken(embedded_centre, panel_of):
    _, panel = panel_of(embedded_centre.register(), "receptionist")
    panel.body.reporter.ask()
    dialog = open_dialog()

    dialog.findChild(Combo).setCurrentText("看")

    assert not dialog.do_button.isEnabled()
    dialog.reject()


def test_a_reporter_who_asked_for_confidence_is_hidden_from_the_unit(embedded_centre, panel_of):
    case_id = held(embedded_centre, is_confidential=True)

    _, panel = panel_of(case_id, "handler")

    assert panel.body.reporter.text == "保密"
    assert not panel.body.reporter.button.isVisible()
