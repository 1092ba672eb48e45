"""The boxes somebody draws: never off the picture, never more than are taken, always undone."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.attachments import Box
from app.core.attachments.boxes import MOST_BOXES, check_boxes
from ui.parts.cover_boxes import CoverBoxes

WIDTH, HEIGHT = 400, 300
numbers = st.integers(-1000, 1000)
deeds = st.one_of(
    st.tuples(st.just("add"), st.builds(Box, numbers, numbers, numbers, numbers)),
    st.tuples(st.just("span"), st.tuples(numbers, numbers, numbers, numbers)),
    st.tuples(st.just("move"), st.tuples(numbers, numbers)),
    st.tuples(st.just("grow"), st.tuples(numbers, numbers)),
    st.tuples(st.just("next"), st.sampled_from([1, -1])),
    st.tuples(st.just("remove"), st.none()),
    st.tuples(st.just("undo"), st.none()),
)


def do(boxes: CoverBoxes, deed: str, given) -> None:
    if deed == "add":
        boxes.add(given)
    elif deed == "span":
        boxes.remember()
        boxes.put(boxes.spanned(*given))
    elif deed == "next":
        boxes.choose_next(given)
    elif deed in ("move", "grow"):
        getattr(boxes, deed)(*given)
    else:
        getattr(boxes, deed)()


@given(st.lists(deeds, max_size=30))
def test_whatever_is_done_the_boxes_can_be_saved_and_all_of_it_undone(deeds):
    boxes = CoverBoxes(WIDTH, HEIGHT, (Box(1, 2, 3, 4),))

    for deed, value in deeds:
        do(boxes, deed, value)
        check_boxes(boxes.all, WIDTH, HEIGHT)
        assert boxes.chosen is None or 0 <= boxes.chosen < len(boxes.all)

    while boxes.can_undo:
        boxes.undo()
    assert not boxes.changed
    assert boxes.all == (Box(1, 2, 3, 4),)


def test_tab_walks_the_boxes_and_then_leaves_them():
    boxes = CoverBoxes(WIDTH, HEIGHT, (Box(0, 0, 9, 9), Box(50, 50, 9, 9)))

    walked = [(boxes.choose_next(1), boxes.chosen) for _ in range(3)]

    assert walked == [(True, 0), (True, 1), (False, None)]
    assert boxes.choose_next(-1)
    assert boxes.chosen == 1


def test_a_box_does_not_shift_when_it_grows_against_the_edge():
    boxes = CoverBoxes(WIDTH, HEIGHT, (Box(390, 290, 5, 5),))
    boxes.choose(0)

    boxes.grow(50, 50)

    assert boxes.box == Box(390, 290, 10, 10)


def test_no_more_boxes_are_taken_than_can_be_saved():
    boxes = CoverBoxes(WIDTH, HEIGHT, [Box(0, 0, 1, 1)] * MOST_BOXES)

    assert not boxes.add(Box(5, 5, 5, 5))
    assert len(boxes.all) == MOST_BOXES
