"""A member goes from one organisation to another: both sides say yes before anybody moves."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import AppError, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.party.actions.ground import require
from app.party.errors import MemberLeft, PartyDissolved, PartyFieldMissing
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember, PartyMembership
from app.party.models.roster import PartyTransfer, PartyTransferWord
from app.party.roster.states import TransferSide, TransferState
from app.party.rules import NOTE_MOST, PartyField


class TransferOpen(AppError):
    """A transfer of the member is open already; facts: ``name``, ``to``."""

    code = "roster.transfer_open"


class TransferHere(AppError):
    """The member belongs to that organisation already; facts: ``name``, ``to``."""

    code = "roster.transfer_here"


class TransferEnded(AppError):
    """Nothing more can be said of a transfer; facts: ``state``."""

    code = "roster.transfer_ended"


class TransferMoved(AppError):
    """The member has left the organisation the transfer began at."""

    code = "roster.transfer_moved"


@once
def ask_transfer(uow: Uow, member_id: UUID, to_id: UUID, reason: str, *, command_key: UUID) -> UUID:
    """Ask for a member to go to another organisation; the asking side has said yes by that.

    Whoever keeps both rosters speaks for the side the member leaves; the other one still has to
    be confirmed.

    Raises:
        PartyDissolved: The organisation does not stand any more.
        TransferHere: The member belongs to it already.
        TransferOpen: A transfer of them is open.
    """
    member = uow.session.get(PartyMember, member_id)
    if member is None:
        raise NotFound(member=member_id)
    if member.left_on is not None:
        raise MemberLeft(name=member.name)
    to = find_organisation(uow, to_id)
    if to.id == member.organisation_id:
        raise TransferHere(name=member.name, to=to.name)
    side = _side_of(uow, member.region, to.region)
    open_one = sa.select(PartyTransfer).where(
        PartyTransfer.member_id == member_id, PartyTransfer.state == TransferState.OPEN
    )
    found = uow.session.scalars(open_one).first()
    if found is not None:
        raise TransferOpen(name=member.name, to=found.to_name)
    came_from = uow.session.get_one(PartyOrganisation, member.organisation_id)
    row = PartyTransfer(
        id=new_id(),
        member_id=member.id,
        member_name=member.name,
        from_id=came_from.id,
        to_id=to.id,
        from_name=came_from.name,
        to_name=to.name,
        from_region=member.region,
        to_region=to.region,
        reason=one_line(reason)[:NOTE_MOST],
        state=TransferState.OPEN,
        asked_at=uow.now,
        person_id=uow.actor.person_id,
    )
    uow.session.add(row)
    uow.settle(row)
    _say(uow, row, side, "", is_yes=True)
    _tell(uow, "party.transfer_asked", row)
    return row.id


@once
def confirm_transfer(uow: Uow, transfer_id: UUID, note: str = "", *, command_key: UUID) -> None:
    """Say yes for the side that has not spoken; the member moves with it.

    Raises:
        PartyDissolved: The organisation was dissolved meanwhile.
        TransferMoved: The member is not where the transfer began any more.
    """
    row = _open(uow, transfer_id)
    side = _missing_side(uow, row)
    to = find_organisation(uow, row.to_id)
    member = uow.session.get(PartyMember, row.member_id)
    if member is not None and (member.organisation_id != row.from_id or member.left_on):
        raise TransferMoved
    _say(uow, row, side, note, is_yes=True)
    _move(uow, row)
    row.state, row.ended_at = TransferState.DONE, uow.now
    uow.settle(row)
    _end_second(uow, row)
    _tell(uow, "party.transfer_done", row, to=to.name)


@once
def refuse_transfer(uow: Uow, transfer_id: UUID, reason: str, *, command_key: UUID) -> None:
    """Say no for the side that has not spoken, with the reason; nobody moves."""
    row = _open(uow, transfer_id)
    side = _missing_side(uow, row)
    if not one_line(reason):
        raise PartyFieldMissing(field=PartyField.REASON)
    _say(uow, row, side, reason, is_yes=False)
    row.state, row.ended_at = TransferState.REFUSED, uow.now
    uow.settle(row)
    _tell(uow, "party.transfer_refused", row, reason=one_line(reason)[:NOTE_MOST])


@once
def withdraw_transfer(uow: Uow, transfer_id: UUID, *, command_key: UUID) -> None:
    """Take a transfer back that is still open, as the side the member would leave."""
    row = _open(uow, transfer_id)
    require(uow, row.from_region)
    row.state, row.ended_at = TransferState.WITHDRAWN, uow.now
    uow.settle(row)
    _tell(uow, "party.transfer_withdrawn", row)


def find_organisation(uow: Uow, key: UUID) -> PartyOrganisation:
    """Return an organisation somebody may go to, wherever it stands.

    Raises:
        NotFound: It is not there.
        PartyDissolved: It does not stand any more.
    """
    row = uow.session.get(PartyOrganisation, key)
    if row is None and has_own_account(uow.session):
        asked = sa.text("SELECT id, name, region, dissolved_on FROM jz.organisation_of(:key)")
        told = uow.session.execute(asked, {"key": key}).first()
        if told is not None:
            row = PartyOrganisation(
                id=told.id, name=told.name, region=told.region, dissolved_on=told.dissolved_on
            )
    if row is None:
        raise NotFound(party=key)
    if row.dissolved_on is not None:
        raise PartyDissolved(name=row.name, day=f"{row.dissolved_on:%Y-%m-%d}")
    return row


def _side_of(uow: Uow, from_region: str, to_region: str) -> TransferSide:
    if uow.actor.may_in(Right.MANAGE_PARTY, from_region):
        return TransferSide.FROM
    if uow.actor.may_in(Right.MANAGE_PARTY, to_region):
        return TransferSide.TO
    raise NotAllowed(right=Right.MANAGE_PARTY)


def _open(uow: Uow, key: UUID) -> PartyTransfer:
    held = sa.select(PartyTransfer).where(PartyTransfer.id == key).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(transfer=key)
    if row.state != TransferState.OPEN:
        raise TransferEnded(state=TransferState(row.state))
    return row


def _missing_side(uow: Uow, row: PartyTransfer) -> TransferSide:
    """Return the side that has not spoken, which the actor must speak for."""
    said = set(
        uow.session.scalars(
            sa.select(PartyTransferWord.side).where(PartyTransferWord.transfer_id == row.id)
        )
    )
    side = next(each for each in TransferSide if each not in said)
    region = row.from_region if side is TransferSide.FROM else row.to_region
    require(uow, region)
    return side


def _say(uow: Uow, row: PartyTransfer, side: TransferSide, note: str, *, is_yes: bool) -> None:
    uow.session.add(
        PartyTransferWord(
            transfer_id=row.id,
            side=side,
            is_yes=is_yes,
            person_id=uow.actor.person_id,
            person_name=uow.actor.name,
            at=uow.now,
            note=one_line(note)[:NOTE_MOST],
        )
    )
    uow.settle()


def _move(uow: Uow, row: PartyTransfer) -> None:
    if has_own_account(uow.session):
        uow.session.execute(sa.text("SELECT jz.move_member(:key)"), {"key": row.id})
        uow.session.expire_all()
        return
    member = uow.session.get_one(PartyMember, row.member_id)
    member.organisation_id, member.region = row.to_id, row.to_region
    uow.settle(member)


def _end_second(uow: Uow, row: PartyTransfer) -> None:
    """End the second membership in the organisation that is now their own."""
    asked = sa.select(PartyMembership).where(
        PartyMembership.member_id == row.member_id,
        PartyMembership.organisation_id == row.to_id,
        PartyMembership.until.is_(None),
    )
    for each in uow.session.scalars(asked):
        each.until = uow.now.date()
        uow.settle(each)


def _tell(uow: Uow, action: str, row: PartyTransfer, **facts: object) -> None:
    uow.record(action, Topic.MEMBER, row.member_id, region=row.from_region, **facts)
    for region in dict.fromkeys((row.from_region, row.to_region)):
        uow.touched(Topic.MEMBER, row.member_id, region)
