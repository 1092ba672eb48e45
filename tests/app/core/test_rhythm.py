"""A desk looks at the news soon where few desks are, and spread out where there are many."""

import pytest

from app.core.database.rhythm import CROWD, LOOK_ANYWAY_S, Rhythm

APART_S = 0.2


def rhythm(connections: int, chance: float = 0.5) -> Rhythm:
    found = Rhythm(100.0, lambda: chance)
    found.among(connections)
    found.looked(100.0, found=False)
    return found


def test_without_a_hint_a_desk_looks_all_the_same():
    assert rhythm(2).wait_s(100.0) == LOOK_ANYWAY_S


@pytest.mark.parametrize(("connections", "waits"), [(2, 0.00125), (80, 0.05), (CROWD, 0.5)])
def test_a_hint_is_followed_at_a_moment_of_ones_own_the_later_the_more_desks_there_are(
    connections, waits
):
    desk = rhythm(connections)

    desk.heard(105.0)

    assert desk.wait_s(105.0) == pytest.approx(waits)


def test_a_crowd_of_hints_is_followed_once_a_second_at_most():
    desk = rhythm(2 * CROWD, chance=0.0)
    looks = []
    for tenth in range(100):
        now = 105.0 + tenth / 10
        desk.heard(now)
        if desk.wait_s(now) == 0:
            looks.append(now)
            desk.looked(now, found=True)

    assert len(looks) == 10


@pytest.mark.parametrize("found", [True, False])
def test_after_a_hint_a_desk_looks_once_more_and_then_rests(found):
    desk = rhythm(2)
    desk.heard(105.0)
    desk.looked(105.0, found=found)

    assert desk.wait_s(105.0) == pytest.approx(APART_S)

    desk.looked(105.2, found=False)
    assert desk.wait_s(105.2) == LOOK_ANYWAY_S


def test_a_later_hint_does_not_put_off_what_an_earlier_one_asked_for():
    desk = rhythm(CROWD)
    desk.heard(105.0)
    desk.heard(105.4)

    assert desk.wait_s(105.4) == pytest.approx(0.1)
