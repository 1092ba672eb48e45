"""Sent back twice, a case waits for the director's ruling, which fixes who leads it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step
from app.cases.actions.on_the_spot import solve_on_spot
from app.cases.actions.passing_on import Passing, hand_over_case
from app.cases.actions.putting_right import reverse_step
from app.cases.actions.refusing import Decline, Return, decline_case, return_case
from app.cases.actions.ruling import RulingOrder, retire_precedent, rule_case
from app.cases.models.rulings import Precedent, Ruling
from app.cases.models.work import CaseTask
from app.cases.queries.attention import Matter, read_attention
from app.cases.queries.rulings import RulingState, case_hands, rulings_due
from app.cases.rules import CaseState, DeclineReason, EventKind, ReturnReason
from app.cases.ruling_rules import (
    CoUnitsWrong,
    DisputeClass,
    LeadStays,
    NothingToRule,
    PlaceType,
    PrecedentState,
    RulingDue,
    RulingHolds,
    TellsOfPerson,
    WordsWrong,
)
from app.cases.story_words import note_words, verb_words
from app.cases.work_states import TaskState
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from tests.factories.centre import OTHER_STREET

HOUR = timedelta(hours=1)


def give_back(centre, case_id, who="handler", basis="三定方案里没有这一项"):
    order = Return(case_id, centre.version(case_id), ReturnReason.UNCLEAR_OWNER, basis)
    centre.do(who, return_case, order)


def disputed(centre, clock, *, rounds=("municipal", "water")):
    """Return a case that two units sent back, an hour each."""
    case_id = centre.register()
    for unit in rounds:
        centre.assign(case_id, unit=unit)
        clock.advance(HOUR)
        give_back(centre, case_id, "handler" if unit == "municipal" else "rival")
    return case_id


def order_of(centre, case_id, *, lead="municipal", **more):
    return RulingOrder(
        case_id,
        centre.version(case_id),
        centre.units[lead],
        DisputeClass.OVERLAPPING,
        **{
            "place_type": PlaceType.ROAD,
            "matter": "市政道路上的雨水井盖缺失",
            "reasons": "井盖在市政道路红线以内，由道路养护单位牵头。",
            "basis": "区城市管理职责清单第 12 项",
            **more,
        },
    )


def rule(centre, case_id, who="director", **more):
    return centre.do(who, rule_case, order_of(centre, case_id, **more))


def assign(centre, case_id, unit, who="dispatcher"):
    order = Assignment(case_id, centre.version(case_id), centre.units[unit])
    centre.do(who, assign_case, order)


def tasks(centre, case_id):
    with centre.database.reading() as session:
        asked = sa.select(CaseTask.state, CaseTask.result).where(CaseTask.case_id == case_id)
        return [tuple(row) for row in session.execute(asked)]


def precedents(centre):
    with centre.database.reading() as session:
        asked = sa.select(Precedent).order_by(Precedent.edition)
        return [(row.edition, row.state, row.lead_name) for row in session.scalars(asked)]


def test_once_sent_back_a_case_is_assigned_as_ever(centre, clock):
    case_id = disputed(centre, clock, rounds=("municipal",))

    assign(centre, case_id, "water")

    assert centre.card(case_id).state is CaseState.ASSIGNED


def test_sent_back_twice_nobody_assigns_it_before_the_director_has_ruled(centre, clock):
    case_id = disputed(centre, clock)

    for who in ("dispatcher", "director"):
        with pytest.raises(RulingDue):
            assign(centre, case_id, "enforcement", who)

    seen = centre.card(case_id, "director")
    assert (seen.state, seen.to_rule.state) == (CaseState.REGISTERED, RulingState.DUE)


def test_how_many_returns_it_takes_is_a_setting(centre, clock):
    centre.do("administrator", set_setting, "returns_until_ruling", 3)
    clock.advance(timedelta(seconds=1))

    case_id = disputed(centre, clock)

    assign(centre, case_id, "enforcement")
    assert centre.card(case_id).to_rule is None


def test_what_waits_for_a_ruling_is_led_out_of_the_way_by_the_director_alone(centre, clock):
    case_id = disputed(centre, clock)
    version = centre.version(case_id)

    with pytest.raises(RulingDue):
        passing = Passing(case_id, version, OTHER_STREET, "属地不在本街道")
        centre.do("dispatcher", hand_over_case, passing)
    with pytest.raises(RulingDue):
        order = Decline(case_id, version, DeclineReason.NOT_OURS, "不归我们管")
        centre.do("dispatcher", decline_case, order)

    centre.do("director", hand_over_case, passing)
    assert centre.card(case_id, "stranger").to_rule is None


def test_it_stands_before_the_director_and_nobody_else(centre, clock):
    case_id = disputed(centre, clock)
    now = clock.now()

    with centre.database.reading() as session:
        lists = {who: rulings_due(session, centre.actor(who)) for who in ("director", "dispatcher")}
        waits = read_attention(session, centre.actor("director"), now)

    assert [row.ruling.case_id for row in lists["director"]] == [case_id]
    assert lists["director"][0].ruling.reasons == "三定方案里没有这一项"
    assert lists["dispatcher"] == ()
    assert [(each.matter, each.count) for each in waits] == [(Matter.RULINGS, 1)]


def test_a_ruling_assigns_at_once_and_gives_the_co_units_their_tasks(centre, clock):
    case_id = disputed(centre, clock)

    rule(centre, case_id, lead="municipal", co_unit_ids=(centre.units["water"],))

    seen = centre.card(case_id)
    assert (seen.state, seen.unit, seen.to_rule.state) == (
        CaseState.ASSIGNED,
        "市政养护站",
        RulingState.RULED,
    )
    assert [task.unit for task in seen.tasks] == ["供水公司"]
    assert (seen.ruling.lead, seen.ruling.co_units[0][1]) == ("市政养护站", "供水公司")
    assert seen.clocks.sign is not None


def test_only_the_director_of_that_desk_rules(centre, clock):
    case_id = disputed(centre, clock)

    for who in ("dispatcher", "handler"):
        with pytest.raises(NotAllowed):
            rule(centre, case_id, who)


def test_who_was_fixed_as_lead_does_not_send_it_back_and_nobody_reassigns_it(centre, clock):
    case_id = disputed(centre, clock)
    rule(centre, case_id)

    with pytest.raises(LeadStays):
        give_back(centre, case_id)
    with pytest.raises(RulingHolds):
        assign(centre, case_id, "water")

    assert centre.card(case_id).unit == "市政养护站"


def test_the_director_rules_otherwise_with_a_reason_and_the_precedent_follows(centre, clock):
    case_id = disputed(centre, clock)
    rule(centre, case_id)

    with pytest.raises(WordsWrong):
        rule(centre, case_id, lead="water")
    rule(centre, case_id, lead="water", why="查明是供水检查井")

    assert centre.card(case_id).unit == "供水公司"
    assert precedents(centre) == [
        (1, PrecedentState.REVISED, "市政养护站"),
        (2, PrecedentState.IN_FORCE, "供水公司"),
    ]


def test_a_ruling_that_was_a_mistaken_step_leaves_the_case_waiting_and_no_precedent(centre, clock):
    case_id = disputed(centre, clock)
    rule(centre, case_id, co_unit_ids=(centre.units["enforcement"],))

    centre.do("director", reverse_step, case_id, centre.version(case_id), "点错了单位")

    assert centre.card(case_id).to_rule.state is RulingState.DUE
    assert tasks(centre, case_id) == [(TaskState.WITHDRAWN, "点错了单位")]
    assert precedents(centre) == [(1, PrecedentState.REVERSED, "市政养护站")]


def test_reversing_the_second_return_takes_the_need_of_a_ruling_back(centre, clock):
    case_id = disputed(centre, clock)

    centre.do("rival", reverse_step, case_id, centre.version(case_id), "退错了")

    seen = centre.card(case_id)
    assert (seen.unit, seen.returned_count, seen.to_rule) == ("供水公司", 1, None)


def test_a_case_nobody_argues_about_is_not_ruled_on(centre):
    case_id = centre.register()

    with pytest.raises(NothingToRule):
        rule(centre, case_id)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"matter": "王先生 138 1234 6021 反映的井盖"}, TellsOfPerson),
        ({"reasons": " \u3000\n"}, WordsWrong),
        ({"basis": "字" * 501}, WordsWrong),
        ({"co_unit_ids": ("municipal",)}, CoUnitsWrong),
    ],
)
def test_a_ruling_the_district_cannot_go_by_is_refused(centre, clock, wrong, error):
    case_id = disputed(centre, clock)
    if "co_unit_ids" in wrong:
        wrong = {"co_unit_ids": tuple(centre.units[name] for name in wrong["co_unit_ids"])}

    with pytest.raises(error):
        rule(centre, case_id, **wrong)

    assert precedents(centre) == []


def test_the_same_click_rules_once(centre, clock):
    case_id = disputed(centre, clock)
    order, key = order_of(centre, case_id), new_id()

    for _ in range(2):
        with centre.database.writing(centre.actor("director")) as uow:
            rule_case(uow, order, command_key=key)

    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Ruling)) == 1


def test_through_whose_hands_it_went_is_told_with_times_and_reasons(centre, clock):
    case_id = disputed(centre, clock)

    with centre.database.reading() as session:
        hands = case_hands(session, centre.actor("director"), case_id, now=clock.now())

    told = [(hand.holder, hand.seconds, hand.reason) for hand in hands]
    assert told == [
        ("分流", 0, None),
        ("市政养护站", 3600, ReturnReason.UNCLEAR_OWNER),
        ("分流", 0, None),
        ("供水公司", 3600, ReturnReason.UNCLEAR_OWNER),
        ("分流", 0, None),
    ]
    assert {hand.person for hand in hands if hand.reason} == {"高海燕", "罗小兵"}


def test_a_precedent_is_retired_with_a_reason_and_stays_to_be_read(centre, clock):
    rule(centre, disputed(centre, clock))
    with centre.database.reading() as session:
        row = session.scalars(sa.select(Precedent)).one()
        key, version = row.id, row.version

    with pytest.raises(NotAllowed):
        centre.do("dispatcher", retire_precedent, key, version, "职责调整了")
    centre.do("director", retire_precedent, key, version, "职责调整了")

    with centre.database.reading() as session:
        row = session.get_one(Precedent, key)
        assert (row.state, row.ended_why) == (PrecedentState.RETIRED, "职责调整了")


def test_solving_on_the_spot_waits_for_the_ruling_too(centre, clock):
    case_id = disputed(centre, clock)

    with pytest.raises(RulingDue):
        centre.do("grid_worker", solve_on_spot, Step(case_id, centre.version(case_id), "换好了"))


def test_the_story_names_the_ruling_its_dispute_and_basis(centre, clock):
    case_id = disputed(centre, clock)
    rule(centre, case_id)
    seen = centre.card(case_id)
    event = next(e for e in reversed(seen.events) if e.kind is EventKind.ASSIGNED)

    assert verb_words(event) == "终审"
    assert note_words(seen, event, str).startswith("职能交叉；依据：区城市管理职责清单第 12 项。")
