"""Emergency units: kept, on duty, nearest first, called together, and never to two places."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.command.forces.actions.calling import (
    answer_call,
    call_again,
    call_units,
    commit_unit,
    heard_of,
    release_unit,
    roll_call,
)
from app.command.forces.actions.keeping import (
    DrillDraft,
    MemberDraft,
    check_in,
    check_out,
    put_members,
    record_drill,
    retire_unit,
    save_unit,
)
from app.command.forces.actions.reading import ask_phone
from app.command.forces.errors import (
    CalledAlready,
    CheckInWrong,
    CommittedElsewhere,
    DrillWrong,
    NotOnDuty,
    ReleasedAlready,
    UnitRetired,
    UnitUnnamed,
)
from app.command.forces.queries import (
    nearest,
    read_phone,
    unit_detail,
    units_page,
    without_position,
)
from app.command.forces.rules import ForceView, RollMark, UnitAnswer, mark_of
from app.command.incidents.actions.opening import end_incident
from app.command.incidents.errors import ForcesThere
from app.command.incidents.queries import incident_detail
from app.command.incidents.rules import EntrySort
from app.command.wall_state import wall_entries, wall_units
from app.core.clock import local
from app.core.errors import Conflict, NotAllowed, NotFound
from tests.factories.centre import MADE
from tests.factories.command import MINUTE, X, Y, on_duty, opened, unit_draft
from tests.factories.race import at_once

NOW = MADE.now()


def proposed(centre, skill="", actor="dispatcher", fresh=60):
    with centre.database.reading() as session:
        given = {"now": NOW, "fresh_min": fresh, "skill": skill}
        return nearest(session, centre.actor(actor), X, Y, **given)


def calls(centre, key, now=NOW):
    with centre.database.reading() as session:
        return incident_detail(session, centre.actor("leader"), key, now).calls


def test_the_nearest_on_duty_come_first_and_say_why(centre):
    near, far = on_duty(centre, "街口商铺", 2), on_duty(centre, "滨河小学", 5, skills="急救，水泵")
    nowhere = on_duty(centre, "流动组", longitude=None, latitude=None)
    off = on_duty(centre, "市场", 1)
    centre.do("dispatcher", check_out, off)
    assert [(each.unit.id, each.metres) for each in proposed(centre)] == [(near, 223), (far, 557)]
    with_skill = proposed(centre, "水泵")
    assert [each.unit.id for each in with_skill] == [near, far]
    on_duty(centre, "抢修队", 3, skills="水泵")
    assert proposed(centre, "水泵")[0].skill == "水泵", "a skill makes up for some way"
    with centre.database.reading() as session:
        actor = centre.actor("dispatcher")
        assert without_position(session, actor, now=NOW) == ((nowhere, "流动组"),)
        rows = units_page(session, actor, ForceView.NO_POSITION, now=NOW).rows
        assert [row.name for row in rows] == ["流动组"]
        assert len(units_page(session, actor, ForceView.ON_DUTY, now=NOW).rows) == 4
        assert units_page(session, centre.actor("stranger"), now=NOW).rows == ()


def test_units_are_called_together_answer_and_are_called_on(centre):
    one, two, three = (on_duty(centre, f"{n}组", n) for n in range(1, 4))
    key = opened(centre)
    assert centre.do("dispatcher", call_units, key, (one, two, three)) == 3
    with pytest.raises(CalledAlready):
        centre.do("dispatcher", call_units, key, (two,))
    first, second, third = calls(centre, key)
    assert [call.number for call in (first, second, third)] == [1, 2, 3]
    centre.do("dispatcher", answer_call, first.id, UnitAnswer.COMING, 8)
    centre.do("dispatcher", answer_call, first.id, UnitAnswer.ARRIVED)
    centre.do("dispatcher", answer_call, second.id, UnitAnswer.REFUSED)
    centre.do("dispatcher", call_again, third.id)
    first, second, third = calls(centre, key)
    assert (first.answer, first.arrived_at, third.calls) == (UnitAnswer.ARRIVED, NOW, 2)
    assert (second.released_at, second.mark) == (NOW, None)
    assert centre.do("dispatcher", roll_call, key) == 2
    later = NOW + 16 * MINUTE
    assert [call.mark for call in calls(centre, key, later)] == [
        RollMark.LOST,
        None,
        RollMark.LOST,
    ]
    centre.do("dispatcher", heard_of, first.id)
    with centre.database.reading() as session:
        happened = wall_entries(session, centre.actor("leader"))
        assert [(each.sort, each.times) for each in happened] == [
            *((EntrySort.ANSWERED, 4), (EntrySort.CALLED, 2), (EntrySort.OPENED, 1)),
            (EntrySort.ROLL_CALL, 1),
        ], "sorts and minutes, and no words"
        told = wall_units(session, centre.actor("leader"))
        assert [(each.number, each.answer) for each in told] == [(1, "arrived"), (3, "asked")]
    with pytest.raises(ForcesThere):
        centre.do("dispatcher", end_incident, key, "")
    for call in (first, third):
        centre.do("director", release_unit, call.id)
    with pytest.raises(ReleasedAlready):
        centre.do("director", release_unit, first.id)
    centre.do("dispatcher", call_units, key, (two,))
    assert calls(centre, key)[1].calls == 2, "called again, in its old place"
    assert mark_of(NOW, NOW + 12 * MINUTE, 10, 15) is RollMark.DUE


def test_no_unit_is_held_by_two_incidents(centre):
    unit, other = on_duty(centre, "街口商铺"), on_duty(centre, "滨河小学")
    first, second = opened(centre), opened(centre, "南塘火灾")
    came = at_once(
        *(
            lambda key=key: centre.do("dispatcher", call_units, key, (unit,))
            for key in (first, second)
        )
    )
    assert sorted(str(type(each).__name__) for each in came) == ["CommittedElsewhere", "int"]
    holder = first if came[0] == 1 else second
    free = second if holder == first else first
    with pytest.raises(CommittedElsewhere) as told:
        centre.do("dispatcher", call_units, free, (other, unit))
    assert told.value.facts["unit"] == "街口商铺"
    assert calls(centre, free) == (), "all or none"
    assert [each.unit.id for each in proposed(centre)] == [other]
    with centre.database.writing(centre.actor("director")) as uow:
        bad = sa.text("UPDATE unit_call SET hold_of = NULL")
        with pytest.raises(sa.exc.IntegrityError), uow.session.begin_nested():
            uow.session.execute(bad)
    rehearsal = opened(centre, "演练", is_rehearsal=True)
    centre.do("dispatcher", call_units, rehearsal, (unit, other))
    assert len(proposed(centre)) == 1, "a rehearsal holds nobody"


def test_a_supervisor_sends_and_releases_anybody(centre):
    off = centre.do("dispatcher", save_unit, None, None, unit_draft("市场"))
    key = opened(centre)
    with pytest.raises(NotOnDuty):
        centre.do("dispatcher", call_units, key, (off,))
    with pytest.raises(NotAllowed):
        centre.do("leader", commit_unit, key, off)
    centre.do("director", commit_unit, key, off)
    (call,) = calls(centre, key)
    assert call.answer is UnitAnswer.COMING
    with pytest.raises(NotAllowed):
        centre.do("leader", release_unit, call.id)
    centre.do("director", release_unit, call.id)


def test_a_unit_is_kept_with_its_people_check_ins_and_drills(centre):
    draft = unit_draft("街口商铺")
    key = centre.do("dispatcher", save_unit, None, None, draft)
    with pytest.raises(Conflict):
        centre.do("dispatcher", save_unit, key, 9, draft)
    centre.do("dispatcher", save_unit, key, 1, replace(draft, people=2))
    with pytest.raises(UnitUnnamed):
        centre.do("dispatcher", save_unit, None, None, replace(draft, people=0))
    people = (MemberDraft("马建国", "组长", "13812346021"), MemberDraft("李芳", "", ""))
    assert centre.do("dispatcher", put_members, key, people) == 2
    for wrong in ((0, 8), (2, 25)):
        with pytest.raises(CheckInWrong):
            centre.do("dispatcher", check_in, key, *wrong)
    centre.do("dispatcher", check_in, key, 2, 8)
    today = local(NOW).date()
    centre.do("dispatcher", record_drill, key, DrillDraft(today, "断交演练", 3, 6))
    with pytest.raises(DrillWrong):
        tomorrow = today + timedelta(days=1)
        centre.do("dispatcher", record_drill, key, DrillDraft(tomorrow, "断交", 3, 6))
    with centre.database.reading() as session:
        told = unit_detail(session, centre.actor("leader"), key)
        assert {member.phone for member in told.members} == {"138****6021", ""}
        assert (len(told.check_ins), told.drills[0][1]) == (1, "断交演练")
        assert unit_detail(session, centre.actor("stranger"), key).members == ()
    member = next(each for each in told.members if each.phone)
    with pytest.raises(NotAllowed):
        centre.do("leader", ask_phone, key, member.id, "叫人")
    asked = centre.do("dispatcher", ask_phone, key, member.id, "滨河路内涝叫人")
    with centre.database.reading() as session:
        actor = centre.actor("dispatcher")
        assert read_phone(session, actor, asked, now=NOW) == "13812346021"
        with pytest.raises(NotFound):
            read_phone(session, actor, asked, now=NOW + MINUTE)
        with pytest.raises(NotFound):
            read_phone(session, centre.actor("director"), asked, now=NOW)
    centre.do("dispatcher", retire_unit, key, 3)
    with pytest.raises(UnitRetired):
        centre.do("dispatcher", check_in, key, 2, 8)
