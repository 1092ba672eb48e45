"""Files as cameras, scanners and offices make them."""

import zipfile
from io import BytesIO

from PIL import Image, ImageDraw, TiffImagePlugin

RED, BLUE = (200, 20, 20), (20, 20, 200)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def photo(
    size=(400, 300),
    *,
    orientation: int = 1,
    taken: str | None = None,
    zone: str | None = None,
    place: tuple | None = None,
    refs: tuple[str, str] = ("N", "E"),
    form: str = "JPEG",
    **save,
) -> bytes:
    """A picture whose upper left quarter is red and the rest blue, with what a camera writes."""
    image = Image.new("RGB", size, BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=RED)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Canary Cameras"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if zone:
        exif.get_ifd(0x8769)[0x9011] = zone
    if place:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = refs[0], degrees(place[1])
        gps[3], gps[4] = refs[1], degrees(place[0])
    out = BytesIO()
    image.save(out, form, exif=exif, **save)
    return out.getvalue()


def degrees(value: float) -> tuple:
    whole = int(value)
    minutes = int((value - whole) * 60)
    seconds = (value - whole - minutes / 60) * 3600
    return tuple(
        TiffImagePlugin.IFDRational(round(part * 10_000), 10_000)
        for part in (whole, minutes, seconds)
    )


def opened(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


def archive(*entries: str, mimetype: str = "") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype)
        for entry in entries:
            zipped.writestr(entry, b"x")
    return out.getvalue()
