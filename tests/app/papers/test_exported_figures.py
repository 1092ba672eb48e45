"""Every figure of cases in a weekly briefing, counted once more from the file an export wrote."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from openpyxl import load_workbook

from app.cases.rules import OPEN_STATES, CaseState, Pause
from app.core.actor import console
from app.core.clock import local
from app.core.words import label
from app.exchange.exports import Extent, export_cases
from app.papers.briefing.drawing import draw_briefing
from app.papers.briefing.figures import CaseList, Figure, FigureKind
from app.papers.briefing.period import Period, PeriodWish
from tests.app.cases.many import NOW, put
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

CONSOLE = console("test")
WEEK = Period(date(2026, 11, 16))
AS_OF = local(NOW).replace(tzinfo=None)
OPEN = {label(state) for state in OPEN_STATES}
KINDS = ("C01-003", "E01-001", "X11-001", "X11-002", "X13-001", None)
REGIONS = (GRID, COMMUNITY, STREET, OTHER_STREET)
NAMED = ("came_year", "overdue", "due_soon", "paused", "returned", "supervised", "disputes")
_LEFT_OUT = ("top", "mover")
"""Figures about regions or kinds a sentence picks out: their numbers stand in the table as well."""


PLAIN = {
    "title": "井盖松动",
    "place": "",
    "state": str(CaseState.IN_PROGRESS),
    "category_code": "C01-003",
    "level": "normal",
    "source": "call",
    "matter_class": None,
    "region": f"{STREET}013",
    "handling_unit_id": None,
    "handler_id": None,
    "first_contact_id": None,
    "received_at": NOW - timedelta(days=4),
    "registered_at": NOW - timedelta(days=4),
    "finished_at": None,
    "closed_at": None,
    "order_at": NOW + timedelta(days=9),
    "clock": "handle",
    "pause": None,
    "supervision_level": None,
    "returned_count": 0,
    "reopened_count": 0,
    "is_confidential": False,
    "wants_call_back": False,
    "is_satisfied": None,
}


def many(chance: Random) -> list[dict]:
    """Return cases as desks leave them; most came this week, the week or the year before."""
    return [one(chance) for _ in range(150)]


def one(chance: Random) -> dict:
    state, region = chance.choice(tuple(CaseState)), chance.choice(REGIONS)
    is_open = state in OPEN_STATES
    ago = timedelta(weeks=chance.choice((0, 0, 0, 1, 1, 53)), hours=chance.randrange(36, 200))
    return PLAIN | {
        "state": str(state),
        "category_code": chance.choice(KINDS),
        "region": region,
        "received_at": NOW - ago,
        "registered_at": chance.choice((NOW - ago, NOW - ago, NOW - ago, None)),
        "finished_at": chance.choice((None, NOW - ago + timedelta(hours=30))),
        "order_at": NOW + timedelta(minutes=chance.randrange(-3_000, 3_000)),
        "clock": chance.choice((None, "sign", "handle")) if is_open else None,
        "pause": chance.choice((None, None, *map(str, Pause))) if is_open else None,
        "supervision_level": chance.choice((None, None, "blue")),
        "returned_count": chance.choice((0, 0, 1, 2)),
    }


def one_of_each() -> list[dict]:
    """Return cases of which every figure counts a different, small number."""
    asked = (
        (2, {"order_at": NOW - timedelta(hours=2)}),
        (3, {"order_at": NOW + timedelta(hours=2)}),
        (4, {"pause": "suspended", "clock": None}),
        (5, {"supervision_level": "blue"}),
        (6, {"returned_count": 2}),
        (7, {"category_code": "X11-001"}),
        (8, {"category_code": "X13-001"}),
        (9, {"registered_at": NOW - timedelta(days=4 + 7)}),
        (10, {"registered_at": NOW - timedelta(days=4 + 7 * 53)}),
        (11, {"finished_at": NOW - timedelta(days=3), "state": str(CaseState.CLOSED)}),
    )
    return [PLAIN | more for count, more in asked for _ in range(count)]


def read(path) -> list[dict[str, str]]:
    """Return the rows of a file as somebody reads it who knows nothing of the program."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    book = load_workbook(path, read_only=True)
    head, *rows = book.active.iter_rows(values_only=True)
    told = [["" if value is None else str(value) for value in row] for row in rows]
    book.close()
    return [dict(zip(head, row, strict=True)) for row in told]


class File:
    """The rows of an exported file, asked by the titles of their columns."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows

    def where(self, title: str, *allowed: str) -> "File":
        return File([row for row in self.rows if row[title] in allowed])

    def unlike(self, title: str, text: str) -> "File":
        return File([row for row in self.rows if row[title] != text])

    def within(self, title: str, code: str) -> "File":
        return File([row for row in self.rows if row[title].startswith(code)])

    def on(self, title: str, period: Period) -> "File":
        first, last = (day.isoformat() for day in (period.first, period.last))
        return File([row for row in self.rows if row[title] and first <= row[title][:10] <= last])

    def due(self, since: datetime | None, until: datetime) -> "File":
        def holds(told: str) -> bool:
            return bool(told) and (since is None or since <= at(told)) and at(told) < until

        return File([row for row in self.rows if holds(row["当前时限"])])

    def __len__(self) -> int:
        return len(self.rows)


def at(told: str) -> datetime:
    return datetime.fromisoformat(told)


def counted(file: File) -> dict[str, int]:
    """Return what the figures should be, from the rows alone."""
    came, last = (file.on("受理时间", each) for each in (WEEK, WEEK.back(1)))
    year = file.on("受理时间", WEEK.beside)
    standing = file.where("阶段", *OPEN)
    late, soon = standing.due(None, AS_OF), standing.due(AS_OF, AS_OF + timedelta(hours=24))
    disputes, hazards = (came.within("类别代码", code) for code in ("X11", "X13"))
    disputes_last, hazards_last = (last.within("类别代码", code) for code in ("X11", "X13"))
    came_done = came.on("办结时间", WEEK)
    told = {
        "came": came,
        "came_last": last,
        "came_year": year,
        "came_done": came_done,
        "done": file.on("办结时间", WEEK),
        "done_last": file.on("办结时间", WEEK.back(1)),
        "returned": came.unlike("退回次数", "0"),
        "matters": came.where("并入事件", ""),
        "open": standing,
        "overdue": late,
        "due_soon": soon,
        "paused": standing.unlike("挂起", ""),
        "supervised": standing.unlike("督办等级", ""),
        "disputes": disputes,
        "disputes_last": disputes_last,
        "hazards": hazards,
        "hazards_last": hazards_last,
    }
    found = {name: len(rows) for name, rows in told.items()}
    by_day = Counter(row["受理时间"][:10] for row in came.rows)
    for number in range(7):
        found[f"day{number + 1}"] = by_day[(WEEK.first + timedelta(days=number)).isoformat()]
    columns = {"came": came, "last": last, "done": came_done, "open": standing, "overdue": late}
    for name, rows in columns.items():
        for code, count in Counter(row["辖区代码"][:12] for row in rows.rows).items():
            found[f"{name}@{code}"] = count
    return found


def test_every_figure_of_cases_is_the_count_of_rows_in_the_exported_file(centre, tmp_path):
    with centre.database.writing(CONSOLE) as uow:
        put(uow.session, [*one_of_each(), *many(Random(1))])
    with centre.database.reading() as session:
        briefing = draw_briefing(session, CONSOLE, PeriodWish(STREET, WEEK), NOW)
    for form in ("csv", "xlsx"):
        path = tmp_path / f"cases.{form}"
        export_cases(centre.database, CONSOLE, path, Extent(STREET), for_excel=True)
        check(briefing.gathered.book.figures.values(), counted(File(read(path))))


def check(figures: Iterable[Figure], found: dict[str, int]) -> None:
    """Compare each figure with what was counted, and see that none was left out."""
    looked = set()
    for figure in figures:
        if not isinstance(figure.rows, CaseList) or figure.name.startswith(_LEFT_OUT):
            continue
        base, _, _ = figure.name.partition("_change")
        beside = "year" if figure.name.endswith("_year") else "last"
        if figure.kind is FigureKind.COUNT:
            assert figure.value == found.get(figure.name, 0), figure
        elif figure.kind is FigureKind.CHANGE:
            assert figure.parts == (found[base], found[f"{base}_{beside}"]), figure
        elif figure.name.endswith("_change_rate"):
            before = found[f"{base}_last"]
            assert figure.parts == (abs(found[base] - before), before), figure
        else:
            assert figure.parts == (found["came_done"], found["came"]), figure
            if found["came"] >= 5:
                assert figure.value == pytest.approx(found["came_done"] / found["came"])
        looked.add(figure.name)
    missing = {name for name, count in found.items() if count} - looked
    assert missing == set()
    assert min(found[name] for name in NAMED) > 0
