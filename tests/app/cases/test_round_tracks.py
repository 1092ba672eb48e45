"""A recorded track becomes a round: times, places, the stops that were passed."""

from datetime import UTC, datetime, timedelta

import pytest

from app.cases.rounds.errors import GpxWrong
from app.cases.rounds.from_gpx import read_gpx, read_tracks, told_by_track
from app.cases.rounds.rules import TRACK_MOST, Stop

BEGIN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HEAD = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
TAIL = "</trkseg></trk></gpx>"


def point(seconds, lon="113.3", lat="40.1", zone="Z"):
    time = f"{BEGIN + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}{zone}"
    return f'<trkpt lat="{lat}" lon="{lon}"><name>张三家</name><time>{time}</time></trkpt>'


def gpx(*points):
    return f"{HEAD}{''.join(points)}{TAIL}".encode()


def test_points_with_a_time_come_in_its_order_and_stops_that_were_passed_are_seen():
    untimed = '<trkpt lat="40.1" lon="113.9"></trkpt>'
    odd = (point(9, lon="x"), point(9, lat="99"), untimed, point(9, zone="?"))
    track = read_gpx(gpx(point(600, lon="113.31"), *odd, point(0), point(28800, zone="+08:00")))
    assert [(each.at - BEGIN).seconds for each in track] == [0, 0, 600]
    near, far = Stop("桥头", (113.3101, 40.1)), Stop("闸口", (113.4, 40.1))
    told = told_by_track(track, (near, far))
    assert (told.begin, told.end, told.seen) == (BEGIN, BEGIN + timedelta(minutes=10), ("桥头",))


def test_of_a_long_track_so_many_points_are_kept_as_are_taken():
    track = read_gpx(gpx(*(point(second) for second in range(TRACK_MOST + 7))))
    assert TRACK_MOST / 2 <= len(track) <= TRACK_MOST


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<kml></kml>",
        gpx(),
        gpx('<trkpt lat="40.1" lon="113.3"></trkpt>'),
        gpx(point(0))[:-9],
        b'<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + gpx(point(0))[21:],
    ],
)
def test_what_is_no_track_is_refused(body):
    with pytest.raises(GpxWrong):
        read_gpx(body)


def test_several_files_are_one_track_and_what_is_none_is_named(tmp_path):
    late, early, odd = (tmp_path / name for name in ("下午.gpx", "上午.gpx", "说明.gpx"))
    late.write_bytes(gpx(point(7200), point(7260)))
    early.write_bytes(gpx(point(0), point(60)))
    odd.write_bytes(b"<gpx></gpx>")
    track, wrong = read_tracks((late, odd, early))
    assert [(each.at - BEGIN).seconds for each in track] == [0, 60, 7200, 7260]
    assert wrong == ("说明.gpx",)
    with pytest.raises(GpxWrong):
        read_tracks((odd,))
