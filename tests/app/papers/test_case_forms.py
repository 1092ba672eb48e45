"""Notices and sheets about a case: what was decided, for whom, in letters that can be read back."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.handle import Step, finish_case
from app.cases.actions.intake import Intake, Reporter, receive_case
from app.cases.actions.pausing import Pausing
from app.cases.actions.refusing import Decline, decline_case
from app.cases.actions.requests import approve_request, ask_pause
from app.cases.actions.supervising import (
    SupervisionDraft,
    draft_supervision,
    issue_supervision,
)
from app.cases.rules import DeclineReason, Source, SupervisionLevel
from app.cases.work_states import RequestKind
from app.core.actor import console
from app.core.database.tables import DatabaseState
from app.papers.door import FORM_KINDS, Papers
from app.papers.facts import NothingToPrint
from app.papers.page import BODY_PT, GB_9704
from tests.factories.centre import STREET
from tests.factories.paths import ROOF, at_work, pausing


@pytest.fixture
def told(centre, clock, poppler):
    """Read a paper about a case as text without spaces."""

    def read(kind, case_id, actor="dispatcher"):
        with centre.database.reading() as session:
            paper = Papers(clock).draw(session, centre.actor(actor), kind, str(case_id))
        assert paper.warnings == ()
        return re.sub(r"\s", "", poppler("pdftotext", paper.body, output="-"))

    return read


def has(text, *parts):
    missing = [part for part in parts if part not in text]
    assert missing == [], text


def test_a_decline_notice_names_the_reason_and_no_more_than_a_masked_name(centre, clock, told):
    intake = Intake("想离婚，怎么判？", Source.MAILBOX, STREET, reporter=Reporter("陈芳华"))
    pepper = centre.database.state.pepper
    case_id = centre.do("director", receive_case, intake, pepper, received_at=clock.now())
    order = Decline(
        case_id, centre.version(case_id), DeclineReason.LAWFUL_CHANNEL, "请到法院起诉。"
    )
    centre.do("receptionist", decline_case, order)

    text = told("decline", case_id)

    has(
        text,
        "不予受理告知书",
        "陈**：",
        "2026年11月24日14:05",
        "民情信箱",
        "请到法院起诉。",
        "法定途径",
    )
    assert "陈芳华" not in text


def test_an_assignment_sheet_goes_to_the_unit_with_both_time_limits(centre, told):
    case_id = centre.register()
    centre.assign(case_id)

    has(
        told("assignment", case_id),
        "交办单",
        "市政养护站：",
        "滨河路36号门口的井盖不见了。",
        "签收时限",
        "办结时限",
        "承办人签名：",
    )


def test_a_draft_of_a_supervision_sheet_says_so_and_an_issued_one_has_its_number(centre, told):
    case_id = at_work(centre)
    draft = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不决")
    key = centre.do("director", draft_supervision, draft)
    drafted = told("supervision", case_id)
    centre.do("director", issue_supervision, key, 1)

    issued = told("supervision", case_id)

    has(drafted, "（待签发）", "红色督办", "久拖不决", "市政养护站：")
    has(issued, "督〔2026〕1号", "答复时限", "已用")


def test_an_approval_sheet_tells_the_request_and_the_answer(centre, clock, told):
    case_id = at_work(centre, category=ROOF)
    ask = pausing(centre, case_id, RequestKind.EXTENDED, "住户不在", amount=3)
    request = centre.do("handler", ask_pause, ask)
    has(told("approval", case_id), "延期审批单", "延长办理时限3工作日", "住户不在", "待批")
    clock.advance(timedelta(hours=1))

    centre.do("director", approve_request, request, 1, "同意延期")

    has(told("approval", case_id), "已批准", "同意延期", "方雅琴", "市政养护站高海燕")


def test_a_suspension_with_an_end_tells_it(centre, clock, told):
    case_id = at_work(centre)
    until = clock.now() + timedelta(days=2)
    order = Pausing(case_id, centre.version(case_id), RequestKind.SUSPENDED, "等料", until=until)
    centre.do("handler", ask_pause, order)

    has(told("approval", case_id), "挂起审批单", "挂起至2026年11月26日14:05")


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_a_case_without_it_has_no_such_paper(centre, told, kind):
    case_id = centre.register()

    with pytest.raises(NothingToPrint):
        told(kind, case_id)


def test_a_form_stands_on_the_grid_of_the_standard(centre, clock, poppler):
    case_id = centre.register(text="井盖翘起，请尽快来修。" * 3)
    centre.assign(case_id)
    with centre.database.reading() as session:
        body = Papers(clock).draw(session, centre.actor("dispatcher"), "assignment", str(case_id))

    told = poppler("pdftotext", body.body, "-bbox", output="-")

    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(\S)', told)
    assert min(float(y) for _, y, _, _ in found) >= GB_9704.top
    assert min(float(x) for x, _, _, _ in found) >= GB_9704.left - 1
    # a mark at the end of a line hangs its blank half over the edge
    assert max(float(right) for _, _, right, _ in found) <= GB_9704.right + BODY_PT / 2


def test_every_page_of_a_demo_says_that_it_is_one(centre, clock, poppler):
    case_id = centre.register(text="井盖翘起，请尽快来修。\n" * 80, title="井盖\n" * 50)
    centre.assign(case_id)
    with centre.database.writing(console("test")) as uow:
        uow.session.execute(sa.update(DatabaseState).values(is_demo=True))

    for kind in ("slip", "case", "assignment"):
        with centre.database.reading() as session:
            actor = centre.actor("dispatcher")
            body = Papers(clock).draw(session, actor, kind, str(case_id)).body
        pages = poppler("pdftotext", body, "-raw", output="-").split("\f")[:-1]
        assert len(pages) > 1 or kind == "slip"
        assert all("演示数据" in page for page in pages)


def test_a_finish_feedback_tells_who_did_what_within_which_limit(centre, clock, told):
    case_id = at_work(centre)
    clock.advance(timedelta(hours=2))
    order = Step(case_id, centre.version(case_id), "换了新井盖，加了防坠网。")
    centre.do("handler", finish_case, order)

    text = told("finish_feedback", case_id)

    has(text, "办结反馈单", "滨河路36号门口的井盖不见了。", "市政养护站", "高海燕", "按时办结")
    has(text, "换了新井盖，加了防坠网。", "还没有回访", "单位负责人签名（盖章）：")
    assert "代填" not in text
