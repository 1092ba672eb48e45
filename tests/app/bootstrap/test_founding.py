"""How a computer gets its database: whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app.accounts.errors import PasswordTooShort
from app.administration.joining import ServerPasswordWrong
from app.bootstrap import make_ready, open_parts
from app.bootstrap.founding import (
    Office,
    embedded_file,
    found_office,
    join_server,
    make_demo,
    make_embedded,
    streets_in,
)
from app.core.errors import AppError, SchemaTooNew
from app.core.ids import new_id
from app.core.settings import Settings, config_file, load_settings
from app.territory.queries import region_path

TABLE = """code,name,level,parent_code
14,山西省,1,
1402,大同市,2,14
140213,平城区,3,1402
140213004,新建南路街道,4,140213
140213004001,永泰里社区居民委员会,5,140213004
140213005,古城街道,4,140213
"""
REGIONS = (
    ("14", "山西省"),
    ("1402", "大同市"),
    ("140213", "平城区"),
    ("140213004", "新建南路街道"),
)
OFFICE = Office(
    centre_name="新建南路街道综治中心",
    regions=REGIONS,
    name="周敏",
    login="admin",
    password="好记的一句话不用太短",
    works_too=True,
    divisions=None,
    command_key=new_id(),
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "divisions.csv"
    file.write_text(TABLE, "utf-8")
    return file


@pytest.fixture
def file() -> Path:
    found = embedded_file(Settings())
    assert found is not None
    return found


def found(file: Path, **other) -> None:
    found_office(replace(OFFICE, **other), file=file, desk="test")


def test_a_founded_office_can_be_opened(file, table):
    found(file, divisions=table)

    parts = open_parts()
    state = make_ready(parts.database)
    with parts.database.reading() as session:
        path = region_path(session, "140213004001")
    parts.database.dispose()
    assert not state.is_demo
    assert path[-1].name == "永泰里社区居民委员会"


def test_a_founding_that_fails_leaves_nothing_where_the_database_would_stand(file):
    with pytest.raises(AppError):
        found(file, regions=(("14", " "),))

    assert not file.exists()


def test_a_password_that_is_too_short_is_refused_before_anything_is_made(file):
    with pytest.raises(PasswordTooShort):
        found(file, password="kurz")

    assert not file.exists()


def test_what_was_typed_shows_no_password():
    assert OFFICE.password not in repr(OFFICE)


def test_what_an_interrupted_founding_left_does_not_hinder_the_next(file):
    def interrupted(database) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_embedded(file, interrupted)

    found(file)
    assert file.exists()


def test_streets_of_a_table_come_with_the_names_above_them(table):
    streets = streets_in(table)

    assert [(street.code, street.name) for street in streets] == [
        ("140213004", "新建南路街道"),
        ("140213005", "古城街道"),
    ]
    assert streets[0].path == REGIONS


def test_a_street_without_its_county_cannot_be_chosen(tmp_path):
    file = tmp_path / "part.csv"
    file.write_text("code,name,level,parent_code\n140213004,新建南路街道,4,140213\n", "utf-8")

    assert streets_in(file) == ()


def test_a_server_that_was_tried_is_used_from_now_on(postgres_template, cluster):
    name = cluster.create(postgres_template)
    url = make_url(cluster.url(name))
    plain = url._replace(password=None).render_as_string()

    join_server(plain, str(url.password))

    assert load_settings().database_url == plain
    parts = open_parts()
    assert make_ready(parts.database).revision
    parts.database.dispose()
    cluster.drop(name)


def test_a_server_that_refuses_us_changes_no_setting(postgres_template, cluster):
    url = make_url(cluster.url(postgres_template))._replace(password=None).render_as_string()

    with pytest.raises(ServerPasswordWrong):
        join_server(url, "wrong")

    assert not config_file().exists()


def test_an_embedded_file_of_a_newer_program_is_refused(file):
    found(file)
    parts = open_parts()
    with parts.database.engine.begin() as connection:
        connection.execute(text("UPDATE database_state SET min_client = '9999'"))

    with pytest.raises(SchemaTooNew):
        make_ready(parts.database)
    parts.database.dispose()


def test_the_schema_of_a_server_is_left_to_its_administrator(postgres_template, cluster):
    name = cluster.create(postgres_template)
    parts = open_parts(cluster.url(name))
    with parts.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    with pytest.raises(AppError):
        make_ready(parts.database)
    parts.database.dispose()
    cluster.drop(name)


def test_a_demo_that_nobody_waits_for_any_more_is_not_made(file):
    made = make_demo(file, stopped=lambda: True)

    assert not made
    assert not file.exists()
