"""The demo of a county: a few of its streets, each in a file of its own, put together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa

from app.accounts.actions.signing_in import sign_in
from app.accounts.models import Person, Unit
from app.accounts.rules import Role
from app.administration.checks import check_database
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.command.conferences.models import VideoConference
from app.command.incidents.models import Incident
from app.core.clock import SHANGHAI, FixedClock
from app.core.database import Database
from app.demo import district
from app.demo.build import DemoReport, build_demo
from app.demo.district import DemoBrokeOff
from app.demo.street import load_district
from app.migrations import migrate
from app.territory.models import Region
from app.territory.models.grids import Grid
from tests.databases import ENGINES

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI)
PASSWORD = "opensesame26"
STREETS = 4


@pytest.fixture(scope="module")
def small_county() -> Iterator[None]:
    """Four streets of two communities with five grids each, sixteen cases a day."""
    county, streets = load_district()
    few = tuple(
        replace(
            street,
            communities=tuple(replace(each, grids=5) for each in street.communities[:2]),
        )
        for street in streets[:STREETS]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(district, "load_district", lambda: (county, few))
        patch.setattr(district, "CASES_A_DAY", 16)
        yield


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_county: None
) -> Iterator[tuple[Database, DemoReport]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('county') / 'county.db'}"
    if request.param == "postgres":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.create())
    database = Database.open(url, clock=FixedClock(NOW))
    migrate(database)
    yield (
        database,
        build_demo(database, scale="district", days=3, password=PASSWORD, prepare=migrate),
    )
    database.dispose()


@pytest.mark.slow
def test_a_county_has_its_streets_people_and_cases(built):
    database, report = built
    with database.reading() as session:

        def count(column) -> int:
            return session.scalar(sa.select(sa.func.count(column))) or 0

        assert count(CaseFile.id) == report.cases > STREETS
        assert count(Grid.code) == report.grids == STREETS * 2 * 5
        streets = set(session.scalars(sa.select(sa.func.substr(CaseFile.region, 1, 9))))
        assert len(streets) == STREETS
        orphans = sa.select(CaseEvent.id).where(CaseEvent.case_id.not_in(sa.select(CaseFile.id)))
        assert session.scalar(orphans.limit(1)) is None
        assert count(Region.code) == 3 + STREETS + STREETS * 2 + STREETS * 2 * 5
        assert count(Person.id) > STREETS * len(Role)
        assert count(Unit.id) > STREETS * 3
        linked = sa.select(VideoConference.region, Incident.region).join(
            Incident, Incident.id == VideoConference.incident_id
        )
        pairs = session.execute(linked).all()
        assert len({own for own, _ in pairs}) == STREETS
        assert all(at.startswith(own) for own, at in pairs), "each about what happened there"


@pytest.mark.slow
def test_its_deadlines_are_those_of_the_function_and_its_people_can_sign_in(built):
    database, report = built
    findings = {finding.name: finding for finding in check_database(database)}
    assert findings["deadlines"].ok
    assert database.state.is_demo
    assert {person.role for person in report.people} == set(Role)
    login = next(p.login for p in report.people if p.role is Role.DISPATCHER)
    assert sign_in(database, login, PASSWORD, desk="t").actor.name


def test_a_half_that_breaks_off_says_so_and_leaves_nothing(embedded_database, small_county):
    with pytest.MonkeyPatch.context() as patch:
        county, few = district.load_district()
        lost = tuple(replace(street, units=()) for street in few)  # no team to hand cases over to
        patch.setattr(district, "load_district", lambda: (replace(county, units=()), lost))
        with pytest.raises(DemoBrokeOff):
            build_demo(
                embedded_database, scale="district", days=1, password=PASSWORD, prepare=migrate
            )
    with embedded_database.reading() as session:
        assert session.scalar(sa.select(Region.code).limit(1)) is None


def test_the_county_is_written_down_with_its_real_divisions():
    county, streets = load_district()
    communities = [each for street in streets for each in street.communities]
    villages = [each for each in communities if each.name.endswith("村民委员会")]
    assert county.code == "140213"
    assert (len(streets), len(communities), len(villages)) == (18, 202, 47)
    assert sum(each.grids for each in communities) == 1_529
