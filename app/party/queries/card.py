"""The card of one member: all that is kept, what is personal masked, and how it came about."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import NotFound
from app.party.models import PartyOrganisation
from app.party.models.members import MemberAccount, PartyMember, PartyMembership
from app.party.models.roster import PartyImport, PartyImportRow
from app.party.queries.members import MemberRow, asked_members, page_of
from app.party.queries.personal import MaskedMember, masked_member
from app.party.queries.transfers import TransferRow, list_transfers
from app.party.roster.states import ImportState

IMPORTS_MOST = 50


@dataclass(frozen=True, slots=True)
class SecondRow:
    """Another organisation somebody belongs to or belonged to."""

    id: UUID
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class MemberCard:
    """All that is kept of a member.

    Attributes:
        masked: Phone and number as anybody who sees the member may see them.
        brought_by: File and moment of the import that brought them, None where somebody typed.
        account: Name of the account they have here, "" where none is tied.
        may_keep: Whether the reader keeps the roster they stand in.
        may_read: Whether the reader may ask for the personal values.
    """

    row: MemberRow
    masked: MaskedMember
    seconds: tuple[SecondRow, ...]
    transfers: tuple[TransferRow, ...]
    brought_by: tuple[str, datetime] | None
    may_keep: bool
    may_read: bool
    account: str = ""


def member_card(session: Session, actor: Actor, member_id: UUID) -> MemberCard:
    """Return the card of a member.

    Raises:
        NotFound: They are not there, out of scope, or have left.
    """
    page = page_of(session, asked_members(actor).where(PartyMember.id == member_id), None, 1)
    if not page.rows:
        raise NotFound(member=member_id)
    row = page.rows[0]
    return MemberCard(
        row=row,
        masked=masked_member(session, member_id),
        seconds=_seconds(session, member_id),
        transfers=list_transfers(session, actor, member_id=member_id),
        brought_by=_brought_by(session, member_id),
        may_keep=actor.may_in(Right.MANAGE_PARTY, row.region),
        may_read=actor.may_in(Right.READ_MEMBER_PERSONAL, row.region),
        account=_account(session, member_id),
    )


def _account(session: Session, member_id: UUID) -> str:
    asked = (
        sa.select(Person.name)
        .join(MemberAccount, MemberAccount.person_id == Person.id)
        .where(MemberAccount.member_id == member_id)
    )
    return session.scalar(asked) or ""


def _seconds(session: Session, member_id: UUID) -> tuple[SecondRow, ...]:
    asked = (
        sa.select(
            PartyMembership.id,
            sa.func.coalesce(PartyOrganisation.name, ""),
            PartyMembership.since,
            PartyMembership.until,
        )
        .outerjoin(PartyOrganisation, PartyOrganisation.id == PartyMembership.organisation_id)
        .where(PartyMembership.member_id == member_id)
        .order_by(PartyMembership.since, PartyMembership.id)
    )
    return tuple(SecondRow(*row) for row in session.execute(asked))


def _brought_by(session: Session, member_id: UUID) -> tuple[str, datetime] | None:
    asked = (
        sa.select(PartyImport.file_name, PartyImport.at)
        .join(PartyImportRow, PartyImportRow.import_id == PartyImport.id)
        .where(PartyImportRow.member_id == member_id, PartyImportRow.is_new)
    )
    return session.execute(asked).first()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A file of members that came in.

    Attributes:
        kept: Of one that was taken back: how many stayed, since somebody had changed them.
        may_undo: Whether the reader may take it back.
    """

    id: UUID
    file_name: str
    person_name: str
    at: datetime
    state: ImportState
    added: int
    merged: int
    refused: int
    undone_at: datetime | None
    undone_name: str
    kept: int
    may_undo: bool


def list_imports(session: Session, actor: Actor) -> tuple[ImportRow, ...]:
    """Return the files that came in for rosters the reader keeps, the newest first."""
    mine = actor.prefixes(Right.MANAGE_PARTY)
    asked = (
        sa.select(PartyImport)
        .where(in_regions(PartyImport.region, mine), PartyImport.state != ImportState.LOOKED_AT)
        .order_by(PartyImport.at.desc(), PartyImport.id.desc())
        .limit(IMPORTS_MOST)
    )
    return tuple(
        ImportRow(
            id=row.id,
            file_name=row.file_name,
            person_name=row.person_name,
            at=row.at,
            state=ImportState(row.state),
            added=row.added,
            merged=row.merged,
            refused=row.refused,
            undone_at=row.undone_at,
            undone_name=row.undone_name,
            kept=row.kept,
            may_undo=row.state == ImportState.LANDED,
        )
        for row in session.scalars(asked)
    )
