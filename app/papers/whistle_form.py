"""The sheet by which departments are summoned (吹哨单), with what each of them did since."""

from datetime import datetime

from app.cases.numbers import short
from app.cases.queries.card import CaseCard
from app.cases.queries.whistles import SummonedUnit, WhistleRow
from app.cases.whistle_rules import UnitStage
from app.core.clock import local
from app.core.words import label, say
from app.papers.case_forms import FormGround
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording

_say = wording("whistle")


def whistle_sheet(card: CaseCard, ground: FormGround) -> FormFacts:
    """Return the newest whistle on a case (吹哨单); a draft says that it is one.

    Raises:
        NothingToPrint: There is none.
    """
    if not card.whistles:
        raise NothingToPrint(paper=_say("title"))
    whistle = card.whistles[0]
    name = short(card.number) if card.number else card.receipt_code
    contact = _say(
        "contact",
        telephone=ground.settings.centre_telephone,
    )
    return FormFacts(
        centre=ground.settings.centre_name or say("papers.centre"),
        title=_say("title"),
        file_name=_say("file_name", name=name),
        printed_at=ground.now,
        number=_say("number", number=whistle.number or _say("draft")),
        to="、".join(unit.unit for unit in whistle.units),
        opening=(_say("opening", place=whistle.place, moment=_moment(whistle.dues.appear_at)),),
        rows=tuple(_rows(card, ground, whistle)),
        closing=(_say("outcome", outcome=whistle.outcome),) if whistle.outcome else (),
        signatures=(_say("signer"), _say("appeared")),
        notes=(_say("elements"), *((contact,) if ground.settings.centre_telephone else ())),
        is_demo=ground.is_demo,
    )


def _rows(card: CaseCard, ground: FormGround, whistle: WhistleRow) -> list[tuple[str, str]]:
    helpers = "、".join(unit.unit for unit in whistle.units if not unit.is_lead)
    rows = [
        ("kind", label(whistle.kind)),
        ("matter", card.title),
        ("where", ground.place),
        ("lead", whistle.lead),
        ("helpers", helpers or _say("none")),
        ("place", whistle.place),
        ("appear", _moment(whistle.dues.appear_at)),
        ("task", whistle.task),
    ]
    if whistle.dues.sign_at is not None:
        rows.append(("sign", _moment(whistle.dues.sign_at)))
    if whistle.dues.report_at is not None:
        rows.append(("report", _moment(whistle.dues.report_at)))
    told = [(_say(f"row.{key}"), words) for key, words in rows]
    answered = (unit for unit in whistle.units if unit.moments.signed_at is not None)
    # names of units are too long for the narrow column of the labels
    return told + [(_say("row.answer"), f"{unit.unit}：{_answer(unit)}") for unit in answered]


def _answer(unit: SummonedUnit) -> str:
    """Return what a unit did, in the order it did it."""
    moments, feedback = unit.moments, unit.feedback
    parts = []
    if moments.signed_at is not None:
        parts.append(_say("unit.signed", moment=_moment(moments.signed_at)))
    if moments.appeared_at is not None:
        came = "appeared" if unit.in_time else "late"
        parts.append(_say(f"unit.{came}", moment=_moment(moments.appeared_at)))
    if feedback.accepted_at is not None and feedback.solved_by is not None:
        parts.append(
            _say(
                "unit.feedback",
                accepted=_moment(feedback.accepted_at),
                talked=feedback.talked_to,
                remedy=feedback.remedy.rstrip("。"),
                solved=_moment(feedback.solved_by),
            )
        )
    if unit.stage is UnitStage.ABSENT:
        parts.append(_say("unit.absent"))
    if moments.left_at is not None:
        parts.append(_say("unit.left", moment=_moment(moments.left_at)))
    return "；".join(parts)


def _moment(moment: datetime) -> str:
    at = local(moment)
    return _say("moment", year=at.year, month=at.month, day=at.day, clock=f"{at:%H:%M}")
