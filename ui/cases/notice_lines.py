"""What went out about a case and what came back, as lines of its panel."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.notice_rules import Audience, NoticeState
from app.cases.queries.notices import NoticeRow
from app.core.words import label as word
from ui.core.facts import FactLine
from ui.core.relative_time import moment_and_relative

SHOWN = 4


def notice_lines(rows: tuple[NoticeRow, ...], now: datetime) -> Iterator[FactLine]:
    """Yield the newest notices, oldest first, each answer under its notice."""
    translate = QCoreApplication.translate
    title = translate("NoticeLines", "通知")
    for row in rows[-SHOWN:]:
        yield FactLine(title, _told(row), _when(row, now))
        title = ""
        for at, text, is_from_there in row.replies:
            said = translate("NoticeLines", "回复：{text}").format(text=text)
            if is_from_there is False:
                said = translate("NoticeLines", "别的号码回复：{text}").format(text=text)
            yield FactLine("", said, moment_and_relative(at, now))


def _told(row: NoticeRow) -> str:
    translate = QCoreApplication.translate
    whom = row.unit or word(row.audience)
    if row.audience is Audience.CALLER:
        whom = word(row.audience)
        if row.last4:
            words = translate("NoticeLines", "{whom}（尾号 {last4}）")
            whom = words.format(whom=whom, last4=row.last4)
    told = translate("NoticeLines", "{channel}给{whom} {state}")
    return told.format(channel=word(row.channel), whom=whom, state=word(row.state))


def _when(row: NoticeRow, now: datetime) -> str:
    if row.sent_at is not None:
        return moment_and_relative(row.sent_at, now)
    if row.fault is not None:
        return "，".join(part for part in (word(row.fault), row.detail) if part)
    if row.state is NoticeState.WAITING and row.tries:
        words = QCoreApplication.translate("NoticeLines", "试过 {count} 次")
        return words.format(count=row.tries)
    return ""
