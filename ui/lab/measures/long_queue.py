"""The queue over very many cases: how soon a view stands, and how smoothly it scrolls."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QCoreApplication, QEventLoop

from app.cases.queries.queue import QueueView
from app.commands.measures.rows import BenchRow, against, held_mib, paired
from app.commands.measures.statements import Statement, reading_statements
from app.core.words import say
from ui.core.collector import Collector
from ui.core.table_model import Loading
from ui.lab.measures.second_window import Other

KIND = "C01"
"""Code of the category the view is narrowed to."""

ROWS = 50_000
FRAME_LIMIT_MS = 32.0
GROWTH_LIMIT_MIB = 64.0
PATIENCE_S = 600.0
_REST_S = 0.002  # a hand rests as well; whoever only turns takes the readers' turn


def queue_view(url: str, cases: int, *, runs: int) -> BenchRow:
    """Measure from choosing a view, narrowed and in its order, to its first page and its counts
    on the screen, against the very statements sent for both through the bare driver.
    """
    other = Other(url)
    try:
        other.page.bar.choose_group(KIND)
        with reading_statements(other.parts.database) as sent:
            _open(other, QueueView.ALL_OPEN)
        file = other.parts.database.url.database or ""
        what = say("lab.queue", cases=f"{cases:,}")
        with closing(sqlite3.connect(file)) as bare:
            for pragma in ("cache_size = -32768", "query_only = ON"):
                bare.execute(f"PRAGMA {pragma}")
            return paired(
                what,
                lambda: _open(other, QueueView.ALL_OPEN),
                lambda: _asked(bare, sent),
                bound=2.0,
                runs=runs,
            )
    finally:
        other.close()


def _open(other: Other, view: QueueView) -> float:
    """Return the seconds from choosing a view to its painted first page."""
    page = other.page
    page.show_view(QueueView.SUPERVISED)
    other.wait(other.jobs.idle)
    start = time.perf_counter()
    page.show_view(view)
    other.wait(lambda: page.model.loading is Loading.READY and other.jobs.idle())
    page.table.repaint()
    taken = time.perf_counter() - start
    if not page.model.rowCount():
        raise AssertionError("the view is empty")
    return taken


def _asked(bare: sqlite3.Connection, sent: list[Statement]) -> float:
    start = time.perf_counter()
    for statement, given in sent:
        bare.execute(statement, given).fetchall()
    return time.perf_counter() - start


def scrolling(url: str) -> tuple[BenchRow, BenchRow]:
    """Measure the slowest frame while 50,000 rows pass, and how much memory grows after the
    first tenth of them.

    Each frame shows the next screen of rows, as with PageDown held down. It is one turn of the
    event loop: pages that arrive, and painting.
    """
    other = Other(url)
    collector = Collector()  # as at a desk: on this thread, and what the start made is left alone
    try:
        page = other.page
        page.bar.clear()
        page.show_view(QueueView.ARCHIVED)
        other.wait(lambda: page.model.rowCount() > 0 and other.jobs.idle())
        frames, held = _scroll(other)
    finally:
        collector.stop()
        other.close()
    slowest = against(
        say("lab.scroll", rows=f"{ROWS:,}"), [max(frames)], unit="ms", limit=FRAME_LIMIT_MS
    )
    early = max(held[: len(held) // 10])
    grown = max(held) - early
    memory = against(
        say("lab.scroll_memory", rows=f"{ROWS:,}"), [grown], unit="MiB", limit=GROWTH_LIMIT_MIB
    )
    return slowest, memory


def _scroll(other: Other) -> tuple[list[float], list[float]]:
    page, frames, held = other.page, [], []
    model, bar = page.model, page.table.verticalScrollBar()
    end = time.perf_counter() + PATIENCE_S
    seen = 0
    while seen < ROWS and time.perf_counter() < end:
        frames.append(_frame(lambda: bar.setValue(bar.value() + bar.pageStep())))
        seen = max(seen, page.table.rowAt(page.table.viewport().height() - 2))
        held.append(held_mib())
        ended = not model.canFetchMore(page.table.rootIndex()) and model.loading is Loading.READY
        if ended and seen >= model.rowCount() - 1:
            break
        time.sleep(_REST_S)
    if seen < ROWS - 1_000:
        raise AssertionError(f"only {seen} rows passed")
    return frames, held


def _frame(work: Callable[[], object]) -> float:
    """Return the milliseconds of one turn of the event loop."""
    start = time.perf_counter()
    work()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return (time.perf_counter() - start) * 1_000
