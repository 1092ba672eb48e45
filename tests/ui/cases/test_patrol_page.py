"""Many findings at once: typed like a table, brought in as photos, kept till registered."""

import zipfile

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.models import CaseFile
from app.cases.rules import CaseState
from tests.factories.centre import GRID
from tests.factories.files import photo
from ui.cases.patrol.patrol_page import PatrolPage
from ui.core.segmented import Choice

TAKEN = "2026:11:24 13:{minute:02}:00"


def fill(row, text: str) -> None:
    """Type a finding as somebody would have chosen it."""
    row.kind.set_choice(Choice("C01-003", "雨水井盖"))
    row.region.set_choice(Choice(GRID, "南塘第二网格"))
    row.text.setText(text)


@pytest.fixture
def patrol(embedded_centre, sit, show, settle):
    """The page as a grid worker opens it."""
    seat = sit(embedded_centre, "grid_worker")
    page = show(PatrolPage(seat.desk))
    settle(seat)
    return embedded_centre, seat, page, settle, show


def cases_of(centre) -> list[CaseFile]:
    with centre.database.reading() as session:
        return sorted(session.scalars(sa.select(CaseFile)), key=lambda case: case.text)


def test_findings_are_typed_like_a_table_and_what_lacks_stays(patrol, qtbot):
    centre, seat, page, settle, _ = patrol
    fill(page.rows[0], "一号井盖翘起")
    page.rows[0].text.setFocus()

    QTest.keyClick(page.rows[0].text, Qt.Key.Key_Return)
    second = page.rows[1]
    second.text.setText("二号井盖丢失")
    second.solved.setChecked(True)
    qtbot.waitUntil(lambda: second.region.code() == GRID)
    copied = second.kind.value()
    page.register_all()
    qtbot.waitUntil(lambda: len(page.rows) == 1)
    settle(seat)

    assert copied == "C01-003"
    assert [case.text for case in cases_of(centre)] == ["一号井盖翘起"]
    assert "怎么解决" in page.rows[0].complaint.text()
    assert any("登记了 1 条，还有 1 条要改" in told for told in seat.sentences)


def test_photos_become_findings_and_are_registered_once(patrol, qtbot, tmp_path):
    centre, seat, page, settle, _ = patrol
    file = tmp_path / "导出.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for at in (1, 3, 40):
            body = photo((40 + at, 30), taken=TAKEN.format(minute=at), place=(113.305, 40.09))
            archive.writestr(f"{at}.jpg", body)
        archive.writestr("说明.txt", "不是照片")

    page.bring_in([file])
    qtbot.waitUntil(lambda: [len(row.photos) for row in page.rows] == [2, 1])
    told = page.told.text()
    for at, row in enumerate(page.rows):
        fill(row, f"第{at}处堆物")
        row.solved.setChecked(True)
        row.note.setText("当场清走")
    page.register_all()
    qtbot.waitUntil(lambda: len(cases_of(centre)) == 2)
    settle(seat)
    page.bring_in([file])
    qtbot.waitUntil(lambda: [len(row.photos) for row in page.rows] == [2, 1])
    for row in page.rows:
        fill(row, "再导一次")
    page.register_all()
    settle(seat)

    assert "说明.txt" in told
    assert [case.state for case in cases_of(centre)] == [CaseState.CLOSED] * 2
    assert all("已经登记过" in row.complaint.text() for row in page.rows)


def test_what_was_not_registered_is_there_again(patrol, qtbot, tmp_path):
    _, seat, page, settle, show = patrol
    shot = tmp_path / "前.jpg"
    shot.write_bytes(photo((40, 30)))
    fill(page.rows[0], "楼道堆物")
    page.add_photos(page.rows[0], [shot])
    qtbot.waitUntil(lambda: len(page.rows[0].photos) == 1)
    page.keeper.keep_now()
    settle(seat)

    again = show(PatrolPage(seat.desk))
    qtbot.waitUntil(lambda: again.rows[0].text.text() == "楼道堆物")
    qtbot.waitUntil(lambda: len(again.rows[0].photos) == 1)

    assert again.rows[0].kind.value() == "C01-003"
