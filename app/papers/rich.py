"""A paragraph of several styles, measured, and the strokes it is drawn with; pure but for fonts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.papers.fonts import FontBook, Run
from app.papers.frame import Span, Style
from app.papers.lines import Measured, printable

_EXACT = 1e-4  # points: distances that differ by less are one distance


@dataclass(frozen=True, slots=True)
class Stroke:
    """Neighbouring characters drawn at once.

    Attributes:
        run: Them and their font.
        style: How they look.
        x: Where they begin in their line.
        tracking: Space after each of them.
    """

    run: Run
    style: Style
    x: float
    tracking: float


@dataclass(frozen=True, slots=True)
class Rich:
    """A text whose characters may differ in style.

    Attributes:
        measured: The whole text.
        natural: Width of each character as its font has it.
        owners: The span of each character.
    """

    measured: Measured
    natural: tuple[float, ...]
    owners: tuple[Span, ...]

    @staticmethod
    def of(spans: Sequence[Span], book: FontBook) -> "Rich":
        """Return spans as one text; at least one is given."""
        texts = [printable(span.text) for span in spans]
        natural: list[float] = []
        widths: list[float] = []
        blanks: list[float] = []
        owners: list[Span] = []
        for span, text in zip(spans, texts, strict=True):
            style = span.style
            own = [style.size * width for width in book.widths(text, style.role)]
            natural += own
            widths += [width + style.tracking for width in own]
            blanks += [style.size * book.blank(character, style.role) for character in text]
            owners += [span] * len(text)
        whole = Measured("".join(texts), tuple(widths), tuple(blanks))
        return Rich(whole, tuple(natural), tuple(owners) or (spans[0],))

    @property
    def leading(self) -> float:
        """Height of its lines."""
        return self.owners[0].style.leading

    @property
    def tracking(self) -> float:
        """Space after its last character."""
        return self.owners[-1].style.tracking

    def part(self, begin: int, end: int) -> "Rich":
        """Return a part of it; of an empty one the style is kept."""
        owners = self.owners[begin:end] or self.owners[begin : begin + 1] or self.owners[-1:]
        return Rich(self.measured.part(begin, end), self.natural[begin:end], owners)

    def keyed(self, found: Sequence[float]) -> Iterator[tuple[str, float, float]]:
        """Yield key, begin and end of each stretch with a key, by where its characters stand."""
        begin = 0
        for at in range(1, len(found) + 1):
            if at == len(found) or self.owners[at] is not self.owners[begin]:
                key = self.owners[begin].key
                if key:
                    yield key, found[begin], found[at - 1] + self.natural[at - 1]
                begin = at


def strokes_of(rich: Rich, found: Sequence[float], book: FontBook) -> Iterator[Stroke]:
    """Yield what a line is drawn with.

    Args:
        rich: The line.
        found: Where each of its characters begins.
        book: Who draws.
    """
    text = rich.measured.text
    gaps = [
        after - here - own for here, after, own in zip(found, found[1:], rich.natural, strict=False)
    ]
    begin = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and _goes_on(rich, gaps, begin, at):
            continue
        tracking = gaps[begin] if at - begin > 1 else 0.0
        yield from _runs(rich, found[begin], begin, at, tracking, book)
        begin = at


def _goes_on(rich: Rich, gaps: Sequence[float], begin: int, at: int) -> bool:
    """Tell whether a character is drawn together with those before it."""
    same = rich.owners[at].style == rich.owners[begin].style
    return same and abs(gaps[at - 1] - gaps[begin]) < _EXACT


def _runs(
    rich: Rich, x: float, begin: int, end: int, tracking: float, book: FontBook
) -> Iterator[Stroke]:
    style = rich.owners[begin].style
    at = begin
    for run in book.runs(rich.measured.text[begin:end], style.role):
        yield Stroke(run, style, x, tracking)
        until = at + len(run.text)
        x += sum(rich.natural[at:until]) + tracking * len(run.text)
        at = until
