"""The page of drafts: cut, put together, move; take back; hand in and publish."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.accounts.rules import Role
from app.territory import queries
from app.territory.actions import set_outline
from app.territory.actions.redrawings import begin_redrawing, merge_grids
from app.territory.queries.redrawings import redrawings
from app.territory.redrawing import RedrawingState
from app.territory.rules import Tier
from tests.factories.seats import press, words_of, write
from tests.ui.territory.conftest import GRIDS, NORTH, STREET, box, do, middle, somebody
from ui.core.dialogs import ConsequenceDialog
from ui.core.states import EmptyState
from ui.territory.editing.draft_bar import Hand
from ui.territory.editing.draft_dialogs import BeginDialog, DescribeDialog, PublishDialog
from ui.territory.editing.draft_page import DraftPage
from ui.territory.editing.draft_panel import TwoLines
from ui.territory.editing.draft_tools import MoveTool, SplitTool
from ui.territory.editing.draw_tool import DrawTool

FIRST = GRIDS[0]  # west, north: 113.30-113.31, 40.09-40.10


@pytest.fixture
def drafter():
    return somebody(Role.DISPATCHER)


@pytest.fixture
def open_page(sit):
    def opened(database, actor, at="one"):
        seat = sit(database, actor, at)
        return seat, seat.show(DraftPage(seat.desk))

    return opened


@pytest.fixture
def drafting(embedded_street, open_page, drafter):
    do(embedded_street, begin_redrawing, STREET, "滨河花园交房")
    return open_page(embedded_street, drafter)


def px(page, longitude, latitude):
    return page.map.camera.to_px((longitude, latitude)).toPoint()


def click(page, longitude, latitude, *, double=False):
    way = QTest.mouseDClick if double else QTest.mouseClick
    way(page.map, Qt.MouseButton.LeftButton, pos=px(page, longitude, latitude))


def cut(seat, page):
    """Cut the first grid from west to east."""
    QTest.keyClick(page.map, Qt.Key.Key_F)
    click(page, 113.298, 40.095)
    click(page, 113.3105, 40.095)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    seat.settle()


def mouse(page, kind, point, buttons):
    at = QPointF(page.map.camera.to_px(point))
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind, at, page.map.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page.map, event)


def drag(page, start, end):
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    mouse(page, QEvent.Type.MouseMove, start, none)
    mouse(page, QEvent.Type.MouseButtonPress, start, left)
    mouse(page, QEvent.Type.MouseMove, end, left)
    mouse(page, QEvent.Type.MouseButtonRelease, end, none)


def names(page):
    return [cell.name for cell in page.seen.view.cells]


def new_codes(page):
    return [cell.code[12:] for cell in page.seen.view.cells if cell.is_new]


def test_where_nothing_is_drafted_the_page_says_how_to_begin(embedded_street, open_page, drafter):
    seat, page = open_page(embedded_street, drafter)

    assert "没有进行中的网格调整" in words_of(page.findChild(EmptyState))
    assert not page.bar.tools[Hand.SPLIT].isVisible()
    page.begin()
    dialog = seat.dialog(BeginDialog)
    dialog.save()
    assert "请写一句事由" in words_of(dialog)
    write(dialog.title, "滨河花园交房")
    seat.save(dialog)

    assert names(page) == ["桥北 01", "桥北 02", "桥南 01", "桥南 02"]
    assert "滨河花园交房" in words_of(page.panel)


def test_a_line_drawn_with_the_mouse_cuts_the_grid_it_crosses(drafting):
    seat, page = drafting

    QTest.keyClick(page.map, Qt.Key.Key_F)
    click(page, 113.298, 40.095)
    click(page, 113.3105, 40.095)
    click(page, 113.3105, 40.095, double=True)
    seat.settle()

    assert names(page)[:3] == ["桥北 02", "桥北 01-1", "桥北 01-2"]
    assert new_codes(page) == ["003", "004"]
    seat.wait(lambda: "新网格 2" in words_of(page.panel))
    assert "停用的旧网格 1" in words_of(page.panel)


def test_steps_are_taken_back_and_done_again_with_keys(drafting):
    seat, page = drafting
    cut(seat, page)

    QTest.keyClick(page.map, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    assert new_codes(page) == []
    assert "已撤销" in " ".join(line.text() for line in page.panel.findChildren(TwoLines))

    QTest.keyClick(page.map, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    assert new_codes(page) == ["003", "004"]


def test_chosen_grids_are_put_together_with_return(drafting):
    seat, page = drafting

    QTest.keyClick(page.map, Qt.Key.Key_H)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    assert "先点选两个以上" in seat.sentences[-1]
    click(page, *middle(GRIDS[0]))
    click(page, *middle(GRIDS[1]))
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    seat.settle()

    assert new_codes(page) == ["003"]
    assert page.ground.chosen == frozenset()


def test_grids_are_chosen_without_a_mouse_too(drafting):
    _, page = drafting
    QTest.keyClick(page.map, Qt.Key.Key_H)
    page.map.look_at(middle(GRIDS[0]))

    QTest.keyClick(page.map, Qt.Key.Key_Space)

    assert page.ground.chosen == {GRIDS[0]}


def test_what_cannot_be_put_together_is_said_and_the_draft_stays(drafting):
    seat, page = drafting
    QTest.keyClick(page.map, Qt.Key.Key_H)
    click(page, *middle(GRIDS[0]))
    click(page, *middle(GRIDS[2]))
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    seat.settle()

    assert "不属于同一个社区" in seat.sentences[-1]
    assert new_codes(page) == []


def test_a_border_is_dragged_and_moves_for_both_sides(drafting):
    seat, page = drafting
    QTest.keyClick(page.map, Qt.Key.Key_Y)

    drag(page, (113.31, 40.095), (113.312, 40.095))
    seat.settle()

    assert new_codes(page) == ["003", "004"]
    west = page.ground.find(FIRST)
    assert max(x for x, _ in west.rings[0]) == pytest.approx(113.312, abs=1e-4)


def test_limits_of_communities_cannot_be_taken_hold_of(drafting):
    _, page = drafting
    page.take(Hand.MOVE)
    tool = page.map.tool
    assert isinstance(tool, MoveTool)

    def grip(longitude, latitude):
        return tool.grip_at(page.map.camera.to_px((longitude, latitude)), page.map.camera)

    assert grip(113.31, 40.095) is not None
    assert grip(113.305, 40.09) is None  # between two communities
    assert grip(113.30, 40.095) is None  # the edge of the street
    assert grip(113.31, 40.09) is None  # the corner where all four meet


def test_escape_drops_the_line_and_then_the_tool(drafting):
    _, page = drafting
    QTest.keyClick(page.map, Qt.Key.Key_F)
    click(page, 113.298, 40.095)
    QTest.keyClick(page.map, Qt.Key.Key_Space)
    QTest.keyClick(page.map, Qt.Key.Key_Backspace)

    assert len(page.map.tool.points) == 1
    QTest.keyClick(page.map, Qt.Key.Key_Escape)
    assert page.map.tool.points == []
    QTest.keyClick(page.map, Qt.Key.Key_Escape)
    assert page.map.tool is None
    assert page.bar.hand is Hand.LOOK


def test_two_who_edit_one_draft_see_each_other_and_the_later_one_is_told(
    embedded_street, open_page, drafter
):
    draft = do(embedded_street, begin_redrawing, STREET, "滨河花园交房")
    seat, page = open_page(embedded_street, drafter)
    page.hide()  # hears of nothing
    do(embedded_street, merge_grids, draft, GRIDS[:2], seen_version=1)

    page._do(merge_grids, tuple(GRIDS[2:]))
    seat.settle()

    assert "刚被" in seat.sentences[-1]
    assert new_codes(page) == ["003"]  # and what the other one did is seen


def test_a_new_grid_is_named_and_given_people(drafting):
    seat, page = drafting
    cut(seat, page)
    page.take(Hand.LOOK)
    small = next(cell for cell in page.seen.view.cells if cell.is_new and not cell.posts)
    line = next(line for line in page.panel.findChildren(TwoLines) if line.text() == small.name)
    press(line)

    dialog = seat.dialog(DescribeDialog)
    write(dialog.name, "滨河花园网格")
    write(dialog.totals.population, "620")
    dialog.posts.ticks[0].setChecked(True)
    seat.save(dialog)

    cell = next(cell for cell in page.seen.view.cells if cell.key == small.key)
    assert (cell.name, cell.population, len(cell.posts)) == ("滨河花园网格", 620, 1)


def test_a_drafter_hands_in_and_a_director_publishes(embedded_street, open_page, drafter):
    do(embedded_street, begin_redrawing, STREET, "滨河花园交房")
    seat, page = open_page(embedded_street, drafter)
    assert not page.panel.submit.isEnabled()
    cut(seat, page)
    assert not page.panel.publish.isVisible()
    press(page.panel.submit)
    seat.settle()
    assert "待发布" in words_of(page.panel)
    assert not page.bar.tools[Hand.SPLIT].isEnabled()

    boss, theirs = open_page(embedded_street, somebody(Role.DIRECTOR), "two")
    press(theirs.panel.publish)
    dialog = boss.dialog(PublishDialog)
    told = words_of(dialog)
    assert "开设 2 个新网格，停用 1 个旧网格" in told
    assert "还缺专职网格员" in told
    boss.save(dialog)

    assert "已发布，开设了 2 个新网格" in boss.sentences
    boss.wait(lambda: "起生效" in words_of(theirs.panel))
    with embedded_street.reading() as session:
        rows = queries.outlines(session, NORTH, Tier.GRID)
        assert [row.code[12:] for row in rows] == ["002", "003", "004"]
        (row,) = redrawings(session, drafter, STREET)
        assert row.state is RedrawingState.PUBLISHED


def test_a_draft_is_given_up_after_saying_what_that_means(drafting):
    seat, page = drafting
    cut(seat, page)

    page.discard()
    dialog = seat.dialog(ConsequenceDialog)
    assert "作废不能撤回" in words_of(dialog)
    dialog.accept()
    seat.settle()

    assert "已作废" in words_of(page.panel)
    assert not page.panel.discard.isVisible()


def test_a_draft_that_is_outdated_says_so_and_is_not_edited(drafting):
    from app.territory.actions import retire_region

    seat, page = drafting
    do(seat.desk.parts.database, retire_region, GRIDS[3])
    page.reload()
    seat.settle()

    assert "在别处改过了" in page.strip.text
    assert not page.bar.tools[Hand.MOVE].isEnabled()


def test_a_tool_is_painted_without_harm(drafting):
    _, page = drafting
    for hand in Hand:
        page.take(hand)
        if isinstance(page.map.tool, SplitTool):
            click(page, 113.298, 40.095)
        page.map.zoom_in()
        assert not page.map.grab().isNull()


def test_a_grid_is_drawn_on_free_ground_and_snaps_to_the_corner_beside(
    embedded_street, open_page, drafter
):
    do(embedded_street, set_outline, STREET, box(0, 0, 3, 2))
    do(embedded_street, begin_redrawing, STREET, "东边新建小区")
    seat, page = open_page(embedded_street, drafter)
    page.map.zoom_out()

    QTest.keyClick(page.map, Qt.Key.Key_N)
    tool = page.map.tool
    assert isinstance(tool, DrawTool)
    start = px(page, 113.32, 40.09)
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=start + QPoint(4, -3))
    for corner in ((113.328, 40.09), (113.328, 40.10), (113.32, 40.10)):
        click(page, *corner)
    assert tool.points[0] == (113.32, 40.09)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    seat.wait(lambda: any(cell.is_new for cell in page.seen.view.cells))

    (new,) = (cell for cell in page.seen.view.cells if cell.is_new)
    assert new.code == f"{NORTH}003"
    assert page.seen.view.gap_m < 1.0
    QTest.keyClick(page.map, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seat.wait(lambda: not any(cell.is_new for cell in page.seen.view.cells))
