"""The grid map on paper: vectors with all a map needs, the same facts as the page."""

import re

import pytest
import shapely
import sqlalchemy as sa

from app.cases.queries.map_figures import MapFigure, MapWish, PaperSize
from app.core.actor import console
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.papers.door import Papers
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_text
from app.papers.forms.saving import save_form
from app.papers.map_facts import NothingDrawn
from app.papers.map_ground import ground_for, round_scale, scale_bar
from app.territory.actions import set_outline
from app.territory.models.grids import Grid
from app.territory.rules import GridKind
from app.territory.sketches.actions import SketchLook, add_sketch
from app.territory.sketches.rules import SketchColor, SketchKind
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

POINTS_OF = {"A4": "841.89 x 595.276", "A3": "1190.55 x 841.89", "A0": "3370.39 x 2383.94"}


@pytest.fixture
def drawn_centre(embedded_centre):
    centre = embedded_centre
    with centre.database.writing(console("test")) as uow:
        uow.session.add(Grid(code=GRID, kind=GridKind.GENERAL, households=300, population=600))
        uow.session.flush()
        for code, box in (
            (STREET, (112.57, 37.85, 112.60, 37.87)),
            (COMMUNITY, (112.575, 37.855, 112.595, 37.868)),
            (GRID, (112.58, 37.86, 112.59, 37.866)),
        ):
            wkb = shapely.to_wkb(shapely.box(*box))
            set_outline(uow, code, wkb, command_key=new_id())
    for _ in range(3):
        centre.register()
    return centre


def paper(centre, actor="dispatcher", figure=MapFigure.PER_THOUSAND, size=PaperSize.A3, **more):
    region, drawn = more.get("region", STREET), more.get("sketches", False)
    wish = MapWish(region, figure, 30, more.get("category"), size, sketches=drawn)
    with centre.database.reading() as session:
        door = Papers(centre.database.clock)
        return door.draw(session, centre.actor(actor), "map", wish.key)


@pytest.fixture
def told(poppler):
    def read(drawn) -> str:
        return re.sub(r"\s", "", poppler("pdftotext", drawn.body, "-raw", output="-"))

    return read


def test_the_map_says_what_of_when_at_which_scale_and_from_where(drawn_centre, told):
    text = told(paper(drawn_centre))

    for said in (
        "柳溪街道网格图",
        "近30日每千人事件数（2026-10-26至2026-11-2414:05）",
        "南塘社区最密：每千人5件，全街道5件",
        "图例单位：件/千人",
        "1格",
        "在办件数；红已超时，黄将超时",
        "北",
        "事件：本系统，2026-11-2414:05；人口：网格台账",
        "CGCS2000",
        "韩立群",
    ):
        assert said in text
    assert re.search(r"1:[\d,]+", text)


def test_a_street_words_title_and_small_print_in_its_own_way(drawn_centre, told):
    text = shipped_text(FormKind.MAP).replace("{place}网格图", "{place}网格化服务图")
    text = text.replace("{person}　{printed:short} 打印", "仅供内部使用")
    with drawn_centre.database.writing(drawn_centre.actor("administrator")) as uow:
        save_form(uow, FormKind.MAP, STREET, text, 0, command_key=new_id())

    drawn = paper(drawn_centre)

    assert drawn.name.startswith("柳溪街道网格化服务图")
    assert "柳溪街道网格化服务图近30日" in told(drawn)
    assert "仅供内部使用" in told(drawn)
    assert "打印" not in told(drawn)


@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.A3, PaperSize.A0])
def test_the_paper_has_the_size_asked_for_and_one_page(drawn_centre, poppler, size):
    facts = poppler("pdfinfo", paper(drawn_centre, size=size).body)

    assert POINTS_OF[size.value] in facts
    assert re.search(r"Pages:\s+1\n", facts)


def test_all_is_vectors_and_every_font_is_in_it(drawn_centre, poppler):
    body = paper(drawn_centre).body

    assert len(poppler("pdfimages", body, "-list").splitlines()) == 2  # the heading only
    rows = poppler("pdffonts", body).splitlines()[2:]
    assert rows
    assert all(re.search(r" yes yes yes +\d+ +0$", row) for row in rows)


def test_the_same_facts_make_the_same_paper(drawn_centre):
    assert paper(drawn_centre).body == paper(drawn_centre).body


def test_one_category_is_said_and_counted_alone(drawn_centre, told):
    drawn_centre.register(category="E01-001")

    text = told(paper(drawn_centre, figure=MapFigure.OPEN, category="E01"))

    assert "南塘社区在办最多：1件，全街道1件" in text


def test_a_change_is_told_in_words(drawn_centre, told):
    text = told(paper(drawn_centre, figure=MapFigure.CHANGE))

    assert "少" in text
    assert "持平" in text
    assert "多" in text


def test_who_may_read_neither_cases_nor_figures_gets_no_map(drawn_centre):
    with pytest.raises(NotAllowed):
        paper(drawn_centre, actor="administrator")


@pytest.mark.parametrize("key", ["", "nonsense", f"{STREET}/open/x//A3", f"{STREET}/open/30//A9"])
def test_a_wish_that_is_none_is_refused(drawn_centre, key):
    with drawn_centre.database.reading() as session, pytest.raises(NotFound):
        Papers(drawn_centre.database.clock).draw(
            session, drawn_centre.actor("dispatcher"), "map", key
        )


def test_a_region_without_boundaries_says_so(drawn_centre):
    with pytest.raises(NothingDrawn):
        paper(drawn_centre, region=OTHER_STREET)


def test_a_wish_comes_back_from_its_key():
    wish = MapWish(STREET, MapFigure.OVERDUE, 7, "C01", PaperSize.A1)

    assert MapWish.read(wish.key) == wish


@pytest.mark.parametrize(
    ("needed", "scale"), [(90, 100), (1_201, 1_500), (16_400, 20_000), (2_000, 2_000)]
)
def test_scales_are_round(needed, scale):
    assert round_scale(needed) == scale


def test_the_ground_is_true_in_metres_and_keeps_to_its_box():
    corners = ((112.57, 37.85), (112.60, 37.87))

    ground = ground_for(corners, 10, 20, 400, 300)
    metres, length = scale_bar(ground, 100)
    left, bottom = ground.spot(corners[0])
    right, top = ground.spot(corners[1])

    assert length == pytest.approx(metres * ground.points_per_m)
    assert 50 <= length <= 100 or str(metres)[0] in "125"
    assert 10 <= left < right <= 410
    assert 20 <= top < bottom <= 320


def test_nothing_personal_stands_on_it(drawn_centre, told):
    text = told(paper(drawn_centre))
    with drawn_centre.database.reading() as session:
        names = session.scalars(sa.text("SELECT name FROM case_person")).all()

    assert names
    assert all(str(name) not in text for name in names)


def test_sketches_are_printed_when_they_are_shown_and_only_ones_own_or_shared(drawn_centre, told):
    line = ((112.60, 37.85), (112.61, 37.86))
    for who, words, shared in (("dispatcher", "绕行路线", True), ("director", "私下记的", False)):
        look = SketchLook(words, SketchColor.RED, shared=shared)
        drawn_centre.do(who, add_sketch, STREET, SketchKind.LINE, line, look)

    shown = told(paper(drawn_centre, sketches=True))
    assert "绕行路线" in shown
    assert "私下记的" not in shown
    assert "绕行路线" not in told(paper(drawn_centre))
    wish = MapWish(STREET, MapFigure.OPEN, 7, None, PaperSize.A1, sketches=True)
    assert MapWish.read(wish.key) == wish
