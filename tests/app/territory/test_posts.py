from datetime import date
from uuid import uuid4

import pytest

from app.accounts.rules import Right
from app.core.errors import NotAllowed, NotFound
from app.territory import queries
from app.territory.actions import (
    GridDraft,
    PostDraft,
    assign_post,
    end_post,
    open_grid,
    retire_region,
)
from app.territory.actions.posts import SecondFullTime
from app.territory.actions.regions import RegionRetired
from app.territory.rules import BadPhone, BadTerm, GridKind, PostRole, WorkerKind, WorkerKindWanted
from tests.app.territory.conftest import COMMUNITY, worker

GRID = f"{COMMUNITY}001"
TODAY = date(2026, 11, 24)


def full_time(name="邓秋霞", since=date(2026, 1, 5), code=GRID, **more):
    return PostDraft(code, PostRole.WORKER, name, since, WorkerKind.FULL_TIME, **more)


def assign(database, actor, draft):
    with database.writing(actor) as uow:
        return assign_post(uow, draft, command_key=uuid4())


def posts(database, actor, code=GRID, **asked):
    with database.reading() as session:
        return queries.posts_of(session, actor, code, on=TODAY, **asked)


def test_a_grid_shows_its_people_heads_first(town, keeper):
    assign(town, keeper, full_time(phone="13900000000"))
    assign(town, keeper, PostDraft(GRID, PostRole.POLICE_OFFICER, "赵警官", TODAY))
    assign(town, keeper, PostDraft(GRID, PostRole.HEAD, "叶建平", TODAY))

    shown = posts(town, keeper)

    assert [post.person_name for post in shown] == ["叶建平", "邓秋霞", "赵警官"]
    assert shown[1].phone == "13900000000"
    assert shown[1].worker_kind is WorkerKind.FULL_TIME


def test_the_list_of_grids_names_the_full_time_worker_in_office(town, keeper):
    post = assign(town, keeper, full_time())
    assign(town, keeper, PostDraft(GRID, PostRole.WORKER, "王兼", TODAY, WorkerKind.PART_TIME))

    def workers(on):
        with town.reading() as session:
            return [grid.worker for grid in queries.grids(session, COMMUNITY, on=on)]

    assert workers(TODAY) == ["邓秋霞", "", ""]
    with town.writing(keeper) as uow:
        end_post(uow, post, until=TODAY, command_key=uuid4())
    assert workers(TODAY) == ["邓秋霞", "", ""]
    assert workers(date(2026, 11, 25)) == ["", "", ""]


def test_a_general_grid_has_one_full_time_worker_at_a_time(town, keeper):
    first = assign(town, keeper, full_time())
    with pytest.raises(SecondFullTime):
        assign(town, keeper, full_time("吴新来", TODAY))

    with town.writing(keeper) as uow:
        end_post(uow, first, until=date(2026, 11, 23), command_key=uuid4())
    assign(town, keeper, full_time("吴新来", TODAY))

    assert [post.person_name for post in posts(town, keeper)] == ["吴新来"]
    former = posts(town, keeper, with_former=True)
    assert [post.person_name for post in former] == ["邓秋霞", "吴新来"]


def test_a_dedicated_grid_may_have_several_full_time_workers(town, keeper):
    code = f"{COMMUNITY}009"
    with town.writing(keeper) as uow:
        draft = GridDraft(code, "第九中学专属网格", kind=GridKind.DEDICATED)
        open_grid(uow, draft, command_key=uuid4())

    assign(town, keeper, full_time(code=code))
    assign(town, keeper, full_time("吴新来", code=code))

    assert len(posts(town, keeper, code)) == 2


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (full_time(phone="不详"), BadPhone),
        (PostDraft(GRID, PostRole.WORKER, "某", TODAY), WorkerKindWanted),
        (PostDraft(f"{COMMUNITY}099", PostRole.HEAD, "某", TODAY), NotFound),
        (PostDraft("140213050", PostRole.HEAD, "某", TODAY), NotAllowed),
    ],
)
def test_a_post_that_cannot_be_is_refused(town, keeper, draft, refusal):
    with pytest.raises(refusal):
        assign(town, keeper, draft)


def test_nobody_is_assigned_to_a_retired_grid(town, keeper):
    with town.writing(keeper) as uow:
        retire_region(uow, GRID, command_key=uuid4())

    with pytest.raises(RegionRetired):
        assign(town, keeper, full_time())


def test_a_term_does_not_end_before_it_begins(town, keeper):
    post = assign(town, keeper, full_time(since=TODAY))

    with pytest.raises(BadTerm), town.writing(keeper) as uow:
        end_post(uow, post, until=date(2026, 11, 23), command_key=uuid4())
    with pytest.raises(NotFound), town.writing(keeper) as uow:
        end_post(uow, uuid4(), until=TODAY, command_key=uuid4())


def test_phones_of_posts_are_for_people_who_read_the_territory(town, keeper):
    assign(town, keeper, full_time())

    assert posts(town, worker(Right.READ_TERRITORY, region="140213"))
    with pytest.raises(NotAllowed):
        posts(town, worker(Right.READ_TERRITORY, region="140213050"))
    with pytest.raises(NotAllowed):
        posts(town, worker(Right.READ_FIGURES))
