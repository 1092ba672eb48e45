"""Limits that are being changed and not published yet, and kinds that are not saved: pure values,
kept on this computer over a crash, a sign-out, a power cut.
"""

from dataclasses import dataclass, replace
from typing import Any

from app.cases.clock import Limit
from app.cases.kind_body import KindBody, body_from
from app.cases.limit_edit import (
    Body,
    LimitChange,
    LimitClock,
    limit_changes,
    moved_onto,
    with_limit,
)
from app.cases.rules import Level
from app.core.errors import AppError
from ui.core.preferences import Preferences

LIMITS_KEPT, KINDS_KEPT = "kinds/limits", "kinds/typed"


@dataclass(frozen=True, slots=True)
class LimitDraft:
    """What shall follow the version `number`, whose table is `base`."""

    number: int
    base: Body
    body: Body

    @property
    def changes(self) -> tuple[LimitChange, ...]:
        """Return what it says differently."""
        return limit_changes(self.base, self.body)

    @property
    def is_changed(self) -> bool:
        """True where it says something else than its base."""
        return self.body != self.base and bool(self.changes)

    def with_limit(
        self, code: str, clock: LimitClock, level: Level, limit: Limit | None
    ) -> "LimitDraft":
        """Return the draft with one limit changed; raises as `app.cases.limit_edit` does."""
        return replace(self, body=with_limit(self.body, code, clock, level, limit))

    def on(self, number: int, base: Body) -> "LimitDraft":
        """Return what was changed here, moved onto another version."""
        return LimitDraft(number, base, moved_onto(self.base, self.body, base))


@dataclass(frozen=True, slots=True)
class KeptLimits:
    """A draft as it is kept: the number of its base, and its table."""

    number: int
    body: Body


def keep_limits(preferences: Preferences, draft: LimitDraft | None) -> None:
    """Keep a draft; one that changes nothing is forgotten."""
    if draft is None or not draft.is_changed:
        preferences.remove(LIMITS_KEPT)
    else:
        preferences.set_layout(LIMITS_KEPT, {"number": draft.number, "body": draft.body})


def kept_limits(preferences: Preferences) -> KeptLimits | None:
    """Return the draft that was kept, None where there is none that can be read."""
    kept = preferences.layout(LIMITS_KEPT)
    number, body = kept.get("number"), kept.get("body")
    if not isinstance(number, int) or not isinstance(body, dict):
        return None
    try:
        limit_changes(body, body)
    except (AppError, KeyError, ValueError, TypeError, AttributeError, IndexError):
        return None
    return KeptLimits(number, body)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of a kind and not saved, over the version that was seen."""

    version: int
    body: KindBody
    note: str = ""


def keep_typed(preferences: Preferences, typed: dict[str, Typed]) -> None:
    """Keep what was typed, by the code of its kind."""
    if not typed:
        preferences.remove(KINDS_KEPT)
        return
    kept: dict[str, object] = {
        code: {"version": each.version, "body": each.body.as_json(), "note": each.note}
        for code, each in typed.items()
    }
    preferences.set_layout(KINDS_KEPT, kept)


def kept_typed(preferences: Preferences) -> dict[str, Typed]:
    """Return what was kept and can be read."""
    found: dict[str, Typed] = {}
    for code, kept in preferences.layout(KINDS_KEPT).items():
        one = _typed(kept)
        if one is not None:
            found[code] = one
    return found


def _typed(kept: Any) -> Typed | None:
    try:
        return Typed(int(kept["version"]), body_from(kept["body"]), str(kept["note"]))
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
