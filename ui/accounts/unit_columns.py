"""The columns of the list of units."""

from PySide6.QtCore import QCoreApplication, Qt

from app.core.words import label as word
from ui.accounts.unit_source import UnitLine
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column


def unit_columns() -> tuple[Column[UnitLine], ...]:
    """Return the columns."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("UnitColumns", "名称"),
            lambda line: line.row.name,
            width=180,
            stretch=True,
            tone="text",
            large=True,
            tooltip=lambda line: line.row.name,
            fixed=True,
        ),
        Column("kind", translate("UnitColumns", "类别"), kind_text, width=112),
        Column(
            "region", translate("UnitColumns", "所属区划"), lambda line: line.region_name, width=108
        ),
        Column(
            "parent",
            translate("UnitColumns", "上级单位"),
            lambda line: line.row.parent_name or "—",
            width=120,
            hidden=True,
        ),
        Column("phone", translate("UnitColumns", "电话"), lambda line: line.row.phone or "—", 112),
        Column(
            "code",
            translate("UnitColumns", "代码"),
            lambda line: line.row.code or "—",
            width=88,
            hidden=True,
        ),
        Column(
            "people",
            translate("UnitColumns", "人数"),
            lambda line: str(line.row.people),
            width=56,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        mark_column("way", translate("UnitColumns", "交办方式"), way_of, width=104),
    )


def kind_text(line: UnitLine) -> str:
    """Return what sort of unit it is."""
    return word(line.row.kind)


def way_of(line: UnitLine) -> Mark:
    """Return how assignments reach the unit, or that it gets none any more."""
    translate = QCoreApplication.translate
    if not line.row.is_active:
        return Mark("ph.prohibit", translate("UnitColumns", "已停用"), "sus", "sus.text")
    if line.row.has_desk:
        return Mark("ph.desktop", translate("UnitColumns", "有电脑"))
    return Mark("ph.printer", translate("UnitColumns", "纸质交办"))
