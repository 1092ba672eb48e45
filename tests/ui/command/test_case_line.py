"""From a case to its incident and back."""

from tests.factories.centre import STREET
from tests.factories.command import X, Y
from tests.factories.seats import press
from tests.factories.seats import sit as sit
from ui.command.board_page import BoardPage
from ui.command.case_line import CaseLine
from ui.core.case_sections import CaseParts, CaseSections
from ui.core.slices import PanelSection
from ui.core.targets import IncidentFromCaseWanted, IncidentWanted


def test_a_case_becomes_an_incident_and_says_which(embedded_centre, sit):
    office = embedded_centre
    case = office.register(longitude=X, latitude=Y)
    seat = sit(office.database, office.actor("dispatcher"))
    section = PanelSection("command.case", "突发事件", 10, CaseLine)
    seat.desk.shared(CaseParts).parts = (section,)
    panel = seat.show(CaseSections(seat.desk))
    panel.show_case(case)
    line = panel.findChild(CaseLine)
    seat.wait(line.step.isVisible)
    press(line.step)
    assert seat.sent_to == [IncidentFromCaseWanted(case)]
    page = seat.show(BoardPage(seat.desk))
    page.show_target(seat.sent_to[0])
    seat.wait(lambda: page.dialog is not None)
    assert "井盖" in page.dialog.titled.text()
    seat.save(page.dialog)
    seat.wait(lambda: page.detail is not None)
    assert (page.detail.case_id, page.detail.region[:9]) == (case, STREET)
    panel.show()
    panel.activateWindow()
    seat.wait(lambda: "突发事件：" in line.words.text())
    press(line.step)
    assert seat.sent_to[-1] == IncidentWanted(page.detail.id)
