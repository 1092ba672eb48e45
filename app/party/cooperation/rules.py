"""Agreements, their yearly review, posts in the bodies of a compound (DOMAIN §8); pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TITLE_MOST, NAME_MOST, WORDS_MOST = 100, 120, 1000
_YEAR_DAYS = 365


class Verdict(StrEnum):
    """How the duties of an agreement were kept in a year."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"


class AgreementState(StrEnum):
    """What is to be done about an agreement."""

    RUNNING = "running"
    REVIEW_DUE = "review_due"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"


class CrossBody(StrEnum):
    """A body of a compound or community that people sit in."""

    BRANCH = "branch"
    OWNERS = "owners"  # 业主委员会
    PROPERTY = "property"  # 物业服务企业
    RESIDENTS = "residents"  # 居民委员会
    STATION = "station"  # 社区服务站


class Finding(StrEnum):
    """What the check of a compound's bodies finds."""

    NO_BRANCH_IN_OWNERS = "no_branch_in_owners"
    NO_BRANCH_IN_PROPERTY = "no_branch_in_property"
    NO_BRANCH_IN_RESIDENTS = "no_branch_in_residents"
    NO_ELECTION = "no_election"
    TERM_OVER = "term_over"


class CooperationField(StrEnum):
    """What has to be said."""

    TITLE = "title"
    PARTNERS = "partners"
    DUTIES = "duties"
    PERSON = "person"
    COMPOUND = "compound"
    POST = "post"
    REVIEW = "review"
    REASON = "reason"


ELECTED = frozenset({CrossBody.BRANCH, CrossBody.OWNERS, CrossBody.RESIDENTS})
"""Bodies into which people are elected: the record of it belongs to the post."""
EXCLUDING = frozenset({frozenset({CrossBody.OWNERS, CrossBody.PROPERTY})})
"""Who works for the property company does not sit in the committee that supervises it."""
_WANTED = (
    (CrossBody.OWNERS, Finding.NO_BRANCH_IN_OWNERS),
    (CrossBody.PROPERTY, Finding.NO_BRANCH_IN_PROPERTY),
    (CrossBody.RESIDENTS, Finding.NO_BRANCH_IN_RESIDENTS),
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody in a body now; `is_over` where their term has run out."""

    person: str
    body: CrossBody
    has_election: bool
    is_over: bool


def exclude(one: CrossBody, other: CrossBody) -> bool:
    """Tell whether nobody holds both posts at once: the same body twice, or two that exclude."""
    return one is other or frozenset({one, other}) in EXCLUDING


def are_apart(since: date, until: date | None, other: date, other_until: date | None) -> bool:
    """Tell whether two terms have no day in common; None is without an end."""
    return (until is not None and until < other) or (
        other_until is not None and other_until < since
    )


def crossing(sittings: Iterable[Sitting]) -> tuple[str, ...]:
    """Return who sits in two bodies at least."""
    bodies: dict[str, set[CrossBody]] = defaultdict(set)
    for each in sittings:
        bodies[each.person].add(each.body)
    return tuple(name for name, held in bodies.items() if len(held) > 1)


def findings(sittings: tuple[Sitting, ...]) -> tuple[Finding, ...]:
    """Return what the check of a compound finds: a body without anybody of the branch, a post
    without its election, a term that has run out.
    """
    branch = {each.person for each in sittings if each.body is CrossBody.BRANCH}
    found = []
    for body, finding in _WANTED:
        there = {each.person for each in sittings if each.body is body}
        if there and not there & branch:
            found.append(finding)
    if any(each.body in ELECTED and not each.has_election for each in sittings):
        found.append(Finding.NO_ELECTION)
    if any(each.is_over for each in sittings):
        found.append(Finding.TERM_OVER)
    return tuple(found)


def review_due(signed_on: date, reviewed_on: date | None) -> date:
    """Return the day by which an agreement is to be looked at: a year after the last time."""
    return (reviewed_on or signed_on) + timedelta(days=_YEAR_DAYS)


def state_of(
    today: date,
    due: date,
    until: date | None,
    ended_on: date | None,
    *,
    warn_days: int,
) -> AgreementState:
    """Return what is to be done about an agreement.

    Args:
        today: The day it is.
        due: See `review_due`.
        until: Last day of the term, None without an end.
        ended_on: When it was ended before that.
        warn_days: Days ahead at which its end and its review are reminded of.
    """
    if ended_on is not None:
        return AgreementState.ENDED
    if until is not None and until < today:
        return AgreementState.EXPIRED
    if due <= today + timedelta(days=warn_days):
        return AgreementState.REVIEW_DUE
    if until is not None and until <= today + timedelta(days=warn_days):
        return AgreementState.EXPIRING
    return AgreementState.RUNNING
