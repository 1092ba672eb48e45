"""Columns of letters and minutes."""

from PySide6.QtCore import QCoreApplication

from app.core.words import label as word
from app.papers.documents.queries import DocumentRow
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column
from ui.papers.words import ICONS, number_words

translate = QCoreApplication.translate


def document_columns() -> tuple[Column[DocumentRow], ...]:
    """Return the columns: what it is about, how far it is."""
    return (
        Column(
            "title",
            translate("Documents", "给谁、哪次会议"),
            lambda row: row.title,
            width=170,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Documents", "哪一种"), lambda row: word(row.kind), width=100),
        mark_column("state", translate("Documents", "到哪一步"), _state, width=175),
    )


def _state(row: DocumentRow) -> Mark:
    if row.step is None:
        words = translate("Documents", "草稿，第 {version} 版").format(version=row.version)
        return Mark("ph.pencil-simple", words)
    words = translate("Documents", "已{step}").format(step=word(row.step))
    return Mark(ICONS[row.step], f"{words} {number_words(row)}".strip(), "ok", "text")
