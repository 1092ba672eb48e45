"""Rules act on cases by themselves: when, if, then; tried first, told in the story."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.intake import Reporter
from app.cases.actions.refusing import Return, return_case
from app.cases.actions.rule_keeping import (
    DeedNotYours,
    NotTried,
    RuleDraft,
    RuleNameTaken,
    order_rules,
    retire_rule,
    save_rule,
    switch_rule,
)
from app.cases.actions.tags import add_tag
from app.cases.actions.whistling import blow_whistle
from app.cases.automation.model import (
    Deed,
    DeedKind,
    DeedTwice,
    DeedUnfit,
    FieldNotForRules,
    RuleBody,
    RuleState,
    Trigger,
    checked,
)
from app.cases.automation.trial import try_rule
from app.cases.chores import warn
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models.automation import CaseRule, CaseRuleFiring
from app.cases.models.whistles import Whistle
from app.cases.queries.automation import firings_of_rule, rules_kept
from app.cases.queries.firings import rule_news
from app.cases.rule_chores import look_nightly
from app.cases.rules import CaseState, Level, ReturnReason, SupervisionLevel
from app.cases.story_words import who_words
from app.cases.whistle_rules import WhistleState
from app.core.errors import NotAllowed
from app.core.ids import new_id
from tests.app.cases.rules_hands import assigns, keep, switch_on, version_of, where
from tests.factories.centre import OTHER_STREET, STREET

MANHOLE = where(FilterField.TEXT, "井盖")


def fired(centre) -> list[tuple[str, bool]]:
    """Return the rules that acted, by name, and whether something failed."""
    with centre.database.reading() as session:
        rows = session.scalars(sa.select(CaseRuleFiring).order_by(CaseRuleFiring.id)).all()
        return [(row.rule_name, row.has_fault) for row in rows]


# -- what a rule does --------------------------------------------------------------------------


def test_a_registered_case_goes_where_a_rule_sends_it_in_the_same_step(centre):
    rule_id = keep(centre, "夜间井盖", assigns(centre.units["enforcement"], conditions=MANHOLE))

    case_id = centre.register()
    other = centre.register(text="楼上漏水")

    card = centre.card(case_id)
    assert (card.state, card.unit) == (CaseState.ASSIGNED, "城管执法队")
    assert who_words(card.events[-1]) == "规则“夜间井盖” → 城管执法队"
    assert [(each.rule, each.did) for each in card.firings] == [("夜间井盖", "分给城管执法队")]
    assert centre.card(other).state is CaseState.REGISTERED
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        row = rules_kept(session, centre.actor("director"), now)[0]
        listed = firings_of_rule(session, centre.actor("director"), rule_id)
    assert (row.fired, row.faults, row.state) == (1, 0, RuleState.ON)
    assert [each.case_id for each in listed] == [case_id]


def test_a_rule_drafts_a_whistle_once_and_the_director_blows_it(centre):
    lead = centre.units["enforcement"]
    deed = Deed(DeedKind.WHISTLE, f"joint_enforcement:{lead}")
    keep(centre, "久拖吹哨", RuleBody(Trigger.ASSIGNED, MANHOLE, deeds=(deed,)))
    case_id = centre.register(place="滨河路 36 号")

    centre.assign(case_id)

    card = centre.card(case_id)
    assert card.firings[0].did == "起草吹哨单，城管执法队牵头"
    with centre.database.reading() as session:
        (drafted,) = session.scalars(sa.select(Whistle).where(Whistle.case_id == case_id))
    assert (drafted.state, drafted.place) == (WhistleState.DRAFTED, "滨河路 36 号")
    assert drafted.appear_at > drafted.drafted_at
    assert "久拖吹哨" in drafted.task
    centre.do("director", blow_whistle, drafted.id, drafted.version)
    centre.assign(case_id, unit="water")  # while it is under way no second one is drafted
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Whistle)) == 1


def test_one_rule_does_several_things_and_tells_people(embedded_centre):
    centre = embedded_centre
    tag = centre.do("director", add_tag, "汛期", STREET)
    deeds = (
        Deed(DeedKind.LEVEL, Level.URGENT),
        Deed(DeedKind.TAG, str(tag)),
        Deed(DeedKind.NOTIFY, f"person:{centre.actor('dispatcher').person_id}", "先看这件"),
    )
    keep(
        centre,
        "汛期内涝",
        RuleBody(Trigger.REGISTERED, where(FilterField.TEXT, "积水"), deeds=deeds),
    )

    case_id = centre.register(text="桥下积水没过膝盖")

    card = centre.card(case_id)
    assert (card.level, card.tags) == (Level.URGENT, ("汛期",))
    with centre.database.reading() as session:
        since = centre.database.clock.now() - timedelta(hours=1)
        told = rule_news(session, centre.actor("dispatcher"), since)
        others = rule_news(session, centre.actor("director"), since)
    assert [(each.title, each.note) for each in told] == [("桥下积水没过膝盖", "先看这件")]
    assert others == ()
    assert card.firings[0].did == "定为紧急，贴上标签“汛期”，通知韩立群"


def test_what_fails_is_told_and_never_stands_in_the_way_of_the_step(centre):
    body = assigns(centre.units["water"])
    rule_id = keep(centre, "一律给水务", body)
    with centre.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE unit SET is_active = false WHERE code = 'water'"))

    case_id = centre.register()

    card = centre.card(case_id)
    assert card.state is CaseState.REGISTERED
    assert card.firings[0].has_fault
    assert "没有做成" in card.firings[0].did
    with centre.database.reading() as session:
        director = centre.actor("director")
        assert rules_kept(session, director, centre.database.clock.now())[0].faults == 1
        assert firings_of_rule(session, director, rule_id, only_faults=True)[0].has_fault


def test_a_returned_case_is_looked_at_and_a_rule_of_another_street_is_not_asked(centre):
    keep(centre, "退回转城管", assigns(centre.units["enforcement"], Trigger.RETURNED))
    case_id = centre.register()
    centre.assign(case_id)

    order = Return(case_id, centre.version(case_id), ReturnReason.OVERLAPPING, "不归我们")
    centre.do("handler", return_case, order)

    assert centre.card(case_id).unit == "城管执法队"
    with centre.database.writing(centre.actor("administrator")) as uow:
        rule = uow.session.scalars(sa.select(CaseRule)).one()
        rule.region = OTHER_STREET
    other = centre.register()
    centre.assign(other)
    order = Return(other, centre.version(other), ReturnReason.OVERLAPPING, "不归我们")
    centre.do("handler", return_case, order)
    assert centre.card(other).state is CaseState.REGISTERED


def test_rules_do_not_look_at_what_rules_did_unless_they_say_so(embedded_centre):
    centre = embedded_centre
    notify = (Deed(DeedKind.NOTIFY, f"person:{centre.actor('director').person_id}"),)
    keep(centre, "分给城管", assigns(centre.units["enforcement"]))
    keep(centre, "不看", RuleBody(Trigger.ASSIGNED, deeds=notify))
    keep(centre, "也看", RuleBody(Trigger.ASSIGNED, deeds=notify, chained=True))

    case_id = centre.register()

    assert [name for name, _ in fired(centre)] == ["分给城管", "也看"]
    version = centre.version(case_id)
    order = Assignment(case_id, version, centre.units["water"])
    centre.do("dispatcher", assign_case, order)
    assert [name for name, _ in fired(centre)][2:] == ["不看", "也看"]


def test_the_first_rule_that_assigns_decides(embedded_centre):
    centre = embedded_centre
    keep(centre, "先", assigns(centre.units["water"], conditions=MANHOLE))
    keep(centre, "后", assigns(centre.units["enforcement"]))

    first, second = centre.register(), centre.register(text="占道经营")

    assert (centre.card(first).unit, centre.card(second).unit) == ("供水公司", "城管执法队")


def test_a_rule_that_stops_ends_the_list(embedded_centre):
    centre = embedded_centre
    tell = (Deed(DeedKind.NOTIFY, "first_contact"),)
    keep(centre, "到此为止", RuleBody(Trigger.REGISTERED, MANHOLE, deeds=tell, stops=True))
    keep(centre, "其余", assigns(centre.units["water"]))

    centre.register()
    centre.register(text="路灯不亮")

    assert [name for name, _ in fired(centre)] == ["到此为止", "其余"]


def test_a_clock_calls_rules_once_and_a_night_once(embedded_centre, clock):
    centre = embedded_centre
    sheet = (Deed(DeedKind.SUPERVISE, SupervisionLevel.YELLOW),)
    keep(centre, "超时督办", RuleBody(Trigger.OVERDUE, deeds=sheet))
    tell = (Deed(DeedKind.NOTIFY, "first_contact"),)
    keep(centre, "夜里看一遍", RuleBody(Trigger.NIGHTLY, MANHOLE, deeds=tell))
    case_id = centre.register()
    clock.advance(timedelta(days=60))

    warn(centre.database)
    warn(centre.database)
    said = look_nightly(centre.database)

    assert [sheet.level for sheet in centre.card(case_id).sheets] == [SupervisionLevel.YELLOW]
    assert fired(centre) == [("超时督办", False), ("夜里看一遍", False)]
    assert said == "夜间规则在 1 件上触发。"


def test_a_caller_who_called_before_is_known_without_being_named(centre):
    keep(centre, "又来电", assigns(centre.units["enforcement"], caller_again=True))

    first = centre.register()
    other = centre.register(reporter=Reporter(name="王", phone="13900001111"))
    centre.database.clock.advance(timedelta(minutes=1))
    again = centre.register()

    assert [bool(centre.card(key).unit) for key in (first, other, again)] == [False, False, True]


# -- keeping rules -----------------------------------------------------------------------------


def test_a_rule_is_tried_before_it_acts_and_again_after_each_change(centre):
    before = centre.register()
    body = assigns(centre.units["enforcement"], conditions=MANHOLE)
    rule_id = keep(centre, "夜间井盖", body, on=False)
    with pytest.raises(NotTried):
        centre.do("director", switch_rule, rule_id, version_of(centre, rule_id), on=True)

    switch_on(centre, rule_id, body)
    draft = RuleDraft("夜间井盖", STREET, assigns(centre.units["water"]))
    centre.do(
        "director", save_rule, draft, rule_id=rule_id, seen_version=version_of(centre, rule_id)
    )

    with centre.database.reading() as session:
        row = rules_kept(session, centre.actor("director"), centre.database.clock.now())[0]
    assert (row.state, row.number, row.trial, row.author) == (RuleState.OFF, 2, None, "方雅琴")
    with pytest.raises(NotTried):
        centre.do("director", switch_rule, rule_id, row.version, on=True)
    assert centre.card(before).state is CaseState.REGISTERED  # trying does nothing
    centre.do("director", retire_rule, rule_id, row.version)
    with centre.database.reading() as session:
        assert rules_kept(session, centre.actor("director"), centre.database.clock.now()) == ()


def test_a_trial_looks_at_cases_as_they_were_then(centre):
    assigned, closed = centre.register(), centre.register()
    centre.assign(assigned)
    centre.assign(closed)
    centre.sign_for(closed)
    centre.finish(closed)
    unassigned = Filter((Clause(FilterField.UNIT, Operator.IS, ("none",)), *MANHOLE.clauses))
    body = assigns(centre.units["water"], conditions=unassigned)

    with centre.database.reading() as session:
        now = centre.database.clock.now() + timedelta(minutes=1)
        told = try_rule(session, centre.actor("director"), STREET, body, now=now, days=30)
        blind = try_rule(session, centre.actor("administrator"), STREET, body, now=now, days=30)

    assert (told.count, {hit.case_id for hit in told.hits}) == (2, {assigned, closed})
    assert blind.count == 0


def test_nobody_keeps_a_rule_that_does_what_they_could_not(centre):
    body = assigns(centre.units["water"])
    for who in ("administrator", "dispatcher"):
        with pytest.raises(NotAllowed):
            centre.do(who, save_rule, RuleDraft("分派", STREET, body))
    director = centre.actor("director")
    decides = tuple(replace(g, rights=frozenset({Right.APPROVE})) for g in director.grants)
    mere = replace(director, grants=decides)
    with centre.database.writing(mere) as uow, pytest.raises(DeedNotYours):
        save_rule(uow, RuleDraft("分派", STREET, body), command_key=new_id())
    with pytest.raises(NotAllowed):
        centre.do("director", save_rule, RuleDraft("分派", OTHER_STREET, body))
    keep(centre, "分派", body, on=False)
    with pytest.raises(RuleNameTaken):
        keep(centre, "分派", body, on=False)


def test_rules_stand_in_the_order_they_are_put_into(embedded_centre):
    centre = embedded_centre
    first = keep(centre, "一", assigns(centre.units["water"]))
    second = keep(centre, "二", assigns(centre.units["enforcement"]))

    centre.do("director", order_rules, STREET, (second, first))

    assert centre.card(centre.register()).unit == "城管执法队"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (RuleBody(Trigger.FINISHED, deeds=(Deed(DeedKind.ASSIGN, str(new_id())),)), DeedUnfit),
        (RuleBody(Trigger.ASSIGNED, deeds=(Deed(DeedKind.REMIND),) * 2), DeedTwice),
        (
            RuleBody(
                Trigger.ASSIGNED, where(FilterField.HANDLER, "me"), deeds=(Deed(DeedKind.REMIND),)
            ),
            FieldNotForRules,
        ),
    ],
)
def test_what_makes_no_sense_is_refused(body, error):
    with pytest.raises(error):
        checked(body)
