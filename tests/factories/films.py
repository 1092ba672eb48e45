"""A small film: JPEG pictures in an AVI file, written by hand."""

import struct
from io import BytesIO

from PIL import Image


def film(frames: int = 12, size: tuple[int, int] = (64, 48), rate: int = 12) -> bytes:
    """Return a film whose pictures change their colour."""
    pictures = [_picture(at, size) for at in range(frames)]
    wide, tall = size
    head = struct.pack(
        "<14I", 1_000_000 // rate, 0, 0, 0x10, frames, 0, 1, 0, wide, tall, 0, 0, 0, 0
    )
    stream = struct.pack(
        *("<4s4sIHHIIIIIIII4H", b"vids", b"MJPG", 0, 0, 0, 0, 1, rate, 0, frames, 0, 0xFFFFFFFF),
        *(0, 0, 0, wide, tall),
    )
    form = struct.pack("<IiiHH4sIiiII", 40, wide, tall, 1, 24, b"MJPG", wide * tall * 3, 0, 0, 0, 0)
    streams = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", form))
    whole = _list(b"hdrl", _chunk(b"avih", head) + streams)
    index, at = b"", 4
    for picture in pictures:
        index += struct.pack("<4sIII", b"00dc", 0x10, at, len(picture))
        at += 8 + len(picture)
    whole += _list(b"movi", b"".join(_chunk(b"00dc", each) for each in pictures))
    whole += _chunk(b"idx1", index)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"AVI " + whole


def _picture(at: int, size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, ((at * 40) % 256, 80, 160)).save(out, "JPEG")
    return out.getvalue() + b"\0" * (len(out.getvalue()) % 2)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _list(name: bytes, body: bytes) -> bytes:
    return _chunk(b"LIST", name + body)
