"""Somebody reports in: registered, the visit confirmed, moved, reviewed, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.text import one_line
from app.party.report_in.models import ReportIn, ReportInEvent
from app.party.report_in.rules import (
    COMMUNITY_DIGITS,
    NAME_MOST,
    NOTE_MOST,
    SKILLS_MOST,
    UNIT_MOST,
    ReportedAlready,
    ReportFieldMissing,
    ReportKind,
    ReportNotACommunity,
    ReportSource,
    ReportState,
    ReportStep,
    check_step,
    new_number,
    read_number,
)
from app.party.rules import joined, words_of
from app.territory.models import Region

LIVING = (ReportState.REGISTERED, ReportState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What is said of somebody who reports in.

    Attributes:
        region: Code of the community (12 digits).
        last4: Last digits of a member's telephone, "" where nothing tells them apart.
        people: Members of a unit; 1 for a member.
        number: As the online side gave it, "" for a new one.
        registered_at: When it was registered there; None for now.
    """

    kind: ReportKind
    name: str
    unit_name: str
    region: str
    last4: str = ""
    people: int = 1
    skills: tuple[str, ...] = ()
    source: ReportSource = ReportSource.DESK
    sender_id: UUID | None = None
    external_id: str | None = None
    number: str = ""
    registered_at: datetime | None = None


@once
def register_report_in(uow: Uow, draft: ReportDraft, *, command_key: UUID) -> UUID:
    """Put down that somebody wants to report in; it counts when the community confirms the visit.

    Raises:
        ReportFieldMissing: A name is missing.
        ReportNotACommunity: There is no such community in use.
        ReportedAlready: They have reported in already.
    """
    return put_down(uow, draft)


def put_down(uow: Uow, draft: ReportDraft) -> UUID:
    """Put a registration down; see `register_report_in`."""
    _require(uow, draft.region, Right.MANAGE_PARTY, Right.CONFIRM_REPORT_IN)
    _check_community(uow, draft.region)
    name, unit = one_line(draft.name)[:NAME_MOST], one_line(draft.unit_name)[:UNIT_MOST]
    if not name or not unit:
        raise ReportFieldMissing
    _check_once(uow, draft, name, unit)
    at = draft.registered_at or uow.now
    days = settings_at(uow.session, uow.now).party_visit_days
    row = ReportIn(
        id=new_id(),
        kind=draft.kind,
        number=read_number(draft.number) if draft.number else new_number(),
        source=draft.source,
        sender_id=draft.sender_id,
        external_id=draft.external_id,
        name=name,
        unit_name=unit,
        last4="".join(sign for sign in draft.last4 if sign.isdigit())[-4:],
        people=max(1, draft.people),
        skills=joined(words_of(joined(draft.skills)))[:SKILLS_MOST],
        region=draft.region,
        state=ReportState.REGISTERED,
        registered_at=at,
        visit_by=(local(uow.now) + timedelta(days=days)).date(),
        changed_at=uow.now,
    )
    uow.session.add(row)
    uow.settle(row)
    _step(uow, row, ReportStep.REGISTERED, "")
    return row.id


@once
def confirm_visit(uow: Uow, number: str, *, command_key: UUID) -> UUID:
    """Confirm that somebody came, by the number of their slip, scanned or typed.

    Raises:
        ReportNumberWrong: It is no number.
        NotFound: Nobody of the communities one confirms for has it.
        ReportStateWrong: It was confirmed already, or has ended.
    """
    plain = read_number(number)
    held = sa.select(ReportIn).where(ReportIn.number == plain).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None or not uow.actor.may_in(Right.READ_PARTY, row.region):
        raise NotFound(number=plain)
    _require(uow, row.region, Right.CONFIRM_REPORT_IN)
    check_step(ReportStep.CONFIRMED, ReportState(row.state))
    row.state, row.confirmed_at, row.confirmed_name = (
        ReportState.CONFIRMED,
        uow.now,
        uow.actor.name,
    )
    row.ended_at, row.ended_why = None, ""
    _changed(uow, row, ReportStep.CONFIRMED, "")
    return row.id


@once
def move_report_in(
    uow: Uow, key: UUID, seen_version: int, region: str, *, command_key: UUID
) -> None:
    """Let somebody report in to another community: they moved; the visit there is to be confirmed
    again.
    """
    row = _held(uow, key, seen_version)
    _require(uow, row.region, Right.MANAGE_PARTY)
    _require(uow, region, Right.MANAGE_PARTY)
    check_step(ReportStep.MOVED, ReportState(row.state))
    _check_community(uow, region)
    old = row.region
    days = settings_at(uow.session, uow.now).party_visit_days
    row.region, row.state = region, ReportState.REGISTERED
    row.confirmed_at, row.confirmed_name = None, ""
    row.visit_by = (local(uow.now) + timedelta(days=days)).date()
    _changed(uow, row, ReportStep.MOVED, f"{old} → {region}")
    uow.touched(Topic.REPORT_IN, row.id, old)


@once
def review_report_in(
    uow: Uow, key: UUID, seen_version: int, reason: str, *, stays: bool, command_key: UUID
) -> None:
    """Look at a report-in as once a year: it stays, or lapses for a reason."""
    row = _held(uow, key, seen_version)
    _require(uow, row.region, Right.MANAGE_PARTY, Right.CONFIRM_REPORT_IN)
    check_step(ReportStep.REVIEWED, ReportState(row.state))
    why = one_line(reason)[:NOTE_MOST]
    row.reviewed_year = local(uow.now).year
    if stays:
        _changed(uow, row, ReportStep.REVIEWED, why)
        return
    if not why:
        raise ReportFieldMissing
    lapse(uow, row, why)


@once
def end_report_in(
    uow: Uow, key: UUID, seen_version: int, reason: str, *, command_key: UUID
) -> None:
    """End a report-in: retired, left the unit, registered by mistake."""
    row = _held(uow, key, seen_version)
    _require(uow, row.region, Right.MANAGE_PARTY, Right.CONFIRM_REPORT_IN)
    check_step(ReportStep.ENDED, ReportState(row.state))
    why = one_line(reason)[:NOTE_MOST]
    if not why:
        raise ReportFieldMissing
    row.state, row.ended_at, row.ended_why = ReportState.ENDED, uow.now, why
    _changed(uow, row, ReportStep.ENDED, why)


def lapse(uow: Uow, row: ReportIn, why: str) -> None:
    """Let a report-in lapse; a visit brings it back."""
    check_step(ReportStep.LAPSED, ReportState(row.state))
    row.state, row.ended_at, row.ended_why = ReportState.LAPSED, uow.now, why
    _changed(uow, row, ReportStep.LAPSED, why)


def _held(uow: Uow, key: UUID, seen_version: int) -> ReportIn:
    held = sa.select(ReportIn).where(ReportIn.id == key).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(report_in=key)
    if row.version != seen_version:
        raise Conflict(report_in=key)
    return row


def _require(uow: Uow, region: str, *rights: Right) -> None:
    if not any(uow.actor.may_in(right, region) for right in rights):
        raise NotAllowed(right=rights[0])


def _check_community(uow: Uow, code: str) -> None:
    region = uow.session.get(Region, code) if len(code) == COMMUNITY_DIGITS else None
    if region is None or region.retired_at is not None:
        raise ReportNotACommunity(region=code)


def _check_once(uow: Uow, draft: ReportDraft, name: str, unit: str) -> None:
    asked = sa.select(ReportIn).where(
        ReportIn.kind == draft.kind,
        ReportIn.unit_name == unit,
        ReportIn.name == name,
        ReportIn.state.in_(LIVING),
    )
    if draft.kind is ReportKind.MEMBER:
        asked = asked.where(ReportIn.last4 == draft.last4[-4:])
    else:
        asked = asked.where(ReportIn.region == draft.region)
    found = uow.session.scalars(asked).first()
    if found is not None:
        raise ReportedAlready(name=found.name, number=found.number)


def _changed(uow: Uow, row: ReportIn, step: ReportStep, note: str) -> None:
    row.changed_at = uow.now
    uow.settle(row)
    _step(uow, row, step, note)


def _step(uow: Uow, row: ReportIn, step: ReportStep, note: str) -> None:
    asked = sa.select(sa.func.coalesce(sa.func.max(ReportInEvent.ordinal), 0)).where(
        ReportInEvent.report_in_id == row.id
    )
    event = ReportInEvent(
        report_in_id=row.id,
        ordinal=(uow.session.scalar(asked) or 0) + 1,
        step=step,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        note=note,
    )
    uow.session.add(event)
    uow.settle(event)
    uow.record(f"report_in.{step}", Topic.REPORT_IN, row.id, region=row.region)
    uow.touched(Topic.REPORT_IN, row.id, row.region)
