"""Search everything: cases by number, receipt code, title or place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.cases.numbers import short
from app.cases.queries.card import find_by_number
from app.cases.queries.queue import CaseRow, QueueFilter, QueueView, case_rows, queue_page
from app.core.words import label as word
from ui.core.slices import Desk, SearchHit
from ui.core.targets import CaseWanted

OPEN_MOST = 8
CLOSED_MOST = 4
EXACT, OPEN_SCORE, CLOSED_SCORE = 100, 60, 30


def find_cases(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    """Return the case of that very number first, then open ones, then closed ones."""
    now, actor = desk.parts.clock.now(), desk.actor
    hits: list[SearchHit] = []
    exact = find_by_number(session, actor, text)
    if exact is not None:
        hits += [_hit(row, EXACT) for row in case_rows(session, actor, (exact,))]
    narrowed = QueueFilter(text=text)
    for view, most, score in (
        (QueueView.ALL_OPEN, OPEN_MOST, OPEN_SCORE),
        (QueueView.CLOSED, CLOSED_MOST, CLOSED_SCORE),
    ):
        page = queue_page(session, actor, view, now=now, narrowed=narrowed, size=most)
        hits += [_hit(row, score) for row in page.rows if row.id != exact]
    number = text.strip()
    return [
        replace(hit, score=EXACT) if hit.detail.startswith(f"{number}·") else hit for hit in hits
    ]


def _hit(row: CaseRow, score: int) -> SearchHit:
    number = short(row.number) if row.number else ""
    parts = (number, word(row.state), row.region_name, row.unit)
    detail = "·".join(part for part in parts if part)
    return SearchHit(row.title, detail, "ph.clipboard-text", CaseWanted(row.id), score)
