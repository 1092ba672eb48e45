"""On a server notices are queued by people's own accounts, with the step they tell of."""

import pytest
import sqlalchemy as sa

from app.cases.actions.handle import Step, finish_case, sign_for_case
from app.cases.models.notices import Notice, NoticeGateway, NoticeTemplate
from app.core.actor import console
from app.core.ids import new_id

pytestmark = pytest.mark.postgres


def test_a_handler_queues_what_finishing_tells(own_server):
    server = own_server
    template = {"step": "finished", "audience": "caller", "channel": "sms", "text": "已办结"}
    with server.database.writing(console("test")) as uow:
        uow.session.add(NoticeTemplate(id=new_id(), **template))
        uow.session.add(NoticeGateway(channel="sms", seen_at=uow.now, is_ready=True))
    case_id = server.register()
    server.assign(case_id, "municipal")

    for act in (sign_for_case, finish_case):
        server.do("handler", act, Step(case_id, server.version(case_id), "好"))

    with server.database.reading() as session:
        assert session.scalars(sa.select(Notice.state)).all() == ["waiting"]
