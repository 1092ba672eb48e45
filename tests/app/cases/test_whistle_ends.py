"""The end of whistles: nobody goes before the matter is done; then both sides rate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.actions.ending_checks import WhistleUnderWay
from app.cases.actions.handle import Step, finish_case
from app.cases.actions.reporting_in import (
    NotReleased,
    ReleaseStands,
    answer_release,
    ask_release,
    leave_whistle,
    rate_street,
    rate_unit,
)
from app.cases.actions.whistle_ground import WhistleEnded
from app.cases.actions.whistling import (
    ReportsOwed,
    blow_whistle,
    cancel_whistle,
    draft_whistle,
    end_whistle,
)
from app.cases.queries.whistles import WhistleVerb, next_step
from app.cases.rules import BadTransition, CaseState, EventKind
from app.cases.story_words import note_words
from app.cases.whistle_rules import (
    UnitMoments,
    UnitStage,
    WhistleState,
    keeps_from_ending,
    stage_of,
)
from app.core.errors import NotAllowed
from tests.factories.paths import at_work
from tests.factories.whistles import (
    come,
    draft_of,
    report,
    seen,
    summoned,
    whistle,
    whistled,
)

# -- nobody goes before the matter is done -----------------------------------------------------


def test_a_case_with_a_whistle_under_way_is_not_finished(centre):
    case_id = at_work(centre)
    row = whistled(centre, case_id)
    with pytest.raises(WhistleUnderWay) as refused:
        centre.finish(case_id)
    assert refused.value.facts == {"number": "哨〔2026〕1 号"}
    report(centre, case_id, "municipal", "handler")
    report(centre, case_id, "water", "rival")

    row = whistle(centre, case_id)
    centre.do("handler", end_whistle, row.id, row.version, "井盖换好，权属明确")
    centre.do("handler", finish_case, Step(case_id, centre.version(case_id), "已换"))

    assert centre.card(case_id).state is CaseState.FINISHED


def test_a_draft_keeps_nobody_from_finishing_and_is_not_blown_after_the_end(centre):
    case_id = at_work(centre)
    key = centre.do("dispatcher", draft_whistle, draft_of(centre, case_id))
    centre.finish(case_id)
    centre.do("director", cancel_or_close, case_id, centre)
    with pytest.raises(BadTransition):
        centre.do("director", blow_whistle, key, 1)


def cancel_or_close(uow, case_id, centre, *, command_key):
    from app.cases.actions.handle import close_case

    close_case(uow, Step(case_id, centre.version(case_id), "办好了"), command_key=command_key)


def test_a_unit_leaves_before_the_end_only_with_the_directors_release(centre):
    case_id = at_work(centre)
    whistled(centre, case_id)
    come(centre, case_id, "water", "rival")
    with pytest.raises(NotReleased):
        centre.do("rival", leave_whistle, seen(centre, case_id, "water"))
    centre.do("rival", ask_release, seen(centre, case_id, "water"), "另有抢修")
    with pytest.raises(ReleaseStands):
        centre.do("rival", ask_release, seen(centre, case_id, "water"), "另有抢修")
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", answer_release, seen(centre, case_id, "water"), "可以", grants=True)
    centre.do("director", answer_release, seen(centre, case_id, "water"), "先办完", grants=False)
    with pytest.raises(NotReleased):
        centre.do("rival", leave_whistle, seen(centre, case_id, "water"))
    centre.do("rival", ask_release, seen(centre, case_id, "water"), "阀门已关，抢修更急")

    centre.do("director", answer_release, seen(centre, case_id, "water"), "", grants=True)
    centre.do("rival", leave_whistle, seen(centre, case_id, "water"))

    water = summoned(centre, case_id, "water")
    assert (water.stage, water.moments.left_at) == (UnitStage.LEFT, centre.database.clock.now())
    kinds = [event.kind for event in centre.card(case_id).events]
    assert kinds.count(EventKind.RELEASE_ASKED) == 2
    assert kinds[-2:] == [EventKind.RELEASED, EventKind.LEFT]


def test_the_lead_ends_it_when_all_have_reported_and_the_director_without_who_never_came(centre):
    case_id = at_work(centre)
    whistled(centre, case_id)
    report(centre, case_id, "municipal", "handler")
    row = whistle(centre, case_id, "handler")
    assert row.waits_for == ("供水公司",)
    with pytest.raises(ReportsOwed):
        centre.do("handler", end_whistle, row.id, row.version, "修好了")

    centre.do("director", end_whistle, row.id, row.version, "修好了")

    done = whistle(centre, case_id)
    assert (done.state, done.outcome) == (WhistleState.DONE, "修好了")
    assert [unit.stage for unit in done.units] == [UnitStage.LEFT, UnitStage.ABSENT]
    card = centre.card(case_id)
    assert note_words(card, card.events[-1], str) == "哨〔2026〕1 号。没有到场：供水公司。修好了"


def test_calling_it_off_frees_everybody(centre):
    case_id = at_work(centre)
    row = whistled(centre, case_id)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", cancel_whistle, row.id, row.version, "误吹")

    centre.do("director", cancel_whistle, row.id, row.version, "误吹")

    assert whistle(centre, case_id).state is WhistleState.CANCELLED
    centre.finish(case_id)
    second = whistled(centre, centre.register())
    assert second.number == "哨〔2026〕2 号"


stages = st.builds(
    UnitMoments,
    *[st.one_of(st.none(), st.datetimes()) for _ in range(4)],
)


@given(st.sampled_from(list(WhistleState)), stages)
def test_every_unit_stands_somewhere_and_owes_nothing_once_it_has_ended(state, moments):
    stage = stage_of(state, moments)
    owing = keeps_from_ending([("甲", stage)], by_director=False)

    if state is not WhistleState.BLOWN:
        assert owing == ()
    if keeps_from_ending([("甲", stage)], by_director=True):
        assert owing  # what keeps the director keeps the lead as well


# -- rating ------------------------------------------------------------------------------------


def test_street_and_unit_rate_one_another_once_it_is_done(centre):
    case_id = at_work(centre)
    row = whistled(centre, case_id, units=("municipal",))
    report(centre, case_id, "municipal", "handler")
    with pytest.raises(WhistleEnded):
        centre.do("director", rate_unit, seen(centre, case_id, "municipal"), 5)
    row = whistle(centre, case_id)
    centre.do("director", end_whistle, row.id, row.version, "修好了")
    assert summoned(centre, case_id, "municipal", "handler").verbs == (WhistleVerb.RATE_STREET,)

    centre.do("dispatcher", rate_unit, seen(centre, case_id, "municipal"), 4, "来得及时")
    centre.do("handler", rate_street, seen(centre, case_id, "municipal"), 5)

    unit = summoned(centre, case_id, "municipal")
    assert (unit.street_mark.score, unit.street_mark.words) == (4, "来得及时")
    assert (unit.unit_mark.score, unit.verbs) == (5, ())
    card = centre.card(case_id)
    assert note_words(card, card.events[-2], str) == "街道评市政养护站 4 分。来得及时"
    with pytest.raises(NotAllowed):
        centre.do("handler", rate_unit, seen(centre, case_id, "municipal"), 5)


def test_what_comes_next_is_the_most_pressing(centre):
    case_id = at_work(centre)
    whistled(centre, case_id)

    verb, unit = next_step(centre.card(case_id, "rival").whistles)

    assert (verb, unit.unit) == (WhistleVerb.SIGN, "供水公司")
    assert next_step(centre.card(case_id, "dispatcher").whistles) is None
