from uuid import uuid4

import pytest
import shapely
import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import console
from app.core.changes import Change, Topic
from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.territory import queries
from app.territory.actions import (
    GridDraft,
    LineDraft,
    RegionDraft,
    open_grid,
    retire_region,
    save_grid_totals,
    save_map_lines,
    save_region,
    set_outline,
)
from app.territory.actions.regions import (
    BadTotal,
    CodeTaken,
    HasChildren,
    NoParent,
    RegionRetired,
)
from app.territory.geometry import BadOutline
from app.territory.rules import BadCode, BadName, CommunityKind, GridKind, LineKind, Tier, WrongTier
from tests.app.territory.conftest import COMMUNITY, STREET, square, worker

GRID = f"{COMMUNITY}001"
LINE = shapely.to_wkb(shapely.LineString([(113.3, 40.08), (113.34, 40.09)]), byte_order=1)


def read(database, query, *args, **kwargs):
    with database.reading() as session:
        return query(session, *args, **kwargs)


def test_a_community_gets_tier_parent_and_kind_from_its_code_and_name(town):
    saved = read(town, queries.region, COMMUNITY)

    assert saved.tier is Tier.COMMUNITY
    assert saved.parent_code == STREET
    assert saved.kind == CommunityKind.RESIDENTS_COMMITTEE
    assert saved.short == "桥北社区"


def test_a_region_is_renamed_by_whoever_saw_its_present_version(town, keeper):
    seen = read(town, queries.region, COMMUNITY).version
    with town.writing(keeper) as uow:
        save_region(
            uow, RegionDraft(COMMUNITY, "桥东社区居委会"), seen_version=seen, command_key=uuid4()
        )

    renamed = read(town, queries.region, COMMUNITY)
    assert renamed.short == "桥东社区"
    assert [hit.region.code for hit in read(town, queries.search_regions, "qdsq")] == [COMMUNITY]

    with pytest.raises(Conflict), town.writing(keeper) as uow:
        save_region(uow, RegionDraft(COMMUNITY, "桥南社区"), seen_version=seen, command_key=uuid4())


def test_saving_a_region_again_as_new_is_a_conflict(town, keeper):
    with pytest.raises(Conflict), town.writing(keeper) as uow:
        save_region(uow, RegionDraft(COMMUNITY, "桥南社区"), command_key=uuid4())


def test_saving_a_region_twice_with_one_key_does_it_once(town, keeper):
    key = uuid4()
    draft = RegionDraft(f"{STREET}003", "迎春里社区居委会")
    for _ in range(2):
        with town.writing(keeper) as uow:
            assert save_region(uow, draft, command_key=key) == draft.code

    assert read(town, queries.region, draft.code).version == 1


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (RegionDraft("14021305", "某街道"), BadCode),
        (RegionDraft(f"{STREET}001004", "网格"), WrongTier),
        (RegionDraft(f"{STREET}004", "  "), BadName),
        (RegionDraft("140299001", "某街道"), NoParent),
    ],
)
def test_a_region_that_cannot_be_is_refused(town, draft, refusal):
    with pytest.raises(refusal), town.writing(console("test")) as uow:
        save_region(uow, draft, command_key=uuid4())


def test_a_region_that_was_deleted_from_the_form_meanwhile_is_not_found(town, keeper):
    with pytest.raises(NotFound), town.writing(keeper) as uow:
        save_region(uow, RegionDraft(f"{STREET}009", "某社区"), seen_version=1, command_key=uuid4())


@pytest.mark.parametrize("right", [Right.READ_TERRITORY, Right.REGISTER_CASE])
def test_only_who_keeps_the_territory_may_change_it(town, right):
    with pytest.raises(NotAllowed), town.writing(worker(right)) as uow:
        save_region(uow, RegionDraft(f"{STREET}003", "某社区"), command_key=uuid4())


def test_the_right_ends_at_the_border_of_the_scope(town, keeper):
    with pytest.raises(NotAllowed), town.writing(keeper) as uow:
        save_region(uow, RegionDraft("140213050001", "康吉社区"), command_key=uuid4())


def test_a_grid_is_opened_with_its_totals_and_area(town):
    (first, *_) = read(town, queries.grids, COMMUNITY, on=town.clock.now().date())

    assert (first.code, first.kind) == (GRID, GridKind.GENERAL)
    assert (first.households, first.population, first.worker) == (100, 250, "")
    assert read(town, queries.grid_at, 113.315, 40.085).code == GRID


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (GridDraft(GRID, "又一个"), CodeTaken),
        (GridDraft(COMMUNITY, "不是网格"), WrongTier),
        (GridDraft(f"{COMMUNITY}004", "网格", households=-1), BadTotal),
        (GridDraft(f"{COMMUNITY}004", "网格", wkb=b"?"), BadOutline),
        (GridDraft(f"{STREET}099001", "网格"), NoParent),
    ],
)
def test_a_grid_that_cannot_be_is_refused_and_leaves_nothing_behind(town, keeper, draft, refusal):
    before = read(town, queries.totals, STREET)

    with pytest.raises(refusal), town.writing(keeper) as uow:
        open_grid(uow, draft, command_key=uuid4())

    assert read(town, queries.totals, STREET) == before


def test_totals_are_corrected_by_whoever_saw_the_present_ones(town, keeper):
    (first, *_) = read(town, queries.grids, COMMUNITY, on=town.clock.now().date())
    order = {"households": 120, "population": 300, "seen_version": first.version}
    with town.writing(keeper) as uow:
        save_grid_totals(uow, GRID, **order, command_key=uuid4())

    assert read(town, queries.totals, STREET) == queries.Totals(2, 3, 620, 1550)
    with pytest.raises(Conflict), town.writing(keeper) as uow:
        save_grid_totals(uow, GRID, **order, command_key=uuid4())
    with pytest.raises(NotFound), town.writing(keeper) as uow:
        save_grid_totals(uow, f"{COMMUNITY}009", **order, command_key=uuid4())


def test_negative_totals_are_refused(town, keeper):
    with pytest.raises(BadTotal), town.writing(keeper) as uow:
        save_grid_totals(
            uow, GRID, households=1, population=-1, seen_version=1, command_key=uuid4()
        )


def test_a_redrawn_grid_takes_its_points_along(town, keeper):
    with town.writing(keeper) as uow:
        set_outline(uow, GRID, square(0), command_key=uuid4())

    assert read(town, queries.grid_at, 113.305, 40.085).code == GRID
    assert read(town, queries.grid_at, 113.315, 40.085) is None


def test_an_outline_needs_a_region(town, keeper):
    with pytest.raises(NotFound), town.writing(keeper) as uow:
        set_outline(uow, f"{STREET}077", square(0), command_key=uuid4())


def test_a_retired_grid_is_readable_and_nothing_else(town, keeper):
    with town.writing(keeper) as uow:
        retire_region(uow, GRID, command_key=uuid4())

    assert read(town, queries.region, GRID).is_retired
    assert read(town, queries.grid_at, 113.315, 40.085) is None
    assert len(read(town, queries.children, COMMUNITY)) == 2
    assert len(read(town, queries.children, COMMUNITY, with_retired=True)) == 3
    assert read(town, queries.totals, STREET).grids == 2
    for refused in (
        lambda uow: retire_region(uow, GRID, command_key=uuid4()),
        lambda uow: set_outline(uow, GRID, square(0), command_key=uuid4()),
    ):
        with pytest.raises(RegionRetired), town.writing(keeper) as uow:
            refused(uow)
    with pytest.raises(CodeTaken), town.writing(keeper) as uow:
        open_grid(uow, GridDraft(GRID, "旧号新用"), command_key=uuid4())


def test_a_region_with_others_below_is_not_retired(town, keeper):
    with pytest.raises(HasChildren), town.writing(keeper) as uow:
        retire_region(uow, COMMUNITY, command_key=uuid4())
    with pytest.raises(NotFound), town.writing(keeper) as uow:
        retire_region(uow, f"{STREET}077", command_key=uuid4())


def test_nothing_is_opened_below_a_retired_community(town, keeper):
    other = f"{STREET}002"
    with town.writing(keeper) as uow:
        retire_region(uow, other, command_key=uuid4())

    with pytest.raises(RegionRetired), town.writing(keeper) as uow:
        open_grid(uow, GridDraft(f"{other}001", "网格"), command_key=uuid4())
    with pytest.raises(RegionRetired), town.writing(keeper) as uow:
        save_region(uow, RegionDraft(other, "新名"), seen_version=2, command_key=uuid4())


def test_roads_and_rivers_of_a_street_are_replaced_as_one(town, keeper):
    for names in (("振华街", "御河"), ("振华街",)):
        drafts = [LineDraft(LineKind.ROAD, name, LINE) for name in names]
        with town.writing(keeper) as uow:
            save_map_lines(uow, STREET, drafts, command_key=uuid4())

    (line,) = read(town, queries.map_lines, "140213")
    assert (line.name, line.kind) == ("振华街", LineKind.ROAD)
    assert line.parts == (((113.3, 40.08), (113.34, 40.09)),)
    with pytest.raises(NotFound), town.writing(console("test")) as uow:
        save_map_lines(uow, "140213099", [], command_key=uuid4())


def test_a_change_is_journaled_and_told_to_every_desk(town, keeper):
    told = []
    town.subscribe(told.extend)
    with town.writing(keeper) as uow:
        set_outline(uow, GRID, square(0), command_key=uuid4())

    assert told == [Change(Topic.REGION, GRID, GRID)]
    with town.reading() as session:
        entry = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "territory.set_outline")
        ).one()
    assert (entry.person_name, entry.subject, entry.region) == ("周敏", GRID, GRID)
