"""Which finished cases are called back follows from the plan, and anybody can redo it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.drawing import (
    ALL,
    DrawnBy,
    Plan,
    Share,
    ShareTwice,
    ShareWrong,
    checked_shares,
    is_drawn,
    place_of,
    places,
    plan_body,
    plan_of,
)
from app.cases.rules import Source

STREET = "990102004"
CALLS = Share(DrawnBy.SOURCE, Source.CALL, 3, 10)
MANHOLES = Share(DrawnBy.KIND, "C01", 1, 2)


@st.composite
def shares(draw):
    of = draw(st.integers(1, 30))
    return Share(DrawnBy.SOURCE, Source.CALL, draw(st.integers(0, of)), of)


@given(shares(), st.text("0123456789abcdef", min_size=4, max_size=8), st.integers(0, 50))
def test_of_every_block_just_as_many_are_drawn_as_the_plan_says(share, salt, block):
    plan = Plan(1, (share,), ALL, salt)
    first = block * share.of + 1

    drawn = [n for n in range(first, first + share.of) if is_drawn(plan, share, STREET, n)]

    assert len(drawn) == share.drawn
    assert tuple(place_of(share, n)[1] for n in drawn) == places(plan, share, STREET, block)


@given(shares(), st.integers(1, 500))
def test_a_plan_read_back_draws_the_same(share, serial):
    plan = Plan(2, (share, MANHOLES), ALL, "a1b2")
    read = plan_of(2, plan_body(plan.shares, plan.rest, plan.salt))

    assert read == plan
    assert is_drawn(read, share, STREET, serial) == is_drawn(plan, share, STREET, serial)


def test_places_differ_from_block_to_block_and_from_salt_to_salt():
    one = Plan(1, (CALLS,), ALL, "one")
    other = Plan(1, (CALLS,), ALL, "other")
    blocks = range(20)

    assert len({places(one, CALLS, STREET, block) for block in blocks}) > 5
    assert [places(one, CALLS, STREET, b) for b in blocks] != [
        places(other, CALLS, STREET, b) for b in blocks
    ]


def test_the_first_share_that_speaks_of_a_case_decides_and_the_rest_what_none_does():
    plan = Plan(1, (MANHOLES, CALLS), Share(DrawnBy.REST, "", 0, 1))

    assert plan.share_of(Source.CALL, "C01-003") == MANHOLES
    assert plan.share_of(Source.CALL, "E01-001") == CALLS
    assert plan.share_of(Source.VISIT, None) == plan.rest
    assert Plan().share_of(Source.VISIT, "C01-003") == ALL
    assert Plan().draws_all
    assert not plan.draws_all


@pytest.mark.parametrize(
    "share",
    [
        Share(DrawnBy.SOURCE, Source.CALL, 4, 3),
        Share(DrawnBy.SOURCE, Source.CALL, -1, 3),
        Share(DrawnBy.SOURCE, Source.CALL, 0, 0),
        Share(DrawnBy.SOURCE, Source.CALL, 1, 101),
        Share(DrawnBy.KIND, "", 1, 2),
        ALL,
    ],
)
def test_a_share_that_cannot_be_drawn_is_refused(share):
    with pytest.raises(ShareWrong):
        checked_shares((share,), ALL)


def test_two_shares_of_the_same_are_refused():
    with pytest.raises(ShareTwice):
        checked_shares((CALLS, Share(DrawnBy.SOURCE, Source.CALL, 1, 1)), ALL)
