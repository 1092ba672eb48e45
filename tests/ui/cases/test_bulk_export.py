"""A queue taken out as a table: all that is filtered, stopped at will, nothing of people."""

import csv
from contextlib import closing
from dataclasses import replace

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.database.tables import JournalEntry
from app.core.paging import Page
from tests.factories.centre import OTHER_STREET
from ui.cases.bulk.export import ExportDialog, ExportProgress
from ui.cases.bulk.export_rows import ExportOrder
from ui.cases.queue_page import QueuePage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at_queue(sit, show, settle):
    """Open somebody's queue; gives seat, page, and what the export asked."""

    def opened(centre, role="dispatcher"):
        seat = sit(centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        asked, done = [], []
        page.export.asked.connect(asked.append)
        page.export.exported.connect(done.append)
        page.activateWindow()
        page.table.setFocus()
        return seat, page, asked, done

    return opened


def choose(asked, qtbot, *, columns="shown", form="xlsx"):
    """Answer the dialog; return the one that asks for a place."""
    dialog = asked[-1]
    assert isinstance(dialog, ExportDialog)
    dialog.columns.set_value(columns)
    dialog.form.set_value(form)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked[-1] is not dialog)
    return asked[-1]


def take_out(page, asked, done, qtbot, path, **chosen):
    place = choose(asked, qtbot, form=path.suffix[1:], **chosen)
    place.fileSelected.emit(str(path))
    place.reject()
    qtbot.waitUntil(lambda: bool(done))
    return done[-1]


def read_csv(path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_excel(path) -> list[tuple[object, ...]]:
    with closing(load_workbook(path, read_only=True)) as book:
        return list(book.worksheets[0].iter_rows(values_only=True))


def journaled(centre) -> list[dict]:
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action == "exchange.export")
        return [{"region": row.region, **row.facts} for row in session.scalars(asked)]


def test_all_rows_of_a_view_leave_not_only_those_loaded(centre, at_queue, qtbot, tmp_path):
    for number in range(70):
        centre.register(text=f"第 {number} 件")
    _seat, page, asked, done = at_queue(centre)
    loaded = page.model.rowCount()

    QTest.keyClick(page.table, Qt.Key.Key_E, CTRL)
    told = take_out(page, asked, done, qtbot, tmp_path / "全部在办.xlsx")

    rows = read_excel(told.path)
    assert (loaded, told.count, len(rows)) == (60, 70, 71)
    assert rows[0] == ("阶段", "编号", "标题", "类别", "网格", "承办", "时限")
    assert {row[2] for row in rows[1:]} == {f"第 {number} 件" for number in range(70)}
    assert journaled(centre) == [
        {
            "region": "",
            "rows": 70,
            "view": "all_open",
            "columns": ["stage", "number", "title", "category", "region", "unit", "due"],
            "narrowed": False,
        }
    ]


def test_what_is_filtered_away_stays_and_what_was_typed_is_not_journaled(
    embedded_centre, at_queue, qtbot, tmp_path
):
    embedded_centre.register(text="路灯不亮")
    embedded_centre.register(text="井盖缺失")
    seat, page, asked, done = at_queue(embedded_centre)
    page.bar.field.setText("路灯")
    page.bar.field.tell()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)

    page.export_view()
    told = take_out(page, asked, done, qtbot, tmp_path / "路灯.csv")

    assert [row[2] for row in read_csv(told.path)[1:]] == ["路灯不亮"]
    assert journaled(embedded_centre)[0]["narrowed"] is True
    assert "路灯" not in str(journaled(embedded_centre))


def test_all_columns_hold_what_is_known_and_nothing_of_the_reporter(
    embedded_centre, at_queue, qtbot, tmp_path
):
    embedded_centre.register(text="=HYPERLINK(1)")
    _, page, asked, done = at_queue(embedded_centre)

    page.export_view()
    told = take_out(page, asked, done, qtbot, tmp_path / "a.csv", columns="all")

    head, row = read_csv(told.path)
    assert len(head) == 31
    assert row[head.index("标题")] == "'=HYPERLINK(1)"
    assert "陈芳华" not in str(row)
    assert "13812346021" not in str(row)


def test_selected_rows_leave_alone(embedded_centre, at_queue, qtbot, tmp_path):
    for title in ("甲", "乙", "丙"):
        embedded_centre.register(text=title)
    _, page, asked, done = at_queue(embedded_centre)
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    qtbot.mouseClick(page.bulk.bar.buttons["export"], Qt.MouseButton.LeftButton)
    told = take_out(page, asked, done, qtbot, tmp_path / "a.csv")

    assert [row[2] for row in read_csv(told.path)[1:]] == ["甲", "乙"]


def test_what_the_right_does_not_reach_is_counted_and_stays(
    embedded_centre, at_queue, qtbot, tmp_path
):
    embedded_centre.register(text="甲")
    seat, page, asked, done = at_queue(embedded_centre)
    elsewhere = replace(page.model.rows[0], region=f"{OTHER_STREET}001001")
    rows = (*page.model.rows, elsewhere)

    page.export.rows(rows, "全部在办", page.table.shown_columns())
    told = take_out(page, asked, done, qtbot, tmp_path / "a.csv")

    assert (told.count, told.left_out) == (1, 1)
    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert seat.sentences == ["已导出 1 件到 a.csv；另有 1 件不在您能导出的辖区"]


def test_an_export_that_is_stopped_leaves_no_file_and_no_entry(
    embedded_centre, at_queue, qtbot, tmp_path
):
    embedded_centre.register(text="甲")
    seat, page, asked, done = at_queue(embedded_centre)
    row = page.model.rows[0]
    endless = ExportOrder(
        lambda _: Page((row,) * 300, ("more",)),
        tuple(page.export._columns.values()),
        "没有尽头",
    )

    page.export.write(endless, tmp_path / "a.csv", None)
    progress = asked[-1]
    assert isinstance(progress, ExportProgress)
    qtbot.waitUntil(lambda: progress.says.startswith("已写"))
    QTest.keyClick(progress, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: seat.sentences == ["导出停下了，没有留下文件"])
    assert (list(tmp_path.glob("a.csv*")), journaled(embedded_centre), done) == ([], [], [])


def test_a_folder_that_is_gone_is_said_in_a_sentence(embedded_centre, at_queue, qtbot, tmp_path):
    embedded_centre.register(text="甲")
    _, page, asked, done = at_queue(embedded_centre)
    page.export_view()
    place = choose(asked, qtbot)

    place.fileSelected.emit(str(tmp_path / "没有" / "a.xlsx"))
    place.reject()

    progress = asked[-1]
    qtbot.waitUntil(lambda: "没有" in progress.says)
    assert progress.stop_button.text() == "关上"
    progress.reject()
    assert (done, journaled(embedded_centre)) == ([], [])


@pytest.mark.parametrize("role", ["receptionist", "handler"])
def test_without_the_right_nothing_is_offered(embedded_centre, at_queue, qtbot, role):
    for title in ("甲", "乙"):
        embedded_centre.assign(embedded_centre.register(text=title))
    _, page, asked, _ = at_queue(embedded_centre, role)

    QTest.keyClick(page.table, Qt.Key.Key_E, CTRL)
    QTest.keyClick(page.table, Qt.Key.Key_A, CTRL)

    assert not page.bar.share_button.isVisible()
    assert "export" not in page.bulk.bar.buttons
    assert asked == []
