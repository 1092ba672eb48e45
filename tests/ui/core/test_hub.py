"""Pages refresh from changes: at once, then seldom; hidden ones wait."""

import threading

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QWidget

from app.core.changes import Change, Topic
from ui.core.hub import EVERY_MS, Refresher

CASE = Change(Topic.CASE, "1", "990102")
CASE_ELSEWHERE = Change(Topic.CASE, "1", "990203")
UNIT = Change(Topic.UNIT, "1")
EVERYTHING = Change(Topic.EVERYTHING, "")


class Page(QWidget):
    def __init__(self, hub):
        super().__init__()
        self.reloads = 0
        self.refresher = Refresher(
            hub,
            self,
            self.reload,
            topics=frozenset({Topic.CASE}),
            concerns=lambda change: change.region.startswith("9901"),
        )

    def reload(self):
        self.reloads += 1


@pytest.fixture
def page(qtbot, hub):
    made = Page(hub)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_first_change_reloads_at_once(page, hub):
    hub.announce((CASE,))

    assert page.reloads == 1


def test_a_burst_costs_one_more_reload(qtbot, page, hub):
    for _ in range(50):
        hub.announce((CASE,))

    qtbot.waitUntil(lambda: not page.refresher.stale)

    assert page.reloads == 2


def test_a_steady_stream_reloads_at_most_every_pause(qtbot, page, hub):
    watch = QElapsedTimer()
    watch.start()

    def keep_on():
        hub.announce((CASE,))
        return watch.elapsed() > 5 * EVERY_MS

    qtbot.waitUntil(keep_on)

    assert 3 <= page.reloads <= watch.elapsed() // EVERY_MS + 1


def test_changes_that_concern_nothing_shown_cost_nothing(page, hub):
    hub.announce((UNIT, CASE_ELSEWHERE))

    assert page.reloads == 0
    assert not page.refresher.stale


def test_a_cut_feed_reloads_whatever_the_page_shows(page, hub):
    hub.announce((EVERYTHING,))

    assert page.reloads == 1


def test_a_hidden_page_reloads_once_when_it_is_shown(page, hub):
    page.hide()
    hub.announce((CASE,))
    hub.announce((CASE,))
    assert page.reloads == 0

    page.show()

    assert page.reloads == 1


def test_showing_a_fresh_page_reloads_nothing(page):
    page.hide()
    page.show()

    assert page.reloads == 0


def test_news_from_another_thread_is_heard_on_the_gui_thread(qtbot, hub):
    heard = []
    hub.changed.connect(lambda changes: heard.append((changes, threading.current_thread())))

    thread = threading.Thread(target=hub.announce, args=((CASE, UNIT),))
    with qtbot.waitSignal(hub.changed):
        thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(heard))

    assert heard == [((CASE, UNIT), threading.main_thread())]


def test_nothing_touched_is_no_news(qtbot, hub):
    with qtbot.assertNotEmitted(hub.changed):
        hub.announce(())
