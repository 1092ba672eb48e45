"""The pages of a PDF as pictures, as sharp as they are asked for."""

import threading
from typing import NamedTuple

import pypdfium2 as pdfium
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72

_LOCK = threading.Lock()
"""The library knows one caller at a time, whatever the document."""


class PageSize(NamedTuple):
    """Size of a page in points of 1/72 inch."""

    width: float
    height: float


class PdfPages:
    """A document that is open; may be asked from any thread."""

    def __init__(self, body: bytes) -> None:
        """Open a document.

        Raises:
            PdfiumError: It is none.
        """
        with _LOCK:
            self._document = pdfium.PdfDocument(body)
            self.sizes = tuple(
                PageSize(*self._document.get_page_size(n)) for n in range(len(self._document))
            )

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, number: int, scale: float) -> QImage:
        """Return a page as a picture.

        Args:
            number: Of the page, from 0.
            scale: Pixels a point.
        """
        with _LOCK:
            page = self._document[number]
            bitmap = page.render(scale=scale, rev_byteorder=True)
            try:
                size = (bitmap.width, bitmap.height, bitmap.stride)
                form = {
                    "RGB": QImage.Format.Format_RGB888,
                    "RGBX": QImage.Format.Format_RGBX8888,
                    "RGBA": QImage.Format.Format_RGBA8888,
                    "L": QImage.Format.Format_Grayscale8,
                }[bitmap.mode]
                made = QImage(bytes(bitmap.buffer), *size, form).copy()  # the buffer goes
            finally:
                bitmap.close()
                page.close()
        return made
