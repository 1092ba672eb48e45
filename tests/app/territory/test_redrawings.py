from datetime import date, timedelta
from uuid import uuid4

import pytest
import shapely
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import Right
from app.core.actor import console
from app.core.clock import local
from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.territory import coverage, queries
from app.territory.actions import PlaceDraft, PostDraft, assign_post, save_place, set_outline
from app.territory.actions.publishing import BadDay, NothingRedrawn, publish_redrawing
from app.territory.actions.redrawings import (
    CellWords,
    DraftClosed,
    DraftOutdated,
    NothingToRedraw,
    NothingToUndo,
    NotRedrawn,
    OtherCommunity,
    begin_redrawing,
    describe_grid,
    merge_grids,
    move_border,
    set_redrawing_state,
    split_grid,
    step_back,
    step_forward,
)
from app.territory.queries.redrawings import (
    predecessors,
    redrawing,
    redrawings,
    successors,
)
from app.territory.redrawing import RedrawingState, divided, reading_order
from app.territory.rules import GridKind, PlaceKind, PostRole, Tier, WorkerKind, WrongTier
from tests.app.territory.conftest import COMMUNITY, STREET, square, worker

FIRST, SECOND, THIRD = (f"{COMMUNITY}{number:03d}" for number in (1, 2, 3))
ACROSS = ((113.315, 40.0848), (113.335, 40.0852))  # through the second grid, west to east


class Nobody:
    """No records lie in the regions."""

    def __init__(self):
        self.asked = ()

    def moved(self, uow, successions):
        self.asked = tuple(successions)
        return 0


class Draft:
    """A draft of the town, and a short way to edit it."""

    def __init__(self, database):
        self.database = database
        self.id = self.write(begin_redrawing, STREET, "桥北调整", alone=True)

    def write(self, action, *given, alone=False, actor=None, seen=None, **more):
        first = () if alone else (self.id,)
        if not alone:
            more["seen_version"] = self.view.row.version if seen is None else seen
        with self.database.writing(actor or console("test")) as uow:
            return action(uow, *first, *given, command_key=uuid4(), **more)

    @property
    def view(self):
        with self.database.reading() as session:
            today = local(self.database.clock.now()).date()
            return redrawing(session, console("test"), self.id, today)

    @property
    def today(self):
        return local(self.database.clock.now()).date()

    def cells(self):
        return {cell.key: cell for cell in self.view.cells}

    def publish(self, actor=None, on=None, follow=None):
        door = follow or Nobody()
        return self.write(publish_redrawing, on or self.today, follow=door, actor=actor)


@pytest.fixture
def draft(embedded_town):
    return Draft(embedded_town)


@pytest.fixture
def shared_draft(town):
    return Draft(town)


def read(database, query, *args, **more):
    with database.reading() as session:
        return query(session, *args, **more)


def test_a_draft_begins_with_the_grids_of_today(draft):
    view = draft.view

    assert [cell.code for cell in view.cells] == [FIRST, SECOND, THIRD]
    assert not any(cell.is_new for cell in view.cells)
    assert (view.row.title, view.gap_m, view.can_undo) == ("桥北调整", 0.0, False)
    (row,) = read(draft.database, redrawings, console("test"), STREET)
    assert (row.state, row.author) == (RedrawingState.DRAFT, "控制台")


def test_a_cut_grid_gets_two_codes_and_its_people_are_counted_once(draft):
    draft.write(split_grid, SECOND, ACROSS)

    view = draft.view
    new = [cell for cell in view.cells if cell.is_new]
    assert [cell.code for cell in new] == [f"{COMMUNITY}004", f"{COMMUNITY}005"]
    assert sum(cell.population for cell in new) == 500
    assert [code for code, _ in view.retired] == [SECOND]
    assert sum(view.lineage[SECOND].values()) == pytest.approx(1.0)
    assert view.gap_m == 0.0


def test_grids_are_put_together_and_named_after_the_largest(draft):
    draft.write(move_border, (113.32, 40.085), (113.322, 40.085))
    draft.write(merge_grids, (FIRST, SECOND))

    (whole,) = [cell for cell in draft.view.cells if cell.key.endswith(".1")]
    assert (whole.households, whole.population) == (300, 750)
    assert draft.view.row.version > 1


def test_a_moved_border_gives_both_sides_new_codes_and_keeps_the_whole(draft):
    draft.write(move_border, (113.32, 40.085), (113.322, 40.085))

    view = draft.view
    assert [cell.code for cell in view.cells if cell.is_new] == [
        f"{COMMUNITY}004",
        f"{COMMUNITY}005",
    ]
    assert [cell.code for cell in view.cells if not cell.is_new] == [THIRD]


def test_steps_are_taken_back_and_done_again_and_a_new_one_ends_those_taken_back(shared_draft):
    shared_draft.write(split_grid, SECOND, ACROSS)
    shared_draft.write(merge_grids, (FIRST, f"{COMMUNITY}+1.1"))
    three = set(shared_draft.cells())

    shared_draft.write(step_back)
    shared_draft.write(step_back)
    assert set(shared_draft.cells()) == {FIRST, SECOND, THIRD}
    assert (shared_draft.view.can_undo, shared_draft.view.can_redo) == (False, True)
    with pytest.raises(NothingToUndo):
        shared_draft.write(step_back)

    shared_draft.write(step_forward)
    shared_draft.write(step_forward)
    assert set(shared_draft.cells()) == three
    with pytest.raises(NothingToUndo):
        shared_draft.write(step_forward)

    shared_draft.write(step_back)
    shared_draft.write(merge_grids, (FIRST, f"{COMMUNITY}+1.2"))
    assert [step.holds for step in shared_draft.view.steps] == [True, True]


def test_two_people_who_edit_one_draft_conflict(shared_draft):
    seen = shared_draft.view.row.version
    shared_draft.write(split_grid, SECOND, ACROSS)

    with pytest.raises(Conflict):
        shared_draft.write(merge_grids, (FIRST, SECOND), seen=seen)


def test_what_cannot_be_done_is_refused_and_leaves_the_draft_as_it_was(draft):
    seen = draft.view
    for refusal, deed in (
        (coverage.LineMisses, (split_grid, FIRST, ACROSS[:1] * 2)),
        (coverage.NotNeighbours, (merge_grids, (FIRST, THIRD))),
        (coverage.NotNeighbours, (merge_grids, (FIRST, FIRST))),
        (coverage.BorderFixed, (move_border, (113.31, 40.08), (113.311, 40.081))),
        (NotFound, (merge_grids, (FIRST, "140213054001999"))),
        (NotRedrawn, (describe_grid, FIRST, CellWords("甲", GridKind.GENERAL, 1, 1, ()))),
    ):
        with pytest.raises(refusal):
            draft.write(*deed)
    assert draft.view == seen


def test_only_grids_of_one_community_are_put_together(embedded_town):
    from app.territory.actions import GridDraft, open_grid

    with embedded_town.writing(console("test")) as uow:
        other = GridDraft("140213054002001", "新泉第一网格", wkb=square(4))
        open_grid(uow, other, command_key=uuid4())
    draft = Draft(embedded_town)

    with pytest.raises(OtherCommunity):
        draft.write(merge_grids, (THIRD, "140213054002001"))
    with pytest.raises(coverage.BorderFixed):
        draft.write(move_border, (113.34, 40.085), (113.342, 40.085))


def test_publishing_opens_new_grids_ends_the_old_and_keeps_the_lineage(shared_draft):
    shared_draft.write(split_grid, SECOND, ACROSS)
    nobody = Nobody()

    assert shared_draft.publish(follow=nobody) == 2

    new = (f"{COMMUNITY}004", f"{COMMUNITY}005")
    outlines = read(shared_draft.database, queries.outlines, STREET, Tier.GRID)
    assert [row.code for row in outlines] == [FIRST, THIRD, *new]
    assert read(shared_draft.database, queries.region, SECOND).is_retired
    assert tuple(read(shared_draft.database, successors, SECOND)) == new
    assert read(shared_draft.database, predecessors, new[0]).keys() == {SECOND}
    assert nobody.asked[0].old == SECOND
    assert {code for code, _ in nobody.asked[0].areas} == set(new)
    assert shared_draft.view.row.state is RedrawingState.PUBLISHED
    wkb = [shapely.Polygon(row.rings[0]) for row in outlines]
    assert shapely.coverage_is_valid(wkb)
    with shared_draft.database.reading() as session:
        action = JournalEntry.action == "territory.publish_redrawing"
        (entry,) = session.scalars(sa.select(JournalEntry).where(action))
        assert entry.facts["opened"] == 2
    with pytest.raises(DraftClosed):
        shared_draft.publish()


def test_codes_of_grids_that_are_gone_are_never_given_again(draft):
    draft.write(merge_grids, (SECOND, THIRD))
    draft.publish()
    again = Draft(draft.database)
    again.write(split_grid, f"{COMMUNITY}004", ((113.335, 40.07), (113.335, 40.10)))

    assert [cell.code for cell in again.view.cells if cell.is_new] == [
        f"{COMMUNITY}005",
        f"{COMMUNITY}006",
    ]


def test_people_go_over_to_the_new_grids_from_the_day_it_holds(shared_draft):
    post = PostDraft(
        SECOND, PostRole.WORKER, "李强", date(2025, 1, 1), worker_kind=WorkerKind.FULL_TIME
    )
    with shared_draft.database.writing(console("test")) as uow:
        assign_post(uow, post, command_key=uuid4())
    shared_draft.write(split_grid, SECOND, ACROSS)
    large = next(cell for cell in shared_draft.view.cells if cell.posts)
    small = next(cell for cell in shared_draft.view.cells if cell.is_new and not cell.posts)
    (choice,) = shared_draft.view.posts
    words = CellWords("桥北新网格", GridKind.DEDICATED, 7, 8, (choice.id,))
    shared_draft.write(describe_grid, small.key, words)
    since = shared_draft.today - timedelta(days=1)

    shared_draft.publish(on=since)

    def posts(code):
        on = shared_draft.today
        found = read(shared_draft.database, queries.posts_of, console("test"), code, on=on)
        return [(row.person_name, row.since) for row in found]

    assert posts(SECOND) == []
    assert posts(large.code) == [("李强", since)]
    assert posts(small.code) == [("李强", since)]
    rows = {
        row.code: row
        for row in read(shared_draft.database, queries.grids, STREET, on=shared_draft.today)
    }
    assert (rows[small.code].name, rows[small.code].population) == ("桥北新网格", 8)
    assert rows[small.code].kind is GridKind.DEDICATED


def test_places_move_to_the_grid_their_point_lies_in(shared_draft):
    place = PlaceDraft("清泉家园", PlaceKind.COMPOUND, SECOND, 113.3255, 40.082)
    with shared_draft.database.writing(console("test")) as uow:
        key = save_place(uow, place, command_key=uuid4())
    shared_draft.write(split_grid, SECOND, ((113.315, 40.085), (113.335, 40.085)))
    shared_draft.publish()

    row = read(shared_draft.database, queries.place_row, key)
    there = read(shared_draft.database, queries.grid_at, 113.3255, 40.082)
    assert row.region_code == there.code != SECOND


def test_a_draft_is_outdated_where_the_grids_were_changed_elsewhere(draft):
    draft.write(split_grid, SECOND, ACROSS)
    with draft.database.writing(console("test")) as uow:
        set_outline(uow, THIRD, square(5), command_key=uuid4())

    assert draft.view.is_outdated
    with pytest.raises(DraftOutdated):
        draft.write(merge_grids, (FIRST, SECOND))
    with pytest.raises(DraftOutdated):
        draft.publish()
    draft.write(set_redrawing_state, RedrawingState.DISCARDED)
    assert draft.view.row.state is RedrawingState.DISCARDED


def test_a_draft_that_was_handed_in_rests_until_it_is_taken_back(draft):
    with pytest.raises(NothingToUndo):
        draft.write(set_redrawing_state, RedrawingState.SUBMITTED)
    draft.write(split_grid, SECOND, ACROSS)
    draft.write(set_redrawing_state, RedrawingState.SUBMITTED)
    with pytest.raises(DraftClosed):
        draft.write(step_back)
    with pytest.raises(DraftClosed):
        draft.write(set_redrawing_state, RedrawingState.PUBLISHED)

    draft.write(set_redrawing_state, RedrawingState.DRAFT)
    draft.write(step_back)

    with pytest.raises(NothingRedrawn):
        draft.publish()


def test_a_day_to_come_is_refused(draft):
    draft.write(split_grid, SECOND, ACROSS)

    with pytest.raises(BadDay):
        draft.publish(on=draft.today + timedelta(days=1))


def test_drafting_and_publishing_are_two_rights(shared_draft):
    drafter, director = worker(Right.REDRAW_GRIDS), worker(Right.PUBLISH_GRIDS)
    reader, elsewhere = worker(Right.READ_TERRITORY), worker(Right.REDRAW_GRIDS, region="140213050")

    shared_draft.write(split_grid, SECOND, ACROSS, actor=drafter)
    for actor in (reader, elsewhere, director):
        with pytest.raises(NotAllowed):
            shared_draft.write(step_back, actor=actor)
    for actor in (reader, elsewhere):
        with pytest.raises(NotAllowed):
            read(shared_draft.database, redrawings, actor, STREET)
    with pytest.raises(NotAllowed):
        shared_draft.publish(actor=drafter)

    assert shared_draft.publish(actor=director) == 2


def test_a_draft_is_of_a_street_with_drawn_grids(embedded_town):
    with embedded_town.writing(console("test")) as uow:
        for code, refusal in ((COMMUNITY, WrongTier), ("140213050", NothingToRedraw)):
            with pytest.raises(refusal):
                begin_redrawing(uow, code, "调整", command_key=uuid4())


def test_new_grids_are_numbered_from_west_to_east_and_north_to_south():
    def box(x, y, height=1.0):
        return x, y, x + 1.0, y + height

    boxes = {"d": box(2, 1), "a": box(1, 2.1), "b": box(2, 2), "c": box(1, 1.1)}
    assert reading_order(boxes) == ["a", "b", "c", "d"]
    assert reading_order({"south": box(0, 0), "north": box(0.1, 1)}) == ["north", "south"]
    assert reading_order({}) == []


@given(
    st.integers(0, 100_000),
    st.lists(st.floats(0.001, 1000.0), min_size=1, max_size=9),
)
def test_what_is_divided_adds_up_again(total, sizes):
    parts = divided(total, sizes)

    assert sum(parts) == total
    assert all(
        abs(part - total * size / sum(sizes)) <= 1.0
        for part, size in zip(parts, sizes, strict=True)
    )
