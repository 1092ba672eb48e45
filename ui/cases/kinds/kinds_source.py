"""What the page of kinds reads, on reader threads."""

from dataclasses import dataclass
from typing import Any

from app.cases.limit_edit import DEFAULT
from app.cases.queries.kinds import (
    KindNode,
    KindSeen,
    KindVersionSeen,
    LimitsSeen,
    LimitVersionSeen,
    kind_history,
    kind_seen,
    kind_tree,
    limit_history,
    limits_seen,
)


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What the page shows whatever is chosen."""

    nodes: tuple[KindNode, ...]
    limits: LimitsSeen


@dataclass(frozen=True, slots=True)
class EditorSeen:
    """What is shown of the chosen one; `kind` is None for all kinds."""

    code: str
    kind: KindSeen | None
    kind_versions: tuple[KindVersionSeen, ...]
    limit_versions: tuple[LimitVersionSeen, ...]


def page_seen(session: Any, draft_on: int | None) -> PageSeen:
    """Return the tree and the limits; `draft_on` is the version a kept draft was begun on."""
    return PageSeen(kind_tree(session), limits_seen(session, draft_on))


def editor_seen(session: Any, code: str) -> EditorSeen:
    """Return one kind with its versions and those of the limits."""
    if code == DEFAULT:
        return EditorSeen(code, None, (), limit_history(session))
    return EditorSeen(
        code, kind_seen(session, code), kind_history(session, code), limit_history(session)
    )
