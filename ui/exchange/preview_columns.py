"""Columns of a preview: rows of a file as they would become cases."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.core.words import label as word
from app.exchange.mapping import CaseField
from app.exchange.preview import RowSeen
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column

_WIDTHS = {
    CaseField.EXTERNAL_NUMBER: 124,
    CaseField.RECEIVED_AT: 128,
    CaseField.TITLE: 130,
    CaseField.TEXT: 200,
    CaseField.CATEGORY: 96,
    CaseField.REGION: 110,
    CaseField.PLACE: 130,
    CaseField.LONGITUDE: 84,
    CaseField.LATITUDE: 84,
    CaseField.HAPPENED_AT: 128,
    CaseField.REPORTER_NAME: 72,
    CaseField.REPORTER_PHONE: 96,
}
_NAME, _PHONE = CaseField.REPORTER_NAME, CaseField.REPORTER_PHONE
_LAST = 4


def preview_columns() -> tuple[Column[RowSeen], ...]:
    """Return the columns: whether a row comes in, then each field."""
    translate = QCoreApplication.translate
    return (
        Column("line", translate("PreviewColumns", "行"), lambda row: str(row.line), 48),
        mark_column("comes", translate("PreviewColumns", "能否导入"), comes_of, width=84),
        Column(
            "why",
            translate("PreviewColumns", "为什么退回"),
            why_of,
            width=150,
            tone="over.text",
            tooltip=why_of,
        ),
        *(_field(where) for where in _WIDTHS),
    )


def _field(where: CaseField) -> Column[RowSeen]:
    return Column(where.value, word(where), _text_of(where), _WIDTHS[where])


def _text_of(where: CaseField) -> Callable[[RowSeen], str]:
    def text(row: RowSeen) -> str:
        told = " ".join(row.told.get(where, "").split())
        if told and where is _NAME:
            return f"{told[0]}**"
        return f"***{told[-_LAST:]}" if told and where is _PHONE else told

    return text


def comes_of(row: RowSeen) -> Mark:
    """Return whether a row comes in."""
    translate = QCoreApplication.translate
    if row.refused:
        return Mark("ph.x-circle", translate("PreviewColumns", "退回"), "over", "over.text")
    return Mark("ph.check-circle", translate("PreviewColumns", "导入"), "ok")


def why_of(row: RowSeen) -> str:
    """Return why a row would not come in."""
    return f"{row.column}：{row.refused}" if row.column else row.refused
