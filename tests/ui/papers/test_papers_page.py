"""The page of briefings: read, ask each number, let it go on, take it along."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.core.clock import local
from app.core.ids import new_id
from app.papers.actions import draft_briefing, issue_paper, review_paper, sign_paper
from app.papers.briefing.period import Period
from app.papers.files.forms import PaperForm
from app.papers.fonts import font_warnings, installed_fonts
from app.papers.rules import PaperStep, PeriodKind
from tests.factories.centre import STREET
from tests.factories.seats import press, words_of
from ui.cases.queue_page import QueuePage
from ui.core.targets import CaseWanted, QueueWanted
from ui.papers.dialogs import ReasonDialog, UnitsDialog
from ui.papers.figures_panel import CHANGED
from ui.papers.papers_page import PapersPage


@pytest.fixture
def office(embedded_centre):
    """A centre with six cases in the running week."""
    for _ in range(6):
        embedded_centre.register()
    embedded_centre.database.clock.advance(timedelta(minutes=1))
    return embedded_centre


def week(centre):
    return Period.of(PeriodKind.WEEKLY, local(centre.database.clock.now()).date())


def written(centre, *, signed: bool = False):
    """Write the week, as far as asked."""

    def do(actor, action, *given):
        with centre.database.writing(centre.actor(actor)) as uow:
            return action(uow, *given, command_key=new_id())

    paper_id = do("dispatcher", draft_briefing, STREET, week(centre), "")
    if signed:
        do("dispatcher", review_paper, paper_id)
        do("director", sign_paper, paper_id)
    return paper_id


def opened(centre, sit, who="dispatcher"):
    seat = sit(centre.database, centre.actor(who))
    page = seat.show(PapersPage(seat.desk))
    return seat, page


def click_on(page, key):
    """Click a number on its page."""
    spot = next(each for each in page.view.briefing.paper.spots if each.key == key)
    rect = page.pages._rect_of(spot)
    place = page.pages.widget().mapTo(page.pages.viewport(), rect.center())
    ground = page.pages.widget()
    QTest.mouseClick(ground, Qt.MouseButton.LeftButton, pos=rect.center())
    return QPoint(place)


def test_a_week_is_written_and_each_number_opens_the_very_list_it_counts(office, sit):
    seat, page = opened(office, sit)
    page.choose.setCurrentIndex(0)
    page.choose.activated.emit(0)
    seat.wait(lambda: "还没写" in words_of(page))

    page.draft()
    seat.wait(lambda: page.view is not None and page.pages.isVisible())
    seat.settle()
    click_on(page, "came")
    seat.wait(page.figures.detail.isVisible)

    assert "6  受理" in words_of(page.figures)
    assert "受理:" in page.figures.how.text()
    page.figures.open()
    target = seat.sent_to[-1]
    assert isinstance(target, QueueWanted)
    assert target.view == "every"
    assert STREET in target.typed
    page.figures._rows.itemAt(0).widget().click()
    assert isinstance(seat.sent_to[-1], CaseWanted)
    queue = seat.show(QueuePage(seat.desk))
    queue.show_target(target)
    seat.wait(lambda: "全部事件" in queue.title)
    seat.settle()
    assert queue.model.rowCount() == 6
    assert len(queue.narrowed().rules.clauses) == 2


def test_arrows_walk_from_number_to_number(office, sit):
    written(office)
    seat, page = opened(office, sit)
    seat.wait(lambda: page.view is not None)
    page.pages.setFocus()

    keys = []
    for _ in range(3):
        QTest.keyClick(page.pages, Qt.Key.Key_Right)
        seat.settle()
        keys.append(page.pages.chosen)

    assert keys == [figure.name for figure in page.view.briefing.figures[:3]]


def test_what_changed_since_is_marked_and_told_with_what_it_is_now(office, sit):
    written(office)
    office.register()
    seat, page = opened(office, sit)
    seat.wait(lambda: "取数后变了" in page.figures.head.text())

    page.figures.tabs.set_value(CHANGED)
    page.figures.tabs.chosen.emit(CHANGED)

    assert "came" in {line.figure.name for line in page.figures.list.lines}
    assert next(x for x in page.figures.list.lines if x.figure.name == "came").now == "7"
    assert "came" in page.pages.changed_keys
    assert "overdue" not in page.pages.changed_keys


def test_a_draft_cannot_be_printed_and_goes_on_step_by_step(office, sit):
    written(office)
    seat, page = opened(office, sit)
    seat.wait(lambda: page.view is not None)
    assert not page.take_button.isEnabled()
    assert [bool(entry.why_not) for entry in page.taking.forms(page.view)] == [False, False, True]
    assert page.next_button.text() == "审核通过"
    for told in font_warnings(installed_fonts()):  # which depends on the computer
        assert told in words_of(page.copies)

    press(page.next_button)
    seat.wait(lambda: page.view.row.step is PaperStep.REVIEWED)

    assert not page.next_button.isVisible()  # the director signs, not the dispatcher


def test_the_director_signs_and_the_dispatcher_sends_it_out(office, sit):
    paper_id = written(office)
    with office.database.writing(office.actor("dispatcher")) as uow:
        review_paper(uow, paper_id, command_key=new_id())
    seat, page = opened(office, sit, "director")
    seat.wait(lambda: page.view is not None)

    page.go_on()
    from ui.core.dialogs import ConsequenceDialog

    dialog = seat.dialog(ConsequenceDialog)
    assert "谁也改不了" in words_of(dialog)
    press(dialog.do_button)
    seat.wait(lambda: page.view.row.step is PaperStep.SIGNED)
    assert "逐字节相同" in words_of(page.copies)
    assert page.take_button.isEnabled()
    page.go_on()
    units = seat.dialog(UnitsDialog)
    assert not units.do_button.isEnabled()
    units.list.item(0).setCheckState(Qt.CheckState.Checked)
    press(units.do_button)
    seat.wait(lambda: page.view.row.step is PaperStep.ISSUED)
    assert "还没签收" in words_of(page.copies)


def test_a_signed_paper_is_corrected_with_a_reason_only(office, sit):
    written(office, signed=True)
    office.register()
    seat, page = opened(office, sit)
    seat.wait(lambda: page.view is not None)
    assert page.draft_button.text() == "更正"

    page.draft()
    dialog = seat.dialog(ReasonDialog)
    assert not dialog.do_button.isEnabled()
    dialog.reason.setText("补录一件")
    press(dialog.do_button)
    seat.wait(lambda: page.view is not None and page.view.row.version == 2)

    assert page.choose.count() >= 2  # the signed one is still there


def test_a_unit_says_that_it_has_its_copy(office, sit):
    paper_id = written(office, signed=True)
    with office.database.writing(office.actor("dispatcher")) as uow:
        issue_paper(uow, paper_id, [office.units["municipal"]], command_key=new_id())
    seat, page = opened(office, sit, "handler")
    seat.wait(lambda: page.view is not None)
    assert page.next_button.text() == "签收"

    press(page.next_button)

    seat.wait(lambda: "已签收" in words_of(page.copies))
    assert not page.draft_button.isVisible()


def test_whoever_got_nothing_sees_why_the_page_is_empty(office, sit):
    written(office)
    seat, page = opened(office, sit, "handler")

    seat.wait(lambda: "还没有周报" in words_of(page))


def test_a_signed_paper_is_saved_as_it_was_signed(office, sit, tmp_path):
    written(office, signed=True)
    seat, page = opened(office, sit)
    seat.wait(lambda: page.view is not None)
    windows = []
    page.taking.shown.connect(windows.append)

    page.take()
    seat.wait(lambda: windows)
    from app.core.doors import Paper

    path = tmp_path / "周报.pdf"
    page.taking.save(page.view, Paper("周报.pdf", page.view.body), path)
    seat.wait(path.exists)
    seat.settle()
    windows[0].close()

    assert path.read_bytes() == page.view.body
    for form in PaperForm:
        file = tmp_path / f"导出{form.value}"
        page.taking.export(page.view, form, file)
        seat.wait(file.exists)
    assert (tmp_path / "导出.pdf").read_bytes() == page.view.body
    assert not any(entry.why_not for entry in page.taking.forms(page.view))
