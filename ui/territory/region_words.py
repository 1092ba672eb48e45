"""How regions, grids, posts and places are said on the pages of this slice."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from app.core.words import label as word
from app.territory.queries import PostRow, RegionRow
from app.territory.rules import CommunityKind, GridKind, PostRole, Tier, WorkerKind


def number(value: int) -> str:
    """Return a number with its thousands apart: 41,203."""
    return f"{value:,}"


def kind_words(row: RegionRow) -> str:
    """Return what a region is: 综合网格, 居委会, 街道（镇）."""
    if row.kind is not None and row.tier is Tier.GRID:
        return word(GridKind(row.kind))
    if row.kind is not None and row.tier is Tier.COMMUNITY:
        return word(CommunityKind(row.kind))
    return word(row.tier)


def code_words(code: str) -> str:
    """Return a code in its steps, so that it can be read out: 140213 054 002 003."""
    head, rest = code[:6], code[6:]
    return " ".join((head, *(rest[at : at + 3] for at in range(0, len(rest), 3)))).strip()


def post_words(row: PostRow) -> str:
    """Return what somebody is: 网格员（专职）, 网格长."""
    if row.worker_kind is None:
        return word(row.role)
    return f"{word(row.role)}（{word(row.worker_kind)}）"


def term_words(row: PostRow) -> str:
    """Return the term of a post: 2025-10-20 起, 2025-10-20 至 2026-03-01."""
    translate = QCoreApplication.translate
    if row.until is None:
        return translate("RegionWords", "{since} 起").format(since=row.since)
    return translate("RegionWords", "{since} 至 {until}").format(since=row.since, until=row.until)


def in_office(post: PostRow, on: date) -> bool:
    """Tell whether a post is held on a day; first and last day count."""
    return post.since <= on and (post.until is None or post.until >= on)


def lacks_worker(row: RegionRow, posts: Sequence[PostRow], on: date) -> bool:
    """Tell whether a general grid has no full-time worker in office."""
    if row.tier is not Tier.GRID or row.kind != GridKind.GENERAL:
        return False
    return not any(
        post.role is PostRole.WORKER
        and post.worker_kind is WorkerKind.FULL_TIME
        and in_office(post, on)
        for post in posts
    )
