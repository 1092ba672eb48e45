"""The first page of a briefing's preview: from the database to the picture of the page."""

import time
from pathlib import Path

from app.commands.measures.briefings import filled, keep, kept_body
from app.commands.measures.rows import BenchRow, against
from app.core.words import say
from ui.parts.pdf_pages import PdfPages

LIMIT_MS = 500.0
_SCALE = 96 / 72 * 0.8  # pixels a point, as the page opens


def first_page(folder: Path, runs: int) -> BenchRow:
    """Measure setting a kept briefing and drawing its first page; the limit is 500 ms."""
    took: list[float] = []
    with filled(folder) as database:
        paper_id = keep(database)
        for _ in range(runs + 1):
            begin = time.perf_counter()
            pages = PdfPages(kept_body(database, paper_id))
            pages.image(0, _SCALE)
            took.append(1_000 * (time.perf_counter() - begin))
            pages.close()
    what = say("lab.first_page")
    return against(what, took[1:], unit="ms", limit=LIMIT_MS)  # the first one loads the fonts
