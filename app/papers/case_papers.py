"""Facts of the papers about one case, gathered for whoever draws them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.clock import provisional_years
from app.cases.due import ClockPair
from app.cases.durations import DAY_S
from app.cases.limits import limits_now
from app.cases.queries.card import CaseCard
from app.cases.story_words import is_declined
from app.core.calendar_store import calendar_name, calendar_of, current_calendar
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.case_forms import FORMS, FormGround
from app.papers.facts import NothingToPrint, Promises, SlipFacts
from app.papers.finish_form import finish_feedback
from app.papers.forms.kinds import FormKind
from app.papers.forms.store import FormTemplates
from app.papers.paper_facts import PaperFacts
from app.papers.whistle_form import whistle_sheet

_MORE = {FormKind.WHISTLE: whistle_sheet, FormKind.FINISH: finish_feedback}


def form_facts(session: Session, kind: FormKind, card: CaseCard, now: datetime) -> PaperFacts:
    """Return the facts of a form about a case.

    Raises:
        NothingToPrint: The case has nothing of which it tells.
    """
    day_s = DAY_S
    if card.clocks is not None:
        calendar = calendar_of(session, card.clocks.calendar_number)
        day_s = calendar.season(local(now).date()).day_s
    ground = FormGround(
        settings=settings_at(session, now),
        source=source_words(card),
        place=place_words(card),
        now=now,
        day_s=day_s,
    )
    return replace((FORMS | _MORE)[kind](card, ground), region=card.region)


def slip_facts(
    session: Session,
    card: CaseCard,
    now: datetime,
    templates: FormTemplates,
    *,
    is_demo: bool,
) -> SlipFacts:
    """Return what the acceptance slip of a case says.

    Raises:
        NothingToPrint: The case was declined.
    """
    if is_declined(card):
        raise NothingToPrint(paper=say("papers.slip"))
    settings = settings_at(session, now)
    reporter, phone = _reporter(card)
    return SlipFacts(
        centre=settings.centre_name or say("papers.centre"),
        case_number=card.number or "",
        receipt_code=card.receipt_code,
        received_at=card.received_at,
        source=source_words(card),
        title=card.title,
        place=place_words(card),
        category=card.category,
        first_contact=card.first_contact,
        reporter=reporter,
        phone=phone,
        promises=_made(session, card.clocks) if card.clocks else _to_come(session, card),
        printed_at=now,
        address=settings.centre_address,
        telephone=settings.centre_telephone,
        is_demo=is_demo,
        template=templates.at(card.region, card.received_at),
    )


def _made(session: Session, clocks: ClockPair) -> Promises:
    """Return what a registered case was promised, by the versions it counts with."""
    calendar = calendar_of(session, clocks.calendar_number)
    return Promises(
        sign_limit=clocks.sign_limit,
        sign_due_at=clocks.sign.due_at if clocks.sign else None,
        handle_limit=clocks.handle_limit,
        handle_due_at=clocks.handle.due_at,
        limit_number=clocks.limit_number,
        calendar_name=calendar_name(calendar),
        provisional_years=provisional_years(clocks.handle, calendar),
    )


def _to_come(session: Session, card: CaseCard) -> Promises:
    """Return what a case will be promised once it is registered."""
    limits = limits_now(session)
    return Promises(
        sign_limit=limits.limit("sign", card.category_code, card.level),
        sign_due_at=None,
        handle_limit=limits.limit("handle", card.category_code, card.level),
        handle_due_at=None,
        limit_number=limits.number,
        calendar_name=calendar_name(current_calendar(session)),
    )


def _reporter(card: CaseCard) -> tuple[str, str]:
    if card.reporter_hidden:
        return say("papers.confidential"), ""
    if card.reporter is None:
        return "", ""
    return card.reporter.name, card.reporter.phone


def source_words(card: CaseCard) -> str:
    """Return where a case came from, in words."""
    if not card.external_number:
        return label(card.source)
    return say("papers.source", source=card.source, number=card.external_number)


def place_words(card: CaseCard) -> str:
    """Return where a case is, in words."""
    if card.place and card.region_name:
        return say("papers.place", place=card.place, region=card.region_name)
    return card.place or card.region_name
