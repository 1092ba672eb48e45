"""How a template looks while it is written: set with numbers made up, or what is wrong with it."""

from collections.abc import Collection
from dataclasses import dataclass

from app.papers.briefing.checking import faults_of
from app.papers.briefing.compose import Issued, compose_briefing
from app.papers.briefing.faults import Fault
from app.papers.briefing.known import NOW, Known, known, people_shown, sample_of
from app.papers.briefing.sentences import phrase
from app.papers.briefing.template import read_template
from app.papers.official import SetPaper
from app.papers.rules import PeriodKind


@dataclass(frozen=True, slots=True)
class Preview:
    """What became of a text.

    Attributes:
        faults: What is wrong with it.
        paper: How it looks; None where it cannot be used.
        known: What its texts may name; of one that cannot be read none.
    """

    faults: tuple[Fault, ...]
    paper: SetPaper | None = None
    known: tuple[Known, ...] = ()


def preview(text: str, kind: PeriodKind, categories: Collection[str]) -> Preview:
    """Return how a template looks.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    faults = faults_of(text, kind, categories)
    if faults:
        return Preview(faults)
    template = read_template(text)
    number = phrase("number", year=NOW.year, number=1)
    issued = Issued(NOW.date(), phrase("mark.sample"), "", number, people_shown())
    drawn = compose_briefing(sample_of(template, kind), template, issued)
    return Preview((), drawn.paper, known(template, kind))
