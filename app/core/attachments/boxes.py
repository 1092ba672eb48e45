"""Black boxes on a picture: what a box is, which are taken, and how they are burnt in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.attachments.errors import BoxEmpty, BoxOutside, NotCoverable, TooManyBoxes
from app.core.attachments.kinds import kind_of
from app.core.attachments.pictures import (
    QUALITY,
    THUMBNAIL_PX,
    THUMBNAIL_QUALITY,
    as_jpeg,
    unpacked,
)

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BOXES = 200
"""A crowd on a square; more is drawn as a few large ones."""
_BLACK = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Box:
    """A box in whole pixels of the stored picture seen upright, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A picture with its boxes burnt in: new pixels, nothing of the camera's notes.

    Attributes:
        boxes: What was burnt in.
        body: JPEG.
        thumbnail: A small JPEG of the same.
    """

    boxes: tuple[Box, ...]
    body: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)


def check_boxes(boxes: Sequence[Box], width_px: int, height_px: int) -> tuple[Box, ...]:
    """Return the boxes of a picture, once they are such.

    Raises:
        TooManyBoxes: More than `MOST_BOXES`.
        BoxEmpty: One has no width or no height.
        BoxOutside: One is not wholly on the picture.
    """
    if len(boxes) > MOST_BOXES:
        raise TooManyBoxes(have=len(boxes), limit=MOST_BOXES)
    for number, box in enumerate(boxes, start=1):
        if box.width < 1 or box.height < 1:
            raise BoxEmpty(number=number)
        right, bottom = box.left + box.width, box.top + box.height
        if box.left < 0 or box.top < 0 or right > width_px or bottom > height_px:
            raise BoxOutside(number=number, width=width_px, height=height_px)
    return tuple(boxes)


def burn(body: bytes, name: str, boxes: tuple[Box, ...], width_px: int, max_px: int) -> Covered:
    """Return a picture with black boxes instead of what was there.

    Args:
        body: The stored file.
        name: Its name, for the sentence of a refusal.
        boxes: From `check_boxes`.
        width_px: Width the boxes were measured against.
        max_px: Longer side of what comes out.

    Raises:
        NotCoverable: It is no picture the program can draw.
        FileDamaged: It cannot be decoded to its end.
    """
    image, _ = _picture(body, name, max_px)
    _paint(image, boxes, width_px)  # before it is reduced, or pixels beside a box take from it
    return Covered(
        boxes, as_jpeg(image, max_px, QUALITY), as_jpeg(image, THUMBNAIL_PX, THUMBNAIL_QUALITY)
    )


def drawn(body: bytes, name: str, max_px: int) -> tuple[bytes, int]:
    """Return a JPEG any screen can show, and how many pages the file has.

    Raises:
        NotCoverable: It is no picture the program can draw.
        FileDamaged: It cannot be decoded to its end.
    """
    image, pages = _picture(body, name, max_px)
    return as_jpeg(image, max_px), pages


def _picture(body: bytes, name: str, least_px: int) -> tuple["Image", int]:
    kind = kind_of(body, name)
    if not kind.picture:
        raise NotCoverable(name=name)
    return unpacked(body, kind, name, least_px=least_px)


def _paint(image: "Image", boxes: tuple[Box, ...], width_px: int) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    scale = image.width / width_px
    for box in boxes:
        # outwards to whole pixels; the last column and row belong to what Pillow fills
        left, top = math.floor(box.left * scale), math.floor(box.top * scale)
        right = math.ceil((box.left + box.width) * scale) - 1
        bottom = math.ceil((box.top + box.height) * scale) - 1
        pen.rectangle((left, top, max(left, right), max(top, bottom)), fill=_BLACK)
