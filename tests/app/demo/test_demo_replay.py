"""200 cases of the demo replayed from their events alone: state, pause, every stored due time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.cases.due import Counted, stored_due, verdicts_of
from app.cases.life_clock import living
from app.cases.limits import limits_of
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.recount import DUE_COLUMNS, recount, wrong_due
from app.cases.rules import NOTES, CaseState, EventKind, Pause, after
from app.core.actor import console
from app.core.calendar_store import calendar_of
from app.core.clock import SHANGHAI, FixedClock
from app.core.database import Database
from app.demo.build import build_demo
from app.migrations import migrate
from tests.app.demo.small import small_street
from tests.databases import ENGINES

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI)
CASES = 200
WARN_SHARE = 0.75


@pytest.fixture(scope="module", params=ENGINES)
def lived(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A small street that has lived for some weeks."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'lived.db'}"
    if request.param == "postgres":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.create())
    database = Database.open(url, clock=FixedClock(NOW))
    migrate(database)
    with small_street():
        build_demo(database, days=26, password="opensesame26")
    yield database
    database.dispose()


def events_by_case(database: Database) -> dict[UUID, list[CaseEvent]]:
    found: dict[UUID, list[CaseEvent]] = defaultdict(list)
    with database.reading() as session:
        asked = sa.select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.ordinal)
        for event in session.scalars(asked):
            found[event.case_id].append(event)
    return found


def unusual_first(events: dict[UUID, list[CaseEvent]]) -> list[UUID]:
    """Return cases so that rare steps are among the first 200."""
    count: dict[str, int] = defaultdict(int)
    for every in events.values():
        for kind in {event.kind for event in every}:
            count[kind] += 1
    rare = {key: min(count[event.kind] for event in every) for key, every in events.items()}
    return sorted(events, key=lambda key: (rare[key], key))


def replayed(events: list[CaseEvent]) -> tuple[CaseState, Pause | None]:
    """Play the events that count through the table of the trade, from nothing."""
    first, *rest = living(events)
    state, pause = CaseState(first.new_state), None
    for event in rest:
        if EventKind(event.kind) not in NOTES:
            state, pause = after(state, EventKind(event.kind), pause)
    return state, pause


def test_200_cases_replayed_from_their_events_stand_where_they_are_stored(lived):
    events = events_by_case(lived)
    chosen = unusual_first(events)[:CASES]
    assert len(chosen) == CASES
    with lived.reading() as session:
        for case_id in chosen:
            case = session.get_one(CaseFile, case_id)
            state, pause = replayed(events[case_id])
            assert (case.state, case.pause) == (state, pause)
            due = None
            if case.limit_number is not None and case.calendar_number is not None:
                limits = limits_of(session, case.limit_number)
                counted = Counted(
                    limits.limit("sign", case.category_code, case.level),
                    limits.limit("handle", case.category_code, case.level),
                    limits.number,
                    calendar_of(session, case.calendar_number),
                )
                due = verdicts_of(living(events[case_id]), counted, NOW, warn_share=WARN_SHARE)
            right = stored_due(case, due)
            assert {name: getattr(case, name) for name in DUE_COLUMNS} == right


def test_even_a_small_demo_leaves_the_straight_way(lived):
    kinds = {event.kind for every in events_by_case(lived).values() for event in every}
    assert kinds >= {
        EventKind.DECLINED,
        EventKind.RETURNED,
        EventKind.ASKED,
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.TASK_GIVEN,
        EventKind.SOLVED_ON_SPOT,
        EventKind.CALLED_BACK,
        EventKind.ARCHIVED,
    }


def test_what_the_bulk_pass_finds_wrong_it_puts_right(lived):
    with lived.writing(console("t")) as uow:
        asked = sa.select(CaseFile.id).where(CaseFile.warn_at.is_not(None)).order_by(CaseFile.id)
        wrong = uow.session.scalars(asked.limit(3)).all()
        spoilt = sa.update(CaseFile).where(CaseFile.id.in_(wrong)).values(warn_at=None)
        uow.session.execute(spoilt)
        assert {each.case_id for each in wrong_due(uow.session, NOW)} == set(wrong)
        assert recount(uow.session, NOW, CaseFile.id.in_(wrong)) == len(wrong)
        assert list(wrong_due(uow.session, NOW)) == []
