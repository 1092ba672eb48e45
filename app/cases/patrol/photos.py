"""The photos of a patrol: read from a folder, from a ZIP as a telephone exports it, or one by one.

What cannot be taken is told in one sentence for each file, and costs none of the others.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from app.core.attachments import Prepared, prepare
from app.core.errors import AppError
from app.core.shared_settings import CentreSettings
from app.core.words import say, sentence

MOST_PHOTOS = 300
"""Photos of one patrol; more are another one."""
MOST_ENTRIES = 5_000
MB = 1024 * 1024
MOST_RATIO = 100
"""How many times smaller than its content a photo may be packed; they pack hardly at all."""
CLOCK_AHEAD = timedelta(minutes=10)
CLOCK_BEHIND = timedelta(days=60)
"""A camera that says something later than now, or that long ago, has a wrong clock."""
_SKIPPED = ("__MACOSX/", ".")


class ArchiveUnreadable(AppError):
    """A ZIP that is none, or not whole; facts: ``name``."""

    code = "patrol.archive_unreadable"


class ArchiveTooLarge(AppError):
    """A ZIP that holds more entries than any patrol brings; facts: ``name``, ``most``."""

    code = "patrol.archive_too_large"


class NothingThere(AppError):
    """Neither a photo nor anything else to say something about."""

    code = "patrol.nothing_there"


@dataclass(frozen=True, slots=True)
class PatrolPhoto:
    """A photo that can be taken.

    Attributes:
        name: As it is called where it came from.
        fingerprint: SHA-256 of the file as it was, hexadecimal: the same photo is the same.
        prepared: Upright and reduced, as it is kept.
        taken_at: When it was taken (aware); None where the camera says nothing, or nonsense.
        point: Longitude and latitude, None where the camera noted no place.
    """

    name: str
    fingerprint: str
    prepared: Prepared
    taken_at: datetime | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a folder, ZIP or choice of files holds.

    Attributes:
        photos: Those that can be taken.
        told: A sentence for each file about which there is something to say.
    """

    photos: tuple[PatrolPhoto, ...]
    told: tuple[str, ...]


Progress = Callable[[int, int], object]


def gather(
    sources: Sequence[Path],
    now: datetime,
    settings: CentreSettings,
    *,
    known: Iterable[str] = (),
    progress: Progress = lambda _done, _whole: None,
) -> Gathered:
    """Read photos of files, folders (with those below) and ZIP archives.

    Args:
        sources: Where they are.
        now: By which the clocks of cameras are judged.
        settings: Largest size of a file and longest side of a photo.
        known: Fingerprints of photos that are there already.
        progress: Told how many of how many files are read.

    Raises:
        NothingThere: There is no file at all.
    """
    reader = _Reader(now, settings, set(known))
    files = list(_files(sources, reader.told))
    for done, (name, read) in enumerate(files, 1):
        reader.take(name, read)
        progress(done, len(files))
    if not files and not reader.told:
        raise NothingThere
    return Gathered(tuple(reader.photos), tuple(reader.told))


_Read = Callable[[], bytes]


class _Reader:
    """Takes one file after another."""

    def __init__(self, now: datetime, settings: CentreSettings, seen: set[str]) -> None:
        self.photos: list[PatrolPhoto] = []
        self.told: list[str] = []
        self._now, self._settings, self._seen = now, settings, seen

    def take(self, name: str, read: _Read) -> None:
        """Read one file, or say why not."""
        if len(self.photos) == MOST_PHOTOS:
            self.told.append(say("patrol.too_many", name=name, most=MOST_PHOTOS))
            return
        try:
            body = read()
            fingerprint = hashlib.sha256(body).hexdigest()
            if fingerprint in self._seen:
                self.told.append(say("patrol.twice", name=name))
                return
            prepared = prepare(body, PurePosixPath(name).name, settings=self._settings)
        except AppError as error:
            self.told.append(sentence(error))
            return
        except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
            self.told.append(say("patrol.unreadable", name=name))
            return
        if prepared.width_px is None:
            self.told.append(say("patrol.no_photo", name=name))
            return
        self._seen.add(fingerprint)
        self.photos.append(self._photo(name, fingerprint, prepared))

    def _photo(self, name: str, fingerprint: str, prepared: Prepared) -> PatrolPhoto:
        taken_at, point = prepared.taken_at, None
        if prepared.longitude is not None and prepared.latitude is not None:
            point = (prepared.longitude, prepared.latitude)
        else:
            self.told.append(say("patrol.no_place", name=name))
        if taken_at is None:
            self.told.append(say("patrol.no_time", name=name))
        elif not self._now - CLOCK_BEHIND <= taken_at <= self._now + CLOCK_AHEAD:
            self.told.append(say("patrol.clock_off", name=name, at=f"{taken_at:%Y-%m-%d}"))
            taken_at = None
            prepared = replace(prepared, taken_at=None)
        return PatrolPhoto(name, fingerprint, prepared, taken_at, point)


def _files(sources: Sequence[Path], told: list[str]) -> Iterator[tuple[str, _Read]]:
    for source in sources:
        if source.is_dir():
            inside = sorted(path for path in source.rglob("*") if path.is_file())
            for path in inside:
                name = path.relative_to(source).as_posix()
                if not _is_hidden(name):
                    yield name, path.read_bytes
        elif source.suffix.lower() == ".zip":
            try:
                yield from _of_archive(source)
            except AppError as error:
                told.append(sentence(error))
        else:
            yield source.name, source.read_bytes


def _is_hidden(name: str) -> bool:
    return any(part.startswith(_SKIPPED[1]) for part in name.split("/")) or name.startswith(
        _SKIPPED[0]
    )


def _of_archive(file: Path) -> list[tuple[str, _Read]]:
    """Return what a ZIP holds; nothing is unpacked but what is read, and that into memory only.

    Raises:
        ArchiveUnreadable: It is no ZIP, or ends before its end.
        ArchiveTooLarge: It holds more entries than any patrol brings.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveUnreadable(name=file.name) from error
    if len(entries) > MOST_ENTRIES:
        raise ArchiveTooLarge(name=file.name, most=MOST_ENTRIES)
    shown = sorted(
        ((_name_of(entry), entry) for entry in entries if not _is_hidden(entry.filename)),
        key=lambda pair: pair[0],
    )
    return [(name, _reading(file, entry, name)) for name, entry in shown]


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; older telephones write it in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _reading(file: Path, entry: zipfile.ZipInfo, name: str) -> _Read:
    def read() -> bytes:
        if entry.file_size > MB and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise PackedTooSmall(name=name)
        with zipfile.ZipFile(file) as archive, archive.open(entry) as packed:
            body = packed.read(entry.file_size + 1)
        if len(body) > entry.file_size:
            raise PackedTooSmall(name=name)
        return body

    return read


class PackedTooSmall(AppError):
    """An entry unpacks to far more than a photo would (a ZIP bomb); facts: ``name``."""

    code = "patrol.packed_too_small"
