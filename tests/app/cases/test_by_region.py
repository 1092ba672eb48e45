"""Cases counted by where they lie: figures of a map, points, the weeks of one region."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.queries.by_region import (
    Urgency,
    came_count,
    came_rows,
    case_points,
    last_days,
    points_of,
    region_counts,
    weeks_of,
)
from app.cases.queries.map_figures import MapAsked, MapFigure, map_figures
from app.territory.models.grids import Grid
from app.territory.rules import GridKind
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET


def ask(centre, query, *given, actor="dispatcher", **more):
    with centre.database.reading() as session:
        return query(session, centre.actor(actor), *given, **more)


def counts(centre, clock, *, days=30, digits=15, region=STREET, **more):
    span = last_days(clock.now(), days)
    return ask(centre, region_counts, region, digits=digits, span=span, **more)


def change(centre, case_id, **values):
    with centre.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.update(CaseFile).where(CaseFile.id == case_id).values(**values))


def people(centre, **households):
    with centre.database.engine.execution_options(writes=True).begin() as connection:
        for code, population in households.items():
            connection.execute(
                sa.insert(Grid).values(
                    code=code.removeprefix("g"),
                    kind=GridKind.GENERAL,
                    households=population // 2,
                    population=population,
                    version=1,
                )
            )


def test_cases_are_counted_by_grid_with_what_is_late_and_about_to_be(centre, clock):
    now = clock.now()
    late, soon, _ = (centre.register() for _ in range(3))
    change(centre, late, order_at=now - timedelta(minutes=1))
    change(centre, soon, warn_at=now - timedelta(minutes=1), order_at=now + timedelta(hours=1))

    row = counts(centre, clock).rows[GRID]

    assert (row.open, row.overdue, row.due_soon, row.came) == (3, 1, 1, 3)


def test_a_case_whose_grid_is_not_known_counts_in_what_is_above_it(centre, clock):
    centre.register(region=COMMUNITY)
    centre.register(region=GRID)

    found = counts(centre, clock)

    assert (found.of(GRID).open, found.of(COMMUNITY).open, found.of(STREET).open) == (1, 2, 2)
    assert counts(centre, clock, digits=12).rows[COMMUNITY].open == 2


def test_a_period_is_compared_with_one_that_had_come_as_far(centre, clock):
    now = clock.now()
    span = last_days(now, 7)
    for at in (
        span.begin,  # in the period
        span.begin - timedelta(minutes=1),  # later that day than now: in neither
        now - timedelta(days=7, minutes=1),  # in the period before
        span.before,  # its first moment
        span.before - timedelta(minutes=1),  # before both
    ):
        change(centre, centre.register(), registered_at=at)

    row = counts(centre, clock, days=7).rows[GRID]

    assert (row.came, row.came_before, row.open) == (1, 2, 5)


def test_one_kind_is_counted_alone_and_a_category_with_its_kinds(centre, clock):
    centre.register(category="C01-003")
    centre.register(category="C01-001")
    centre.register(category="E01-001")

    assert counts(centre, clock, category="C01-003").rows[GRID].open == 1
    assert counts(centre, clock, category="C01").rows[GRID].came == 2


def test_nobody_counts_cases_they_may_not_read(centre, clock):
    centre.register(region=GRID)

    assert counts(centre, clock, actor="stranger").rows == {}
    assert counts(centre, clock, actor="handler").rows == {}
    assert counts(centre, clock, actor="grid_worker").of(STREET).open == 1
    assert ask(centre, case_points, STREET, clock.now(), actor="stranger").rows == ()
    assert ask(centre, came_rows, STREET, clock.now() - timedelta(days=1), actor="stranger") == ()


def test_what_was_handed_to_somebody_is_counted_for_them(centre, clock):
    case_id = centre.register(region=GRID)
    centre.assign(case_id)

    assert counts(centre, clock, actor="handler").of(STREET).open == 1


def test_open_cases_with_a_point_stand_on_the_map_the_most_pressing_first(centre, clock):
    now = clock.now()
    runs, late = (centre.register(longitude=112.6, latitude=37.8) for _ in range(2))
    centre.register()  # nobody knows where
    change(centre, late, order_at=now - timedelta(hours=1))

    found = ask(centre, case_points, STREET, now)

    assert [(p.id, p.urgency) for p in found.rows] == [(late, Urgency.OVER), (runs, Urgency.RUNS)]


def test_a_box_holds_what_lies_in_it(centre, clock):
    inside = centre.register(longitude=112.6, latitude=37.8)
    centre.register(longitude=112.7, latitude=37.8)

    found = ask(centre, case_points, STREET, clock.now(), box=(112.59, 37.7, 112.61, 37.9))

    assert [point.id for point in found.rows] == [inside]


def test_chosen_cases_are_found_on_the_map_also_when_they_have_ended(centre, clock):
    case_id = centre.register(longitude=112.6, latitude=37.8)
    change(centre, case_id, state="closed", clock=None)

    found = ask(centre, points_of, [case_id], clock.now())
    assert [(p.id, p.urgency) for p in found.rows] == [(case_id, Urgency.STANDS)]
    assert ask(centre, points_of, [case_id], clock.now(), actor="stranger").rows == ()


def test_weeks_begin_on_monday_in_shanghai_and_the_running_one_is_the_last(centre, clock):
    tuesday = clock.now()
    monday = tuesday - timedelta(days=1, hours=14, minutes=5)  # its first moment
    change(centre, centre.register(), registered_at=monday)
    change(centre, centre.register(), registered_at=monday - timedelta(minutes=1))

    found = ask(centre, weeks_of, GRID, tuesday)

    assert found.counts == (0,) * 10 + (1, 1)
    assert str(found.first) == "2026-09-07"
    assert found.usual is None


def test_what_is_usual_is_where_eight_of_ten_earlier_weeks_lay(centre, clock):
    tuesday = clock.now()
    for week in range(10):
        for _ in range(1 if week else 3):
            at = tuesday - timedelta(weeks=12 + week)
            change(centre, centre.register(), registered_at=at)
    for _ in range(2):
        centre.register()

    found = ask(centre, weeks_of, GRID, tuesday)

    assert found.usual == (1, 1)
    assert (found.above, found.below) == (1, 11)


def test_what_came_is_listed_the_newest_first_and_counted(centre, clock):
    first, second = centre.register(region=GRID), centre.register(region=COMMUNITY)
    begin = clock.now() - timedelta(days=1)

    for region in (STREET, COMMUNITY):
        rows = ask(centre, came_rows, region, begin)
        assert [row.id for row in rows] == [second, first]
        assert ask(centre, came_count, region, begin).value == 2
    assert ask(centre, came_count, GRID, begin, category="C01").value == 1
    assert ask(centre, came_count, STREET, clock.now() + timedelta(days=1)).value == 0


def figures(centre, clock, actor="dispatcher", region=STREET, digits=15):
    asked = MapAsked(region, digits, last_days(clock.now(), 30))
    return ask(centre, map_figures, asked, actor=actor)


def test_the_map_tells_cases_per_thousand_people_and_what_stands_out(centre, clock):
    people(centre, **{f"g{GRID}": 500})
    for _ in range(3):
        centre.register(region=GRID)

    found = figures(centre, clock)

    assert found.by_tier(MapFigure.PER_THOUSAND, 15) == {GRID: 6.0}
    assert found.finding(MapFigure.PER_THOUSAND) == "南塘社区最密：每千人 6 件，全街道 6 件"
    assert found.finding(MapFigure.OVERDUE) == "全街道没有超时的事件"
    assert found.classes(MapFigure.OPEN).counts == (0, 1)


def test_where_nobody_lives_there_is_nothing_per_thousand(centre, clock):
    people(centre, **{f"g{GRID}": 0})
    centre.register(region=GRID)

    found = figures(centre, clock)

    assert found.by_tier(MapFigure.PER_THOUSAND, 15) == {}
    assert found.finding(MapFigure.PER_THOUSAND) == ""
    assert found.by_tier(MapFigure.CAME, 15) == {GRID: 1}


def test_all_a_street_shows_costs_four_statements(centre, clock):
    people(centre, **{f"g{GRID}": 500})
    asked = MapAsked(STREET, 15, last_days(clock.now(), 30))
    told = []
    with centre.database.reading() as session:
        session.connection()  # what opening costs is not counted
        engine = session.get_bind()
        sa.event.listen(engine, "before_cursor_execute", lambda *given: told.append(given[2]))
        map_figures(session, centre.actor("dispatcher"), asked)

    assert len(told) == 4


@pytest.mark.parametrize("region", [OTHER_STREET, GRID])
def test_only_the_region_asked_about_is_counted(centre, clock, region):
    centre.register(region=COMMUNITY)

    assert counts(centre, clock, region=region).rows == {}
