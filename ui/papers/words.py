"""What papers and their periods are called on the page."""

from PySide6.QtCore import QCoreApplication

from app.core.words import label as word
from app.papers.briefing.period import Period
from app.papers.documents.queries import DocumentRow
from app.papers.queries import PaperRow
from app.papers.rules import PaperStep, PeriodKind

TONES = {PaperStep.REVIEWED: "warn", PaperStep.SIGNED: "ok", PaperStep.ISSUED: "ok"}
ICONS = {
    PaperStep.REVIEWED: "ph.eye",
    PaperStep.SIGNED: "ph.pen-nib",
    PaperStep.ISSUED: "ph.paper-plane-tilt",
}


def period_words(period: Period) -> str:
    """Return 11-23 周一, or 第 47 期，11-16 至 11-22, or 2026 年 10 月."""
    translate = QCoreApplication.translate
    first, last = period.days
    if period.kind is PeriodKind.DAILY:
        weekdays = translate("PaperWords", "周一 周二 周三 周四 周五 周六 周日").split()
        return f"{first:%m-%d} {weekdays[first.weekday()]}"
    if period.kind is PeriodKind.MONTHLY:
        words = translate("PaperWords", "{year} 年 {month} 月")
        return words.format(year=first.year, month=first.month)
    words = translate("PaperWords", "第 {number} 期，{first} 至 {last}")
    return words.format(number=period.number, first=f"{first:%m-%d}", last=f"{last:%m-%d}")


def number_words(row: PaperRow | DocumentRow) -> str:
    """Return the number in the year, 〔2026〕12号; "" before it is signed."""
    if row.number is None or row.dated is None:
        return ""
    number = QCoreApplication.translate("PaperWords", "〔{year}〕{number}号")
    return number.format(year=row.dated.year, number=row.number)


def state_words(row: PaperRow | DocumentRow) -> str:
    """Return how far a version is: 草稿，第 3 版."""
    translate = QCoreApplication.translate
    version = translate("PaperWords", "第 {version} 版").format(version=row.version)
    if row.step is None:
        return translate("PaperWords", "草稿，{version}").format(version=version)
    state = translate("PaperWords", "已{step}").format(step=word(row.step))
    told = translate("PaperWords", "{state}，{version}").format(state=state, version=version)
    number = number_words(row)
    return f"{told}  {number}" if number else told


def paper_words(row: PaperRow, place: str) -> str:
    """Return what a paper is called in the list; `place` is "" for the own region."""
    told = f"{period_words(row.period)}  {state_words(row)}"
    return f"{place} {told}" if place else told
