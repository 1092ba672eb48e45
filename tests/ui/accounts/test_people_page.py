"""The list of people: what it shows, how it narrows, what it says when nothing is left."""

from datetime import timedelta

import pytest

from app.accounts.actions import GrantDraft, deactivate_person, lock_person, sign_in
from app.accounts.queries import PeopleView
from app.accounts.rules import Role
from tests.factories.accounts import NORTH, PASSWORD, SOUTH
from tests.factories.seats import press, words_of, write
from ui.accounts.people_page import EVERY_ROLE, PeoplePage
from ui.core.states import EmptyState
from ui.core.targets import PersonWanted

COMMUNITY = f"{NORTH}001"


@pytest.fixture
def open_page(sit):
    def opened(town, actor=None, database=None):
        seat = sit(database or town.database, actor or town.administrator())
        return seat, seat.show(PeoplePage(seat.desk))

    return opened


def names(page) -> list[str]:
    return [line.row.name for line in page.model.rows]


def cell(page, name: str, column: str) -> str:
    row = names(page).index(name)
    at = next(at for at, c in enumerate(page.model.columns) if c.key == column)
    return page.model.index(row, at).data()


def test_a_row_says_role_and_scope_in_words(town, open_page):
    unit = town.unit("市政养护站", NORTH)
    town.person(
        "zhang",
        GrantDraft(Role.GRID_WORKER, COMMUNITY),
        GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit),
        name="张秋霞",
        unit_id=unit,
    )

    _, page = open_page(town)

    assert cell(page, "张秋霞", "roles") == "网格员（桥北社区）、部门承办人（市政养护站）"
    assert cell(page, "张秋霞", "unit") == "市政养护站"


def test_a_row_says_whether_somebody_can_sign_in(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    for login, name in (("a1", "常玉"), ("a2", "安琪"), ("a3", "李娜")):
        town.person(login, name=name, unit_id=unit, must_change_password=login == "a3")
    town.do(lock_person, town.ask_id("a2"))
    sign_in(town.database, "a1", PASSWORD, desk="窗口1")
    town.database.clock.advance(timedelta(minutes=5))

    _, page = open_page(town)

    assert cell(page, "常玉", "standing") == "正常"
    assert cell(page, "常玉", "signed_in") == "11-24 14:05·5 分钟前"
    assert cell(page, "安琪", "standing") == "已锁定"
    assert cell(page, "李娜", "standing") == "待改密码"
    assert cell(page, "李娜", "signed_in") == "从未登录"


def test_views_and_roles_narrow_together_and_the_empty_list_names_them(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    town.person("a1", GrantDraft(Role.RECEPTIONIST, NORTH), name="周敏", unit_id=unit)
    town.person("a2", GrantDraft(Role.DISPATCHER, NORTH), name="韩立群", unit_id=unit)
    seat, page = open_page(town)

    press(page.views.rows[Role.DISPATCHER])
    seat.settle()
    assert names(page) == ["韩立群"]

    press(page.views.rows[PeopleView.LOCKED])
    seat.settle()
    told = words_of(page.table.findChild(EmptyState))
    assert "已锁定" in told
    assert "分拨员" in told

    page.clear()
    press(page.views.rows[PeopleView.ACTIVE])
    seat.settle()
    assert page.views.rows[EVERY_ROLE].isChecked()
    assert names(page) == ["韩立群", "马志远", "周敏"]


def test_the_counts_of_the_views_are_shown(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    town.person("a1", name="周敏", unit_id=unit)
    gone = town.person("a2", name="韩立群", unit_id=unit)
    town.do(deactivate_person, gone)

    _, page = open_page(town)

    counts = {view: page.views.rows[view].count_text for view in PeopleView}
    assert counts == {
        PeopleView.ACTIVE: "2",
        PeopleView.LOCKED: "0",
        PeopleView.NEVER_SIGNED_IN: "2",
        PeopleView.WITHOUT_ROLE: "1",
        PeopleView.INACTIVE: "1",
    }


@pytest.mark.parametrize("typed", ["敏", "zm", "zhoumin", "min.z"])
def test_people_are_found_by_name_login_and_pinyin(embedded_town, open_page, typed):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    town.person("min.z", name="周敏", unit_id=unit)
    town.person("han", name="韩立群", unit_id=unit)
    seat, page = open_page(town)

    write(page.field, typed)
    page.field.tell()
    seat.settle()

    assert names(page) == ["周敏"]


def test_people_of_another_street_are_not_shown(town, open_page):
    town.person("a1", name="周敏", unit_id=town.unit("北街综治中心", NORTH))
    town.person("a2", name="韩立群", unit_id=town.unit("南街综治中心", SOUTH))

    _, page = open_page(town, town.administrator(NORTH))

    assert "周敏" in names(page)
    assert "韩立群" not in names(page)


def test_the_panel_follows_the_row_and_says_what_each_role_may_do(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    person = town.person("a1", GrantDraft(Role.RECEPTIONIST, NORTH), name="周敏", unit_id=unit)
    seat, page = open_page(town)

    page.show_target(PersonWanted(person))
    seat.settle()

    told = words_of(page.panel)
    assert "受理员" in told
    assert "北街道" in told
    assert "登记事件" in told
    assert page.table.current_key() == person


def test_the_panel_shows_nobody_who_is_not_listed(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    locked = town.person("a1", name="周敏", unit_id=unit)
    town.do(lock_person, locked)
    seat, page = open_page(town)
    assert page.panel.seen.card.name == "马志远"

    press(page.views.rows[PeopleView.LOCKED])
    seat.settle()
    narrowed = page.panel.seen.card.name
    press(page.views.rows[PeopleView.INACTIVE])
    seat.settle()

    assert narrowed == "周敏"
    assert page.panel.seen is None


def test_what_another_desk_changes_is_seen_at_once(town, second_desk, open_page):
    unit = town.unit("北街综治中心", NORTH)
    person = town.person("a1", name="周敏", unit_id=unit)
    seat, page = open_page(town, database=second_desk)

    town.do(lock_person, person)

    seat.wait(lambda: cell(page, "周敏", "standing") == "已锁定")
    seat.wait(lambda: page.views.rows[PeopleView.LOCKED].count_text == "1")
