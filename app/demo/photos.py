"""Photos of places put in order: drawn, since nobody's street is photographed for a demo."""

import io
from functools import cache
from random import Random

from app.core.attachments import Prepared, prepare

_COUNT = 6
_SIZE = (480, 360)


@cache
def photos() -> tuple[Prepared, ...]:
    """Return a few pictures of a pavement, a wall and the sky, each with its own light."""
    return tuple(prepare(_drawn(number), f"现场{number + 1}.jpg") for number in range(_COUNT))


def _drawn(number: int) -> bytes:
    from PIL import Image, ImageDraw, ImageFilter

    chance = Random(f"photo:{number}")  # noqa: S311  nothing secret hangs on it
    width, height = _SIZE
    light = chance.randint(150, 220)
    picture = Image.new("RGB", _SIZE, (light, light + 10, light + 25))
    draw = ImageDraw.Draw(picture)
    horizon, edge = height // 3, height * 3 // 5
    wall = chance.choice(((176, 148, 120), (150, 152, 148), (188, 170, 140)))
    draw.rectangle((0, horizon, width, edge), fill=wall)
    for x in range(0, width, 60):
        top = horizon + 20
        draw.rectangle((x + 14, top, x + 44, top + 46), fill=(92, 104, 116))
    draw.rectangle((0, edge, width, height), fill=(128, 126, 122))
    for y in range(edge, height, 24):
        draw.line((0, y, width, y + chance.randint(-4, 4)), fill=(112, 110, 106), width=2)
    bin_x = chance.randint(60, width - 120)
    draw.rectangle((bin_x, edge - 40, bin_x + 46, edge + 34), fill=(54, 110, 74))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.2)).save(out, "JPEG", quality=70)
    return out.getvalue()
