"""What a month of supervision came to: each number is the count of the list it opens."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.cases.queries.sheets import SheetFilter, sheets_page
from app.cases.queries.supervision_figures import (
    SheetTimes,
    by_unit,
    month_figures,
    month_of,
    summed,
)
from app.cases.rules import SupervisionLevel
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_form
from app.papers.supervision_month import month_sheet
from tests.app.cases.test_supervision import issued, reply

NOVEMBER = date(2026, 11, 1)
DAY_S = 7 * 3600


def possible(sheet):
    """Nothing is answered in time that was not answered."""
    return sheet if sheet.answered_s is not None else replace(sheet, in_time=False)


sheets = st.lists(
    st.builds(
        SheetTimes,
        st.sampled_from([None, UUID(int=1), UUID(int=2)]),
        st.just("单位"),
        st.sampled_from(SupervisionLevel),
        st.none() | st.integers(0, 40 * DAY_S),
        st.booleans(),
    ).map(possible),
    max_size=12,
)


@given(sheets)
def test_the_units_add_up_to_the_whole_and_levels_to_what_was_issued(found):
    units, whole = by_unit(found, DAY_S), summed(found, DAY_S)

    assert sum(row.issued for row in units) == whole.issued == len(found)
    for row in (*units, whole):
        assert sum(row.by_level.values()) == row.issued
        assert 0 <= row.in_time <= row.answered <= row.issued
        assert row.late == row.issued - row.in_time
        assert (row.days is None) == (row.answered == 0)


def figures(centre, who="director"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return month_figures(session, centre.actor(who), NOVEMBER, now=now)


def counted(centre, **wanted):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        asked = SheetFilter(issued=month_of(NOVEMBER), **wanted)
        return len(sheets_page(session, centre.actor("director"), asked, now=now).rows)


def test_each_number_is_the_count_of_its_list(centre, clock):
    quick, _red = issued(centre), issued(centre, SupervisionLevel.RED)
    late = issued(centre, SupervisionLevel.BLUE)
    clock.advance(timedelta(hours=1))
    reply(centre, quick)
    clock.advance(timedelta(days=6))
    reply(centre, late)

    (row,) = figures(centre).units

    unit = centre.units["municipal"]
    assert (row.unit, row.issued, row.answered, row.in_time) == ("市政养护站", 3, 2, 1)
    assert row.issued == counted(centre, unit_id=unit)
    assert row.answered == counted(centre, unit_id=unit, answered=True)
    assert row.in_time == counted(centre, unit_id=unit, in_time=True)
    assert row.late == counted(centre, unit_id=unit, in_time=False)
    for level, count in row.by_level.items():
        assert count == counted(centre, unit_id=unit, level=level)


def test_others_streets_count_nothing_of_it_and_paper_says_the_same(centre):
    issued(centre)

    assert figures(centre, "stranger").units == ()
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        found = month_sheet(session, centre.actor("director"), "2026-11", now)
    told = fill_form(shipped_form(FormKind.SUPERVISION_MONTH), found.facts, is_demo=False)
    assert told.fields == (
        (
            "市政养护站",
            "签发 1 份（黄色 1 份），已答复 0 份，按时答复 0 份（0.0%），还没有答复。",
        ),
    )
