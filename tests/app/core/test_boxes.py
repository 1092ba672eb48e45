"""Black boxes: which are taken, and that nothing of what was under them is left."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.core.attachments.boxes import MOST_BOXES, Box, burn, check_boxes, drawn
from app.core.attachments.errors import BoxEmpty, BoxOutside, NotCoverable, TooManyBoxes
from app.core.words import sentence
from tests.factories.files import PDF, opened, photo
from tests.properties import few
from tests.sources import PRODUCT, sources

SIZE = (400, 300)
DARK = 16  # of 255: what JPEG leaves of black, but for the edge that takes from the colour beside


def test_a_box_is_black_and_the_rest_is_as_it_was():
    made = burn(photo(SIZE), "a.jpg", (Box(40, 30, 100, 60),), SIZE[0], 2560)

    seen = opened(made.body)
    assert seen.size == SIZE
    assert max(max(part) for part in seen.crop((48, 38, 132, 82)).getextrema()) <= DARK
    red, _, blue = seen.getpixel((10, 10))
    assert red > 150 > blue
    assert opened(made.thumbnail).getpixel((60, 50)) == (0, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_boxes_are_measured_on_the_picture_seen_upright(orientation):
    body = photo((300, 400) if orientation > 4 else SIZE, orientation=orientation)

    seen = opened(burn(body, "a.jpg", (Box(0, 0, 30, 20),), SIZE[0], 2560).body)

    assert seen.size == SIZE
    assert max(seen.getpixel((8, 8))) <= DARK
    assert max(seen.getpixel((392, 292))) > DARK


def test_the_covered_picture_tells_nothing_the_camera_noted():
    body = photo(SIZE, taken="2026:11:20 08:30:05", place=(113.3, 40.1), orientation=1)

    made = burn(body, "a.jpg", (), SIZE[0], 2560)

    for jpeg in (made.body, made.thumbnail):
        assert not opened(jpeg).getexif()
        assert b"Canary" not in jpeg
        assert b"Exif" not in jpeg


CHECKED = Image.new("RGB", (1200, 900), "black")
CHECKED.paste("white", (500, 400, 620, 480))


@few(20)
@given(st.integers(100, 1200))
def test_a_reduced_picture_keeps_no_trace_of_what_was_under_a_box(max_px):
    out = BytesIO()
    CHECKED.save(out, "PNG")

    made = burn(out.getvalue(), "a.png", (Box(500, 400, 120, 80),), 1200, max_px)

    assert max(opened(made.body).size) == max_px
    assert max(opened(made.body).convert("L").getextrema()) <= DARK
    assert max(opened(made.thumbnail).convert("L").getextrema()) <= DARK


def test_a_photo_unpacked_at_a_fraction_is_covered_in_the_same_places():
    out = BytesIO()
    CHECKED.save(out, "JPEG", quality=100, subsampling=0)

    made = burn(out.getvalue(), "a.jpg", (Box(496, 396, 128, 88),), 1200, 300)

    assert max(opened(made.body).convert("L").getextrema()) <= DARK


@pytest.mark.parametrize("form", ["PNG", "WEBP", "BMP", "GIF", "TIFF"])
def test_every_picture_the_program_can_draw_can_be_covered(form):
    image = Image.open(BytesIO(photo(SIZE)))
    out = BytesIO()
    image.save(out, form)

    made = burn(out.getvalue(), f"a.{form.lower()}", (Box(0, 0, 50, 50),), SIZE[0], 2560)

    assert opened(made.body).format == "JPEG"
    assert max(opened(made.body).getpixel((20, 20))) <= DARK


def test_a_picture_of_several_pages_is_told_as_such():
    pages = [Image.new("RGB", SIZE, color) for color in ("red", "blue", "green")]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    assert drawn(out.getvalue(), "a.tif", 2560)[1] == 3
    assert drawn(photo(SIZE), "a.jpg", 2560)[1] == 1


def test_what_is_no_picture_cannot_be_covered():
    with pytest.raises(NotCoverable) as refused:
        burn(PDF, "判决书.pdf", (Box(0, 0, 1, 1),), 100, 2560)

    assert sentence(refused.value).startswith("“判决书.pdf”不是程序能显示的图片")


@pytest.mark.parametrize(
    ("box", "refusal"),
    [
        (Box(0, 0, 0, 10), BoxEmpty),
        (Box(0, 0, 10, 0), BoxEmpty),
        (Box(10, 10, -5, 10), BoxEmpty),
        (Box(-1, 0, 10, 10), BoxOutside),
        (Box(0, -1, 10, 10), BoxOutside),
        (Box(395, 0, 6, 10), BoxOutside),
        (Box(0, 295, 10, 6), BoxOutside),
        (Box(10**12, 0, 1, 1), BoxOutside),
    ],
)
def test_a_box_that_is_none_is_refused_by_its_number(box, refusal):
    with pytest.raises(refusal) as refused:
        check_boxes((Box(0, 0, 400, 300), box), *SIZE)

    assert sentence(refused.value).startswith("第 2 个框")


def test_ten_thousand_boxes_are_refused():
    with pytest.raises(TooManyBoxes) as refused:
        check_boxes([Box(0, 0, 1, 1)] * 10_000, *SIZE)

    assert sentence(refused.value) == (
        f"一张图最多画 {MOST_BOXES} 个框，现有 10000 个。请用大一些的框合并着遮。"
    )


def test_one_door_leads_to_bodies_and_thumbnails():
    kept = {"Chunk", "Thumbnail", "CoverChunk", "CoverThumbnail"}
    tables = {f"Attachment{name}" for name in kept}
    folder = "app/core/attachments/"
    allowed = {
        "stored_body": {folder + "bodies.py", folder + "covering.py"},
        **{name: {folder + "tables.py", folder + "bodies.py"} for name in tables},
    }

    astray = [
        f"{source.at(node)} {name}"
        for source in sources(*PRODUCT)
        for node in source.nodes
        for name in [getattr(node, "id", None) or getattr(node, "name", None)]
        if name in allowed and source.name not in allowed[name]
    ]

    assert astray == []
