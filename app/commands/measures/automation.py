"""Two hundred rules over one case: read, asked, in the time a click may wait for them."""

import json
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.automation.match import Facts, plain_texts
from app.cases.automation.model import (
    Deed,
    DeedKind,
    Hours,
    RuleBody,
    RuleState,
    Trigger,
    Whom,
    rule_to_body,
)
from app.cases.automation.standing import Standing, rules_at_work
from app.cases.automation.walk import walk
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models.automation import CaseRule
from app.cases.rules import CaseState, Level, Source
from app.commands.measures.rows import BenchRow, against, timed
from app.core.ids import new_id
from app.core.words import say

RULES = 200
LIMIT_MS = 5.0
MOMENT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
STREET = "990102004"
TEXT = "滨河路与育才街路口的雨水井盖破了，晚上骑车的人看不见，已经有人摔倒，请尽快来修。"


def made_rules(session: Session, count: int) -> None:
    """Keep rules that look at words, kind, source, region and hours, each at other ones."""
    for n in range(count):
        clauses = (
            Clause(FilterField.TEXT, Operator.IS, (f"路灯{n}", f"噪声{n}")),
            Clause(FilterField.CATEGORY, Operator.IS, (f"C{n % 20:02}",)),
            Clause(FilterField.REGION, Operator.IS, (f"{STREET}{n % 9:03}",)),
            Clause(FilterField.SOURCE, Operator.NOT, (Source.KIOSK,)),
        )
        body = RuleBody(
            Trigger.REGISTERED,
            Filter(clauses[n % 2 : n % 2 + 1] if n % 3 else clauses),
            Hours(8 * 60, 20 * 60) if n % 4 == 0 else None,
            deeds=(Deed(DeedKind.NOTIFY, Whom.FIRST_CONTACT),),
        )
        rule = CaseRule(id=new_id(), region=STREET, position=n, name=f"规则{n}", number=1)
        rule.state, rule.trigger, rule.created_at = RuleState.ON, body.trigger, MOMENT
        rule.body = json.dumps(rule_to_body(body), ensure_ascii=False)
        session.add(rule)
    session.commit()


def one_case() -> Facts:
    """Return what rules look at of a case just registered."""
    return Facts(
        now=MOMENT,
        state=CaseState.REGISTERED,
        source=Source.CALL,
        region=f"{STREET}013002",
        level=Level.NORMAL,
        received_at=MOMENT,
        category="C01-003",
        texts=plain_texts(TEXT[:40], TEXT * 3, "滨河路36号", "2026112499010200400001"),
    )


def looked_over(session: Session) -> list[Standing]:
    """Return the rules that act on a case, read and asked as after a step."""
    acted: list[Standing] = []

    def act(rule: Standing) -> bool:
        acted.append(rule)
        return True

    rules = rules_at_work(session, (Trigger.REGISTERED,))
    facts = one_case()
    walk(rules, lambda: facts, act, by_rule=False, acted=set())
    return acted


def rules_over_a_case(runs: int) -> BenchRow:
    """Measure what a step waits for two hundred rules; the limit is 5 ms."""
    engine = sa.create_engine("sqlite://")
    CaseRule.metadata.create_all(engine, tables=[CaseRule.metadata.tables["case_rule"]])
    with Session(engine) as session:
        made_rules(session, RULES)
        looked_over(session)  # what they say is compiled once
        took = [timed(partial(looked_over, session))() * 1_000 for _ in range(runs)]
    engine.dispose()
    return against(say("lab.rules", rules=RULES), took, unit="ms", limit=LIMIT_MS)
