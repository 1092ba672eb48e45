from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.errors import NotFound
from app.territory import queries
from app.territory.actions import GridDraft, RegionDraft, open_grid, save_region, set_outline
from app.territory.rules import GridKind, Tier
from tests.app.territory.conftest import COMMUNITY, OTHER_COMMUNITY, STREET, square


@pytest.fixture
def read(town):
    def ask(query, *args, **kwargs):
        with town.reading() as session:
            return query(session, *args, **kwargs)

    return ask


@pytest.fixture
def found(read):
    def codes(text, **kwargs):
        return [hit.region.code for hit in read(queries.search_regions, text, **kwargs)]

    return codes


def test_children_come_in_the_order_of_their_codes(read):
    assert [row.code for row in read(queries.children, None)] == ["14"]
    assert [row.code for row in read(queries.children, "140213")] == ["140213050", STREET]
    assert [row.short for row in read(queries.children, STREET)] == ["桥北社区", "新泉村"]
    assert read(queries.children, f"{COMMUNITY}001") == ()


def test_the_path_of_a_grid_leads_down_from_the_province(read):
    path = read(queries.region_path, f"{COMMUNITY}002")

    assert [row.short for row in path] == [
        "山西省", "大同市", "平城区", "振华街道", "桥北社区", "桥北第2网格",
    ]  # fmt: skip


def test_an_unknown_region_is_not_found(read):
    with pytest.raises(NotFound):
        read(queries.region, "99")


def test_names_are_asked_for_together(read):
    assert read(queries.region_names, [STREET, COMMUNITY, "99"]) == {
        STREET: "振华街道",
        COMMUNITY: "桥北社区",
    }
    assert read(queries.region_names, []) == {}


@pytest.mark.parametrize("typed", ["振华", "zhjd", "zhenhua", "ZHJD", "140213054", " 振 华 "])
def test_a_street_is_found_by_name_initials_pinyin_and_code(found, typed):
    assert found(typed)[0] == STREET


def test_the_very_code_comes_before_those_below_it(found):
    assert found("140213")[:3] == ["140213", "140213050", STREET]
    assert found("140213", limit=1) == ["140213"]


def test_a_hit_says_where_it_lies(read):
    (hit,) = read(queries.search_regions, "新泉")

    assert hit.path == ("山西省", "大同市", "平城区", "振华街道")


def test_a_search_stays_within_the_scope(found):
    assert found("qbsq", within=[STREET]) == [COMMUNITY]
    assert found("qbsq", within=["140213050"]) == []
    assert found("qbsq", within=[]) == []
    assert found("qbsq", within=["140213050", COMMUNITY]) == [COMMUNITY]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'", '"; --', "🙂", "\\"])
def test_signs_of_the_query_language_are_plain_letters(found, typed):
    assert found(typed) == []


def test_a_retired_region_is_not_offered(town, found):
    with town.writing(console("test")) as uow:
        uow.session.execute(
            sa.text("UPDATE region SET retired_at = :now WHERE code = :code"),
            {"now": "2026-01-01 00:00:00+00:00", "code": OTHER_COMMUNITY},
        )

    assert found("新泉") == []


def test_outlines_of_a_tier_are_drawn_in_the_order_of_codes(read):
    drawn = read(queries.outlines, STREET, Tier.GRID)

    assert [row.name for row in drawn] == ["桥北第1网格", "桥北第2网格", "桥北第3网格"]
    assert drawn[0].kind == GridKind.GENERAL
    ((ring,), centre) = (drawn[0].rings, drawn[0].centre)
    assert len(ring) == 5
    assert centre == pytest.approx((113.315, 40.085))
    assert read(queries.outlines, "140213050", Tier.GRID) == ()


def test_bounds_span_all_outlines_of_a_region(read):
    assert read(queries.bounds_of, STREET) == pytest.approx((113.31, 40.08, 113.34, 40.09))
    assert read(queries.bounds_of, "140213050") is None


def test_a_point_is_in_one_grid_and_on_a_border_in_the_first(read):
    assert read(queries.grid_at, 113.325, 40.085).code == f"{COMMUNITY}002"
    assert read(queries.grid_at, 113.32, 40.085).code == f"{COMMUNITY}001"
    assert read(queries.grid_at, 113.40, 40.085) is None
    assert read(queries.grid_at, 113.325, 40.085, within="140213050") is None


def test_many_points_are_placed_as_single_ones(read):
    index = read(queries.grid_index, STREET)

    points = [(113.325, 40.085), (113.32, 40.085), (113.40, 40.085)]
    singly = [read(queries.grid_at, *point) for point in points]
    assert index.find_many(*zip(*points, strict=True)) == [row and row.code for row in singly]


def test_a_micro_grid_inside_a_general_one_is_no_answer(town, read):
    code = f"{COMMUNITY}000"[:12] + "900"
    with town.writing(console("test")) as uow:
        draft = GridDraft(code, "一单元微网格", kind=GridKind.MICRO)
        open_grid(uow, draft, command_key=uuid4())
        set_outline(uow, code, square(1), command_key=uuid4())

    assert read(queries.grid_at, 113.315, 40.085).code == f"{COMMUNITY}001"


def test_totals_count_what_is_in_use(read):
    assert read(queries.totals, STREET) == queries.Totals(2, 3, 600, 1500)
    assert read(queries.totals, "140213050") == queries.Totals(0, 0, 0, 0)


def test_a_search_costs_two_statements_however_much_it_finds(town, read):
    asked = []
    sa.event.listen(town.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    assert len(read(queries.search_regions, "1402")) == 9
    assert len([sql for sql in asked if "region" in sql]) == 2


def test_a_region_named_with_digits_is_found_by_them(town, found):
    with town.writing(console("test")) as uow:
        save_region(uow, RegionDraft(f"{STREET}003", "204厂社区居委会"), command_key=uuid4())

    assert found("204") == [f"{STREET}003"]
