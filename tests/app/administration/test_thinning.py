"""Which backups stay."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.administration.backup.thinning import Keep, staying

DAY = timedelta(days=1)
NIGHT = datetime(2026, 11, 24, 2, 0)  # noqa: DTZ001  on the wall clock


def test_a_year_of_nights_leaves_days_weeks_and_months():
    nights = [NIGHT - n * DAY for n in range(365)]

    stay = staying(nights, Keep(14, 8, 12))

    assert set(nights[:14]) <= stay
    sundays = [night for night in nights if night.isoweekday() == 7][:7]
    assert set(sundays) <= stay
    ends = {night for night in nights if (night + DAY).day == 1}
    assert len(ends & stay) == 11  # and the present month
    assert len(stay) <= 14 + 8 + 12


def test_of_one_day_the_last_one_stays():
    tries = [NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=2)]

    assert staying(tries, Keep(14, 8, 12)) == {tries[-1]}


def test_days_without_a_backup_do_not_push_out_old_ones():
    nights = [NIGHT - 100 * n * DAY for n in range(5)]

    assert staying(nights, Keep(5, 0, 0)) == set(nights)


@given(
    st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)), min_size=1),  # noqa: DTZ001
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_the_newest_stays_and_what_stays_stays_again(moments, daily, weekly, monthly):
    keep = Keep(daily, weekly, monthly)
    stay = staying(moments, keep)

    assert max(moments) in stay
    assert stay <= set(moments)
    assert len(stay) <= 1 + daily + weekly + monthly
    assert staying(stay, keep) == stay
