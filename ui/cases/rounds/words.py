"""Rounds in words and columns."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt

from app.cases.rounds.queries.made import RoundRow
from app.cases.rounds.queries.plans import PlanRow, TallyRow
from app.cases.rounds.rules import PlanState, Window
from app.core.clock import local
from app.core.words import label as word
from ui.core.relative_time import short, time_of_day
from ui.core.table_model import Column

NOTHING = "—"
TONES = {PlanState.OVERDUE: "over", PlanState.DUE: "warn", PlanState.DONE: "ok"}
ICONS = {
    PlanState.OVERDUE: "ph.warning-circle",
    PlanState.DUE: "ph.hourglass-high",
    PlanState.DONE: "ph.check-circle",
}
MINUTE = timedelta(minutes=1)


def window_words(window: Window | None) -> str:
    """Return the days within which a round is to be made."""
    if window is None:
        return NOTHING
    if window.first == window.last:
        return f"{window.first:%m-%d}"
    return f"{window.first:%m-%d} – {window.last:%m-%d}"


def span_words(begin: datetime, end: datetime) -> str:
    """Return when a round was made."""
    same = local(begin).date() == local(end).date()
    return f"{short(begin)}–{time_of_day(end) if same else short(end)}"


def minutes_words(row: RoundRow) -> str:
    """Return how long a round took."""
    words = QCoreApplication.translate("Rounds", "{minutes} 分钟")
    return words.format(minutes=(row.ended_at - row.started_at) // MINUTE)


def seen_words(row: RoundRow) -> str:
    """Return what shows that a round was made: places of the track, stops that were seen."""
    translate, told = QCoreApplication.translate, []
    if row.points:
        told.append(translate("Rounds", "{points} 个轨迹点").format(points=row.points))
    if row.stops or row.visited:
        words = translate("Rounds", "点位 {seen}/{all}")
        told.append(words.format(seen=len(row.visited), all=max(row.stops, len(row.visited))))
    return "，".join(told) or NOTHING


def plan_columns() -> tuple[Column[PlanRow], ...]:
    """Return what is shown of planned rounds."""
    translate = QCoreApplication.translate
    return (
        Column(
            "state",
            translate("Rounds", "现在"),
            lambda row: word(row.standing.state),
            width=84,
            tone="text",
            fixed=True,
        ),
        Column(
            "window",
            translate("Rounds", "哪几天走一次"),
            lambda row: window_words(row.standing.window),
            width=112,
        ),
        Column(
            "name",
            translate("Rounds", "巡查"),
            lambda row: row.name,
            width=150,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Rounds", "方式"), lambda row: word(row.kind), width=76),
        Column("rhythm", translate("Rounds", "多久一次"), lambda row: word(row.rhythm), width=76),
        Column("region", translate("Rounds", "网格"), lambda row: row.region_name, width=132),
        Column("people", translate("Rounds", "谁走"), lambda row: row.names or NOTHING, width=110),
        Column(
            "last",
            translate("Rounds", "上次"),
            lambda row: NOTHING if row.last_at is None else short(row.last_at),
            width=92,
        ),
    )


def round_columns() -> tuple[Column[RoundRow], ...]:
    """Return what is shown of rounds that were made."""
    translate = QCoreApplication.translate
    return (
        Column(
            "when",
            translate("Rounds", "什么时候"),
            lambda row: span_words(row.started_at, row.ended_at),
            width=136,
            fixed=True,
        ),
        Column(
            "name",
            translate("Rounds", "巡查"),
            lambda row: row.plan_name or translate("Rounds", "没有排的"),
            width=150,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Rounds", "方式"), lambda row: word(row.kind), width=76),
        Column("region", translate("Rounds", "网格"), lambda row: row.region_name, width=132),
        Column("person", translate("Rounds", "谁走的"), lambda row: row.person_name, width=76),
        Column("seen", translate("Rounds", "凭什么"), seen_words, width=150),
        Column(
            "findings",
            translate("Rounds", "发现"),
            lambda row: str(row.findings) if row.findings else NOTHING,
            width=56,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column(
            "state",
            translate("Rounds", "状态"),
            lambda row: (
                translate("Rounds", "撤回了")
                if row.dropped_at is not None
                else translate("Rounds", "记下了")
            ),
            width=64,
        ),
    )


def tally_columns(title: str) -> tuple[Column[TallyRow], ...]:
    """Return what is shown of rounds due and made; `title` says of what."""
    translate, right = QCoreApplication.translate, Qt.AlignmentFlag.AlignRight
    return (
        Column(
            "name",
            title,
            lambda row: row.name,
            width=150,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "planned",
            translate("Rounds", "该走几次"),
            lambda row: str(row.tally.planned),
            width=84,
            align=right,
        ),
        Column(
            "done",
            translate("Rounds", "走到几次"),
            lambda row: str(row.tally.done),
            width=84,
            align=right,
        ),
        Column(
            "left",
            translate("Rounds", "没走"),
            lambda row: str(row.tally.planned - row.tally.done or NOTHING),
            width=64,
            align=right,
        ),
        Column(
            "walked",
            translate("Rounds", "一共走了"),
            lambda row: str(row.walked),
            width=84,
            align=right,
        ),
    )
