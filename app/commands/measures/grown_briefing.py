"""The weekly briefing of a district whose database has grown to ten million cases, at a server.

Somebody of the district writes it, so row rules hold; its bare statements are asked by the
service, for which no row rule holds.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from secrets import token_urlsafe
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actions import GrantDraft
from app.accounts.actions.signing_in import sign_in
from app.accounts.rules import Role
from app.bootstrap.parts import present
from app.cases.models import CaseFile
from app.commands.measures.briefings import IN_A_WEEK, REGION, lay_ground, made_case, taken
from app.commands.measures.crowd.seats import make_person, nobodys
from app.commands.measures.crowd.server_cpu import server_cpu_s
from app.commands.measures.rows import BenchRow, against
from app.core.actor import Actor, console
from app.core.database import Database
from app.core.words import say
from app.demo.grown import bare
from app.demo.many import gather_figures
from app.demo.rows import add_rows
from app.migrations import migrate

_BATCH = 20_000
_MOST_RUNS = 3
_LOGIN = "bench.district"
_MARK = "COMMENT ON TABLE case_file IS '{}'"
_MARKED = "SELECT obj_description('case_file'::regclass)"


def weekly_grown(url: str, cases: int, runs: int) -> BenchRow:
    """Measure a briefing among so many cases; the database is loaded first unless that was done.

    Args:
        url: Of the service, an empty database or one that was loaded here.
        cases: How many there are to be, 14,000 a week.
        runs: How many briefings are counted, three at most.
    """
    database = Database.open(url)
    try:
        loaded = _loaded(database, cases)
        with _seated(database) as (own, actor):
            measured, told = [], []
            for run in range(min(runs, _MOST_RUNS) + 1):
                before = server_cpu_s(database)
                found = taken(own, actor, database)
                after = server_cpu_s(database)
                if not run:
                    continue  # the first loads the fonts
                server = f"{after - before:.2f}" if before and after else "—"
                figures = {"ours": found.ours_s, "bare": found.bare_s, "cpu": found.cpu_s}
                shown = {name: f"{value:.2f}" for name, value in figures.items()}
                told.append(say("lab.weekly_grown_one", server=server, **shown))
                measured.append(found.share)
    finally:
        database.dispose()
    what = say("lab.weekly_grown", cases=f"{IN_A_WEEK:,}", more=f"{cases:,}")
    note = say("lab.growth_sep").join(told)
    loading = say("lab.growth_loaded", loaded=loaded, sizes="").rstrip("；")
    return replace(against(what, measured, unit="", limit=1.0), note=f"{note} {loading}")


def _loaded(database: Database, cases: int) -> str:
    """Load the cases unless they are there; tell how many seconds it took, back then."""
    migrate(database)
    with database.engine.connect() as connection:
        told = connection.scalar(sa.text(_MARKED)) or ""
    if told.startswith(f"weeks {cases} "):
        return str(told.rpartition(" ")[2])
    began = monotonic()
    kinds = lay_ground(database)
    with bare(database, ("case_file",)):
        _load(database, kinds, cases)
    gather_figures(database)
    took = f"{monotonic() - began:.0f}"
    with database.engine.begin() as connection:
        connection.exec_driver_sql(_MARK.format(f"weeks {cases} {took}"))
    return took


def _load(database: Database, kinds: list[str], cases: int) -> None:
    """Load the cases by COPY, those of the full week first."""
    chance = Random(1)  # noqa: S311  the same cases each time
    plain = _defaults()
    writing = database.engine.execution_options(writes=True)
    for begin in range(0, cases, _BATCH):
        numbers = range(begin, min(begin + _BATCH, cases))
        with Session(writing) as session:
            rows = [{**plain, **made_case(chance, number, kinds)} for number in numbers]
            add_rows(session, CaseFile, rows)
            session.commit()
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{say('lab.making_many')} {numbers.stop:,} / {cases:,} ")


def _defaults() -> dict[str, Any]:
    """Return what the program fills in where nothing is said: COPY does not."""
    table: Any = CaseFile.__table__
    columns = [column for column in table.columns if column.default is not None]
    return {
        column.name: column.default.arg if column.default.is_scalar else {} for column in columns
    }


@contextmanager
def _seated(database: Database) -> Iterator[tuple[Database, Actor]]:
    """Give somebody of the district their own way in."""
    password = token_urlsafe()
    with database.writing(console("bench")) as uow:
        make_person(uow, _LOGIN, password, GrantDraft(Role.DIRECTOR, region=REGION), None)
    own = Database.open(nobodys(database), present=present)
    try:
        yield own, sign_in(own, _LOGIN, password, desk="bench").actor
    finally:
        own.dispose()
