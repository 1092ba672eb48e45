"""Calendar versions: published once, numbered, kept as they were."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from app.core import words
from app.core.actor import Actor, console
from app.core.calendar import DayKind, DayOverride, WorkCalendar
from app.core.calendar_national import default_body
from app.core.calendar_store import (
    CalendarUnchanged,
    NoCalendar,
    NoteMissing,
    NoteTooLong,
    UnknownCalendar,
    calendar_name,
    calendar_of,
    current_calendar,
    ensure_calendar,
    publish_calendar,
    versions,
)
from app.core.changes import Change, Topic
from app.core.errors import NotAllowed

DESK = console("测试台")
MOVING = DayOverride(date(2026, 12, 7), DayKind.DAY_OFF, None, "中心搬迁")
DRAFT = replace(default_body(), overrides=(MOVING,))


@pytest.fixture
def started(database):
    """A database with the calendar it starts with."""
    with database.writing(DESK) as uow:
        ensure_calendar(uow)
    return database


def test_a_database_without_a_calendar_says_what_to_do(database):
    with database.reading() as session, pytest.raises(NoCalendar) as refusal:
        current_calendar(session)

    assert "系统管理员" in words.sentence(refusal.value)


def test_the_first_calendar_is_published_once(started):
    with started.writing(DESK) as uow:
        ensure_calendar(uow)

    with started.reading() as session:
        assert [row.number for row in versions(session)] == [1]
        assert current_calendar(session).body == default_body()


def test_a_published_version_is_in_force_and_the_old_one_stays_readable(started, clock):
    with started.writing(DESK) as uow:
        number = publish_calendar(uow, DRAFT, "  十二月七日搬迁停办一天 ", command_key=uuid4())

    with started.reading() as session:
        assert current_calendar(session) == WorkCalendar(2, DRAFT, clock.now())
        assert calendar_of(session, 1).body == default_body()
        newest = versions(session)[0]
    assert (number, newest.number, newest.author) == (2, 2, "控制台")
    assert newest.note == "十二月七日搬迁停办一天"


def test_publishing_is_told_to_every_desk(started):
    heard: list[tuple[Change, ...]] = []
    started.subscribe(heard.append)

    with started.writing(DESK) as uow:
        publish_calendar(uow, DRAFT, "搬迁", command_key=uuid4())

    assert heard == [(Change(Topic.CALENDAR, "2"),)]


def test_publishing_twice_with_one_key_publishes_once(started):
    key = uuid4()
    for _ in range(2):
        with started.writing(DESK) as uow:
            assert publish_calendar(uow, DRAFT, "搬迁", command_key=key) == 2

    with started.reading() as session:
        assert len(versions(session)) == 2


@pytest.mark.parametrize(
    ("draft", "note", "error"),
    [
        (DRAFT, " \n", NoteMissing),
        (DRAFT, "长" * 501, NoteTooLong),
        (default_body(), "没有变化", CalendarUnchanged),
    ],
)
def test_a_version_that_explains_or_changes_nothing_is_refused(started, draft, note, error):
    with pytest.raises(error) as refusal, started.writing(DESK) as uow:
        publish_calendar(uow, draft, note, command_key=uuid4())

    assert words.sentence(refusal.value)
    with started.reading() as session:
        assert len(versions(session)) == 1


def test_without_the_right_nothing_is_published(started):
    nobody = Actor(person_id=uuid4(), name="周敏", desk="测试台")

    with pytest.raises(NotAllowed), started.writing(nobody) as uow:
        publish_calendar(uow, DRAFT, "搬迁", command_key=uuid4())


def test_a_version_nobody_published_is_unknown(started):
    with started.reading() as session, pytest.raises(UnknownCalendar) as refusal:
        calendar_of(session, 7)

    assert "第 7 版" in words.sentence(refusal.value)


def test_the_same_version_is_parsed_once(started):
    with started.reading() as session:
        first = current_calendar(session)
    with started.reading() as session:
        assert calendar_of(session, 1) is first


def test_a_version_is_called_by_number_and_day(started):
    with started.reading() as session:
        assert calendar_name(current_calendar(session)) == "第 1 版（2026-11-24）"
    assert calendar_name(WorkCalendar(0, default_body())) == "未发布的日历"
