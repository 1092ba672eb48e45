"""A party officer works on a server with an account of their own."""

from datetime import date, timedelta

import pytest

from app.core.clock import local
from app.core.errors import NotFound
from app.core.ids import new_id
from app.party.actions.covering import cover_grid, end_cover
from app.party.actions.electing import Elected, Election, hold_election
from app.party.actions.members import MemberDraft, add_member, place_member
from app.party.actions.organisations import (
    dissolve_organisation,
    found_organisation,
    rename_organisation,
    transfer_organisation,
)
from app.party.actions.personal import ask_member_reading
from app.party.actions.terms import TermDraft, end_term, put_into_post
from app.party.errors import PartyDissolved
from app.party.queries.organisations import organisation_card, organisation_tree
from app.party.queries.personal import masked_member, read_member
from app.party.rules import PartyLevel, PartyPost
from tests.factories.centre import GRID, STREET
from tests.factories.party import FOUNDED, PERSONAL, draft

pytestmark = pytest.mark.postgres


def test_the_officer_keeps_tree_posts_and_roster_and_others_only_look(own_server):
    def do(action, *given):
        with database.writing(officer) as uow:
            return action(uow, *given, command_key=new_id())

    database, officer = own_server.desk("officer")
    today = local(database.clock.now()).date()
    head = do(found_organisation, draft("柳溪街道党工委", PartyLevel.STREET, None))
    one, two = (
        do(found_organisation, draft(name, PartyLevel.COMMUNITY, head, region=STREET))
        for name in ("南塘总支", "商圈总支")
    )
    branch = do(found_organisation, draft("第二网格党支部", PartyLevel.GRID, one))
    do(rename_organisation, branch, 1, "南塘党支部", date(2020, 1, 1))
    do(transfer_organisation, branch, 2, two, today)
    do(dissolve_organisation, one, 1, today, "合并")
    with pytest.raises(PartyDissolved):
        do(rename_organisation, one, 2, "换名", today)
    cover = do(cover_grid, two, GRID, FOUNDED)
    do(end_cover, cover, today)
    term = do(put_into_post, TermDraft(branch, PartyPost.SECRETARY, "叶建平", FOUNDED))
    do(end_term, term, 1, today)
    elected = (Elected(PartyPost.SECRETARY, "邓秋霞"), Elected(PartyPost.DEPUTY, "叶建平"))
    do(hold_election, Election(branch, date(2021, 6, 1), date(2024, 6, 1), elected))
    do(hold_election, Election(branch, today, None, elected[:1]))
    who = MemberDraft("邓秋霞", branch, joined_on=FOUNDED, personal=PERSONAL)
    member = do(add_member, who, database.state.pepper)
    do(place_member, member, 1, GRID)
    request = do(ask_member_reading, member, "核对名册")
    now = database.clock.now()

    with database.reading() as session:
        told = read_member(session, officer, request, now=now)
        masked = masked_member(session, member)
        card = organisation_card(session, officer, branch)
        before = organisation_tree(session, officer, on=today - timedelta(1))
        with pytest.raises(NotFound):
            read_member(session, officer, new_id(), now=now)
    others, leader = own_server.desk("leader")
    with others.reading() as session:
        seen = organisation_tree(session, leader)

    assert (told.phone, masked.phone) == ("13812346021", "138****6021")
    assert [t.person_name for t in card.terms if t.ended_on is None] == ["邓秋霞"]
    assert (card.name, card.above, card.full) == ("南塘党支部", "商圈总支", 1)
    assert [row.name for row in before] == ["柳溪街道党工委", "南塘总支", "南塘党支部", "商圈总支"]
    assert [row.name for row in seen] == ["柳溪街道党工委", "商圈总支", "南塘党支部"]
    assert seen[2].members == 1
