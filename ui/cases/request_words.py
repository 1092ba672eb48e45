"""What somebody asked the director for, in one sentence; pure."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock import LimitUnit
from app.cases.queries.work import RequestRow
from app.cases.work_states import RequestKind
from app.core.words import label as word
from ui.cases.clock_faces import day_and_time


def wish_words(row: RequestRow, unit: LimitUnit | None, now: datetime) -> str:
    """Return ``申请延期 2 工作日`` or ``申请挂起到 11-26 09:00``."""
    translate = QCoreApplication.translate
    if row.kind is RequestKind.EXTENDED:
        amount = f"{row.amount or 0:g} {word(unit)}" if unit is not None else f"{row.amount:g}"
        return translate("RequestWords", "申请延期 {amount}").format(amount=amount)
    if row.kind is RequestKind.REOPENED:
        return translate("RequestWords", "再不满意，要不要重办")
    if row.until is not None:
        words = translate("RequestWords", "申请{kind}到 {until}")
        return words.format(kind=word(row.kind), until=day_and_time(row.until, now))
    return translate("RequestWords", "申请{kind}").format(kind=word(row.kind))


def request_words(row: RequestRow, unit: LimitUnit | None, now: datetime) -> str:
    """Return who asked for what, when and why."""
    who = f"{row.unit} {row.person}".strip()
    words = QCoreApplication.translate("RequestWords", "{who} {at} {wish}：{reason}")
    return words.format(
        who=who,
        at=day_and_time(row.asked_at, now),
        wish=wish_words(row, unit, now),
        reason=row.reason,
    )
