"""The roster as it is filtered while somebody types: any filter, keyset pages, counts."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.database import code_text
from app.core.errors import AppError
from app.core.paging import Count, Page
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember, PartyMembership
from app.party.queries.members import MemberRow, asked_of, page_of
from app.party.rules import Standing, words_of
from app.party.scope import members_seen

COUNT_LIMIT = 100_000
"""More members than a city has that report in (DOMAIN §15)."""
AT_ONCE = 60


class RosterView(StrEnum):
    """What part of the roster is shown; the words are in `label.RosterView`."""

    ALL = "all"
    PROBATIONARY = "probationary"
    SERVING = "serving"
    DUAL = "dual"
    WITHOUT_GRID = "without_grid"
    UNKNOWN_DAY = "unknown_day"  # when they joined is not known to the month


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """What narrows the roster; what is left out narrows nothing.

    Attributes:
        organisation_id: One with all that stands under it, and who belongs to it besides.
        text: Part of a name, workplace, skill or tag; beginning of pinyin or of its initials.
        view: One of the standing parts.
        skill: A whole skill.
        tag: A whole tag.
        joined_since: First day of joining.
        joined_until: Last day of joining.
        grid: Code of where they live, or its beginning.
    """

    organisation_id: UUID | None = None
    text: str = ""
    view: RosterView = RosterView.ALL
    standing: Standing | None = None
    skill: str = ""
    tag: str = ""
    joined_since: date | None = None
    joined_until: date | None = None
    grid: str = ""


def roster_page(
    session: Session,
    actor: Actor,
    chosen: RosterFilter,
    *,
    after: tuple[object, ...] | None = None,
    limit: int = AT_ONCE,
) -> Page[MemberRow]:
    """Return the next members of a filter, in the order of names.

    Args:
        session: To read with.
        actor: Who reads; sees the members of their scope.
        chosen: What is asked for.
        after: Where the page before ended.
        limit: Rows at most.
    """
    top = _top(session, chosen)
    few = chosen.text or chosen.skill or chosen.tag or chosen.grid
    most = top is None or top.is_head  # then reading all is less than looking each up
    walks = most and not few
    asked = asked_of(_unindexed(actor) if walks else members_seen(actor, ""))
    asked = asked.where(*_conditions(session, chosen, top, walks=most))
    return page_of(session, asked, after, limit, sorted_anew=not walks)


def count_roster(session: Session, actor: Actor, chosen: RosterFilter) -> Count:
    """Return how many members a filter has, `COUNT_LIMIT` at most."""
    inner = (
        sa.select(sa.literal(1))
        .select_from(PartyMember)
        .where(PartyMember.left_on.is_(None), members_seen(actor, ""))
        .where(*_conditions(session, chosen, _top(session, chosen)))
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    found = session.scalar(sa.select(sa.func.count()).select_from(inner)) or 0
    return Count(min(found, COUNT_LIMIT), found > COUNT_LIMIT)


@dataclass(frozen=True, slots=True)
class RosterFigures:
    """How many members an organisation has with all that stands under it (as of now).

    Attributes:
        dual: Who belongs to it besides their own.
    """

    full: int
    probationary: int
    serving: int
    without_grid: int
    dual: int


def roster_figures(session: Session, actor: Actor, organisation_id: UUID | None) -> RosterFigures:
    """Return the figures over a roster."""

    def counted(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    chosen = RosterFilter(organisation_id)
    asked = (
        sa.select(
            counted(PartyMember.standing == Standing.FULL),
            counted(PartyMember.standing == Standing.PROBATIONARY),
            counted(PartyMember.is_serving.is_(True)),
            counted(PartyMember.grid_code.is_(None)),
            counted(_is_dual()),
        )
        .where(PartyMember.left_on.is_(None), members_seen(actor, ""))
        .where(*_conditions(session, chosen, _top(session, chosen)))
    )
    return RosterFigures(*session.execute(asked).one())


@dataclass(frozen=True, slots=True)
class _Top:
    """The organisation a roster is asked of.

    Attributes:
        is_head: Whether it stands under nothing and nothing in its region stands elsewhere: the
            region then says who belongs under it.
    """

    id: UUID
    region: str
    is_head: bool


def _top(session: Session, chosen: RosterFilter) -> _Top | None:
    if chosen.organisation_id is None:
        return None
    row = session.get(PartyOrganisation, chosen.organisation_id)
    if row is None:
        return _Top(chosen.organisation_id, "", is_head=False)
    if row.parent_id is not None:
        return _Top(row.id, row.region, is_head=False)
    others = sa.select(PartyOrganisation.id).where(
        PartyOrganisation.parent_id.is_(None),
        PartyOrganisation.id != row.id,
        *_in_region(PartyOrganisation.region, row.region),
    )
    return _Top(row.id, row.region, is_head=session.scalar(others.limit(1)) is None)


def _in_region(
    column: sa.ColumnElement[str] | sa.SQLColumnExpression[str], region: str
) -> tuple[sa.ColumnElement[bool], ...]:
    return column >= region, column < f"{region}:"


def _unindexed(actor: Actor) -> sa.ColumnElement[bool]:
    """Return who is seen, told so that no index of regions is taken for it: nearly all are, and
    rows are to come in the order of names.
    """
    mine = actor.prefixes(Right.READ_PARTY)
    if "" in mine:
        return sa.true()
    return sa.or_(
        in_regions(PartyMember.region + "", mine),
        in_regions(sa.func.coalesce(PartyMember.grid_code, ""), mine),
    )


def _conditions(
    session: Session, chosen: RosterFilter, top: _Top | None, *, walks: bool = False
) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if top is not None:
        found.append(_within(session, top, walks=walks))
    if chosen.standing is not None:
        found.append(PartyMember.standing == chosen.standing)
    if chosen.joined_since is not None:
        found.append(PartyMember.joined_on >= chosen.joined_since)
    if chosen.joined_until is not None:
        found.append(PartyMember.joined_on <= chosen.joined_until)
    if chosen.grid:
        found.extend(_in_region(sa.type_coerce(PartyMember.grid_code, code_text(15)), chosen.grid))
    if chosen.skill:
        found.append(_has_word(PartyMember.skills, chosen.skill))
    if chosen.tag:
        found.append(_has_word(PartyMember.tags, chosen.tag))
    if chosen.text.strip():
        found.append(_typed(chosen.text.strip()))
    found.extend(_of_view(chosen.view))
    return found


def _of_view(view: RosterView) -> tuple[sa.ColumnElement[bool], ...]:
    found: dict[RosterView, sa.ColumnElement[bool]] = {
        RosterView.PROBATIONARY: PartyMember.standing == Standing.PROBATIONARY,
        RosterView.SERVING: PartyMember.is_serving.is_(True),
        RosterView.DUAL: _is_dual(),
        RosterView.WITHOUT_GRID: PartyMember.grid_code.is_(None),
        RosterView.UNKNOWN_DAY: sa.or_(
            PartyMember.joined_on.is_(None), PartyMember.joined_precision == "year"
        ),
    }
    return (found[view],) if view in found else ()


def _is_dual() -> sa.ColumnElement[bool]:
    return PartyMember.id.in_(
        sa.select(PartyMembership.member_id).where(PartyMembership.until.is_(None))
    )


def _within(session: Session, top: _Top, *, walks: bool) -> sa.ColumnElement[bool]:
    """Return the condition of an organisation with all under it and who belongs there besides."""
    own: sa.ColumnElement[bool]
    besides = sa.select(PartyMembership.member_id).where(PartyMembership.until.is_(None))
    if top.is_head:
        column = PartyMember.region + "" if walks else PartyMember.region
        own = sa.and_(*_in_region(column, top.region))
        there = _in_region(PartyOrganisation.region, top.region)
        besides = besides.join(
            PartyOrganisation, PartyOrganisation.id == PartyMembership.organisation_id
        ).join(PartyMember, PartyMember.id == PartyMembership.member_id)
        besides = besides.where(*there, sa.not_(own))
    else:
        keys = below(session, top.id)
        own = PartyMember.organisation_id.in_(keys)
        besides = besides.where(PartyMembership.organisation_id.in_(keys))
    others = tuple(session.scalars(besides))
    return sa.or_(own, PartyMember.id.in_(others)) if others else own


def below(session: Session, organisation_id: UUID) -> list[UUID]:
    """Return the keys of an organisation and of all that stands under it."""
    tree = (
        sa.select(PartyOrganisation.id)
        .where(PartyOrganisation.id == organisation_id)
        .cte("below", recursive=True)
    )
    tree = tree.union_all(
        sa.select(PartyOrganisation.id).join(tree, PartyOrganisation.parent_id == tree.c.id)
    )
    return list(session.scalars(sa.select(tree.c.id)))


def _typed(text: str) -> sa.ColumnElement[bool]:
    """Return the condition of what somebody types: Latin letters are pinyin, else part of a name,
    workplace, skill or tag.
    """
    if text.isascii() and text.replace(" ", "").isalpha():
        low = text.lower()
        return sa.or_(
            sa.and_(PartyMember.initials >= low, PartyMember.initials < f"{low}{{"),
            sa.and_(PartyMember.pinyin >= low, PartyMember.pinyin < f"{low}{{"),
        )
    looked_in = (PartyMember.name, PartyMember.workplace, PartyMember.skills, PartyMember.tags)
    return sa.or_(*(column.contains(text, autoescape=True) for column in looked_in))


def _has_word(column: sa.SQLColumnExpression[str], word: str) -> sa.ColumnElement[bool]:
    between = sa.literal("、") + column + sa.literal("、")
    return between.contains(f"、{word}、", autoescape=True)


OFFERED_WORDS = 12
_READ_WORDS = 400  # different fields of words: far more than a street has


def offered_words(
    session: Session, actor: Actor, chosen: RosterFilter, text: str, *, tags: bool = False
) -> tuple[str, ...]:
    """Return skills that members of an organisation have and that hold a text, the commonest first.

    Args:
        session: To read with.
        actor: Who reads.
        chosen: Of which only the organisation counts.
        text: Part of the word; "" for any.
        tags: Offer tags instead.
    """
    column = PartyMember.tags if tags else PartyMember.skills
    among = _conditions(session, RosterFilter(chosen.organisation_id), _top(session, chosen))
    asked = (
        sa.select(column, sa.func.count())
        .where(PartyMember.left_on.is_(None), members_seen(actor, ""), *among)
        .where(column != "", column.contains(text, autoescape=True))
        .group_by(column)
        .order_by(sa.func.count().desc(), column)
        .limit(_READ_WORDS)
    )
    found: Counter[str] = Counter()
    for told, count in session.execute(asked):
        found.update({word: count for word in words_of(told) if text in word})
    return tuple(word for word, _ in found.most_common(OFFERED_WORDS))


@dataclass(frozen=True, slots=True)
class OrganisationRoster:
    """The members of one organisation.

    Attributes:
        way: Names from the organisation asked for down to this one.
        members: Their own members in the order of names.
    """

    name: str
    way: tuple[str, ...]
    members: tuple[MemberRow, ...]


PRINTED_MOST = 6_000
"""Members on one paper: a street has about five thousand."""


class RosterTooLong(AppError):
    """More members than one paper holds; facts: ``count``, ``most``."""

    code = "roster.too_long"


def roster_by_organisation(
    session: Session, actor: Actor, organisation_id: UUID, narrowed: RosterFilter | None = None
) -> tuple[OrganisationRoster, ...]:
    """Return the members of an organisation and of all under it, one organisation after another
    as the tree has them; those without members are left out.

    Args:
        session: To read with.
        actor: Who reads.
        organisation_id: The organisation.
        narrowed: What narrows its roster besides; None for the whole.

    Raises:
        RosterTooLong: They are more than `PRINTED_MOST`.
    """
    chosen = replace(narrowed or RosterFilter(), organisation_id=organisation_id)
    count = count_roster(session, actor, chosen).value
    if count > PRINTED_MOST:
        raise RosterTooLong(count=count, most=PRINTED_MOST)
    found = roster_page(session, actor, chosen, limit=PRINTED_MOST).rows
    by_organisation: dict[UUID, list[MemberRow]] = {}
    for row in found:
        by_organisation.setdefault(row.organisation_id, []).append(row)
    ways = _ways(session, organisation_id)
    order = [key for key in ways if key in by_organisation]
    order += [key for key in by_organisation if key not in ways]  # of members who belong besides
    return tuple(
        OrganisationRoster(
            by_organisation[key][0].organisation, ways.get(key, ()), tuple(by_organisation[key])
        )
        for key in order
    )


def _ways(session: Session, top: UUID) -> dict[UUID, tuple[str, ...]]:
    """Return the names down to each organisation under one, in the order of the tree."""
    asked = sa.select(
        PartyOrganisation.id, PartyOrganisation.parent_id, PartyOrganisation.name
    ).order_by(PartyOrganisation.region, PartyOrganisation.pinyin, PartyOrganisation.id)
    below_of: dict[UUID | None, list[tuple[UUID, str]]] = {}
    names: dict[UUID, str] = {}
    for key, parent, name in session.execute(asked):
        below_of.setdefault(parent, []).append((key, name))
        names[key] = name
    found: dict[UUID, tuple[str, ...]] = {}
    waiting: list[tuple[UUID, tuple[str, ...]]] = [(top, (names.get(top, ""),))]
    while waiting:
        key, way = waiting.pop()
        found[key] = way
        waiting.extend((k, (*way, name)) for k, name in reversed(below_of.get(key, [])))
    return found
