"""Members stand in a roster; how they are reached stands apart and is read for a reason."""

from datetime import date, timedelta

import pytest

from app.accounts.rules import Role, rights_of
from app.cases.personal import DocumentCheck, DocumentKind
from app.core.actor import Actor, Grant
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.party.actions.members import MemberPersonal, place_member
from app.party.actions.personal import ask_member_reading
from app.party.errors import PartyDayAhead, PartyFieldMissing, PartyNotAGrid
from app.party.models.members import PartyMemberPerson
from app.party.queries.members import members_page, members_without_grid
from app.party.queries.organisations import organisation_tree
from app.party.queries.personal import masked_member, read_member
from app.party.rules import Standing
from tests.factories.centre import COMMUNITY, GRID
from tests.factories.party import CARD, TODAY, join, line


def roster(centre, *keys, actor="officer", **more):
    with centre.database.reading() as session:
        return members_page(session, centre.actor(actor), keys, **more)


def local(centre, role=Role.COMMUNITY_WORKER, region=COMMUNITY):
    """Somebody of a community."""
    grant = Grant(role=role, rights=rights_of(role), region=region)
    return Actor(person_id=new_id(), name="社区", desk="窗口9", grants=(grant,))


def test_a_roster_comes_page_by_page_in_the_order_of_names(centre):
    _, community, branch = line(centre)
    for name in ("叶建平", "邓秋霞", "尹海龙", "鲁玉芬"):
        join(centre, branch, name)
    join(centre, community, "安国栋", standing=Standing.PROBATIONARY, skills=("急救", "走访"))

    first = roster(centre, community, branch, limit=3)
    rest = roster(centre, community, branch, limit=3, after=first.after)

    names = [row.name for row in (*first.rows, *rest.rows)]
    assert names == ["安国栋", "邓秋霞", "鲁玉芬", "叶建平", "尹海龙"]
    assert (first.rows[0].skills, first.rows[0].standing) == (("急救", "走访"), "probationary")
    assert rest.after is None
    assert roster(centre, branch, actor="dispatcher").rows == ()


def test_counts_in_the_tree_are_those_of_an_organisation_and_of_all_below_it(centre):
    _street, community, branch = line(centre)
    join(centre, community)
    join(centre, branch, "邓秋霞")

    with centre.database.reading() as session:
        rows = organisation_tree(session, centre.actor("officer"))

    assert [(row.members, row.whole) for row in rows] == [(0, 2), (1, 2), (1, 1)]


def test_a_member_whose_grid_is_unknown_is_listed_until_it_is_known(centre):
    _, _, branch = line(centre)
    member = join(centre, branch, grid_code=None)
    with centre.database.reading() as session:
        (row,) = members_without_grid(session, centre.actor("officer")).rows
    assert (row.id, row.grid) == (member, "")
    with pytest.raises(PartyNotAGrid):
        centre.do("officer", place_member, member, row.version, COMMUNITY)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", place_member, member, row.version, GRID)

    centre.do("officer", place_member, member, row.version, GRID)

    with centre.database.reading() as session:
        assert members_without_grid(session, centre.actor("officer")).rows == ()
    assert roster(centre, branch).rows[0].grid == "南塘第二网格"


def test_a_community_sees_its_own_members_and_those_who_live_there(centre):
    street, _, _ = line(centre)
    join(centre, street, "住在这里")
    join(centre, street, "住在别处", grid_code=None)

    with centre.database.reading() as session:
        names = [row.name for row in members_page(session, local(centre), (street,)).rows]

    assert names == ["住在这里"]


def test_how_a_member_is_reached_is_masked_and_read_against_a_journaled_reason(centre):
    _, _, branch = line(centre)
    member = join(centre, branch)
    for role in ("director", "dispatcher"):
        with pytest.raises(NotAllowed):
            centre.do(role, ask_member_reading, member, "核对名册")
    with pytest.raises(PartyFieldMissing):
        centre.do("officer", ask_member_reading, member, " ")
    request = centre.do("officer", ask_member_reading, member, "核对名册")
    now = centre.database.clock.now()

    with centre.database.reading() as session:
        masked = masked_member(session, member)
        told = read_member(session, centre.actor("officer"), request, now=now)
        with pytest.raises(NotFound):
            read_member(session, centre.actor("director"), request, now=now)
        with pytest.raises(NotFound):
            late = now + timedelta(seconds=31)
            read_member(session, centre.actor("officer"), request, now=late)
        entry = session.query(JournalEntry).filter_by(action="party.read_personal").one()
        facts = session.query(JournalEntry).filter_by(subject=str(member)).all()

    assert (masked.phone, masked.document_number) == ("138****6021", "****0016")
    assert (told.phone, told.document_number) == ("13812346021", CARD)
    assert "13812346021" not in repr(told)
    assert entry.facts == {"reason": "核对名册"}
    assert all(CARD not in str(each.facts) for each in facts)


def test_what_cannot_be_a_card_or_a_day_is_refused_and_numbers_are_matched_by_hash(centre):
    _, _, branch = line(centre)
    wrong = MemberPersonal(DocumentKind.RESIDENT_CARD, "990102198003070010")
    with pytest.raises(DocumentCheck):
        join(centre, branch, personal=wrong)
    with pytest.raises(PartyDayAhead):
        join(centre, branch, joined_on=TODAY + timedelta(1))
    one, two = join(centre, branch), join(centre, branch, "邓秋霞", joined_on=date(2011, 6, 28))

    with centre.database.reading() as session:
        kept = [session.get_one(PartyMemberPerson, key) for key in (one, two)]

    assert kept[0].document_key == kept[1].document_key != kept[0].phone_key
    assert CARD not in kept[0].document_key
    assert kept[0].document_last4 == "0016"
