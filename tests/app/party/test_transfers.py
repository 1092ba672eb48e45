"""A member goes to another organisation: both sides say yes, or nobody moves."""

from datetime import timedelta

import pytest

from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.party.actions.keeping import (
    SecondIsOwn,
    add_second,
    end_second,
    let_member_leave,
)
from app.party.actions.members import MemberDraft, add_member
from app.party.actions.transfers import (
    TransferEnded,
    TransferHere,
    TransferMoved,
    TransferOpen,
    ask_transfer,
    confirm_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from app.party.errors import MemberLeft, PartyDissolved, PartyFieldMissing
from app.party.queries.card import member_card
from app.party.queries.counting import members_of
from app.party.queries.roster import RosterFilter, RosterView, roster_figures, roster_page
from app.party.queries.transfers import count_waiting, list_transfers, organisations_named
from app.party.roster.states import TransferSide, TransferState
from app.party.rules import Leaving
from tests.factories.centre import OTHER_STREET
from tests.factories.rosters import officer, plant_tree

HERE, THERE = officer(), officer(OTHER_STREET, "吴东湖")


@pytest.fixture
def tree(centre):
    return plant_tree(centre.database)


def do(centre, actor, action, *given, **more):
    with centre.database.writing(actor) as uow:
        return action(uow, *given, command_key=new_id(), **more)


def add(centre, tree, name="邓秋霞", **given):
    draft = MemberDraft(name, given.pop("at", tree.second), **given)
    return do(centre, HERE, add_member, draft, centre.database.state.pepper)


def transfers(centre, actor=HERE):
    with centre.database.reading() as session:
        return list_transfers(session, actor)


def names(centre, actor=HERE, **given):
    with centre.database.reading() as session:
        return [row.name for row in roster_page(session, actor, RosterFilter(**given)).rows]


def counted(centre, actor, day, organisation):
    """Return how many members an organisation had on a day."""
    with centre.database.reading() as session:
        return members_of(session, actor, "", day).get(organisation, 0)


def test_a_member_moves_when_the_other_side_confirms_and_not_before(centre, tree):
    member = add(centre, tree)
    key = do(centre, HERE, ask_transfer, member, tree.elsewhere, "搬家")

    (asked,) = transfers(centre, THERE)
    assert (asked.waits_for, asked.may_speak, asked.may_withdraw) == (TransferSide.TO, True, False)
    with centre.database.reading() as session:
        assert (count_waiting(session, THERE), count_waiting(session, HERE)) == (1, 0)
    assert names(centre, THERE) == []
    with pytest.raises(NotAllowed):
        do(centre, HERE, confirm_transfer, key)

    do(centre, THERE, confirm_transfer, key)
    assert (names(centre, HERE), names(centre, THERE)) == ([], ["邓秋霞"])
    today = centre.database.clock.now().date()
    before = today - timedelta(1)
    assert counted(centre, HERE, before, tree.second) == 1
    assert counted(centre, HERE, today, tree.second) == 0
    days = (before, today, None)
    assert [counted(centre, THERE, day, tree.elsewhere) for day in days] == [0, 1, 1]
    (done,) = transfers(centre)
    assert done.state is TransferState.DONE
    assert [(word.side, word.person_name) for word in done.words] == [
        (TransferSide.FROM, "苏婉"),
        (TransferSide.TO, "吴东湖"),
    ]


def test_the_other_side_refuses_with_a_reason_and_nobody_moves(centre, tree):
    member = add(centre, tree)
    key = do(centre, HERE, ask_transfer, member, tree.elsewhere, "")
    with pytest.raises(PartyFieldMissing):
        do(centre, THERE, refuse_transfer, key, "  ")

    do(centre, THERE, refuse_transfer, key, "人没有搬来")

    assert names(centre, HERE) == ["邓秋霞"]
    assert transfers(centre)[0].words[-1].note == "人没有搬来"
    with pytest.raises(TransferEnded):
        do(centre, THERE, confirm_transfer, key)


def test_a_dissolved_branch_the_own_one_and_a_second_transfer_are_refused(centre, tree):
    member = add(centre, tree)
    with pytest.raises(PartyDissolved):
        do(centre, HERE, ask_transfer, member, tree.dissolved, "")
    with pytest.raises(TransferHere):
        do(centre, HERE, ask_transfer, member, tree.second, "")
    key = do(centre, HERE, ask_transfer, member, tree.first, "")
    with pytest.raises(TransferOpen):
        do(centre, HERE, ask_transfer, member, tree.elsewhere, "")

    do(centre, HERE, withdraw_transfer, key)
    do(centre, HERE, ask_transfer, member, tree.elsewhere, "")
    with pytest.raises(NotAllowed):
        do(centre, officer("990103"), ask_transfer, member, tree.first, "")


def test_whoever_left_meanwhile_moves_no_more(centre, tree):
    member = add(centre, tree)
    key = do(centre, HERE, ask_transfer, member, tree.elsewhere, "")
    today = centre.database.clock.now().date()
    do(centre, HERE, let_member_leave, member, 1, Leaving.DIED, today)

    with pytest.raises(TransferMoved):
        do(centre, THERE, confirm_transfer, key)
    with pytest.raises(MemberLeft):
        do(centre, HERE, ask_transfer, member, tree.first, "")


def test_a_second_membership_shows_in_both_rosters_and_ends_where_it_becomes_the_own(centre, tree):
    member = add(centre, tree)
    do(centre, HERE, add_second, member, tree.first)
    with pytest.raises(SecondIsOwn):
        do(centre, HERE, add_second, member, tree.first)
    with pytest.raises(SecondIsOwn):
        do(centre, HERE, add_second, member, tree.second)

    assert names(centre, organisation_id=tree.first) == ["邓秋霞"]
    assert names(centre, view=RosterView.DUAL) == ["邓秋霞"]
    key = do(centre, HERE, ask_transfer, member, tree.first, "")
    do(centre, HERE, confirm_transfer, key)
    with centre.database.reading() as session:
        card = member_card(session, HERE, member)
    assert (card.row.organisation, card.row.dual) == ("南塘第一网格党支部", "")
    assert card.seconds[0].until is not None

    other = do(centre, HERE, add_second, member, tree.second)
    do(centre, HERE, end_second, other)
    assert names(centre, view=RosterView.DUAL) == []


def test_the_roster_is_narrowed_by_whatever_is_asked_and_paged_in_the_order_of_names(centre, tree):
    add(centre, tree, "叶建平", skills=("群众工作",), workplace="居委会")
    add(centre, tree, "邓秋霞", skills=("急救", "走访"), at=tree.group, is_serving=True)
    add(centre, tree, "尹海龙", tags=("骨干",), at=tree.first)

    assert names(centre) == ["邓秋霞", "叶建平", "尹海龙"]
    assert names(centre, organisation_id=tree.second) == ["邓秋霞", "叶建平"]
    assert names(centre, organisation_id=tree.general) == ["邓秋霞", "叶建平", "尹海龙"]
    assert names(centre, organisation_id=tree.elsewhere) == []
    assert names(centre, text="dqx") == names(centre, text="deng") == ["邓秋霞"]
    assert names(centre, text="居委") == ["叶建平"]
    assert names(centre, skill="急救") == ["邓秋霞"]
    assert names(centre, skill="急") == names(centre, text="%") == []
    assert names(centre, tag="骨干") == ["尹海龙"]
    with centre.database.reading() as session:
        first = roster_page(session, HERE, RosterFilter(), limit=2)
        rest = roster_page(session, HERE, RosterFilter(), limit=2, after=first.after)
        figures = roster_figures(session, HERE, tree.second)
    assert [row.name for row in rest.rows] == ["尹海龙"]
    assert (figures.full, figures.serving, figures.without_grid) == (2, 1, 2)


def test_organisations_of_other_streets_are_found_to_go_to_and_dissolved_ones_are_not(centre, tree):
    with centre.database.reading() as session:
        found = [row.name for row in organisations_named(session, "党")]
        assert organisations_named(session, "dhjd")[0].name == "东湖街道党工委"

    assert "望湖党支部" not in found
    assert "东湖街道党工委" in found
