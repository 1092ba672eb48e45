"""The columns of the list of whistles."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.numbers import short as short_number
from app.cases.queries.whistle_list import ListedWhistle
from app.cases.whistle_rules import UnitStage, WhistleState
from app.core.words import label as word
from ui.core.relative_time import moment_and_relative, short_or_day
from ui.core.table_model import Column

NOTHING = "—"
_STAGES = (UnitStage.TO_SIGN, UnitStage.TO_APPEAR, UnitStage.TO_REPORT)


def whistle_columns(now: Callable[[], datetime]) -> tuple[Column[ListedWhistle], ...]:
    """Return the columns; `now` tells the time."""
    translate = QCoreApplication.translate
    return (
        Column(
            "kind",
            translate("Whistles", "类型"),
            lambda row: word(row.kind),
            width=76,
            tone="text",
        ),
        Column(
            "title",
            translate("Whistles", "事件"),
            lambda row: row.title,
            width=170,
            stretch=True,
            tone="text",
            large=True,
            tooltip=lambda row: row.title,
            fixed=True,
        ),
        Column("lead", translate("Whistles", "牵头"), _lead, width=96),
        Column(
            "appear",
            translate("Whistles", "到场时间"),
            lambda row: short_or_day(row.appear_at, now()),
            width=92,
        ),
        Column(
            "stands",
            translate("Whistles", "各单位"),
            stands_words,
            width=150,
            tone="text",
            tooltip=_all_units,
        ),
        Column(
            "late",
            translate("Whistles", "谁迟了"),
            lambda row: "、".join(row.late),  # a red dash would look like trouble
            width=110,
            tone="over.text",
            tooltip=lambda row: "、".join(row.late),
        ),
        Column(
            "number",
            translate("Whistles", "吹哨单"),
            lambda row: row.number or NOTHING,
            width=104,
            hidden=True,
        ),
        Column(
            "case",
            translate("Whistles", "事件编号"),
            lambda row: short_number(row.case_number) if row.case_number else NOTHING,
            width=84,
            hidden=True,
        ),
        Column(
            "since",
            translate("Whistles", "起草或吹哨"),
            lambda row: moment_and_relative(row.blown_at or row.drafted_at, now()),
            width=150,
            hidden=True,
        ),
    )


def _lead(row: ListedWhistle) -> str:
    return next((unit.name for unit in row.units if unit.is_lead), NOTHING)


def stands_words(row: ListedWhistle) -> str:
    """Return how far the units are: what is owed, or that all is done."""
    translate = QCoreApplication.translate
    if row.state is not WhistleState.BLOWN:
        if row.state is WhistleState.DRAFTED:
            return translate("Whistles", "{count} 家").format(count=len(row.units))
        absent = sum(unit.stage is UnitStage.ABSENT for unit in row.units)
        words = translate("Whistles", "{state}，{count} 家没来")
        if not absent or row.state is WhistleState.CANCELLED:
            return word(row.state)
        return words.format(state=word(row.state), count=absent)
    parts = []
    for stage in _STAGES:
        count = sum(unit.stage is stage for unit in row.units)
        if count:
            parts.append(f"{count} {word(stage)}")
    return "，".join(parts) or translate("Whistles", "都已反馈")


def _all_units(row: ListedWhistle) -> str:
    return "\n".join(f"{unit.name} {word(unit.stage)}" for unit in row.units)
