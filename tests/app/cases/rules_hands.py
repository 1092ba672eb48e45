"""Short ways to keep rules in a test."""

from uuid import UUID

from app.cases.actions.rule_keeping import RuleDraft, keep_trial, save_rule, switch_rule
from app.cases.automation.model import Deed, DeedKind, RuleBody, Trigger
from app.cases.automation.trial import try_rule
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models.automation import CaseRule
from tests.factories.centre import STREET


def where(field: FilterField, *values: str) -> Filter:
    """Return the filter in which a field is one of the values."""
    return Filter((Clause(field, Operator.IS, values),))


def assigns(unit: UUID, trigger: Trigger = Trigger.REGISTERED, **more) -> RuleBody:
    """Return a rule that hands cases to a unit."""
    return RuleBody(trigger, deeds=(Deed(DeedKind.ASSIGN, str(unit)),), **more)


def version_of(centre, rule_id: UUID) -> int:
    """Return the version a desk would have seen."""
    with centre.database.reading() as session:
        return session.get_one(CaseRule, rule_id).version


def keep(centre, name: str, body: RuleBody, *, who: str = "director", on: bool = True) -> UUID:
    """Keep a rule of the street, tried and switched on."""
    rule_id = centre.do(who, save_rule, RuleDraft(name, STREET, body))
    if on:
        switch_on(centre, rule_id, body, who)
    return rule_id


def switch_on(centre, rule_id: UUID, body: RuleBody, who: str = "director") -> None:
    """Try a rule and switch it on."""
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        trial = try_rule(session, centre.actor(who), STREET, body, now=now, days=30)
    centre.do(who, keep_trial, rule_id, version_of(centre, rule_id), trial)
    centre.do(who, switch_rule, rule_id, version_of(centre, rule_id), on=True)
