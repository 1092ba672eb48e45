"""What the coverage board says is missing, and what it proposes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.accounts.models import Unit
from app.accounts.rules import UnitKind
from app.core.actor import console
from app.core.ids import new_id
from app.core.shared_settings import CentreSettings
from app.party.actions.covering import cover_grid, end_cover
from app.party.actions.electing import Elected, Election, hold_election
from app.party.actions.organisations import dissolve_organisation
from app.party.coverage import Advice, Neighbour, Size, advice_for, nearest, size_of
from app.party.errors import (
    PartyDayTooEarly,
    PartyNobodyElected,
    PartySecretaryThere,
    PartyTermWrong,
)
from app.party.queries.coverage import coverage_board, expiring_terms
from app.party.queries.members import members_without_grid
from app.party.queries.organisations import organisation_tree
from app.party.queries.search import find_party
from app.party.rules import FormedWay, PartyForm, PartyLevel, PartyPost
from app.territory.models import Region
from app.territory.models.grids import Grid
from tests.factories.centre import COMMUNITY, GRID, STREET
from tests.factories.party import FOUNDED, TODAY, card, found, join, line

SECOND, THIRD = f"{COMMUNITY}003", f"{COMMUNITY}009"
SETTINGS = CentreSettings(party_branch_least=2, party_branch_most=3, party_term_warn_days=90)


@pytest.fixture
def grids(centre):
    """Three grids of a community, the second of them with a branch."""
    with centre.database.writing(console("test")) as uow:
        for code in (SECOND, THIRD):
            name = {"code": code, "name": f"南塘 {code[-2:]}", "pinyin": code, "initials": ""}
            uow.session.add(Region(**name, tier="grid", parent_code=COMMUNITY))
        uow.session.flush()
        for code in (GRID, SECOND, THIRD):
            uow.session.add(Grid(code=code, kind="general"))
    return line(centre)


def board(centre, actor="officer", settings=SETTINGS):
    with centre.database.reading() as session:
        who = centre.actor(actor)
        tree = organisation_tree(session, who)
        return coverage_board(session, who, tree, today=TODAY, settings=settings)


def test_each_grid_without_an_organisation_gets_the_step_that_mends_it(centre, grids):
    _, community, branch = grids
    for name in ("邓秋霞", "尹海龙"):
        join(centre, community, name, grid_code=SECOND)
    join(centre, community, "鲁玉芬", grid_code=THIRD)
    join(centre, community, "无人知", grid_code=None)

    told = board(centre)

    assert (told.covered, told.grids, told.without_grid) == (1, 3, 1)
    assert [(gap.code, gap.members, gap.advice) for gap in told.gaps] == [
        (SECOND, 2, Advice.FOUND),
        (THIRD, 1, Advice.JOIN),
    ]
    assert told.gaps[1].neighbour == Neighbour(branch, "南塘第二网格党支部", GRID)
    (row,) = told.communities
    assert ([cell.covered for cell in row.grids], row.unplaced) == ([True, False, False], 1)
    assert board(centre, "dispatcher").grids == 0


def test_a_member_whose_grid_was_redrawn_is_one_without_a_grid(centre, grids):
    _, community, _ = grids
    member = join(centre, community, grid_code=SECOND)
    assert board(centre).without_grid == 0

    with centre.database.writing(console("test")) as uow:
        uow.session.get_one(Region, SECOND).retired_at = uow.now

    assert (board(centre).without_grid, board(centre).grids) == (1, 2)
    with centre.database.reading() as session:
        rows = members_without_grid(session, centre.actor("officer")).rows
    assert [row.id for row in rows] == [member]


def test_a_group_covers_a_grid_and_a_dissolved_or_ended_one_does_not(centre, grids):
    _, community, branch = grids
    group = found(
        centre, "第三党小组", PartyLevel.GRID, community, form=PartyForm.GROUP, region=SECOND
    )
    cover = centre.do("officer", cover_grid, branch, THIRD, FOUNDED)
    assert board(centre).covered == 3

    centre.do("officer", end_cover, cover, TODAY - timedelta(1))
    centre.do("officer", dissolve_organisation, group, 1, TODAY, "并入")

    assert [gap.code for gap in board(centre).gaps] == [SECOND, THIRD]


def test_branches_are_judged_by_the_settings_with_all_that_stands_under_them(centre, grids):
    _, _, branch = grids
    group = found(centre, "二号院党小组", PartyLevel.BUILDING, branch)
    join(centre, branch, "甲")
    assert [(line.members, line.size) for line in board(centre).sizes] == [(1, Size.SMALL)]
    for name in ("乙", "丙", "丁"):
        join(centre, group, name)

    assert [(line.members, line.size) for line in board(centre).sizes] == [(4, Size.LARGE)]
    wider = replace(SETTINGS, party_branch_most=4)
    assert board(centre, settings=wider).sizes == ()


def test_an_election_begins_a_term_for_all_and_its_end_is_reminded_of_in_time(centre, grids):
    _, _, branch = grids
    secretary = Elected(PartyPost.SECRETARY, "叶建平")
    until = TODAY + timedelta(days=30)
    first = Election(branch, FOUNDED, until, (secretary, Elected(PartyPost.DEPUTY, "邓秋霞")))
    centre.do("officer", hold_election, first)
    (line_,) = board(centre).terms
    assert (line_.person, line_.until, line_.left) == ("叶建平", until, 30)
    with centre.database.reading() as session:
        who = centre.actor("officer")
        assert expiring_terms(session, who, today=TODAY, days=29) == ()
        assert len(expiring_terms(session, who, today=until + timedelta(5), days=0)) == 1
    for wrong, refusal in (
        (replace(first, elected=()), PartyNobodyElected),
        (replace(first, elected=(secretary, secretary)), PartySecretaryThere),
        (replace(first, until=FOUNDED - timedelta(1)), PartyTermWrong),
        (replace(first, held_on=FOUNDED + timedelta(1), until=FOUNDED), PartyTermWrong),
    ):
        with pytest.raises(refusal):
            centre.do("officer", hold_election, wrong)

    anew = Election(branch, TODAY, date(2029, 11, 24), (Elected(PartyPost.SECRETARY, "尹海龙"),))
    centre.do("officer", hold_election, anew)
    with pytest.raises(PartyDayTooEarly):
        centre.do("officer", hold_election, replace(anew, held_on=TODAY - timedelta(1)))

    assert board(centre).terms == ()
    held = [t.person_name for t in card(centre, branch).terms if t.ended_on is None]
    assert held == ["尹海龙"]


def test_owners_committees_without_an_organisation_are_listed(centre, grids):
    _, community, _ = grids
    unit = {"id": new_id(), "code": "yw", "name": "锦绣园业委会", "pinyin": "y", "initials": "y"}
    with centre.database.writing(console("test")) as uow:
        uow.session.add(Unit(**unit, kind=UnitKind.COMMITTEE, region=STREET))
    assert [gap.name for gap in board(centre).units] == ["锦绣园业委会"]

    found(
        centre,
        "锦绣园业委会党支部",
        PartyLevel.GRID,
        community,
        way=FormedWay.ALONE,
        unit_id=unit["id"],
    )

    assert board(centre).units == ()


def test_organisations_and_members_are_found_by_name_and_first_letters(centre, grids):
    street, _, branch = grids
    member = join(centre, branch, "叶建平")

    def find(text, actor="officer"):
        with centre.database.reading() as session:
            return find_party(session, centre.actor(actor), text)

    assert [hit.name for hit in find("柳溪")] == ["柳溪街道党工委"]
    assert [hit.organisation_id for hit in find("lxjd")] == [street]
    (hit,) = find("yjp")
    assert (hit.member_id, hit.organisation_id, hit.detail) == (
        member,
        branch,
        "南塘第二网格党支部",
    )
    assert find(" ") == find("yjp", "dispatcher") == find("%") == ()


def test_advice_and_the_nearest_branch_stay_within_the_community():
    key = new_id()
    near, far, other = (
        Neighbour(key, "一", GRID),
        Neighbour(key, "二", f"{COMMUNITY}019"),
        Neighbour(key, "三", "990102004014003"),
    )

    assert nearest(SECOND, (far, other, near)) == near
    assert nearest(SECOND, (other,)) is None
    assert advice_for(3, None, 3) is Advice.FOUND
    assert advice_for(2, None, 3) is advice_for(0, near, 3) is Advice.SURVEY
    assert [size_of(count, 3, 5) for count in (2, 3, 5, 6)] == [Size.SMALL, None, None, Size.LARGE]
