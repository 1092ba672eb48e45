"""Which rules match a case, and in which order they act: no database but to compare with."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.automation.match import Compiled, Facts, compiled
from app.cases.automation.model import (
    Deed,
    DeedKind,
    Hours,
    RuleBody,
    Trigger,
    rule_from_body,
    rule_to_body,
)
from app.cases.automation.standing import plain_facts, tags_of
from app.cases.automation.walk import walk
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models import CaseFile
from app.cases.queries.conditions import Bound, conditions
from app.cases.rules import Level, Source
from app.core.ids import new_id
from tests.app.cases.rules_hands import where
from tests.factories.centre import OTHER_STREET, STREET

MANHOLE = where(FilterField.TEXT, "井盖")


# -- pure --------------------------------------------------------------------------------------

FACTS = Facts(
    now=None, state="registered", source="call", region=STREET, level="normal", received_at=None
)
flags = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=12)


class Asked:
    """A rule of a property test."""

    def __init__(self, matches: bool, stops: bool, chained: bool) -> None:
        self.id = new_id()
        body = RuleBody(Trigger.REGISTERED, stops=stops, chained=chained)
        self.compiled = Compiled(body, (lambda _: matches,))


@given(flags, st.booleans())
def test_rules_act_in_order_until_one_ends_the_list_and_each_once(told, by_rule):
    rules = [Asked(*each) for each in told]
    acted: list[Asked] = []
    seen: set = set()

    def act(rule) -> bool:
        acted.append(rule)
        return True

    for _ in range(2):
        walk(rules, lambda: FACTS, act, by_rule=by_rule, acted=seen)

    wanted = [
        r
        for r, (matches, _, chained) in zip(rules, told, strict=True)
        if matches and (chained or not by_rule)
    ]
    stop = next((at for at, rule in enumerate(wanted) if rule.compiled.body.stops), None)
    first_run = wanted if stop is None else wanted[: stop + 1]
    assert acted[: len(first_run)] == first_run
    assert len(acted) == len(set(acted))  # whatever was called again acted on nothing twice


@given(
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.integers(0, 6),
    st.booleans(),
)
def test_hours_over_midnight_are_the_rest_of_the_day(first, end, minute, weekday, every_day):
    hours = Hours(first, end)
    if first != end and every_day:
        assert hours.holds(minute, weekday) is not Hours(end, first).holds(minute, weekday)
    friday_night = Hours(22 * 60, 6 * 60, (4,))
    assert friday_night.holds(60, 5)
    assert not friday_night.holds(60, 4)


def test_a_rule_is_kept_as_it_was_written():
    body = RuleBody(
        Trigger.OVERDUE,
        MANHOLE,
        Hours(1200, 360, (5, 6)),
        caller_again=True,
        deeds=(Deed(DeedKind.REMIND, note="快办"),),
        stops=True,
        chained=True,
    )

    assert rule_from_body(rule_to_body(body)) == body


TOLD = {
    FilterField.SOURCE: ("call", "visit"),
    FilterField.CATEGORY: ("C01", "C01-003", "C01-0", "none"),
    FilterField.STATE: ("open", "ended", "paused", "assigned", "closed"),
    FilterField.UNIT: ("none", "water"),
    FilterField.LEVEL: ("normal", "urgent"),
    FilterField.DUE: ("overdue", "hours:90", "week"),
    FilterField.RECEIVED: ("today", "days:7"),
    FilterField.RETURNED: ("1",),
    FilterField.CONFIDENTIAL: ("yes",),
    FilterField.SATISFIED: ("satisfied", "unasked"),
    FilterField.REGION: (STREET, OTHER_STREET, "99"),
}
clauses = st.sampled_from(list(TOLD)).flatmap(
    lambda field: st.tuples(st.just(field), st.sets(st.sampled_from(TOLD[field]), min_size=1))
)


@pytest.fixture
def varied(embedded_centre):
    """Cases that differ in what clauses ask."""
    centre = embedded_centre
    centre.register(source=Source.VISIT)
    centre.register(text="巷口路灯整夜不亮", category="C01-003")
    centre.assign(centre.register(is_confidential=True), unit="water")
    centre.register(category=None, level=Level.URGENT)
    return centre


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(clauses, st.sampled_from(list(Operator))), min_size=1, max_size=3))
def test_a_clause_means_to_a_rule_what_it_means_in_a_list(varied, picked):
    units = {"water": str(varied.units["water"]), "none": "none"}
    rules = Filter(
        tuple(
            Clause(field, how, tuple(sorted(units.get(v, v) for v in values)))
            for (field, values), how in picked
        )
    )
    now = varied.database.clock.now()
    ready = compiled(RuleBody(Trigger.REGISTERED, rules))
    with varied.database.reading() as session:
        bound = Bound(varied.actor("director"), now, lambda _: sa.false())
        listed = set(session.scalars(sa.select(CaseFile.id).where(*conditions(rules, bound))))
        cases = session.scalars(sa.select(CaseFile)).all()
        matched = {
            case.id
            for case in cases
            if ready.matches(plain_facts(case, now, tags=tags_of(session, case.id)))
        }
    assert matched == listed
