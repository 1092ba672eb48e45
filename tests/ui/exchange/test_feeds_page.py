"""The page of feeds: what came, what did not get in, and what to do about it."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.actor import console
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.exchange.feeds.actions import Delivery, hand_in, save_mapping, stop_file
from app.exchange.feeds.chores import watch_feeds
from app.exchange.feeds.queries import feeds
from app.exchange.feeds.rules import FileState
from tests.factories.centre import STREET
from tests.factories.seats import press, words_of, write
from tests.ui.exchange.test_mapping_window import BODY, sent
from ui.core.targets import ImportWanted
from ui.exchange.feed_dialog import FeedDialog
from ui.exchange.feeds_page import FeedsPage


@pytest.fixture
def opened(embedded_centre, sit):
    centre = embedded_centre
    mapping = centre.do("dispatcher", save_mapping, "热线", STREET, BODY)
    seat = sit(centre.database, centre.actor("dispatcher"))
    return centre, seat, seat.show(FeedsPage(seat.desk)), mapping


def make_feed(seat, page) -> None:
    press(page.new_button)
    form = seat.dialog(FeedDialog)
    seat.wait(form.mapping.count)
    write(form.name, "12345 热线")
    write(form.folder, "热线")
    form.mapping.setCurrentIndex(0)
    seat.save(form)
    seat.wait(lambda: page.model.rows)


def test_a_feed_is_made_and_shows_what_came_and_what_was_refused(opened, tmp_path):
    centre, seat, page, _ = opened
    make_feed(seat, page)
    seat.wait(lambda: "还没有监看的文件夹" in words_of(page))
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, "feeds_folder", str(tmp_path), command_key=new_id())
    watch_feeds(centre.database)
    _drop(tmp_path / "热线" / "a.csv", ("A1", "2026/03/02 08:00", "路灯不亮"), ("A2", "昨天", "x"))
    for _ in range(2):
        watch_feeds(centre.database)
        centre.database.clock.advance(timedelta(seconds=30))

    seat.wait(lambda: page.model.rows[0].file is not None)
    seat.wait(lambda: "新 1，更新 0，未变 0，退回 1" in words_of(page.panel))
    seat.wait(lambda: "第 3 行·来电时间" in words_of(page.panel))
    seat.wait(lambda: "还没有监看的文件夹" not in words_of(page))


def _drop(path: Path, *rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((("工单编号", "来电时间", "诉求内容"), *rows))


def test_a_folder_that_leads_elsewhere_is_refused_at_its_field(opened):
    centre, seat, page, _ = opened
    press(page.new_button)
    form = seat.dialog(FeedDialog)
    write(form.name, "热线")
    write(form.folder, "../秘密")
    seat.save(form)
    assert "文件夹名不能空" in form.folder.accessibleDescription()
    with centre.database.reading() as session:
        assert feeds(session, centre.actor("dispatcher")) == ()


def test_an_import_that_was_stopped_goes_on_from_the_panel(opened, tmp_path):
    centre, seat, page, mapping = opened
    path = tmp_path / "手工.csv"
    _drop(path, ("A1", "2026/03/02 08:00", "路灯不亮"))
    delivery = Delivery(path.name, path.stat().st_size, mapping, STREET, "")
    file_id = centre.do("dispatcher", hand_in, delivery, path)
    centre.do("dispatcher", stop_file, file_id)
    page.reload()
    seat.wait(page.panel.resume_button.isVisible)
    press(page.panel.resume_button)

    def state() -> FileState:
        return next(iter(sent(_Of(centre)))).state

    seat.wait(lambda: state() is FileState.DONE)
    seat.wait(lambda: "已导入" in words_of(page.panel))


class _Of:
    def __init__(self, centre) -> None:
        self.centre = centre


def test_a_wish_to_import_asks_for_the_file(opened, monkeypatch):
    _, _, page, _ = opened
    asked = []
    monkeypatch.setattr(page, "ask_file", lambda: asked.append(1))
    page.show_target(ImportWanted("cases"))
    assert asked == [1]
