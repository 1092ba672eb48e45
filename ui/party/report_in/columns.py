"""The columns of report-ins and of who was called up."""

from PySide6.QtCore import QCoreApplication, Qt

from app.core.words import label as word
from app.party.report_in.queries.calls import CalledMember
from app.party.report_in.queries.figures import FigureLine
from app.party.report_in.queries.rows import ReportRow
from app.party.report_in.rules import ReportKind, ReportState, shown_number
from app.party.rules import joined
from ui.core.relative_time import short
from ui.core.table_model import Column

_RIGHT = Qt.AlignmentFlag.AlignRight


def report_columns() -> tuple[Column[ReportRow], ...]:
    """Return the columns of the list."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("ReportIn", "姓名"),
            lambda row: row.name,
            width=110,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "unit",
            translate("ReportIn", "单位"),
            lambda row: row.unit_name,
            width=140,
            stretch=True,
        ),
        Column("place", translate("ReportIn", "报到社区"), lambda row: row.place, width=110),
        Column("state", translate("ReportIn", "状态"), _state, width=130),
        Column(
            "registered",
            translate("ReportIn", "登记"),
            lambda row: short(row.registered_at),
            width=104,
        ),
        Column(
            "number",
            translate("ReportIn", "编号"),
            lambda row: shown_number(row.number),
            width=96,
            hidden=True,
        ),
        Column("skills", translate("ReportIn", "专长"), lambda row: joined(row.skills), width=110),
    )


def _state(row: ReportRow) -> str:
    told = word(row.state)
    if row.state is ReportState.REGISTERED:
        words = QCoreApplication.translate("ReportIn", "{state}，{day} 前")
        return words.format(state=told, day=f"{row.visit_by:%m-%d}")
    if row.is_to_review:
        return QCoreApplication.translate("ReportIn", "{state}，待核对").format(state=told)
    if row.kind is ReportKind.UNIT:
        words = QCoreApplication.translate("ReportIn", "{state}，{count} 人")
        return words.format(state=told, count=row.people)
    return told


def called_columns() -> tuple[Column[CalledMember], ...]:
    """Return the columns of who was called up."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("ReportIn", "姓名"),
            lambda row: row.name,
            width=96,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("unit", translate("ReportIn", "单位"), lambda row: row.unit_name, width=150),
        Column("place", translate("ReportIn", "社区"), lambda row: row.place, width=110),
        Column("skills", translate("ReportIn", "专长"), lambda row: row.skills, width=110),
        Column("answer", translate("ReportIn", "应答"), lambda row: word(row.answer), width=80),
        Column(
            "post", translate("ReportIn", "岗位"), lambda row: row.post, width=120, stretch=True
        ),
    )


def figure_columns() -> tuple[Column[FigureLine], ...]:
    """Return the columns of the figures."""
    translate = QCoreApplication.translate

    def figure(key: str, title: str) -> Column[FigureLine]:
        return Column(
            key, title, lambda row: str(getattr(row, key)), width=96, align=_RIGHT, tone="text"
        )

    return (
        Column(
            "name",
            translate("ReportIn", "名称"),
            lambda row: row.name,
            width=180,
            stretch=True,
            tone="text",
            fixed=True,
        ),
        figure("registered", translate("ReportIn", "登记党员")),
        figure("confirmed", translate("ReportIn", "已报到")),
        figure("lapsed", translate("ReportIn", "失效结束")),
        figure("units", translate("ReportIn", "报到单位")),
        figure("called", translate("ReportIn", "召集人次")),
        figure("answered", translate("ReportIn", "应答人次")),
    )
