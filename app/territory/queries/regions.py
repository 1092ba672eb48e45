"""The region tree: children, paths, search."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.errors import NotFound
from app.territory.models import Region
from app.territory.place_words import plain_words
from app.territory.rules import Tier, ancestors_of, short_name

AFTER_DIGITS = ":"  # follows "9" byte by byte
AFTER_LETTERS = "{"  # follows "z" byte by byte


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A node of the tree.

    Attributes:
        code: 2 to 15 digits.
        name: Official name.
        tier: Height in the tree.
        parent_code: One tier up, None for a province.
        kind: Value of `CommunityKind` or `GridKind`, None for what has none or is unknown.
        is_retired: The code is no longer in use and only read.
        version: To be handed back when the row is saved.
    """

    code: str
    name: str
    tier: Tier
    parent_code: str | None
    kind: str | None
    is_retired: bool
    version: int

    @property
    def short(self) -> str:
        """Return what people call it: 桥北社区居民委员会 → 桥北社区."""
        return short_name(self.name)


@dataclass(frozen=True, slots=True)
class RegionHit:
    """A region that was searched for, and where it lies.

    Attributes:
        region: The region itself.
        path: Names of the regions above, the province first.
    """

    region: RegionRow
    path: tuple[str, ...]


def code_within(
    column: InstrumentedAttribute[str], prefix: str, after: str = AFTER_DIGITS
) -> sa.ColumnElement[bool]:
    """Return the condition that a text begins with `prefix`, as a range an index can walk."""
    if not prefix:
        return sa.true()
    return sa.and_(column >= prefix, column < prefix + after)


def children(
    session: Session, code: str | None, *, with_retired: bool = False
) -> tuple[RegionRow, ...]:
    """Return the regions one tier below `code` (None: the provinces) in the order of codes."""
    stmt = _regions().where(Region.parent_code == code if code else Region.parent_code.is_(None))
    if not with_retired:
        stmt = stmt.where(Region.retired_at.is_(None))
    return tuple(map(region_row, session.execute(stmt.order_by(Region.code))))


def region(session: Session, code: str) -> RegionRow:
    """Return one region, also a retired one.

    Raises:
        NotFound: There is no such code.
    """
    row = session.execute(_regions().where(Region.code == code)).one_or_none()
    if row is None:
        raise NotFound
    return region_row(row)


def region_path(session: Session, code: str) -> tuple[RegionRow, ...]:
    """Return the regions from the province down to `code` itself, as far as they are known."""
    codes = (*ancestors_of(code), code)
    stmt = _regions().where(Region.code.in_(codes)).order_by(Region.code)
    return tuple(map(region_row, session.execute(stmt)))


def region_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the short names of some codes; unknown ones are left out."""
    wanted = set(codes)
    stmt = sa.select(Region.code, Region.name).where(Region.code.in_(wanted))
    return {code: short_name(name) for code, name in session.execute(stmt)} if wanted else {}


def search_regions(
    session: Session, text: str, *, within: Iterable[str] = ("",), limit: int = 20
) -> tuple[RegionHit, ...]:
    """Find regions by code, part of the name, initials or pinyin.

    Args:
        session: Reading session.
        text: What was typed: 140213, 振华, zhjd or zhenhua; ``%`` and quotes are plain letters.
        within: Code prefixes to stay in, a person's scope for example.
        limit: At most so many.

    Returns:
        The best first: the very name, then names that begin so, higher tiers before lower.
    """
    typed = plain_words(text)
    if not typed:
        return ()
    stmt = _regions().where(
        _looks_like(typed),
        sa.or_(sa.false(), *(code_within(Region.code, prefix) for prefix in within)),
        Region.retired_at.is_(None),
    )
    name = _unspaced_name()
    best = sa.case(
        (sa.or_(name == typed, Region.initials == typed, Region.code == typed), 0),
        (name.startswith(typed, autoescape=True), 1),
        else_=2,
    )
    stmt = stmt.order_by(best, sa.func.length(Region.code), Region.pinyin, Region.code)
    rows = tuple(map(region_row, session.execute(stmt.limit(limit))))
    names = region_names(session, {above for row in rows for above in ancestors_of(row.code)})
    return tuple(
        RegionHit(row, tuple(names[above] for above in ancestors_of(row.code) if above in names))
        for row in rows
    )


def _looks_like(typed: str) -> sa.ColumnElement[bool]:
    named = _unspaced_name().contains(typed, autoescape=True)
    if typed.isascii() and typed.isdigit():
        return sa.or_(code_within(Region.code, typed), named)
    if typed.isascii() and typed.isalnum():
        spoken = sa.func.replace(Region.pinyin, " ", "")
        return sa.or_(
            code_within(Region.initials, typed, AFTER_LETTERS),
            spoken.startswith(typed, autoescape=True),
            named,
        )
    return named


def _unspaced_name() -> sa.Function[str]:
    """Return the name as it is compared: what was typed has no spaces, 桥北 02 has one."""
    return sa.func.replace(sa.func.lower(Region.name), " ", "")


def _regions() -> sa.Select[str, str, str, str | None, str | None, bool, int]:
    return sa.select(
        Region.code,
        Region.name,
        Region.tier,
        Region.parent_code,
        Region.kind,
        Region.retired_at.is_not(None),
        Region.version,
    )


def region_row(row: sa.Row[str, str, str, str | None, str | None, bool, int]) -> RegionRow:
    """Return the frozen row of a selected region."""
    code, name, tier, parent_code, kind, is_retired, version = row
    return RegionRow(code, name, Tier(tier), parent_code, kind, bool(is_retired), version)
