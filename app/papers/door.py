"""The door through which lower floors ask for papers: gathers the facts, has them drawn."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.clock import provisional_years
from app.cases.due import ClockPair
from app.cases.limits import limits_now
from app.cases.queries.card import CaseCard, case_card
from app.cases.queries.full import full_case
from app.cases.queries.ledger import LedgerWish, case_ledger
from app.cases.story_words import is_declined
from app.core.actor import Actor
from app.core.calendar_store import calendar_name, calendar_of, current_calendar
from app.core.clock import Clock, local
from app.core.database.tables import DatabaseState
from app.core.doors import NoSuchPaper, Paper, PaperBatch
from app.core.errors import AppError, NotFound
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.facts import LedgerFacts, NothingToPrint, Promises, SlipFacts

FORM_KINDS = ("decline", "assignment", "supervision", "approval")


class Papers:
    """Draws the papers there are, all about a case: ``slip`` (受理回执), ``case`` (事件详情单),
    ``ledger`` (时限台账), ``decline`` (不予受理告知书), ``assignment`` (交办单), ``supervision``
    (督办单) and ``approval`` (延期、挂起、挂账审批单).

    The key is the case's, that of a ledger a `LedgerWish`: the case alone means its
    handling clock as of now.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kinds = {"slip": self._slip, "case": self._case, "ledger": self._ledger}
        for kind in FORM_KINDS:
            self._kinds[kind] = partial(self._form, kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of paper that can be drawn."""
        return tuple(self._kinds)

    def draw(self, session: Session, actor: Actor, kind: str, key: str) -> Paper:
        """Draw a paper of a kind about a record.

        Raises:
            NoSuchPaper: Nobody draws that kind.
            NotFound: The record is absent or out of scope.
            AppError: The record has nothing of that kind to tell, e.g. no clock yet.
            NoPaperFont: No Chinese font that a PDF can carry is installed.
        """
        if kind not in self._kinds:
            raise NoSuchPaper(kind=kind)
        return self._kinds[kind](session, actor, key)

    def draw_many(
        self, session: Session, actor: Actor, kind: str, keys: Sequence[str]
    ) -> PaperBatch:
        """Draw slips of many cases as one document, each on pages of its own.

        Raises:
            NoSuchPaper: It is no slip.
            NoPaperFont: No Chinese font that a PDF can carry is installed.
        """
        if kind != "slip":
            raise NoSuchPaper(kind=kind)
        from app.papers.slip import compose_slips

        facts: list[SlipFacts] = []
        refused: list[tuple[str, AppError]] = []
        for key in keys:
            try:
                facts.append(self._slip_facts(session, self._card(session, actor, key)))
            except AppError as error:
                refused.append((key, error))
        paper = compose_slips(facts) if facts else None
        return PaperBatch(paper, len(facts), tuple(refused))

    def _ledger(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.ledger import compose_ledger  # reportlab is loaded when first printed

        wish, now = LedgerWish.read(key), self._clock.now()
        told = case_ledger(session, actor, wish.case_id, now=wish.moment(now), clock=wish.clock)
        centre = settings_at(session, now).centre_name or say("papers.centre")
        return compose_ledger(LedgerFacts(centre, told, now, is_demo=_is_demo(session)))

    def _slip(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.slip import compose_slip  # reportlab is loaded when first printed

        return compose_slip(self._slip_facts(session, self._card(session, actor, key)))

    def _case(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.case_sheet import CaseSheetFacts, compose_case_sheet  # reportlab, as above

        now = self._clock.now()
        centre = settings_at(session, now).centre_name or say("papers.centre")
        told = full_case(session, actor, _case_id(key), now=now)
        facts = CaseSheetFacts(centre, told, actor.name, now, is_demo=_is_demo(session))
        return compose_case_sheet(facts)

    def _form(self, kind: str, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.case_forms import FORMS, FormGround  # reportlab is loaded then
        from app.papers.form_sheet import compose_form

        card, now = self._card(session, actor, key), self._clock.now()
        ground = FormGround(
            settings=settings_at(session, now),
            source=_source(card),
            place=_place(card),
            now=now,
            is_demo=_is_demo(session),
        )
        if kind != "supervision" or card.clocks is None:
            return compose_form(FORMS[kind](card, ground))
        calendar = calendar_of(session, card.clocks.calendar_number)
        day_s = calendar.season(local(now).date()).day_s
        return compose_form(FORMS[kind](card, ground, day_s=day_s))

    def _card(self, session: Session, actor: Actor, key: str) -> CaseCard:
        return case_card(session, actor, _case_id(key), now=self._clock.now())

    def _slip_facts(self, session: Session, card: CaseCard) -> SlipFacts:
        if is_declined(card):
            raise NothingToPrint(paper=say("papers.slip"))
        now = self._clock.now()
        settings = settings_at(session, now)
        reporter, phone = _reporter(card)
        return SlipFacts(
            centre=settings.centre_name or say("papers.centre"),
            case_number=card.number or "",
            receipt_code=card.receipt_code,
            received_at=card.received_at,
            source=_source(card),
            title=card.title,
            place=_place(card),
            category=card.category,
            first_contact=card.first_contact,
            reporter=reporter,
            phone=phone,
            promises=_made(session, card.clocks) if card.clocks else _to_come(session, card),
            printed_at=now,
            address=settings.centre_address,
            telephone=settings.centre_telephone,
            is_demo=_is_demo(session),
        )


def _case_id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound(key=key) from error


def _is_demo(session: Session) -> bool:
    return bool(session.scalar(sa.select(DatabaseState.is_demo)))


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


def _source(card: CaseCard) -> str:
    if not card.external_number:
        return label(card.source)
    return say("papers.source", source=card.source, number=card.external_number)


def _place(card: CaseCard) -> str:
    if card.place and card.region_name:
        return say("papers.place", place=card.place, region=card.region_name)
    return card.place or card.region_name
