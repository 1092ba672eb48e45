"""A chart says its values unstruck, also as a picture; a sum stands with what it adds up."""

import io
import re
from dataclasses import replace

import docx
import pytest
from PIL import Image

from app.papers.chart import Bars, draw_bars
from app.papers.files.word_file import write_word
from app.papers.frame import GB_9704
from app.papers.official import Listing, compose_official
from app.papers.picture import picture_of
from app.papers.table import Column, Row
from tests.app.papers.official_samples import official, rows

BARS = Bars(
    "周二最多",
    tuple(f"周{each}" for each in "一二三四五六日"),
    (61, 70, 97, 66, 58, 44, 0),
    before=(61, 75, 97, 71, 66, 40, 3),
    words=("本周", "上周", ""),
)


class Noted:
    """A ground that notes where values and lines stand."""

    def __init__(self):
        self.values, self.lines = {}, {}

    def width(self, text, style):
        return len(text) * style.size / 2

    def text(self, x, top, text, style):
        if text.isdecimal():
            self.values[round(x + self.width(text, style) / 2)] = (top, top + style.leading)

    def flush_right(self, right, top, text, style):
        pass

    def spot(self, *told):
        pass

    def plotter(self):
        return self

    def area(self, rings, fill, pen):
        pass

    def line(self, spots, pen):
        (left, y), (right, _) = spots
        if pen.weight > 1 and right - left > 15:
            self.lines[round((left + right) / 2)] = y


def test_no_value_is_struck_through_by_the_line_of_the_period_before():
    ground = Noted()
    draw_bars(ground, GB_9704.top, BARS)

    struck = [at for at, (top, end) in ground.values.items() if top < ground.lines[at] < end]
    assert len(ground.values) == len(ground.lines) == 7
    assert struck == []


@pytest.mark.parametrize("count", range(16, 21))
def test_a_sum_goes_overleaf_with_at_least_two_rows(count, poppler):
    told = (*rows(count), Row(("合计", "900"), is_sum=True))
    table = official((Listing("各社区受理", (Column("社区"), Column("受理", 60)), told),))

    pages = poppler("pdftotext", compose_official(table).body, output="-").split("\f")

    (last,) = [page for page in pages if "合计" in page]
    assert len(re.findall(r"第\d+社区", last)) >= 2
    assert sum(len(re.findall(r"第\d+社区", page)) for page in pages) == count


def test_word_shows_a_chart_as_the_picture_of_its_drawing_over_the_table_of_its_numbers():
    body = write_word(official((BARS,)))

    document = docx.Document(io.BytesIO(body))
    (shape,) = document.inline_shapes
    image = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    picture = Image.open(io.BytesIO(image.blob))
    assert abs(shape.width.pt - GB_9704.type_width) < 1
    assert abs(picture.width / picture.height - shape.width / shape.height) < 0.01
    assert shape._inline.docPr.get("descr") == "图：周二最多，数字见下表"
    assert document.tables[0].rows[1].cells[1].text == "61"
    assert image.blob == picture_of(BARS)
    taller = replace(BARS, values=(97, *BARS.values[1:]))
    assert picture_of(taller) != image.blob
