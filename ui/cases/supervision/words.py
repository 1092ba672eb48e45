"""Supervision sheets in words: how one stands, what it waits for; pure."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.queries.sheets import SheetRow, SheetView
from app.cases.work_states import SupervisionState
from app.core.words import label as word
from ui.core.relative_time import short_or_day

NOTHING = "—"


def view_words(view: SheetView) -> str:
    """Return what a view of the page is called."""
    translate = QCoreApplication.translate
    return {
        SheetView.DRAFTED: translate("Supervision", "待签发"),
        SheetView.ISSUED: translate("Supervision", "待答复"),
        SheetView.LATE: translate("Supervision", "过期没答复"),
        SheetView.REPLIED: translate("Supervision", "已答复"),
        SheetView.CLOSED: translate("Supervision", "已了结"),
    }[view]


def author_words(sheet: SheetRow) -> str:
    """Return who or which rule drafted a sheet."""
    if sheet.rule is None:
        return sheet.drafted_by
    words = QCoreApplication.translate("Supervision", "{rule}，自动起草")
    return words.format(rule=word(sheet.rule))


def reply_words(sheet: SheetRow, now: datetime) -> str:
    """Return until when a sheet is to be answered, or how late its answer came."""
    translate = QCoreApplication.translate
    if sheet.state is SupervisionState.ISSUED and sheet.reply_due_at is not None:
        moment = short_or_day(sheet.reply_due_at, now)
        late = translate("Supervision", "{moment} 已过")
        return late.format(moment=moment) if sheet.reply_due_at < now else moment
    if sheet.first_replied_at is None or sheet.first_due_at is None:
        return NOTHING
    if sheet.first_replied_at <= sheet.first_due_at:
        return translate("Supervision", "按时答复")
    return translate("Supervision", "超期答复")


def history_words(sheet: SheetRow) -> str:
    """Return how often a sheet went up a level and its answer came back, "" for never."""
    translate = QCoreApplication.translate
    told = []
    if sheet.raised_count:
        told.append(translate("Supervision", "升级 {n} 次").format(n=sheet.raised_count))
    if sheet.sent_back_count:
        told.append(translate("Supervision", "答复退回 {n} 次").format(n=sheet.sent_back_count))
    return "，".join(told)
