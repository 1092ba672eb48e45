"""Members of the demo's street who go from one organisation to another."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.demo.doing import Doing
from app.demo.people import Staff
from app.party.actions.transfers import ask_transfer, confirm_transfer, refuse_transfer
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.rules import PartyForm

_MOVES = (
    ("搬到那边居住", timedelta(days=40), "已核对，欢迎", True),
    ("调到那边的单位工作", timedelta(days=20), "单位没有这名同志，请核对", False),
    ("搬家", timedelta(days=2), "", None),
    ("子女家在那边，长住照看", timedelta(hours=5), "", None),
)
"""Why, how long ago it was asked for, what the other side said, and whether it was yes; None
while it waits."""


def let_members_move(do: Doing, staff: Staff, street: str) -> int:
    """Let the party officer ask for some members to go elsewhere; return how many.

    Args:
        do: The transaction, at the moment of the demo.
        staff: Who works there.
        street: Code of the street.
    """
    peopled = sa.select(PartyMember.organisation_id).where(PartyMember.left_on.is_(None))
    branches = list(
        do.session.scalars(
            sa.select(PartyOrganisation.id)
            .where(PartyOrganisation.form == PartyForm.BRANCH, PartyOrganisation.id.in_(peopled))
            .where(PartyOrganisation.region.startswith(street))
            .order_by(PartyOrganisation.region, PartyOrganisation.id)
        )
    )
    officer = staff.by_role[Role.PARTY_OFFICER][0]
    moves = _MOVES[: len(branches)] if len(branches) > 1 else ()
    for number, (why, ago, said, is_yes) in enumerate(moves):
        across = (number + len(branches) // 2) % len(branches)  # never where they come from
        came_from, to = branches[number], branches[across]
        asked = do.by(officer, do.at - ago)
        key = asked(ask_transfer, _member(do, came_from), to, why)
        later = do.by(officer, do.at - ago / 2)
        if is_yes:
            later(confirm_transfer, key, said)
        elif is_yes is False:
            later(refuse_transfer, key, said)
        do.session.flush()
    return len(moves)


def _member(do: Doing, organisation: UUID) -> UUID:
    asked = (
        sa.select(PartyMember.id)
        .where(PartyMember.organisation_id == organisation, PartyMember.left_on.is_(None))
        .order_by(PartyMember.pinyin, PartyMember.id)
    )
    return do.session.scalars(asked.limit(1)).one()
