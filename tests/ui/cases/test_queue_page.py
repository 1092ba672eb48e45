"""The queue: rows by deadline, live counts, narrowing, keys, and news of other desks."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton

from app.cases.actions.handle import Step, close_case
from app.cases.queries.queue import QueueView
from app.cases.rules import Level
from app.core.changes import Change, Topic
from app.core.ids import new_id
from tests.factories.centre import GRID, OTHER_STREET
from ui.cases.queue_page import QueuePage
from ui.core.targets import CaseWanted, NewCaseWanted, QueueWanted


def titles(page) -> list[str]:
    return [row.title for row in page.model.rows]


def words_on(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def queue(embedded_centre, sit, show, settle):
    """Open the queue of somebody at the embedded centre."""

    def opened(role: str = "dispatcher"):
        seat = sit(embedded_centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        return seat, page

    return opened


def test_rows_stand_in_the_order_in_which_their_clocks_run_out(embedded_centre, queue, clock):
    days = embedded_centre.register(text="油烟扰民", category="E01-001")
    hours = embedded_centre.register(text="井盖缺失", level=Level.URGENT)
    for case_id in (days, hours):
        embedded_centre.assign(case_id)

    _, page = queue()

    assert titles(page) == ["井盖缺失", "油烟扰民"]
    assert "签收剩 30 分" in page.model.index(0, 9).data()


def test_counts_of_the_views_follow_every_step(embedded_centre, queue, qtbot):
    first = embedded_centre.register()
    _, page = queue()
    counts = page.views.rows

    embedded_centre.assign(first)

    qtbot.waitUntil(lambda: counts[QueueView.ASSIGNED].count_text == "1")
    assert counts[QueueView.REGISTERED].count_text == "0"
    assert counts[QueueView.ALL_OPEN].count_text == "1"


def test_a_case_registered_at_another_program_appears_by_itself(
    centre, second_desk, sit, show, settle, qtbot
):
    seat = sit(centre, "dispatcher", second_desk)
    page = show(QueuePage(seat.desk))
    settle(seat)
    assert titles(page) == []

    centre.register(text="路灯不亮")

    qtbot.waitUntil(lambda: titles(page) == ["路灯不亮"])
    assert page.foot.text == "共 1 件"


def test_a_case_outside_my_street_costs_no_reading(embedded_centre, queue, qtbot):
    seat, _page = queue()
    asked = []
    engine = seat.desk.parts.database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    seat.desk.hub.announce((Change(Topic.CASE, str(new_id()), OTHER_STREET),))
    seat.desk.hub.announce((Change(Topic.PERSON, str(new_id())),))
    qtbot.waitUntil(seat.settled)

    assert [text for text in asked if "case_file" in text] == []


def test_a_saved_view_shows_its_rows_and_the_panel_follows(embedded_centre, queue, qtbot):
    waiting = embedded_centre.register(text="等分流")
    held = embedded_centre.register(text="在办")
    embedded_centre.assign(held)
    embedded_centre.sign_for(held)
    _, page = queue()

    qtbot.mouseClick(page.views.rows[QueueView.REGISTERED], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: titles(page) == ["等分流"])
    qtbot.waitUntil(lambda: page.panel.card is not None and page.panel.card.id == waiting)
    assert page.table.current_key() == waiting


def test_arrows_walk_the_queue_and_the_panel_shows_each_case(embedded_centre, queue, qtbot):
    ids = [embedded_centre.register(text=text) for text in ("甲", "乙")]
    _, page = queue()
    qtbot.waitUntil(lambda: page.panel.card is not None and page.panel.card.id == ids[0])

    qtbot.keyClick(page.table, Qt.Key.Key_Down)

    qtbot.waitUntil(lambda: page.panel.card.id == ids[1])


def test_a_slash_begins_to_filter_and_letters_typed_there_take_no_step(
    embedded_centre, queue, qtbot
):
    embedded_centre.register(text="北塘游园路灯不亮")
    embedded_centre.register(text="南塘农贸市场占道")
    _seat, page = queue()
    opened = []
    page.panel.actions_of.opened.connect(opened.append)
    page.table.setFocus()

    qtbot.keyClick(page, "/")
    qtbot.waitUntil(page.bar.field.hasFocus)
    qtbot.keyClicks(page.bar.field, "a")
    page.bar.field.setText("路灯")  # QTest types ASCII only
    page.bar.field.textEdited.emit("路灯")

    qtbot.waitUntil(lambda: titles(page) == ["北塘游园路灯不亮"])
    assert opened == []


def test_a_filter_that_leaves_nothing_names_itself_and_offers_to_go(
    embedded_centre, queue, qtbot, settle
):
    embedded_centre.register(text="井盖缺失")
    seat, page = queue()

    page.bar.choose_group("C04")
    qtbot.waitUntil(lambda: titles(page) == [])
    settle(seat)

    said = words_on(page.table)
    assert "筛选后一件也没有" in said
    assert "类别是园林绿化。" in said
    button = next(b for b in page.table.findChildren(QPushButton) if b.text() == "去掉筛选")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(page) == ["井盖缺失"])


def test_units_that_hold_something_are_offered_as_a_filter(embedded_centre, queue, qtbot, settle):
    held, _free = (embedded_centre.register(text=text) for text in ("在办", "没分"))
    embedded_centre.assign(held)
    seat, page = queue()

    page.bar.choose_holder(embedded_centre.units["municipal"])
    settle(seat)

    assert titles(page) == ["在办"]
    assert page.bar.holder_button.text() == "市政养护站"


def test_an_empty_view_says_why_it_is_empty(queue, qtbot, settle):
    seat, page = queue()

    page.show_view(QueueView.OVERDUE)
    settle(seat)

    assert "没有超时的事件" in words_on(page.table)


def test_the_foot_says_how_much_of_the_view_is_loaded(embedded_centre, queue, qtbot):
    for number in range(65):
        embedded_centre.register(text=f"第 {number} 件")

    _, page = queue()

    assert page.foot.text == "已载入 60 / 65 件，下滚续载"
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.foot.text == "共 65 件")


def test_closed_cases_stand_newest_first_with_the_moment_of_their_closing(
    embedded_centre, queue, clock, qtbot, settle
):
    for text in ("先结", "后结"):
        case_id = embedded_centre.register(text=text)
        embedded_centre.assign(case_id)
        embedded_centre.sign_for(case_id)
        embedded_centre.finish(case_id)
        clock.advance(timedelta(minutes=5))
        order = Step(case_id, embedded_centre.version(case_id), "回访：满意")
        with embedded_centre.database.writing(embedded_centre.actor("dispatcher")) as uow:
            close_case(uow, order, command_key=new_id())
    seat, page = queue()

    page.show_view(QueueView.CLOSED)
    settle(seat)

    assert titles(page) == ["后结", "先结"]
    assert page.model.index(0, 9).data() == "已结案 11-24 14:15"


def test_clocks_run_on_while_nobody_changes_anything(embedded_centre, queue, clock, qtbot):
    case_id = embedded_centre.register(level=Level.URGENT)
    embedded_centre.assign(case_id)
    _, page = queue()

    clock.advance(timedelta(minutes=31))
    for timer in page.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly):
        timer.timeout.emit()

    qtbot.waitUntil(lambda: page.views.rows[QueueView.OVERDUE].count_text == "1")
    assert "签收超" in page.model.index(0, 9).data()


def test_a_target_opens_a_view_or_a_case(embedded_centre, queue, qtbot):
    _first, second = (embedded_centre.register(text=text) for text in ("甲", "乙"))
    _, page = queue()

    page.show_target(QueueWanted("registered"))
    assert page.view is QueueView.REGISTERED
    page.show_target(CaseWanted(second))

    qtbot.waitUntil(lambda: page.panel.card is not None and page.panel.card.id == second)
    assert page.table.current_key() == second


def test_the_view_one_left_is_the_one_one_comes_back_to(embedded_centre, sit, show, settle):
    seat = sit(embedded_centre, "dispatcher")
    show(QueuePage(seat.desk)).show_view(QueueView.ASSIGNED)

    again = show(QueuePage(seat.desk))
    settle(seat)

    assert again.view is QueueView.ASSIGNED


def test_who_may_not_register_has_no_button_for_it(queue, qtbot):
    _, handler = queue("handler")
    seat, receptionist = queue("receptionist")

    assert not handler.bar.new_button.isVisible()
    qtbot.mouseClick(receptionist.bar.new_button, Qt.MouseButton.LeftButton)
    assert seat.sent_to == [NewCaseWanted()]


def test_a_closed_panel_stays_closed_until_a_row_is_opened(embedded_centre, queue, qtbot):
    case_id = embedded_centre.register(region=GRID)
    _, page = queue()

    qtbot.mouseClick(page.panel.head.close_button, Qt.MouseButton.LeftButton)
    assert page.panel.isHidden()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)

    assert page.panel.isVisible()
    assert page.panel.case_id == case_id
    qtbot.waitUntil(page.panel.hasFocus)
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_a_case_torn_off_has_its_own_window_that_stays_fresh(embedded_centre, queue, qtbot):
    case_id = embedded_centre.register(text="井盖缺失")
    _, page = queue()

    window = page.windows.open(case_id)
    qtbot.waitUntil(lambda: "井盖缺失" in window.windowTitle())
    embedded_centre.assign(case_id)

    qtbot.waitUntil(lambda: window.panel.card.unit == "市政养护站")
    assert page.windows.open(case_id) is window
    window.leave()
