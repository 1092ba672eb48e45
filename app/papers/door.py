"""The door through which lower floors ask for papers: gathers the facts, has them drawn."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.label_paper import LabelWish
from app.cases.numbers import short
from app.cases.queries.card import CaseCard, case_card
from app.cases.queries.exclusions import granted_between
from app.cases.queries.full import full_case
from app.cases.queries.ledger import LedgerWish, case_ledger
from app.cases.queries.map_figures import MapWish
from app.cases.queries.rates import rates
from app.cases.rate_paper import PaperPeriod
from app.core.actor import Actor
from app.core.clock import Clock
from app.core.doors import NoSuchPaper, Paper, PaperBatch
from app.core.errors import AppError, NotFound
from app.core.shared_settings import settings_at
from app.core.words import say
from app.papers.command_papers import command_kinds
from app.papers.facts import LedgerFacts, SlipFacts
from app.papers.forms.kinds import FormKind
from app.papers.party_papers import is_demo, party_kinds

BRIEFING_KINDS = ("daily", "weekly", "monthly")
PERIOD_KINDS = ("rates", "exclusions")
FORM_KINDS = (
    *("decline", "assignment", "supervision", "approval", "whistle", "call_back"),
    "finish_feedback",
)


class Papers:
    """Draws the papers there are. About a case: ``slip`` (受理回执), ``case`` (事件详情单),
    ``ledger`` (时限台账), ``decline`` (不予受理告知书), ``assignment`` (交办单), ``supervision``
    (督办单), ``approval`` (延期、挂起、挂账审批单), ``whistle`` (吹哨单), ``call_back``
    (回访记录) and ``finish_feedback`` (办结反馈单). About a region: ``map`` (网格图),
    ``supervision_month`` (督办月报), ``daily`` (日报), ``weekly`` (综治周报) and ``monthly``
    (月度分析). About several cases: ``route`` (走访路线单)
    and ``labels`` (不干胶标签).
    About a period: ``rates`` (三率表) and ``exclusions`` (剔除登记簿). About the Party's affairs:
    what `app.papers.party_papers` lists, and about duty and command `app.papers.command_papers`.
    About services: ``guide_sheet`` (一次性告知单).

    The key is the case's, that of a ledger a `LedgerWish`: the case alone means its
    handling clock as of now. That of a map is a `MapWish`, that of a route the keys
    of its cases with commas between, that of a period a `PaperPeriod`, and that of a month
    ``2026-11`` with the region after a blank; that of a briefing ``990102004/2026-11-16``.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kinds = {"slip": self._slip, "case": self._case, "ledger": self._ledger}
        self._kinds |= {
            "map": self._map,
            "route": self._route,
            "labels": self._labels,
            "supervision_month": self._month,
        }
        self._kinds |= party_kinds(clock) | command_kinds(clock)
        self._kinds["guide_sheet"] = self._guide
        for kind in BRIEFING_KINDS:
            self._kinds[kind] = partial(self._briefing, kind)
        for kind in PERIOD_KINDS:
            self._kinds[kind] = partial(self._of_period, kind)
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
        from app.papers.case_papers import slip_facts  # reportlab is loaded when first printed
        from app.papers.forms.store import FormTemplates
        from app.papers.slip import compose_slips

        templates, now = FormTemplates(session, FormKind.SLIP), self._clock.now()
        demo = is_demo(session)
        facts: list[SlipFacts] = []
        refused: list[tuple[str, AppError]] = []
        for key in keys:
            try:
                card = self._card(session, actor, key)
                facts.append(slip_facts(session, card, now, templates, is_demo=demo))
            except AppError as error:
                refused.append((key, error))
        paper = compose_slips(facts) if facts else None
        return PaperBatch(paper, len(facts), tuple(refused))

    def _ledger(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.ledger import compose_ledger  # reportlab is loaded when first printed

        wish, now = LedgerWish.read(key), self._clock.now()
        told = case_ledger(session, actor, wish.case_id, now=wish.moment(now), clock=wish.clock)
        centre = settings_at(session, now).centre_name or say("papers.centre")
        return compose_ledger(LedgerFacts(centre, told, now, is_demo=is_demo(session)))

    def _map(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.store import FormTemplates
        from app.papers.grid_map import compose_map  # reportlab is loaded when first printed
        from app.papers.map_facts import map_facts
        from app.papers.paper_facts import centre_facts

        now = self._clock.now()
        house = centre_facts(settings_at(session, now), now)
        wish = MapWish.read(key)
        facts = map_facts(session, actor, wish, now, centre=str(house["centre"]))
        template = FormTemplates(session, FormKind.MAP).at(wish.region, now)
        return compose_map(replace(facts, is_demo=is_demo(session)), template, house)

    def _route(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.map_facts import route_facts  # reportlab is loaded when first printed
        from app.papers.route_sheet import compose_route

        now = self._clock.now()
        centre = settings_at(session, now).centre_name or say("papers.centre")
        cases = tuple(_case_id(each) for each in key.split(","))
        facts = route_facts(session, actor, cases, now, centre=centre)
        return compose_route(replace(facts, is_demo=is_demo(session)))

    def _labels(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.case_papers import place_words
        from app.papers.labels import LabelFacts, LabelPaper, compose_labels  # reportlab, as above

        wish, now = LabelWish.read(key), self._clock.now()
        cards = [case_card(session, actor, each, now=now) for each in wish.cases]
        labels = tuple(
            LabelFacts(
                code=card.number or card.receipt_code,
                number=short(card.number) if card.number else card.receipt_code,
                title=card.title,
                place=place_words(card),
            )
            for card in cards
        )
        centre = settings_at(session, now).centre_name or say("papers.centre")
        return compose_labels(LabelPaper(labels, wish.sheet, wish.first, centre, now))

    def _of_period(self, kind: str, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.call_tables import CallTableGround, compose_exclusions, compose_rates

        now = self._clock.now()
        centre = settings_at(session, now).centre_name or say("papers.centre")
        ground = CallTableGround(centre, actor.name, now, is_demo=is_demo(session))
        period = PaperPeriod.read(key)
        if kind == "rates":
            return compose_rates(ground, rates(session, actor, period.wanted), period.split)
        wanted = period.wanted
        rows = granted_between(session, actor, wanted.since, wanted.until, region=wanted.region)
        return compose_exclusions(ground, wanted, rows)

    def _month(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed
        from app.papers.supervision_month import month_sheet

        found = month_sheet(session, actor, key, self._clock.now())
        return draw_form(session, FormKind.SUPERVISION_MONTH, found, is_demo=is_demo(session))

    def _guide(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed
        from app.papers.guide_sheet import guide_sheet

        found = guide_sheet(session, actor, key, self._clock.now())
        return draw_form(session, FormKind.GUIDE, found, is_demo=is_demo(session))

    def _briefing(self, kind: str, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.briefing.drawing import draw_briefing  # reportlab is loaded then
        from app.papers.briefing.period import PeriodWish
        from app.papers.rules import PeriodKind

        wish = PeriodWish.read(PeriodKind(kind), key)
        drawn = draw_briefing(session, actor, wish, self._clock.now()).paper
        return Paper(drawn.name, drawn.body, drawn.warnings)

    def _slip(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.case_papers import slip_facts  # reportlab is loaded when first printed
        from app.papers.forms.store import FormTemplates
        from app.papers.slip import compose_slip

        card, now = self._card(session, actor, key), self._clock.now()
        templates = FormTemplates(session, FormKind.SLIP)
        return compose_slip(slip_facts(session, card, now, templates, is_demo=is_demo(session)))

    def _case(self, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.case_sheet import CaseSheetFacts, compose_case_sheet  # reportlab, as above

        now = self._clock.now()
        centre = settings_at(session, now).centre_name or say("papers.centre")
        told = full_case(session, actor, _case_id(key), now=now)
        facts = CaseSheetFacts(centre, told, actor.name, now, is_demo=is_demo(session))
        return compose_case_sheet(facts)

    def _form(self, kind: str, session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.case_papers import form_facts  # reportlab is loaded then
        from app.papers.forms.drawing import draw_form

        card, told = self._card(session, actor, key), FormKind(kind)
        found = form_facts(session, told, card, self._clock.now())
        return draw_form(session, told, found, is_demo=is_demo(session))

    def _card(self, session: Session, actor: Actor, key: str) -> CaseCard:
        return case_card(session, actor, _case_id(key), now=self._clock.now())


def _case_id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound(key=key) from error
