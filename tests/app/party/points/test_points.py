"""Points: rules with caps, two pairs of eyes, nothing for oneself, sums that always agree."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import Role
from app.core.actor import console
from app.core.errors import Conflict, NotAllowed
from app.ledger.errors import BalanceTooLow, NotReversible
from app.party.actions.accounts import AccountIsOwn, AccountTied, tie_account, untie_account
from app.party.points.actions import (
    RecordDraft,
    confirm,
    publish_rule,
    put_down,
    put_right,
    redeem,
    refuse,
)
from app.party.points.errors import (
    PointsCapReached,
    PointsCapWrong,
    PointsDayWrong,
    PointsDecided,
    PointsForOneself,
    PointsNumberWrong,
    PointsRuleOff,
    PointsSaidTwice,
    PointsSecondWanted,
)
from app.party.points.queries import (
    member_statement,
    points_of,
    points_table,
    rules_of,
    try_rule,
    waiting,
)
from app.party.points.rules import (
    CapPeriod,
    Earned,
    PointsConfirmer,
    PointsRule,
    period_of,
    ranked,
    simulate,
)
from tests.factories.centre import COMMUNITY, STREET, _person
from tests.factories.party import join, line

TODAY = date(2026, 11, 24)
TALK = PointsRule(
    "talk", "政策宣传", 5, {CapPeriod.DAY: 10, CapPeriod.MONTH: 12}, PointsConfirmer.RECORDER
)
HELP = PointsRule("help", "助老服务", 8, {CapPeriod.YEAR: 40}, PointsConfirmer.SECOND)


@pytest.fixture
def office(centre):
    """The centre with a branch, two members, two rules, and a community worker."""
    with centre.database.writing(console("test")) as uow:
        worker = _person(uow, "秦月", Role.COMMUNITY_WORKER, region=COMMUNITY)
        centre.people["community"] = worker
    _, _, branch = line(centre)
    centre.units["branch"] = branch
    centre.units["first"] = join(centre, branch, "叶建平")
    centre.units["second"] = join(centre, branch, "白秀英")
    for rule in (TALK, HELP):
        centre.do("officer", publish_rule, STREET, 0, rule)
    return centre


def said(office, code="talk", note="", who="officer", whom="first", day=TODAY):
    return office.do(who, put_down, RecordDraft(office.units[whom], code, day, note))


def has(office, whom="first", year=None):
    with office.database.reading() as session:
        key = office.units[whom]
        return points_of(session, office.actor("officer"), [key], year).get(key, 0)


def open_ones(office, actor="officer"):
    with office.database.reading() as session:
        return waiting(session, office.actor(actor))


def test_what_the_recorder_saw_counts_at_once_up_to_the_caps(office):
    said(office, note="上午")
    said(office, note="下午")
    assert has(office) == 10
    with pytest.raises(PointsCapReached):
        said(office, note="晚上")
    said(office, day=TODAY - timedelta(days=1))

    assert (has(office), has(office, year=2026), has(office, year=2025)) == (12, 12, 0)


def test_what_wants_a_second_person_waits_for_one(office):
    record = said(office, "help")
    assert has(office) == 0
    assert [(row.member, row.title, row.is_own) for row in open_ones(office)] == [
        ("叶建平", "助老服务", True)
    ]
    with pytest.raises(PointsSecondWanted):
        office.do("officer", confirm, record)
    with pytest.raises(NotAllowed):
        office.do("dispatcher", confirm, record)
    office.do("community", confirm, record)
    with pytest.raises(PointsDecided):
        office.do("community", refuse, record, "重复")

    assert has(office) == 8
    assert open_ones(office) == ()


def test_refused_records_earn_nothing_and_say_why(office):
    record = said(office, "help", who="community")
    office.do("officer", refuse, record, "当天没有到场")

    assert has(office) == 0
    assert open_ones(office) == ()


def test_nobody_deals_with_points_of_their_own(office):
    own = office.actor("officer").name
    office.units["own"] = join(office, office.units["branch"], own)
    with pytest.raises(PointsForOneself):
        said(office, whom="own")
    record = said(office, "help", who="community", whom="own")
    with pytest.raises(PointsForOneself):
        office.do("officer", confirm, record)
    with pytest.raises(PointsForOneself):
        office.do("officer", redeem, office.units["own"], 1, "米面")

    assert has(office, "own") == 0


def test_the_same_is_not_taken_twice_nor_for_days_to_come(office):
    said(office)
    with pytest.raises(PointsSaidTwice):
        said(office)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=400)):
        with pytest.raises(PointsDayWrong):
            said(office, day=day)
    with pytest.raises(NotAllowed):
        said(office, who="director")


def test_points_are_handed_in_and_the_year_keeps_what_was_earned(office):
    said(office)
    with pytest.raises(BalanceTooLow):
        office.do("officer", redeem, office.units["first"], 6, "洗衣液一瓶")
    office.do("officer", redeem, office.units["first"], 3, "洗衣液一瓶")

    assert (has(office), has(office, year=2026)) == (2, 5)


def test_a_mistake_is_put_right_by_an_entry_and_frees_the_cap(office):
    said(office, note="上午")
    said(office, note="下午")
    with office.database.reading() as session:
        lines = member_statement(session, office.actor("officer"), office.units["first"])
    office.do("officer", put_right, lines[0].id, "记错了人")
    with pytest.raises(NotReversible):
        office.do("officer", put_right, lines[0].id, "记错了人")
    assert has(office, year=2026) == 5
    said(office, note="晚上")

    assert has(office, year=2026) == 10


def test_rules_hold_from_now_on_and_are_published_by_who_keeps_points(office):
    with pytest.raises(NotAllowed):
        office.do("director", publish_rule, STREET, 1, TALK)
    with pytest.raises(Conflict):
        office.do("officer", publish_rule, STREET, 0, TALK)
    for wrong, error in (
        (replace(TALK, points=0), PointsNumberWrong),
        (replace(TALK, points=11), PointsCapWrong),
        (replace(TALK, caps={CapPeriod.DAY: 10, CapPeriod.MONTH: 8}), PointsCapWrong),
    ):
        with pytest.raises(error):
            office.do("officer", publish_rule, STREET, 1, wrong)
    said(office)
    office.do("officer", publish_rule, STREET, 1, replace(TALK, points=2))
    said(office, note="再一次")
    office.do("officer", publish_rule, STREET, 2, replace(TALK, is_on=False))
    with pytest.raises(PointsRuleOff):
        said(office, note="停了")

    assert has(office) == 7
    with office.database.reading() as session:
        assert rules_of(session, STREET)["talk"].number == 3


def test_a_rule_is_tried_on_last_years_records_before_it_holds(office):
    for note in ("一", "二"):
        said(office, note=note)
    said(office, whom="second")
    with office.database.reading() as session:
        actor = office.actor("officer")
        same = try_rule(session, actor, STREET, TALK, TODAY)
        other = try_rule(session, actor, STREET, replace(TALK, caps={CapPeriod.DAY: 5}), TODAY)
        with pytest.raises(NotAllowed):
            try_rule(session, office.actor("director"), STREET, TALK, TODAY)

    assert (same.now.total, same.then.total, same.changed) == (15, 15, ())
    assert (other.then.total, other.then.capped) == (10, 1)
    assert other.changed == ((office.units["first"], -5),)


def test_the_table_tells_places_of_a_year_and_finds_by_name(office):
    said(office)
    with office.database.reading() as session:
        actor = office.actor("officer")
        (row,) = points_table(session, actor, 2026)
        assert (row.name, row.place, row.year, row.left) == ("叶建平", 1, 5, 5)
        (found,) = points_table(session, actor, 2026, text="白")
        assert (found.name, found.place, found.year) == ("白秀英", 0, 0)
        assert points_table(session, actor, 2025) == ()


DAYS = st.integers(0, 60).map(lambda days: TODAY - timedelta(days=days))
CAPS = st.dictionaries(st.sampled_from(list(CapPeriod)), st.integers(1, 30))


@given(
    st.lists(st.builds(Earned, st.uuids(), st.sampled_from(["talk", "help", "gone"]), DAYS)),
    CAPS,
)
def test_no_cap_is_ever_passed_whatever_the_order(records, caps):
    rule = replace(TALK, caps=caps)
    members = [record.member_id for record in records[:2]] or [None]
    records = [replace(r, member_id=members[at % len(members)]) for at, r in enumerate(records)]

    whole = simulate(records, {"talk": rule})

    assert whole.total == sum(points for points, _ in whole.by_code.values())
    for period, cap in caps.items():
        for key in members:
            for first in {period_of(r.day, period)[0] for r in records}:
                inside = [
                    r
                    for r in records
                    if r.member_id == key and period_of(r.day, period)[0] == first
                ]
                assert simulate(inside, {"talk": rule}).total <= cap


@given(DAYS)
def test_a_day_lies_in_its_periods_and_each_in_the_longer_one(day):
    spans = [period_of(day, period) for period in CapPeriod]

    for (first, last), (wide_first, wide_last) in pairwise(spans):
        assert wide_first <= first <= day <= last <= wide_last
    assert period_of(spans[1][1] + timedelta(days=1), CapPeriod.MONTH)[0] > spans[1][1]


@given(st.dictionaries(st.uuids(), st.integers(-3, 6)))
def test_who_has_as_many_stands_as_high(points):
    found = ranked(points)

    assert {each.member_id for each in found} == {key for key, value in points.items() if value > 0}
    for each in found:
        assert each.place == 1 + sum(value > each.points for value in points.values())


def test_an_account_tied_to_a_member_decides_who_is_oneself(office):
    me = office.actor("officer")
    alike, other = join(office, office.units["branch"], me.name), office.units["first"]
    with pytest.raises(PointsForOneself):
        office.do("officer", put_down, RecordDraft(alike, "talk", TODAY))
    with pytest.raises(AccountIsOwn):
        office.do("officer", tie_account, other, me.person_id)
    office.do("director", tie_account, other, me.person_id)
    with pytest.raises(AccountTied):
        office.do("director", tie_account, alike, me.person_id)
    with pytest.raises(PointsForOneself):
        office.do("officer", put_down, RecordDraft(other, "talk", TODAY))
    with pytest.raises(AccountIsOwn):
        office.do("officer", untie_account, other)
    office.do("director", untie_account, other)
    office.do("director", tie_account, alike, me.person_id)
    namesake = join(office, office.units["branch"], me.name)
    office.do("officer", put_down, RecordDraft(namesake, "talk", TODAY))
    with pytest.raises(PointsForOneself):
        office.do("officer", put_down, RecordDraft(alike, "talk", TODAY))
