"""The rules the director of the demo street keeps: three that any street would have."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Role
from app.cases.actions.automating import look_at
from app.cases.actions.rule_keeping import RuleDraft, keep_trial, save_rule, switch_rule
from app.cases.automation.happened import Occasion
from app.cases.automation.model import Deed, DeedKind, Hours, RuleBody, Trigger, Whom
from app.cases.automation.standing import rules_at_work
from app.cases.automation.trial import try_rule
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models.automation import CaseRule
from app.cases.rules import Level, SupervisionLevel
from app.core.shared_settings import settings_at
from app.demo.doing import Doing
from app.demo.people import Staff

AGO = timedelta(days=3)
NIGHT = Hours(20 * 60, 6 * 60)
ACTED = 5
"""Cases the rules looked at since; the others are left as they were played."""
FIRST_EVENT = "event:1"


def keep_rules(do: Doing, staff: Staff, street: str, now: datetime) -> None:
    """Let the director write three rules, try them and switch two on; they acted since."""
    session = do.session
    director = do.by(staff.by_role[Role.DIRECTOR][0], now - AGO)
    for name, body, on in _rules(session):
        rule_id = director(save_rule, RuleDraft(name, street, body))
        days = settings_at(session, now).rule_trial_days
        trial = try_rule(session, director.who, street, body, now=now - AGO, days=days)
        if not on:
            continue
        director(keep_trial, rule_id, _version(session, rule_id), trial)
        director(switch_rule, rule_id, _version(session, rule_id), on=True)
        if all(deed.kind is DeedKind.NOTIFY for deed in body.deeds):
            _act(director, now, body, street)
    session.flush()


def _rules(session: Session) -> tuple[tuple[str, RuleBody, bool], ...]:
    told = Deed(DeedKind.NOTIFY, Whom.FIRST_CONTACT)
    sheet = Deed(DeedKind.SUPERVISE, SupervisionLevel.YELLOW)
    night = Filter((Clause(FilterField.TEXT, Operator.IS, ("井盖",)),))
    returned = Filter((Clause(FilterField.RETURNED, Operator.IS, ("1",)),))
    gas = Filter((Clause(FilterField.TEXT, Operator.IS, ("燃气", "漏电", "积水")),))
    keeper = session.scalars(sa.select(Unit).where(Unit.name.contains("城管"))).first()
    urgent = Deed(DeedKind.LEVEL, Level.URGENT)
    at_night = (Deed(DeedKind.ASSIGN, str(keeper.id)),) if keeper is not None else (urgent,)
    return (
        ("夜间井盖", RuleBody(Trigger.REGISTERED, night, NIGHT, deeds=at_night), False),
        ("险情告诉首问人", RuleBody(Trigger.REGISTERED, gas, deeds=(told,)), True),
        ("退回就起草督办", RuleBody(Trigger.RETURNED, returned, deeds=(sheet,)), True),
    )


def _version(session: Session, rule_id: UUID) -> int:
    return session.get_one(CaseRule, rule_id).version


def _act(do: Doing, now: datetime, body: RuleBody, street: str) -> None:
    """Let the rules look at what they were kept for since; what they tell changes no case."""
    found = try_rule(do.session, do.who, street, body, now=now, days=AGO.days)
    standing = rules_at_work(do.session, (body.trigger,))
    for hit in found.hits[:ACTED]:
        occasion = Occasion(hit.case_id, body.trigger, FIRST_EVENT)
        do.by(do.who, hit.at).plainly(look_at, occasion, standing, set())
