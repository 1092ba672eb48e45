import json
from pathlib import Path
from uuid import uuid4

import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import mapping

from app.accounts.rules import Right
from app.core.actor import Actor, Grant, console
from app.core.errors import NotAllowed
from app.exchange import geojson, geometry, outlines
from app.exchange.geojson import NotGeoJson
from app.exchange.geometry import import_geometry
from app.exchange.json_rows import BrokenJson
from app.exchange.mapping_files import MappingUnknownKey, MappingUnreadable
from app.exchange.outlines import OutlineColumns, outline_columns
from app.exchange.report import rejected_path
from app.exchange.table_files import FileMissing
from app.territory import queries
from app.territory.actions import RegionDraft, retire_region, save_region
from app.territory.coordinates import to_gcj02
from app.territory.rules import Tier
from tests.app.exchange.conftest import BOW_TIE, BOX, COMMUNITY, EAST, GRID, STREET, counts, read

DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="no shared data here")


def test_known_regions_get_their_area_and_grids_are_opened_with_theirs(town, load):
    report = load(
        ({"code": GRID, "name": "桥北一网格"}, BOX),
        ({"code": f"{COMMUNITY}002"}, EAST),
        ({"code": COMMUNITY}, BOX | EAST),
        ({"code": 140213054, "name": "振华街道"}, BOX | EAST),
    )

    assert counts(report) == (4, 0, 0, 0)
    grids = read(town, queries.outlines, STREET, Tier.GRID)
    assert [grid.name for grid in grids] == ["桥北一网格", "第2网格"]
    assert read(town, queries.grid_at, 113.315, 40.085).code == f"{COMMUNITY}002"
    assert len(read(town, queries.outlines, "140213", Tier.STREET)) == 1
    assert read(town, queries.totals, STREET).grids == 2


def test_importing_again_redraws_and_duplicates_nothing(town, load):
    load(({"code": GRID}, BOX), ({"code": COMMUNITY}, BOX))

    assert counts(load()) == (0, 0, 2, 0)
    assert counts(load(({"code": GRID}, EAST), ({"code": COMMUNITY}, BOX))) == (0, 1, 1, 0)
    assert read(town, queries.grid_at, 113.315, 40.085).code == GRID


def test_a_dry_run_says_the_same_and_writes_nothing(town, load):
    features = [({"code": GRID}, BOX), ({"code": "99"}, BOX)]
    told = load(*features, dry_run=True)

    assert read(town, queries.totals, STREET).grids == 0
    assert not rejected_path(load.path).exists()
    done = load()
    assert (counts(told), told.rejected) == (counts(done), done.rejected)
    assert rejected_path(load.path).exists()


def test_a_region_without_code_is_found_by_the_name_only_it_bears(town, load):
    within = OutlineColumns(code="代码", name="名称", within="140213")
    report = load(({"名称": "振华街道"}, BOX), ({"名称": "桥北社区"}, EAST), columns=within)

    assert counts(report) == (2, 0, 0, 0)
    assert read(town, queries.outlines, STREET, Tier.COMMUNITY)[0].code == COMMUNITY


def test_shapes_come_in_declared_coordinates(town, load):
    projected = Transformer.from_crs(4490, 4547, always_xy=True)

    def in_metres(points):
        return [projected.transform(*point) for point in points]

    for crs, moved in (
        ("EPSG:4547", shapely.transform(BOX, in_metres)),
        ("gcj-02", shapely.transform(BOX, to_gcj02)),
        ("WGS84", BOX),
    ):
        load(({"code": GRID}, moved), crs=crs)
        assert read(town, queries.bounds_of, GRID) == pytest.approx(BOX.bounds, abs=1e-8), crs


def test_a_shape_that_crosses_itself_is_put_right_and_noted_by_its_number(town, load):
    report = load(({"code": COMMUNITY}, BOX), ({"code": GRID}, BOW_TIE))

    assert counts(report) == (2, 0, 0, 0)
    assert [(note.line, note.field) for note in report.notes] == [(2, "geometry")]
    assert "修复" in report.notes[0].reason


BAD = (
    ({"code": "1402130"}, BOX, "code", "位数字"),
    ({}, BOX, "code", "位数字"),
    ({"code": "140213054099"}, BOX, "code", "先导入区划"),
    ({"code": "140213054099001"}, BOX, "code", "上级"),
    ({"name": "没有的街道"}, BOX, "code", "找到 0 个"),
    ({"code": STREET}, shapely.Point(113.3, 40.0), "geometry", "不是面"),
    ({"code": f"{COMMUNITY}003"}, None, "geometry", "不是面"),
    ({"code": f"{COMMUNITY}004"}, shapely.box(179, 40, 181, 41), "geometry", "坐标系"),
    ({"code": f"{COMMUNITY}005", "name": "长" * 65}, BOX, "name", "64"),
    ({"code": GRID, "name": "又一次"}, EAST, "code", "第 1 行"),
)


@pytest.mark.parametrize("number", range(len(BAD)))
def test_a_bad_feature_is_refused_by_its_number_and_the_others_land(town, load, number):
    tags, area, field, reason = BAD[number]
    report = load(({"code": GRID}, BOX), (tags, area))

    assert counts(report) == (1, 0, 0, 1)
    (refused,) = report.rejected
    assert (refused.line, refused.field) == (2, field)
    assert reason in refused.reason
    assert read(town, queries.totals, STREET).grids == 1


def test_a_name_that_two_regions_bear_is_refused(town, load):
    with town.writing(console("test")) as uow:
        twin = RegionDraft("140213055001", "桥北社区居民委员会")
        save_region(uow, twin, command_key=uuid4())

    (refused,) = load(({"name": "桥北社区"}, BOX)).rejected

    assert "找到 2 个" in refused.reason
    assert counts(load(columns=OutlineColumns(within=STREET))) == (1, 0, 0, 0)


def test_nothing_is_drawn_for_what_is_retired(town, load):
    load(({"code": GRID}, BOX))
    with town.writing(console("test")) as uow:
        retire_region(uow, GRID, command_key=uuid4())
        retire_region(uow, COMMUNITY, command_key=uuid4())

    report = load(({"code": GRID}, EAST), ({"code": f"{COMMUNITY}002"}, EAST))

    assert counts(report) == (0, 0, 0, 2)
    assert all("停用" in row.reason for row in report.rejected)


def keeper(*rights):
    grant = Grant("administrator", frozenset(map(str, rights)), STREET)
    return Actor(uuid4(), "周敏", "一号窗口", (grant,))


def test_what_lies_outside_the_scope_is_refused(load):
    features = [({"code": STREET}, BOX), ({"code": "140213055"}, EAST)]

    report = load(*features, actor=keeper(Right.MANAGE_TERRITORY))

    assert counts(report) == (1, 0, 0, 1)
    assert "辖区" in report.rejected[0].reason
    with pytest.raises(NotAllowed):
        load(actor=keeper(Right.IMPORT))


def test_swapped_coordinates_are_turned_and_listed_by_their_number(town, load):
    swapped = shapely.transform(EAST, lambda points: points[:, ::-1])

    report = load(({"code": GRID}, BOX), ({"code": f"{COMMUNITY}002"}, swapped))

    assert counts(report) == (2, 0, 0, 0)
    assert [(note.line, "颠倒" in note.reason) for note in report.notes] == [(2, True)]
    assert read(town, queries.bounds_of, f"{COMMUNITY}002") == pytest.approx(EAST.bounds)


def test_an_area_with_too_many_vertices_is_refused_before_it_is_checked(load, monkeypatch):
    monkeypatch.setattr(outlines, "MOST_VERTICES", 500)
    round_one = shapely.Point(113.3, 40.1).buffer(0.01, quad_segs=200)

    report = load(({"code": GRID}, round_one), ({"code": f"{COMMUNITY}002"}, EAST))

    assert counts(report) == (1, 0, 0, 1)
    assert "801 个顶点" in report.rejected[0].reason


def test_a_shape_of_millions_is_not_even_read_and_what_lies_around_it_is(load, monkeypatch):
    for module in (geojson, outlines):
        monkeypatch.setattr(module, "MOST_VERTICES", 500)
    monkeypatch.setattr(geojson, "_FEW", 1_000)
    huge = shapely.Point(113.3, 40.1).buffer(0.01, quad_segs=200)
    codes = [f"{COMMUNITY}00{number}" for number in range(1, 6)]
    areas = (BOX, None, huge, EAST, huge)

    report = load(*[({"code": code}, area) for code, area in zip(codes, areas, strict=True)])

    assert counts(report) == (2, 0, 0, 3)
    assert [row.line for row in report.rejected] == [2, 3, 5]
    assert "个顶点" in report.rejected[1].reason


def test_the_usual_names_of_columns_are_known_among_two_hundred(load):
    many = {f"字段{number}": number for number in range(200)}

    assert counts(load((many | {"网格编码": GRID, "BGNAME": "甲"}, BOX))) == (1, 0, 0, 0)


def test_whatever_breaks_in_the_middle_leaves_the_layer_as_it_was(town, load, monkeypatch):
    load(({"code": GRID}, BOX))
    monkeypatch.setattr(geometry, "AT_ONCE", 1)
    monkeypatch.setattr(geometry, "tell_regions", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        load(({"code": GRID}, EAST), ({"code": f"{COMMUNITY}002"}, EAST))

    assert read(town, queries.bounds_of, GRID) == pytest.approx(BOX.bounds)
    assert read(town, queries.totals, STREET).grids == 1


def test_a_file_that_ends_in_the_middle_leaves_the_layer_as_it_was(town, load):
    load(({"code": GRID}, BOX))
    load(({"code": GRID}, EAST), ({"code": f"{COMMUNITY}002"}, EAST), dry_run=True)
    text = load.path.read_text(encoding="utf-8")
    load.path.write_text(text[:-60], encoding="utf-8")

    with pytest.raises(BrokenJson):
        load()

    assert read(town, queries.bounds_of, GRID) == pytest.approx(BOX.bounds)


def test_how_far_the_reading_is_is_told(load):
    told = []

    load(({"code": GRID}, BOX), progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 1)]


def test_a_command_that_is_sent_twice_is_done_once(load):
    key = uuid4()
    first = load(({"code": GRID}, BOW_TIE), ({"code": "99"}, BOX), command_key=key)

    assert load(command_key=key) == first


def test_one_feature_alone_is_a_file_too(town, load):
    feature = {"type": "Feature", "properties": {"code": GRID}, "geometry": mapping(BOX)}
    load.path.write_text(json.dumps(feature), encoding="utf-8-sig")

    assert counts(load()) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [("{", BrokenJson), ("[]", NotGeoJson), ('{"type": "Topology"}', NotGeoJson)],
)
def test_a_file_of_another_kind_is_refused(load, content, refusal):
    load.path.write_text(content, encoding="utf-8")

    with pytest.raises(refusal):
        load()


def test_a_file_that_is_not_there_is_refused(load):
    with pytest.raises(FileMissing):
        load()


@pytest.mark.parametrize(
    "odd",
    [
        7,
        {"geometry": {"type": "Polygon", "coordinates": [[["x"]]]}, "properties": {"code": "14"}},
        {"geometry": {"type": "Blob"}, "properties": {"code": 14.0}},
        {"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"code": "14"}},
        {"properties": {"code": None}},
    ],
)
def test_an_odd_feature_is_refused_and_breaks_nothing(load, odd):
    good = {"type": "Feature", "properties": {"code": GRID}, "geometry": mapping(BOX)}
    load.path.write_text(json.dumps({"features": [odd, good]}), encoding="utf-8")

    report = load()

    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].line == 1


def test_a_mapping_file_says_which_property_is_what(tmp_path):
    path = tmp_path / "边界.toml"
    path.write_text('code = "代码"\nwithin = "140213"\n', encoding="utf-8")
    assert outline_columns(path) == OutlineColumns("代码", "name", "140213")

    path.write_text('kode = "代码"\n', encoding="utf-8")
    with pytest.raises(MappingUnknownKey):
        outline_columns(path)
    path.write_text("code = ", encoding="utf-8")
    with pytest.raises(MappingUnreadable):
        outline_columns(path)


@needs_data
def test_real_boundaries_of_towns_are_drawn_by_their_names(database):
    towns = DATA / "dongguan_35_towns.geojson"
    names = [
        feature["properties"]["name"]
        for feature in json.loads(towns.read_text(encoding="utf-8"))["features"]
    ]
    tree = {"44": "广东省", "4419": "东莞市", "441900": "东莞市"}
    tree |= {f"441900{number:03d}": name for number, name in enumerate(names, 1)}
    with database.writing(console("test")) as uow:
        for code, name in tree.items():
            save_region(uow, RegionDraft(code, name), command_key=uuid4())

    report = import_geometry(
        database, console("test"), towns, crs="GCJ-02", command_key=uuid4(), dry_run=True
    )

    assert counts(report) == (35, 0, 0, 0)
