"""Letters on a server with accounts of their own: who keeps the Party's affairs drafts them, the
director signs, and a unit that got one reads it.
"""

import pytest
from sqlalchemy.exc import DBAPIError

from app.core.errors import AppError, NotFound
from app.papers.actions import issue_paper, receive_paper, review_paper, sign_paper
from app.papers.documents.actions import draft_document
from app.papers.documents.queries import document_view, documents
from app.papers.rules import OfficialKind
from app.party.report_in.actions.registering import ReportDraft, register_report_in
from app.party.report_in.rules import ReportKind
from tests.factories.centre import COMMUNITY, STREET

pytestmark = pytest.mark.postgres


def test_a_letter_goes_its_way_and_is_read_by_who_may(own_server):
    server, unit = own_server, "区供电所"
    draft = ReportDraft(ReportKind.MEMBER, "蔡晓峰", unit, COMMUNITY)
    server.do("officer", register_report_in, draft)
    key = server.do("officer", draft_document, OfficialKind.LETTER, STREET, unit, "")
    server.do("officer", review_paper, key)
    assert server.do("director", sign_paper, key) == 1
    municipal = server.units["municipal"]
    server.do("officer", issue_paper, key, [municipal])

    def seen(login):
        database, actor = server.desk(login)
        with database.reading() as session:
            return document_view(session, actor, key)

    assert seen("officer").is_proved
    assert seen("handler").row.title == unit  # of the unit that got it
    server.do("handler", receive_paper, key, municipal)
    assert seen("director").row.copies == (1, 1)
    for login in ("supervisor", "stranger"):
        with pytest.raises(NotFound):
            seen(login)
    with pytest.raises((AppError, DBAPIError)):
        server.do("dispatcher", draft_document, OfficialKind.LETTER, STREET, unit, "x")
    database, actor = server.desk("leader")
    with database.reading() as session:
        assert len(documents(session, actor, STREET, server.database.clock.now()).papers) == 1
