"""A file is opened, its columns are told apart, and what comes of it is seen before it comes."""

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.models import CaseFile
from app.core.actor import system
from app.exchange.feeds.actions import save_mapping
from app.exchange.feeds.queries import files, mappings
from app.exchange.feeds.rules import FileState
from app.exchange.mapping import CaseField, RegionBy
from app.exchange.mapping_draft import OtherUse
from app.exchange.mapping_files import mapping_from
from tests.factories.centre import GRID, STREET
from tests.factories.seats import choose_from, press, write
from ui.exchange.feeds_page import FeedsPage

HEAD = ("工单编号", "来电时间", "诉求内容", "诉求类别", "所属社区", "身份证号", "来电人")
ROWS = (
    ("A1", "2026/03/02 08:00", "路灯不亮", "路灯", "南塘社区", "1101", "陈芳华"),
    ("A2", "昨天", "井盖翘起", "井盖", "南塘社区", "1102", ""),
    ("A3", "2026/03/02 09:00", "井盖翘起", "井盖", "哪里都不是", "1103", ""),
)


@pytest.fixture
def page(embedded_centre, sit):
    seat = sit(embedded_centre.database, embedded_centre.actor("dispatcher"))
    return Opened(embedded_centre, seat, seat.show(FeedsPage(seat.desk)))


class Opened:
    def __init__(self, centre, seat, page) -> None:
        self.centre, self.seat, self.page = centre, seat, page

    def open(self, path: Path, mapping: str = ""):
        window = self.page.open_window(path, mapping)
        self.seat.wait(lambda: window.columns.choices)
        self.settle(window)
        return window

    def settle(self, window) -> None:
        self.seat.wait(lambda: not window._soon.isActive())
        self.seat.settle()

    def kept(self):
        with self.centre.database.reading() as session:
            return mappings(session, self.centre.actor("dispatcher"))

    def texts(self) -> list[str]:
        with self.centre.database.reading() as session:
            asked = sa.select(CaseFile.text).where(CaseFile.external_number.is_not(None))
            return sorted(session.scalars(asked))


def table(path: Path, *rows, head=HEAD) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((head, *rows))
    return path


def test_a_file_nobody_has_seen_is_guessed_seen_and_taken_in(page, tmp_path):
    window = page.open(table(tmp_path / "工单.csv", *ROWS))
    uses = window.columns.uses()
    assert uses["工单编号"] is CaseField.EXTERNAL_NUMBER
    assert uses["身份证号"] is OtherUse.PERSONAL
    assert uses["所属社区"] is CaseField.REGION
    draft = window.draft()
    assert (draft.time_formats, draft.region_by) == (("%Y/%m/%d %H:%M",), RegionBy.NAME)
    assert "2 行能导入，1 行会退回" in window.says.text()
    assert [bool(row.refused) for row in window.model.rows] == [False, True, False]

    write(window.name, "热线")
    press(window.import_button)
    page.seat.wait(lambda: page.texts() == ["路灯不亮"])
    page.seat.wait(lambda: [f.state for f in sent(page)] == [FileState.DONE])
    (file,) = sent(page)
    assert {field for _, field, _ in file.refused} == {"来电时间", "所属社区"}
    assert [row.name for row in page.kept()] == ["热线"]
    page.seat.wait(lambda: len(page.page.model.rows) == 1)


def sent(page: Opened):
    with page.centre.database.reading() as session:
        return files(session, system("test"), handed_in=True)


def test_what_a_word_of_theirs_stands_for_is_chosen_and_kept(page, tmp_path):
    window = page.open(table(tmp_path / "工单.csv", *ROWS))
    assert set(window.kinds.pickers) == {"路灯", "井盖"}
    window.tabs.setFocus()
    QTest.keyClick(window.tabs, Qt.Key.Key_Right)
    choose_from(window.kinds.pickers["路灯"], "路灯", page.seat)
    page.settle(window)
    write(window.name, "热线")
    press(window.save_button)
    page.seat.settle()
    (row,) = page.kept()
    mapping = mapping_from(row.body, row.name)
    assert mapping.categories["路灯"].startswith("C01")
    assert mapping.file_columns == HEAD
    assert mapping.personal == ("身份证号",)
    assert page.texts() == []


BODY = f"""
source = "hotline_12345"
region = "{GRID}"
file_columns = ["工单编号", "来电时间", "诉求内容"]
time_formats = ["%Y/%m/%d %H:%M"]
[columns]
external_number = "工单编号"
received_at = "来电时间"
text = "诉求内容"
[result]
number = "工单编号"
state = "状态"
"""


def test_a_renamed_column_is_told_and_put_right_with_one_click(page, tmp_path):
    page.centre.do("dispatcher", save_mapping, "热线", STREET, BODY)
    head = ("工单编号", "来电时间", "诉求内容描述")
    path = table(tmp_path / "工单.csv", ("A1", "2026/03/02 08:00", "路灯不亮"), head=head)
    window = page.open(path, "热线")
    assert "“诉求内容”→“诉求内容描述”" in window.strip.text
    assert not window.import_button.isEnabled()

    press(window.rename_button)
    page.seat.wait(window.import_button.isEnabled)
    press(window.save_button)
    page.seat.settle()
    (row,) = page.kept()
    mapping = mapping_from(row.body, row.name)
    assert mapping.columns[CaseField.TEXT] == "诉求内容描述"
    assert mapping.result is not None  # what cannot be edited here stays
    assert mapping.region == GRID


def test_columns_a_file_lacks_are_left_out_with_one_click(page, tmp_path):
    body = BODY.replace("[result]", '[extra]\n"渠道" = "渠道"\n[result]')
    page.centre.do("dispatcher", save_mapping, "热线", STREET, body)
    head = ("工单编号", "来电时间", "诉求内容")
    path = table(tmp_path / "工单.csv", ("A1", "2026/03/02 08:00", "路灯不亮"), head=head)
    window = page.open(path, "热线")
    assert "缺少列：渠道" in window.strip.text
    press(window.drop_button)
    page.seat.wait(window.import_button.isEnabled)
    assert window.draft().extra == {}


def test_without_a_name_or_a_needed_column_nothing_is_kept(page, tmp_path):
    window = page.open(table(tmp_path / "工单.csv", *ROWS))
    press(window.save_button)
    assert "写个名称" in window.says.text()
    window.columns.choices["诉求内容"].set_value(OtherUse.NOTHING)
    page.settle(window)
    page.seat.wait(lambda: "内容" in window.says.text())
    assert not window.import_button.isEnabled()
    assert page.kept() == ()


def test_a_file_that_is_none_is_told_in_a_sentence(page, tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04broken")
    window = page.page.open_window(path)
    page.seat.wait(lambda: "坏.xlsx" in window.says.text())
    assert not window.import_button.isEnabled()
