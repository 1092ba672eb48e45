"""What a recorded track (GPX) tells of a round: when and where somebody was; pure.

A file comes from any telephone or watch. It is read without following anything it names, and what
it says beyond points with a time is left out: names, texts, what else the device measured.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

from app.cases.rounds.errors import GpxWrong
from app.cases.rounds.from_photos import LEAST, Told, is_seen
from app.cases.rounds.rules import TRACK_MOST, Stop, TrackPoint

BYTES_MOST = 50 * 2**20
"""A day at a point a second is a tenth of it."""
_POINTS = frozenset({"trkpt", "rtept", "wpt"})
_TEXT_MOST = 40


class _Reader:
    """Gathers points as the file goes by."""

    def __init__(self) -> None:
        self.points: list[TrackPoint] = []
        self.is_gpx = False
        self._at: tuple[float, float] | None = None
        self._time = ""
        self._in_time = False

    def begin(self, name: str, told: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.is_gpx |= tag == "gpx"
        if tag in _POINTS:
            self._at, self._time = _place(told), ""
        elif tag == "time":
            self._in_time, self._time = True, ""

    def text(self, data: str) -> None:
        if self._in_time and len(self._time) < _TEXT_MOST:
            self._time += data

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "time":
            self._in_time = False
        elif tag in _POINTS:
            at = _moment(self._time)
            if at is not None and self._at is not None:
                self.points.append(TrackPoint(at, *self._at))
            self._at = None

    def refuse(self, *_: object) -> None:
        """No track declares entities; whatever does wants something else."""
        raise GpxWrong


def read_gpx(body: bytes) -> tuple[TrackPoint, ...]:
    """Return the points of a track that have a time, in the order of time; of more than are kept
    every so-many-th.

    Raises:
        GpxWrong: It is none, or no point of it has a time.
    """
    return _kept(_points(body))


def read_tracks(files: Iterable[Path]) -> tuple[tuple[TrackPoint, ...], tuple[str, ...]]:
    """Return the points of several files as one track, and the names of those that are none.

    Two people's telephones, or one that was switched off on the way, bring a file each.

    Raises:
        GpxWrong: None of them is a track.
        OSError: One cannot be read.
    """
    points: list[TrackPoint] = []
    wrong: list[str] = []
    for file in files:
        try:
            points += _points(file.read_bytes())
        except GpxWrong:
            wrong.append(file.name)
    if not points:
        raise GpxWrong
    return _kept(points), tuple(wrong)


def _kept(points: Iterable[TrackPoint]) -> tuple[TrackPoint, ...]:
    ordered = sorted(points, key=lambda each: each.at)
    return tuple(ordered[:: -(-len(ordered) // TRACK_MOST)])


def _points(body: bytes) -> list[TrackPoint]:
    if len(body) > BYTES_MOST:
        raise GpxWrong
    reader, parser = _Reader(), expat.ParserCreate()
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(body, True)  # noqa: FBT003  its own
    except expat.ExpatError as error:
        raise GpxWrong from error
    if not reader.is_gpx or not reader.points:
        raise GpxWrong
    return reader.points


def told_by_track(track: Sequence[TrackPoint], stops: Sequence[Stop] = ()) -> Told:
    """Return when a track began and ended, and which stops it passed."""
    seen = tuple(stop.name for stop in stops if is_seen(stop, track))
    begin, end = track[0].at, track[-1].at
    return Told(begin, max(end, begin + LEAST), tuple(track), seen)


def _place(told: dict[str, str]) -> tuple[float, float] | None:
    try:
        x, y = float(told["lon"]), float(told["lat"])
    except (KeyError, ValueError):
        return None
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
