"""Rules act with the account of whoever took the step, and no further than that account reaches."""

import pytest
import sqlalchemy as sa

from app.cases.actions.handle import Step, sign_for_case
from app.cases.actions.intake import Reporter
from app.cases.actions.refusing import Return, return_case
from app.cases.actions.rule_keeping import (
    RuleDraft,
    keep_trial,
    save_rule,
    switch_rule,
)
from app.cases.actions.tags import add_tag
from app.cases.automation.model import Deed, DeedKind, RuleBody, Trigger
from app.cases.automation.trial import try_rule
from app.cases.models import CaseFile
from app.cases.models.automation import CaseRule, CaseRuleFiring
from app.cases.queries.firings import rule_news
from app.cases.rules import Level, ReturnReason, SupervisionLevel
from tests.factories.centre import STREET
from tests.factories.server import Server

pytestmark = pytest.mark.postgres

CALLER = Reporter(name="贺春梅", phone="13712340987")


def version(server: Server, rule_id) -> int:
    with server.database.reading() as session:
        return session.get_one(CaseRule, rule_id).version


def kept(server: Server, name: str, body: RuleBody):
    """Write, try and switch on a rule, as the director."""
    rule_id = server.do("director", save_rule, RuleDraft(name, STREET, body))
    database, actor = server.desk("director")
    with database.reading() as session:
        trial = try_rule(session, actor, STREET, body, now=database.clock.now(), days=30)
    server.do("director", keep_trial, rule_id, version(server, rule_id), trial)
    server.do("director", switch_rule, rule_id, version(server, rule_id), on=True)
    server.close()  # the director is at so many desks at most
    return rule_id


@pytest.fixture
def two_rules(own_server: Server):
    """Rules that do everything, at work for one test."""
    server = own_server
    tag = server.do("director", add_tag, "夜间", STREET)
    told = f"unit:{server.units['water']}"
    first = (
        Deed(DeedKind.ASSIGN, str(server.units["water"])),
        Deed(DeedKind.LEVEL, Level.URGENT),
        Deed(DeedKind.TAG, str(tag)),
        Deed(DeedKind.NOTIFY, told),
    )
    second = (
        Deed(DeedKind.ASSIGN, str(server.units["municipal"])),
        Deed(DeedKind.SUPERVISE, SupervisionLevel.YELLOW),
    )
    kept(server, "又来电给水务", RuleBody(Trigger.REGISTERED, caller_again=True, deeds=first))
    kept(server, "退回给市政", RuleBody(Trigger.RETURNED, deeds=second))
    return server


def test_whoever_takes_a_step_brings_rules_about_that_they_could_not_take(two_rules):
    server = two_rules
    server.register(reporter=CALLER)
    again = server.register(text="又看到井盖不见了", reporter=CALLER)

    with server.database.reading() as session:
        case = session.get_one(CaseFile, again)
        assert (case.handling_unit_id, case.level) == (server.units["water"], Level.URGENT)
    database, rival = server.desk("rival")
    with database.reading() as session:
        told = rule_news(session, rival, case.received_at.replace(year=2020))
    assert [each.case_id for each in told] == [again]
    server.do("rival", sign_for_case, Step(again, server.version(again), ""))
    order = Return(again, server.version(again), ReturnReason.OVERLAPPING, "不归我们")
    server.do("rival", return_case, order)

    with server.database.reading() as session:
        case = session.get_one(CaseFile, again)
        asked = sa.select(CaseRuleFiring).where(CaseRuleFiring.case_id == again)
        rows = session.scalars(asked.order_by(CaseRuleFiring.at)).all()
        assert case.handling_unit_id == server.units["municipal"]
        assert [(row.rule_name, row.has_fault) for row in rows] == [
            ("又来电给水务", False),
            ("退回给市政", False),
        ]
