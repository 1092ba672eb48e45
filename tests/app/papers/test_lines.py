"""Chinese lines break where a printer would break them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.lines import (
    CLOSING,
    NOT_AT_END,
    NOT_AT_START,
    OPENING,
    Line,
    Measured,
    break_lines,
    places,
    printable,
)


def em(text: str) -> float:
    """Measure as a typewriter would: Chinese one, Latin half."""
    return sum(
        0.5 if ord(character) < 0x2E80 and character not in "“”‘’…—" else 1.0 for character in text
    )


def texts(text: str, width: float) -> list[str]:
    """Return the lines' texts."""
    return [line.text for line in break_lines(text, width, em)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六七八", 4, ["一二三四", "五六七八"]),
        ("一二三四，五六七", 4, ["一二三", "四，五六", "七"]),  # no comma at the beginning
        ("一二三《四五》六", 4, ["一二三", "《四五》", "六"]),  # no opening mark at the end
        ("一二“三四五六”七", 3, ["一二", "“三四", "五六”", "七"]),
        ("一二三四）。五六", 4, ["一二三", "四）。五", "六"]),  # two marks take one along
        ("井盖 2026 年坏", 4, ["井盖", "2026 年", "坏"]),  # a number stays whole
        ("到13800138000去", 4, ["到138001", "38000去"]),  # unless it fits no line
        ("一二三——四五", 4, ["一二三", "——四五"]),
        ("。。。。。。", 4, ["。。。。。。"]),  # nothing but marks: each leaves half blank
        ("。。。。。。。。。", 4, ["。。。。。。。", "。。"]),
        ("一二三）。四五六", 4, ["一二三）。", "四五六"]),  # two marks share one blank half
        ("一）二三四，五六", 5.5, ["一）二三四，", "五六"]),  # squeezed in, where marks give room
        ("一二\n三四五", 4, ["一二", "三四五"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_as_printers_break_them(text, width, lines):
    assert texts(text, width) == lines


def test_the_first_line_is_indented_and_every_paragraph_begins_anew():
    lines = break_lines("一二三四五\n六七", 4, em, first_indent=2)

    assert lines == (
        Line("一二", 2, 2, ends=False),
        Line("三四五", 3, 0, ends=True, start=2),
        Line("六七", 2, 2, ends=True, start=6),
    )


def test_what_has_no_shape_is_left_out_and_every_space_is_a_plain_one():
    assert printable("井\u200b盖\x07\u202e坏\ufe0f了\r\n第\t二\u00a0行") == "井盖坏了\n第 二 行"


@given(st.text("井盖坏了，。《》（）“”——……ab1 .%\n", max_size=80), st.integers(3, 20))
def test_no_character_is_lost_and_no_line_is_too_long(text, width):
    lines = break_lines(text, width, em)

    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "").replace(
        "\n", ""
    )
    assert all(line.width <= width for line in lines)


@given(st.text("井盖坏了，。《》（）", max_size=60), st.integers(4, 20))
def test_a_mark_stands_at_a_wrong_end_only_where_nothing_else_is_on_the_line(text, width):
    lines = break_lines(text, width, em)

    for before, after in itertools.pairwise(lines):
        wrong = before.text[-1] in NOT_AT_END or after.text[0] in NOT_AT_START
        if wrong:
            pairs = zip(before.text, before.text[1:], strict=False)
            assert all(one in NOT_AT_END or two in NOT_AT_START for one, two in pairs)


def measured(text: str) -> Measured:
    """Return a text measured by the typewriter; its full-width marks are half blank."""
    marks = CLOSING | OPENING
    return Measured(text, tuple(map(em, text)), tuple(0.5 * (c in marks) for c in text))


def test_a_line_is_spread_between_chinese_characters_never_within_a_number():
    found = places(measured("在2026年"), 6, spread=True)

    assert found == pytest.approx((0, 2, 2.5, 3, 3.5, 5))


def test_a_short_last_line_is_not_spread():
    assert places(measured("一二"), 9, spread=False) == (0, 1)


def test_marks_side_by_side_stand_closer_and_so_do_those_of_a_line_without_room():
    assert places(measured("一）（二"), 4, spread=False) == pytest.approx((0, 1, 1.5, 2.5))
    assert places(measured("一，二三。"), 4.25, spread=False) == pytest.approx(
        (0, 1, 1.75, 2.75, 3.75)
    )


@given(st.text("井盖坏了，。《》（）“”——……ab1 .%", max_size=80), st.integers(3, 20))
def test_no_two_characters_of_a_set_line_overlap_and_none_leaves_it(text, width):
    for line in break_lines(text, width, em):
        found = places(measured(line.text), width, spread=not line.ends)

        steps = [after - here for here, after in itertools.pairwise(found)]
        # a mark gives away at most its blank half on either side
        assert all(
            step >= em(c) - 1 + 1e-9 or step >= -1e-9
            for step, c in zip(steps, line.text, strict=False)
        )
        if found:
            assert found[-1] + em(line.text[-1]) <= width + 0.5 + 1e-6
