"""News that comes while somebody works: who listens, what the bell counts, what Today spares."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.core.actor import Actor, Grant
from ui.core.cards import Kpi, KpiTile
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Listener, Slice, TodayPart, TodayPlace
from ui.shell.desk_view import DeskView
from ui.shell.offer import Offer


def somebody(*rights: str) -> Actor:
    return Actor(None, "周敏", "tests", (Grant("grid_worker", frozenset(rights), region=""),))


@pytest.fixture
def show(qtbot, make_desk):
    """Show a desk over one slice."""

    def shown(actor, slice_):
        desk = make_desk(actor)
        view = DeskView(desk, (slice_,))
        qtbot.addWidget(view)
        view.resize(1440, 900)
        view.show()
        view.begin()
        qtbot.waitUntil(desk.jobs.idle)
        return desk, view

    return shown


def test_what_listens_starts_with_the_desk_and_goes_with_it(show):
    heard = []

    def listen(desk, owner):
        heard.append((desk, owner))
        return QObject(owner)

    listeners = (Listener(listen), Listener(listen, right="secret.read"))
    desk, view = show(somebody(), Slice("a", "甲", "ph.bell", 1, listeners=listeners))

    assert heard == [(desk, view)]


def test_news_pass_over_the_foot_of_the_page_and_the_bell_counts_them(qtbot, show):
    desk, view = show(somebody(), Slice("a", "甲", "ph.bell", 1))

    desk.notices.post(Notice("w", NoticeKind.NEWS, "3 件将超时，1 件已超时"))

    qtbot.waitUntil(lambda: view.plates.height() >= 40)
    assert not view.strips.isVisible()
    assert view.top.bell.unread == 1
    qtbot.mouseClick(view.top.bell, Qt.MouseButton.LeftButton)
    assert view.top.bell.unread == 0
    assert view.notices.said[0].notice.text == "3 件将超时，1 件已超时"


def test_a_card_stays_away_from_who_has_something_better():
    bare = TodayPart(
        "bare", 1, lambda desk: QWidget(), "figures", TodayPlace.FIGURE, unless="cases"
    )
    slice_ = Slice("a", "甲", "ph.bell", 1, today=(bare,))

    offered = {
        rights: Offer((slice_,), somebody(*rights)).today(TodayPlace.FIGURE)
        for rights in ((), ("figures",), ("figures", "cases"))
    }

    assert offered == {(): (), ("figures",): (bare,), ("figures", "cases"): ()}


def test_a_figure_that_leads_nowhere_is_not_offered_to_the_keyboard(qtbot):
    tile = KpiTile(Kpi("已超时", "3", "截至 14:05", "over"), leads=False)
    qtbot.addWidget(tile)
    with qtbot.waitExposed(tile):
        tile.show()

    assert tile.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert tile.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert tile.accessibleName() == "已超时 3，截至 14:05"
