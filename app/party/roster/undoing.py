"""A file of members is taken back as a whole."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import AppError, NotAllowed, NotFound
from app.party.actions.ground import today
from app.party.models.members import PartyMember, PartyMemberPerson, PartyMembership
from app.party.models.roster import PartyImport, PartyImportRow
from app.party.roster.landing import BATCH_ROWS, MERGED
from app.party.roster.states import ImportState
from app.party.rules import Leaving

_BLANKS: dict[str, dict[str, Any]] = {
    "document": {
        "document_kind": None,
        "document_number": "",
        "document_key": None,
        "document_last4": "",
    },
    "phone": {"phone": "", "phone_key": None, "phone_last4": ""},
    "address": {"address": ""},
}


class ImportUndone(AppError):
    """An import was taken back already."""

    code = "roster.import_undone"


@once
def undo_import(uow: Uow, import_id: UUID, *, command_key: UUID) -> int:
    """Take a file back as a whole: whom it brought leaves the roster as a mistake and their
    personal values are erased; whom it changed is as before.

    Returns:
        How many stay as they are, because somebody changed them since.

    Raises:
        ImportUndone: It was taken back already.
    """
    held = sa.select(PartyImport).where(PartyImport.id == import_id).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(party=import_id)
    if not uow.actor.may_in(Right.MANAGE_PARTY, row.region):
        raise NotAllowed(right=Right.MANAGE_PARTY)
    if row.state == ImportState.UNDONE:
        raise ImportUndone
    of_import = PartyImportRow.import_id == import_id
    total = uow.session.scalar(sa.select(sa.func.count()).where(of_import)) or 0
    undone = _let_go(uow, of_import)
    _clear(uow, import_id)
    undone += _put_back(uow, of_import)
    _end_seconds(uow, of_import)
    row.state, row.undone_at, row.undone_name = ImportState.UNDONE, uow.now, uow.actor.name
    row.kept = total - undone
    uow.settle(row)
    uow.record("party.import_undone", Topic.MEMBER, row.id, region=row.region, kept=row.kept)
    uow.touched(Topic.MEMBER, "", row.region)
    return row.kept


def _let_go(uow: Uow, of_import: sa.ColumnElement[bool]) -> int:
    """Let those leave whom the file brought, and nobody has touched since."""
    brought = sa.select(PartyImportRow.member_id).where(of_import, PartyImportRow.is_new)
    gone = (
        sa.update(PartyMember)
        .where(PartyMember.id.in_(brought), PartyMember.version == 1)
        .where(PartyMember.left_on.is_(None))
        .values(left_on=today(uow), left_reason=Leaving.MISTAKE, version=2)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(uow.session.execute(gone), "rowcount", 0))


def _put_back(uow: Uow, of_import: sa.ColumnElement[bool]) -> int:
    """Put those back as they were whom the file changed, and nobody has touched since."""
    asked = (
        sa.select(PartyMember, PartyImportRow.before)
        .join(PartyImportRow, PartyImportRow.member_id == PartyMember.id)
        .where(of_import, PartyImportRow.is_new.is_(False), PartyMember.left_on.is_(None))
        .where(PartyMember.version == PartyImportRow.member_version)
    )
    count = 0
    for member, before in uow.session.execute(asked).all():
        count += 1
        for name, value in before.items():
            if name in MERGED:
                setattr(member, name, _day(value) if name == "joined_on" else value)
    uow.session.flush()
    return count


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _end_seconds(uow: Uow, of_import: sa.ColumnElement[bool]) -> None:
    asked = sa.select(PartyImportRow.before).where(of_import)
    keys = [UUID(told["second"]) for told in uow.session.scalars(asked) if "second" in told]
    for start in range(0, len(keys), BATCH_ROWS):
        some = keys[start : start + BATCH_ROWS]
        ended = (
            sa.update(PartyMembership)
            .where(PartyMembership.id.in_(some), PartyMembership.until.is_(None))
            .values(until=today(uow))
            .execution_options(synchronize_session=False)
        )
        uow.session.execute(ended)


def _clear(uow: Uow, import_id: UUID) -> None:
    """Erase the personal values the file brought."""
    if has_own_account(uow.session):
        uow.session.execute(sa.text("SELECT jz.clear_imported(:key)"), {"key": import_id})
        return
    rows, person = PartyImportRow, PartyMemberPerson
    gone = (
        sa.select(PartyMember.id)
        .join(rows, rows.member_id == PartyMember.id)
        .where(rows.import_id == import_id, rows.is_new)
        .where(PartyMember.left_reason == Leaving.MISTAKE)
    )
    for name, values in _BLANKS.items():
        filled = (
            sa.select(rows.member_id)
            .join(PartyMember, PartyMember.id == rows.member_id)
            .where(rows.import_id == import_id, rows.is_new.is_(False))
            .where(rows.filled.contains(name), PartyMember.version == rows.member_version)
        )
        cleared = (
            sa.update(person)
            .where(sa.or_(person.member_id.in_(gone), person.member_id.in_(filled)))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        uow.session.execute(cleared)
