"""Photos: turned upright, made smaller and silent, and refused where they are dangerous."""

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from app.core.attachments import prepare
from app.core.attachments.errors import FileDamaged, FileKindUnknown, PictureTooManyPixels
from app.core.shared_settings import CentreSettings
from app.core.words import sentence
from tests.factories.files import RED, opened, photo


def is_red(colour) -> bool:
    return colour[0] > 150 and colour[2] < 90


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "left top"), (2, "right top"), (3, "right bottom"), (4, "left bottom"),
     (5, "left top"), (6, "right top"), (7, "right bottom"), (8, "left bottom")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_a_photo_is_turned_upright(orientation, corner, form):
    kept = prepare(photo(orientation=orientation, form=form), f"井盖.{form.lower()}")
    image = opened(kept.body)
    assert image.size == ((400, 300) if orientation < 5 else (300, 400))
    assert (kept.width_px, kept.height_px) == image.size
    across, down = corner.split()
    x = 10 if across == "left" else image.width - 10
    y = 10 if down == "top" else image.height - 10
    assert is_red(image.getpixel((x, y)))
    assert (
        sum(
            is_red(image.getpixel((a, b)))
            for a in (10, image.width - 10)
            for b in (10, image.height - 10)
        )
        == 1
    )


def test_time_and_place_are_read_and_then_dropped_with_all_metadata():
    kept = prepare(
        photo(taken="2026:11:20 08:30:05", place=(113.3001234, 40.0765432), comment=b"canary"),
        "IMG_0001.JPG",
    )
    assert kept.taken_at == datetime(2026, 11, 20, 0, 30, 5, tzinfo=UTC)
    assert kept.longitude == pytest.approx(113.3001234, abs=1e-6)
    assert kept.latitude == pytest.approx(40.0765432, abs=1e-6)
    image = opened(kept.body)
    assert not dict(image.getexif())
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"canary" not in kept.body.lower()
    assert b"canary" not in kept.thumbnail.lower()


def test_a_camera_abroad_says_its_zone():
    kept = prepare(photo(taken="2026:11:20 08:30:05", zone="+09:00"), "a.jpg")
    assert kept.taken_at == datetime(2026, 11, 19, 23, 30, 5, tzinfo=UTC)


def test_south_and_west_are_negative():
    kept = prepare(photo(place=(70.5, 33.25), refs=("S", "W")), "a.jpg")
    assert (kept.longitude, kept.latitude) == (-70.5, -33.25)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2026:13:01 00:00:00"])
def test_a_camera_whose_clock_was_never_set_has_no_time(taken):
    assert prepare(photo(taken=taken), "a.jpg").taken_at is None


def test_a_broken_zone_counts_as_ours():
    kept = prepare(photo(taken="2026:11:20 08:00:00", zone="noon"), "a.jpg")
    assert kept.taken_at == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize("place", [(0.0, 0.0), (190.0, 40.0), (113.0, 95.0)])
def test_a_camera_without_a_fix_has_no_place(place):
    kept = prepare(photo(place=place), "a.jpg")
    assert (kept.longitude, kept.latitude) == (None, None)


def test_a_place_of_zero_denominators_is_none():
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[2] = gps[4] = tuple(TiffImagePlugin.IFDRational(1, 0) for _ in range(3))
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=exif)
    kept = prepare(out.getvalue(), "a.jpg")
    assert (kept.longitude, kept.latitude) == (None, None)


def test_damaged_metadata_does_not_cost_the_picture():
    body = photo(taken="2026:11:20 08:30:05")
    start = body.index(b"Exif\0\0") + 6
    kept = prepare(body[:start] + b"\xff" * 60 + body[start + 60 :], "a.jpg")
    assert kept.taken_at is None
    assert opened(kept.body).size == (400, 300)


@pytest.mark.parametrize(
    ("size", "wanted"), [((4000, 3000), (2560, 1920)), ((1500, 6000), (640, 2560))]
)
def test_a_large_photo_is_kept_at_2560_pixels(size, wanted):
    kept = prepare(photo(size), "a.jpg")
    assert opened(kept.body).size == (kept.width_px, kept.height_px) == wanted


def test_how_large_photos_are_kept_is_a_setting():
    kept = prepare(photo((1600, 1200)), "a.jpg", settings=CentreSettings(photo_max_px=800))
    assert (kept.width_px, kept.height_px) == (800, 600)


def test_evidence_keeps_every_byte_and_is_read_all_the_same():
    body = photo((4000, 3000), orientation=6, taken="2026:11:20 08:30:05", place=(113.3, 40.1))
    kept = prepare(body, "现场.jpg", is_evidence=True)
    assert kept.body == body
    assert kept.is_evidence
    assert (kept.width_px, kept.height_px) == (3000, 4000)
    assert kept.taken_at == datetime(2026, 11, 20, 0, 30, 5, tzinfo=UTC)
    assert kept.longitude == pytest.approx(113.3)
    assert max(opened(kept.thumbnail).size) == 320


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_every_colour_mode_becomes_a_plain_jpeg(mode):
    form = "TIFF" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (50, 40), 0)
    out = BytesIO()
    image.save(out, form)
    kept = opened(prepare(out.getvalue(), "a").body)
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (50, 40))
    if mode in ("RGBA", "LA"):
        assert kept.getpixel((5, 5)) == (255, 255, 255)  # what is transparent is paper


def test_a_screenshot_gets_the_ending_of_what_it_became():
    assert prepare(photo(form="PNG"), "截图.png").name == "截图.jpg"


def test_a_scan_of_several_pages_keeps_them_all():
    pages = [Image.new("L", (60, 80), shade) for shade in (0, 120, 255)]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    kept = prepare(out.getvalue(), "传真.tif")
    assert (kept.body, kept.media_type, kept.name) == (out.getvalue(), "image/tiff", "传真.tif")
    assert opened(kept.thumbnail).size == (60, 80)


def test_the_second_picture_in_a_telephone_photo_is_no_second_page():
    image = Image.new("RGB", (400, 300), RED)
    out = BytesIO()
    image.save(out, "MPO", save_all=True, append_images=[image.resize((40, 30))])
    kept = prepare(out.getvalue(), "a.jpg")
    assert kept.body != out.getvalue()
    assert opened(kept.body).format == "JPEG"


def test_the_same_photo_prepared_twice_has_one_fingerprint():
    body = photo((3000, 2000))
    assert prepare(body, "a.jpg").sha256 == prepare(body, "b.jpg").sha256


# What is dangerous or broken


def png_of(width: int, height: int) -> bytes:
    """A well-formed black and white PNG of any size in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))  # fmt: skip

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed)
            + chunk(b"IEND", b""))  # fmt: skip


@pytest.mark.parametrize("side", [8_000, 11_000, 20_000])
@pytest.mark.parametrize("is_evidence", [False, True])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side, is_evidence):
    bomb = png_of(side, side)
    assert len(bomb) < 1024 * 1024
    with pytest.raises(PictureTooManyPixels) as refused:
        prepare(bomb, "小图.png", is_evidence=is_evidence)
    assert "百万像素" in sentence(refused.value)


@pytest.mark.parametrize("is_evidence", [False, True])
def test_a_photo_cut_off_in_the_middle_is_refused(is_evidence):
    body = photo((1200, 900))
    with pytest.raises(FileDamaged) as refused:
        prepare(body[: len(body) // 2], "井盖.jpg", is_evidence=is_evidence)
    assert "井盖.jpg" in sentence(refused.value)


@given(data=st.data())
def test_however_a_picture_is_damaged_it_is_kept_or_refused_in_words(data):
    form = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "BMP", "TIFF"]))
    whole = photo((64, 48), taken="2026:11:20 08:30:05", place=(113.3, 40.1), form=form)
    body = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(8, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = prepare(bytes(body), "a.jpg")
    except (FileDamaged, FileKindUnknown, PictureTooManyPixels):
        return
    assert kept.thumbnail
