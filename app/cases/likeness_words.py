"""Why two cases are taken for one matter, in words: 同类，相距 40 米，3 小时前，文字相似 62%."""

from collections.abc import Mapping
from typing import Any

from app.cases.likeness import Likeness
from app.core.words import say

_HOUR, _DAY = 3600, 24 * 3600


def why_words(why: Likeness | Mapping[str, Any]) -> str:
    """Return what speaks for it, the plainest first; "" where nothing was told."""
    facts = why.as_facts() if isinstance(why, Likeness) else why
    if not facts:
        return ""
    parts = [say("cases.alike.kind")] if facts.get("kind") else []
    metres = facts.get("metres")
    if metres is not None:
        parts.append(_far(int(metres)))
    seconds = facts.get("seconds")
    if seconds is not None:
        parts.append(_when(int(seconds)))
    if facts.get("text"):
        parts.append(say("cases.alike.text", percent=facts["text"]))
    if facts.get("phone"):
        parts.append(say("cases.alike.phone"))
    return "，".join(parts)


def _far(metres: int) -> str:
    if metres < 1:
        return say("cases.alike.same_point")
    if metres < 1000:
        return say("cases.alike.metres", metres=metres)
    return say("cases.alike.kilometres", kilometres=f"{metres / 1000:.1f}")


def _when(seconds: int) -> str:
    word = "before" if seconds >= 0 else "after"
    apart = abs(seconds)
    if apart < _HOUR:
        return say(f"cases.alike.minutes_{word}", count=max(1, apart // 60))
    if apart < 2 * _DAY:
        return say(f"cases.alike.hours_{word}", count=round(apart / _HOUR))
    return say(f"cases.alike.days_{word}", count=round(apart / _DAY))
