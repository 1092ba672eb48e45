"""Rows come in pages, once each and in order; late pages are thrown away."""

from dataclasses import replace

from PySide6.QtCore import Qt

from tests.ui.core.rows import Row, Source, fetch_all, settle
from ui.core.table_model import KEY_ROLE, ROW_ROLE, Column, Loading, PagedTableModel


def test_the_model_keeps_qts_rules(qtbot, qtmodeltester, jobs, model):
    model.show(Source(25))
    settle(qtbot, jobs)

    qtmodeltester.check(model)
    settle(qtbot, jobs)
    model.reload()
    settle(qtbot, jobs)


def test_every_row_comes_once_in_order(qtbot, jobs, model):
    source = Source(35)
    model.show(source)
    fetch_all(qtbot, jobs, model)

    assert [row.id for row in model.rows] == list(range(35))
    assert source.reads == [None, (10,), (20,), (30,)]


def test_a_page_asked_for_before_a_reload_is_thrown_away(qtbot, jobs, model):
    source = Source(25)
    model.show(source)
    settle(qtbot, jobs)
    source.gate.clear()
    model.fetchMore(model.index(-1, -1))
    qtbot.waitUntil(lambda: len(source.reads) == 2)

    source.rows.insert(0, Row(99, "新的"))
    model.reload()
    source.gate.set()
    settle(qtbot, jobs)

    assert [row.id for row in model.rows] == [99, *range(9)]


def test_a_reload_reads_as_far_as_was_loaded(qtbot, jobs, model):
    source = Source(45)
    model.show(source)
    settle(qtbot, jobs)
    model.fetchMore(model.index(-1, -1))
    settle(qtbot, jobs)

    source.rows.pop(0)
    model.reload()
    settle(qtbot, jobs)

    assert [row.id for row in model.rows] == list(range(1, 21))
    fetch_all(qtbot, jobs, model)
    assert [row.id for row in model.rows] == list(range(1, 45))


def test_rows_that_only_changed_do_not_reset_the_view(qtbot, jobs, model):
    source = Source(5)
    model.show(source)
    settle(qtbot, jobs)
    source.rows[3] = replace(source.rows[3], title="改过")

    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        model.reload()

    assert [told.args[0].row(), told.args[1].row()] == [3, 3]
    assert model.row_at(3).title == "改过"


def test_another_question_shows_its_own_rows_from_the_start(qtbot, jobs, model):
    model.show(Source(25))
    fetch_all(qtbot, jobs, model)

    model.show(Source(3))
    settle(qtbot, jobs)

    assert model.rowCount() == 3


def test_the_model_answers_with_rows_keys_and_words(qtbot, jobs, model):
    model.show(Source(3))
    settle(qtbot, jobs)

    index = model.index(1, 1)
    assert index.data() == "0001"
    assert index.data(ROW_ROLE) == Row(1, "第 1 件")
    assert index.data(KEY_ROLE) == 1
    assert model.index(1, 3).data() == "剩 25 分 11-24 14:30"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "时限"


def test_a_cancelled_reading_leaves_what_stands(qtbot, jobs, model):
    source = Source(3)
    source.gate.clear()
    model.show(source)

    model.cancel()
    source.gate.set()
    settle(qtbot, jobs)

    assert model.loading is Loading.NEVER
    assert model.rowCount() == 0


def test_a_column_may_explain_itself_when_the_mouse_rests(qtbot, jobs):
    columns = (Column("id", "编号", lambda row: str(row.id), tooltip=lambda row: row.title),)
    model = PagedTableModel(columns, lambda row: row.id, jobs)
    model.show(Source(1))
    settle(qtbot, jobs)

    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "第 0 件"
