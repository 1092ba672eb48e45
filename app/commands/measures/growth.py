"""Queue and search among ten million cases, with row rules and without them, for narrow scopes.

Yardstick is the same question with the scope written out, asked by the service, which no row rule
holds for. Only the time of the statements counts: what the program does about them is the same.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from statistics import median
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.accounts.actions import GrantDraft
from app.accounts.actions.signing_in import sign_in
from app.accounts.models import Unit
from app.accounts.rules import Role
from app.bootstrap.parts import present
from app.cases.queries.queue import QueueView, queue_page
from app.cases.queries.search import search_page
from app.commands.measures.crowd.rows import NEVER
from app.commands.measures.crowd.seats import make_person, nobodys
from app.commands.measures.rows import BenchRow
from app.core.actor import Actor, console
from app.core.database import Database
from app.core.words import say
from app.demo.grown import fill_grown
from app.demo.many import planted
from app.demo.street import load_street
from app.migrations import migrate

BOUND = 2.0
LIMIT_MS = 100.0
UNIT = "sanitation"
_WARM_UP = 2
_MARK = "COMMENT ON TABLE case_file IS '{}'"
_MARKED = "SELECT obj_description('case_file'::regclass)"
_SIZES = """
SELECT relname, pg_total_relation_size(oid) / 1048576 FROM pg_class
 WHERE relname IN ('case_file', 'case_audience', 'case_event', 'case_document', 'case_words')
   AND relkind = 'r' ORDER BY 2 DESC
"""

Asked = Callable[[Session, Actor], object]


@dataclass(frozen=True, slots=True)
class _Found:
    """One question asked by one person: milliseconds with row rules, and without."""

    who: str
    what: str
    ours: list[float]
    bare: list[float]

    @property
    def ratio(self) -> float:
        return median(self.ours) / median(self.bare)

    def in_words(self) -> str:
        figures = f"{median(self.ours):.1f} ÷ {median(self.bare):.1f}"
        return say("lab.growth_one", who=self.who, what=self.what, figures=figures)


def growth(url: str, cases: int, runs: int) -> tuple[BenchRow, BenchRow]:
    """Measure queue and search; the database is loaded first unless that was done.

    Args:
        url: Of the service, an empty database or one that was loaded here.
        cases: How many there are to be.
        runs: How often each question is asked.
    """
    database = Database.open(url)
    people: Mapping[str, tuple[Database, Actor]] = {}
    try:
        loaded = _loaded(database, cases)
        people = _people(database)
        questions = _questions(database)
        found = [
            _measured(database, who, person, what, ask, runs)
            for who, person in people.items()
            for what, ask in questions.items()
        ]
        sizes = _sizes(database)
    finally:
        database.dispose()
        for person in people.values():
            person[0].dispose()
    first = next(iter(questions))
    queue = _row("growth_queue", cases, [each for each in found if each.what == first])
    search = _row("growth_search", cases, [each for each in found if each.what != first])
    note = say("lab.growth_loaded", loaded=loaded, sizes=sizes)
    return replace(queue, note=f"{queue.note} {note}"), search


def _loaded(database: Database, cases: int) -> str:
    """Load the cases unless they are there; tell in words how long it took, back then."""
    migrate(database)
    with database.engine.connect() as connection:
        told = connection.scalar(sa.text(_MARKED)) or ""
    if told.startswith(f"grown {cases} "):
        return str(told.rpartition(" ")[2])
    seconds = fill_grown(database, cases, progress=_told)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(_MARK.format(f"grown {cases} {seconds:.0f}"))
    return f"{seconds:.0f}"


def _told(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{say('lab.making_many')} {done:,} / {whole:,} ")
        sys.stderr.write("\n" if done == whole else "")


def _people(database: Database) -> Mapping[str, tuple[Database, Actor]]:
    """Seat somebody of a community, of a street and of a department."""
    street = load_street()
    with database.reading() as session:
        unit = session.scalars(sa.select(Unit.id).where(Unit.code == UNIT)).one()
    scopes: dict[str, tuple[Role, str | None, UUID | None]] = {
        "community": (Role.COMMUNITY_WORKER, street.communities[0].code, None),
        "street": (Role.DISPATCHER, street.code, None),
        "unit": (Role.DEPARTMENT_HANDLER, None, unit),
    }
    password = token_urlsafe()
    with database.writing(console("bench")) as uow:
        for name, (role, region, unit_id) in scopes.items():
            draft = GrantDraft(role, region=region, unit_id=unit_id)
            make_person(uow, f"bench.{name}", password, draft, unit)
    address, people = nobodys(database), {}
    for name in scopes:
        own = Database.open(address, present=present)
        actor = sign_in(own, f"bench.{name}", password, desk="bench").actor
        people[say(f"lab.growth_{name}")] = (own, actor)
    return people


def _questions(database: Database) -> Mapping[str, Asked]:
    """Return what is asked by its name; the queue first, then a rare word and commoner ones."""
    now = database.clock.now()

    def queue(session: Session, actor: Actor) -> object:
        return queue_page(session, actor, QueueView.ALL_OPEN, now=now)

    def search(word: str) -> Asked:
        return lambda session, actor: search_page(session, actor, word)

    words = sorted(planted(), key=lambda word: -planted()[word])
    rare, middling, common = words[0], words[len(words) // 2], words[-1]
    found: dict[str, Asked] = {say("lab.growth_page"): queue}
    for word in (rare, middling, common):
        found[say("lab.growth_word", each=f"{planted()[word]:,}")] = search(word)
    return found


def _measured(
    database: Database,
    who: str,
    person: tuple[Database, Actor],
    what: str,
    ask: Asked,
    runs: int,
) -> _Found:
    own, actor = person
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(runs + _WARM_UP):
        ours.append(_asked_ms(own, actor, ask))
        bare.append(_asked_ms(database, actor, ask))
    return _Found(who, what, ours[_WARM_UP:], bare[_WARM_UP:])


def _asked_ms(database: Database, actor: Actor, ask: Asked) -> float:
    with _statements(database) as took, database.reading() as session:
        ask(session, actor)
    return sum(took) * 1_000


@contextmanager
def _statements(database: Database) -> Iterator[list[float]]:
    """Give the list of how many seconds each statement took."""
    took: list[float] = []
    began = [0.0]

    def before(*_told: Any) -> None:
        began[0] = time.perf_counter()

    def after(*_told: Any) -> None:
        took.append(time.perf_counter() - began[0])

    heard = (("before_cursor_execute", before), ("after_cursor_execute", after))
    for name, listener in heard:
        event.listen(database.engine, name, listener)
    try:
        yield took
    finally:
        for name, listener in heard:
            event.remove(database.engine, name, listener)


def _row(key: str, cases: int, found: list[_Found]) -> BenchRow:
    """Hold the worst of all answers against its yardstick, and all against the limit."""
    worst = max(found, key=lambda each: each.ratio)
    slowest = max(median(each.ours) for each in found)
    return BenchRow(
        what=say(f"lab.{key}", cases=f"{cases:,}", limit=f"{LIMIT_MS:.0f}"),
        ours=median(worst.ours),
        unit="ms",
        yardstick=median(worst.bare),
        ratio=worst.ratio if slowest <= LIMIT_MS else NEVER,
        bound=BOUND,
        runs=len(worst.ours),
        spread=max(each.ratio for each in found) - min(each.ratio for each in found),
        note=say("lab.growth_sep").join(each.in_words() for each in found),
    )


def _sizes(database: Database) -> str:
    with database.engine.connect() as connection:
        rows = connection.execute(sa.text(_SIZES)).all()
    return say("lab.growth_sep").join(f"{name} {mib:,} MiB" for name, mib in rows)
