"""Organisations and members of the test centre, as its party officer makes them."""

from datetime import date
from uuid import UUID

from app.cases.personal import DocumentKind
from app.core.actor import console
from app.core.ids import new_id
from app.party.actions.members import MemberDraft, MemberPersonal, add_member
from app.party.actions.organisations import OrganisationDraft, found_organisation
from app.party.actions.terms import TermDraft, put_into_post
from app.party.actions.transfers import ask_transfer
from app.party.personal import document_key
from app.party.queries.organisations import OrganisationCard, OrganisationRow, organisation_card
from app.party.queries.organisations import organisation_tree as tree_of
from app.party.report_in.actions.registering import ReportDraft, register_report_in
from app.party.report_in.rules import ReportKind
from app.party.rules import PartyForm, PartyLevel, PartyPost
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET, Centre
from tests.factories.server import Server

FOUNDED = date(2019, 6, 18)
TODAY = date(2026, 11, 24)  # as `clock` stands
CARD = "990102198003070016"
PERSONAL = MemberPersonal(DocumentKind.PASSPORT, CARD, "13812346021", "滨河路36号2单元501")
_FORMS = {
    PartyLevel.STREET: PartyForm.COMMITTEE,
    PartyLevel.COMMUNITY: PartyForm.GENERAL_BRANCH,
    PartyLevel.GRID: PartyForm.BRANCH,
    PartyLevel.BUILDING: PartyForm.GROUP,
    PartyLevel.HOUSEHOLD: PartyForm.HUB_HOUSEHOLD,
}
_REGIONS = {PartyLevel.STREET: STREET, PartyLevel.COMMUNITY: COMMUNITY}


def draft(
    name: str, level: PartyLevel, above: UUID | None, day: date = FOUNDED, **more
) -> OrganisationDraft:
    """Return what is said of an organisation of the usual form at the usual place."""
    told = {"region": _REGIONS.get(level, GRID), "form": _FORMS[level]} | more
    return OrganisationDraft(name=name, level=level, parent_id=above, founded_on=day, **told)


def found(centre: Centre, *given, actor: str = "officer", **more) -> UUID:
    """Found an organisation; see `draft`."""
    return centre.do(actor, found_organisation, draft(*given, **more))


def line(centre: Centre) -> tuple[UUID, UUID, UUID]:
    """Found the street's committee, a general branch and a branch of a grid."""
    street = found(centre, "柳溪街道党工委", PartyLevel.STREET, None)
    community = found(centre, "南塘社区党总支", PartyLevel.COMMUNITY, street)
    branch = found(centre, "南塘第二网格党支部", PartyLevel.GRID, community)
    return street, community, branch


def join(centre: Centre, organisation: UUID, name: str = "叶建平", **more) -> UUID:
    """Put a member into a roster."""
    told = {"personal": PERSONAL, "grid_code": GRID, "joined_on": date(1998, 7, 1)} | more
    pepper = centre.database.state.pepper
    return centre.do("officer", add_member, MemberDraft(name, organisation, **told), pepper)


def tree(centre: Centre, actor: str = "officer", **more) -> tuple[OrganisationRow, ...]:
    """Return the tree as somebody sees it."""
    with centre.database.reading() as session:
        return tree_of(session, centre.actor(actor), **more)


def card(centre: Centre, key: UUID, actor: str = "officer") -> OrganisationCard:
    """Return what is known of an organisation."""
    with centre.database.reading() as session:
        return organisation_card(session, centre.actor(actor), key)


def party_on(server: Server) -> dict[str, str]:
    """Make a branch and a member in each of two streets of a server; return their keys."""
    pepper = server.database.state.pepper
    told: dict[str, str] = {}
    with server.database.writing(console("test")) as uow:
        for name, region in (("near", STREET), ("far", OTHER_STREET)):
            head = draft(f"{name}党工委", PartyLevel.STREET, None, region=region)
            above = found_organisation(uow, head, command_key=new_id())
            below = draft(f"{name}党支部", PartyLevel.GRID, above, region=region)
            branch = found_organisation(uow, below, command_key=new_id())
            who = MemberDraft("叶建平", branch, personal=PERSONAL)
            member = add_member(uow, who, pepper, command_key=new_id())
            term = TermDraft(branch, PartyPost.SECRETARY, "叶建平", FOUNDED)
            put_into_post(uow, term, command_key=new_id())
            told |= {f"party_{name}": str(branch), f"party_{name}_head": str(above)}
            told[f"member_{name}"] = str(member)
        to = UUID(told["party_far"])
        asked = ask_transfer(uow, UUID(told["member_near"]), to, "搬家", command_key=new_id())
        # What the officer of the near street asked for, who holds only that.
        told["transfer_near"] = str(asked)
        reported = ReportDraft(ReportKind.MEMBER, "蔡晓峰", "区供电所", COMMUNITY)
        told["report_near"] = str(register_report_in(uow, reported, command_key=new_id()))
    told["document_near"] = document_key(CARD, pepper)
    return told
