"""The sheet by which departments are summoned (吹哨单), with what each of them did since."""

from app.cases.queries.card import CaseCard
from app.cases.queries.whistles import SummonedUnit
from app.cases.whistle_rules import UnitStage
from app.core.words import label
from app.papers.case_forms import FormGround, case_facts
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row
from app.papers.paper_facts import PaperFacts, nothing


def whistle_sheet(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return the newest whistle on a case (吹哨单); a draft has no number.

    Raises:
        NothingToPrint: There is none.
    """
    if not card.whistles:
        raise nothing(FormKind.WHISTLE)
    whistle = card.whistles[0]
    facts = case_facts(card, ground) | {
        "whistle": whistle.number,
        "blown": whistle.blown_at,
        "summoned": "、".join(unit.unit for unit in whistle.units),
        "sort": label(whistle.kind),
        "where": ground.place,
        "lead": whistle.lead,
        "helpers": "、".join(unit.unit for unit in whistle.units if not unit.is_lead),
        "place": whistle.place,
        "appear": whistle.dues.appear_at,
        "task": whistle.task,
        "sign": whistle.dues.sign_at,
        "report": whistle.dues.report_at,
        "outcome": whistle.outcome,
        "units": tuple(map(_unit, (u for u in whistle.units if u.moments.signed_at is not None))),
    }
    return PaperFacts(facts, whistle.blown_at or ground.now)


def _unit(unit: SummonedUnit) -> Row:
    """Return what a unit did."""
    moments, feedback = unit.moments, unit.feedback
    has_told = feedback.accepted_at is not None and feedback.solved_by is not None
    return {
        "unit": unit.unit,
        "signed": moments.signed_at,
        "appeared": moments.appeared_at,
        "late": moments.appeared_at is not None and not unit.in_time,
        "accepted": feedback.accepted_at if has_told else None,
        "talked": feedback.talked_to,
        "remedy": feedback.remedy.rstrip("。"),
        "solved": feedback.solved_by,
        "absent": unit.stage is UnitStage.ABSENT,
        "left": moments.left_at,
    }
