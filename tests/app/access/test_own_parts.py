"""What each side of a whistle, a sheet and a call-back does at its desk passes the row rules."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.after_finishing import CallBack, call_back, reopen_case
from app.cases.actions.excluding import (
    ExclusionEnded,
    ExclusionWish,
    ask_exclusion,
    grant_exclusion,
    lift_exclusion,
    refuse_exclusion,
    withdraw_exclusion,
)
from app.cases.actions.handle import Step, finish_case, sign_for_case
from app.cases.actions.putting_right import reverse_step
from app.cases.actions.reporting_in import (
    Seen,
    answer_release,
    appear,
    ask_release,
    feed_back,
    rate_street,
    rate_unit,
    sign_whistle,
)
from app.cases.actions.supervising import (
    SupervisionDraft,
    accept_reply,
    draft_supervision,
    issue_supervision,
    reply_supervision,
    send_back_reply,
)
from app.cases.actions.whistling import WhistleDraft, draft_whistle, end_whistle
from app.cases.call_states import CallState, ExclusionReason
from app.cases.models.calling import CallRound, Exclusion
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.models.work import Supervision
from app.cases.rules import SupervisionLevel
from app.cases.whistle_rules import Feedback, WhistleKind, WhistleState
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose cases are moved on: the one that others read stays as it is."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.database.dispose()
    cluster.drop(server.name)


@pytest.fixture
def desks(own):
    yield own
    own.close()


def row(server, model, **wanted):
    with server.database.reading() as session:
        return session.scalars(sa.select(model).filter_by(**wanted)).one()


def at_work(server, *, finished=False):
    case_id = server.register()
    server.assign(case_id)
    for action in (sign_for_case, finish_case)[: 1 + finished]:
        server.do("handler", action, Step(case_id, server.version(case_id), "已处理"))
    return case_id


def test_units_report_in_and_the_lead_ends_the_whistle(desks):
    units, now = (desks.units["municipal"], desks.units["water"]), desks.database.clock.now()
    case_id, until = at_work(desks), now + timedelta(days=2)
    draft = WhistleDraft(
        case_id, WhistleKind.LIVELIHOOD, units, units[0], "36号", until, "会商", at_once=True
    )
    key = desks.do("director", draft_whistle, draft)

    def seen(unit):
        held = row(desks, WhistleUnit, whistle_id=key, unit_id=unit)
        return Seen(held.id, held.version)

    for who, unit in zip(("handler", "rival"), units, strict=True):
        desks.do(who, sign_whistle, seen(unit))
        desks.do(who, appear, seen(unit))
        told = Feedback(desks.database.clock.now(), "陈芳华", "换井盖", until)
        desks.do(who, feed_back, seen(unit), told)
    for reason in ("另有任务", "还有任务"):
        desks.do("rival", ask_release, seen(units[1]), reason)
        desks.do("director", answer_release, seen(units[1]), "再等等", grants=False)
    desks.do("handler", end_whistle, key, row(desks, Whistle, id=key).version, "修好了")
    desks.do("dispatcher", rate_unit, seen(units[0]), 3)
    desks.do("rival", rate_street, seen(units[1]), 4)

    assert row(desks, Whistle, id=key).state == WhistleState.DONE


def test_a_sheet_is_answered_sent_back_and_accepted(desks):
    case_id = at_work(desks)
    draft = SupervisionDraft(case_id, SupervisionLevel.YELLOW, "超期")
    key = desks.do("supervisor", draft_supervision, draft)
    steps = (
        ("supervisor", issue_supervision, ()),
        ("handler", reply_supervision, ("已办",)),
        ("supervisor", send_back_reply, ("没有写清",)),
        ("handler", reply_supervision, ("已换井盖",)),
        ("supervisor", accept_reply, ()),
    )
    for who, action, words in steps:
        desks.do(who, action, key, row(desks, Supervision, id=key).version, *words)

    assert row(desks, Supervision, id=key).state == "accepted"


def test_an_exclusion_is_asked_withdrawn_refused_granted_and_lifted(desks):
    case_id = at_work(desks, finished=True)
    unhappy = CallBack(case_id, desks.version(case_id), True, False, False, "不满意")
    desks.do("receptionist", call_back, unhappy)

    def ask(who="handler"):
        wish = ExclusionWish(case_id, ExclusionReason.OTHER, "依据依据")
        return desks.do(who, ask_exclusion, wish)

    def act(who, action, key, *words):
        desks.do(who, action, key, row(desks, Exclusion, id=key).version, *words)

    act("handler", withdraw_exclusion, ask())
    refused = ask()
    act("director", refuse_exclusion, refused, "理由不足")
    with pytest.raises(ExclusionEnded):
        act("handler", withdraw_exclusion, refused)
    granted = ask("receptionist")
    act("director", grant_exclusion, granted)
    act("director", lift_exclusion, granted, "又查明了")

    assert row(desks, Exclusion, id=granted).state == "lifted"


def test_calls_follow_what_becomes_of_a_finishing(desks):
    case_id = at_work(desks, finished=True)
    missed = CallBack(case_id, desks.version(case_id), None)
    desks.do("receptionist", call_back, missed)
    assert row(desks, CallRound, case_id=case_id).state == CallState.WAITING
    desks.do("receptionist", reverse_step, case_id, desks.version(case_id), "没有打")

    desks.do("handler", reverse_step, case_id, desks.version(case_id), "点错了")
    assert row(desks, CallRound, case_id=case_id).state == CallState.OVERTAKEN

    desks.do("handler", finish_case, Step(case_id, desks.version(case_id), "已处理"))
    desks.do("director", reopen_case, case_id, desks.version(case_id), "没修好")
