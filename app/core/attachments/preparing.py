"""A file made ready to be kept; no database, so that it is done beside the open form."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.core.attachments.errors import FileEmpty, FileTooLarge, FileUnreadable
from app.core.attachments.kinds import JPEG, kind_of
from app.core.attachments.names import safe_name
from app.core.attachments.pictures import read_picture
from app.core.shared_settings import CentreSettings

MB = 1024 * 1024
_DEFAULT = CentreSettings()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be attached.

    Attributes:
        name: Safe file name whose ending fits the content.
        media_type: By content.
        body: The bytes to keep.
        sha256: Fingerprint of `body`, hexadecimal.
        is_evidence: True when the bytes are those of the file, metadata and all.
        taken_at: When a photo was taken, as its camera claims.
        longitude: Where it was taken (WGS 84), degrees east.
        latitude: Degrees north.
        width_px: Of a picture seen upright.
        height_px: Of a picture seen upright.
        thumbnail: A small JPEG of a picture.
    """

    name: str
    media_type: str
    body: bytes = field(repr=False)
    sha256: str
    is_evidence: bool
    taken_at: datetime | None = None
    longitude: float | None = None
    latitude: float | None = None
    width_px: int | None = None
    height_px: int | None = None
    thumbnail: bytes | None = field(default=None, repr=False)


def prepare(
    source: Path | bytes,
    name: str = "",
    *,
    is_evidence: bool = False,
    settings: CentreSettings = _DEFAULT,
) -> Prepared:
    """Read a file, refuse what cannot be kept, turn and reduce photos.

    Args:
        source: A file, or its bytes (a picture from the clipboard).
        name: File name to keep; that of the file when left out.
        is_evidence: Keep every byte as it is.
        settings: Largest size of a file and longest side of a photo.

    Raises:
        FileUnreadable: It is gone or may not be read.
        FileEmpty: There is nothing in it.
        FileTooLarge: The sentence names its size and the limit.
        FileCanRun: It is a program or carries a script.
        FileKindUnknown: It is none of what is kept.
        FileDamaged: It cannot be read to its end.
        PictureTooManyPixels: It is a decompression bomb.
    """
    given = name or (source.name if isinstance(source, Path) else "file")
    body = _read(source, given, settings.attachment_max_mb)
    kind = kind_of(body, given)
    if not kind.picture:
        return _prepared(body, safe_name(given, kind), kind.media_type, is_evidence=is_evidence)
    seen = read_picture(body, kind, given, untouched=is_evidence, max_px=settings.photo_max_px)
    kept = kind if seen.body is None else JPEG
    plain = _prepared(
        seen.body or body, safe_name(given, kept), kept.media_type, is_evidence=is_evidence
    )
    return replace(
        plain,
        taken_at=seen.taken_at,
        longitude=seen.longitude,
        latitude=seen.latitude,
        width_px=seen.width_px,
        height_px=seen.height_px,
        thumbnail=seen.thumbnail,
    )


def _prepared(body: bytes, name: str, media_type: str, *, is_evidence: bool) -> Prepared:
    digest = hashlib.sha256(body).hexdigest()
    return Prepared(
        name=name, media_type=media_type, body=body, sha256=digest, is_evidence=is_evidence
    )


def _read(source: Path | bytes, name: str, max_mb: int) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > max_mb * MB:  # asked before reading: a film would fill the memory
            raise FileTooLarge(name=name, size_mb=f"{size / MB:.1f}", limit_mb=max_mb)
        body = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise FileUnreadable(name=name) from error
    if not body:
        raise FileEmpty(name=name)
    return body
