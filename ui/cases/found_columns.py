"""The columns of search results: as in the queue, with what was asked for marked."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.cases.queries.search import FoundCase
from ui.cases.queue_columns import NOTHING, number_text, region_text
from ui.cases.stages import stage_of
from ui.core.marked_text import paint_marked
from ui.core.marks import Deadline
from ui.core.relative_time import full
from ui.core.table_cells import deadline_column, stage_column
from ui.core.table_model import CellPaint, Column


def found_columns(deadline: Callable[[FoundCase], Deadline]) -> tuple[Column[FoundCase], ...]:
    """Return the columns; `deadline` reads a row's clock at the present moment."""
    translate = QCoreApplication.translate
    return (
        stage_column(
            "stage", translate("FoundColumns", "阶段"), lambda found: stage_of(found.row), width=82
        ),
        Column(
            "number",
            translate("FoundColumns", "编号"),
            lambda found: number_text(found.row),
            width=82,
        ),
        Column(
            "title",
            translate("FoundColumns", "标题"),
            lambda found: found.row.title,
            width=280,
            large=True,
            tone="text",
            paint=_paint_title,
            tooltip=lambda found: found.row.title,
            fixed=True,
        ),
        Column(
            "snippet",
            translate("FoundColumns", "内容"),
            lambda found: found.snippet,
            width=220,
            stretch=True,
            paint=_paint_snippet,
            tooltip=lambda found: found.snippet,
        ),
        Column(
            "region",
            translate("FoundColumns", "网格"),
            lambda found: region_text(found.row),
            width=90,
        ),
        Column(
            "received",
            translate("FoundColumns", "来件时间"),
            lambda found: full(found.row.received_at),
            width=128,
        ),
        Column(
            "unit",
            translate("FoundColumns", "承办"),
            lambda found: found.row.unit or NOTHING,
            width=90,
            hidden=True,
        ),
        Column(
            "handler",
            translate("FoundColumns", "经办人"),
            lambda found: found.row.handler or NOTHING,
            width=72,
            hidden=True,
        ),
        deadline_column("due", translate("FoundColumns", "时限"), deadline, width=172),
    )


def _paint_title(cell: CellPaint, found: FoundCase) -> None:
    text, at = found.row.title, found.title_at
    paint_marked(cell.painter, text, at, cell.rect, role="body", tone="text")


def _paint_snippet(cell: CellPaint, found: FoundCase) -> None:
    text, at = found.snippet, found.snippet_at
    paint_marked(cell.painter, text, at, cell.rect, role="caption", tone="text.2")
