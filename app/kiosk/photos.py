"""The photo a machine takes: by the rules of all attachments, and small enough to be handed in."""

from io import BytesIO

from app.core.attachments import prepare
from app.core.attachments.pictures import as_jpeg
from app.core.words import say
from app.kiosk.rules import PHOTO_MOST, PhotoTooLarge

SMALLER_PX = (2560, 2048, 1600, 1200, 800)
"""Longer sides a photo is tried at until it is small enough: a wall of leaves packs badly."""


def small_photo(body: bytes) -> bytes:
    """Return a photo as it is handed in: upright, a JPEG, without what a camera notes beside it.

    Args:
        body: The picture as a camera gave it.

    Raises:
        PhotoTooLarge: It is no picture, or stays too large.
        AppError: The rules of attachments refuse it (too large, damaged, a bomb).
    """
    kept = prepare(body, say("kiosk.photo"))
    if not kept.width_px:
        raise PhotoTooLarge
    if len(kept.body) <= PHOTO_MOST:
        return kept.body
    from PIL import Image

    with Image.open(BytesIO(kept.body)) as image:
        image.load()
        for side in SMALLER_PX:
            smaller = as_jpeg(image, side, quality=75)
            if len(smaller) <= PHOTO_MOST:
                return smaller
    raise PhotoTooLarge
