"""The keeper looks how much room is left where it stands."""

import shutil
from collections import namedtuple

import pytest

from app.administration.checks import RoomShort, check_room, watch_room

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("free", "ok"), [(80_000_000_000, True), (1_500_000_000, False)])
def test_room_that_runs_short_is_a_trouble_of_the_chore(embedded_database, monkeypatch, free, ok):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100_000_000_000, 0, free))

    assert check_room(embedded_database).ok is ok
    if ok:
        assert "还有 80.0 GB" in watch_room(embedded_database)
    else:
        with pytest.raises(RoomShort):
            watch_room(embedded_database)
