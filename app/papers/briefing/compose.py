"""A briefing as a paper: the template filled with numbers that can be pointed at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.attachments.names import paper_name
from app.core.clock import local
from app.papers.briefing.figures import Book, Figure
from app.papers.briefing.gather import Gathered
from app.papers.briefing.sentences import OTHER, phrase, told_all
from app.papers.briefing.template import (
    DrawnBlock,
    Piece,
    Section,
    Template,
    TextBlock,
    fill,
    plain,
)
from app.papers.chart import Bars
from app.papers.frame import Span
from app.papers.official import (
    BODY,
    FIRST,
    SECOND,
    Block,
    Colophon,
    Head,
    Listing,
    Official,
    SetPaper,
    Words,
    compose_official,
)
from app.papers.table import Column, Row

_COLUMNS = ("came", "last", "done", "open", "overdue")
PEOPLE = ("drafter", "reviewer", "signer")
"""Words for who drafted, reviewed and signed a paper: of nobody they are empty."""
_KIND_COLUMNS = ("came", "last", "beside", "done")
_WIDTH = 62.0


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing that was drawn.

    Attributes:
        gathered: Its numbers.
        official: What its pages say, of which other files are made as well.
        paper: Its pages.
        figures: Its figures in the order they stand on the pages.
        texts: Its paragraphs.
    """

    gathered: Gathered
    official: Official
    paper: SetPaper
    figures: tuple[Figure, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """What issuing adds to a paper; a draft has none of it.

    Attributes:
        on: Day it is dated.
        mark: In red over every page: 草稿, 演示数据; "" for nothing.
        correction: What a corrected version says of itself; "" for a first one.
        number: 〔2026〕12号, "" before somebody signs.
        people: Who drafted, reviewed and signed it, by how texts call them.
    """

    on: date
    mark: str = ""
    correction: str = ""
    number: str = ""
    people: Mapping[str, str] = field(default_factory=dict)


def compose_briefing(gathered: Gathered, template: Template, issued: Issued) -> Briefing:
    """Fill a template with the numbers of a period and set it.

    Raises:
        NoSuchFigure: A text names something nobody counts.
        TemplateLoop: A text leads back to itself.
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    writer = _Writer(gathered, template, issued)
    official = writer.official()
    paper = compose_official(official)
    names = dict.fromkeys(spot.key for spot in paper.spots)
    texts = [
        plain(template, _chosen(block, gathered), writer.book)
        for section in template.sections
        for block in section.blocks
        if isinstance(block, TextBlock)
    ]
    figures = tuple(gathered.book.named(names))
    return Briefing(gathered, official, paper, figures, tuple(text for text in texts if text))


def _chosen(block: TextBlock, gathered: Gathered) -> str:
    if block.when and not gathered.book.value(block.when):
        return block.otherwise
    return block.text


class _Writer:
    """One briefing being written."""

    def __init__(self, gathered: Gathered, template: Template, issued: Issued) -> None:
        self._gathered, self._template, self._issued = gathered, template, issued
        book, nobody = gathered.book, dict.fromkeys(PEOPLE, "")
        self.book = Book(book.figures, {**nobody, **book.words, **issued.people}, book.sentences)
        self._kind = gathered.wish.period.kind

    def official(self) -> Official:
        """Return it as a paper to set."""
        issued, words = self._issued, self.book.words
        on = issued.on
        day = phrase("year_day", year=on.year, month=on.month, day=on.day)
        centre = self._part("house") or words["centre"]
        line = "\u3000".join(part for part in (self._part("line"), issued.number) if part)
        blocks = tuple(
            each for section in self._template.sections for each in self._section(section)
        )
        if issued.correction:
            blocks = (Words((Span(issued.correction, SECOND),)), *blocks)
        signers = self._part("signers")
        if signers:
            blocks = (*blocks, Words((Span(signers, BODY),)))
        return Official(
            name=paper_name(self._part("file_name")),
            issuer=centre,
            title=self._part("title"),
            moment=self._gathered.as_of,
            blocks=blocks,
            signed_on=on if self._template.seal == "end" else None,
            head=Head(self._part("mark"), line, centre, day),
            colophon=Colophon(self._part("copies"), centre, on),
            mark=issued.mark,
        )

    def _part(self, name: str) -> str:
        return plain(self._template, self._template.parts[name], self.book)

    def _section(self, section: Section) -> tuple[Block, ...]:
        heading = plain(self._template, section.heading, self.book)
        blocks = [block for each in section.blocks if (block := self._block(each)) is not None]
        first = Words((Span(heading, FIRST),), mark=heading, is_heading=True)
        return (first, *blocks) if blocks else ()

    def _block(self, block: TextBlock | DrawnBlock) -> Block | None:
        if isinstance(block, DrawnBlock):
            return _DRAWN[block.of](self)
        text = _chosen(block, self._gathered)
        if not text:
            return None
        spans = tuple(map(_span, fill(self._template, text, self.book)))
        if not block.lead:
            return Words(spans)
        lead = plain(self._template, block.lead, self.book)
        return Words((Span(lead, SECOND), *spans), mark=lead.rstrip("。"), level=1)

    def bars(self) -> Bars:
        """Return the chart of days or months."""
        gathered, at = self._gathered, local(self._gathered.as_of)
        chart = f"chart.{self._kind.value}"
        bars = gathered.bars
        values = tuple(int(self.book.value(bar.key)) for bar in bars)
        before = tuple(bar.before for bar in bars)
        usual = tuple(bar.usual for bar in bars if bar.usual is not None)
        return Bars(
            title=self._finding(values),
            names=tuple(bar.name for bar in bars),
            values=values,
            keys=tuple(bar.key for bar in bars),
            before=before if any(before) else (),
            usual=usual if len(usual) == len(bars) else (),
            words=(
                phrase(f"{chart}.this"),
                phrase(f"{chart}.before"),
                phrase(f"{chart}.usual", count=gathered.usual_count),
            ),
            note=phrase("chart.note", as_of=f"{at:%Y-%m-%d %H:%M}"),
        )

    def _finding(self, values: tuple[int, ...]) -> str:
        chart, most = f"chart.{self._kind.value}", max(values)
        if not most or values.count(most) > 1:
            return phrase(f"{chart}.none")
        name = self._gathered.bars[values.index(most)].name
        return phrase(f"{chart}.title", name=name, count=most)

    def regions(self) -> Listing:
        """Return the table of regions."""
        tier = self.book.words["tier"]
        rows = [
            self._row(name, [f"{column}@{code}" for column in _COLUMNS])
            for code, name in self._gathered.regions
        ]
        sums = ["came", "came_last", "came_done", "open", "overdue"]
        rows.append(replace(self._row(phrase("table.sum"), sums), is_sum=True))
        return self._listing("regions", tuple(rows), tier=tier)

    def kinds(self) -> Listing | None:
        """Return the table of categories, None where there were no cases."""
        if not self._gathered.kinds:
            return None
        rows = [
            self._row(name, [f"kind_{column}@{code}" for column in _KIND_COLUMNS])
            for code, name in self._gathered.kinds
        ]
        beside = f"came_{OTHER[self._kind]}"
        sums = ["came", "came_last", beside, "came_done"]
        rows.append(replace(self._row(phrase("table.sum"), sums), is_sum=True))
        return self._listing("kinds", tuple(rows))

    def _listing(self, name: str, rows: tuple[Row, ...], **facts: object) -> Listing:
        heads = phrase.names(f"table.{name}.columns")
        told = told_all(self._kind, heads, **facts)
        first, *others = told
        columns = (Column(first), *(Column(each, _WIDTH, figures=True) for each in others))
        return Listing(phrase(f"table.{name}.heading", **facts), columns, rows)

    def _row(self, name: str, keys: list[str]) -> Row:
        known = [key if key in self.book.figures else "" for key in keys]
        texts = (self.book.figures[key].text if key else "0" for key in known)
        return Row((name, *texts), keys=("", *known))


_DRAWN: dict[str, Callable[[_Writer], Block | None]] = {
    "days": _Writer.bars,
    "months": _Writer.bars,
    "regions": _Writer.regions,
    "kinds": _Writer.kinds,
}


def _span(piece: Piece) -> Span:
    return Span(piece.text, BODY, piece.figure)
