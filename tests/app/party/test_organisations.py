"""Organisations are founded, renamed, moved and dissolved, each from a day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.errors import Conflict, NotAllowed, NotFound
from app.party.actions.covering import cover_grid, end_cover
from app.party.actions.organisations import (
    dissolve_organisation,
    found_organisation,
    rename_organisation,
    transfer_organisation,
)
from app.party.actions.terms import TermDraft, end_term, prolong_term, put_into_post
from app.party.errors import (
    PartyCircle,
    PartyCoversAlready,
    PartyDayAhead,
    PartyDayTooEarly,
    PartyDissolved,
    PartyFieldMissing,
    PartyHasBelow,
    PartyHasMembers,
    PartyLevelWrong,
    PartyNameTaken,
    PartyNotAGrid,
    PartyNotFounded,
    PartyParentWanted,
    PartyRegionWrong,
    PartySecretaryThere,
    PartyTermEnded,
    PartyTermWrong,
)
from app.party.rules import PartyForm, PartyLevel, PartyPost, PartyStep
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET
from tests.factories.party import FOUNDED, TODAY, card, draft, found, join, line, tree

LATER = FOUNDED + timedelta(days=100)


def test_the_party_officer_founds_where_they_manage_and_nobody_else(centre):
    street, community, branch = line(centre)
    for role in ("dispatcher", "administrator", "grid_worker"):
        with pytest.raises(NotAllowed):
            found(centre, "另一个", PartyLevel.GRID, community, actor=role)
    elsewhere = draft("东湖街道党工委", PartyLevel.STREET, None, region=OTHER_STREET)
    with pytest.raises(NotAllowed):
        centre.do("officer", found_organisation, elsewhere)

    assert [row.name for row in tree(centre)] == [
        "柳溪街道党工委",
        "南塘社区党总支",
        "南塘第二网格党支部",
    ]
    assert tree(centre, "dispatcher") == ()
    assert card(centre, branch).covers[0].grid_code == GRID
    assert (card(centre, branch).may_keep, card(centre, street).above) == (True, "")
    with pytest.raises(NotFound):
        card(centre, branch, "dispatcher")


def test_what_stands_where_it_cannot_is_refused(centre):
    _street, community, branch = line(centre)
    for wrong, refusal in (
        (draft("独立", PartyLevel.GRID, None), PartyParentWanted),
        (draft("同级", PartyLevel.GRID, branch), PartyLevelWrong),
        (draft("外面", PartyLevel.GRID, community, region=STREET), PartyRegionWrong),
        (draft("将来", PartyLevel.GRID, community, TODAY + timedelta(1)), PartyDayAhead),
        (draft("太早", PartyLevel.GRID, community, FOUNDED - timedelta(1)), PartyNotFounded),
        (draft("南塘第二网格党支部", PartyLevel.GRID, community), PartyNameTaken),
        (draft(" 　", PartyLevel.GRID, community), PartyFieldMissing),
        (draft("非网格", PartyLevel.GRID, community, grids=(COMMUNITY,)), PartyNotAGrid),
    ):
        with pytest.raises(refusal):
            centre.do("officer", found_organisation, wrong)
    assert len(tree(centre)) == 3


def test_a_grid_may_have_a_group_and_place_and_form_are_two_things(centre):
    _, community, _ = line(centre)

    group = found(centre, "南塘网格党小组", PartyLevel.GRID, community, form=PartyForm.GROUP)

    assert (card(centre, group).level, card(centre, group).form) == ("grid", "group")
    assert [cover.grid_code for cover in card(centre, group).covers] == [GRID]


def test_the_tree_is_seen_as_of_any_day(centre):
    street, _community, branch = line(centre)
    other = found(centre, "商圈联合党总支", PartyLevel.COMMUNITY, street, LATER)
    moved, renamed, ended = (LATER + timedelta(days) for days in (10, 20, 30))
    centre.do("officer", transfer_organisation, branch, 1, other, moved, "区划调整")
    centre.do("officer", rename_organisation, branch, 2, "商圈党支部", renamed)
    centre.do("officer", dissolve_organisation, branch, 3, ended, "并入楼宇支部")

    def seen(day):
        return {
            row.name: next((up.name for up in tree(centre, on=day) if up.id == row.parent_id), "")
            for row in tree(centre, on=day)
        }

    before = {"柳溪街道党工委": "", "南塘社区党总支": "柳溪街道党工委"}
    beside = before | {"商圈联合党总支": "柳溪街道党工委"}
    assert seen(FOUNDED - timedelta(1)) == {}
    assert seen(FOUNDED) == before | {"南塘第二网格党支部": "南塘社区党总支"}
    assert seen(moved) == beside | {"南塘第二网格党支部": "商圈联合党总支"}
    assert seen(renamed) == beside | {"商圈党支部": "商圈联合党总支"}
    assert seen(ended) == seen(TODAY) == beside
    told = card(centre, branch)
    assert [(step.step, step.name) for step in told.course] == [
        (PartyStep.FOUNDED, "南塘第二网格党支部"),
        (PartyStep.TRANSFERRED, "南塘第二网格党支部"),
        (PartyStep.RENAMED, "商圈党支部"),
        (PartyStep.DISSOLVED, "商圈党支部"),
    ]
    assert (told.dissolved_on, told.covers[0].until) == (ended, ended)


def test_nothing_comes_under_itself_nor_under_what_is_dissolved(centre):
    street, community, branch = line(centre)
    group = found(centre, "二号院党小组", PartyLevel.BUILDING, branch)
    gone = found(centre, "撤掉的总支", PartyLevel.COMMUNITY, street)
    centre.do("officer", dissolve_organisation, gone, 1, LATER, "合并")

    for above, refusal in ((group, PartyCircle), (branch, PartyCircle), (gone, PartyDissolved)):
        with pytest.raises(refusal):
            centre.do("officer", transfer_organisation, branch, 1, above, LATER)
    with pytest.raises(PartyDissolved):
        found(centre, "新支部", PartyLevel.GRID, gone, LATER)
    with pytest.raises(PartyDissolved):
        centre.do("officer", rename_organisation, gone, 2, "换名", LATER)
    with pytest.raises(PartyParentWanted):
        centre.do("officer", transfer_organisation, street, 1, community, LATER)


def test_the_past_is_not_rewritten_and_two_desks_do_not_overwrite_each_other(centre):
    _street, _community, branch = line(centre)
    centre.do("officer", rename_organisation, branch, 1, "新名", LATER)

    with pytest.raises(PartyDayTooEarly):
        centre.do("officer", rename_organisation, branch, 2, "插队", LATER - timedelta(1))
    with pytest.raises(Conflict):
        centre.do("officer", rename_organisation, branch, 1, "撞车", TODAY)
    with pytest.raises(PartyDayAhead):
        centre.do("officer", rename_organisation, branch, 2, "将来", TODAY + timedelta(1))


def test_an_organisation_is_dissolved_only_when_nobody_is_left_in_or_under_it(centre):
    street, community, branch = line(centre)
    other = found(centre, "另一总支", PartyLevel.COMMUNITY, street)
    join(centre, branch)
    for key, refusal in ((community, PartyHasBelow), (branch, PartyHasMembers)):
        with pytest.raises(refusal):
            centre.do("officer", dissolve_organisation, key, 1, TODAY, "合并")
    centre.do("officer", transfer_organisation, branch, 1, other, LATER)
    with pytest.raises(PartyHasBelow):  # on that day the branch stood there still
        centre.do("officer", dissolve_organisation, community, 1, LATER - timedelta(1), "合并")

    centre.do("officer", dissolve_organisation, community, 1, LATER, "合并")

    assert [row.name for row in tree(centre)][1:] == ["另一总支", "南塘第二网格党支部"]


def test_a_branch_looks_after_a_second_grid_until_it_has_its_own(centre):
    _street, community, _ = line(centre)
    joint = found(centre, "联合党支部", PartyLevel.GRID, community, region=COMMUNITY)
    assert card(centre, joint).covers == ()
    cover = centre.do("officer", cover_grid, joint, GRID, LATER)
    with pytest.raises(PartyCoversAlready):
        centre.do("officer", cover_grid, joint, GRID, TODAY)
    with pytest.raises(PartyDayTooEarly):
        centre.do("officer", end_cover, cover, LATER - timedelta(1))
    centre.do("officer", end_cover, cover, TODAY)

    (told,) = card(centre, joint).covers
    assert (told.grid_name, told.since, told.until) == ("南塘第二网格", LATER, TODAY)


def test_there_is_one_secretary_at_a_time_and_a_term_ends_once(centre):
    _, _, branch = line(centre)
    until = date(2027, 6, 30)
    first = TermDraft(branch, PartyPost.SECRETARY, "叶建平", FOUNDED, until)
    term = centre.do("officer", put_into_post, first)
    with pytest.raises(PartySecretaryThere):
        centre.do("officer", put_into_post, replace(first, person_name="邓秋霞"))
    with pytest.raises(PartyTermWrong):
        wrong = replace(first, post=PartyPost.DEPUTY, until=FOUNDED - timedelta(1))
        centre.do("officer", put_into_post, wrong)
    centre.do("officer", prolong_term, term, 1, date(2028, 6, 30))
    centre.do("officer", end_term, term, 2, TODAY)
    with pytest.raises(PartyTermEnded):
        centre.do("officer", end_term, term, 3, TODAY)
    centre.do("officer", put_into_post, replace(first, person_name="邓秋霞", since=TODAY))

    assert card(centre, branch).secretary.person_name == "邓秋霞"
    assert [term.person_name for term in card(centre, branch).terms] == ["邓秋霞", "叶建平"]
