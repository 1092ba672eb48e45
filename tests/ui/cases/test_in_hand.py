"""A second desk sees that a case is worked on, and no longer once the form is closed."""

from app.cases.models.presence import CasePresence
from app.cases.rules import EventKind
from tests.ui.cases.panels import held
from ui.cases.case_panel import CasePanel
from ui.cases.queue_columns import in_hand_text
from ui.cases.queue_page import QueuePage


def marks(centre):
    with centre.database.reading() as session:
        return session.query(CasePresence).count()


def test_a_form_that_is_open_is_seen_at_the_second_desk(
    embedded_centre, dialog_of, sit, show, qtbot
):
    case_id = held(embedded_centre)
    _, _, dialog = dialog_of(case_id, EventKind.PROGRESSED, "handler")
    qtbot.waitUntil(lambda: marks(embedded_centre) == 1)
    second = sit(embedded_centre, "director")
    panel = show(CasePanel(second.desk))
    panel.show_case(case_id)

    qtbot.waitUntil(lambda: "正在办理 · 0 分钟" in panel.in_hand.text)
    assert panel.in_hand.text.startswith(embedded_centre.actor("handler").name)
    assert panel.bar.isEnabled()

    dialog.reject()

    qtbot.waitUntil(lambda: marks(embedded_centre) == 0)
    panel.reload()
    qtbot.waitUntil(lambda: panel.in_hand.text == "")


def test_the_queue_marks_the_row_and_says_who_it_is(embedded_centre, dialog_of, sit, show, qtbot):
    case_id = held(embedded_centre)
    _, _, dialog = dialog_of(case_id, EventKind.PROGRESSED, "handler")
    qtbot.waitUntil(lambda: marks(embedded_centre) == 1)
    page = show(QueuePage(sit(embedded_centre, "director").desk))

    qtbot.waitUntil(lambda: any(row.in_hand for row in page.model.rows))

    row = next(row for row in page.model.rows if row.in_hand)
    assert row.id == case_id
    assert in_hand_text(row) == f"{embedded_centre.actor('handler').name} 正在办理"
    dialog.reject()
    qtbot.waitUntil(lambda: marks(embedded_centre) == 0)
