"""The page of letters and minutes: drafted, reviewed, signed, sent out, received, corrected."""

import pytest

from app.papers.documents.queries import documents
from app.papers.rules import OfficialKind, PaperStep
from app.party.report_in.actions.registering import ReportDraft, register_report_in
from app.party.report_in.rules import ReportKind
from tests.factories.centre import COMMUNITY, STREET
from ui.papers import DOCUMENTS, SLICE
from ui.papers.dialogs import ReasonDialog, UnitsDialog
from ui.papers.document_dialog import DocumentDialog
from ui.papers.documents_page import DocumentsPage
from ui.shell.offer import Offer

UNIT = "区供电所"


@pytest.fixture
def office(embedded_centre):
    reported(embedded_centre, "蔡晓峰")
    return embedded_centre


def reported(centre, name):
    draft = ReportDraft(ReportKind.MEMBER, name, UNIT, COMMUNITY)
    centre.do("officer", register_report_in, draft)


def rows(centre):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return documents(session, centre.actor("officer"), STREET, now).papers


def opened(seat, step):
    page = seat.show(DocumentsPage(seat.desk))
    seat.wait(lambda: page.view is not None and page.view.row.step is step)
    return page


def test_a_letter_goes_from_draft_to_receipt_on_the_page_and_is_corrected(office, sit):
    seat = sit(office.database, office.actor("officer"))
    page = seat.show(DocumentsPage(seat.desk))
    seat.wait(page.new_button.isVisible)
    page.add_new()
    dialog = seat.dialog(DocumentDialog)
    seat.wait(lambda: dialog.subject.value() == UNIT)
    seat.save(dialog)
    seat.wait(lambda: page.view is not None)
    assert page.next_button.text() == "审核通过"
    assert not page.take_button.isEnabled()
    page.go_on()
    seat.wait(lambda: page.view.row.step is PaperStep.REVIEWED)
    assert not page.next_button.isVisible()  # another signs

    chief = sit(office.database, office.actor("director"))
    theirs = opened(chief, PaperStep.REVIEWED)
    theirs.flow.asked.connect(lambda asked: asked.do_button.click())
    assert theirs.next_button.text() == "签发"
    theirs.go_on()
    chief.wait(lambda: theirs.view.row.step is PaperStep.SIGNED)
    assert "与签发的逐字节相同" in theirs.copies.words.text()

    page = opened(seat, PaperStep.SIGNED)
    assert page.take_button.isEnabled()
    page.go_on()
    seat.settle()
    ask = seat.dialog(UnitsDialog)
    ask.list.item(0).setCheckState(ask.list.item(0).checkState().Checked)
    ask.do_button.click()
    seat.wait(lambda: rows(office)[0].step is PaperStep.ISSUED)

    seat.wait(lambda: page.view.row.step is PaperStep.ISSUED)
    reported(office, "何若兰")
    page.draft()
    seat.settle()
    why = seat.dialog(ReasonDialog)
    why.reason.setText("补录 1 名")
    why.do_button.click()
    seat.settle()
    assert len(rows(office)) == 2, seat.sentences
    seat.wait(lambda: page.view is not None and page.view.row.version == 2)
    assert "补录 1 名" in page.view.row.correction


def test_minutes_have_nothing_to_choose_before_a_meeting_was_held(office, sit):
    seat = sit(office.database, office.actor("officer"))
    page = seat.show(DocumentsPage(seat.desk))
    seat.wait(page.new_button.isVisible)
    page.add_new()
    dialog = seat.dialog(DocumentDialog)
    seat.settle()
    dialog.kind.set_value(OfficialKind.MINUTES)
    seat.settle()
    seat.save(dialog)
    assert rows(office) == ()


def test_the_page_is_offered_to_whoever_can_find_something_on_it(office):
    def tabs(who):
        return {room.page.key for room in Offer((SLICE,), office.actor(who)).pages()}

    assert DOCUMENTS in tabs("officer")
    assert DOCUMENTS in tabs("handler")
    assert DOCUMENTS not in tabs("grid_worker")
