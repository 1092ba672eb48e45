"""Signed files that come in: who is trusted to send them, registrations, answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import AppError, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.core.words import sentence
from app.party.report_in.actions.calling_up import answer_call
from app.party.report_in.actions.registering import ReportDraft, put_down
from app.party.report_in.models import (
    ReportFile,
    ReportIn,
    ReportSender,
)
from app.party.report_in.rules import (
    NAME_MOST,
    PEOPLE_MOST,
    CallAnswer,
    ReportFieldMissing,
    ReportKind,
    ReportSource,
)
from app.party.report_in.signing import (
    MOST_BYTES,
    NotASignedFile,
    clean_key,
    read_signed,
)
from app.party.rules import words_of

REGISTRATIONS, ANSWERS, RESULTS, CALL_UP = "registrations", "answers", "results", "call_up"


class SenderThere(AppError):
    """That key is put down already; facts: ``name``."""

    code = "reportin.sender_there"


class FileTaken(AppError):
    """That very file was taken in already; facts: ``at``, ``who``."""

    code = "reportin.file_taken"


class ItemWrong(AppError):
    """An item of a file lacks what it needs, or says what cannot be."""

    code = "reportin.item_wrong"


@dataclass(frozen=True, slots=True)
class ItemTaken:
    """What became of one item of a file.

    Attributes:
        line: Its place in the file, from 1.
        name: Of whom it tells.
        why_not: Why it was refused, "" where it was taken.
    """

    line: int
    name: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a file."""

    kind: str
    sender: str
    items: tuple[ItemTaken, ...]

    @property
    def taken(self) -> int:
        """Return how many items were taken."""
        return sum(not item.why_not for item in self.items)

    @property
    def refused(self) -> tuple[ItemTaken, ...]:
        """Return those that were not."""
        return tuple(item for item in self.items if item.why_not)


@once
def trust_sender(uow: Uow, name: str, key: str, region: str, *, command_key: UUID) -> UUID:
    """Trust files signed with a key from now on, as somebody who manages the region."""
    require_manager(uow.actor, region)
    clean, told = clean_key(key), one_line(name)[:NAME_MOST]
    if not told:
        raise ReportFieldMissing
    there = uow.session.scalars(sa.select(ReportSender).where(ReportSender.public_key == clean))
    if (found := there.first()) is not None:
        raise SenderThere(name=found.name)
    row = ReportSender(
        id=new_id(),
        name=told,
        public_key=clean,
        region=region,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    facts: dict[str, object] = {"public_key": clean}
    uow.record("report_in.sender_trusted", Topic.REPORT_IN, row.id, region=region, **facts)
    uow.touched(Topic.REPORT_IN, row.id, region)
    return row.id


@once
def distrust_sender(uow: Uow, sender_id: UUID, *, command_key: UUID) -> None:
    """Take no more files signed with a key; what came stays."""
    row = uow.session.get(ReportSender, sender_id)
    if row is None or row.ended_at is not None:
        raise NotFound(sender=sender_id)
    require_manager(uow.actor, row.region)
    row.ended_at = uow.now
    uow.settle(row)
    uow.record("report_in.sender_ended", Topic.REPORT_IN, row.id, region=row.region)
    uow.touched(Topic.REPORT_IN, row.id, row.region)


def take_file(database: Database, actor: Actor, path: Path, *, command_key: UUID) -> FileResult:
    """Take a signed file in: each item by itself, one that is wrong is told with its place and
    the rest goes on.

    Raises:
        NotASignedFile: It is no such file, or one that is not taken in.
        SenderUnknown: Nobody trusted signed it.
        SignatureWrong: It was changed on the way.
        FileTaken: What was signed in it was taken in before.
    """
    actor.require(Right.MANAGE_PARTY)
    if path.stat().st_size > MOST_BYTES:
        raise NotASignedFile(name=path.name)
    body = path.read_bytes()
    with database.reading() as session:
        senders = _trusted(session, actor)
        signed = read_signed(_text(body, path.name), path.name, frozenset(senders))
        same = sa.select(ReportFile).where(ReportFile.sha256 == signed.digest)
        before = session.scalars(same).first()
        if before is not None:
            raise FileTaken(at=f"{before.at:%Y-%m-%d}", who=before.person_name)
    if signed.kind not in (REGISTRATIONS, ANSWERS):
        raise NotASignedFile(name=path.name)
    sender = senders[signed.key]
    take = _register if signed.kind == REGISTRATIONS else _answer
    items = []
    for line, item in enumerate(signed.items, 1):
        name = one_line(str(item.get("name", "")))[:NAME_MOST]
        try:
            with database.writing(actor) as uow:
                take(uow, item, sender.id, uuid5(command_key, f"item {line}"))
        except AppError as error:
            items.append(ItemTaken(line, name, sentence(error)))
        else:
            items.append(ItemTaken(line, name))
    done = FileResult(signed.kind, sender.name, tuple(items))
    with database.writing(actor) as uow:
        _note(uow, signed.kind, sender, signed.digest, done, command_key=uuid5(command_key, "file"))
    return done


@dataclass(frozen=True, slots=True)
class _Sender:
    id: UUID
    name: str
    region: str


def _trusted(session: Session, actor: Actor) -> dict[str, _Sender]:
    asked = sa.select(ReportSender).where(
        ReportSender.ended_at.is_(None),
        in_regions(ReportSender.region, actor.prefixes(Right.MANAGE_PARTY)),
    )
    return {r.public_key: _Sender(r.id, r.name, r.region) for r in session.scalars(asked)}


def _text(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotASignedFile(name=name) from error


def _register(uow: Uow, item: Mapping[str, Any], sender: UUID, key: UUID) -> None:
    register_item(uow, _Item(item), sender, command_key=key)


class _Item:
    """An item; what is asked with it is told by its own key."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told

    def __repr__(self) -> str:
        return f"item {self.told.get('id')}"

    def text(self, name: str) -> str:
        value = self.told.get(name, "")
        return one_line(value) if isinstance(value, str) else ""


@once
def register_item(uow: Uow, item: "_Item", sender: UUID, *, command_key: UUID) -> UUID:
    """Put down what one item of a file registers."""
    outside = item.text("id")[:64]
    if not outside or item.text("kind") not in tuple(ReportKind):
        raise ItemWrong
    if not item.text("community").startswith(_region_of(uow, sender)):
        raise ItemWrong  # trusted for another place
    known = sa.select(ReportIn.id).where(
        ReportIn.sender_id == sender, ReportIn.external_id == outside
    )
    there = uow.session.scalar(known)
    if there is not None:
        return UUID(str(there))
    people, skills = item.told.get("people", 1), item.told.get("skills", ())
    draft = ReportDraft(
        kind=ReportKind(item.text("kind")),
        name=item.text("name"),
        unit_name=item.text("unit"),
        region=item.text("community"),
        last4=item.text("last4"),
        people=min(people, PEOPLE_MOST) if isinstance(people, int) else 1,
        skills=words_of("、".join(map(str, skills))) if isinstance(skills, list) else (),
        source=ReportSource.ONLINE,
        sender_id=sender,
        external_id=outside,
        number=item.text("number"),
        registered_at=_moment(item.text("registered_at"), uow.now),
    )
    return put_down(uow, draft)


def _region_of(uow: Uow, sender: UUID) -> str:
    row = uow.session.get(ReportSender, sender)
    if row is None:
        raise NotFound(sender=sender)
    return row.region


def _moment(told: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(told)
    except ValueError as error:
        raise ItemWrong from error
    if at.tzinfo is None or at > now:
        raise ItemWrong
    return at.astimezone(UTC)


def _answer(uow: Uow, item: Mapping[str, Any], sender: UUID, key: UUID) -> None:
    told = _Item(item)
    asked = sa.select(ReportIn.id).where(
        ReportIn.number == told.text("number"),
        in_regions(ReportIn.region, (_region_of(uow, sender),)),
    )
    found = uow.session.scalar(asked)
    try:
        call, answer = UUID(told.text("call_up")), CallAnswer(told.text("answer"))
        post = UUID(told.text("post")) if told.text("post") else None
    except ValueError as error:
        raise ItemWrong from error
    if found is None or answer not in (CallAnswer.YES, CallAnswer.NO):
        raise ItemWrong
    if not answer_call(uow, call, (found,), answer, post, command_key=key):
        raise ItemWrong


@once
def _note(
    uow: Uow, kind: str, sender: _Sender, digest: str, done: FileResult, *, command_key: UUID
) -> None:
    note_file(uow, kind, sender.id, sender.region, digest, done.taken, len(done.refused))


def note_file(
    uow: Uow,
    kind: str,
    sender: UUID | None,
    region: str,
    digest: str,
    taken: int,
    refused: int,
) -> None:
    """Put down that a signed file came or went."""
    row = ReportFile(
        id=new_id(),
        kind=kind,
        sender_id=sender,
        sha256=digest,
        region=region,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        taken=taken,
        refused=refused,
    )
    uow.session.add(row)
    uow.settle(row)
    facts: dict[str, object] = {"kind": kind, "taken": taken, "refused": refused}
    uow.record("report_in.file", Topic.REPORT_IN, row.id, region=region, **facts)
    uow.touched(Topic.REPORT_IN, row.id, region)


def require_manager(actor: Actor, region: str) -> None:
    """Raise `NotAllowed` unless somebody manages the Party's affairs of a region."""
    if not actor.may_in(Right.MANAGE_PARTY, region):
        raise NotAllowed(right=Right.MANAGE_PARTY)
