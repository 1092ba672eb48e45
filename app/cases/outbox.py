"""Commands on cases that wait in an outbox: how they are kept, and how they are done later.

Three kinds only: a new case, a note on the progress, signing for a case. Each is done by the same
action as at the desk, with the same key and the rights of the moment it arrives; when it was
given stands beside as its claimed time. Nothing is overwritten: whatever others did to the case
meanwhile is put to whoever wrote it.
"""

from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.handle import Step, report_progress, sign_for_case
from app.cases.actions.intake import Intake, Reporter
from app.cases.actions.opening import title_of
from app.cases.actions.steps import hold_case
from app.cases.models import CaseFile
from app.cases.numbers import short
from app.cases.personal import DocumentKind
from app.cases.registering import Registering, register
from app.cases.rules import Level, MatterClass, Source
from app.core.actor import Actor
from app.core.attachments import Prepared
from app.core.database import Database, Uow
from app.core.database.tables import CommandDone
from app.core.errors import AppError
from app.core.outbox import Entry, EntryKind, Outbox, Sent, send_in_order
from app.core.shared_settings import settings_at

SEEN = "seen"
"""Version at which somebody saw a case; None once they looked at it again after a refusal."""
_STEPS = {EntryKind.PROGRESS: report_progress, EntryKind.SIGN_FOR: sign_for_case}


class WrittenLongAgo(AppError):
    """The server has forgotten by now whether it had it before; facts: ``days``."""

    code = "outbox.written_long_ago"


def new_case_entry(wanted: Registering, at: datetime) -> Entry:
    """Return a new case as an entry of the outbox; `at` is when it was saved."""
    given = {
        "intake": _intake_to_json(wanted.intake),
        "files": [_file_to_json(file) for file in wanted.files],
        "unit": str(wanted.unit_id) if wanted.unit_id else None,
        "solved": wanted.solved,
    }
    title = title_of(wanted.intake.title, wanted.intake.text)
    key, words = wanted.command_key, "\n".join(filter(None, (wanted.intake.text, wanted.solved)))
    return Entry(key, EntryKind.REGISTER, at, title, "", given, words=words)


def step_entry(kind: EntryKind, step: Step, title: str, at: datetime, *, key: UUID) -> Entry:
    """Return a step as an entry of the outbox.

    Args:
        kind: Which step.
        step: As it was to be taken; the version it was seen at decides what is a conflict.
        title: Short line of the case.
        at: When it was saved.
        key: Its command key.
    """
    claimed = step.claimed_at or at
    given = {"note": step.note, SEEN: step.seen_version, "claimed": claimed.isoformat()}
    return Entry(key, kind, at, title, str(step.case_id), given, words=step.note)


def send(database: Database, actor: Actor, outbox: Outbox) -> Sent:
    """Do what waits; see `send_in_order`.

    Args:
        database: Where to.
        actor: Whose outbox it is.
        outbox: What waits.
    """
    return send_in_order(outbox, lambda entry: _send_one(database, actor, outbox, entry))


def _send_one(database: Database, actor: Actor, outbox: Outbox, entry: Entry) -> str:
    if entry.kind is EntryKind.REGISTER:
        return _send_new(database, actor, outbox, entry)
    seen, after = _send_step(database, actor, outbox, entry)
    outbox.done(entry.key, seen=seen, after=after)
    return ""


def _send_new(database: Database, actor: Actor, outbox: Outbox, entry: Entry) -> str:
    given = entry.given
    wanted = Registering(
        _intake_from_json(given["intake"]),
        tuple(_file_from_json(file) for file in given["files"]),
        UUID(given["unit"]) if given["unit"] else None,
        given["solved"],
        entry.key,
    )
    pepper = database.state.pepper
    with database.writing(actor) as uow:
        _check_age(uow, entry)
        row = register(uow, wanted, pepper, claimed_at=min(entry.at, uow.now))
    outbox.done(entry.key)
    return short(row.number or "")


def _send_step(database: Database, actor: Actor, outbox: Outbox, entry: Entry) -> tuple[int, int]:
    """Take a step; return the version it was taken on and the one it led to, 0 where others may
    have had a hand in it.
    """
    case_id, given = UUID(entry.subject), entry.given
    with database.writing(actor) as uow:
        _check_age(uow, entry)
        was_done = uow.session.get(CommandDone, entry.key) is not None
        seen = given[SEEN]
        version = (
            hold_case(uow, case_id).version
            if seen is None
            else outbox.version_after(entry.subject, seen)
        )
        claimed = min(datetime.fromisoformat(given["claimed"]), uow.now)
        order = Step(case_id, version, given["note"], claimed_at=claimed)
        _STEPS[entry.kind](uow, order, command_key=entry.key)
        uow.session.flush()
        after = _version(uow, case_id)
    return version, after if not was_done or after == version + 1 else 0


def _check_age(uow: Uow, entry: Entry) -> None:
    """Raise where a command is older than the server remembers what it has done, unless somebody
    has looked since: it might be there already.
    """
    days = settings_at(uow.session, uow.now).command_keep_days
    has_looked = entry.given.get(SEEN, 0) is None
    if uow.now - entry.at > timedelta(days=days) and not has_looked:
        raise WrittenLongAgo(days=days)


def _version(uow: Uow, case_id: UUID) -> int:
    asked = sa.select(CaseFile.version).where(CaseFile.id == case_id)
    return uow.session.scalar(asked) or 0


def _intake_to_json(intake: Intake) -> dict[str, Any]:
    happened = intake.happened_at
    return asdict(intake) | {"happened_at": happened.isoformat() if happened else None}


def _intake_from_json(kept: dict[str, Any]) -> Intake:
    reporter, happened, matter = kept["reporter"], kept["happened_at"], kept["matter_class"]
    kind = reporter["document_kind"]
    told = kept | {
        "source": Source(kept["source"]),
        "level": Level(kept["level"]),
        "matter_class": MatterClass(matter) if matter else None,
        "happened_at": datetime.fromisoformat(happened) if happened else None,
        "reporter": Reporter(**reporter | {"document_kind": DocumentKind(kind) if kind else None}),
    }
    return Intake(**told)


def _file_to_json(file: Prepared) -> dict[str, Any]:
    taken, small = file.taken_at, file.thumbnail
    return asdict(file) | {
        "body": b64encode(file.body).decode(),
        "thumbnail": b64encode(small).decode() if small is not None else None,
        "taken_at": taken.isoformat() if taken else None,
    }


def _file_from_json(kept: dict[str, Any]) -> Prepared:
    taken, small = kept["taken_at"], kept["thumbnail"]
    told = kept | {
        "body": b64decode(kept["body"]),
        "thumbnail": b64decode(small) if small is not None else None,
        "taken_at": datetime.fromisoformat(taken) if taken else None,
    }
    return Prepared(**told)
