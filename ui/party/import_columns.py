"""What the preview of a file of members shows of each row."""

from PySide6.QtCore import QCoreApplication, Qt

from app.core.words import label as word
from app.core.words import sentence
from app.party.roster.preview import PreviewRow, RowState
from ui.core.table_model import Column

TONES = {
    RowState.NEW: "ok.text",
    RowState.MERGE: "text",
    RowState.LEFT_OUT: "text.3",
    RowState.REFUSED: "over.text",
}


def import_columns() -> tuple[Column[PreviewRow], ...]:
    """Return the columns of the preview."""
    translate = QCoreApplication.translate
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column(
            "line", translate("RosterImport", "行"), lambda r: str(r.line), width=52, align=right
        ),
        Column(
            "state",
            translate("RosterImport", "结果"),
            lambda r: word(r.state),
            width=64,
            tone="text",
            fixed=True,
        ),
        Column("name", translate("RosterImport", "姓名"), _name, width=84, tone="text", large=True),
        Column("place", translate("RosterImport", "归到"), _place, width=170),
        Column("joined", translate("RosterImport", "入党时间"), _joined, width=92),
        Column("why", translate("RosterImport", "说明"), why_words, width=300, stretch=True),
    )


def _name(row: PreviewRow) -> str:
    return row.told.name if row.told is not None else row.name


def _place(row: PreviewRow) -> str:
    if row.place is not None:
        return row.place.name
    return row.told.organisation if row.told is not None else ""


def _joined(row: PreviewRow) -> str:
    return str(row.told.joined) if row.told is not None and row.told.joined is not None else ""


def why_words(row: PreviewRow) -> str:
    """Return in words why a row cannot land, whom it probably is, and what is doubtful."""
    if row.refused is not None:
        return f"{row.column}：{sentence(row.refused)}" if row.column else sentence(row.refused)
    told: list[str] = []
    if row.why is not None and row.other is not None:
        told.append(f"{word(row.why)}：{_other(row)}")
    told.extend(
        f"{note.column}：{word(note.doubt)}" if note.column else word(note.doubt)
        for note in row.notes
    )
    return "；".join(told)


def _other(row: PreviewRow) -> str:
    other = row.other
    if other is None:
        return ""
    parts = [part for part in (other.organisation, other.joined) if part]
    where = f"（{'，'.join(parts)}）" if parts else ""
    if other.line:
        words = QCoreApplication.translate("RosterImport", "第 {line} 行的{name}{where}")
        return words.format(line=other.line, name=other.name, where=where)
    words = QCoreApplication.translate("RosterImport", "名册里的{name}{where}")
    return words.format(name=other.name, where=where)
