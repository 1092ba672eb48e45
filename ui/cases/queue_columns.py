"""The columns of the queue."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QRectF

from app.cases.numbers import short
from app.cases.queries.queue import CaseRow
from app.core.words import label as word
from ui.cases.stages import stage_of
from ui.core.icons import paint_icon
from ui.core.marks import Deadline
from ui.core.relative_time import full
from ui.core.table_cells import deadline_column, paint_text, stage_column
from ui.core.table_marks import ChipText, chips_column
from ui.core.table_model import CellPaint, Column
from ui.core.theme import current

NOTHING = "—"
STAR_GAP = 4
LEADS, FOLLOWS = "ph.git-merge", "ph.arrow-elbow-down-right"


def queue_columns(deadline: Callable[[CaseRow], Deadline]) -> tuple[Column[CaseRow], ...]:
    """Return the columns; `deadline` reads a row's clock at the present moment."""
    translate = QCoreApplication.translate
    return (
        stage_column("stage", translate("QueueColumns", "阶段"), stage_of, width=82),
        Column(
            "number",
            translate("QueueColumns", "编号"),
            number_text,
            width=78,
            sortable=True,
        ),
        _starred(
            Column(
                "title",
                translate("QueueColumns", "标题"),
                lambda row: row.title,
                width=160,
                stretch=True,
                tone="text",
                large=True,
                tooltip=lambda row: row.title,
                fixed=True,
            )
        ),
        Column(
            "category",
            translate("QueueColumns", "类别"),
            lambda row: row.category or NOTHING,
            width=78,
        ),
        Column("region", translate("QueueColumns", "网格"), region_text, width=82),
        Column(
            "unit", translate("QueueColumns", "承办"), lambda row: row.unit or NOTHING, width=90
        ),
        Column(
            "handler",
            translate("QueueColumns", "经办人"),
            lambda row: row.handler or NOTHING,
            width=72,
            hidden=True,
        ),
        Column(
            "level",
            translate("QueueColumns", "等级"),
            lambda row: word(row.level),
            width=60,
            hidden=True,
            sortable=True,
        ),
        Column(
            "received",
            translate("QueueColumns", "来件时间"),
            lambda row: full(row.received_at),
            width=128,
            hidden=True,
            sortable=True,
        ),
        deadline_column(
            "due", translate("QueueColumns", "时限"), deadline, width=172, sortable=True
        ),
        chips_column(
            "tags",
            translate("QueueColumns", "标签"),
            lambda row: [ChipText(tag) for tag in row.tags],
            width=132,
            hidden=True,
        ),
    )


def _starred(column: Column[CaseRow]) -> Column[CaseRow]:
    """Return a column that begins with a star where the case is on the reader's shortlist."""

    def paint(cell: CellPaint, row: CaseRow) -> None:
        rect, side = cell.rect, current().sizes.icon_timeline
        if row.is_followed:
            top = rect.top() + (rect.height() - side) // 2
            paint_icon(cell.painter, "ph.star-fill", QRectF(rect.left(), top, side, side), "accent")
            rect = rect.adjusted(side + STAR_GAP, 0, 0, 0)
        if row.in_hand:
            top = rect.top() + (rect.height() - side) // 2
            at = QRectF(rect.left(), top, side, side)
            paint_icon(cell.painter, "ph.note-pencil", at, "text.2")
            rect = rect.adjusted(side + STAR_GAP, 0, 0, 0)
        if row.lead_id is not None or row.followers:
            top = rect.top() + (rect.height() - side) // 2
            at = QRectF(rect.left(), top, side, side)
            leads = row.lead_id is None
            paint_icon(
                cell.painter, LEADS if leads else FOLLOWS, at, "accent" if leads else "text.3"
            )
            rect = rect.adjusted(side + STAR_GAP, 0, 0, 0)
        paint_text(cell.painter, column, row, rect)

    return replace(column, paint=paint, tooltip=beside_text)


def beside_text(row: CaseRow) -> str:
    """Return who else works on a case and how it stands in its family, "" for neither."""
    return "；".join(filter(None, (in_hand_text(row), family_text(row))))


def family_text(row: CaseRow) -> str:
    """Return how a case stands in its family, "" where it is in none."""
    translate = QCoreApplication.translate
    if row.lead_id is not None:
        return translate("QueueColumns", "已并案，随牵头件办理")
    if row.followers:
        return translate("QueueColumns", "牵头，另有 {count} 件并入").format(count=row.followers)
    return ""


def in_hand_text(row: CaseRow) -> str:
    """Return who else works on a case, "" for nobody."""
    if not row.in_hand:
        return ""
    told = QCoreApplication.translate("QueueColumns", "{who} 正在办理")
    return told.format(who="、".join(row.in_hand))


def number_of(row: CaseRow) -> str:
    """Return day and serial to name a case by; "" while it has no number yet."""
    return short(row.number) if row.number else ""


def number_text(row: CaseRow) -> str:
    """Return day and serial, or a dash while the message has no number yet."""
    return short(row.number) if row.number else NOTHING


def region_text(row: CaseRow) -> str:
    """Return the place without the word that stands in the heading."""
    name = row.region_name
    return (name.removesuffix("网格") if len(name) > len("网格") else name) or NOTHING
