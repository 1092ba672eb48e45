"""The register of cameras from a sheet and to one."""

from dataclasses import replace

import pytest

from app.core.errors import NotAllowed, NotFound
from app.territory.video.actions import add_stations, note_export
from app.territory.video.queries import stations, with_addresses
from app.territory.video.sheet import SheetWrong, read, written
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


def test_taking_it_out_is_for_who_may_and_in_the_journal(embedded_centre):
    embedded_centre.do("dispatcher", note_export, 3, STREET)
    for who in ("receptionist", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            embedded_centre.do(who, note_export, 3, STREET)
