"""People are taken into a reserve, posted or sent here; what is decided of them; they leave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.party.cadres.errors import (
    CadreEnded,
    CadreFieldMissing,
    CadreGradeWrong,
    CadreRegionWrong,
    CadreRemovalWanted,
    CadreStepWrong,
    CadreTermWrong,
    CadreTwice,
)
from app.party.cadres.models import Cadre, CadreEvent
from app.party.cadres.rules import (
    CATEGORIES,
    EXCLUDING,
    GRADED,
    NAME_MOST,
    STEPS,
    WORDS_MOST,
    CadreCategory,
    CadreField,
    CadreKind,
    CadreStep,
    Grade,
    right_for,
)
from app.party.rules import PERSON_MOST
from app.party.same import check_member, same_person
from app.territory.models import Region

LEVELS = (9, 12)
"""Digits of streets and communities."""


@dataclass(frozen=True, slots=True)
class CadreDraft:
    """Somebody is to be kept.

    Attributes:
        category: Of its kind: the pool, the level.
        home: Their unit; of posted staff the office.
        post: What they are, or are thought of for.
        talent: The sort of talent, of a talent pool only.
        until: Last day of the term, None without an end.
        member_id: Who they are in the roster, None for others.
    """

    region: str
    kind: CadreKind
    category: CadreCategory
    person_name: str
    home: str
    post: str
    since: date
    until: date | None = None
    talent: str = ""
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StepDraft:
    """Something decided of somebody: on which day, with which grade, in words."""

    step: CadreStep
    day: date
    words: str
    grade: Grade | None = None


@once
def keep_cadre(uow: Uow, draft: CadreDraft, *, command_key: UUID) -> UUID:
    """Take somebody in.

    Raises:
        CadreTermWrong: The term ends before it begins.
        CadreTwice: They are kept as something that excludes it.
    """
    _require(uow, draft.region, Right.MANAGE_PARTY)
    found = uow.session.get(Region, draft.region) if len(draft.region) in LEVELS else None
    if found is None or found.retired_at is not None:
        raise CadreRegionWrong(region=draft.region)
    if draft.until is not None and draft.until < draft.since:
        raise CadreTermWrong
    if draft.category not in CATEGORIES[draft.kind]:
        raise CadreFieldMissing(field=CadreField.POST)
    is_talent = draft.category is CadreCategory.TALENT
    row = Cadre(
        id=new_id(),
        region=draft.region,
        kind=draft.kind,
        category=draft.category,
        person_name=_said(CadreField.PERSON, draft.person_name, PERSON_MOST),
        member_id=draft.member_id,
        home=_said(CadreField.HOME, draft.home, NAME_MOST),
        post=_said(CadreField.POST, draft.post, NAME_MOST),
        talent=_said(CadreField.TALENT, draft.talent, NAME_MOST) if is_talent else "",
        since=draft.since,
        until=draft.until,
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    check_member(uow.session, uow.actor, row.member_id, row.person_name)
    _check_single(uow, row)
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "cadres.kept", row, kind=row.kind, category=row.category)
    return row.id


@once
def decide_on(
    uow: Uow, cadre_id: UUID, seen_version: int, draft: StepDraft, *, command_key: UUID
) -> UUID:
    """Write down a training, an appointment or removal, a nomination, an assessment.

    Appointment and removal, nomination, and assessment of posted staff are three rights. A removal
    ends it.

    Raises:
        CadreStepWrong: The step is not taken with somebody of that level.
        CadreTermWrong: Its day lies before the term, or has not come.
        CadreGradeWrong: An assessment without a grade, or a grade without one.
    """
    row = _held(uow, cadre_id, seen_version)
    kind, category = CadreKind(row.kind), CadreCategory(row.category)
    if draft.step not in STEPS[category]:
        raise CadreStepWrong(step=draft.step, category=category)
    _require(uow, row.region, right_for(kind, draft.step))
    _check_there(row)
    if not row.since <= draft.day <= local(uow.now).date():
        raise CadreTermWrong
    if (draft.grade is None) == (draft.step in GRADED):
        raise CadreGradeWrong
    event = CadreEvent(
        id=new_id(),
        cadre_id=row.id,
        step=draft.step,
        day=draft.day,
        grade=draft.grade,
        words=_words(draft.words),
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        at=uow.now,
    )
    uow.session.add(event)
    uow.session.flush()  # it is decided while they are there
    if draft.step is CadreStep.REMOVED:
        row.ended_on, row.ended_words = draft.day, event.words
    uow.settle(row)
    _tell(uow, f"cadres.{draft.step}", row, day=f"{draft.day}")
    return event.id


@once
def let_leave(
    uow: Uow, cadre_id: UUID, seen_version: int, day: date, words: str, *, command_key: UUID
) -> None:
    """Let somebody leave a reserve, or return to the unit that sent them.

    Raises:
        CadreRemovalWanted: General posted staff go by removal.
    """
    row = _held(uow, cadre_id, seen_version)
    _require(uow, row.region, Right.MANAGE_PARTY)
    _check_there(row)
    if row.category == CadreCategory.GENERAL:
        raise CadreRemovalWanted(name=row.person_name)
    if day < row.since:
        raise CadreTermWrong
    row.ended_on, row.ended_words = day, _words(words)
    uow.settle(row)
    _tell(uow, "cadres.left", row, day=f"{day}")


@once
def prolong(uow: Uow, cadre_id: UUID, seen_version: int, until: date, *, command_key: UUID) -> None:
    """Let a secondment or a place in a reserve last until a later day.

    Raises:
        CadreTermWrong: There is no end to put off, or the day is not later.
        CadreRemovalWanted: General posted staff come and go by appointment and removal.
    """
    row = _held(uow, cadre_id, seen_version)
    _require(uow, row.region, Right.MANAGE_PARTY)
    _check_there(row)
    if row.category == CadreCategory.GENERAL:
        raise CadreRemovalWanted(name=row.person_name)
    if row.until is None or until <= row.until:
        raise CadreTermWrong
    old, row.until = row.until, until
    _check_single(uow, row)
    uow.settle(row)
    _tell(uow, "cadres.prolonged", row, old=f"{old}", new=f"{until}")


def _require(uow: Uow, region: str, right: Right) -> None:
    if not uow.actor.may_in(right, region):
        raise NotAllowed(right=right)


def _held(uow: Uow, key: UUID, seen_version: int) -> Cadre:
    asked = sa.select(Cadre).where(Cadre.id == key).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(cadre=key)
    if row.version != seen_version:
        raise Conflict(cadre=key)
    return row


def _check_there(row: Cadre) -> None:
    if row.ended_on is not None:
        raise CadreEnded(name=row.person_name)


def _check_single(uow: Uow, row: Cadre) -> None:
    same = sa.select(Cadre).where(
        same_person(Cadre, row),
        Cadre.region == row.region,
        Cadre.id != row.id,
        Cadre.kind.in_(EXCLUDING[CadreKind(row.kind)]),
    )
    with uow.session.no_autoflush:
        others = uow.session.scalars(same).all()
    for other in others:
        ends = other.ended_on or other.until
        before = ends is not None and ends < row.since
        after = row.until is not None and row.until < other.since
        if not before and not after:
            raise CadreTwice(name=row.person_name, kind=CadreKind(other.kind))


def _said(field: CadreField, text: str, most: int) -> str:
    told = one_line(text)
    if not told:
        raise CadreFieldMissing(field=field)
    return told[:most]


def _words(text: str) -> str:
    told = storable(text).strip()
    if not told:
        raise CadreFieldMissing(field=CadreField.WORDS)
    return told[:WORDS_MOST]


def _tell(uow: Uow, action: str, row: Cadre, **facts: object) -> None:
    uow.record(action, Topic.CADRE, row.id, region=row.region, **facts)
    uow.touched(Topic.CADRE, row.id, row.region)
