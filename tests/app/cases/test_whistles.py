"""Whistles: who summons whom, and how those report in."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Unit
from app.cases.actions.reporting_in import (
    AppearedBefore,
    AppearedLongAgo,
    FeedbackIncomplete,
    FeedbackTimes,
    appear,
    feed_back,
    sign_whistle,
    take_measure,
)
from app.cases.actions.whistle_ground import UnitElsewhere, WhistleEnded
from app.cases.actions.whistling import (
    AppearInPast,
    NobodySummoned,
    WhistledAlready,
    blow_whistle,
    draft_whistle,
    drop_whistle,
)
from app.cases.queries.whistles import WhistleVerb
from app.cases.rules import CaseState, EventKind
from app.cases.story_words import note_words, who_words
from app.cases.whistle_reach import Hand
from app.cases.whistle_rules import (
    Feedback,
    FeedbackElement,
    UnitStage,
    WhistleKind,
    WhistleState,
    missing_elements,
)
from app.core.actor import console
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from tests.factories.paths import at_work
from tests.factories.whistles import (
    come,
    draft_of,
    feedback,
    seen,
    summoned,
    whistle,
    whistled,
)

# -- summoning ---------------------------------------------------------------------------------


def test_the_dispatcher_drafts_and_the_director_blows(centre):
    case_id = at_work(centre)
    centre.do("dispatcher", draft_whistle, draft_of(centre, case_id))
    drafted = whistle(centre, case_id, "dispatcher")
    assert (drafted.state, drafted.number) == (WhistleState.DRAFTED, "")
    assert drafted.verbs == (WhistleVerb.DROP,)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", blow_whistle, drafted.id, drafted.version)
    with pytest.raises(NotFound):
        centre.card(case_id, "rival")

    centre.do("director", blow_whistle, drafted.id, drafted.version)

    blown = whistle(centre, case_id)
    assert (blown.state, blown.number) == (WhistleState.BLOWN, "哨〔2026〕1 号")
    assert (blown.lead, blown.blown_by) == ("市政养护站", "方雅琴")
    card = centre.card(case_id, "rival")
    event = card.events[-1]
    assert event.kind is EventKind.WHISTLED
    told = note_words(card, event, lambda at: f"{at:%d}")
    assert told.startswith("民生难题 哨〔2026〕1 号：市政养护站、供水公司，24 到 滨河路36号门口。")


def test_an_emergency_is_blown_by_the_dispatcher_where_the_centre_lets_them(centre):
    case_id = at_work(centre)
    urgent = draft_of(centre, case_id, kind=WhistleKind.EMERGENCY, at_once=True)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", draft_whistle, urgent)
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, "whistle_emergency_by_desk", 1, command_key=new_id())

    centre.do("dispatcher", draft_whistle, urgent)

    blown = whistle(centre, case_id)
    assert blown.state is WhistleState.BLOWN
    assert blown.dues.sign_at == centre.database.clock.now() + timedelta(minutes=30)


def test_who_may_not_dispose_of_a_case_summons_nobody(centre):
    case_id = at_work(centre)
    for role in ("receptionist", "handler", "grid_worker"):
        with pytest.raises(NotAllowed):
            centre.do(role, draft_whistle, draft_of(centre, case_id))
    with pytest.raises(NotFound):
        centre.do("stranger", draft_whistle, draft_of(centre, case_id))


def test_a_whistle_needs_a_lead_a_future_and_a_case_that_is_open(centre, clock):
    case_id = at_work(centre)
    good = draft_of(centre, case_id)
    with pytest.raises(NobodySummoned):
        centre.do("director", draft_whistle, replace(good, units=()))
    with pytest.raises(NobodySummoned):
        centre.do("director", draft_whistle, replace(good, lead_id=centre.units["enforcement"]))
    with pytest.raises(AppearInPast):
        centre.do("director", draft_whistle, replace(good, appear_at=clock.now()))
    centre.finish(case_id)
    closed = centre.register()
    centre.do("director", draft_whistle, draft_of(centre, closed))
    with pytest.raises(WhistledAlready):
        centre.do("director", draft_whistle, draft_of(centre, closed))


def test_a_draft_that_waited_too_long_is_blown_for_a_later_time(centre, clock):
    case_id = at_work(centre)
    key = centre.do("dispatcher", draft_whistle, draft_of(centre, case_id))
    clock.advance(timedelta(hours=2))
    with pytest.raises(AppearInPast):
        centre.do("director", blow_whistle, key, 1)

    later = clock.now() + timedelta(hours=1)
    centre.do("director", blow_whistle, key, 1, later)

    assert whistle(centre, case_id).dues.appear_at == later


def test_a_dropped_draft_leaves_the_case_as_it_was(centre):
    case_id = at_work(centre)
    key = centre.do("dispatcher", draft_whistle, draft_of(centre, case_id))

    centre.do("dispatcher", drop_whistle, key, 1, "电话里已经说好")

    card = centre.card(case_id)
    assert card.whistles == ()
    assert EventKind.WHISTLED not in {event.kind for event in card.events}
    with pytest.raises(WhistleEnded):
        centre.do("director", blow_whistle, key, 2)


# -- reporting in ------------------------------------------------------------------------------


def test_a_unit_signs_comes_takes_measures_and_reports(centre, clock):
    case_id = at_work(centre)
    whistled(centre, case_id)
    verbs = [summoned(centre, case_id, "water", "rival").verbs]
    centre.do("rival", sign_whistle, seen(centre, case_id, "water"))
    verbs.append(summoned(centre, case_id, "water", "rival").verbs)
    clock.advance(timedelta(minutes=40))
    centre.do("rival", appear, seen(centre, case_id, "water"), clock.now(), "东门")
    centre.do("rival", take_measure, seen(centre, case_id, "water"), "关了上游阀门")
    centre.do("rival", take_measure, seen(centre, case_id, "water"), "抽干井内积水")
    centre.do("rival", feed_back, seen(centre, case_id, "water"), feedback(centre))

    card = centre.card(case_id, "rival")
    water = summoned(centre, case_id, "water", "rival")
    assert verbs == [(WhistleVerb.SIGN,), (WhistleVerb.APPEAR,)]
    assert (water.stage, water.in_time, water.where) == (UnitStage.PRESENT, True, "东门")
    assert water.feedback.talked_to == "住户代表陈芳华"
    assert [e.kind for e in card.events[-5:]] == [
        EventKind.WHISTLE_SIGNED,
        EventKind.APPEARED,
        EventKind.MEASURE_TAKEN,
        EventKind.MEASURE_TAKEN,
        EventKind.FED_BACK,
    ]
    assert who_words(card.events[-1]) == "供水公司 罗小兵"
    words = note_words(card, card.events[-1], lambda at: f"{at:%d}")
    assert words == "受理 24，与 住户代表陈芳华 沟通，25 前解决。措施：更换井盖并加固井圈"
    assert card.state is CaseState.SIGNED_FOR


def test_nobody_answers_for_another_unit(centre):
    case_id = at_work(centre)
    whistled(centre, case_id)

    for role in ("handler", "dispatcher", "director"):
        with pytest.raises(NotAllowed):
            centre.do(role, sign_whistle, seen(centre, case_id, "water"))
    assert summoned(centre, case_id, "water", "handler").verbs == ()


def test_for_a_unit_without_a_desk_the_centre_types_in(centre):
    with centre.database.writing(console("test")) as uow:
        water = sa.update(Unit).where(Unit.id == centre.units["water"])
        uow.session.execute(water.values(has_desk=False))
    case_id = at_work(centre)
    whistled(centre, case_id)
    assert summoned(centre, case_id, "water", "dispatcher").hand is Hand.TYPED_IN

    come(centre, case_id, "water", "dispatcher")

    card = centre.card(case_id)
    assert card.events[-1].facts["on_behalf"] is True
    assert who_words(card.events[-1]) == "韩立群 代供水公司"


def test_steps_come_in_their_order_and_only_once(centre):
    case_id = at_work(centre)
    whistled(centre, case_id)
    with pytest.raises(UnitElsewhere):
        centre.do("rival", appear, seen(centre, case_id, "water"))
    before = seen(centre, case_id, "water")
    centre.do("rival", sign_whistle, before)
    with pytest.raises(UnitElsewhere):
        centre.do("rival", sign_whistle, seen(centre, case_id, "water"))
    with pytest.raises(Conflict):
        centre.do("rival", appear, before)


def test_nobody_came_before_they_were_called_or_comes_tomorrow(centre, clock):
    case_id = at_work(centre)
    clock.advance(timedelta(minutes=5))
    whistled(centre, case_id)
    centre.do("rival", sign_whistle, seen(centre, case_id, "water"))
    for wrong in (-1, 1):
        at = clock.now() + timedelta(minutes=wrong)
        with pytest.raises(AppearedBefore):
            centre.do("rival", appear, seen(centre, case_id, "water"), at)


def test_a_unit_says_at_once_that_it_came_and_the_street_types_in_later_what_it_saw(centre, clock):
    case_id = at_work(centre)
    whistled(centre, case_id)
    centre.do("rival", sign_whistle, seen(centre, case_id, "water"))
    centre.do("handler", sign_whistle, seen(centre, case_id, "municipal"))
    clock.advance(timedelta(minutes=40))
    with pytest.raises(AppearedLongAgo):
        at = clock.now() - timedelta(minutes=16)
        centre.do("rival", appear, seen(centre, case_id, "water"), at)
    centre.do("rival", appear, seen(centre, case_id, "water"), clock.now() - timedelta(minutes=15))

    with centre.database.writing(console("test")) as uow:
        unit = sa.update(Unit).where(Unit.id == centre.units["municipal"])
        uow.session.execute(unit.values(has_desk=False))
    at = clock.now() - timedelta(minutes=30)
    centre.do("dispatcher", appear, seen(centre, case_id, "municipal"), at)
    assert summoned(centre, case_id, "municipal").in_time


def test_a_feedback_without_one_of_its_elements_is_refused_and_says_which(centre):
    case_id = at_work(centre)
    whistled(centre, case_id)
    come(centre, case_id, "water", "rival")
    told = replace(feedback(centre), talked_to=" 　", solved_by=None)

    with pytest.raises(FeedbackIncomplete) as refused:
        centre.do("rival", feed_back, seen(centre, case_id, "water"), told)

    assert refused.value.facts == {"missing": "与谁沟通、解决时限"}
    assert summoned(centre, case_id, "water").stage is UnitStage.TO_REPORT
    whole = feedback(centre)
    early = replace(whole, solved_by=whole.accepted_at - timedelta(minutes=1))
    with pytest.raises(FeedbackTimes):
        centre.do("rival", feed_back, seen(centre, case_id, "water"), early)


@given(st.sets(st.sampled_from(list(FeedbackElement))))
def test_exactly_the_elements_that_are_missing_are_named(left_out):
    from datetime import UTC, datetime

    now = datetime(2026, 11, 24, tzinfo=UTC)
    whole = {"accepted_at": now, "talked_to": "李四", "remedy": "已修", "solved_by": now}
    empty = {"accepted_at": None, "talked_to": "", "remedy": "  ", "solved_by": None}

    told = Feedback(**whole | {each.value: empty[each.value] for each in left_out})

    assert set(missing_elements(told)) == left_out
