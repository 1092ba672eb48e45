"""The columns of the roster."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt

from app.core.words import label as word
from app.party.queries.members import MemberRow
from app.party.rules import joined
from ui.core.table_model import Column


def roster_columns(
    group: Callable[[MemberRow], str], points: Callable[[MemberRow], str]
) -> tuple[Column[MemberRow], ...]:
    """Return the columns.

    Args:
        group: Tells which organisation below the chosen one a member is in.
        points: Tells what a member earned this year.
    """
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("Roster", "姓名"),
            lambda row: row.name,
            width=84,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("joined", translate("Roster", "入党时间"), lambda row: row.joined, width=88),
        Column("standing", translate("Roster", "身份"), lambda row: word(row.standing), width=48),
        Column("group", translate("Roster", "所在组织"), group, width=104),
        Column(
            "workplace",
            translate("Roster", "工作单位"),
            lambda row: row.workplace,
            width=104,
            stretch=True,
        ),
        Column("skills", translate("Roster", "专长"), lambda row: joined(row.skills), width=92),
        Column(
            "points",
            translate("Roster", "本年积分"),
            points,
            width=72,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column("dual", translate("Roster", "双重隶属"), lambda row: row.dual, width=92),
        Column(
            "grid",
            translate("Roster", "居住网格"),
            lambda row: row.grid or translate("Roster", "未落格"),
            width=92,
            hidden=True,
        ),
        Column(
            "tags", translate("Roster", "标签"), lambda row: joined(row.tags), width=92, hidden=True
        ),
    )
