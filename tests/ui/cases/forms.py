"""The form of a new case at the desks of the test centre, with ground to stand on."""

import pytest
import shapely
import sqlalchemy as sa

from app.cases.models import CaseFile, Category
from app.core.actor import console
from app.core.changes import Topic
from app.core.ids import new_id
from app.territory.actions.places import PlaceDraft, save_place
from app.territory.actions.regions import set_outline
from app.territory.models.grids import Grid
from app.territory.rules import GridKind, PlaceKind
from tests.factories.centre import GRID
from ui.cases.case_form import CaseForm
from ui.cases.place_fields import PlaceState

WEST, SOUTH, EAST, NORTH = 112.580, 37.860, 112.590, 37.870
WORDS = "滨河路 36 号门口的雨水井盖不见了，希望快点装上。"


@pytest.fixture
def ground(embedded_centre):
    """The grid of the test centre with an outline, and one place of the gazetteer in it."""
    with embedded_centre.database.writing(console("test")) as uow:
        uow.session.add(Grid(code=GRID, kind=GridKind.GENERAL))
        uow.session.flush()
        outline = shapely.box(WEST, SOUTH, EAST, NORTH)
        set_outline(uow, GRID, shapely.to_wkb(outline), command_key=new_id())
        place = PlaceDraft("滨河路36号", PlaceKind.HOUSE_NUMBER, GRID, 112.584, 37.864)
        save_place(uow, place, command_key=new_id())
    return embedded_centre


@pytest.fixture
def form(ground, sit, show, settle):
    """Open the form as somebody; again and again for what happens after a restart."""

    def opened(role: str = "dispatcher"):
        seat = sit(ground, role)
        page = show(CaseForm(seat.desk))
        settle(seat)
        return seat, page

    return opened


def fill(page, *, words=WORDS, region=GRID, phone=""):
    page.body.said.words.setPlainText(words)
    page.body.where.place.set_state(PlaceState("", region))
    page.body.who.phone.setText(phone)


def only_case(centre):
    with centre.database.reading() as session:
        return session.scalars(sa.select(CaseFile)).one()


def ask(centre, code, *questions, **columns):
    """Let a kind ask something, as its editor would, and tell every desk."""
    with centre.database.writing(console("test")) as uow:
        kind = uow.session.get_one(Category, code)
        kind.questions = [each.as_json() for each in questions]
        for name, value in columns.items():
            setattr(kind, name, value)
        uow.touched(Topic.CATEGORY, code)


def cases(centre):
    """Every case there is, the newest last."""
    with centre.database.reading() as session:
        return session.scalars(sa.select(CaseFile).order_by(CaseFile.id)).all()
