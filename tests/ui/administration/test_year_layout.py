"""Every day of a year has a box of its own, in whatever size the year is shown."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from tests.properties import few
from ui.administration.year_layout import YearLayout, days_between, days_of

YEARS = st.integers(2015, 2035)
SIZES = st.tuples(st.integers(560, 3000), st.integers(420, 2000))


@few(20)
@given(YEARS, SIZES)
def test_the_middle_of_a_days_box_is_that_day(year, size):
    layout = YearLayout(year, QSizeF(*size))

    for month in range(1, 13):
        for number in days_of(year, month):
            day = date(year, month, number)
            assert layout.day_at(layout.day_box(day).center()) == day


@few(50)
@given(YEARS, SIZES)
def test_a_day_stays_within_the_box_of_its_month(year, size):
    layout = YearLayout(year, QSizeF(*size))

    for month in range(1, 13):
        last = date(year, month, days_of(year, month)[-1])
        box = layout.month_box(month).adjusted(-0.01, -0.01, 0.01, 0.01)
        assert box.contains(layout.day_box(last))


def test_between_the_days_there_is_none():
    layout = YearLayout(2026, QSizeF(900, 620))

    assert layout.day_at(QPointF(1, 1)) is None
    assert layout.day_at(layout.month_box(1).topLeft() + QPointF(5, 5)) is None


def test_days_between_count_both_ends_whichever_comes_first():
    first, last = date(2026, 12, 31), date(2027, 1, 2)

    assert days_between(last, first) == (first, date(2027, 1, 1), last)
