"""The queue: what is in a view, in which order, and that paging loses nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.due import wrong_due_times
from app.cases.filters.model import Filter, FilterField
from app.cases.models import CaseFile
from app.cases.queries.queue import (
    CaseRow,
    QueueFilter,
    QueueView,
    case_rows,
    queue_page,
    view_count,
    view_counts,
)
from app.cases.rules import Level
from tests.factories.centre import GRID, OTHER_STREET, STREET


def page(centre, view=QueueView.ALL_OPEN, actor="dispatcher", **given):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return queue_page(session, centre.actor(actor), view, now=now, **given)


def titles(centre, view=QueueView.ALL_OPEN, actor="dispatcher", text="", **given):
    narrowed = QueueFilter(text=text, **given)
    return [row.title for row in page(centre, view, actor, narrowed=narrowed).rows]


def all_pages(centre, size) -> list[CaseRow]:
    found, after = [], None
    while True:
        one = page(centre, size=size, after=after)
        found.extend(one.rows)
        if one.after is None:
            return found
        after = one.after


def test_what_runs_out_first_stands_first(centre):
    centre.register(title="普通", category="X16-001")
    centre.register(title="急", category="C01-003", level=Level.URGENT)
    centre.register(title="中等", category="E01-002")

    assert titles(centre) == ["急", "中等", "普通"]


def test_every_case_comes_once_whatever_the_page_size(centre, clock):
    for number in range(7):
        centre.register(title=str(number))
        clock.advance(timedelta(seconds=number % 2))

    orders = [[row.id for row in all_pages(centre, size)] for size in (1, 2, 3, 7, 50)]

    assert len(set(orders[0])) == 7
    assert all(order == orders[0] for order in orders)


def test_a_case_registered_while_somebody_scrolls_moves_no_row_twice(centre):
    for number in range(4):
        centre.register(title=str(number), category="X16-001")
    first = page(centre, size=2)
    centre.register(title="新来的", category="C01-003", level=Level.URGENT)
    second = page(centre, size=2, after=first.after)

    assert [row.title for row in first.rows + second.rows] == ["0", "1", "2", "3"]


def test_a_page_costs_one_statement(centre):
    for number in range(3):
        centre.register(title=str(number))
    counted = []

    def count(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith("SELECT"):
            counted.append(statement)

    with centre.database.reading() as session:
        session.connection()
        sa.event.listen(centre.database.engine, "before_cursor_execute", count)
        now = centre.database.clock.now()
        queue_page(session, centre.actor("dispatcher"), QueueView.ALL_OPEN, now=now)

    assert len(counted) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("100%", ["降价100%是假的"]),
        ("%", ["降价100%是假的"]),
        ("_", ["图纸a_b丢了"]),
        ("'", ["店名叫'老王'"]),
        ("桥东 井盖", ["桥东井盖松动"]),
        ("井盖 桥西", []),
        ("1124-0004", ["桥东井盖松动"]),
        ('"; DROP', []),
    ],
)
def test_a_filter_takes_what_people_type_as_it_stands(centre, text, found):
    for title in ("降价100%是假的", "图纸a_b丢了", "店名叫'老王'", "桥东井盖松动"):
        centre.register(title=title)

    assert titles(centre, text=text) == found


def test_views_follow_the_case_through_its_life(centre, clock):
    case_id = centre.register()
    seen = []
    for step in (None, centre.assign, centre.sign_for, centre.finish):
        if step:
            step(case_id)
        views = tuple(QueueView)
        with centre.database.reading() as session:
            counts = view_counts(
                session, centre.actor("dispatcher"), views, now=centre.database.clock.now()
            )
        stages = (QueueView.REGISTERED, QueueView.ASSIGNED, QueueView.HANDLING, QueueView.FINISHED)
        seen.append([counts[view].value for view in stages])

    assert seen == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_time_alone_moves_a_case_from_due_soon_to_overdue(centre, clock):
    centre.register(title="井盖", category="C01-003", level=Level.URGENT)  # 2 emergency hours

    before = (titles(centre, QueueView.DUE_SOON), titles(centre, QueueView.OVERDUE))
    clock.advance(timedelta(minutes=100))
    soon = (titles(centre, QueueView.DUE_SOON), titles(centre, QueueView.OVERDUE))
    clock.advance(timedelta(minutes=21))
    late = (titles(centre, QueueView.DUE_SOON), titles(centre, QueueView.OVERDUE))

    assert (before, soon, late) == (([], []), (["井盖"], []), ([], ["井盖"]))


def test_nobody_sees_what_is_not_theirs(centre):
    centre.register(title="本街道")
    centre.register(title="邻街道", actor="stranger", region=OTHER_STREET)

    seen = {
        actor: titles(centre, actor=actor)
        for actor in ("dispatcher", "stranger", "handler", "administrator", "auditor")
    }

    assert seen == {
        "dispatcher": ["本街道"],
        "stranger": ["邻街道"],
        "handler": [],
        "administrator": [],
        "auditor": [],
    }


def test_a_region_filter_is_a_prefix_and_not_a_pattern(centre):
    centre.register(title="网格", region=GRID)
    centre.register(title="街道", region=STREET)

    assert titles(centre, region=GRID) == ["网格"]
    assert sorted(titles(centre, region=STREET)) == ["网格", "街道"]


def test_a_class_finds_the_kinds_below_it(centre):
    centre.register(title="井盖", category="C01-003")
    centre.register(title="垃圾", category="E01-002")

    for code, found in (("C01", ["井盖"]), ("E01-002", ["垃圾"])):
        assert titles(centre, rules=Filter().setting(FilterField.CATEGORY, code)) == found


def test_mine_is_what_waits_for_this_very_person(centre):
    case_id = centre.register(title="井盖")
    waits = [
        [
            actor
            for actor in ("dispatcher", "handler", "rival")
            if titles(centre, QueueView.MINE, actor)
        ]
        for step in (None, centre.assign, centre.sign_for, centre.finish)
        if step is None or step(case_id) is None
    ]

    assert waits == [["dispatcher"], ["handler"], ["handler"], ["dispatcher"]]


def test_counts_stop_at_a_thousand(centre, monkeypatch):
    monkeypatch.setattr("app.cases.queries.counts.COUNT_LIMIT", 2)
    for number in range(3):
        centre.register(title=str(number))
    with centre.database.reading() as session:
        found = view_count(
            session,
            centre.actor("dispatcher"),
            QueueView.ALL_OPEN,
            now=centre.database.clock.now(),
            narrowed=QueueFilter(),
        )

    assert str(found) == "2+"


def test_one_row_is_read_again_as_the_page_showed_it(centre):
    case_id = centre.register()
    with centre.database.reading() as session:
        assert case_rows(session, centre.actor("dispatcher"), (case_id,)) == page(centre).rows


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(["assign", "sign_for", "finish"]), max_size=4),
    minutes=st.lists(st.integers(0, 3_000), min_size=4, max_size=4),
)
def test_stored_due_times_always_equal_the_function(centre, clock, steps, minutes):
    from app.core.errors import AppError

    case_id = centre.register()
    for step, pause in zip(steps, minutes, strict=False):
        clock.advance(timedelta(minutes=pause))
        try:
            getattr(centre, step)(case_id)
        except AppError:
            continue
    clock.advance(timedelta(minutes=7))
    with centre.database.reading() as session:
        assert session.get_one(CaseFile, case_id).order_at is not None
        assert wrong_due_times(session, (case_id,), clock.now()) == ()
