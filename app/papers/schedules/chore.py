"""What the keeper does for schedules: draws what is due, once, and makes up what was missed.

A run is claimed by adding its row, which only one process can; what a process that died left is
taken over. Files are written beside their place and take their names together.
"""

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor, Grant, system
from app.core.changes import Topic
from app.core.chores import Chore, ChoreStopped, meanwhile
from app.core.database import Database
from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.whole_files import whole_file
from app.core.words import say, sentence
from app.papers.briefing.period import PeriodWish
from app.papers.files.export import PaperWish, export_briefing, record_export
from app.papers.files.forms import in_form
from app.papers.schedules.models import PaperRun, PaperRunAsk
from app.papers.schedules.place import is_beside, papers_folder
from app.papers.schedules.queries import ScheduleRow, schedules
from app.papers.schedules.rules import (
    LATE_FROM,
    LOOK_BACK,
    MOST_MADE_UP,
    MOST_TRIES,
    RETRY_AFTER,
    TAKEN_OVER_AFTER,
    RunState,
    dues,
    period_of,
)

NAME = "papers.schedules"
KEEPER = system(NAME)
_NOBODYS_FAULT = (ChoreStopped, DatabaseBusy, DatabaseUnreachable)


class PapersFolderMissing(AppError):
    """The folder papers are written to is not there, or none is set; facts: ``folder``."""

    code = "schedules.folder_missing"


class PapersFolderLink(AppError):
    """A folder of a schedule is a link, which may lead anywhere; facts: ``folder``."""

    code = "schedules.folder_link"


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this process does."""

    row: ScheduleRow
    due_at: datetime
    begun_at: datetime
    is_late: bool


def paper_chores() -> tuple[Chore, ...]:
    """Return the chores of papers."""
    return (Chore(NAME, timedelta(minutes=1), draw_due),)


def draw_due(database: Database) -> str:
    """Draw what is due; what goes wrong with one schedule keeps no other from its turn."""
    with database.reading() as session:
        known = schedules(session, KEEPER, database.clock.now())
    done = late = failed = 0
    for row in known:
        for due_at in _due(database, row):
            claim = _claim(database, row, due_at)
            if claim is None:
                continue
            if _draw(database, claim):
                done, late = done + 1, late + claim.is_late
            else:
                failed += 1
            meanwhile()
    return say("schedules.drawn", count=done, late=late, failed=failed)


def _due(database: Database, row: ScheduleRow) -> list[datetime]:
    """Return the times that are due and not done, the latest ones only, and those asked for."""
    now = database.clock.now()
    after = max(row.set_at, now - LOOK_BACK)
    timed = list(dues(row.schedule, after, now))[-MOST_MADE_UP:] if row.schedule.is_on else []
    with database.reading() as session:
        wanted = sorted({*timed, *_asked(session, row, now)})
        if not wanted:
            return []
        asked = sa.select(PaperRun.due_at).where(
            PaperRun.region == row.schedule.region,
            PaperRun.schedule_id == row.id,
            PaperRun.due_at >= wanted[0],
            PaperRun.state == RunState.DONE.value,
        )
        done = set(session.scalars(asked))
    return [at for at in wanted if at not in done]


def _asked(session: Session, row: ScheduleRow, now: datetime) -> list[datetime]:
    """Return when somebody asked for it, of late; what was drawn and failed is tried again."""
    mine = (PaperRunAsk.region == row.schedule.region, PaperRunAsk.schedule_id == row.id)
    asked = sa.select(PaperRunAsk.at).where(*mine, PaperRunAsk.at > now - LOOK_BACK)
    return list(session.scalars(asked.order_by(PaperRunAsk.at.desc()).limit(MOST_MADE_UP)))


def _claim(database: Database, row: ScheduleRow, due_at: datetime) -> Claim | None:
    """Take a run; None where another process has it, or it is not yet to be tried again."""
    key = (row.schedule.region, row.id, due_at)
    with database.writing(KEEPER) as uow:
        now, late = uow.now, uow.now - due_at > LATE_FROM
        found = uow.session.get(PaperRun, key)
        if found is None:
            run = PaperRun(
                region=key[0], schedule_id=row.id, due_at=due_at, version=row.version,
                state=RunState.RUNNING.value, begun_at=now, tries=1, is_late=late,
            )  # fmt: skip
            try:
                with uow.session.begin_nested():
                    uow.session.add(run)
            except IntegrityError:  # another process was as quick
                return None
            return Claim(row, due_at, now, late)
        if not _again(found, now):
            return None
        taken = uow.session.execute(
            sa.update(PaperRun)
            .where(*_is(key), PaperRun.begun_at == found.begun_at, PaperRun.tries == found.tries)
            .values(
                state=RunState.RUNNING.value,
                begun_at=now,
                tries=found.tries + 1,
                version=row.version,
            )
            .returning(PaperRun.due_at)
        ).first()
        return Claim(row, due_at, now, found.is_late or late) if taken is not None else None


def _is(key: tuple[str, UUID, datetime]) -> tuple[sa.ColumnElement[bool], ...]:
    region, schedule_id, due_at = key
    return (
        PaperRun.region == region,
        PaperRun.schedule_id == schedule_id,
        PaperRun.due_at == due_at,
    )


def _again(run: PaperRun, now: datetime) -> bool:
    if run.state == RunState.RUNNING:
        return run.begun_at + TAKEN_OVER_AFTER <= now
    ended = run.ended_at or run.begun_at
    return (
        run.state == RunState.FAILED
        and run.tries < MOST_TRIES
        and ended + RETRY_AFTER * run.tries <= now
    )


def _draw(database: Database, claim: Claim) -> bool:
    files: tuple[str, ...] = ()
    error = ""
    try:
        files = _write(database, claim)
    except _NOBODYS_FAULT:
        raise
    except AppError as refused:
        error = sentence(refused)
    except Exception as defect:  # noqa: BLE001  one paper must not stop the others
        error = say("schedules.defect", name=type(defect).__name__)
    _remember(database, claim, files, error)
    return not error


def _write(database: Database, claim: Claim) -> tuple[str, ...]:
    """Draw a paper in all its forms, and put all files there or none."""
    from app.papers.briefing.drawing import draw_briefing  # reportlab is loaded then

    schedule = claim.row.schedule
    wish = PeriodWish(schedule.region, period_of(schedule, claim.due_at))
    actor, now = _actor(schedule.region), database.clock.now()
    with database.reading() as session:
        base = papers_folder(database.url, settings_at(session, now))
        folder = _folder(base, schedule.folder, made_here=is_beside(database.url, base))
        briefing = draw_briefing(session, actor, wish, now)
        bodies = [
            (form, export_briefing(session, actor, briefing, form, now)) for form in schedule.forms
        ]
    names = [in_form(briefing.paper.name, form) for form, _ in bodies]
    with database.writing(KEEPER) as uow:
        for form, _ in bodies:
            told = PaperWish(schedule.kind.value, wish.key, form)
            record_export(uow, told, command_key=new_id())
    with ExitStack() as files:
        parts = [files.enter_context(whole_file(folder / name)) for name in names]
        for part, (_, body) in zip(parts, bodies, strict=True):
            part.write_bytes(body)
    return tuple(names)


def _actor(region: str) -> Actor:
    """Return who counts: may read and take out the region's cases, and nothing else."""
    rights = frozenset({Right.READ_CASES.value, Right.READ_FIGURES.value, Right.EXPORT.value})
    return Actor(None, KEEPER.name, KEEPER.desk, (Grant("keeper", rights, region),))


def _folder(base: str, name: str, *, made_here: bool = False) -> Path:
    """Return the folder of a schedule, made where it is new.

    Args:
        base: The centre's.
        name: Its own in there.
        made_here: The centre's is made as well: it lies beside the database, on no share.

    Raises:
        PapersFolderMissing: The centre's folder is not there: a share that is away must not be
            written past.
        PapersFolderLink: It is a link.
    """
    if made_here:
        with suppress(OSError):  # said below
            Path(base).mkdir(exist_ok=True)
    if not base or not Path(base).is_dir():
        raise PapersFolderMissing(folder=base or "—")
    folder = Path(base) / name
    if folder.is_symlink():
        raise PapersFolderLink(folder=str(folder))
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise PapersFolderMissing(folder=str(folder)) from error
    return folder


def _remember(database: Database, claim: Claim, files: tuple[str, ...], error: str) -> None:
    key = (claim.row.schedule.region, claim.row.id, claim.due_at)
    state = RunState.FAILED if error else RunState.DONE
    with database.writing(KEEPER) as uow:
        uow.session.execute(
            sa.update(PaperRun)
            .where(*_is(key), PaperRun.begun_at == claim.begun_at)
            .values(
                state=state.value,
                ended_at=uow.now,
                is_late=claim.is_late,
                files="\n".join(files),
                error=error,
            )
        )
        facts = {"due_at": claim.due_at.isoformat(), "state": state.value, "files": len(files)}
        uow.record("papers.run", Topic.PAPER, claim.row.id, region=key[0], **facts)
        uow.touched(Topic.PAPER, claim.row.id, key[0])
