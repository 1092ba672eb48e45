"""The queue filtered, ordered and grouped: what SQL finds is what the words mean, once each."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.filters.arranged import Grouping, Order
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models import CaseFile
from app.cases.queries import grouping as grouping_module
from app.cases.queries.conditions import Bound, conditions
from app.cases.queries.grouped import grouped_page
from app.cases.queries.grouping import ViewTooWide, read_groups
from app.cases.queries.queue import (
    QueueFilter,
    QueueView,
    asked_rows,
    conditions_of,
    contains_word,
    queue_page,
)
from app.cases.queries.stations import Ordered, Station, station_page
from app.core.clock import local
from app.core.paging import Head
from tests.app.cases.many import MIDNIGHT, NOW, case_values, clause, holds, put, put_tags
from tests.app.cases.names import clauses_of
from tests.factories.centre import GRID, OTHER_STREET

ON_BOTH = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def some_cases(centre):
    """Return lists of cases of the centre's people and units."""
    people = [centre.actor(name).person_id for name in ("dispatcher", "handler", "rival")]
    units = list(centre.units.values())
    return st.lists(case_values(people, units), min_size=5, max_size=14)


def some_clauses(centre):
    """Return clauses that some of these cases fulfil."""
    people = [str(centre.actor(name).person_id) for name in ("dispatcher", "handler")]
    units = [str(key) for key in centre.units.values()]
    named = {
        FilterField.CATEGORY: ["C01", "E01-001", "none"],
        FilterField.REGION: [GRID, GRID[:12], GRID[:9], "99010"],
        FilterField.UNIT: [*units, "none"],
        FilterField.HANDLER: [*people, "me", "none"],
        FilterField.FIRST_CONTACT: [*people, "me"],
        FilterField.TEXT: ["井盖", "路灯", "%", "不在"],
    }

    def of(field):
        if field not in named:
            return clauses_of(field)
        values = st.lists(st.sampled_from(named[field]), min_size=1, max_size=3, unique=True)
        return st.builds(Clause, st.just(field), st.sampled_from(Operator), values.map(tuple))

    return st.sampled_from([f for f in FilterField if f is not FilterField.TAG]).flatmap(of)


@ON_BOTH
@given(data=st.data())
def test_sql_finds_what_the_filter_means_of_each_case(centre, data):
    cases = data.draw(some_cases(centre))
    rules = Filter(tuple(data.draw(st.lists(some_clauses(centre), max_size=3))))
    actor = centre.actor("dispatcher")
    with centre.database.writing(actor) as uow:
        session = uow.session
        keys = put(session, cases)
        tags = [str(tag) for tag in put_tags(session, keys, actor.person_id)]
        tagged = data.draw(st.none() | st.sampled_from(tags))
        if tagged:
            made = clause(FilterField.TAG, tagged, no=data.draw(st.booleans()))
            rules = Filter((*rules.clauses, made))
        meant = conditions(rules, Bound(actor, NOW, contains_word))
        found = set(session.scalars(sa.select(CaseFile.id).where(*meant)))
        session.rollback()

    expected = set()
    for at, (key, values) in enumerate(zip(keys, cases, strict=True)):
        mine = {tags[0]} if at % 2 == 0 else set()
        mine |= {tags[1]} if at % 3 == 0 else set()
        if holds(
            rules, SimpleNamespace(**values, tags=mine, followed=at % 4 == 0), actor.person_id
        ):
            expected.add(key)
    assert found == expected


def every_row(session, actor, ordered, grouping, folded, size):
    """Walk a view page by page; return heads and rows in order."""
    wanted = conditions_of(actor, QueueView.ALL_OPEN, NOW, QueueFilter())
    groups = grouping and read_groups(session, wanted, grouping, local(NOW).date()).folded(folded)
    found, after = [], None
    while True:
        given = {"now": NOW, "ordered": ordered, "after": after, "size": size}
        if groups:
            page = grouped_page(session, actor, QueueView.ALL_OPEN, groups, **given)
        else:
            page = queue_page(session, actor, QueueView.ALL_OPEN, **given)
        assert len([row for row in page.rows if not isinstance(row, Head)]) <= size
        found.extend(page.rows)
        if page.after is None:
            return found
        after = page.after


@ON_BOTH
@given(data=st.data())
def test_every_order_and_grouping_gives_each_row_once_in_order(centre, data):
    cases = data.draw(some_cases(centre))
    for values in cases[::2]:  # many that are equal in what they are ordered by
        values["order_at"] = values["received_at"] = NOW
    ordered = Ordered(data.draw(st.sampled_from(Order)), data.draw(st.booleans()))
    grouping = data.draw(st.none() | st.sampled_from(Grouping))
    actor = centre.actor("director")
    with centre.database.writing(actor) as uow:
        put(uow.session, cases)
        walks = [
            every_row(uow.session, actor, ordered, grouping, frozenset(), size)
            for size in (1, 3, 100)
        ]
        wanted = conditions_of(actor, QueueView.ALL_OPEN, NOW, QueueFilter())
        there = set(uow.session.scalars(sa.select(CaseFile.id).where(*wanted)))
        orders = dict(uow.session.execute(sa.select(CaseFile.id, CaseFile.order_at)).all())
        uow.session.rollback()

    assert walks[0] == walks[1] == walks[2]
    rows = [row for row in walks[0] if not isinstance(row, Head)]
    assert len(rows) == len(there)
    assert {row.id for row in rows} == there
    for run in runs_of(walks[0]):
        keys = [order_key(row, ordered, orders[row.id]) for row in run]
        assert keys == sorted(keys, reverse=ordered.descending)
        assert not run or grouping is None or run[0] is not None


def runs_of(walk):
    """Part a walk at its heads; check that each head counts what follows."""
    runs, head = [[]], None
    for row in [*walk, None]:
        if row is None or isinstance(row, Head):
            assert head is None or head.count.value == len(runs[-1])
            head = row
            runs.append([])
        else:
            runs[-1].append(row)
    return runs


def order_key(row, ordered, order_at):
    match ordered.order:
        case Order.DUE:
            return order_at, row.id
        case Order.RECEIVED:
            return row.received_at, row.id
        case Order.LEVEL:
            return row.level == "urgent"
    has_none = row.number is None
    return has_none is not ordered.descending, row.number or "", row.id if has_none else None


@pytest.mark.parametrize("grouping", Grouping)
def test_a_folded_group_shows_its_head_and_no_row(centre, clock, grouping):
    for number in range(5):
        centre.register(title=str(number))
    actor = centre.actor("dispatcher")
    with centre.database.reading() as session:
        [head, *rows] = every_row(session, actor, Ordered(Order.DUE), grouping, frozenset(), 2)
        folded = every_row(session, actor, Ordered(Order.DUE), grouping, {head.key}, 2)

    assert (head.count.value, len(rows)) == (5, 5)
    assert [(each.key, each.folded) for each in folded] == [(head.key, True)]


def test_groups_have_the_names_people_know_them_by(centre, clock):
    first, _ = (centre.register(category=code) for code in ("C01-003", "E01-001"))
    centre.assign(first)
    actor = centre.actor("dispatcher")
    today = local(centre.database.clock.now()).date()
    wanted = conditions_of(actor, QueueView.ALL_OPEN, centre.database.clock.now(), QueueFilter())
    named = {}
    with centre.database.reading() as session:
        for grouping in Grouping:
            heads = read_groups(session, wanted, grouping, today).heads
            named[grouping] = [(head.name, str(head.count)) for head in heads]

    assert named[Grouping.STATE] == [("待分流", "1"), ("待签收", "1")]
    assert named[Grouping.CATEGORY] == [("公用设施", "1"), ("市容环境", "1")]
    assert named[Grouping.UNIT] == [("市政养护站", "1"), ("还没有承办单位", "1")]
    assert named[Grouping.HANDLER] == [("还没有经办人", "2")]
    assert named[Grouping.GRID] == [("南塘第二网格", "2")]
    assert named[Grouping.COMMUNITY] == [("南塘社区", "2")]
    assert named[Grouping.SOURCE] == [("来电", "2")]
    assert named[Grouping.DUE_DAY][0] == ("今天到期（2026-11-24 周二）", "1")


def test_more_rows_than_can_be_grouped_are_told(centre, clock, monkeypatch):
    monkeypatch.setattr(grouping_module, "GROUPED_MOST", 2)
    for number in range(3):
        centre.register(title=str(number))
    actor, now = centre.actor("dispatcher"), centre.database.clock.now()
    wanted = conditions_of(actor, QueueView.ALL_OPEN, now, QueueFilter())

    with centre.database.reading() as session, pytest.raises(ViewTooWide):
        read_groups(session, wanted, Grouping.UNIT, local(now).date())


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("grouping", [None, Grouping.UNIT])
def test_a_page_costs_one_statement_whatever_the_order(centre, clock, order, grouping):
    for number in range(4):
        centre.register(title=str(number))
        clock.advance(timedelta(minutes=1))
    actor, asked = centre.actor("dispatcher"), []
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        wanted = conditions_of(actor, QueueView.ALL_OPEN, now, QueueFilter())
        groups = grouping and read_groups(session, wanted, grouping, local(now).date())
        session.connection()
        sa.event.listen(
            centre.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2])
        )
        given = {"now": now, "ordered": Ordered(order), "size": 2}
        if groups:
            page = grouped_page(session, actor, QueueView.ALL_OPEN, groups, **given)
        else:
            page = queue_page(session, actor, QueueView.ALL_OPEN, **given)

    assert len([text for text in asked if text.startswith("SELECT")]) == 1
    assert page.after is not None


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("view", [QueueView.ALL_OPEN, QueueView.DECLINED])
def test_nobody_sees_what_is_not_theirs_in_any_order(centre, clock, view, order):
    for actor, region, state in (
        ("receptionist", GRID, "registered"),
        ("stranger", OTHER_STREET, "registered"),
        ("receptionist", GRID, "declined"),
        ("stranger", OTHER_STREET, "declined"),
    ):
        case_id = centre.register(actor=actor, region=region, title=f"{actor} {state}")
        with centre.database.writing(centre.actor("dispatcher")) as uow:
            uow.session.get_one(CaseFile, case_id).state = state
    seen = {}
    with centre.database.reading() as session:
        for actor in ("dispatcher", "stranger", "handler"):
            given = {"now": clock.now(), "ordered": Ordered(order)}
            page = queue_page(session, centre.actor(actor), view, **given)
            seen[actor] = [row.title for row in page.rows]

    state = "declined" if view is QueueView.DECLINED else "registered"
    assert seen == {
        "dispatcher": [f"receptionist {state}"],
        "stranger": [f"stranger {state}"],
        "handler": [],
    }


def test_a_word_that_thousands_hold_can_be_put_into_many_groups(centre, clock):
    from app.core.ids import new_id

    there = [centre.register(title=str(number)) for number in range(5)]
    named = CaseFile.id.in_([*there, *(new_id() for _ in range(2_000))])
    by_clock = (CaseFile.order_at, CaseFile.id)
    stations = [
        Station(str(at), by_clock, (CaseFile.id == key,), size=1) for at, key in enumerate(there)
    ]
    nobody = (CaseFile.title == "",)
    stations += [Station(f"x{at}", by_clock, nobody, size=0) for at in range(40)]

    found, after, values = [], None, []
    engine = centre.database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *a: values.append(len(a[3] or ())))
    with centre.database.reading() as session:
        while True:
            page = station_page(session, asked_rows(), [named], stations, after=after, size=3)
            found += [row.id for row in page.rows]
            if page.after is None:
                break
            after = page.after

    assert found == there
    assert max(values) < 32_766  # what SQLite takes where nobody built it to take more


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("today", 0, 0),
        ("yesterday", -1, -1),
        ("days:7", -6, 0),
        ("2026-11-22..2026-11-23", -2, -1),
    ],
)
def test_a_period_holds_the_first_moment_of_its_days_and_none_after(centre, value, first, last):
    actor = centre.actor("dispatcher")
    rules = Filter((clause(FilterField.FINISHED, value),))
    begins, ends = (MIDNIGHT + timedelta(days=days) for days in (first, last + 1))
    moments = [begins - timedelta(seconds=1), begins, ends - timedelta(seconds=1), ends]
    with centre.database.writing(actor) as uow:
        wanted = conditions(rules, Bound(actor, NOW, contains_word))
        keys = [centre_case(uow, moment) for moment in moments]
        found = set(uow.session.scalars(sa.select(CaseFile.id).where(*wanted)))
        uow.session.rollback()

    held = [key in found for key in keys]
    assert held[:3] == [False, True, True]
    assert held[3] is (value in ("today", "days:7"))  # nothing ends them but the present


def centre_case(uow, finished_at):
    """Write a case that was finished at a moment."""
    from app.core.ids import new_id

    key = new_id()
    plain = {"title": "", "place": "", "text": "", "level": "normal", "source": "call"}
    where = dict.fromkeys(("region", "opened_region", "desk_region"), GRID)
    uow.session.add(
        CaseFile(
            id=key,
            receipt_code=key.hex[-8:],
            state="closed",
            received_at=NOW,
            order_at=NOW,
            finished_at=finished_at,
            **plain,
            **where,
        )
    )
    uow.session.flush()
    return key
