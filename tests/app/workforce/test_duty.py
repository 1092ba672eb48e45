"""Duty: nobody twice at once, swaps by both consents, hand-over, who is on duty now."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import local
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.workforce.duty.actions.notes import take_note, write_note
from app.workforce.duty.actions.shifts import (
    RoundDraft,
    ShiftDraft,
    drop_shift,
    plan_round,
    plan_shift,
)
from app.workforce.duty.actions.swaps import SwapDraft, answer_swap, ask_swap, withdraw_swap
from app.workforce.duty.errors import (
    NoteEmpty,
    NoteTaken,
    NotYourShift,
    OnDutyAlready,
    ShiftOver,
    ShiftWrong,
    SwapAnswered,
    SwapNotYours,
    SwapOpen,
    SwapWrong,
)
from app.workforce.duty.models import DutyShift
from app.workforce.duty.queries import notes, on_duty, open_swaps, roster, shifts_of
from app.workforce.duty.rules import DutyPost, gaps
from tests.factories.centre import MADE, OTHER_STREET, STREET
from tests.factories.race import at_once

NOW = MADE.now()
HOUR = timedelta(hours=1)


def shift(centre, who="dispatcher", begin=0, hours=12, post=DutyPost.OFFICER):
    starts = NOW + begin * HOUR
    person = centre.actor(who).person_id
    return ShiftDraft(STREET, post, person, starts, starts + hours * HOUR)


def listed(centre, actor="receptionist", days=30):
    with centre.database.reading() as session:
        begin = NOW - timedelta(days=1)
        return roster(session, centre.actor(actor), begin, begin + timedelta(days=days))


def test_nobody_is_on_duty_twice_at_once(centre):
    centre.do("director", plan_shift, shift(centre))
    centre.do("dispatcher", plan_shift, shift(centre, begin=12))
    with pytest.raises(OnDutyAlready) as told:
        centre.do("director", plan_shift, shift(centre, begin=11))
    assert told.value.facts["name"] == "韩立群"
    wrong = shift(centre, "receptionist")
    for draft in (
        replace(wrong, ends_at=wrong.starts_at),
        replace(wrong, ends_at=NOW + timedelta(days=3)),
        shift(centre, "receptionist", begin=-13),
    ):
        with pytest.raises(ShiftWrong):
            centre.do("director", plan_shift, draft)
    for who in ("receptionist", "stranger"):
        with pytest.raises(NotAllowed):
            centre.do(who, plan_shift, wrong)


def test_the_database_itself_refuses_the_second_of_two_desks(centre):
    draft = shift(centre)
    told = at_once(
        *(lambda: centre.do("director", plan_shift, draft) for _ in range(2)),
    )
    assert sum(isinstance(each, OnDutyAlready) for each in told) == 1
    assert len(listed(centre)) == 1
    with (
        pytest.raises(Exception, match=r"overlaps|one_at_once"),
        centre.database.writing(centre.actor("director")) as uow,
    ):
        row = uow.session.query(DutyShift).one()
        values = {c.name: getattr(row, c.name) for c in DutyShift.__table__.columns}
        uow.session.add(DutyShift(**values | {"id": new_id()}))
        uow.session.flush()


def test_people_are_on_duty_in_turn_and_who_is_there_now_is_told(centre):
    people = tuple(centre.actor(who).person_id for who in ("dispatcher", "receptionist"))
    today = local(NOW).date()
    turn = RoundDraft(STREET, DutyPost.OFFICER, people, today, 5, time(8), 24)
    assert centre.do("director", plan_round, turn) == 5
    centre.do("director", plan_shift, shift(centre, "director", post=DutyPost.LEADER))
    with centre.database.reading() as session:
        there = on_duty(session, centre.actor("leader"), NOW)
        assert [(row.post, row.person_name) for row in there] == [
            (DutyPost.LEADER, "方雅琴"),
            (DutyPost.OFFICER, "韩立群"),
        ]
        assert on_duty(session, centre.actor("leader"), NOW, region="990102004013002") == there
        assert on_duty(session, centre.actor("stranger"), NOW) == ()
    for bad in (replace(turn, people=()), replace(turn, days=0), replace(turn, hours=25)):
        with pytest.raises(ShiftWrong):
            centre.do("director", plan_round, bad)
    with pytest.raises(OnDutyAlready):
        centre.do("director", plan_round, replace(turn, first=today + timedelta(days=4)))
    assert len(listed(centre)) == 6, "all or none"
    row = listed(centre)[0]
    with pytest.raises(Conflict):
        centre.do("director", drop_shift, row.id, row.version + 1)
    centre.do("director", drop_shift, row.id, row.version)
    with pytest.raises(ShiftOver):
        centre.do("director", drop_shift, row.id, row.version)
    assert len(listed(centre)) == 5
    assert listed(centre, "stranger") == ()


def test_a_swap_needs_both_and_both_shifts_change_hands(centre):
    mine = centre.do("director", plan_shift, shift(centre, "receptionist", begin=1, hours=4))
    theirs = centre.do("director", plan_shift, shift(centre, "dispatcher", begin=24))
    taker = centre.actor("dispatcher").person_id
    ask = SwapDraft(mine, taker, theirs, "要去医院")
    with pytest.raises(NotYourShift):
        centre.do("director", ask_swap, ask)
    for bad in (
        replace(ask, to_id=centre.actor("receptionist").person_id),
        replace(ask, to_id=centre.actor("director").person_id),
    ):
        with pytest.raises(SwapWrong):
            centre.do("receptionist", ask_swap, bad)
    swap = centre.do("receptionist", ask_swap, ask)
    with pytest.raises(SwapOpen):
        centre.do("receptionist", ask_swap, ask)
    with pytest.raises(SwapNotYours):
        centre.do("director", answer_swap, swap, agrees=True)
    assert [row.asked for row in listed(centre)] == ["韩立群", ""]
    with centre.database.reading() as session:
        (row,) = open_swaps(session, centre.actor("dispatcher"), NOW)
        assert (row.from_name, row.is_asked, row.other is not None) == ("周敏", True, True)
        assert len(shifts_of(session, centre.actor("receptionist"), taker, NOW, STREET)) == 1
    centre.do("dispatcher", answer_swap, swap, agrees=True)
    assert [row.person_name for row in listed(centre)] == ["韩立群", "周敏"]
    with pytest.raises(SwapAnswered):
        centre.do("dispatcher", answer_swap, swap, agrees=True)
    again = centre.do("dispatcher", ask_swap, SwapDraft(mine, centre.actor("director").person_id))
    centre.do("dispatcher", withdraw_swap, again)
    again = centre.do("dispatcher", ask_swap, SwapDraft(mine, centre.actor("director").person_id))
    centre.do("director", answer_swap, again, agrees=False)
    assert listed(centre)[0].person_name == "韩立群"


def test_what_is_handed_over_is_taken_over_once(centre):
    key = centre.do("director", plan_shift, shift(centre, "receptionist"))
    with pytest.raises(NoteEmpty):
        centre.do("receptionist", write_note, key, " ")
    with pytest.raises(NotYourShift):
        centre.do("leader", write_note, key, "无事")
    note = centre.do("receptionist", write_note, key, "滨河路水位每小时看一次")
    with pytest.raises(NotAllowed):
        centre.do("stranger", take_note, note)
    centre.do("dispatcher", take_note, note)
    with pytest.raises(NoteTaken):
        centre.do("director", take_note, note)
    with centre.database.reading() as session:
        (row,) = notes(session, centre.actor("leader"))
        assert (row.person_name, row.taken_name) == ("周敏", "韩立群")
        assert notes(session, centre.actor("leader"), region=OTHER_STREET) == ()


SPANS = st.lists(st.tuples(st.integers(0, 48), st.integers(1, 12)), max_size=8)


@settings(max_examples=50)
@given(SPANS, st.integers(1, 4))
def test_gaps_are_exactly_the_hours_with_too_few(spans, least):
    shifts = [(NOW + a * HOUR, NOW + (a + n) * HOUR) for a, n in spans]
    found = gaps(shifts, NOW, NOW + 48 * HOUR, least)
    for at in range(48):
        moment = NOW + at * HOUR
        there = sum(a <= moment < b for a, b in shifts)
        gap = next((g for g in found if g.begin <= moment < g.end), None)
        assert (gap.there if gap else None) == (there if there < least else None)
