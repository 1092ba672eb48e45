"""Report-ins on a server where everybody has an account of their own."""

import pytest

from app.core.ids import new_id
from app.party.report_in.actions.calling_up import (
    CallUpDraft,
    PostDraft,
    answer_call,
    call_up,
    close_call,
)
from app.party.report_in.actions.registering import (
    ReportDraft,
    confirm_visit,
    end_report_in,
    register_report_in,
)
from app.party.report_in.files import distrust_sender, take_file, trust_sender
from app.party.report_in.queries.calls import list_calls
from app.party.report_in.queries.rows import ReportView, report_card, report_page
from app.party.report_in.rules import CallAnswer, ReportKind, ReportState
from app.party.report_in.signing import new_private_key, public_key, sign
from tests.factories.centre import COMMUNITY, STREET

pytestmark = pytest.mark.postgres


def test_an_officer_registers_confirms_calls_up_and_takes_files_in(own_server, tmp_path):
    def do(action, *given, **more):
        with database.writing(officer) as uow:
            return action(uow, *given, command_key=new_id(), **more)

    database, officer = own_server.desk("officer")
    first = do(register_report_in, ReportDraft(ReportKind.MEMBER, "蔡晓峰", "区供电所", COMMUNITY))
    now = database.clock.now()
    with database.reading() as session:
        number = report_card(session, officer, first, now=now).row.number
    do(confirm_visit, number)
    private = new_private_key()
    sender = do(trust_sender, "市先锋平台", public_key(private), STREET)
    item = {
        "id": "1",
        "kind": "member",
        "name": "姚丽萍",
        "unit": "区中医院",
        "community": COMMUNITY,
        "registered_at": "2024-11-20T10:00:00+08:00",
    }
    file = tmp_path / "in.json"
    file.write_text(sign(private, "registrations", [item]), encoding="utf-8")
    assert take_file(database, officer, file, command_key=new_id()).taken == 1
    draft = CallUpDraft(STREET, "防汛", "Ⅱ级响应", (PostDraft("值守", "社区", 3),))
    call = do(call_up, draft)
    do(answer_call, call, (first,), CallAnswer.YES)
    do(close_call, call)
    do(distrust_sender, sender)
    with database.reading() as session:
        row = report_card(session, officer, first, now=now).row
        (called,) = list_calls(session, officer)
    do(end_report_in, first, row.version, "退休")

    assert (row.state, called.counts) == (ReportState.CONFIRMED, {CallAnswer.YES: 1})
    others, stranger = own_server.desk("far_officer")
    with others.reading() as session:
        assert report_page(session, stranger, ReportView.ALL, now=now).rows == ()
