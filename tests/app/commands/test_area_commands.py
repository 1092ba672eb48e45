"""Areas are brought in and taken out by commands."""

import json


def test_areas_come_and_go(cli, street, tmp_path):
    ring = [[113.3, 40.0], [113.4, 40.0], [113.4, 40.1], [113.3, 40.1], [113.3, 40.0]]
    area = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"BH": "140213054"}, "geometry": area}
    file, mapping = tmp_path / "a.geojson", tmp_path / "m.toml"
    file.write_text(json.dumps({"features": [feature]}))
    mapping.write_text('code = "BH"', encoding="utf-8")
    order = ("import", "geometry", file, "--mapping", mapping, "--database", street)

    asked = cli(*order)
    assert asked.code == 1
    assert "CGCS2000、WGS84、GCJ-02、BD-09" in asked.err
    ran = cli(*order, "--crs", "GCJ-02")
    assert "新增 1" in ran.out
    assert "近似" in ran.out

    out = tmp_path / "out.kml"
    gone = cli("export", "geometry", out, "--tier", "street", "--database", street, "--json")
    assert gone.json["rows"] == 1
    again = cli("import", "geometry", out, "--database", street, "--json")
    assert (again.json["unchanged"], again.json["refused"]) == (1, 0)
    assert cli("export", "geometry", out, "--database", street).code == 1  # no grid is drawn
