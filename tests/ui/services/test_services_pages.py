"""Services at the desk: items are found, edited and published; a clerk calls by the keyboard; the
hall's screen shows who is called."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.halls.actions.calling import call_next, sit_down
from app.services.halls.actions.numbers import take_number
from app.services.items.actions.editing import ItemDraft, add_item
from tests.factories.centre import STREET
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from tests.factories.services import body, site_on
from ui.services.halls.crier import Crier
from ui.services.halls.hall_page import HallPage
from ui.services.halls.window_page import WindowPage
from ui.services.items.page import ItemsPage
from ui.services.items.sheet_dialog import write_sheet


@pytest.fixture
def site(embedded_centre):
    """A hall with three who wait, and two items."""
    made = site_on(embedded_centre)
    for letter in "AAB":
        made.do("kiosk", take_number, made.keys[letter])
    made.do("director", add_item, ItemDraft(STREET, "SY-1", body()), publish=True)
    draft = ItemDraft(STREET, "YL-1", body("养老保险参保", category="社保", city_wide=False))
    made.do("director", add_item, draft)
    return made


def opened(site, sit, page, actor):
    seat = sit(site.database, site.actor(actor), at=actor)
    made = page(seat.desk, page.__name__)
    made.sitting = seat
    seat.show(made)
    return made


def test_an_item_is_found_edited_and_published(site, sit):
    page = opened(site, sit, ItemsPage, "director")
    seat, view = page.sitting, page.view
    seat.wait(lambda: view.model.rowCount() == 2)
    seat.wait(lambda: page.targets.tiles and page.targets.tiles[0].figure() == "100.0 %")
    page.field.setText("yl")
    page.field.tell()
    seat.wait(lambda: view.model.rowCount() == 1)
    view.table.selectRow(0)
    view.edit()
    form = view.dialog
    form.name.setText("城乡居民养老保险参保")
    form.materials.add(form.materials.materials()[0])
    assert "城乡居民养老保险参保" in words_of(form.preview)
    seat.save(form)
    seat.wait(lambda: view.chosen() is not None and view.chosen().ordinal == 2)
    view.publish()
    seat.wait(lambda: view.chosen().published == 2)
    assert len(view.chosen().body.materials) == 3
    page.field.setText("")
    page.field.tell()
    seat.wait(lambda: page.targets.tiles[0].figure() == "50.0 %")
    press(page.targets.tiles[0])
    seat.wait(lambda: [row.code for row in view.model.rows] == ["YL-1"])
    view.withdraw()
    seat.save(view.dialog)
    assert "请写明为什么撤回" in words_of(view.dialog)
    view.dialog.why.setText("停办")
    seat.save(view.dialog)
    seat.wait(lambda: page.targets.tiles[0].figure() == "100.0 %")


def quiet(page):
    """Wait until the last step of a clerk is done: a key pressed meanwhile is passed over."""
    page.sitting.wait(lambda: not page._busy)


def test_a_clerk_calls_by_the_keyboard_checks_papers_and_sends_on(site, sit):
    site.do("receptionist", sit_down, site.keys["w2"], 1)
    page = opened(site, sit, WindowPage, "clerk")
    seat = page.sitting
    seat.wait(lambda: page.mine() is not None)
    assert not page.card.next.isEnabled()
    page.take_seat()
    seat.wait(lambda: page.mine().is_mine)
    quiet(page)
    QTest.keyClick(page.card.next, Qt.Key.Key_Space)
    seat.wait(lambda: page.card.number.text() == "A001")
    choice = next(each for each in page.papers._find("sydj"))
    page.papers.what.set_choice(choice)
    page.papers.what.chosen.emit(choice)
    page.papers.ticks[0].setChecked(True)
    seat.wait(lambda: page.held() is not None and page.held().brought == (0,))
    assert "缺 1 样" in page.papers.print_button.text()
    quiet(page)
    page.again()
    seat.wait(lambda: page.held().calls == 2)
    quiet(page)
    page.hand_on()
    seat.save(page.dialog)
    seat.wait(lambda: page.held() is None)
    quiet(page)
    page.next()
    seat.wait(lambda: page.card.number.text() == "A002")
    quiet(page)
    page.skip()
    seat.wait(lambda: page.held() is None)
    seat.wait(lambda: "A002" in words_of(page.waiting.skipped))
    quiet(page)
    page.call(page.board.skipped[0].id)
    seat.wait(lambda: page.held() is not None)
    quiet(page)
    page.accept()
    page.dialog.text.setPlainText("楼上漏水没人管")
    seat.save(page.dialog)
    seat.wait(lambda: page.held().case_id is not None)
    quiet(page)
    page.finish()
    seat.wait(lambda: page.held() is None)
    quiet(page)
    page.take_seat()
    seat.wait(lambda: not page.mine().is_mine)


def test_reception_gives_numbers_and_times_and_the_screen_shows_who_is_called(site, sit, clock):
    page = opened(site, sit, HallPage, "receptionist")
    seat = page.sitting
    seat.wait(lambda: page.board is not None)
    assert not page.buttons.keys() & {"N", "E"}
    page.take()
    seat.save(page.dialog)
    seat.wait(lambda: len(page.board.waiting) == 4)
    page.book()
    form = page.dialog
    seat.wait(lambda: form.time.count() > 0)
    form.digits.setText("602")
    seat.save(form)
    assert "请输入四位数字" in words_of(form)
    form.digits.setText("6021")
    seat.save(form)
    page.which.set_value(1)
    page.which.chosen.emit(1)
    seat.wait(lambda: page.bookings.model.rowCount() == 1)
    assert "6021" not in words_of(page)
    page.bookings.table.selectRow(0)
    page.bookings.back()
    seat.wait(lambda: "已取消" in words_of(page.bookings.panel))
    page.check_in()
    page.dialog.code.setText("123456")
    page.dialog.digits.setText("6021")
    seat.save(page.dialog)
    assert "没有找到" in words_of(page.dialog)
    page.dialog.reject()
    page.open_screen()
    screen = page.screen_window
    screen.crier = Crier(screen, find_voice=lambda _: None, ring=lambda: None)
    heard = []
    screen.called.connect(heard.append)
    site.do("clerk", sit_down, site.keys["w1"], 1)
    site.do("clerk", call_next, site.keys["w1"])
    screen.reload()
    seat.wait(lambda: [call.number for call in heard] == ["A001"])
    screen.grab()
    assert not screen.is_stale
    clock.advance(timedelta(minutes=2))
    assert screen.is_stale
    screen.grab()
    screen.close()
    assert page.screen_window is None


def test_whoever_keeps_the_hall_sets_up_kinds_and_windows(site, sit):
    page = opened(site, sit, HallPage, "director")
    seat = page.sitting
    seat.wait(lambda: page.board is not None)
    page.edit(page.board.queues[0])
    page.dialog.most.setValue(50)
    seat.save(page.dialog)
    seat.wait(lambda: page.board.queues[0].daily_most == 50)
    page.edit(page.board.windows[2])
    page.dialog.ticks["A"].setChecked(True)
    seat.save(page.dialog)
    seat.wait(lambda: page.board.windows[2].letters == "AB")
    page.edit(page.board.hall)
    page.dialog.early.setValue(10)
    seat.save(page.dialog)
    seat.wait(lambda: page.board.hall.early_min == 10)
    page.new_hall()
    page.dialog.named.setText("又一个大厅")
    seat.save(page.dialog)
    assert "请写地址" in words_of(page.dialog)


def test_a_sheet_tells_what_it_would_do_before_it_does_it(site, sit, tmp_path):
    page = opened(site, sit, ItemsPage, "director")
    seat, view = page.sitting, page.view
    seat.wait(lambda: view.model.rowCount() == 2)
    file = tmp_path / "事项.csv"
    write_sheet(view.desk, view, tuple(view.model.rows), file)
    seat.wait(file.exists)
    text = file.read_text("utf-8-sig").replace("SY-1", "SY-5")
    file.write_text(text + "YL-1,又一行,社保所,社保\n", "utf-8")
    view.bring()
    form = view.dialog
    seat.save(form)
    assert "请先选择有事项的表格" in words_of(form)
    form.take_file(file)
    seat.wait(lambda: "新增 1 项，修改 0 项，一样的 1 项，退回 1 行" in form.told.text())
    seat.save(form)
    seat.wait(lambda: view.model.rowCount() == 3)
