"""What those who keep the three lists do at their desks passes the row rules."""

from inspect import unwrap

import pytest

from app.core.actor import console
from app.core.attachments import list_attachments, prepare
from app.core.clock import local
from app.core.ids import new_id
from app.core.shared_settings import CentreSettings
from app.party.lists.actions.entries import add_need, add_resource, change_need, change_resource
from app.party.lists.actions.projects import (
    Chosen,
    Planned,
    ProjectDraft,
    answer_share,
    attach_to_project,
    call_off,
    finish_project,
    form_project,
    plan_milestone,
    rate_project,
    reach_milestone,
)
from app.party.lists.models import ListProject
from app.party.lists.queries.board import board
from app.party.lists.rules import JointWork, OfferKind, ProjectState, ShareAnswer
from tests.factories.centre import OTHER_STREET
from tests.factories.files import photo
from tests.factories.lists import CLINIC, ELDERS
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose lists are written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def version_of(server, table, key):
    with server.database.reading() as session:
        return session.get_one(table, key).version


def order(need, *chosen):
    return ProjectDraft(need, chosen, JointWork.RESOURCES)


def test_a_project_runs_from_the_list_to_its_judgement_with_a_resource_of_elsewhere(own):
    with own.database.writing(console("test")) as uow:
        draft = type(CLINIC)(OTHER_STREET, "邻街义诊队", OfferKind.MEDICAL, 40, "区医院")
        far = unwrap(add_resource)(uow, draft, command_key=new_id())
    clinic = own.do("officer", add_resource, CLINIC)
    own.do("officer", change_resource, clinic, 1, CLINIC)
    need = own.do("officer", add_need, ELDERS)
    own.do("director", change_need, need, 1, ELDERS)
    today = local(own.database.clock.now()).date()
    kind = OfferKind.MEDICAL
    own.close()
    draft = order(need, Chosen(clinic, kind, 60), Chosen(far, kind, 20))
    project = own.do("officer", form_project, draft)
    for resource in (clinic, far):
        own.do("officer", answer_share, project, resource, ShareAnswer.CONFIRMED)
    step = own.do("officer", plan_milestone, project, Planned("布置", today))
    own.do("director", reach_milestone, step, 1, today, note="好了")
    own.close()
    picture = prepare(photo(), "现场.jpg", settings=CentreSettings())
    own.do("officer", attach_to_project, project, picture)
    own.do("officer", finish_project, project, version_of(own, ListProject, project), 80, "办完")
    own.do("director", rate_project, project, 5, "好")

    with own.database.reading() as session:
        assert session.get_one(ListProject, project).state == ProjectState.RATED
        assert len(list_attachments(session, str(project))) == 1


def test_a_project_is_called_off_and_the_board_is_read_by_who_may(own):
    own.close()
    need = own.do("officer", add_need, ELDERS)
    clinic = own.do("officer", add_resource, CLINIC)
    project = own.do("officer", form_project, order(need, Chosen(clinic, OfferKind.MEDICAL, 10)))
    own.do("director", call_off, project, 1, "改期")

    database, actor = own.desk("leader")
    with database.reading() as session:
        seen = board(session, actor, now=own.database.clock.now())
        assert {row.id for row in seen.needs} >= {need}
        assert not any(row.may_keep for row in seen.needs)
