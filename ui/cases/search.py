"""Search everything: cases by number, receipt code or any words in them; a phone if asked to."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.cases import rights
from app.cases.numbers import short
from app.cases.personal import clean_phone, names_a_caller
from app.cases.queries.card import find_by_number
from app.cases.queries.queue import CaseRow, case_rows
from app.cases.queries.search import FoundCase, search_count, search_page
from app.cases.rules import OPEN_STATES
from app.core.errors import AppError
from app.core.words import label as word
from ui.core.slices import Desk, SearchHit
from ui.core.targets import CaseWanted, FoundWanted, PhoneWanted

OPEN_MOST = 8
CLOSED_MOST = 4
EXACT, OPEN_SCORE, CLOSED_SCORE, PHONE_SCORE, ALL_SCORE = 100, 60, 30, 20, 10
_ICON = "ph.clipboard-text"


def find_cases(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    """Return the case of that very number first, then open ones, then ended ones, each newest
    first; last of all what leads to the rest of them, and to the cases of a phone number.
    """
    return [*_cases(desk, session, text), *_phone(desk, text)]


def _cases(desk: Desk, session: Any, text: str) -> Iterator[SearchHit]:
    actor = desk.actor
    exact = find_by_number(session, actor, text)
    if exact is not None:
        for row in case_rows(session, actor, (exact,)):
            yield SearchHit(row.title, _detail(row), _ICON, CaseWanted(row.id), EXACT)
    begun = search_page(session, actor, text, only_open=True, size=OPEN_MOST)
    newest = search_page(session, actor, text, size=OPEN_MOST + CLOSED_MOST)
    shown = {each.row.id for each in begun.rows} | {exact}
    rest = [each for each in newest.rows if each.row.id not in shown]
    ended = [each for each in rest if each.row.state not in OPEN_STATES][:CLOSED_MOST]
    for score, rows in ((OPEN_SCORE, begun.rows), (CLOSED_SCORE, ended)):
        yield from (_hit(each, text, score) for each in rows if each.row.id != exact)
    if newest.after is not None or len(rest) > len(ended):
        yield _all(text, str(search_count(session, actor, text)))


def _hit(found: FoundCase, text: str, score: int) -> SearchHit:
    detail = _detail(found.row)
    return SearchHit(
        found.row.title,
        detail,
        _ICON,
        CaseWanted(found.row.id),
        EXACT if detail.startswith(f"{text.strip()}·") else score,
        found.title_at,
        found.snippet if found.snippet_at else "",
        found.snippet_at,
    )


def _detail(row: CaseRow) -> str:
    number = short(row.number) if row.number else ""
    parts = (number, word(row.state), row.region_name, row.unit)
    return "·".join(part for part in parts if part)


def _all(text: str, count: str) -> SearchHit:
    words = QCoreApplication.translate("CaseSearch", "全部 {count} 件")
    told = QCoreApplication.translate("CaseSearch", "按来件时间从新到旧")
    title = words.format(count=count)
    return SearchHit(title, told, "ph.list-bullets", FoundWanted(text), ALL_SCORE, ())


def _phone(desk: Desk, text: str) -> Iterator[SearchHit]:
    """Offer to look a number up; it is done, and written down, only where that is chosen."""
    actor, number = desk.actor, _whole_number(text)
    if not number or not (actor.may(rights.REGISTER) and actor.may(rights.READ_PERSONAL)):
        return
    title = QCoreApplication.translate("CaseSearch", "查这个号码（尾号 {last}）反映过的事件")
    told = QCoreApplication.translate("CaseSearch", "查找会记入日志")
    last = number[-4:]
    target = PhoneWanted(number)
    yield SearchHit(title.format(last=last), told, "ph.phone", target, PHONE_SCORE, ())


def _whole_number(typed: str) -> str:
    try:
        number = clean_phone(typed)
    except AppError:
        return ""
    return number if names_a_caller(number) else ""
