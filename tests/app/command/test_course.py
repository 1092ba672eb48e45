"""The way of a screen through its scenes."""

import pytest

from app.command.wall.course import Course
from app.command.wall.scenes import Scene

SCENES = (Scene("a", "甲", 10), Scene("b", "乙", 20), Scene("c", "丙", 0))


@pytest.fixture
def course():
    return Course(SCENES)


def test_each_scene_stands_its_time_and_those_without_one_are_left_out(course):
    shown = [course.shown(at).name for at in (0, 9, 10, 29, 30, 40)]

    assert shown == ["a", "a", "b", "b", "a", "b"]


def test_what_is_paused_stays_and_has_its_whole_time_afterwards(course):
    course.shown(0)
    course.pause(5, on=True)
    assert course.shown(500).name == "a"

    course.pause(500, on=False)

    assert [course.shown(at).name for at in (509, 511)] == ["a", "b"]


def test_a_jump_goes_anywhere_and_a_name_nobody_knows_changes_nothing(course):
    course.jump("c", 0)
    course.jump("z", 1)

    assert course.shown(2).name == "c"
    course.step(-1, 3)
    assert course.shown(4).name == "a"


def test_what_takes_the_wall_gives_it_back(course):
    course.shown(0)
    course.take("c", 100)
    course.take("z", 900)

    assert [course.shown(at).name for at in (5, 99, 100, 109, 110)] == ["c", "c", "a", "a", "b"]


def test_a_wall_that_was_restarted_goes_on_where_it_was(course):
    course.jump("b", 0)
    course.pause(0, on=True)
    again = Course(SCENES)
    again.take_up(course.written(), 1000)

    assert again.shown(5000).name == "b"
    again.take_up({"at": 7, "paused": "yes"}, 5000)
    assert (again.shown(5001).name, again.is_paused) == ("a", False)


def test_without_any_scene_there_is_an_empty_one(course):
    assert Course(()).shown(0) == Scene("", "")
    course.jump("c", 0)
    course.renew(SCENES[:1], 1)
    assert course.shown(2).name == "a"
