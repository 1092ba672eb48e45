"""The three rates and the register: figures open their lists, exclusions are asked and decided."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.excluding import ExclusionWish, ask_exclusion
from app.cases.call_states import ExclusionReason, ExclusionState
from app.cases.queries.exclusions import RegisterView, register
from app.cases.queries.rates import Measure, Split
from tests.factories.paths import finished
from ui.cases.calls.exclusion_dialogs import AskExclusionDialog, Verdict, VerdictDialog
from ui.cases.calls.rates_page import RatesPage
from ui.cases.calls.register_page import RegisterPage
from ui.core.targets import CaseWanted


def answered(centre, *, satisfied=True, **given):
    case_id = finished(centre, **given)
    order = CallBack(case_id, centre.version(case_id), True, True, satisfied)
    centre.do("receptionist", call_back, order)
    return case_id


@pytest.fixture
def opened(embedded_centre, sit, show, qtbot):
    """Open a page at somebody's desk."""

    def one(page_of, role="director"):
        seat = sit(embedded_centre, role)
        page = show(page_of(seat.desk))
        page.activateWindow()
        qtbot.waitUntil(seat.settled)
        return seat, page

    return one


def texts(model):
    columns = range(model.columnCount())
    return [[model.index(row, at).data() for at in columns] for row in range(model.rowCount())]


def choose(page, measure):
    page.measure.set_value(measure)
    page.measure.activated.emit(page.measure.currentIndex())


def test_a_line_tells_its_rates_and_opens_the_very_cases(embedded_centre, opened, qtbot):
    for _ in range(5):
        answered(embedded_centre)
    bad = answered(embedded_centre, satisfied=False)

    seat, page = opened(RatesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    qtbot.waitUntil(lambda: page.answers.rowCount() == 1)

    assert texts(page.model) == [
        ["合计", "6", "100.0%", "100.0%", "83.3%", "—", "—"],
        ["市政养护站", "6", "100.0%", "100.0%", "83.3%", "—", "—"],
    ]
    assert [row.case_id for row in page.answers.rows] == [bad]  # what is not well stands first
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert seat.sent_to == [CaseWanted(bad)]
    choose(page, Measure.SATISFIED)
    qtbot.waitUntil(lambda: page.answers.rowCount() == 5)
    qtbot.waitUntil(seat.settled)


def test_too_few_answers_are_told_as_what_they_are(embedded_centre, opened, qtbot):
    answered(embedded_centre)
    answered(embedded_centre, satisfied=False)

    seat, page = opened(RatesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.splits.set_value(Split.SOURCE)
    page.splits.chosen.emit(Split.SOURCE)
    qtbot.waitUntil(lambda: page.model.index(1, 0).data() == "来电")
    qtbot.waitUntil(seat.settled)

    assert texts(page.model)[1][2:5] == ["2/2", "2/2", "1/2"]
    assert "不足 5 件的不算率" in page.says.text()


def test_as_of_an_earlier_day_nothing_later_is_known(embedded_centre, clock, opened, qtbot):
    answered(embedded_centre)
    clock.advance(timedelta(days=2))
    answered(embedded_centre)
    seat, page = opened(RatesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.rates.total.valid == 2

    page.period.as_of.set_day(page.period.as_of.day() - timedelta(days=1))
    page.period.back.setChecked(True)
    qtbot.waitUntil(lambda: page.rates.total.valid == 1)
    qtbot.waitUntil(seat.settled)


def test_an_exclusion_is_asked_with_reason_and_basis_and_granted_by_name(
    embedded_centre, opened, qtbot
):
    answered(embedded_centre, satisfied=False)
    seat, page = opened(RatesPage, "receptionist")
    qtbot.waitUntil(lambda: page.chosen() is not None)
    row = page.chosen()
    dialog = AskExclusionDialog(seat.desk, row.case_id, row.title, page)
    dialog.open()
    dialog.save()
    assert dialog.isVisible()  # nothing was said yet
    dialog.reason.set_value(ExclusionReason.OTHER_CHANNEL)
    dialog.basis.setPlainText("已起诉，见受理通知书")
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    qtbot.waitUntil(seat.settled)

    director, desk = opened(RegisterPage)
    qtbot.waitUntil(lambda: desk.panel.row is not None)
    assert desk.panel.can(Verdict.GRANT)
    verdict = VerdictDialog(director.desk, desk.panel.row, Verdict.GRANT, desk)
    verdict.open()
    with qtbot.waitSignal(verdict.saved):
        verdict.save()
    qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    desk.views.set_value(RegisterView.GRANTED)
    desk.views.chosen.emit(RegisterView.GRANTED)
    qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    qtbot.waitUntil(lambda: page.rates.total.excluded == 1)  # the other desk has heard of it
    qtbot.waitUntil(lambda: seat.settled() and director.settled())

    assert texts(desk.model)[0][0] == "剔〔2026〕1 号"
    assert texts(desk.model)[0][6] == "方雅琴"


def test_refusing_takes_words_and_nobody_grants_their_own(embedded_centre, opened, qtbot):
    case_id = answered(embedded_centre, satisfied=False)
    wish = ExclusionWish(case_id, ExclusionReason.OTHER, "情况特殊，见附件")
    embedded_centre.do("director", ask_exclusion, wish)
    seat, page = opened(RegisterPage)
    qtbot.waitUntil(lambda: page.panel.row is not None)

    assert not page.panel.can(Verdict.GRANT)
    QTest.keyClick(page.table, Qt.Key.Key_Y)
    assert "不用您批" in seat.sentences[-1]
    dialog = VerdictDialog(seat.desk, page.panel.row, Verdict.REFUSE, page)
    dialog.open()
    dialog.note.setPlainText(" ")
    dialog.save()
    assert dialog.isVisible()
    dialog.note.setPlainText("依据不足")
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    qtbot.waitUntil(seat.settled)

    with embedded_centre.database.reading() as session:
        (row,) = register(session, embedded_centre.actor("director"), RegisterView.ENDED)
    assert (row.state, row.decision) == (ExclusionState.REFUSED, "依据不足")


def test_rates_leave_as_a_table_that_the_journal_tells_of(embedded_centre, opened, qtbot, tmp_path):
    for _ in range(2):
        answered(embedded_centre)
    seat, page = opened(RatesPage)
    qtbot.waitUntil(lambda: page.rates is not None)
    path = tmp_path / "三率.csv"

    page.files.write(page.rates, Split.UNIT, path)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(seat.settled)

    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("名称,有效回访,及时联系")
    assert lines[1].startswith("合计,2,2,2,2")
