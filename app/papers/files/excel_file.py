"""The numbers of a paper as a workbook: a sheet a section, and the list each number counts."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from sqlalchemy.orm import Session

from app.cases.filters.model import Filter
from app.cases.filters.write import write
from app.cases.queries.names import vocabulary
from app.core.actor import Actor
from app.core.clock import local
from app.papers.briefing.compose import Briefing
from app.papers.briefing.figures import CaseList, Figure, FigureKind, Rows
from app.papers.chart import Bars
from app.papers.figure_rows import FigureRow, Kept, kept_of, rows_by_key, rows_of
from app.papers.official import Block, Listing, Words
from app.papers.wording import wording

MOST_ROWS = 5_000
"""A longer list is left out, and said to be."""
_NAME_MOST = 31  # characters of a sheet's name
_NAME_BARRED = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = (30, 10, 14, 14, 10, 10, 18, 60, 24)
_LIST_WIDTHS = (22, 50, 30)
_CELL_MARK = "@"
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)

_say = wording("word_file")


@dataclass(frozen=True, slots=True)
class BookWish:
    """What goes into a workbook besides the numbers.

    Attributes:
        actor: Who takes it.
        now: The moment.
        state: How far the paper is, in words.
        kept: Keys of the rows its numbers counted when it was drafted.
        lists: Whether the lists go with it.
    """

    actor: Actor
    now: datetime
    state: str = ""
    kept: Kept | None = None
    lists: bool = True


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list that has a sheet: what it is called there, its rows, and what is to be known."""

    sheet: str
    name: str
    rows: tuple[FigureRow, ...]
    note: str


def write_figures(session: Session, briefing: Briefing, wish: BookWish) -> bytes:
    """Return the numbers of a paper as a workbook of Excel."""
    book = Workbook(write_only=True)
    lists = _lists(session, briefing, wish) if wish.lists else ()
    names = _Names()
    _about(book, names, briefing, wish)
    in_sheet = {_key(figure): listed.sheet for figure, listed in lists}
    hows = _Hows(session, wish.actor, briefing.figures)
    for heading, keys in sections(briefing.official.blocks):
        figures = tuple(briefing.gathered.book.named(keys))
        if figures:
            _section(book, names.one(heading), figures, briefing, in_sheet, hows)
    for _, listed in lists:
        _list(book, listed)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sections(blocks: Iterable[Block]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the headings of a paper with the names of the figures below each, in order."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks:
        if isinstance(block, Words) and block.is_heading:
            found.append((block.mark, []))
        elif found:
            found[-1][1].extend(_keys(block))
    return [(heading, tuple(dict.fromkeys(key for key in keys if key))) for heading, keys in found]


def _keys(block: Block) -> tuple[str, ...]:
    match block:
        case Words():
            return tuple(span.key for span in block.spans)
        case Listing():
            return tuple(key for row in block.rows for key in row.keys)
        case Bars():
            return block.keys


class _Names:
    """Names of sheets: short, without what Excel refuses, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def one(self, wanted: str) -> str:
        """Return a name for a sheet."""
        base = _NAME_BARRED.sub(" ", _clean(wanted)).strip()[:_NAME_MOST] or "-"
        name, n = base, 1
        while name.casefold() in self._used:
            n += 1
            name = f"{base[: _NAME_MOST - 4]} {n}"
        self._used.add(name.casefold())
        return name


class _Hows:
    """How figures were counted, as one would type it; what codes mean is looked up once."""

    def __init__(self, session: Session, actor: Actor, figures: Iterable[Figure]) -> None:
        every = [figure.rows for figure in figures]
        clauses = [c for rows in every if isinstance(rows, CaseList) for c in rows.rules.clauses]
        self._known = vocabulary(session, actor, Filter(tuple(dict.fromkeys(clauses))))

    def of(self, figure: Figure) -> str:
        """Return how a figure was counted, "" where it is no list of cases."""
        rows = figure.rows
        return write(rows.rules, self._known) if isinstance(rows, CaseList) else ""


# -- sheets ------------------------------------------------------------------------------------


def _about(book: Workbook, names: _Names, briefing: Briefing, wish: BookWish) -> None:
    sheet = _sheet(book, names.one(_say("book.about")), (16, 90))
    told = briefing.official
    lines = [
        ("paper", told.title),
        ("issuer", told.issuer),
        ("state", wish.state or told.mark),
        ("as_of", _moment(briefing.gathered.as_of)),
        ("written", _moment(wish.now)),
        ("by", wish.actor.name),
        ("figures", _say("about.count", count=len(briefing.figures))),
        ("lists", _say("about.lists_here" if wish.lists else "about.lists_not")),
    ]
    if wish.lists and wish.kept is not None:
        lines.append(("lists", _say("about.lists_then")))
    for key, value in lines:
        sheet.append([_cell(sheet, _say(f"about.{key}"), bold=True), _cell(sheet, value)])


def _section(
    book: Workbook,
    name: str,
    figures: Sequence[Figure],
    briefing: Briefing,
    in_sheet: dict[str, str],
    hows: _Hows,
) -> None:
    sheet = _sheet(book, name, _WIDTHS)
    keys = ("figure", "value", "part", "whole", "last", "change", "as_of", "how", "list")
    sheet.append([_cell(sheet, _say(f"head.{key}"), bold=True) for key in keys])
    as_of = _moment(briefing.gathered.as_of)
    for figure in figures:
        part, whole = figure.parts or (None, None)
        last, change = _against(briefing, figure)
        sheet.append(
            [
                _cell(sheet, figure.label),
                _value(sheet, figure),
                part,
                whole,
                last,
                change,
                _cell(sheet, as_of),
                _cell(sheet, hows.of(figure)),
                _cell(sheet, in_sheet.get(_key(figure), "")),
            ]
        )


def _against(briefing: Briefing, figure: Figure) -> tuple[int | None, int | None]:
    """Return what a count was the week before, and by how much it differs."""
    if figure.kind is not FigureKind.COUNT or figure.value is None:
        return None, None
    name, mark, code = figure.name.partition(_CELL_MARK)
    before = briefing.gathered.book.get(f"last@{code}" if mark and name == "came" else "")
    before = before or briefing.gathered.book.get(f"{figure.name}_last")
    if before is None or before.value is None:
        return None, None
    return int(before.value), int(figure.value) - int(before.value)


def _list(book: Workbook, listed: _Listed) -> None:
    sheet = _sheet(book, listed.sheet, _LIST_WIDTHS)
    sheet.append(
        [_cell(sheet, _say(f"head.{key}"), bold=True) for key in ("number", "title", "where")]
    )
    for row in listed.rows:
        sheet.append([_cell(sheet, text) for text in (row.number, row.title, row.where)])
    if listed.note:
        sheet.append([None, _cell(sheet, listed.note)])


def _sheet(book: Workbook, name: str, widths: Sequence[int]) -> Any:
    sheet = book.create_sheet(name)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    return sheet


def _value(sheet: Any, figure: Figure) -> Any:
    if figure.value is None:
        return _cell(sheet, figure.text)
    made = WriteOnlyCell(sheet, figure.value)
    if figure.kind is FigureKind.RATE:
        made.number_format = "0.0%"
    return made


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """Return a cell that holds a text, whatever it begins with: no formula, no error."""
    if not text:
        return None
    made = WriteOnlyCell(sheet, _clean(text))
    made.data_type = "s"
    made.alignment = _TOP if bold else _WRAPPED
    if bold:
        made.font = _BOLD
    return made


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"


# -- lists -------------------------------------------------------------------------------------


def _key(figure: Figure) -> str:
    return repr(figure.rows)


def _lists(
    session: Session, briefing: Briefing, wish: BookWish
) -> tuple[tuple[Figure, _Listed], ...]:
    """Return each list once, under the name of the first figure that counts it."""
    names, found, seen = _Names(), [], set[str]()
    for figure in briefing.figures:
        key = _key(figure)
        if _CELL_MARK in figure.name or key in seen:
            continue
        seen.add(key)
        rows, note = _rows(session, briefing, wish, figure)
        if not rows and not note:
            continue
        sheet = names.one(_say("book.list", name=figure.label))
        found.append((figure, _Listed(sheet, figure.label, rows, note)))
    return tuple(found)


def _rows(
    session: Session, briefing: Briefing, wish: BookWish, figure: Figure
) -> tuple[tuple[FigureRow, ...], str]:
    then = kept_of(figure, briefing.gathered.book, wish.kept or {})
    if then is not None:
        rows = rows_by_key(session, wish.actor, figure.rows, then)
        unseen = len(then) - len(rows)
        return rows, _say("note.unseen", count=unseen) if unseen else ""
    rows = _now(session, wish, figure.rows)
    if len(rows) > MOST_ROWS:
        return (), _say("note.long", most=MOST_ROWS)
    return rows, _say("note.now") if wish.kept is not None else ""


def _now(session: Session, wish: BookWish, rows: Rows) -> tuple[FigureRow, ...]:
    return rows_of(session, wish.actor, rows, wish.now, most=MOST_ROWS + 1)
