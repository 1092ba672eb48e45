"""A place in the caller's words: proposals of the gazetteer, and the words themselves."""

import pytest
from PySide6.QtCore import Qt

from app.core.actor import console
from app.core.ids import new_id
from app.territory.actions.places import PlaceDraft, save_place
from app.territory.rules import PlaceKind
from tests.factories.centre import COMMUNITY, GRID
from ui.parts.address_field import AddressField, PlaceFound


@pytest.fixture
def field(embedded_centre, sit, show):
    with embedded_centre.database.writing(console("test")) as uow:
        for name, kind, region in (
            ("滨河路36号", PlaceKind.HOUSE_NUMBER, GRID),
            ("锦绣花园", PlaceKind.COMPOUND, COMMUNITY),
        ):
            place = PlaceDraft(name, kind, region, 112.584, 37.864)
            save_place(uow, place, command_key=new_id())
    seat = sit(embedded_centre, "dispatcher")
    made = show(AddressField(seat.desk))
    made.setFocus()
    return made


def type_in(field, text, qtbot):
    field.setText(text)
    field.textEdited.emit(text)
    qtbot.waitUntil(lambda: len(field.options()) > 0)


def test_a_proposal_adds_point_and_grid_and_leaves_the_words(field, qtbot):
    type_in(field, "滨河路36号门口，放了路锥", qtbot)

    with qtbot.waitSignal(field.found) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert told.args[0] == PlaceFound(112.584, 37.864, GRID, is_rough=False)
    assert field.text() == "滨河路36号门口，放了路锥"


def test_initials_become_the_whole_name(field, qtbot):
    type_in(field, "jxhy", qtbot)

    with qtbot.waitSignal(field.found) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.text() == "锦绣花园"
    assert told.args[0].region == COMMUNITY


def test_words_nobody_knows_stay_as_they_are(field, qtbot):
    field.setText("老张家后面的空地")
    field.textEdited.emit("老张家后面的空地")
    qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert field.text() == "老张家后面的空地"
    assert field.value() is None
