"""The register of units: everybody reads it, administrators change it."""

import pytest

from app.accounts.actions import GrantDraft, UnitDraft, update_unit
from app.accounts.queries import UnitFilter, unit_row, units_page
from app.accounts.rules import Role, UnitKind
from tests.factories.accounts import NORTH
from tests.factories.seats import choose_from, press, words_of, write
from tests.ui.merging import view_of
from ui.accounts.unit_dialog import UnitDialog
from ui.accounts.units_page import UnitsPage
from ui.core.states import EmptyState
from ui.core.targets import PersonWanted, UnitWanted


@pytest.fixture
def open_page(sit):
    def opened(town, actor=None):
        seat = sit(town.database, actor or town.administrator())
        return seat, seat.show(UnitsPage(seat.desk))

    return opened


def names(page) -> list[str]:
    return [line.row.name for line in page.model.rows]


def test_a_unit_is_taken_in_and_shown(town, open_page):
    seat, page = open_page(town)

    press(page.new_button)
    form = seat.dialog(UnitDialog)
    write(form.name, "市政养护站")
    form.kind.set_value(UnitKind.DEPARTMENT)
    choose_from(form.region, "北街道", seat)
    form.has_desk.click()
    seat.save(form)

    seat.wait(lambda: "市政养护站" in names(page))
    seat.wait(lambda: "没有电脑，打印交办单" in words_of(page.panel))
    (row,) = town.ask(units_page, UnitFilter(text="市政")).rows
    assert (row.kind, row.region, row.has_desk) == (UnitKind.DEPARTMENT, NORTH, False)


def test_what_is_missing_is_said_at_each_field(embedded_town, open_page):
    seat, page = open_page(embedded_town)
    press(page.new_button)
    form = seat.dialog(UnitDialog)

    seat.save(form)

    assert form.name.accessibleDescription() == "请填名称。"
    assert form.kind.accessibleDescription() == "请选类别。"
    assert form.region.accessibleDescription() == "请选它属于哪个区、街道或社区。"


def test_a_code_another_unit_has_is_refused_beside_the_field(town, open_page):
    town.unit("供水公司", NORTH, code="water")
    seat, page = open_page(town)
    press(page.new_button)
    form = seat.dialog(UnitDialog)
    write(form.name, "自来水厂")
    form.kind.set_value(UnitKind.DEPARTMENT)
    choose_from(form.region, "北街道", seat)
    write(form.code, "water")

    seat.save(form)

    assert "已被使用" in form.code.accessibleDescription()


def test_a_unit_two_people_change_keeps_what_each_changed(town, open_page, qtbot):
    unit = town.unit("供水公司", NORTH)
    seat, page = open_page(town)
    page.show_target(UnitWanted(unit))
    seat.settle()
    press(page.panel.edit_button)
    form = seat.dialog(UnitDialog)
    version = town.ask(unit_row, unit).version
    town.do(
        update_unit, unit, UnitDraft("供水公司", UnitKind.DEPARTMENT, NORTH, phone="1"), version
    )
    write(form.name, "供水集团")

    seat.save(form)
    view = view_of(form, qtbot)
    assert town.ask(unit_row, unit).name == "供水公司"
    assert [each.name for each in view.differences] == ["name", "phone"]
    view.save()
    seat.settle()

    row = town.ask(unit_row, unit)
    assert (row.name, row.phone) == ("供水集团", "1")


def test_who_manages_no_accounts_reads_without_buttons(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("市政养护站", NORTH)
    person = town.person("gao", GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit), unit_id=unit)

    seat, page = open_page(town, town.actor(person))

    assert names(page) == ["市政养护站"]
    assert not page.new_button.isVisible()
    assert not page.panel.edit_button.isVisible()
    (entry, *_) = page._menu(page.table.chosen_rows())
    assert entry.why_not == "要“管理账号”权限"
    assert seat.sent_to == []


def test_a_name_in_the_panel_leads_to_the_person(embedded_town, open_page):
    town = embedded_town
    unit = town.unit("市政养护站", NORTH)
    person = town.person("gao", name="高海燕", unit_id=unit)
    seat, page = open_page(town)
    page.show_target(UnitWanted(unit))
    seat.settle()

    link = next(b for b in page.panel.findChildren(type(page.new_button)) if b.text() == "高海燕")
    press(link)

    assert seat.sent_to == [PersonWanted(person)]


def test_kinds_and_text_narrow_and_an_empty_list_offers_the_way_back(embedded_town, open_page):
    town = embedded_town
    town.unit("安和物业", NORTH, kind=UnitKind.PROPERTY_COMPANY)
    town.unit("市政养护站", NORTH)
    seat, page = open_page(town)

    press(page.views.rows[UnitKind.PROPERTY_COMPANY])
    seat.settle()
    assert names(page) == ["安和物业"]
    write(page.field, "市政")
    page.field.tell()
    seat.settle()

    assert "物业公司、“市政”" in words_of(page.table.findChild(EmptyState))
    page.clear()
    seat.settle()
    assert len(names(page)) == 3


def test_units_out_of_use_are_listed_on_demand(embedded_town, open_page):
    town = embedded_town
    town.unit("老单位", NORTH, is_active=False)
    seat, page = open_page(town)
    assert "老单位" not in names(page)

    page.inactive.click()
    seat.settle()

    assert "老单位" in names(page)
