"""Rows in a list that are read in pages, and the columns that show them."""

import threading
from dataclasses import dataclass

from app.core.paging import Page
from ui.core.marks import Deadline, DeadlineKind, StageGlyph
from ui.core.table_cells import deadline_column, stage_column
from ui.core.table_model import Column


@dataclass(frozen=True)
class Row:
    id: int
    title: str


CLOCK = Deadline(DeadlineKind.WARN, "剩 25 分", "11-24 14:30", 0.8)


COLUMNS = (
    stage_column("stage", "阶段", lambda row: (StageGlyph.HALF, "办理中"), fixed=True),
    Column("id", "编号", lambda row: f"{row.id:04}", width=80, sortable=True),
    Column("title", "标题", lambda row: row.title, width=200, stretch=True, large=True),
    deadline_column("due", "时限", lambda row: CLOCK, sortable=True),
    Column("note", "备注", lambda row: "", hidden=True),
)


class Source:
    """Rows in a list, read in pages of ten; counts how often and can be held or broken."""

    def __init__(self, count):
        self.rows = [Row(number, f"第 {number} 件") for number in range(count)]
        self.reads = []
        self.gate = threading.Event()
        self.gate.set()
        self.error = None

    def __call__(self, after):
        self.reads.append(after)
        start = 0 if after is None else after[0]
        found = tuple(self.rows[start : start + 10])
        self.gate.wait(20)
        if self.error is not None:
            raise self.error
        more = start + 10 < len(self.rows)
        return Page(found, (start + 10,) if more else None)


def settle(qtbot, jobs):
    qtbot.waitUntil(jobs.idle)


def fetch_all(qtbot, jobs, model):
    settle(qtbot, jobs)
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
        settle(qtbot, jobs)
