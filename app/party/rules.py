"""Organisations of the Party and their members (DOMAIN §8): what stands under what; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.party.errors import (
    PartyDayAhead,
    PartyDayTooEarly,
    PartyDissolved,
    PartyLevelWrong,
    PartyNotFounded,
    PartyParentWanted,
    PartyRegionWrong,
)

NAME_MOST, PERSON_MOST, WORKPLACE_MOST, WORDS_MOST, NOTE_MOST = 60, 64, 120, 200, 200
GRID_DIGITS, COMMUNITY_DIGITS, STREET_DIGITS = 15, 12, 9


class PartyLevel(StrEnum):
    """Place in the tree, from above: what stands under another is always lower."""

    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"
    HOUSEHOLD = "household"


class PartyForm(StrEnum):
    """What an organisation is, wherever in the tree it stands: a grid may have a group."""

    COMMITTEE = "committee"
    GENERAL_BRANCH = "general_branch"
    BRANCH = "branch"
    GROUP = "group"
    HUB_HOUSEHOLD = "hub_household"


class FormedWay(StrEnum):
    """How an organisation came about: in line, or outside it for those who work here."""

    IN_LINE = "in_line"
    ALONE = "alone"
    JOINT = "joint"
    TRADE = "trade"


class PartyPost(StrEnum):
    """What somebody is in the committee of an organisation."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    ORGANISATION = "organisation"
    PUBLICITY = "publicity"
    DISCIPLINE = "discipline"
    COMMITTEE = "committee"


class Standing(StrEnum):
    """How far somebody is a member."""

    FULL = "full"
    PROBATIONARY = "probationary"


class Sex(StrEnum):
    """As it stands in the roster."""

    MALE = "male"
    FEMALE = "female"


class Leaving(StrEnum):
    """Why somebody stands in the roster no more."""

    TRANSFERRED = "transferred"
    DIED = "died"
    WITHDREW = "withdrew"
    REMOVED = "removed"
    EXPELLED = "expelled"
    MISTAKE = "mistake"  # put down twice, or here by mistake


class PartyStep(StrEnum):
    """What a version of an organisation came about by."""

    FOUNDED = "founded"
    RENAMED = "renamed"
    TRANSFERRED = "transferred"
    DISSOLVED = "dissolved"


class PartyField(StrEnum):
    """What has to be said of an organisation or a member."""

    NAME = "name"
    PERSON = "person"
    REASON = "reason"


COVERING = frozenset({PartyForm.GENERAL_BRANCH, PartyForm.BRANCH, PartyForm.GROUP})
"""Forms that make a grid count as having an organisation (DOMAIN §8)."""
LEVELS = tuple(PartyLevel)


def depth(level: PartyLevel) -> int:
    """Return how far below the top of the tree a level is, from 0."""
    return LEVELS.index(level)


@dataclass(frozen=True, slots=True)
class OrganisationVersion:
    """What an organisation was called and stood under from a day on.

    Attributes:
        ordinal: Counts up within one organisation, from 1.
        step: What it came about by; `PartyStep.DISSOLVED` is the last.
    """

    organisation_id: UUID
    ordinal: int
    valid_from: date
    step: PartyStep
    name: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Placed:
    """An organisation as another may be put under it.

    Attributes:
        region: Code of where it stands; what is under it stands within.
    """

    name: str
    level: PartyLevel
    region: str
    founded_on: date
    dissolved_on: date | None


def tree_as_of(
    versions: Iterable[OrganisationVersion], day: date
) -> dict[UUID, OrganisationVersion]:
    """Return what stood on a day, by key: of each organisation the last version begun by then.

    Args:
        versions: Of any organisations, in any order.
        day: What began or ended on it counts.
    """
    latest: dict[UUID, OrganisationVersion] = {}
    for version in versions:
        known = latest.get(version.organisation_id)
        if version.valid_from <= day and (known is None or known.ordinal < version.ordinal):
            latest[version.organisation_id] = version
    return {
        key: version for key, version in latest.items() if version.step is not PartyStep.DISSOLVED
    }


def check_place(level: PartyLevel, region: str, above: Placed | None, day: date) -> None:
    """Raise unless an organisation may stand under another from a day on.

    Whatever stands under another is on a lower level for good, so that no way of moving
    organisations, on whichever days, can lead back to itself.

    Args:
        level: Of the lower one.
        region: Where the lower one stands.
        above: None where it heads the tree.
        day: The first day.

    Raises:
        PartyParentWanted: Only a street's organisation heads the tree.
        PartyLevelWrong: The one above is not higher.
        PartyRegionWrong: The one above does not reach there.
        PartyNotFounded: The one above is not there yet.
        PartyDissolved: The one above is dissolved.
    """
    if above is None:
        if level is not PartyLevel.STREET:
            raise PartyParentWanted
        return
    if depth(above.level) >= depth(level):
        raise PartyLevelWrong(name=above.name, level=above.level)
    if not region.startswith(above.region):
        raise PartyRegionWrong(name=above.name)
    check_standing(above, day)


def check_standing(placed: Placed, day: date) -> None:
    """Raise unless an organisation stands from a day on until now."""
    if placed.dissolved_on is not None:
        raise PartyDissolved(name=placed.name, day=f"{placed.dissolved_on:%Y-%m-%d}")
    if day < placed.founded_on:
        raise PartyNotFounded(name=placed.name, day=f"{placed.founded_on:%Y-%m-%d}")


def check_day(day: date, after: date | None, today: date) -> None:
    """Raise unless something may be put down for a day: it has come, and nothing later stands
    there already, since the past is not rewritten.
    """
    if day > today:
        raise PartyDayAhead(day=f"{day:%Y-%m-%d}")
    if after is not None and day < after:
        raise PartyDayTooEarly(day=f"{after:%Y-%m-%d}")


def last_day_below(courses: Iterable[Sequence[OrganisationVersion]], key: UUID) -> date | None:
    """Return the day the last one left from under an organisation, None where none ever stood
    there, `date.max` where one does.

    Args:
        courses: All versions of each organisation that ever stood there, by ordinal.
        key: The one above.
    """
    latest: date | None = None
    for course in courses:
        for place, version in enumerate(course):
            if version.parent_id != key or version.step is PartyStep.DISSOLVED:
                continue
            after = course[place + 1 :]
            left = next((v for v in after if _is_gone(v, key)), None)
            day = date.max if left is None else left.valid_from
            latest = day if latest is None else max(latest, day)
    return latest


def _is_gone(version: OrganisationVersion, key: UUID) -> bool:
    return version.parent_id != key or version.step is PartyStep.DISSOLVED


def words_of(text: str) -> tuple[str, ...]:
    """Return the skills or tags of a text, each once, as they were typed."""
    for sign in ",，;；/|":
        text = text.replace(sign, "、")
    return tuple(dict.fromkeys(word.strip() for word in text.split("、") if word.strip()))


def joined(words: Iterable[str]) -> str:
    """Return skills or tags as one text, as they are stored."""
    return "、".join(words)
