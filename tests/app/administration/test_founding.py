"""Founding a centre: everything it needs on the first day, in one transaction."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.accounts.actors import actor_of
from app.accounts.models import Unit
from app.accounts.passwords import secret_of
from app.accounts.queries.people import person_named
from app.accounts.rules import Right
from app.administration.founding import FirstAdministrator, Founding, found_centre
from app.cases.models import Category
from app.core.actor import Actor, console
from app.core.calendar_store import current_calendar
from app.core.database import Database
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.territory.models import Region
from app.territory.queries import region_path

WHO = console("test")
REGIONS = (
    ("14", "山西省"),
    ("1402", "大同市"),
    ("140213", "平城区"),
    ("140213004", "新建南路街道"),
)
ADMINISTRATOR = FirstAdministrator("admin", "周敏", secret_of("一句很长的话好记"))
FOUNDING = Founding(ADMINISTRATOR, "新建南路街道综治中心", REGIONS)


def first_person(database: Database, clock) -> Actor:
    with database.reading() as session:
        person = person_named(session, "admin")
        return actor_of(session, person.id, "test", clock.now())


def test_a_founded_centre_has_what_the_first_day_needs(database, clock):
    found_centre(database, WHO, FOUNDING, command_key=new_id())

    with database.reading() as session:
        assert current_calendar(session).number == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Category)) > 50
        assert [row.code for row in region_path(session, "140213004")] == [c for c, _ in REGIONS]
        settings = settings_at(session, clock.now())
        assert settings.centre_name == "新建南路街道综治中心"
        assert settings.street_code == "140213004"
        assert session.scalar(sa.select(Unit.name)) == "新建南路街道综治中心"


def test_the_first_administrator_manages_and_sees_no_personal_data(database, clock):
    found_centre(database, WHO, FOUNDING, command_key=new_id())

    actor = first_person(database, clock)
    assert actor.may_in(Right.MANAGE_ACCOUNTS, "440402001")
    assert not actor.may(Right.READ_PERSONAL)


def test_somebody_who_does_everything_may_everything_in_the_street(database, clock):
    works = replace(FOUNDING, administrator=replace(ADMINISTRATOR, works_too=True))

    found_centre(database, WHO, works, command_key=new_id())

    actor = first_person(database, clock)
    for right in (Right.REGISTER_CASE, Right.ASSIGN_CASE, Right.APPROVE):
        assert actor.may_in(right, "140213004001")
        assert not actor.may_in(right, "140214001")


def test_founding_twice_with_one_key_founds_once(database):
    key = new_id()

    first = found_centre(database, WHO, FOUNDING, command_key=key)
    second = found_centre(database, WHO, FOUNDING, command_key=key)

    assert first == second


def test_regions_that_came_with_a_file_are_left_as_they_are(database):
    with database.writing(WHO) as uow:
        uow.session.add(Region(**_province()))

    found_centre(database, WHO, FOUNDING, command_key=new_id())

    with database.reading() as session:
        assert region_path(session, "14")[0].name == "山西"


def _province() -> dict[str, object]:
    from app.territory.actions.regions import REGION_COLUMNS, region_values

    return dict(zip(REGION_COLUMNS, region_values("14", "山西", None), strict=True))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FOUNDING, regions=(("14", "山西省"), ("1502", "包头市"))),
        replace(FOUNDING, regions=(("14", " "),)),
        replace(FOUNDING, administrator=replace(ADMINISTRATOR, login="张三")),
        replace(FOUNDING, centre_name="很" * 61),
    ],
)
def test_what_cannot_be_leaves_nothing_half_founded(database, wrong):
    with pytest.raises(AppError):
        found_centre(database, WHO, wrong, command_key=new_id())

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Category)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(Region)) == 0
