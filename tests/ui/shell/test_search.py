"""Search everything: what is found, in which order, and how one walks it."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from tests.ui.shell.fakes import GRIDS
from tests.ui.shell.hands import type_words
from tests.ui.shell.test_desk_view import show
from ui.core.slices import SearchHit, SearchSource, Slice
from ui.core.targets import GridWanted, NewCaseWanted
from ui.shell.search_rank import rank


def titles(view) -> list[str]:
    model = view.palette_box.model
    return [model.line(row).title for row in model.choices()]


def ask(qtbot, desk, view, text: str) -> None:
    """Type, and wait for every slice to answer."""
    type_words(view.palette_box.field, text)
    qtbot.waitUntil(lambda: view.palette_box.status() != "正在找……")
    qtbot.waitUntil(desk.jobs.idle)


@pytest.fixture
def view(qtbot, desk):
    shown = show(qtbot, desk, GRIDS)
    shown.palette_box.begin()
    qtbot.waitUntil(desk.jobs.idle)
    return shown


@pytest.mark.parametrize(
    ("typed", "title", "initials", "score"),
    [
        ("新建事件", "新建事件", "", 100),
        ("新建", "新建事件", "", 80),
        ("xj", "新建事件", "xjsj", 70),
        ("事件", "新建事件", "", 60),
        ("sj", "新建事件", "xjsj", 40),
        ("新 sj", "新建事件", "xjsj", 40),
        ("新 zz", "新建事件", "xjsj", 0),
        ("  ", "新建事件", "xjsj", 0),
        ("kwd", "看我的待办", "kwddb", 70),
        ("wdd", "看我的待办", "kwddb", 70),
        ("wdb", "看我的待办", "kwddb", 70),
        ("db", "看我的待办", "kwddb", 40),
        ("wb", "看我的待办", "kwddb", 0),
    ],
)
def test_a_name_answers_by_its_words_or_by_its_initials(typed, title, initials, score):
    assert rank(typed, title, initials) == score


def test_without_a_text_it_offers_commands_and_pages(view):
    assert titles(view) == ["查看网格", "工作台", "网格图", "网格图 › 网格表", "网格图 › 密"]


def test_it_finds_what_a_slice_finds(qtbot, desk, view):
    ask(qtbot, desk, view, "南塘")

    assert titles(view) == ["南塘一网格", "南塘二网格"]
    assert view.palette_box.keys_shown()


def test_initials_find_pages(qtbot, desk, view):
    ask(qtbot, desk, view, "gzt")

    assert titles(view) == ["工作台"]


def test_enter_goes_where_the_marked_line_leads(qtbot, desk, view):
    ask(qtbot, desk, view, "南塘")

    qtbot.keyClick(view.palette_box.field, Qt.Key.Key_Down)
    qtbot.keyClick(view.palette_box.field, Qt.Key.Key_Return)

    assert not view.palette_box.isVisible()
    assert view.stack.currentWidget().shown == [GridWanted("140213004002")]


def test_what_was_opened_is_offered_first_the_next_time(qtbot, desk, view):
    ask(qtbot, desk, view, "南塘一")
    qtbot.keyClick(view.palette_box.field, Qt.Key.Key_Return)

    view.palette_box.begin()

    assert titles(view)[0] == "南塘一网格"


def test_escape_gives_the_focus_back(qtbot, desk):
    view = show(qtbot, desk, GRIDS)
    view.enter("grids")
    field = view.stack.currentWidget().field
    field.setFocus()

    qtbot.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert view.palette_box.field.hasFocus()
    qtbot.keyClick(view.palette_box.field, Qt.Key.Key_Escape)

    assert field.hasFocus()


def test_nothing_found_offers_to_register_what_was_typed(qtbot, desk, view):
    ask(qtbot, desk, view, "zzzz")

    assert titles(view) == []
    assert "没有找到“zzzz”" in view.palette_box.nothing_words()

    assert not view.palette_box.keys_shown()

    step = view.palette_box.next_steps("zzzz")[0]
    assert step.primary
    step.run()
    assert view.stack.currentWidget().shown == [NewCaseWanted("zzzz")]


def test_an_answer_that_comes_late_is_dropped(qtbot, desk):
    gate = threading.Event()

    def find(desk, session, text):
        if text == "慢":
            gate.wait(5)
        return [SearchHit(text, "", "ph.circle", GridWanted(text))]

    slow = Slice("slow", "慢", "ph.clock", 1, search=SearchSource("慢", find))
    view = show(qtbot, desk, GRIDS, slow)
    view.palette_box.begin()
    type_words(view.palette_box.field, "慢")
    qtbot.waitUntil(lambda: not desk.jobs.idle())
    type_words(view.palette_box.field, "快")
    qtbot.waitUntil(lambda: titles(view) == ["快"])

    gate.set()
    qtbot.waitUntil(desk.jobs.idle)

    assert titles(view) == ["快"]


def test_a_slice_that_cannot_answer_does_not_spoil_the_others(qtbot, desk, caplog):
    def find(desk, session, text):
        raise RuntimeError("broken")

    broken = Slice("broken", "坏", "ph.clock", 1, search=SearchSource("坏", find))
    view = show(qtbot, desk, GRIDS, broken)
    view.palette_box.begin()

    ask(qtbot, desk, view, "南塘")

    assert titles(view) == ["南塘一网格", "南塘二网格"]
    assert "没能搜坏" in view.palette_box.status()


def slow_slice(gate: threading.Event) -> Slice:
    """A slice that answers when the gate is opened, with something that comes first."""

    def find(desk, session, text):
        gate.wait(5)
        return [SearchHit(f"{text}全部", "", "ph.circle", GridWanted(text), 100)]

    return Slice("slow", "慢", "ph.clock", 1, search=SearchSource("慢", find))


def test_the_marked_line_stays_marked_while_answers_come_in(qtbot, desk):
    gate = threading.Event()
    view = show(qtbot, desk, GRIDS, slow_slice(gate))
    view.palette_box.begin()
    type_words(view.palette_box.field, "南塘")
    qtbot.waitUntil(lambda: titles(view) == ["南塘一网格", "南塘二网格"])
    qtbot.keyClick(view.palette_box.field, Qt.Key.Key_Down)

    gate.set()

    qtbot.waitUntil(lambda: titles(view)[0] == "南塘全部")
    assert view.palette_box.model.line(view.palette_box.chosen_row()).title == "南塘二网格"


def test_enter_before_the_answer_waits_for_it(qtbot, desk):
    gate = threading.Event()
    view = show(qtbot, desk, GRIDS, slow_slice(gate))
    view.palette_box.begin()
    type_words(view.palette_box.field, "北门")
    qtbot.keyClick(view.palette_box.field, Qt.Key.Key_Return)
    assert view.palette_box.isVisible()

    gate.set()

    qtbot.waitUntil(lambda: not view.palette_box.isVisible())
    assert view.stack.currentWidget().shown == [GridWanted("北门")]


def test_the_list_is_a_sound_model(view, qtmodeltester):
    qtmodeltester.check(view.palette_box.model)


def test_what_was_typed_is_marked_in_names_and_commands(qtbot, desk, view):
    ask(qtbot, desk, view, "网格")

    model = view.palette_box.model
    marked = {line.title: line.title_at for line in map(model.line, model.choices())}
    assert marked["南塘一网格"] == ((3, 5),)
    assert marked["查看网格"] == ((2, 4),)


def test_a_line_below_tells_where_words_stand_and_makes_the_line_taller(qtbot, desk):
    def find(desk, session, text):
        target, icon = GridWanted("1"), "ph.map-trifold"
        yield SearchHit("路灯不亮", "1124-0001", icon, target, 70, (), "东门的银杏倒了", ((3, 5),))
        yield SearchHit("别的", "1124-0002", icon, GridWanted("2"), 60)

    odd = Slice("odd", "事", "ph.tray", 50, search=SearchSource("事", find))
    view = show(qtbot, desk, GRIDS, odd)
    view.palette_box.begin()
    ask(qtbot, desk, view, "银杏")

    model = view.palette_box.model
    first, second = map(model.line, model.choices()[:2])
    assert (first.snippet, first.snippet_at) == ("东门的银杏倒了", ((3, 5),))
    assert second.snippet == ""
    listed = view.palette_box.findChild(QListView, "palette-list")
    heights = [listed.sizeHintForRow(row) for row in model.choices()[:2]]
    assert heights[0] > heights[1]
