"""Drawing a briefing: counted now for somebody, or set again from what was kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.database.tables import DatabaseState
from app.papers.briefing import snapshot
from app.papers.briefing.compose import Briefing, Issued, compose_briefing
from app.papers.briefing.gather import Gathered, gather
from app.papers.briefing.period import PeriodWish
from app.papers.briefing.sentences import phrase
from app.papers.briefing.store import template_in_use
from app.papers.briefing.template import Template, read_template, shipped
from app.papers.rules import PaperStep

NOBODY: Mapping[PaperStep, str] = MappingProxyType({})
PERSON_OF = {PaperStep.REVIEWED: "reviewer", PaperStep.SIGNED: "signer"}
"""How texts call who took a step."""


class Kept(Protocol):
    """A version of a briefing as it is kept."""

    @property
    def snapshot(self) -> str:
        """Everything it is set from."""

    @property
    def correction(self) -> str:
        """What it says of itself where it corrects another."""

    @property
    def drafter(self) -> str:
        """Who drafted it."""


def count_period(session: Session, actor: Actor, wish: PeriodWish, now: datetime) -> Gathered:
    """Count a period with what the template in use asks for.

    Raises:
        NotAllowed: Neither cases nor figures of the region may be read.
        PeriodToCome: The period has not begun.
    """
    return gather(session, actor, wish, now, template_in_use(session, wish.period.kind))


def draw_briefing(session: Session, actor: Actor, wish: PeriodWish, now: datetime) -> Briefing:
    """Count a period and set its briefing, which nobody has signed.

    Raises:
        NotAllowed: Neither cases nor figures of the region may be read.
        PeriodToCome: The period has not begun.
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    gathered = count_period(session, actor, wish, now)
    return _set(session, gathered, Issued(on=local(now).date(), mark=phrase("mark.draft")))


def set_briefing(
    session: Session,
    kept: Kept,
    *,
    number: int | None = None,
    dated: date | None = None,
    people: Mapping[PaperStep, str] = NOBODY,
) -> Briefing:
    """Set a version from what was kept: the same always gives the same bytes.

    Args:
        session: Open session.
        kept: The version.
        number: In the year, None where nobody has signed.
        dated: Day it was signed, None where nobody has.
        people: Who reviewed and signed it, as far as somebody has.
    """
    gathered = snapshot.read(kept.snapshot)
    on = dated or local(gathered.as_of).date()
    told = ""
    if number is not None:
        told = phrase("number", year=on.year, number=number)
    mark = "" if number is not None else phrase("mark.draft")
    named = {"drafter": kept.drafter}
    named |= {PERSON_OF[step]: name for step, name in people.items() if step in PERSON_OF}
    issued = Issued(on, mark, kept.correction, told, named)
    return _set(session, gathered, issued)


def _set(session: Session, gathered: Gathered, issued: Issued) -> Briefing:
    is_demo = bool(session.scalar(sa.select(DatabaseState.is_demo)))
    marks = (phrase("mark.demo") if is_demo else "", issued.mark)
    mark = "\u3000".join(each for each in marks if each)
    return compose_briefing(gathered, template_of(gathered), replace(issued, mark=mark))


def template_of(gathered: Gathered) -> Template:
    """Return the template a briefing is set with: the one it was counted for."""
    if not gathered.template:
        return shipped(gathered.wish.period.kind.value)
    return read_template(gathered.template)
