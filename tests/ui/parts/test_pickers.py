"""Fields that choose by searching: units, people, kinds, regions."""

import pytest
from PySide6.QtCore import Qt

from app.accounts.actions import UnitDraft, create_unit
from app.accounts.rules import UnitKind
from app.cases.queries.categories import categories
from app.core.actor import console
from app.core.ids import new_id
from app.territory.actions.regions import RegionDraft, save_region
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET
from ui.parts.pickers import CategoryPicker, PersonPicker, UnitPicker, matching
from ui.parts.region_picker import RegionPicked, RegionPicker


@pytest.fixture
def field_of(embedded_centre, sit, show):
    """Show a picker at the dispatcher's desk."""

    def made(build):
        seat = sit(embedded_centre, "dispatcher")
        field = build(seat.desk)
        show(field)
        field.resize(300, 32)
        field.setFocus()
        return seat, field

    return made


def type_in(field, text, qtbot):
    """Type words; QTest itself types ASCII only."""
    field.setText(text)
    field.textEdited.emit(text)
    qtbot.waitUntil(lambda: len(field.options()) > 0)


def test_a_unit_is_found_by_the_initials_of_its_name(embedded_centre, field_of, qtbot):
    with embedded_centre.database.writing(console("test")) as uow:
        draft = UnitDraft("园林绿化所", UnitKind.DEPARTMENT, STREET)
        key = create_unit(uow, draft, command_key=new_id())
    _, field = field_of(UnitPicker)

    type_in(field, "yllh", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert (field.value(), field.text()) == (key, "园林绿化所")


def test_typing_on_takes_a_choice_back(embedded_centre, field_of, qtbot):
    _, field = field_of(UnitPicker)
    type_in(field, "市政", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == embedded_centre.units["municipal"]

    qtbot.keyClick(field, Qt.Key.Key_Backspace)

    assert field.value() is None


def test_a_person_is_looked_for_within_the_chosen_unit(embedded_centre, field_of, qtbot):
    _, field = field_of(PersonPicker)
    field.set_unit(embedded_centre.units["municipal"])

    qtbot.keyClick(field, Qt.Key.Key_Down)

    qtbot.waitUntil(lambda: len(field.options()) > 0)
    assert [option.split()[0] for option in field.options()] == ["高海燕"]


def test_another_unit_takes_the_person_back(embedded_centre, field_of, qtbot):
    _, field = field_of(PersonPicker)
    field.set_unit(embedded_centre.units["municipal"])
    type_in(field, "高", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() is not None

    field.set_unit(embedded_centre.units["water"])

    assert field.value() is None


def test_a_kind_is_found_by_name_initials_code_and_hint(embedded_centre):
    with embedded_centre.database.reading() as session:
        rows = categories(session)

    for typed in ("雨水井盖", "ysjg", "c01-003", "雨水篦子"):
        assert matching(rows, typed)[0].code == "C01-003", typed
    assert matching(rows, "没有这种事") == []


def test_a_kind_keeps_its_row_with_it(field_of, qtbot):
    _, field = field_of(CategoryPicker)

    type_in(field, "雨水井盖", qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.row().path == "公用设施 / 雨水井盖"


# -- regions -------------------------------------------------------------------------------------


@pytest.fixture
def region_field(field_of):
    return field_of(lambda desk: RegionPicker(desk, (STREET,)))


@pytest.mark.parametrize("typed", ["第二网格", GRID])
def test_a_region_is_found_by_name_or_code_and_shown_with_its_community(region_field, qtbot, typed):
    _, field = region_field
    told = []
    field.picked.connect(told.append)

    type_in(field, typed, qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: field.text() == "南塘社区 / 南塘第二网格")
    assert field.code() == GRID
    assert told == [RegionPicked(GRID)]


def test_a_region_outside_my_street_is_not_offered(embedded_centre, region_field, qtbot):
    seat, field = region_field
    field.setText(OTHER_STREET)
    field.search()

    qtbot.waitUntil(seat.settled)

    assert field.options() == ()


def test_the_tree_opens_down_to_the_grid_and_a_click_takes_it(region_field, qtbot):
    _, field = region_field
    qtbot.mouseClick(field.button, Qt.MouseButton.LeftButton)
    tree = field.tree.tree
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1)
    street = tree.topLevelItem(0)
    qtbot.waitUntil(lambda: street.childCount() == 1)
    community = street.child(0)
    assert (street.text(0), community.text(0)) == ("柳溪街道", "南塘社区")

    community.setExpanded(True)
    qtbot.waitUntil(lambda: community.childCount() == 1)
    tree.setCurrentItem(community.child(0))
    qtbot.keyClick(tree, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: field.text() == "南塘社区 / 南塘第二网格")
    assert field.code() == GRID
    assert not field.tree.isVisible()


def test_a_region_named_by_code_gets_its_name(region_field, qtbot):
    _, field = region_field

    field.set_region(COMMUNITY)

    assert field.code() == COMMUNITY
    qtbot.waitUntil(lambda: field.text() == "柳溪街道 / 南塘社区")


def test_a_county_is_no_place_for_a_case(embedded_centre, field_of, qtbot):
    with embedded_centre.database.writing(console("test")) as uow:
        save_region(uow, RegionDraft("990103", "柳溪区"), command_key=new_id())
    _, field = field_of(lambda desk: RegionPicker(desk, ("",)))

    type_in(field, "柳溪", qtbot)

    assert [option.split()[0] for option in field.options()] == ["柳溪街道"]
