"""A paper of GB/T 9704 measured in the PDF by other programs, and what archives ask of it."""

import io
import itertools
import re
import struct

import pikepdf
import pypdfium2 as pdfium
import pytest

from app.papers.frame import GB_9704, Span
from app.papers.official import BODY, Words, compose_official
from tests.app.papers.official_samples import (
    BLOCKS,
    RARE,
    TEXT,
    heading,
    official,
    paragraph,
    plain,
    rows,
)

MM = 72 / 25.4
PITCH = GB_9704.line_pitch
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
)


@pytest.fixture(scope="module")
def paper():
    """A whole paper, set once."""
    return compose_official(official())


@pytest.fixture(scope="module")
def opened(paper):
    """The same, opened by another library."""
    with pikepdf.open(io.BytesIO(paper.body)) as file:
        yield file


def words(told: str) -> list[list[tuple[float, float, float, float, str]]]:
    """Return the words of each page of `pdftotext -bbox`: left, top, right, bottom, text."""
    pages = told.split("<page ")[1:]
    return [[(*map(float, w[:4]), w[4]) for w in WORD.findall(page)] for page in pages]


def characters(body: bytes, leaf: int = 0) -> list[tuple[str, float, float, float, float]]:
    """Return the characters of a page with where each stands: text, left, right, base, size."""
    document = pdfium.PdfDocument(body)
    page = document[leaf]
    text = page.get_textpage()
    found = []
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at, loose=True)
        found.append((text.get_text_range(at, 1), left, right, page.get_height() - bottom, top))
    document.close()
    return found


def rules(body: bytes, leaf: int) -> list[tuple[float, float, float, float]]:
    """Return the level lines of a page as another library finds them: left, top, right, weight."""
    document = pdfium.PdfDocument(body)
    page = document[leaf]
    found = []
    for each in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if top - bottom < 5:
            middle = page.get_height() - (top + bottom) / 2
            weight = (top - bottom) / 2  # its bounds leave room for a mitre on either side
            found.append((left, middle, right, weight))
    document.close()
    return found


# -- the grid ----------------------------------------------------------------------------------


def test_characters_stand_15_79_points_apart_28_to_a_line_22_lines_to_a_page():
    body = compose_official(plain((paragraph("综治" * 700),))).body

    lines: dict[float, list[float]] = {}
    for text, left, _, base, _ in characters(body, 1):
        if text in "综治":
            lines.setdefault(round(base, 1), []).append(left)
    bases = sorted(lines)
    assert len(bases) == 22
    assert [round(b - a, 1) for a, b in itertools.pairwise(bases)] == [
        pytest.approx(28.99, 0.01)
    ] * 21
    for lefts in lines.values():
        assert len(lefts) == 28
        assert min(lefts) == pytest.approx(28 * MM, abs=0.6)
        steps = [b - a for a, b in itertools.pairwise(sorted(lefts))]
        assert steps == pytest.approx([15.79] * 27, abs=0.01)


def test_a_last_line_stays_on_the_grid():
    body = compose_official(plain((paragraph("综治" * 20),))).body

    last = [left for text, left, _, base, _ in characters(body) if text in "综治"][26:]
    assert [b - a for a, b in itertools.pairwise(last)] == pytest.approx([15.79] * 13, abs=0.01)


def test_mixed_text_fills_its_lines_to_both_edges_and_numbers_stay_whole(poppler):
    body = compose_official(plain((paragraph("2026年受理436件，办结率93.3%，" * 20),))).body

    (page,) = words(poppler("pdftotext", body, "-bbox", output="-"))
    full: dict[float, list] = {}
    for word in page:
        full.setdefault(round((word[1] + word[3]) / 2), []).append(word)
    right = [max(w[2] for w in line) for line in full.values()]
    assert sum(abs(each - GB_9704.right) < 9 for each in right) >= len(full) - 3
    text = poppler("pdftotext", body, output="-")
    assert all(whole not in text for whole in ("93.\n3", "4\n36", "20\n26"))


def test_text_goes_back_to_the_grid_after_charts_and_tables():
    last = Words((Span("尾", BODY, key="last"),))

    (spot,) = [
        spot
        for spot in compose_official(official((paragraph(TEXT), *BLOCKS[4:], last))).spots
        if spot.key == "last"
    ]

    line = (spot.top - GB_9704.top) / PITCH
    assert line == pytest.approx(round(line))


# -- head, pages, foot -------------------------------------------------------------------------


def test_the_letterhead_stands_over_a_red_line_as_wide_as_the_type_area(paper):
    first = rules(paper.body, 0)

    red = max(first, key=lambda rule: rule[3])
    edges = (red[0] + red[3], red[2] - red[3])
    assert edges == pytest.approx((GB_9704.left, GB_9704.right), abs=0.5)
    names = [c for c in characters(paper.body) if c[0] == "周"]
    assert names[0][3] < red[1]


def test_page_numbers_stand_in_dashes_right_on_odd_left_on_even_pages(paper, poppler):
    pages = words(poppler("pdftotext", paper.body, "-bbox", output="-"))

    assert len(pages) == paper.leaves > 3
    for number, page in enumerate(pages, 1):
        dash, shown, close = sorted(page, key=lambda word: word[1])[-3:]
        assert (dash[4], shown[4], close[4]) == ("—", str(number), "—")
        middle = (dash[1] + dash[3]) / 2
        assert middle == pytest.approx(GB_9704.bottom + 7 * MM, abs=4)
        if number % 2:
            assert close[2] == pytest.approx(GB_9704.right - 14, abs=1)
        else:
            assert dash[0] == pytest.approx(GB_9704.left + 14, abs=1)


def test_the_record_of_printing_ends_with_the_type_area_of_the_last_page(paper):
    level = [rule for rule in rules(paper.body, paper.leaves - 1) if rule[0] < GB_9704.left + 2]

    thick = sorted(level, key=lambda rule: rule[1])[-3:]
    assert thick[-1][1] == pytest.approx(GB_9704.bottom, abs=0.5)
    assert [round(rule[3] / MM, 2) for rule in thick] == pytest.approx([0.35, 0.25, 0.35], abs=0.05)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(poppler):
    for lines in range(14, 22):
        filled = "综治" * (14 * lines)
        body = compose_official(
            plain((paragraph(filled), heading("二、特点"), paragraph("甲" * 60)))
        )
        first, *_ = poppler("pdftotext", body.body, output="-").split("\f")
        assert ("二、特点" in first) == ("甲" in first)


def test_a_long_title_is_cut_into_lines_of_about_one_length(poppler):
    title = "关于2026年第47周全街道矛盾纠纷排查化解和社会治安综合治理重点工作推进情况的通报"

    body = compose_official(official((paragraph("正文"),), title=title)).body

    (page,) = words(poppler("pdftotext", body, "-bbox", output="-"))
    found = [w for w in page if any(part in title for part in (w[4],)) and w[3] - w[1] > 20]
    assert "".join(w[4] for w in found) == title
    wide = {round(w[1]): 0.0 for w in found}
    for w in found:
        wide[round(w[1])] += w[2] - w[0]
    assert len(wide) == 3
    assert min(wide.values()) > 0.8 * max(wide.values())


def test_a_table_repeats_its_heading_and_leaves_no_row_alone(poppler):
    for count in range(20, 32):
        table = official((BLOCKS[5].__class__("各社区受理", BLOCKS[5].columns, rows(count)),))
        pages = poppler("pdftotext", compose_official(table).body, output="-").split("\f")
        shares = [page.count("社区\n") for page in pages if "社区" in page]
        rowed = [len(re.findall(r"第\d+社区", page)) for page in pages]
        assert 1 not in rowed
        assert sum(rowed) == count
        assert len(shares) == 1 or "各社区受理（续表）" in pages[1]


# -- what can be pointed at --------------------------------------------------------------------


def test_what_has_a_key_is_found_where_it_was_drawn(paper):
    (spot,) = [each for each in paper.spots if each.key == "two"]

    inside = "".join(
        text
        for text, left, right, base, _ in characters(paper.body, spot.leaf)
        if spot.x - 0.5 <= left
        and right <= spot.x + spot.width + 0.5
        and spot.top <= base <= spot.top + spot.height + 4
    )
    assert inside.strip() == "97"
    assert {f"day{at}" for at in range(7)} <= {each.key for each in paper.spots}
    assert sum(each.key.startswith("row") for each in paper.spots) == 60


# -- what readers and archives ask -------------------------------------------------------------


def test_the_text_can_be_copied_out_again_rare_characters_too(paper, poppler):
    told = poppler("pdftotext", paper.body, output="-").replace("\n", "")

    assert RARE in told
    assert "一、总体情况" in told
    assert TEXT in told
    assert paper.warnings == ()


def test_every_font_is_embedded_as_a_subset(paper, poppler):
    table = poppler("pdffonts", paper.body).splitlines()[2:]

    assert len(table) >= 3
    for line in table:
        name, *_, embedded, subset, unicode_map, _, _ = line.split()
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes")
        assert re.match(r"[A-Z]{6}\+", name)


def test_another_reader_finds_nothing_wrong_with_the_file(opened):
    assert opened.check_pdf_syntax() == []


def test_the_outline_names_the_headings(opened):
    with opened.open_outline() as outline:
        told = [(item.title, [child.title for child in item.children]) for item in outline.root]

    assert told == [("一、总体情况", []), ("二、主要特点", ["（一）南塘、望江门占两成多"])]


def test_the_document_says_the_same_of_itself_in_both_ways(opened):
    told, info = opened.open_metadata(), opened.docinfo

    assert told["dc:title"] == str(info["/Title"]) == "2026年第47周综治工作情况"
    assert list(told["dc:creator"]) == [str(info["/Author"])] == ["柳溪街道综治中心"]
    assert told["pdf:Producer"] == str(info["/Producer"])
    assert told["xmp:CreatorTool"] == str(info["/Creator"])
    assert told["xmp:CreateDate"] == "2026-11-23T09:00:00+08:00"
    assert str(info["/CreationDate"]) == "D:20261123090000+08'00'"
    assert "pdfaid:part" not in told  # nobody else has said so


def test_its_colours_have_a_meaning_of_their_own(opened):
    (intent,) = opened.Root.OutputIntents

    assert str(intent.S) == "/GTS_PDFA1"
    profile = intent.DestOutputProfile.read_bytes()
    assert intent.DestOutputProfile.N == 3
    size, _, version, kind, space = struct.unpack_from(">I4sI4s4s", profile)
    assert (size, kind, space) == (len(profile), b"mntr", b"RGB ")
    assert version >> 24 < 5
    assert profile[36:40] == b"acsp"


def test_nothing_in_it_is_transparent_hidden_or_from_outside(opened):
    for page in opened.pages:
        assert "/Group" not in page
        assert "/Annots" not in page
        assert "/ExtGState" not in page.Resources
        assert "/XObject" not in page.Resources
        drawn = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
        assert drawn.isdisjoint({"gs", "sh", "Do", "k", "K", "cs", "CS", "BI"})
    assert opened.Root.keys().isdisjoint({"/AA", "/OpenAction", "/Names", "/AcroForm"})
    assert not opened.is_encrypted
    assert len(opened.trailer.ID) == 2


def test_every_character_drawn_has_a_glyph_of_the_width_that_is_said(opened):
    fonts = {font.objgen: font for page in opened.pages for font in page.Resources.Font.values()}
    assert fonts
    for font in fonts.values():
        assert int(font.FontDescriptor.Flags) & 4  # symbolic: no encoding but its own
        assert "/Encoding" not in font
        glyphs, widths, per_em = glyphs_of(font.FontDescriptor.FontFile2.read_bytes())
        for code, width in enumerate(font.Widths, int(font.FirstChar)):
            if glyphs[code]:
                ours = widths[glyphs[code]] * 1000 / per_em
                assert float(width) == pytest.approx(ours, abs=1)


def glyphs_of(font: bytes) -> tuple[list[int], list[int], int]:
    """Return of a TrueType font: glyph by code of its only encoding, width by glyph, units."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {}
    for at in range(count):
        tag, _, start, length = struct.unpack_from(">4s3I", font, 12 + 16 * at)
        tables[tag] = font[start : start + length]
    (per_em,) = struct.unpack_from(">H", tables[b"head"], 18)
    (last,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    widths = [struct.unpack_from(">H", tables[b"hmtx"], 4 * at)[0] for at in range(last)]
    _, encodings = struct.unpack_from(">HH", tables[b"cmap"])
    assert encodings == 1
    _, _, offset = struct.unpack_from(">HHI", tables[b"cmap"], 4)
    form, _, _, first, entries = struct.unpack_from(">5H", tables[b"cmap"], offset)
    assert (form, first) == (6, 0)
    glyphs = list(struct.unpack_from(f">{entries}H", tables[b"cmap"], offset + 10))
    return glyphs, widths + [widths[-1]] * 256, per_em


def test_the_same_facts_give_the_same_bytes(paper):
    assert compose_official(official()).body == paper.body


def test_what_cannot_be_drawn_or_written_is_survived_and_said(poppler):
    text = "\x00\x07井\u202eabc\u202c盖\ud800" + "很长的地名" * 60 + "عربي"

    paper = compose_official(official((paragraph(text),), title="题\x00\u202e目<&>\ud800"))

    told = poppler("pdftotext", paper.body, output="-").replace("\n", "")
    assert "很长的地名" * 5 in told
    assert "abc" in told
    with pikepdf.open(io.BytesIO(paper.body)) as file:
        assert file.open_metadata()["dc:title"] == str(file.docinfo["/Title"]) == "题目<&>?"
    assert len(paper.warnings) == 1
