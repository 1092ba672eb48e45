"""Matters of compounds before a committee: put on its agenda, and back with what it resolved."""

import pytest

from app.core.actor import console
from app.core.ids import new_id
from app.party.compounds.actions import begin_matter, finish_stage
from app.party.compounds.queries import compound_detail
from app.party.compounds.rules import STAGES
from app.party.conference.actions.agenda import ItemDraft, add_item, conclude_item, drop_item
from app.party.conference.actions.meetings import call_meeting, hold_meeting
from app.party.conference.errors import CaseOnAgenda, MatterNotOpen, MeetingElsewhere
from app.party.conference.queries.matters import open_matters, spoken_of
from app.party.conference.queries.tabled import waiting_for
from app.party.conference.rules import ItemKind, MeetingState
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.compounds import due, placed
from tests.factories.conference import detail, marks, meeting, seated
from tests.factories.party import TODAY


@pytest.fixture
def office(centre):
    """A committee, and a compound that decides something."""
    centre.people["seats"] = seated(centre)
    home = centre.people["home"] = placed(centre, "安居苑")
    centre.people["matter"] = centre.do("officer", begin_matter, home, "加装电梯", due())
    return centre


def called(office, *items):
    return office.do("officer", call_meeting, meeting(office.database.clock.now(), *items))


def hold(office, key, came=4):
    return office.do("officer", hold_meeting, key, 1, marks(office.people["seats"], came))


def spoken(office, actor="officer"):
    with office.database.reading() as session:
        home = office.people["home"]
        (matter,) = compound_detail(session, office.actor(actor), home, TODAY).matters
        return matter.spoken


def test_a_matter_is_put_on_an_agenda_and_reads_what_the_meeting_resolved(office):
    matter = office.people["matter"]
    with office.database.reading() as session:
        officer = office.actor("officer")
        (found,) = open_matters(session, officer, STREET, text="安居 电梯")
        assert (found.title, found.compound) == ("加装电梯", "安居苑")
        assert open_matters(session, officer, STREET, text="车棚") == ()
        assert open_matters(session, officer, OTHER_STREET) == ()
        assert open_matters(session, office.actor("dispatcher"), STREET) == ()
    key = called(office, ItemDraft(matter_id=matter))
    (item,) = detail(office, key).items
    assert (item.kind, item.title, item.subject) == (ItemKind.COMPOUND, "加装电梯", "安居苑")
    assert item.place_id == office.people["home"]
    with pytest.raises(CaseOnAgenda):
        called(office, ItemDraft(matter_id=matter))
    (before,) = spoken(office)
    assert (before.state, before.result) == (MeetingState.CALLED, "")
    with pytest.raises(MeetingElsewhere):
        office.do("officer", conclude_item, item.id, 1, "还没开会")
    hold(office, key)
    office.do("officer", conclude_item, item.id, 1, "区里补一半，业主出一半")

    (after,) = spoken(office)
    assert (after.meeting_id, after.result) == (key, "区里补一半，业主出一半")
    assert after.may_open
    with office.database.reading() as session:
        assert spoken_of(session, office.actor("officer"), ()) == {}


def test_a_void_meeting_gives_no_result_and_its_matter_waits_for_the_next(office):
    matter = office.people["matter"]
    void = called(office, ItemDraft("电梯的钱怎么出", matter_id=matter))
    assert hold(office, void, came=1) == MeetingState.VOID
    (item,) = detail(office, void).items
    with pytest.raises(MeetingElsewhere):
        office.do("officer", conclude_item, item.id, 1, "就这么定")
    assert [(each.state, each.result) for each in spoken(office)] == [(MeetingState.VOID, "")]
    with office.database.reading() as session:
        (left,) = waiting_for(session, office.actor("officer"), STREET)
    again = called(office, ItemDraft(carries=left.item_id))
    (carried,) = detail(office, again).items
    assert (carried.matter_id, carried.title) == (matter, "电梯的钱怎么出")
    office.do("officer", drop_item, carried.id, 1)
    assert spoken(office) == ()


def test_a_matter_of_another_street_or_one_gone_through_is_refused(office):
    far = placed(office, "邻里苑", region=OTHER_STREET)
    with office.database.writing(console("test")) as uow:
        elsewhere = begin_matter(uow, far, "车棚", due(), command_key=new_id())
    key = called(office)
    with pytest.raises(MatterNotOpen):
        office.do("officer", add_item, key, ItemDraft(matter_id=elsewhere))
    matter = office.people["matter"]
    for stage in STAGES:
        office.do("officer", finish_stage, matter, stage, TODAY)
    with pytest.raises(MatterNotOpen):
        office.do("officer", add_item, key, ItemDraft(matter_id=matter))
