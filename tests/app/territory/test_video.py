"""The register of cameras: who keeps it, what an address may be, openings in the journal."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.territory.video.actions import (
    StationDraft,
    add_station,
    ask_address,
    change_station,
    open_picture,
)
from app.territory.video.errors import (
    AddressTellsPassword,
    AddressWrong,
    CodeTaken,
    NoPicture,
    StationWrong,
)
from app.territory.video.queries import address_told, stations
from app.territory.video.rules import VideoKind, VideoState, VideoTier
from tests.factories.centre import GRID, OTHER_STREET

STREAM = "rtsp://10.0.0.8/live/12"
DRAFT = StationDraft(
    "99-001", "滨河路东口", VideoKind.CAMERA, VideoTier.VILLAGE, GRID, (113.3, 40.1), STREAM
)


def listed(centre, who, **more):
    with centre.database.reading() as session:
        return stations(session, centre.actor(who), **more)


def told(centre, who, key):
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        return address_told(session, centre.actor(who), key, now=now)


def test_a_picture_is_opened_by_who_may_watch_and_each_time_is_in_the_journal(centre):
    key = centre.do("dispatcher", add_station, DRAFT)
    for who in ("receptionist", "grid_worker", "stranger", "leader", "administrator"):
        with pytest.raises(NotAllowed):
            centre.do(who, open_picture, key)
    with pytest.raises(NotFound):
        told(centre, "director", key)
    for _ in range(2):
        centre.do("director", open_picture, key)
        assert told(centre, "director", key) == STREAM
    with pytest.raises(NotFound):
        told(centre, "dispatcher", key)
    with centre.database.reading() as session:
        noted = session.execute(
            sa.select(JournalEntry.person_name, JournalEntry.facts).where(
                JournalEntry.action == "video.opened"
            )
        ).all()
    assert [(name, facts["code"]) for name, facts in noted] == [("方雅琴", "99-001")] * 2
    assert STREAM not in str(noted), "where the stream is had is not told there"
    (row,) = listed(centre, "administrator", region=GRID)
    assert (row.address, row.has_picture, row.may_watch, row.may_keep) == ("", True, False, True)
    centre.do("administrator", ask_address, key)
    assert told(centre, "administrator", key) == STREAM
    with pytest.raises(NotAllowed):
        centre.do("receptionist", ask_address, key)
    for who in ("receptionist", "stranger", "handler"):
        assert listed(centre, who) == ()


def test_a_station_is_changed_and_goes(centre):
    key = centre.do("administrator", add_station, DRAFT)
    with pytest.raises(CodeTaken):
        centre.do("dispatcher", add_station, replace(DRAFT, name="另一个"))
    other = centre.do("dispatcher", add_station, replace(DRAFT, code="99-002", address=""))
    with pytest.raises(CodeTaken):
        centre.do("dispatcher", change_station, other, DRAFT, 1)
    with pytest.raises(NoPicture):
        centre.do("director", open_picture, other)
    with pytest.raises(Conflict):
        centre.do("dispatcher", change_station, key, DRAFT, 7)
    centre.do("dispatcher", change_station, key, replace(DRAFT, state=VideoState.GONE), 1)
    with pytest.raises(NoPicture):
        centre.do("director", open_picture, key)
    assert [row.code for row in listed(centre, "director")] == ["99-002"]
    assert len(listed(centre, "director", gone=True)) == 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"code": "编号"}, StationWrong),
        ({"name": " "}, StationWrong),
        ({"address": "javascript:alert(1)"}, AddressWrong),
        ({"address": "rtsp://"}, AddressWrong),
        ({"address": "rtsp://[::1"}, AddressWrong),
        ({"address": "file:///etc/hosts"}, AddressWrong),
        ({"address": "file://10.0.0.9/share/a.mp4"}, AddressWrong),
        ({"address": "http:/a.mp4"}, AddressWrong),
        ({"address": "rtsp://admin:123@10.0.0.8/live"}, AddressTellsPassword),
        ({"region": OTHER_STREET}, NotAllowed),
    ],
)
def test_what_is_no_station_is_refused(embedded_centre, wrong, why):
    with pytest.raises(why):
        embedded_centre.do("dispatcher", add_station, replace(DRAFT, **wrong))
