"""What is changed of the territory: posts, places, totals, names, new grids."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.clock import local
from app.core.merging import Pick
from app.territory.actions import save_grid_totals
from app.territory.queries import children, find_places, grids, posts_of, region
from app.territory.rules import GridKind, PlaceKind, PostRole, WorkerKind
from tests.factories.seats import choose_from, press, words_of, write
from tests.ui.merging import pick, view_of
from tests.ui.territory.conftest import GRIDS, NORTH, do, middle
from ui.core.dialogs import ConsequenceDialog
from ui.core.targets import GridWanted
from ui.territory.grid_dialogs import NewGridDialog, RenameDialog, TotalsDialog
from ui.territory.place_dialog import PlaceDialog
from ui.territory.post_dialog import EndPostDialog, PostDialog
from ui.territory.region_panel import GROUND
from ui.territory.territory_page import TerritoryPage


@pytest.fixture
def open_page(sit, keeper):
    def opened(database, code):
        seat = sit(database, keeper)
        page = seat.show(TerritoryPage(seat.desk))
        page.show_target(GridWanted(code))
        seat.settle()
        return seat, page

    return opened


def ask(database, query, *given, **more):
    with database.reading() as session:
        return query(session, *given, **more)


def today(database):
    return local(database.clock.now()).date()


# Posts


def test_a_post_is_filled_and_the_warning_goes(street, open_page, keeper):
    seat, page = open_page(street, GRIDS[1])
    assert "还没有专职网格员" in page.panel.posts.vacant.text

    press(page.panel.assign_button)
    form = seat.dialog(PostDialog)
    write(form.person, "罗小兵")
    write(form.phone, "19903520002")
    seat.save(form)

    (post,) = ask(street, posts_of, keeper, GRIDS[1], on=today(street))
    assert (post.role, post.worker_kind) == (PostRole.WORKER, WorkerKind.FULL_TIME)
    assert (post.person_name, post.person_id, post.phone) == ("罗小兵", None, "19903520002")
    seat.wait(lambda: page.panel.posts.vacant.text == "")
    assert any("罗小兵 网格员（专职）" in line for line in page.panel.posts.lines())


def test_a_second_full_time_worker_is_refused_beside_the_field(street, open_page):
    seat, page = open_page(street, GRIDS[0])
    press(page.panel.assign_button)
    form = seat.dialog(PostDialog)
    write(form.person, "罗小兵")

    seat.save(form)

    assert "已有专职网格员" in form.kind.accessibleDescription()


@pytest.mark.parametrize(
    ("name", "phone", "field", "told"),
    [("", "", "person", "请填姓名。"), ("罗小兵", "12", "phone", "值班电话不对")],
)
def test_what_is_wrong_with_a_post_is_said_in_words(
    embedded_street, open_page, name, phone, field, told
):
    seat, page = open_page(embedded_street, GRIDS[1])
    press(page.panel.assign_button)
    form = seat.dialog(PostDialog)
    write(form.person, name)
    write(form.phone, phone)

    seat.save(form)

    assert told in getattr(form, field).accessibleDescription()


def test_a_post_ended_says_what_follows_and_stands_among_the_former(street, open_page, keeper):
    seat, page = open_page(street, GRIDS[0])
    (line,) = page.panel.posts.findChildren(type(page.panel.posts._rows.itemAt(0).widget()))
    press(line.findChild(type(page.panel.more_button)))
    form = seat.dialog(EndPostDialog)
    told = words_of(form)
    form.until.set_day(today(street) - timedelta(days=1))
    seat.save(form)

    seat.wait(lambda: "还没有专职网格员" in page.panel.posts.vacant.text)
    page.panel.posts.former.click()

    assert "经手过的事件和走访记录不变" in told
    assert ask(street, posts_of, keeper, GRIDS[0], on=today(street)) == ()
    seat.wait(lambda: any("邓秋霞" in line for line in page.panel.posts.lines()))


def test_nobody_leaves_before_they_came(embedded_street, open_page):
    seat, page = open_page(embedded_street, GRIDS[0])
    page.panel.posts.end_wanted.emit(page.panel.seen.posts[0])
    form = seat.dialog(EndPostDialog)
    form.until.set_day(form.until.day() - timedelta(days=4_000))

    seat.save(form)

    assert "离任不能早于到任" in form.until.accessibleDescription()


# Places


def double_click(map_, point) -> None:
    at = map_.camera.to_px(point).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseDClick(map_, left, none, at)


def test_a_place_is_entered_by_pointing_at_it_and_found_by_its_name(street, open_page):
    seat, page = open_page(street, GRIDS[1])
    press(page.panel.place_button)
    form = seat.dialog(PlaceDialog)
    seat.settle()
    write(form.name, "桥北便民市场")
    form.kind.set_value(PlaceKind.MARKET)
    form.map.show_pin()
    double_click(form.map, middle(GRIDS[1]))
    seat.settle()
    assert "在 桥北 02" in words_of(form)
    seat.save(form)

    (found,) = ask(street, find_places, "桥北便民市场")
    page.panel.show_part(GROUND)
    assert (found.region_code, found.kind) == (GRIDS[1], PlaceKind.MARKET)
    assert (found.longitude, found.latitude) == pytest.approx(middle(GRIDS[1]), abs=1e-4)
    seat.wait(lambda: [row.name for row in page.panel.places.places] == ["桥北便民市场"])


def test_a_place_without_a_point_is_refused(embedded_street, open_page):
    seat, page = open_page(embedded_street, GRIDS[1])
    press(page.panel.place_button)
    form = seat.dialog(PlaceDialog)
    write(form.name, "桥北便民市场")

    seat.save(form)

    assert form._map_field.complaint == "请在地图上双击它的位置。"


def test_a_former_name_leads_to_the_name_of_today(street, open_page):
    seat, page = open_page(street, GRIDS[0])
    press(page.panel.place_button)
    form = seat.dialog(PlaceDialog)
    seat.settle()
    write(form.name, "二纺宿舍")
    choose_from(form.today, "滨河花园", seat)
    double_click(form.map, middle(GRIDS[0]))
    seat.settle()
    seat.save(form)

    (found,) = ask(street, find_places, "二纺宿舍")
    assert found.name == "滨河花园"
    page.panel.show_part(GROUND)
    seat.wait(lambda: "曾用名，现在叫滨河花园" in words_of(page.panel.places))


def test_a_place_is_corrected_and_its_point_stays(street, open_page):
    seat, page = open_page(street, GRIDS[0])
    page.panel.places.edit_wanted.emit(page.panel.places.places[0])
    form = seat.dialog(PlaceDialog)
    seat.settle()
    write(form.name, "滨河家园")
    seat.save(form)

    (found,) = ask(street, find_places, "滨河家园")
    assert (found.longitude, found.latitude) == pytest.approx(middle(GRIDS[0]))
    assert found.region_code == GRIDS[0]


# Totals, names, new grids


def test_totals_two_people_correct_wait_for_a_choice(street, open_page, qtbot):
    seat, page = open_page(street, GRIDS[0])
    page.edit_totals()
    form = seat.dialog(TotalsDialog)
    more = {"households": 1, "population": 2, "seen_version": 1}
    do(street, save_grid_totals, GRIDS[0], **more)
    write(form.fields.households, "111")

    seat.save(form)
    view = view_of(form, qtbot)
    view.save()
    assert view.waiting() == ("households",)
    pick(view, "households", Pick.MINE)
    view.save()
    seat.settle()

    (grid,) = ask(street, grids, GRIDS[0], on=today(street))
    assert (grid.households, grid.population) == (111, 2)


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "很多", "99999999"])
def test_totals_are_whole_numbers(embedded_street, open_page, typed):
    seat, page = open_page(embedded_street, GRIDS[0])
    page.edit_totals()
    form = seat.dialog(TotalsDialog)
    write(form.fields.population, typed)

    seat.save(form)

    assert form.fields.population.accessibleDescription() == "请填不小于 0 的整数。"


def test_a_new_grid_gets_the_next_code_and_is_shown(street, open_page):
    seat, page = open_page(street, NORTH)
    page.deeds.open_grid(page.panel.seen)
    form = seat.dialog(NewGridDialog)
    seat.wait(lambda: form.name.text() == "桥北 03")
    form.kind.set_value(GridKind.MICRO)
    seat.save(form)

    code = f"{NORTH}003"
    assert [row.code for row in ask(street, children, NORTH)][-1] == code
    seat.wait(lambda: page.panel.seen.row.code == code)
    seat.wait(lambda: page.tree.currentItem().text(0) == "桥北 03")


def test_a_community_is_renamed_in_the_tree_too(street, open_page):
    seat, page = open_page(street, NORTH)
    page.deeds.rename(page.panel.seen)
    form = seat.dialog(RenameDialog)
    write(form.name, "新桥社区居民委员会")
    seat.save(form)

    assert ask(street, region, NORTH).name == "新桥社区居民委员会"
    seat.wait(lambda: page.tree.currentItem().text(0) == "新桥社区")


def test_a_grid_taken_out_of_use_leaves_the_tree_after_a_plain_word(street, open_page):
    seat, page = open_page(street, GRIDS[1])
    page.deeds.retire(page.panel.seen)
    question = seat.dialog(ConsequenceDialog)
    told = words_of(question)
    press(question.do_button)
    seat.settle()

    assert "停用不能撤回" in told
    assert ask(street, region, GRIDS[1]).is_retired
    seat.wait(lambda: "桥北 02" not in _names(page))


def test_the_menu_says_why_something_cannot_be_done(embedded_street, open_page):
    _, page = open_page(embedded_street, NORTH)

    reasons = {entry.title: entry.why_not for entry in page.deeds.menu(page.panel.seen)}

    assert reasons == {
        "安排人员": "",
        "登记地点": "",
        "改户数和人口": "只有网格有",
        "改名": "",
        "新开网格": "",
        "停用": "下面还有在用的网格",
        "调整网格（分割、合并、移界）": "",
    }


def _names(page) -> list[str]:
    found, item = [], page.tree.topLevelItem(0)
    while item is not None:
        found.append(item.text(0))
        item = page.tree.itemBelow(item)
    return found
