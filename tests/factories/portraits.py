"""A photo with a face that can be told from everything else in it."""

from io import BytesIO

from PIL import Image, ImageDraw

from app.core.attachments import Box
from tests.factories.files import opened

SIZE, FACE = (640, 480), (200, 160, 264, 224)
BOX = Box(192, 152, 80, 80)  # wholly over the face, with a margin of one block of JPEG
SKIN = (250, 220, 30)


def portrait(**save) -> bytes:
    """A grey street with a face in the one colour that occurs nowhere else."""
    image = Image.new("RGB", SIZE, (90, 90, 90))
    ImageDraw.Draw(image).rectangle((FACE[0], FACE[1], FACE[2] - 1, FACE[3] - 1), fill=SKIN)
    out = BytesIO()
    image.save(out, save.pop("form", "JPEG"), **save)
    return out.getvalue()


def shows_the_face(body: bytes) -> bool:
    """Tell whether any pixel is nearer to the face than to street or box."""
    try:
        data = opened(body).convert("RGB")
    except OSError:
        return False
    red, _, blue = data.split()
    difference = [r - b for r, b in zip(red.tobytes(), blue.tobytes(), strict=True)]
    return max(difference) > 60
