"""Keeping rules (自动规则): written, tried, switched on and off, put in order, retired."""

import json
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.automation.match import compiled_text
from app.cases.automation.model import (
    Deed,
    DeedKind,
    RuleBody,
    RuleState,
    Whom,
    checked,
    checked_name,
    rule_to_body,
)
from app.cases.automation.trial import Trial
from app.cases.models.automation import CaseRule, CaseRuleVersion
from app.cases.models.finding import Tag
from app.cases.rights import TO_MARK, TO_REMIND
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.ids import new_id

MOST_RULES = 200
"""Rules of one region that are not retired; nobody looks over more."""

NEEDED: dict[DeedKind, tuple[Right, ...]] = {
    DeedKind.ASSIGN: (Right.ASSIGN_CASE,),
    DeedKind.LEVEL: (Right.ASSIGN_CASE,),
    DeedKind.TAG: TO_MARK,
    DeedKind.REMIND: TO_REMIND,
    DeedKind.SUPERVISE: (Right.SUPERVISE_CASE,),
    DeedKind.WHISTLE: (Right.ASSIGN_CASE, Right.APPROVE),
    DeedKind.NOTIFY: (Right.READ_CASES,),
}
"""Rights of which whoever keeps a rule holds one for each thing it does: a rule does nothing that
its author could not do by hand.
"""


class RuleGone(AppError):
    """The rule was retired meanwhile, or there is none."""

    code = "rules.gone"


class RuleNameTaken(AppError):
    """The region has a rule of that name already; facts: ``name``."""

    code = "rules.name_taken"


class TooManyRules(AppError):
    """The region has as many rules as anybody can look over; facts: ``most``."""

    code = "rules.too_many"


class DeedNotYours(AppError):
    """Whoever keeps the rule could not do this by hand; facts: ``deed``."""

    code = "rules.unit_not_yours"


class NotTried(AppError):
    """This version was not tried yet."""

    code = "rules.not_tried"


class TrialUnreadable(AppError):
    """Whoever would try a rule reads no cases."""

    code = "rules.not_readable"


class RuleUnitGone(AppError):
    """A unit a rule speaks of does not work any more."""

    code = "rules.unit_gone"


class RulePersonGone(AppError):
    """A person a rule speaks of does not work any more."""

    code = "rules.person_gone"


class RuleTagGone(AppError):
    """A tag a rule puts on cases is offered no more."""

    code = "rules.tag_gone"


class RuleTagElsewhere(AppError):
    """A tag a rule puts on cases is of another region; facts: ``tag``."""

    code = "rules.tag_elsewhere"


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a rule is to be.

    Attributes:
        region: Of whose desks; "" for all. A rule does not move later.
    """

    name: str
    region: str
    body: RuleBody


@once
def save_rule(
    uow: Uow,
    draft: RuleDraft,
    *,
    command_key: UUID,
    rule_id: UUID | None = None,
    seen_version: int = 0,
) -> UUID:
    """Keep a new rule, or a new version of one; it rests until it was tried and is switched on.

    Raises:
        NotAllowed: The rules of the region are kept by others.
        RuleUnfit: It cannot be kept as it stands.
        DeedNotYours: It does what its author could not do by hand.
        RuleNameTaken: The region has one of that name.
        RuleGone: It was retired meanwhile.
        Conflict: Somebody changed it since it was read.
    """
    rule = _kept(uow, rule_id, seen_version) if rule_id else None
    region = rule.region if rule else draft.region
    _require(uow, region)
    name, body = checked_name(draft.name), checked(draft.body)
    for deed in body.deeds:
        _check_deed(uow, deed, region)
    _check_name(uow, region, name, rule_id)
    if rule is None:
        rule = _new(uow, region)
    rule.name, rule.trigger, rule.number = name, body.trigger, rule.number + 1
    rule.body = json.dumps(rule_to_body(body), ensure_ascii=False)
    if rule.state == RuleState.ON:
        rule.state = RuleState.OFF
    uow.session.add(rule)
    uow.session.flush()
    uow.session.add(
        CaseRuleVersion(
            rule_id=rule.id,
            number=rule.number,
            name=name,
            body=rule.body,
            at=uow.now,
            author_id=uow.actor.person_id,
            author=uow.actor.name,
        )
    )
    uow.session.flush()
    _tell(uow, rule, "rules.saved")
    return rule.id


@once
def keep_trial(
    uow: Uow, rule_id: UUID, seen_version: int, trial: Trial, *, command_key: UUID
) -> None:
    """Keep with the version of a rule what it would have done; the first trial of it stands.

    Raises:
        TrialUnreadable: Whoever tried it reads no cases there, so that it means nothing.
    """
    rule = _kept(uow, rule_id, seen_version)
    _require(uow, rule.region)
    if not uow.actor.may_in(Right.READ_CASES, rule.region):
        raise TrialUnreadable
    version = uow.session.get_one(CaseRuleVersion, (rule.id, rule.number))
    if not version.trial:
        version.trial = trial.as_text()
        uow.session.flush()
    _tell(uow, rule, "rules.tried", count=trial.count)


@once
def switch_rule(uow: Uow, rule_id: UUID, seen_version: int, *, on: bool, command_key: UUID) -> None:
    """Let a rule act from now on, or act no more.

    Raises:
        NotTried: Nobody looked yet at what this version would do.
        DeedNotYours: It does what whoever switches it on could not do by hand.
    """
    rule = _kept(uow, rule_id, seen_version)
    _require(uow, rule.region)
    if on:
        version = uow.session.get_one(CaseRuleVersion, (rule.id, rule.number))
        if not version.trial:
            raise NotTried
        for deed in _body_of(rule).deeds:
            _check_deed(uow, deed, rule.region)
    rule.state = RuleState.ON if on else RuleState.OFF
    uow.session.flush()
    _tell(uow, rule, "rules.switched_on" if on else "rules.switched_off")


@once
def retire_rule(uow: Uow, rule_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a rule off the list for good; what it did stays where it stands."""
    rule = _kept(uow, rule_id, seen_version)
    _require(uow, rule.region)
    rule.state = RuleState.RETIRED
    uow.session.flush()
    _tell(uow, rule, "rules.retired")


@once
def order_rules(uow: Uow, region: str, rule_ids: tuple[UUID, ...], *, command_key: UUID) -> None:
    """Let the rules of a region stand in this order.

    Raises:
        Conflict: Others than these are kept there meanwhile.
    """
    _require(uow, region)
    kept = {rule.id: rule for rule in uow.session.scalars(_of(region))}
    if set(kept) != set(rule_ids) or len(kept) != len(rule_ids):
        raise Conflict(rules=len(rule_ids))
    for position, rule_id in enumerate(rule_ids):
        kept[rule_id].position = position
    uow.session.flush()
    if rule_ids:
        _tell(uow, kept[rule_ids[0]], "rules.ordered")


def _of(region: str) -> sa.Select[CaseRule]:
    at_hand = CaseRule.region == region, CaseRule.state != RuleState.RETIRED
    return sa.select(CaseRule).where(*at_hand).order_by(CaseRule.position)


def _require(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.APPROVE, region):
        raise NotAllowed(right=Right.APPROVE)


def _kept(uow: Uow, rule_id: UUID, seen_version: int) -> CaseRule:
    rule = uow.session.get(CaseRule, rule_id, with_for_update=True)
    if rule is None or rule.state == RuleState.RETIRED:
        raise RuleGone
    if rule.version != seen_version:
        raise Conflict(rule=rule_id)
    return rule


def _new(uow: Uow, region: str) -> CaseRule:
    others = list(uow.session.scalars(_of(region)))
    if len(others) >= MOST_RULES:
        raise TooManyRules(most=MOST_RULES)
    return CaseRule(
        id=new_id(),
        region=region,
        position=max((rule.position for rule in others), default=-1) + 1,
        state=RuleState.DRAFT,
        number=0,
        created_at=uow.now,
    )


def _check_name(uow: Uow, region: str, name: str, rule_id: UUID | None) -> None:
    for other in uow.session.scalars(_of(region)):
        if other.id != rule_id and other.name.casefold() == name.casefold():
            raise RuleNameTaken(name=name)


def _check_deed(uow: Uow, deed: Deed, region: str) -> None:
    """Raise unless the actor could do this by hand, and what it is done with is there."""
    if not any(uow.actor.may_in(right, region) for right in NEEDED[deed.kind]):
        raise DeedNotYours(deed=deed.kind)
    if deed.kind is DeedKind.TAG:
        tag = uow.session.get(Tag, deed.key())
        if tag is None or not tag.is_active:
            raise RuleTagGone
        if not region.startswith(tag.region):
            raise RuleTagElsewhere(tag=tag.name)
    elif deed.kind is DeedKind.NOTIFY and deed.value in set(Whom):
        return
    elif deed.kind is DeedKind.NOTIFY and deed.value.startswith("person:"):
        person = uow.session.get(Person, deed.key())
        if person is None or not person.is_active:
            raise RulePersonGone
    elif deed.kind in (DeedKind.ASSIGN, DeedKind.WHISTLE, DeedKind.NOTIFY):
        unit = uow.session.get(Unit, deed.key())
        if unit is None or not unit.is_active:
            raise RuleUnitGone


def _body_of(rule: CaseRule) -> RuleBody:
    ready = compiled_text(rule.body)
    if ready is None:  # of a newer program, which alone knows what it does
        raise RuleGone
    return ready.body


def _tell(uow: Uow, rule: CaseRule, action: str, **facts: int) -> None:
    told = {"number": rule.number, "name": rule.name, **facts}
    uow.record(action, Topic.RULE, rule.id, region=rule.region, **told)
    uow.touched(Topic.RULE, rule.id, rule.region)
