"""Photos made upright, smaller and silent: what they tell of place and time is read first."""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.core.attachments.errors import FileDamaged, PictureTooManyPixels
from app.core.attachments.kinds import Kind

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL_PX = 320
QUALITY = 85
THUMBNAIL_QUALITY = 80
MOST_MEGAPIXELS = 120
"""Room for the 108 megapixels of today's telephones; a JPEG is unpacked at a fraction."""
MOST_MEGAPIXELS_UNPACKED = 50
"""For formats that must be unpacked whole: 200 MB at four bytes a pixel."""

_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825
_SIDEWAYS = (5, 6, 7, 8)
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_NORTH, _LATITUDE, _EAST, _LONGITUDE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept.

    Attributes:
        body: JPEG, or the untouched bytes where they had to be kept; None: untouched.
        width_px: Width seen upright.
        height_px: Height seen upright.
        taken_at: When the camera says it was taken; without a zone: ours (+08:00).
        longitude: Degrees east (WGS 84), None where the camera noted no place.
        latitude: Degrees north.
        thumbnail: A small JPEG.
    """

    body: bytes | None
    width_px: int
    height_px: int
    taken_at: datetime | None
    longitude: float | None
    latitude: float | None
    thumbnail: bytes


def read_picture(body: bytes, kind: Kind, name: str, *, untouched: bool, max_px: int) -> Picture:
    """Return a picture upright and reduced, with place and time; metadata stays behind.

    Args:
        body: The file.
        kind: What `kind_of` found, a picture.
        name: For the sentence of a refusal.
        untouched: Keep the bytes as they are (evidence).
        max_px: Longer side of what is kept.

    Raises:
        FileDamaged: It cannot be decoded to its end.
        PictureTooManyPixels: It would fill the memory (a decompression bomb).
    """
    try:
        with _opened(body, kind, name) as image:
            return _read(image, keep=untouched, max_px=max_px)
    except PictureTooManyPixels:
        raise
    except Exception as error:  # the border: decoders raise whatever a damaged file makes them
        raise FileDamaged(name=name) from error


def unpacked(body: bytes, kind: Kind, name: str, *, least_px: int) -> tuple["Image", int]:
    """Return the first page of a picture, upright in RGB without metadata, and how many it has.

    Args:
        body: The file.
        kind: What `kind_of` found, a picture.
        name: For the sentence of a refusal.
        least_px: A JPEG may be unpacked at a fraction, with its longer side not below this.

    Raises:
        FileDamaged: It cannot be decoded to its end.
        PictureTooManyPixels: It would fill the memory.
    """
    try:
        with _opened(body, kind, name) as image:
            pages = getattr(image, "n_frames", 1) if _has_pages(image) else 1
            image.draft("RGB", (least_px, least_px))
            image.load()
            return _flat(_turned(image)), pages
    except PictureTooManyPixels:
        raise
    except Exception as error:  # the border, as above
        raise FileDamaged(name=name) from error


def as_jpeg(image: "Image", max_px: int, quality: int = QUALITY) -> bytes:
    """Return a JPEG of an upright picture, reduced to `max_px` at its longer side."""
    small = image.copy()
    small.thumbnail((max_px, max_px))
    return _jpeg(small, quality)


def _opened(body: bytes, kind: Kind, name: str) -> "Image":
    from PIL import Image

    # What the decoders complain of is told in our own words, or is no matter.
    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    jpeg = kind.picture == "JPEG"
    limit = MOST_MEGAPIXELS if jpeg else MOST_MEGAPIXELS_UNPACKED
    try:
        image = Image.open(BytesIO(body), formats=[kind.picture])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooManyPixels(name=name, megapixels=f"> {limit}", limit=limit) from error
    megapixels = math.ceil(image.width * image.height / 1e6)
    if megapixels > limit:
        raise PictureTooManyPixels(name=name, megapixels=megapixels, limit=limit)
    return image


def _read(image: "Image", *, keep: bool, max_px: int) -> Picture:
    exif = _exif(image)
    place = _place(exif.get(_GPS, {})) or (None, None)
    width, height = image.size
    if exif.get(_ORIENTATION, 1) in _SIDEWAYS:
        width, height = height, width
    keep = keep or _has_pages(image)
    wanted = THUMBNAIL_PX if keep else max_px
    image.draft("RGB", (wanted, wanted))  # JPEG only: unpack at a fraction of the size
    image.load()
    upright = _flat(_turned(image))
    kept = None
    if not keep:
        upright.thumbnail((max_px, max_px))
        width, height = upright.size
        kept = _jpeg(upright, QUALITY)
    upright.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    return Picture(
        body=kept,
        width_px=width,
        height_px=height,
        taken_at=_taken_at(exif.get(_EXIF, {})),
        longitude=place[0],
        latitude=place[1],
        thumbnail=_jpeg(upright, THUMBNAIL_QUALITY),
    )


def _exif(image: "Image") -> dict[int, Any]:
    """Return orientation and the blocks of time and place; nothing where they are damaged."""
    try:
        exif = image.getexif()
        return {
            _ORIENTATION: exif.get(_ORIENTATION, 1),
            _EXIF: exif.get_ifd(_EXIF),
            _GPS: exif.get_ifd(_GPS),
        }
    except Exception:  # noqa: BLE001  the picture itself may be sound all the same
        return {}


def _has_pages(image: "Image") -> bool:
    # An animation or a fax of several pages would lose all but the first; the second picture
    # in a telephone's JPEG (MPO) is only a map of its brightness.
    return image.format not in ("JPEG", "MPO") and getattr(image, "n_frames", 1) > 1


def _turned(image: "Image") -> "Image":
    from PIL.Image import Transpose

    # Asked again after loading: the reader of TIFF turns by itself and says so here.
    turn = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(_exif(image).get(_ORIENTATION, 1))
    return image if turn is None else image.transpose(turn)


def _flat(image: "Image") -> "Image":
    """Return a copy in RGB without metadata; what is transparent becomes white paper."""
    from PIL import Image

    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        flat = paper.convert("RGB")
    elif image.mode.startswith("I;16"):  # scanners: 16 bits of grey
        flat = image.point(lambda level: level / 256).convert("L").convert("RGB")
    else:
        flat = image.convert("RGB")
    # The profile says how to read the colours of the camera and nothing of the person.
    flat.info = {"icc_profile": profile} if profile else {}
    return flat


def _jpeg(image: "Image", quality: int) -> bytes:
    out = BytesIO()
    profile = image.info.get("icc_profile")
    image.save(out, "JPEG", quality=quality, optimize=True, icc_profile=profile)
    return out.getvalue()


def _taken_at(exif: Mapping[int, Any]) -> datetime | None:
    taken = _as_text(exif.get(_TAKEN))
    for offset in (_as_text(exif.get(_TAKEN_OFFSET)), "+08:00"):
        try:
            return datetime.strptime(taken + offset, "%Y:%m:%d %H:%M:%S%z").astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _as_text(value: object) -> str:
    return str(value or "").strip("\0 ")


def _place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    try:
        longitude = _degrees(gps[_LONGITUDE]) * (-1 if str(gps.get(_EAST))[:1] in "Ww" else 1)
        latitude = _degrees(gps[_LATITUDE]) * (-1 if str(gps.get(_NORTH))[:1] in "Ss" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    known = abs(longitude) <= 180 and abs(latitude) <= 90  # false for nan
    if not known or (longitude, latitude) == (0, 0):  # cameras without a fix write zeros
        return None
    return round(longitude, 7), round(latitude, 7)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
