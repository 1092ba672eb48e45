"""Rules of the editors over many edits: histories rebuild each state; drafts say what they say."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.actions.kinds import (
    KindChange,
    KindUnchanged,
    change_kind,
    restore_kind,
    retire_kind,
)
from app.cases.clock import Limit, LimitUnit
from app.cases.kind_body import (
    KindBody,
    body_from,
    checked_body,
    checked_hints,
    checked_name,
)
from app.cases.kinds import AnswerKind, Check, Question
from app.cases.limit_edit import (
    DEFAULT,
    LimitClock,
    LimitMissing,
    checked_limits,
    found_limit,
    limit_changes,
    moved_onto,
    own_limit,
    slower_when_urgent,
    with_limit,
)
from app.cases.limits import Limits
from app.cases.queries.kinds import kind_history, kind_seen
from app.cases.rules import Level, MatterClass
from app.core.ids import new_id

LAMP = "C01-010"
WORDS = st.text("路灯井盖夜里 ab1", min_size=1, max_size=6).filter(lambda text: text.strip())
KEYS = st.sampled_from(["a", "b", "c", "d"])
QUESTIONS = st.lists(
    st.builds(
        Question,
        key=KEYS,
        text=KEYS.map("问{}".format),
        kind=st.sampled_from([AnswerKind.TEXT, AnswerKind.NUMBER, AnswerKind.YES_NO]),
        required=st.booleans(),
    ),
    max_size=4,
    unique_by=(lambda q: q.key, lambda q: q.text),
).map(tuple)
CHECKS = st.lists(
    st.builds(Check, key=KEYS, text=KEYS.map("看{}".format), required=st.booleans()),
    max_size=4,
    unique_by=(lambda c: c.key, lambda c: c.text),
).map(tuple)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "hints": WORDS,
        "level": st.sampled_from(Level),
        "matter_class": st.sampled_from(MatterClass),
        "is_confidential": st.booleans(),
        "opening_condition": WORDS,
        "promise": st.sampled_from(["", "当天修好"]),
        "duplicate_radius_m": st.integers(0, 5_000),
        "questions": QUESTIONS,
        "checks": CHECKS,
    },
)
ACTS = st.lists(st.one_of(EDITS, st.just("retire"), st.just("restore")), max_size=6)

AMOUNTS = {
    LimitUnit.WORKING_DAY: st.integers(1, 300).map(float),
    LimitUnit.WORKING_HOUR: st.integers(1, 600).map(lambda minutes: minutes / 60),
    LimitUnit.EMERGENCY_HOUR: st.integers(1, 600).map(lambda minutes: minutes / 60),
}
LIMITS = st.sampled_from(LimitUnit).flatmap(
    lambda unit: st.builds(Limit, AMOUNTS[unit], st.just(unit))
)
CODES = ("E01", "E01-002", "E01-080", "E02-001")
LIMIT_EDITS = st.lists(
    st.tuples(
        st.sampled_from((DEFAULT, *CODES)),
        st.sampled_from(LimitClock),
        st.sampled_from(Level),
        st.none() | LIMITS,
    ),
    max_size=12,
)
PLAIN = {
    "default": {
        "sign": {"normal": [2.0, "working_hour"], "urgent": [0.5, "emergency_hour"]},
        "handle": {"normal": [5.0, "working_day"], "urgent": [1.0, "working_day"]},
    },
    "kinds": {},
}


def edited(body, edits):
    for code, clock, level, limit in edits:
        try:
            body = with_limit(body, code, clock, level, limit)
        except LimitMissing:
            assert (code, limit) == (DEFAULT, None)
    return body


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_any_sequence_of_decisions_can_be_read_back_state_by_state(house, acts):
    before = states_of(house)
    expected = [now(house).body]

    for act in acts:
        try:
            take(house, act)
        except KindUnchanged:
            continue
        expected.append(now(house).body)

    history = states_of(house)
    assert history[: len(before)] == before
    assert [body for _, body in history[len(before) - 1 :]] == expected
    assert [number for number, _ in history] == list(range(1, len(history) + 1))


@pytest.fixture
def house(embedded_centre):
    return embedded_centre


def now(centre):
    with centre.database.reading() as session:
        return kind_seen(session, LAMP)


def states_of(centre):
    with centre.database.reading() as session:
        rows = kind_history(session, LAMP)
    return [(row.number, row.body) for row in reversed(rows)]


def take(centre, act):
    seen = now(centre)
    with centre.database.writing(centre.actor("director")) as uow:
        if act == "retire":
            retire_kind(uow, LAMP, seen.version, "", command_key=new_id())
        elif act == "restore":
            restore_kind(uow, LAMP, seen.version, "", command_key=new_id())
        else:
            order = KindChange(LAMP, seen.version, replace(seen.body, **act))
            change_kind(uow, order, command_key=new_id())


@given(edits=EDITS, own=st.booleans(), name=WORDS)
def test_what_is_kept_reads_back_as_it_was_and_cleaning_it_twice_changes_nothing(edits, own, name):
    kept = checked_body(KindBody(name, **edits), own=own)

    assert body_from(kept.as_json()) == kept
    assert checked_body(kept, own=own) == kept
    assert checked_name(kept.name, own=own) == kept.name
    assert checked_hints(kept.hints) == kept.hints


@given(edits=LIMIT_EDITS)
def test_a_limit_shown_is_the_limit_counted_by(edits):
    body = checked_limits(edited(PLAIN, edits), CODES)
    limits = Limits(7, body)

    for code in CODES:
        for level in Level:
            for clock in (LimitClock.SIGN, LimitClock.HANDLE):
                found = found_limit(body, code, clock, level)
                assert found.limit == limits.limit(clock, code, level)
                assert found.source in (code, code.partition("-")[0], DEFAULT)
                assert own_limit(body, found.source, clock, level) == found.limit
            promise = found_limit(body, code, LimitClock.PROMISE, level).limit
            assert promise == limits.promise(code, level)


@given(edits=LIMIT_EDITS)
def test_the_changes_of_a_draft_make_the_draft_out_of_its_base(edits):
    draft = edited(PLAIN, edits)

    assert moved_onto(PLAIN, draft, PLAIN) == draft
    assert limit_changes(draft, draft) == ()
    assert checked_limits(draft, CODES) == draft


@given(mine=LIMIT_EDITS, theirs=LIMIT_EDITS)
def test_a_draft_moved_onto_what_others_published_keeps_both(mine, theirs):
    draft, current = edited(PLAIN, mine), edited(PLAIN, theirs)

    moved = moved_onto(PLAIN, draft, current)

    changed = {(c.code, c.clock, c.level) for c in limit_changes(PLAIN, draft)}
    for code in (DEFAULT, *CODES):
        for clock in LimitClock:
            for level in Level:
                source = draft if (code, clock, level) in changed else current
                wanted = own_limit(source, code, clock, level)
                assert own_limit(moved, code, clock, level) == wanted


def test_urgent_slower_than_normal_is_noticed_across_units():
    slow = Limit(2, LimitUnit.WORKING_DAY)
    body = with_limit(PLAIN, "E01", LimitClock.SIGN, Level.URGENT, slow)

    assert slower_when_urgent(body, CODES) == (("E01", LimitClock.SIGN),)
    assert slower_when_urgent(PLAIN, CODES) == ()
