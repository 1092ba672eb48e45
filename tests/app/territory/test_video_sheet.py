"""The register of cameras from a sheet and to one."""

from dataclasses import replace

import pytest

from app.bootstrap.parts import open_doors
from app.core.doors import TableOrder
from app.core.errors import NotAllowed, NotFound
from app.territory.video.actions import add_stations, note_export
from app.territory.video.queries import stations, with_addresses
from app.territory.video.sheet import HEADS, SheetWrong, read, read_cells, written
from tests.app.territory.test_video import DRAFT
from tests.factories.centre import OTHER_STREET, STREET


def test_what_goes_out_comes_in_again_and_what_is_wrong_is_told(embedded_centre):
    centre = embedded_centre
    sound = (DRAFT, replace(DRAFT, code="99-002", point=None, address=""))
    far = replace(DRAFT, code="99-003", region=OTHER_STREET)
    nowhere = replace(DRAFT, code="99-004", region="990102004999")
    added, left = centre.do("dispatcher", add_stations, (*sound, DRAFT, far, nowhere))
    assert (added, list(left)) == (2, ["99-001", "99-003", "99-004"])
    keeper, now = centre.actor("dispatcher"), centre.database.clock.now()
    with centre.database.reading() as session, pytest.raises(NotFound):
        with_addresses(session, keeper, stations(session, keeper), STREET, now=now)
    centre.do("dispatcher", note_export, 2, STREET)
    with centre.database.reading() as session:
        rows = stations(session, keeper)
        body = written(with_addresses(session, keeper, rows, STREET, now=now))
    assert read(body).drafts == sound
    assert read(body.decode("utf-8-sig").encode("gbk")) == read(body)
    spoiled = body + "坏 编号,x,摄像头,市,99,,,,\r\n".encode()
    spoiled += b"99-9,x,\xe6\x91\x84\xe5\x83\x8f\xe5\xa4\xb4,\xe5\xb8\x82,99,a,b,,\r\n"
    assert [words[:5] for words in read(spoiled).told] == ["第 4 行", "第 5 行"]
    for other in (b"", b"a,b\n1,2\n", b"\x00\xff\xfe"):
        with pytest.raises(SheetWrong):
            read(other)


def test_a_sheet_of_excel_is_read_as_one_of_text(embedded_centre, tmp_path):
    doors = open_doors(embedded_centre.database.clock)
    head = tuple((each, each) for each in HEADS)
    line = (
        DRAFT.code,
        DRAFT.name,
        "摄像头",
        "村社区",
        DRAFT.region,
        "113.3",
        "40.1",
        DRAFT.address,
    )
    file = tmp_path / "点位.xlsx"
    order = TableOrder("video", head, STREET)
    wrong = ("坏 编号", *line[1:])
    rows = [(*line, "正常"), (*wrong, "正常")]
    director = embedded_centre.actor("director")
    doors.tables.write(embedded_centre.database, director, file, order, rows)

    told = read_cells(doors.sheets.rows(file))

    assert told.drafts == (DRAFT,)
    assert [words[:5] for words in told.told] == ["第 3 行"]


def test_taking_it_out_is_for_who_may_and_in_the_journal(embedded_centre):
    embedded_centre.do("dispatcher", note_export, 3, STREET)
    for who in ("receptionist", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            embedded_centre.do(who, note_export, 3, STREET)
