"""Everything letters and minutes are set from, as it is kept: JSON, written in one way only."""

import json
import re
from datetime import datetime
from typing import Any

from app.core.words import say
from app.papers.frame import Span
from app.papers.official import (
    BODY,
    FIRST,
    SECOND,
    Block,
    Head,
    Listing,
    Official,
    Words,
)
from app.papers.rules import ReasonMissing
from app.papers.table import Column, Row

VERSION = 1
_STYLES = {"body": BODY, "first": FIRST, "second": SECOND}
_NAMES = {style: name for name, style in _STYLES.items()}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
"""When it was counted, which is another one each time and no change of what is said."""
TOLD, TOLD_LENGTH = 3, 40
"""So many lines that changed are named, so much of each; of more, the rest is counted."""


def written(told: Official) -> str:
    """Return a paper of paragraphs and tables as text."""
    head = told.head
    return json.dumps(
        {
            "version": VERSION,
            "name": told.name,
            "issuer": told.issuer,
            "title": told.title,
            "moment": told.moment.isoformat(),
            "head": [head.mark, head.line, head.left, head.right] if head is not None else None,
            "blocks": [_kept(block) for block in told.blocks],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def read(text: str) -> Official:
    """Return the paper that was kept."""
    told = json.loads(text)
    return Official(
        name=told["name"],
        issuer=told["issuer"],
        title=told["title"],
        moment=datetime.fromisoformat(told["moment"]),
        head=Head(*told["head"]) if told["head"] is not None else None,
        blocks=tuple(map(_block, told["blocks"])),
    )


def _kept(block: Block) -> dict[str, Any]:
    if isinstance(block, Words):
        return {
            "words": [[span.text, _NAMES[span.style]] for span in block.spans],
            "mark": block.mark,
            "level": block.level,
            "is_heading": block.is_heading,
            "flush": block.flush,
        }
    if isinstance(block, Listing):
        return {
            "heading": block.heading,
            "columns": [[each.name, each.width, each.figures] for each in block.columns],
            "rows": [list(row.cells) for row in block.rows],
        }
    raise TypeError(type(block).__name__)  # no letter has a chart


def _block(told: dict[str, Any]) -> Block:
    if "words" in told:
        spans = tuple(Span(text, _STYLES[name]) for text, name in told["words"])
        return Words(spans, told["mark"], told["level"], told["is_heading"], told["flush"])
    columns = tuple(Column(*each) for each in told["columns"])
    return Listing(told["heading"], columns, tuple(Row(tuple(row)) for row in told["rows"]))


def correction_words(version: int, before: Official, now: Official, reason: str) -> str:
    """Return what a version says of itself: which lines came and went since a signed one, and why.

    Raises:
        ReasonMissing: No reason is given.
    """
    if not reason:
        raise ReasonMissing
    old, new = _lines(before), _lines(now)
    came = [line for line in new if line not in set(old)]
    gone = [line for line in old if line not in set(new)]
    parts = [part for part in (_named("came", came), _named("gone", gone)) if part]
    changes = say("papers.and").join(parts) or say("papers.lines_same")
    return say("papers.correction", version=version, changes=changes, reason=reason)


def _lines(told: Official) -> list[str]:
    found: list[str] = []
    for block in told.blocks:
        if isinstance(block, Words):
            found.append(_MOMENT.sub("", "".join(span.text for span in block.spans)))
        elif isinstance(block, Listing):
            found += [say("papers.cell_and").join(filter(None, row.cells)) for row in block.rows]
    return found


def _named(key: str, lines: list[str]) -> str:
    if not lines:
        return ""
    shown = "".join(say("papers.line", line=line[:TOLD_LENGTH]) for line in lines[:TOLD])
    more = len(lines) - TOLD
    return say(f"papers.lines_{key}_more" if more > 0 else f"papers.lines_{key}",
               lines=shown, count=max(more, 0))  # fmt: skip
