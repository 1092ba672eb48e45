"""Who may do what about a whistle: the same answer for buttons and actions."""

from enum import StrEnum

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.reach import may_act, may_do_task, may_type_in
from app.cases.whistle_rules import WhistleKind
from app.core.actor import Actor
from app.core.shared_settings import CentreSettings


class Hand(StrEnum):
    """How somebody does what a summoned unit does."""

    OWN = "own"
    TYPED_IN = "typed_in"  # by the centre, for a unit without a desk


def hand_of(actor: Actor, case: CaseFile, unit: Unit) -> Hand | None:
    """Return how somebody does a summoned unit's work; None where it is not theirs."""
    if may_do_task(actor, case, unit, None):
        return Hand.OWN
    return Hand.TYPED_IN if may_type_in(actor, case, unit) else None


def may_draft_whistle(actor: Actor, case: CaseFile) -> bool:
    """Tell whether somebody may draft a whistle and drop a draft: who disposes of the case."""
    return may_act(actor, case, Right.ASSIGN_CASE) or is_director_of(actor, case)


def may_blow_whistle(
    actor: Actor, case: CaseFile, kind: WhistleKind, settings: CentreSettings
) -> bool:
    """Tell whether somebody may blow a whistle: the director, and in an emergency the desk where
    the centre decided so.
    """
    if is_director_of(actor, case):
        return True
    by_desk = kind is WhistleKind.EMERGENCY and bool(settings.whistle_emergency_by_desk)
    return by_desk and may_act(actor, case, Right.ASSIGN_CASE)


def is_director_of(actor: Actor, case: CaseFile) -> bool:
    """Tell whether somebody decides on the case as the director."""
    return may_act(actor, case, Right.APPROVE)
