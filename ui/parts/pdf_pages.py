"""The pages of a PDF as pictures, as sharp as they are asked for."""

import atexit
import threading
import weakref
from typing import NamedTuple

import pypdfium2 as pdfium
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72

_LOCK = threading.Lock()
"""The library knows one caller at a time, whatever the document."""


_OPEN: "weakref.WeakSet[PdfPages]" = weakref.WeakSet()


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

        _OPEN.add(self)

    def close(self) -> None:
        """Let go of the document; nothing of it can be drawn any more."""
        with _LOCK:
            self._document.close()

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


@atexit.register
def _close_all() -> None:
    """Close what a page still shows when the program ends: else the library complains."""
    for pages in list(_OPEN):
        pages.close()
