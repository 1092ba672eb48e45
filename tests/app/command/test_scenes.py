"""Scene files: what they say is shown, and what is wrong in them is said and not hidden."""

import pytest

from app.command.wall.scenes import Cell, scenes

GOOD = """
title = "总览"
seconds = 40
columns = [1, 2]
rows = [1]
[wide]
columns = [1]
rows = [1]
[[tile]]
show = "late"
at = [2, 1]
[[tile]]
show = "nonsense"
at = [1, 1]
wide = [1, 1]
"""


def written(folder, text, name="mine"):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def test_the_scenes_of_the_program_can_all_be_read():
    assert [(scene.name, scene.trouble) for scene in scenes()] == [
        ("overview", ""),
        ("deadlines", ""),
        ("cases", ""),
        ("party", ""),
        ("index", ""),
        ("incident", ""),
        ("camera", ""),
    ]
    assert all(scene.tiles for scene in scenes())


def test_a_tile_nobody_knows_stays_in_its_place(tmp_path):
    (scene,) = scenes(written(tmp_path / "a", GOOD))

    assert [(tile.show, tile.at, tile.wide) for tile in scene.tiles] == [
        ("late", Cell(1, 0), None),
        ("nonsense", Cell(0, 0), Cell(0, 0)),
    ]


def test_a_tile_may_stand_only_or_elsewhere_while_a_camera_is_on_the_wall(tmp_path):
    text = GOOD.replace("at = [2, 1]", "with_camera = [2, 1]").replace(
        "at = [1, 1]\nwide", "at = [1, 1, 2, 1]\nwith_camera = [1, 1]\nwide"
    )
    (scene,) = scenes(written(tmp_path / "a", text))
    beside, other = scene.tiles

    assert beside.cell(wide=False, with_camera=False) is None
    assert beside.cell(wide=False, with_camera=True) == Cell(1, 0)
    assert beside.cell(wide=True, with_camera=True) is None, "it says no place on a wide screen"
    assert other.cell(wide=False, with_camera=False) == Cell(0, 0, 2, 1)
    assert other.cell(wide=False, with_camera=True) == Cell(0, 0)
    assert other.cell(wide=True, with_camera=True) == other.cell(wide=True, with_camera=False)


def test_a_place_replaces_a_scene_by_a_file_of_the_same_name(tmp_path):
    first, second = written(tmp_path / "a", GOOD), written(tmp_path / "b", GOOD.replace("40", "9"))

    assert [scene.seconds for scene in scenes(first, second, tmp_path / "none")] == [9]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seconds = 40", "seconds = 2"),
        ("seconds = 40", "seconds = 40.5"),
        ("seconds = 40", "colour = 1"),
        ("columns = [1, 2]", "columns = [1, -2]"),
        ("columns = [1, 2]", "columns = []"),
        ("at = [2, 1]", "at = [3, 1]"),
        ("at = [2, 1]", "at = [2, 1, 2]"),
        ("at = [2, 1]", "at = [2, true]"),
        ('show = "late"', "show = 3"),
        ("[[tile]]", "[[tile"),
        (GOOD, "title = 'x'"),
        (GOOD, GOOD + '[[tile]]\nshow = "x"\nat = [1, 1]\n' * 6),
    ],
)
def test_what_is_wrong_in_a_file_is_kept_as_its_trouble(tmp_path, old, new):
    (scene,) = scenes(written(tmp_path / "a", GOOD.replace(old, new, 1)))

    assert scene.trouble
    assert scene.title == "mine"


def test_a_file_that_is_no_text_is_a_trouble_too(tmp_path):
    written(tmp_path / "a", GOOD)
    (tmp_path / "a" / "bad.toml").write_bytes(b"\xff\xfe\x00")

    assert {scene.name: bool(scene.trouble) for scene in scenes(tmp_path / "a")} == {
        "bad": True,
        "mine": False,
    }
