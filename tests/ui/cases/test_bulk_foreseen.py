"""What a bulk dialog says before anything is done: how many can, which not, what is taken away."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.factories.paths import at_work, finished
from tests.ui.cases.bulk_hands import choose_unit, select, select_all


def test_cases_taken_from_other_units_are_counted_before_they_are_reassigned(
    embedded_centre, rows_at_queue, qtbot
):
    for title in ("甲", "乙"):
        embedded_centre.register(text=title)
    at_work(embedded_centre, text="丙")
    finished(embedded_centre, text="丁")
    _, page, dialogs = rows_at_queue(embedded_centre)

    def foreseen(*titles):
        select(page, qtbot, *titles)
        page.bulk.assign()
        dialog = dialogs[-1]
        choose_unit(dialog, embedded_centre, qtbot, "water", "供水公司")
        qtbot.waitUntil(dialog.do_button.isEnabled)
        told = (dialog.preview.says, dialog.do_button.text())
        dialog.reject()
        return told

    assert foreseen("甲", "乙", "丙") == (
        "3 件可以，其中 1 件已在别的单位手上，会转派走。",
        "分流 3 件",
    )
    assert foreseen("甲", "丙", "丁") == (
        "2 件可以，其中 1 件已在别的单位手上，会转派走；1 件不行，跳过：",
        "分流 2 件",
    )
    assert foreseen("丙", "丁") == (
        "1 件可以，都已在别的单位手上，会转派走；1 件不行，跳过：",
        "转派 1 件",
    )


def test_nothing_is_foreseen_or_done_until_a_unit_is_chosen(embedded_centre, rows_at_queue, qtbot):
    for title in ("甲", "乙"):
        embedded_centre.register(text=title)
    seat, page, dialogs = rows_at_queue(embedded_centre)
    select_all(page)
    page.bulk.assign()
    dialog = dialogs[-1]

    def now():
        qtbot.waitUntil(seat.settled)
        return dialog.preview.says, dialog.do_button.text(), dialog.do_button.isEnabled()

    before = now()
    choose_unit(dialog, embedded_centre, qtbot)
    chosen = now()
    dialog.unit.setFocus()
    QTest.keyClick(dialog.unit, Qt.Key.Key_Backspace)

    assert before == ("先选承办单位", "分流", False)
    assert chosen == ("2 件都可以。", "分流 2 件", True)
    assert now() == before
    dialog.reject()


def test_the_refusals_take_the_room_of_their_rows_and_scroll_after_four(
    embedded_centre, rows_at_queue, qtbot
):
    embedded_centre.register(text="甲")
    for at in range(6):
        finished(embedded_centre, text=f"办结 {at}")
    seat, page, dialogs = rows_at_queue(embedded_centre)

    def listed(*titles):
        select(page, qtbot, *titles)
        page.bulk.assign()
        dialog = dialogs[-1]
        choose_unit(dialog, embedded_centre, qtbot)
        qtbot.waitUntil(seat.settled)
        shown = dialog.preview.list
        height, row = shown.height(), shown.sizeHintForRow(0)
        dialog.reject()
        return height // row

    assert listed("甲", "办结 0") == 1
    assert listed("甲", *(f"办结 {at}" for at in range(6))) == 4
