"""Every figure of cases in a weekly briefing, counted once more from the file an export wrote."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest

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


def read(path: Path) -> pd.DataFrame:
    """Return the rows of a file as somebody reads it who knows nothing of the program."""
    plain = {"dtype": str, "keep_default_na": False}
    rows = pd.read_csv(path, **plain) if path.suffix == ".csv" else pd.read_excel(path, **plain)
    for title in ("受理时间", "办结时间", "当前时限"):
        rows[title] = pd.to_datetime(rows[title], format="ISO8601")
    return rows


def on(rows: pd.DataFrame, title: str, period: Period) -> pd.DataFrame:
    """Return the rows with a moment on one of the days of a period."""
    return rows[rows[title].dt.date.between(period.first, period.last)]


def within(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    return rows[rows["类别代码"].str.startswith(code)]


def counted(rows: pd.DataFrame) -> dict[str, int]:
    """Return what the figures should be, from the rows alone."""
    came, last = (on(rows, "受理时间", each) for each in (WEEK, WEEK.back(1)))
    standing = rows[rows["阶段"].isin(OPEN)]
    late = standing[standing["当前时限"] < AS_OF]
    soon = standing["当前时限"].between(AS_OF, AS_OF + pd.Timedelta(hours=24), inclusive="left")
    came_done = on(came, "办结时间", WEEK)
    told = {
        "came": came,
        "came_last": last,
        "came_year": on(rows, "受理时间", WEEK.beside),
        "came_done": came_done,
        "done": on(rows, "办结时间", WEEK),
        "done_last": on(rows, "办结时间", WEEK.back(1)),
        "returned": came[came["退回次数"] != "0"],
        "matters": came[came["并入事件"] == ""],
        "open": standing,
        "overdue": late,
        "due_soon": standing[soon],
        "paused": standing[standing["挂起"] != ""],
        "supervised": standing[standing["督办等级"] != ""],
        "disputes": within(came, "X11"),
        "disputes_last": within(last, "X11"),
        "hazards": within(came, "X13"),
        "hazards_last": within(last, "X13"),
    }
    found = {name: len(each) for name, each in told.items()}
    days = came["受理时间"].dt.date
    for number in range(7):
        found[f"day{number + 1}"] = int((days == WEEK.first + timedelta(days=number)).sum())
    columns = {"came": came, "last": last, "done": came_done, "open": standing, "overdue": late}
    for name, each in columns.items():
        for code, count in each["辖区代码"].str[:12].value_counts().items():
            found[f"{name}@{code}"] = int(count)
    return found


def test_every_figure_of_cases_is_the_count_of_rows_in_the_exported_file(centre, tmp_path):
    with centre.database.writing(CONSOLE) as uow:
        put(uow.session, [*one_of_each(), *many(Random(1))])
    with centre.database.reading() as session:
        briefing = draw_briefing(session, CONSOLE, PeriodWish(STREET, WEEK), NOW)
    for form in ("csv", "xlsx"):
        path = tmp_path / f"cases.{form}"
        export_cases(centre.database, CONSOLE, path, Extent(STREET), for_excel=True)
        check(briefing.gathered.book.figures.values(), counted(read(path)))


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
