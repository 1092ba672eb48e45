"""The numbers of a briefing as they are kept: plain JSON, written in the one way it can be written,
so that the same paper can be set again from it. The template stands in it as well: one that is
changed later changes no paper.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.clock import local
from app.papers.briefing.figures import Book, Figure
from app.papers.briefing.gather import Bar, Gathered
from app.papers.briefing.period import Period, PeriodWish
from app.papers.briefing.row_keys import from_kept
from app.papers.briefing.sentences import phrase
from app.papers.rules import PeriodKind

VERSION = 2
_FIRST = 1
"""Told of weeks only, and was set with the template that came with the program."""


def written(gathered: Gathered, rows: Mapping[str, str] | None = None) -> str:
    """Return the numbers of a period as text.

    Args:
        gathered: The numbers.
        rows: Keys of the rows that figures count, as they are written; None keeps none.
    """
    wish = gathered.wish
    told: dict[str, Any] = {
        "version": VERSION,
        "kind": wish.period.kind.value,
        "region": wish.region,
        "first": wish.period.first.isoformat(),
        "as_of": gathered.as_of.isoformat(),
        "figures": [figure.as_json() for figure in gathered.book.figures.values()],
        "words": gathered.book.words,
        "sentences": gathered.book.sentences,
        "regions": [list(each) for each in gathered.regions],
        "kinds": [list(each) for each in gathered.kinds],
        "bars": [[bar.key, bar.name, bar.before, bar.usual] for bar in gathered.bars],
        "usual_count": gathered.usual_count,
        "running": gathered.running,
        "template": gathered.template,
        "template_version": gathered.template_version,
    }
    if rows:
        told["rows"] = dict(rows)
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Gathered:
    """Return the numbers that were kept, by this version of the program or one before."""
    told = json.loads(text)
    if told["version"] == _FIRST:
        told |= _of_first(told)
    figures = map(Figure.from_json, told["figures"])
    book = Book({figure.name: figure for figure in figures}, told["words"], told["sentences"])
    period = Period(date.fromisoformat(told["first"]), PeriodKind(told["kind"]))
    return Gathered(
        wish=PeriodWish(told["region"], period),
        as_of=datetime.fromisoformat(told["as_of"]),
        book=book,
        regions=tuple((code, name) for code, name in told["regions"]),
        kinds=tuple((code, name) for code, name in told["kinds"]),
        bars=tuple(
            Bar(key, name, before, (usual[0], usual[1]) if usual else None)
            for key, name, before, usual in told["bars"]
        ),
        usual_count=told["usual_count"],
        running=told["running"],
        template=told["template"],
        template_version=told["template_version"],
    )


def _of_first(told: dict[str, Any]) -> dict[str, Any]:
    """Return what the first version of a snapshot said in other words."""
    monday = date.fromisoformat(told["monday"])
    today = local(datetime.fromisoformat(told["as_of"])).date()
    days = [at for at in range(7) if monday + timedelta(days=at) <= today]
    before = told["before_days"]
    usual = told["usual_days"] or [None] * len(before)
    weekdays = phrase.names("weekdays")
    return {
        "kind": PeriodKind.WEEKLY.value,
        "first": told["monday"],
        "kinds": [],
        "bars": [[f"day{at + 1}", weekdays[at], before[at], usual[at]] for at in days],
        "usual_count": told["weeks"],
        "template": "",
        "template_version": 0,
    }


def kept_rows(text: str) -> dict[str, tuple[UUID, ...]]:
    """Return the keys of the rows that figures counted, by figure; none of an older paper."""
    return from_kept(json.loads(text).get("rows", {}))


def digest(body: bytes) -> str:
    """Return the SHA-256 of what is kept."""
    return hashlib.sha256(body).hexdigest()
