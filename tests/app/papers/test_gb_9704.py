"""GB/T 9704-2012 measured in drawn PDFs by another program: margins, grid, line breaks, text."""

import itertools
import re
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.papers.fonts import FontRole, installed_fonts
from app.papers.lines import NOT_AT_END, NOT_AT_START
from app.papers.page import BODY_PT, GB_9704, Sheet, Style

MM = 72 / 25.4
BODY = Style(FontRole.BODY, BODY_PT, GB_9704.line_pitch)
LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', re.S
)
WORD = re.compile(r">([^<>]+)</word>")
POINTS = "，。、；：？！"
PAIRS = ("《》", "（）", "“”", "〔〕")
PAGE_NUMBER = re.compile(r"—\d+—")


def drawn(text: str) -> bytes:
    """Return a paper of nothing but one text on the grid."""
    paper = Sheet(installed_fonts(), title="样张", author="柳溪街道综治中心")
    lines = paper.lines(text, BODY, GB_9704.type_width, first_indent=2 * BODY_PT)
    top = GB_9704.top
    while lines:
        shown, lines = lines[: GB_9704.lines], lines[GB_9704.lines :]
        paper.block(GB_9704.left, top, shown, BODY, width=GB_9704.type_width)
        top = paper.next_page() if lines else top
    return paper.finish()


def lines_of(told: str) -> list[tuple[float, float, float, float, str]]:
    """Return the lines of `pdftotext -bbox-layout`, from above: left, top, right, bottom, text."""
    found = [(*map(float, line[:4]), "".join(WORD.findall(line[4]))) for line in LINE.findall(told)]
    body = [line for line in found if not PAGE_NUMBER.fullmatch(line[4])]
    return sorted(body, key=lambda line: line[1])


@pytest.fixture
def pages(poppler):
    """Read the lines of each page of a PDF."""

    def read(pdf: bytes) -> list[list[tuple[float, float, float, float, str]]]:
        told = poppler("pdftotext", pdf, "-bbox-layout", output="-")
        return [lines_of(page) for page in told.split("<page ")[1:]]

    return read


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters(pages):
    first, second = pages(drawn("综治" * (14 * 22 + 3)))

    assert [len(line[4]) for line in first] == [26, *[28] * 21]  # the first one is indented
    assert len(second) == 1


def test_lines_follow_each_other_at_a_pitch_of_28_99_points(pages):
    (lines,) = pages(drawn("综治" * 14 * 20))

    steps = [after[1] - before[1] for before, after in itertools.pairwise(lines)]

    assert steps == pytest.approx([28.99] * len(steps), abs=0.02)


def test_the_margins_are_37_28_and_26_millimetres_and_35_below(pages):
    (lines,) = pages(drawn("综治" * (14 * 22 - 2)))
    full = lines[1:-1]

    assert min(line[0] for line in full) == pytest.approx(28 * MM, abs=0.5)
    assert max(line[2] for line in full) == pytest.approx((28 + 156) * MM, abs=0.5)
    # the line box is higher than its characters: half of the difference stands over the first
    spare = (GB_9704.line_pitch - BODY_PT) / 2
    base = lines[0][1] + (lines[0][3] - lines[0][1]) / 2
    assert base == pytest.approx(37 * MM + GB_9704.line_pitch / 2, abs=spare)
    last = lines[-1][1] + (lines[-1][3] - lines[-1][1]) / 2
    assert last == pytest.approx((37 + 225) * MM - GB_9704.line_pitch / 2, abs=spare)


words = st.text("综治中心街道社区网格井盖路灯", min_size=1, max_size=9)
quoted = st.builds(lambda pair, word: pair[0] + word + pair[1], st.sampled_from(PAIRS), words)
numbers = st.sampled_from(["2026", "12345", "36 号", "3.5%", "——", "……", "K7M29QXP"])
clauses = st.builds(
    lambda head, middle, tail, point: head + middle + tail + point,
    words,
    st.one_of(quoted, numbers, words),
    words,
    st.sampled_from(POINTS),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(clauses, min_size=4, max_size=40))
def test_no_drawn_line_begins_or_ends_with_a_mark_that_may_not_stand_there(pages, parts):
    text = "".join(parts)

    lines = [line[4] for page in pages(drawn(text)) for line in page]

    assert [line for line in lines if line[0] in NOT_AT_START] == []
    assert [line for line in lines if line[-1] in NOT_AT_END] == []
    assert "".join(lines) == text.replace(" ", "")
    assert all(line.count("—") % 2 == 0 and line.count("…") % 2 == 0 for line in lines)


def test_the_file_is_sound_for_another_program(tmp_path):
    """Two readers rebuild every page without a word of complaint."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(drawn("综治中心，依法办事。" * 200))

    for tool in (["pdftocairo", "-pdf", file, tmp_path / "again.pdf"], ["pdfinfo", file]):
        done = subprocess.run(tool, capture_output=True, check=True)
        assert done.stderr == b""
    assert b"Pages:           4" in done.stdout
