"""A template filled with the facts of one paper; pure."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from app.core.attachments.names import paper_name
from app.core.clock import local
from app.papers.fonts import FontRole
from app.papers.form_blocks import Code, FormBlock, FormTable, Heading, Labelled, Said
from app.papers.form_sheet import FormFacts
from app.papers.forms.language import Block, FormTemplate, Sentence, Text, text_name
from app.papers.forms.offers import Facts, Row, Value
from app.papers.page import Style
from app.papers.table import Column
from app.papers.table import Row as TableRow
from app.papers.wording import wording

_say = wording("form")
_NO_ROW: Row = {}
_LARGE = Style(FontRole.BODY, 12, 18)
_POINTS_PER_MM = 72 / 25.4


def moment_words(moment: datetime) -> str:
    """Return a moment as forms write it."""
    return _moment(local(moment))


def shown(value: Value, shape: str = "") -> str:
    """Return a field as a paper tells it; a flag and a list are nothing a text can tell."""
    if isinstance(value, datetime):
        return _SHAPED[shape](local(value))
    if isinstance(value, date):
        return f"{value:{_DAY_SHAPES[shape]}}" if shape else _day(value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return ""


def _is_figure(text: Text, rows: tuple[Row, ...]) -> bool:
    """Tell whether a column holds numbers only: these end at its right edge."""
    names = [part.name for part in text if part.name]
    return bool(names) and all(
        name in row and isinstance(row[name], int | None) for row in rows for name in names
    )


def rows_of(value: Value) -> tuple[Row, ...]:
    """Return the rows of a list; of anything else none."""
    return () if isinstance(value, str | int | date | None) else tuple(value)


def _moment(at: datetime) -> str:
    return f"{_day(at)} {at:%H:%M}"


def _day(at: date) -> str:
    return _say("date", year=at.year, month=at.month, day=at.day)


_SHAPED: dict[str, Callable[[datetime], str]] = {
    "": _moment,
    "day": _day,
    "clock": "{:%H:%M}".format,
    "short": "{:%Y-%m-%d %H:%M}".format,
    "short_day": "{:%Y-%m-%d}".format,
    "stamp": "{:%Y%m%d}".format,
}


_DAY_SHAPES = {"short_day": "%Y-%m-%d", "stamp": "%Y%m%d"}


def fill_form(template: FormTemplate, facts: Facts, *, is_demo: bool) -> FormFacts:
    """Return what a paper says.

    Args:
        template: Its words.
        facts: Its facts by name: everything `app.papers.forms.offers.offers_of` lists.
        is_demo: True marks the paper as 演示数据.

    Raises:
        KeyError: The template names what the paper does not offer; such a one is never kept.
    """
    filled = _Filled(template, facts)
    printed_at = facts["printed"]
    if not isinstance(printed_at, datetime):
        raise KeyError("printed")
    house = filled.part("house")
    return FormFacts(
        centre=house or str(facts["centre"]),
        title=filled.part("title"),
        file_name=paper_name(filled.part("file_name")),
        printed_at=printed_at,
        number=filled.part("number"),
        to=filled.part("to"),
        blocks=tuple(filled.blocks()),
        signatures=tuple(filled.foot("signature")),
        notes=tuple(filled.foot("note")),
        has_seal=template.has_seal,
        is_demo=is_demo,
    )


class _Filled:
    """One paper being filled."""

    def __init__(self, template: FormTemplate, facts: Facts) -> None:
        self._template, self._facts = template, facts

    def part(self, name: str) -> str:
        """Return a part of the head."""
        return self._text(self._template.parts[name], _NO_ROW)

    def blocks(self) -> Iterator[FormBlock]:
        """Yield what stands between head and foot."""
        for section in self._template.sections:
            heading = self._text(section.heading, _NO_ROW)
            drawn = [each for block in section.blocks for each in self._drawn(block)]
            if heading and drawn:
                yield Heading(heading)
            yield from drawn

    def foot(self, kind: str) -> Iterator[str]:
        """Yield what is signed by hand, or the small print."""
        for section in self._template.sections:
            for block in section.blocks:
                if block.kind == kind:
                    told = self._sentence(block.said, _NO_ROW)
                    if told:
                        yield told

    def _drawn(self, block: Block) -> Iterator[FormBlock]:
        if block.kind == "text":
            yield from (Said(text) for _, text in self._said(block.said) if text)
        elif block.kind == "field":
            for row, text in self._said(block.said):
                label = self._text(block.label, row)
                yield Labelled(label, text, is_half=block.is_half, is_strong=block.is_strong)
        elif block.kind == "table":
            yield from self._table(block)
        elif block.kind == "qr":
            held = str(self._facts[block.of] or "")
            if held:
                yield Code(held, self._text(block.label, _NO_ROW))

    def _table(self, block: Block) -> Iterator[FormBlock]:
        rows = self._rows(block.of)
        if not rows:
            return
        columns = tuple(
            Column(
                self._text(each.heading, _NO_ROW),
                each.width * _POINTS_PER_MM,
                figures=_is_figure(each.text, rows),
            )
            for each in block.columns
        )
        texts = (tuple(self._text(each.text, row) for each in block.columns) for row in rows)
        yield FormTable(columns, tuple(TableRow(each, _LARGE) for each in texts))

    def _said(self, sentence: Sentence) -> Iterator[tuple[Row, str]]:
        """Yield what a sentence says, of each row it is said of; nothing where it is left out."""
        for row in self._rows(sentence.each) if sentence.each else (_NO_ROW,):
            if sentence.when and not self._holds(sentence.when, row):
                if sentence.otherwise:
                    yield row, self._text(sentence.otherwise, row)
                continue
            yield row, self._text(sentence.text, row)

    def _sentence(self, sentence: Sentence, row: Row) -> str:
        if not sentence.each:
            if sentence.when and not self._holds(sentence.when, row):
                return self._text(sentence.otherwise, row)
            return self._text(sentence.text, row)
        return sentence.join.join(text for _, text in self._said(sentence) if text)

    def _rows(self, name: str) -> tuple[Row, ...]:
        return rows_of(self._facts[name])

    def _holds(self, name: str, row: Row) -> bool:
        inner = text_name(name)
        if inner:
            return bool(self._sentence(self._template.texts[inner], row))
        return bool(row[name] if name in row else self._facts[name])

    def _text(self, text: Text, row: Row) -> str:
        return "".join(
            part.words or self._named(part.name, part.shape, row) if part.name else part.words
            for part in text
        )

    def _named(self, name: str, shape: str, row: Row) -> str:
        inner = text_name(name)
        if inner:
            return self._sentence(self._template.texts[inner], row)
        return shown(row[name] if name in row else self._facts[name], shape)
