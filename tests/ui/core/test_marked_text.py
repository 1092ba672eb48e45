"""What was asked for stands out in a line, and a line without room ends in dots."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from ui.core.marked_text import DOTS, fitted, paint_marked, runs_of
from ui.core.theme import current

TEXT, AT = "门前井盖缺失", ((2, 4),)


def painted(text, marked, width=300) -> tuple[QImage, int]:
    image = QImage(320, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    used = paint_marked(painter, text, marked, QRect(0, 0, width, 40), role="body", tone="text")
    painter.end()
    return image, used


def columns(image: QImage, token: str) -> list[int]:
    """Return the columns in which something was painted in the very colour of a token."""
    wanted = current().color(token).rgb()
    sides = range(image.width())
    return [x for x in sides if any(image.pixel(x, y) == wanted for y in range(image.height()))]


def test_a_line_comes_in_pieces_that_give_it_back():
    assert list(runs_of(TEXT, AT)) == [("门前", False), ("井盖", True), ("缺失", False)]


def test_what_was_asked_for_is_painted_in_the_accent_colour_where_it_stands(qapp):
    image, _ = painted(TEXT, AT)
    before = QFontMetrics(current().font("body")).horizontalAdvance("门前")

    found = columns(image, "accent")

    assert found
    assert before <= min(found) < max(found) <= before * 2.2


def test_without_marks_nothing_stands_out(qapp):
    assert columns(painted(TEXT, ())[0], "accent") == []


def test_a_line_without_room_ends_in_dots_within_it(qapp):
    metrics = QFontMetrics(current().font("body"))
    words = metrics.horizontalAdvance("门前井盖")
    width = words + metrics.horizontalAdvance(DOTS) + 6

    image, used = painted(TEXT, AT, width)

    inked = [x for x in range(320) if any(image.pixel(x, y) & 0xFF < 0xE0 for y in range(40))]
    assert used <= width
    assert words < max(inked) <= width


def test_however_little_room_there_is_a_line_that_is_cut_off_says_so(qapp):
    plain, loud = (QFontMetrics(current().font("body", bold=bold)) for bold in (False, True))
    dots = max(metrics.horizontalAdvance(DOTS) for metrics in (plain, loud))
    whole = plain.horizontalAdvance("门前缺失") + loud.horizontalAdvance("井盖")

    for room in range(dots, whole):
        shown = fitted(TEXT, AT, room, role="body")
        used = sum((loud if bold else plain).horizontalAdvance(words) for words, bold in shown)
        assert shown[-1][0].endswith(DOTS)
        assert used <= room
    assert fitted(TEXT, AT, whole, role="body") == tuple(runs_of(TEXT, AT))


def test_a_marked_word_that_is_cut_off_stays_marked(qapp):
    plain, loud = (QFontMetrics(current().font("body", bold=bold)) for bold in (False, True))
    room = plain.horizontalAdvance("门前") + loud.horizontalAdvance("井" + DOTS) + 1

    assert fitted(TEXT, AT, room, role="body") == (("门前", False), ("井" + DOTS, True))
