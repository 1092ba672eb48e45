"""People who keep the three lists of the test centre, and what they put down."""

from dataclasses import replace
from inspect import unwrap
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.actor import console
from app.core.attachments.tables import Attachment
from app.core.ids import new_id
from app.party.lists.actions.entries import NeedDraft, ResourceDraft, add_need, add_resource
from app.party.lists.actions.projects import (
    Chosen,
    ProjectDraft,
    answer_share,
    finish_project,
    form_project,
)
from app.party.lists.models import ListProject, ListShare
from app.party.lists.queries.board import Board, board
from app.party.lists.rules import JointWork, OfferKind, ShareAnswer, slot
from tests.factories.centre import COMMUNITY, OTHER_STREET, STREET, Centre, _person
from tests.factories.server import Server

SATURDAY_MORNING = slot(5, 0)
CLINIC = ResourceDraft(
    STREET, "周末义诊队 8 人", OfferKind.MEDICAL, 60, "区中医院党委", slots=SATURDAY_MORNING
)
DOCTORS = ResourceDraft(STREET, "社区医生签约服务", OfferKind.MEDICAL, 25, "柳溪社区卫生服务中心")
HALL = ResourceDraft(COMMUNITY, "党群服务站活动厅", OfferKind.VENUE, 1, "南塘社区党总支")
ELDERS = NeedDraft(
    COMMUNITY,
    "老人冬季义诊",
    OfferKind.MEDICAL,
    80,
    "南塘社区党总支",
    slots=SATURDAY_MORNING,
    wants_venue=True,
)


def with_party(centre: Centre) -> Centre:
    """Add those who keep lists: of the street, of the community, of the next street."""
    with centre.database.writing(console("test")) as uow:
        centre.people["party"] = _person(uow, "苏婉", Role.PARTY_OFFICER, region=STREET)
        centre.people["community"] = _person(uow, "秦月", Role.COMMUNITY_WORKER, region=COMMUNITY)
        centre.people["next_party"] = _person(uow, "何东", Role.PARTY_OFFICER, region=OTHER_STREET)
    return centre


def board_of(centre: Centre, actor: str = "party", region: str = "") -> Board:
    """Return the board as somebody sees it now."""
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return board(session, centre.actor(actor), now=now, region=region)


def formed(
    centre: Centre | Server, *, need: UUID | None = None, who: str = "party", kept_by: str = "party"
) -> UUID:
    """Form the project of the clinic for the elders."""
    need = need or centre.do(kept_by, add_need, replace(ELDERS, wants_venue=False))
    clinic = centre.do(kept_by, add_resource, CLINIC)
    doctors = centre.do(kept_by, add_resource, DOCTORS)
    chosen = (
        Chosen(clinic, OfferKind.MEDICAL, 60),
        Chosen(doctors, OfferKind.MEDICAL, 20),
    )
    return centre.do(who, form_project, ProjectDraft(need, chosen, JointWork.RESOURCES))


def files_of(centre: Centre, subject: UUID) -> int:
    """Return how many files a record has."""
    with centre.database.reading() as session:
        return session.query(Attachment).filter(Attachment.subject == str(subject)).count()


def lists_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name: a project that runs, one that was formed by the
    officer and waits for a judgement, what the next street keeps.
    """
    with server.database.writing(console("test")) as uow:
        far = unwrap(add_need)(uow, replace(ELDERS, region=OTHER_STREET), command_key=new_id())
        far_hall = unwrap(add_resource)(
            uow, replace(HALL, region=OTHER_STREET), command_key=new_id()
        )
    keys = {"far_need": far, "far_resource": far_hall}
    server.close()
    for name in ("running_project", "rated_project"):
        project = formed(server, who="officer", kept_by="officer")
        for resource in _resources_of(server, project):
            server.do("officer", answer_share, project, resource, ShareAnswer.CONFIRMED)
        keys[name] = project
        server.close()  # one account is at few desks at once
    keys["near_need"] = server.do("officer", add_need, ELDERS)
    keys["near_resource"] = server.do("officer", add_resource, CLINIC)
    with server.database.reading() as session:
        version = session.get_one(ListProject, keys["rated_project"]).version
    server.do("officer", finish_project, keys["rated_project"], version, 76, "办完")
    server.close()
    return {name: str(key) for name, key in keys.items()}


def _resources_of(server: Server, project: UUID) -> list[UUID]:
    with server.database.reading() as session:
        asked = sa.select(ListShare.resource_id).where(ListShare.project_id == project)
        return list(session.scalars(asked))
