"""The demo in a database: whole, true to the rules, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.actions.signing_in import sign_in
from app.accounts.errors import PasswordTooShort
from app.accounts.models import Person
from app.accounts.rules import Right, Role
from app.administration.checks import check_database
from app.cases.models import CaseFile
from app.cases.models.finding import CaseTag, FollowedCase, Tag
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.queries.queue import QueueView, view_counts
from app.cases.rules import EventKind, Source
from app.core.actor import console
from app.core.clock import SHANGHAI, FixedClock, local
from app.core.database import Database
from app.core.database.tables import CommandDone, JournalEntry
from app.core.ids import new_id
from app.demo import build
from app.demo.build import DemoRefused, DemoReport, UnknownScale, build_demo
from app.demo.marks import FOLLOWED, TAGS
from app.demo.territory import draw_ground
from app.migrations import migrate
from app.territory.models import Region
from app.territory.models.grids import Grid, GridPost
from app.territory.models.places import Place
from app.territory.models.shapes import Outline
from app.territory.queries.outlines import grid_at
from app.territory.rules import PostRole
from tests.app.demo.small import small_street
from tests.databases import ENGINES

PASSWORD = "opensesame26"
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI)


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Build everything here small."""
    with small_street():
        yield


def make(database: Database, **given) -> DemoReport:
    return build_demo(database, **{"days": 5, "password": PASSWORD, **given})


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small: None
) -> Iterator[tuple[Database, DemoReport]]:
    """One demo an engine, for tests that only read."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    if request.param == "postgres":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.create())
    database = Database.open(url, clock=FixedClock(NOW))
    migrate(database)
    yield database, make(database)
    database.dispose()


@pytest.fixture
def database(built: tuple[Database, DemoReport]) -> Database:
    return built[0]


@pytest.fixture
def demo(built: tuple[Database, DemoReport]) -> DemoReport:
    return built[1]


def everything(database: Database, *columns) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(sa.select(*columns).order_by(*columns))]


def test_a_demo_says_of_itself_that_it_is_made_up(database: Database, demo: DemoReport):
    assert database.state.is_demo


def test_its_counts_are_those_of_the_queue(database: Database, demo: DemoReport):
    with database.reading() as session:
        views = (QueueView.ALL_OPEN, QueueView.OVERDUE)
        counts = view_counts(session, console("t"), views, now=database.clock.now())
        cases = session.scalar(sa.select(sa.func.count(CaseFile.id)))
    assert (demo.open, demo.overdue) == tuple(count.value for count in counts.values())
    assert demo.cases == cases
    assert demo.cases > demo.open > demo.overdue >= 1


def test_stored_deadlines_are_those_of_the_function(database: Database, demo: DemoReport):
    findings = {finding.name: finding for finding in check_database(database)}
    assert findings["deadlines"].ok
    assert findings["schema"].ok
    assert findings["calendar"].ok


def test_nothing_happens_after_now_and_events_follow_each_other(
    database: Database, demo: DemoReport
):
    now = database.clock.now()
    events = everything(database, CaseEvent.case_id, CaseEvent.ordinal, CaseEvent.at)
    by_case: dict[object, list] = {}
    for case_id, ordinal, at in events:
        by_case.setdefault(case_id, []).append((ordinal, at))
    for found in by_case.values():
        assert [ordinal for ordinal, _ in found] == list(range(1, len(found) + 1))
        times = [at for _, at in found]
        assert times == sorted(times)
        assert times[-1] < now
    journal = everything(database, JournalEntry.action, JournalEntry.at)
    late = [action for action, at in journal if at > now]
    assert late == []


def test_numbers_of_a_day_follow_the_order_of_registering(database: Database, demo: DemoReport):
    rows = everything(database, CaseFile.registered_at, CaseFile.number)
    numbered = [(at, number) for at, number in rows if number]
    assert [number for _, number in numbered] == sorted(number for _, number in numbered)
    for at, number in numbered:
        assert number.startswith(f"{local(at):%Y%m%d}140213054")


def test_every_case_lies_in_the_grid_it_names(database: Database, demo: DemoReport):
    with database.reading() as session:
        for case in session.scalars(sa.select(CaseFile)):
            found = grid_at(session, case.longitude, case.latitude)
            assert found is not None
            assert found.code == case.region


def test_a_case_is_registered_and_handled_by_people_who_may(database: Database, demo: DemoReport):
    names = {person.name for person in demo.people}
    actors = {name for (name,) in everything(database, CaseEvent.person_name)}
    chores = {
        f"系统·{task}" for task in ("来件", "cases.resume", "cases.archive", "cases.supervise")
    }
    assert actors <= names | chores


def test_neighbours_in_the_queue_say_different_things(database: Database, demo: DemoReport):
    titles = [title for _, title in everything(database, CaseFile.order_at, CaseFile.title)]
    assert max(Counter(titles).values()) == 1


def test_patrols_and_systems_name_no_reporter(database: Database, demo: DemoReport):
    with database.reading() as session:
        sources = session.scalars(
            sa.select(CaseFile.source).join(CasePerson, CasePerson.case_id == CaseFile.id)
        )
        found = set(sources)
    assert Source.CALL in found
    assert not found & {Source.GRID_PATROL, Source.DIGITAL_CITY}


def test_every_role_has_somebody_who_can_sign_in(database: Database, demo: DemoReport):
    assert {person.role for person in demo.people} == set(Role)
    login = next(p.login for p in demo.people if p.role is Role.DISPATCHER)
    signed_in = sign_in(database, login, PASSWORD, desk="t")
    assert not signed_in.must_change_password
    assert signed_in.actor.may_in(Right.ASSIGN_CASE, "140213054")


def test_every_grid_has_an_area_a_head_and_one_full_time_worker(
    database: Database, demo: DemoReport
):
    grids = {code for (code,) in everything(database, Grid.code)}
    posts = Counter(everything(database, GridPost.region_code, GridPost.role))
    assert len(grids) == demo.grids == 14
    assert grids <= {code for (code,) in everything(database, Outline.code)}
    for code in grids:
        assert posts[code, PostRole.WORKER] == posts[code, PostRole.HEAD] == 1


def test_a_former_name_leads_to_todays_place(database: Database, demo: DemoReport):
    named = dict(everything(database, Place.id, Place.name))
    former = [
        (name, of) for name, of in everything(database, Place.name, Place.former_name_of) if of
    ]
    assert former
    assert all(of in named for _, of in former)


def test_no_command_is_kept_that_nobody_sends_again(database: Database, demo: DemoReport):
    assert everything(database, CommandDone.key) == []


def test_people_left_their_marks_on_some_cases(database: Database, demo: DemoReport):
    assert [name for (name,) in everything(database, Tag.name)] == sorted(TAGS)
    assert 0 < len(everything(database, CaseTag.case_id)) < demo.open
    followed = Counter(person for (person,) in everything(database, FollowedCase.person_id))
    assert set(followed.values()) == {FOLLOWED}
    reminded = everything(database, CaseEvent.kind, CaseEvent.note)
    assert [note for kind, note in reminded if kind == EventKind.REMINDED]


def test_the_same_seed_tells_the_same_story(
    database: Database, demo: DemoReport, embedded_database: Database
):
    told = (CaseFile.number, CaseFile.title, CaseFile.text, CaseFile.state, CaseFile.handle_due_at)

    again = make(embedded_database)

    def story(of: Database) -> list[tuple[str, ...]]:
        return sorted(tuple(map(str, row)) for row in everything(of, *told))

    assert replace(again, as_of=demo.as_of) == demo
    assert story(embedded_database) == story(database)


def test_another_seed_draws_another_street():
    first = draw_ground(build.load_street(), 1)
    second = draw_ground(build.load_street(), 2)
    assert first.street != second.street


def test_a_database_with_data_is_refused_and_stays_as_it_was(embedded_database: Database):
    with embedded_database.writing(console("t")) as uow:
        row = {"login": "li", "name": "李", "pinyin": "li", "initials": "l"}
        uow.session.add(Person(id=new_id(), **row))
    with pytest.raises(DemoRefused):
        make(embedded_database)
    assert everything(embedded_database, Person.login) == [("li",)]
    assert not embedded_database.look_again().is_demo


def test_a_second_demo_does_not_land_on_the_first(database: Database, demo: DemoReport):
    with pytest.raises(DemoRefused):
        make(database)
    assert len(everything(database, CaseFile.id)) == demo.cases


def test_a_demo_that_breaks_off_leaves_nothing(embedded_database: Database):
    def break_off(done: int, _whole: int) -> None:
        if done > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(embedded_database, progress=break_off)
    assert everything(embedded_database, Region.code) == []
    assert not embedded_database.look_again().is_demo


def test_a_weak_password_and_an_unknown_size_are_refused(embedded_database: Database):
    with pytest.raises(PasswordTooShort):
        make(embedded_database, password="short")
    with pytest.raises(UnknownScale):
        make(embedded_database, scale="planet")


def test_a_demo_can_be_seen_at_another_moment_and_tells_how_far_it_is(
    embedded_database: Database, clock: FixedClock
):
    moment = clock.now() - timedelta(days=200)
    seen: list[tuple[int, int]] = []
    report = make(
        embedded_database, clock_now=moment, days=1, progress=lambda *step: seen.append(step)
    )
    assert report.as_of == moment
    assert max(at for (at,) in everything(embedded_database, CaseEvent.at)) < moment
    assert seen[-1][0] == seen[-1][1] > 0


def test_what_neighbours_report_again_follows_the_case_that_came_first(database):
    leads = everything(database, CaseFile.lead_id)
    led = [lead for (lead,) in leads if lead is not None]

    assert len(set(led)) >= 3
    assert len(led) > len(set(led))
