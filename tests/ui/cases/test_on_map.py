"""The queue and the map: what one chose in one of them is shown in the other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.accounts.rules import Role, rights_of
from app.core.actor import Actor, Grant
from tests.factories.centre import COMMUNITY, GRID, STREET
from tests.ui.cases.bulk_hands import select, shown
from ui.cases import SLICE
from ui.cases.queue_page import QueuePage
from ui.cases.region_cases import CameCases, OpenCases
from ui.core.region_pane import RegionAsked
from ui.core.targets import CasesOnMapWanted, CasesWanted, QueueWanted


def titles(page) -> list[str]:
    return [row.title for row in page.model.rows]


@pytest.fixture
def queue(embedded_centre, sit, show, settle):
    def opened(role: str = "dispatcher"):
        seat = sit(embedded_centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        return seat, page

    return opened


def test_cases_circled_on_the_map_stand_alone_in_the_queue_with_all_its_hands(
    embedded_centre, queue, qtbot
):
    keys = [embedded_centre.register(text=title) for title in ("甲", "乙", "丙")]
    _, page = queue()

    page.show_target(CasesWanted((keys[0], keys[2]), "地图上圈出的 2 件"))
    qtbot.waitUntil(lambda: sorted(titles(page)) == ["丙", "甲"])
    select(page, qtbot, "甲", "丙")
    offered = shown(page)
    (chip,) = page.arranging.chips.members()
    said = chip.text()
    chip.click()

    qtbot.waitUntil(lambda: len(titles(page)) == 3)
    assert said == "地图上圈出的 2 件"
    assert "assign" in offered


def test_another_view_lets_the_circled_cases_go(embedded_centre, queue, qtbot):
    keys = [embedded_centre.register(text=title) for title in ("甲", "乙")]
    _, page = queue()
    page.show_target(CasesWanted(tuple(keys[:1]), "圈出的"))
    qtbot.waitUntil(lambda: titles(page) == ["甲"])

    page.show_target(QueueWanted("registered"))

    qtbot.waitUntil(lambda: len(titles(page)) == 2)


def test_the_region_the_map_looks_at_narrows_the_queue(embedded_centre, queue, qtbot):
    embedded_centre.register(text="甲", region=GRID)
    embedded_centre.register(text="乙", region=COMMUNITY)
    _, page = queue()

    page.show_target(QueueWanted("all_open", f"网格:={GRID}"))

    qtbot.waitUntil(lambda: titles(page) == ["甲"])


def test_what_is_selected_is_marked_on_the_map(embedded_centre, queue, qtbot):
    keys = {title: embedded_centre.register(text=title) for title in ("甲", "乙", "丙")}
    seat, page = queue()
    select(page, qtbot, "甲", "丙")

    QTest.keyClick(page.table, Qt.Key.Key_W)

    wanted = seat.sent_to[-1]
    assert isinstance(wanted, CasesOnMapWanted)
    assert set(wanted.case_ids) == {keys["甲"], keys["丙"]}
    assert "在地图上看" in [entry.title for entry in page._menu(page.table.chosen_rows())]


def test_who_may_not_see_the_map_is_not_sent_there(embedded_centre, queue, sit, show, settle):
    rights = rights_of(Role.EXTERNAL_HANDLER)
    embedded_centre.people["outside"] = Actor(
        None, "外部", "一号", (Grant(Role.EXTERNAL_HANDLER, rights, region=STREET),)
    )
    embedded_centre.register(text="甲")
    seat, page = queue("outside")

    QTest.keyClick(page.table, Qt.Key.Key_W)

    assert seat.sent_to == []
    assert page.bulk.map_entries() == []


@pytest.fixture
def pane(embedded_centre, sit, show, settle):
    def opened(kind, role="dispatcher", **asked):
        seat = sit(embedded_centre, role)
        made = show(kind(seat.desk, "事件", "没有"))
        told: list[str] = []
        made.counted.connect(lambda count: told.append(count.text))
        made.show_region(RegionAsked(**{"code": GRID, "days": 30, **asked}))
        settle(seat)
        return seat, made, told

    return opened


def test_a_region_lists_what_is_open_by_deadline_and_follows_changes(embedded_centre, pane, qtbot):
    embedded_centre.register(text="慢", category="X16-001")
    embedded_centre.register(text="快", category="C01-003")
    embedded_centre.register(text="别处", region=COMMUNITY)
    _, made, told = pane(OpenCases)
    before = [row.line.title for row in made.lines.rows]

    embedded_centre.register(text="新", category="X16-001")

    qtbot.waitUntil(lambda: told[-1] == "3")
    assert before == ["快", "慢"]
    assert "剩" in made.lines.rows[0].line.spoken


def test_a_region_lists_one_kind_only_where_that_is_asked(embedded_centre, pane):
    embedded_centre.register(text="甲", category="C01-003")
    embedded_centre.register(text="乙", category="E01-001")

    _, made, told = pane(OpenCases, category="C01")

    assert [row.line.title for row in made.lines.rows] == ["甲"]
    assert told == ["1"]


def test_what_came_of_late_is_listed_the_newest_first(embedded_centre, pane, clock):
    embedded_centre.register(text="先")
    embedded_centre.register(text="后")

    _, made, _ = pane(CameCases)

    assert [row.line.title for row in made.lines.rows] == ["后", "先"]


def test_nobody_is_shown_cases_of_others_in_a_region(embedded_centre, pane):
    embedded_centre.register(text="甲")

    _, made, told = pane(OpenCases, role="stranger")

    assert made.lines.rows == []
    assert told == ["0"]


def test_the_lists_are_offered_to_the_panel_of_a_region():
    assert [part.key for part in SLICE.region] == ["cases.open", "cases.came"]


def test_several_rows_become_a_walking_route_on_paper(embedded_centre, queue, qtbot):
    where = {"longitude": 112.58, "latitude": 37.86}
    for title in ("甲", "乙"):
        embedded_centre.register(text=title, **where)
    _, page = queue()
    windows: list = []
    page.bulk.routes.shown.connect(windows.append)
    select(page, qtbot, "甲", "乙")

    entry = next(e for e in page._menu(page.table.chosen_rows()) if e.title == "打印走访路线单")
    entry.run()

    qtbot.waitUntil(lambda: len(windows) == 1)
    assert windows[0].windowTitle() == "2 处的走访路线单"
    windows[0].close()


def test_one_row_is_no_route(embedded_centre, queue):
    embedded_centre.register(text="甲")
    _, page = queue()

    (entry,) = (e for e in page.bulk.map_entries() if e.title == "打印走访路线单")

    assert entry.why_not == "先选中两件以上"
