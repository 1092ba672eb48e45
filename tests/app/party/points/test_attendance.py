"""Check-ins earn points once, by the rule in force, and give them back when taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.rules import Role
from app.core.actor import console
from app.core.clock import local
from app.party.activities.actions.signing import check_in, sign_up
from app.party.activities.actions.taking_back import take_back_check_in
from app.party.activities.errors import NotCheckedIn
from app.party.activities.models import ActivitySignUp
from app.party.models.members import PartyMember
from app.party.points.actions import confirm, publish_rule
from app.party.points.attendance import count_attendances, proposed
from app.party.points.errors import (
    AttendanceCounted,
    PointsActivityRuns,
    PointsAttendanceGone,
    PointsForOneself,
    PointsKindTaken,
)
from app.party.points.queries import member_statement, points_of, rules_of, waiting
from app.party.points.rules import CapPeriod, PointsConfirmer, PointsRule
from tests.factories.activities import planned, seen, with_members
from tests.factories.centre import COMMUNITY, STREET, _person
from tests.factories.party import join

HELP = PointsRule(
    "help",
    "志愿服务",
    4,
    {CapPeriod.DAY: 6},
    PointsConfirmer.RECORDER,
    activity_kind="志愿服务",
)


@pytest.fixture
def office(centre):
    """Members, somebody who keeps activities and none of the points, and a rule."""
    with centre.database.writing(console("test")) as uow:
        worker = _person(uow, "秦月", Role.COMMUNITY_WORKER, region=COMMUNITY)
        centre.people["community"] = worker
    centre.people["members"] = with_members(centre)
    centre.do("officer", publish_rule, STREET, 0, HELP)
    return centre


def came(office, member, hours=-3, **more):
    """Let a member sign up and be checked in; return the sign-up."""
    activity = planned(office, hours=hours, capacity=9, **more)
    key = office.do("party", sign_up, activity, member)
    office.do("community", check_in, key)
    return key


def has(office, member):
    with office.database.reading() as session:
        return points_of(session, office.actor("officer"), [member]).get(member, 0)


def offered(office, actor="officer"):
    with office.database.reading() as session:
        now = office.database.clock.now()
        return proposed(session, office.actor(actor), now=now)


def version(office, key):
    with office.database.reading() as session:
        return session.get_one(ActivitySignUp, key).version


def test_a_check_in_earns_points_once_and_only_when_the_activity_is_over(office):
    member = office.people["members"][0]
    running = came(office, member, hours=-1)
    assert offered(office) == ()
    with pytest.raises(PointsActivityRuns):
        office.do("officer", count_attendances, (running,))
    key = came(office, member)
    (row,) = offered(office)
    assert (row.id, row.member, row.points, row.checked_by) == (key, "叶建平", 4, "秦月")

    assert office.do("officer", count_attendances, (key, key)) == 1
    assert office.do("community", count_attendances, (key,)) == 0
    assert (has(office, member), offered(office)) == (4, ())
    with office.database.reading() as session:
        (entry,) = member_statement(session, office.actor("officer"), member)
        assert rules_of(session, STREET)["help"].rule == HELP
    assert entry.what == "志愿服务"


def test_caps_hold_and_what_they_leave_nothing_of_is_not_proposed_again(office):
    member = office.people["members"][0]
    keys = [came(office, member, title=f"清理 {at}") for at in range(3)]
    assert office.do("officer", count_attendances, tuple(keys)) == 3

    assert has(office, member) == 6
    assert offered(office) == ()


def test_a_rule_that_wants_a_second_person_lets_the_check_in_wait_for_one(office):
    second = replace(HELP, confirmer=PointsConfirmer.SECOND)
    office.do("officer", publish_rule, STREET, 1, second)
    member = office.people["members"][0]
    key = came(office, member)
    office.do("officer", count_attendances, (key,))
    with office.database.reading() as session:
        (row,) = waiting(session, office.actor("community"))
    assert has(office, member) == 0
    office.do("community", take_back_check_in, key, version(office, key), "点错了人")
    with pytest.raises(PointsAttendanceGone):
        office.do("community", confirm, row.id)
    with pytest.raises(PointsAttendanceGone):
        office.do("officer", count_attendances, (key,))


def test_a_check_in_made_by_mistake_is_taken_back_with_what_it_earned(office, clock):
    member = office.people["members"][0]
    key = came(office, member)
    office.do("officer", count_attendances, (key,))
    with pytest.raises(AttendanceCounted):
        office.do("community", take_back_check_in, key, version(office, key), "没有来")
    office.do("officer", take_back_check_in, key, version(office, key), "没有来，点错了人")

    assert has(office, member) == 0
    with pytest.raises(NotCheckedIn):
        office.do("officer", take_back_check_in, key, version(office, key), "再来")
    with office.database.reading() as session:
        activity = session.get_one(ActivitySignUp, key).activity_id
        entries = member_statement(session, office.actor("officer"), member)
    (one,) = seen(office, activity).people
    assert (one.checked_at, one.mistaken) == (None, "没有来，点错了人")
    assert len(entries) == 2  # what was given, and what put it right
    clock.advance(timedelta(minutes=1))
    office.do("community", check_in, key)
    assert office.do("officer", count_attendances, (key,)) == 1
    assert has(office, member) == 4


def test_nobody_counts_their_own_check_in_and_a_sort_has_one_rule(office):
    with office.database.reading() as session:
        branch = session.get_one(PartyMember, office.people["members"][0]).organisation_id
    own = join(office, branch, office.actor("officer").name)
    key = came(office, own)
    (row,) = offered(office)
    assert row.is_own
    with pytest.raises(PointsForOneself):
        office.do("officer", count_attendances, (key,))
    with pytest.raises(PointsKindTaken):
        office.do("officer", publish_rule, STREET, 0, replace(HELP, code="other"))
    off = replace(HELP, code="other", is_on=False)
    office.do("officer", publish_rule, STREET, 0, off)
    assert local(office.database.clock.now()).date() == row.day
