"""A patrol's photos become findings: nothing is lost, nothing is registered twice."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.actions.on_the_spot import PhotoMissing
from app.cases.actions.patrol import FoundBefore, register_finding
from app.cases.patrol.finding import Finding, fingerprint_of
from app.cases.patrol.grouping import grouped, metres
from app.cases.patrol.photos import NothingThere, gather
from app.cases.rules import CaseState, Source
from app.core.attachments import list_attachments, prepare
from app.core.errors import NotAllowed
from app.core.shared_settings import CentreSettings
from tests.factories.centre import GRID, OTHER_STREET
from tests.factories.files import photo

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
HERE = (113.305, 40.09)
SETTINGS = CentreSettings()


def taken(minute: int, place: tuple | None = HERE, **more) -> bytes:
    """Return a photo taken that minute after one o'clock."""
    return photo((40 + minute, 30), taken=f"2026:11:24 13:{minute:02}:00", place=place, **more)


def archive_of(folder: Path, **entries: bytes) -> Path:
    """Write a ZIP as a telephone exports it."""
    file = folder / "导出.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in entries.items():
            archive.writestr(f"{name}.jpg", body)
    return file


def test_photos_of_an_export_become_findings_and_each_trouble_is_one_sentence(tmp_path):
    same = taken(1)
    file = archive_of(
        tmp_path,
        a=same,
        b=taken(3),
        c=taken(30, (113.31, 40.1)),
        d=same,
        e=taken(40, None),
        f=photo((40, 30), taken="2001:01:01 00:00:00", place=HERE),
        g="不是照片".encode(),
        h=taken(50)[:200],
    )

    found = gather((file,), NOW, SETTINGS)
    groups = grouped(found.photos, gap=timedelta(minutes=10), distance_m=50)

    names = [[each.name for each in group] for group in groups]
    assert names == [["a.jpg", "b.jpg"], ["c.jpg", "e.jpg"], ["f.jpg"]]
    assert len(found.told) == 5
    about = {told.split("“")[1][0]: told for told in found.told}
    assert "同一张" in about["d"]
    assert "没有记位置" in about["e"]
    assert "2000-12-31" in about["f"]
    assert set(about) == {"d", "e", "f", "g", "h"}


def test_a_folder_is_read_with_what_lies_below_it(tmp_path):
    (tmp_path / "一组").mkdir()
    (tmp_path / "一组" / "1.jpg").write_bytes(taken(1))
    (tmp_path / "2.jpg").write_bytes(taken(2))
    (tmp_path / ".DS_Store").write_bytes(b"x")

    found = gather((tmp_path,), NOW, SETTINGS)

    assert ([each.name for each in found.photos], found.told) == (["2.jpg", "一组/1.jpg"], ())
    assert (
        gather((tmp_path,), NOW, SETTINGS, known=[p.fingerprint for p in found.photos]).photos == ()
    )


def test_a_bomb_a_torn_archive_and_an_empty_folder_are_told(tmp_path):
    bomb = tmp_path / "炸弹.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", b"\xff\xd8\xff" + bytes(30_000_000))
        archive.writestr("b.jpg", taken(5))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("c.jpg", taken(6))
    torn = tmp_path / "没传完.zip"
    torn.write_bytes(whole.getvalue()[:-30])
    empty = tmp_path / "空"
    empty.mkdir()

    found = gather((bomb, torn), NOW, SETTINGS)

    assert [each.name for each in found.photos] == ["b.jpg"]
    assert sorted(told.split("”")[0] for told in found.told) == ["“a.jpg", "“没传完.zip"]
    with pytest.raises(NothingThere):
        gather((empty,), NOW, SETTINGS)


def test_an_old_telephone_names_files_in_gbk(tmp_path):
    file = archive_of(tmp_path, aaaa=taken(1))
    file.write_bytes(file.read_bytes().replace(b"aaaa.jpg", "井盖.jpg".encode("gbk")))

    assert [each.name for each in gather((file,), NOW, SETTINGS).photos] == ["井盖.jpg"]


@dataclass(frozen=True)
class Shot:
    """A photo of a property test."""

    name: str
    taken_at: datetime | None
    point: tuple[float, float] | None


shots = st.lists(
    st.builds(
        Shot,
        st.uuids().map(str),
        st.none() | st.integers(0, 300).map(lambda m: NOW + timedelta(minutes=m)),
        st.none() | st.tuples(st.floats(113.30, 113.31), st.floats(40.09, 40.10)),
    ),
    max_size=25,
)


@given(shots, st.integers(0, 60), st.integers(0, 500))
def test_every_photo_is_in_one_finding_and_neighbours_are_near(listed, minutes, distance):
    gap = timedelta(minutes=minutes)

    groups = grouped(listed, gap=gap, distance_m=distance)

    assert sorted(each.name for group in groups for each in group) == sorted(s.name for s in listed)
    assert groups == grouped(listed[::-1], gap=gap, distance_m=distance)
    for group in groups:
        for one, other in pairwise(group):
            assert other.taken_at - one.taken_at <= gap
        if len(group) == 2 and all(each.point for each in group):
            assert metres(group[0].point, group[1].point) <= distance


def finding(**more) -> Finding:
    """Return what a grid worker found."""
    told = {"text": "楼道堆物，已劝走", "category": "C01-003", "region": GRID, "place": "3号楼"}
    return Finding(**told | more)


def test_a_finding_is_registered_with_its_photos_and_the_same_photos_only_once(centre):
    shots = tuple(prepare(taken(at), f"{at}.jpg") for at in (1, 2))
    same = fingerprint_of(["b", "a"])
    pepper = centre.database.state.pepper

    case_id = centre.do(
        "grid_worker",
        register_finding,
        finding(photos=shots, point=HERE, fingerprint=same),
        pepper,
    )
    with pytest.raises(FoundBefore) as refused:
        centre.do("grid_worker", register_finding, finding(fingerprint=same), pepper)

    card = centre.card(case_id)
    assert (card.state, card.source) == (CaseState.REGISTERED, Source.GRID_PATROL)
    assert refused.value.facts["number"] == card.number
    with centre.database.reading() as session:
        assert len(list_attachments(session, str(case_id))) == 2
    assert fingerprint_of(["a", "b"]) == same


def test_what_was_solved_on_the_spot_is_closed_and_needs_its_photo(centre):
    pepper = centre.database.state.pepper
    shot = prepare(taken(1), "后.jpg")
    solved = finding(is_solved=True, note="当场清走", photos=(shot,))

    case_id = centre.do("grid_worker", register_finding, solved, pepper)

    assert centre.card(case_id).state is CaseState.CLOSED
    with pytest.raises(PhotoMissing):
        centre.do("grid_worker", register_finding, finding(is_solved=True, note="x"), pepper)
    with pytest.raises(NotAllowed):
        centre.do("grid_worker", register_finding, finding(region=OTHER_STREET), pepper)
