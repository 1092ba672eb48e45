"""What nobody offers (没人提供的) on paper, sort by sort."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording
from app.party.lists.queries.board import board
from app.party.lists.queries.proposals import Lack, proposals
from app.party.lists.rules import OfferKind
from app.party.lists.telling import amount_words, lack_words, need_line

_say = wording("list_lacks")


def lacks_sheet(
    session: Session, actor: Actor, region: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return what a region's lists lack as a form: the sum first, then a line a need.

    Raises:
        NothingToPrint: Nothing is lacking.
    """
    shown = board(session, actor, now=now, region=region)
    lacks = proposals(shown).lacks
    if not lacks:
        raise NothingToPrint(paper=_say("title"))
    order = {kind: place for place, kind in enumerate(OfferKind)}
    moment = f"{local(now):%Y-%m-%d %H:%M}"
    opening = _say("opening", moment=moment, needs=len(shown.needs), lacks=len(lacks))
    return FormFacts(
        centre=settings_at(session, now).centre_name or say("papers.centre"),
        title=_say("title"),
        file_name=_say("file_name", day=f"{local(now):%Y-%m-%d}"),
        printed_at=now,
        opening=(opening, _say("sorts", sorts=_sorts(lacks))),
        rows=tuple(
            (label(lack.kind), _line(lack))
            for lack in sorted(lacks, key=lambda lack: order[lack.kind])
        ),
        notes=(_say("note"),),
        is_demo=is_demo,
    )


def _sorts(lacks: tuple[Lack, ...]) -> str:
    count: dict[OfferKind, int] = {}
    for lack in lacks:
        count[lack.kind] = count.get(lack.kind, 0) + 1
    most = sorted(count, key=lambda kind: -count[kind])
    return "、".join(_say("sort", kind=label(kind), count=count[kind]) for kind in most)


def _line(lack: Lack) -> str:
    need = lack.need
    return _say(
        "line",
        title=need.title,
        by=need.needed_by,
        when=need_line(need),
        lacking=amount_words(lack.lacking, lack.kind),
        why=lack_words(lack),
    )
