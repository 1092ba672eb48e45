"""The form's map says who answers for the point, and when words, region and point disagree."""

import pytest

from app.core.actor import console
from app.core.ids import new_id
from app.territory.actions import PlaceDraft, PostDraft, assign_post, save_place
from app.territory.rules import PlaceKind, PostRole, WorkerKind
from tests.factories.centre import COMMUNITY, GRID, STREET
from ui.cases.form_map import FormMap
from ui.cases.place_fields import PlaceState

HERE, FAR = (112.584, 37.864), (112.5895, 37.8695)


@pytest.fixture
def form_map(ground, sit, show, settle, qtbot):
    database = ground.database
    since = database.clock.now().date().replace(year=2025)
    with database.writing(console("test")) as uow:
        for role, name, kind in (
            (PostRole.WORKER, "邓秋霞", WorkerKind.FULL_TIME),
            (PostRole.HEAD, "叶建平", None),
        ):
            draft = PostDraft(GRID, role, name, since, kind)
            assign_post(uow, draft, command_key=new_id())
        far = PlaceDraft("东湖花园", PlaceKind.COMPOUND, COMMUNITY, 112.60, 37.88)
        save_place(uow, far, command_key=new_id())
    seat = sit(ground, "dispatcher")
    made = show(FormMap(seat.desk))

    def shown(words, point, region=GRID):
        made.show_place(PlaceState(words, region, point))
        qtbot.waitUntil(lambda: not made._soon.isActive())
        settle(seat)
        return made

    return shown


def test_the_point_finds_grid_community_and_who_answers_for_it(form_map):
    made = form_map("滨河路36号", HERE)

    assert made.people.text() == "南塘社区 南塘第二网格　专职网格员 邓秋霞　网格长 叶建平"
    assert made.warning.text == ""


def test_words_that_name_a_place_far_from_the_point_are_pointed_out(form_map):
    made = form_map("东湖花园 3 号楼", HERE)

    assert made.warning.text.startswith("文字和点位对不上。“东湖花园”在南塘社区，离点位 2,2")


def test_a_place_near_by_is_no_contradiction(form_map):
    assert form_map("滨河路36号", (112.5845, 37.8645)).warning.text == ""


def test_words_the_gazetteer_does_not_know_contradict_nothing(form_map):
    assert form_map("河边那棵大树", FAR).warning.text == ""


def test_a_region_chosen_elsewhere_is_pointed_out(form_map):
    made = form_map("", HERE, region="990102005")

    assert made.warning.text.startswith("辖区和点位对不上。点位在南塘社区 南塘第二网格")
    assert form_map("", HERE, region=STREET).warning.text == ""


def test_without_a_point_nothing_is_said(form_map):
    form_map("东湖花园", HERE)

    made = form_map("东湖花园", None)

    assert made.warning.text == ""
    assert not made.people.isVisible()
