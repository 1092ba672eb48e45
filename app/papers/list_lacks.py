"""What nobody offers (没人提供的) on paper, sort by sort."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.shared_settings import settings_at
from app.core.words import label
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing
from app.party.lists.queries.board import board
from app.party.lists.queries.proposals import Lack, proposals
from app.party.lists.rules import OfferKind
from app.party.lists.telling import amount_words, lack_words, need_line


def lacks_sheet(session: Session, actor: Actor, region: str, now: datetime) -> PaperFacts:
    """Return what a region's lists lack: the sum, each sort, and each need.

    Raises:
        NothingToPrint: Nothing is lacking.
    """
    shown = board(session, actor, now=now, region=region)
    lacks = proposals(shown).lacks
    if not lacks:
        raise nothing(FormKind.LACKS)
    order = {kind: place for place, kind in enumerate(OfferKind)}
    facts: dict[str, Value] = {
        "as_of": now,
        "needs": len(shown.needs),
        "count": len(lacks),
        "sorts": _sorts(lacks),
        "lacks": tuple(map(_line, sorted(lacks, key=lambda lack: order[lack.kind]))),
    }
    return PaperFacts(centre_facts(settings_at(session, now), now) | facts, now, region)


def _sorts(lacks: tuple[Lack, ...]) -> tuple[Row, ...]:
    count: dict[OfferKind, int] = {}
    for lack in lacks:
        count[lack.kind] = count.get(lack.kind, 0) + 1
    most = sorted(count, key=lambda kind: -count[kind])
    return tuple({"sort": label(kind), "of_sort": count[kind]} for kind in most)


def _line(lack: Lack) -> Row:
    need = lack.need
    return {
        "sort": label(lack.kind),
        "title": need.title,
        "needed_by": need.needed_by,
        "needed": need_line(need),
        "lacking": amount_words(lack.lacking, lack.kind),
        "why": lack_words(lack),
    }
