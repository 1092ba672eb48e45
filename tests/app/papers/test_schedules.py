"""Papers that are drawn by themselves: at their time, once, made up when missed, whole or not."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core import words
from app.core.actor import console
from app.core.chores import run_due
from app.core.clock import local
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.core.whole_files import FileUnwritable
from app.papers.briefing.period import Period
from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind
from app.papers.schedules import chore
from app.papers.schedules.actions import ask_run, save_schedule
from app.papers.schedules.chore import draw_due, paper_chores
from app.papers.schedules.models import PaperSchedule
from app.papers.schedules.queries import failing, runs, schedules
from app.papers.schedules.rules import (
    MOST_MADE_UP,
    BadPaperFolder,
    BadTime,
    NoFormChosen,
    ReservedFolder,
    RunState,
    RunWaits,
    Schedule,
    ScheduleNameWanted,
    checked,
    dues,
    next_due,
    period_of,
)
from app.papers.schedules.words import time_words
from tests.factories.centre import OTHER_STREET, STREET

FRIDAY = Schedule(
    "周报", STREET, PeriodKind.WEEKLY, 16 * 60, "周报", (PaperForm.PDF, PaperForm.EXCEL), weekday=4
)


def saved(centre, wanted=FRIDAY, who="director", **more):
    return centre.do(who, save_schedule, wanted, **more)


def told(centre, who="director"):
    with centre.database.reading() as session:
        return schedules(session, centre.actor(who), centre.database.clock.now())


@pytest.fixture
def office(centre, clock, tmp_path):
    """A centre whose folder is set, three days before Friday 2026-11-27."""
    centre.register()
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, "papers_folder", str(tmp_path), command_key=new_id())
    clock.advance(timedelta(seconds=1))
    return centre


def go(clock, *, day, hour=8, minute=1):
    """Turn the clock to a moment in UTC of November or, past it, December."""
    until = datetime(2026, 11, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)
    clock.advance(until - clock.now())


def test_a_paper_is_drawn_at_its_time_once_and_what_was_missed_is_made_up(office, clock, tmp_path):
    key = saved(office)
    assert draw_due(office.database) == "定时出文书 0 份（补做 0 份），没有成功 0 份。"
    go(clock, day=27)

    draw_due(office.database)
    again = draw_due(office.database)

    assert again.startswith("定时出文书 0 份")
    (row,) = told(office)
    assert (row.last.state, row.last.is_late, len(row.last.files)) == (RunState.DONE, False, 2)
    assert sorted(path.name for path in (tmp_path / "周报").iterdir()) == sorted(row.last.files)
    assert local(row.next_at).isoformat()[:16] == "2026-12-04T16:00"
    go(clock, day=28 + 14)  # two Fridays without a keeper

    assert draw_due(office.database) == "定时出文书 2 份（补做 2 份），没有成功 0 份。"

    with office.database.reading() as session:
        found = runs(session, STREET, key)
    assert [run.is_late for run in found] == [True, True, False]
    assert len({file for run in found for file in run.files}) == 6


def test_two_keepers_draw_a_paper_once(office, clock, monkeypatch):
    saved(office)
    go(clock, day=27)
    drawn = []
    write = chore._write
    monkeypatch.setattr(chore, "_write", lambda *a: drawn.append(a) or write(*a))
    other = office.database
    start = threading.Barrier(2)

    def keep(name):
        start.wait()
        if name == "chore":
            draw_due(other)
        else:
            run_due(other, paper_chores(), name)

    threads = [threading.Thread(target=keep, args=(name,)) for name in ("chore", "two:2")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(drawn) == 1


def test_what_fails_says_so_leaves_nothing_half_and_is_tried_again(
    office, clock, tmp_path, monkeypatch
):
    saved(office)
    go(clock, day=27)
    kept = chore.whole_file

    def full(file):
        if file.suffix == ".xlsx":
            raise FileUnwritable(file=file, why="盘满了")
        return kept(file)

    monkeypatch.setattr(chore, "whole_file", full)
    draw_due(office.database)
    assert list((tmp_path / "周报").iterdir()) == []
    (row,) = told(office)
    assert row.last.state is RunState.FAILED
    assert "盘满了" in row.last.error
    with office.database.reading() as session:
        assert failing(session, office.actor("director"), clock.now()) == (row,)
    monkeypatch.setattr(chore, "whole_file", kept)
    draw_due(office.database)  # too early to try again
    assert told(office)[0].last.tries == 1
    clock.advance(timedelta(minutes=6))
    draw_due(office.database)

    (row,) = told(office)
    assert (row.last.state, row.last.tries, row.last.error) == (RunState.DONE, 2, "")


def test_a_run_whose_keeper_died_is_taken_over_and_an_absent_folder_is_said(
    office, clock, tmp_path, monkeypatch
):
    saved(office)
    go(clock, day=27)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(chore, "_write", die)
        draw_due(office.database)
    draw_due(office.database)
    assert told(office)[0].last.state is RunState.RUNNING
    clock.advance(timedelta(minutes=16))
    with office.database.writing(console("test")) as uow:
        set_setting(uow, "papers_folder", str(tmp_path / "gone"), command_key=new_id())
    clock.advance(timedelta(seconds=1))

    draw_due(office.database)

    assert "打不开" in told(office)[0].last.error
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "周报").symlink_to(tmp_path)
    clock.advance(timedelta(minutes=20))
    draw_due(office.database)
    assert "链接" in told(office)[0].last.error


def test_each_change_is_a_version_for_whoever_may_export_there(office, clock):
    key = saved(office)
    with pytest.raises(NotAllowed):
        saved(office, replace(FRIDAY, region=OTHER_STREET))
    with pytest.raises(NotAllowed):
        saved(office, who="receptionist")
    assert told(office, "handler") == ()
    saved(office, replace(FRIDAY, is_on=False), schedule_id=key, seen_version=1)
    with pytest.raises(Conflict):
        saved(office, FRIDAY, schedule_id=key, seen_version=1)
    (row,) = told(office)
    assert (row.version, row.next_at) == (2, None)
    go(clock, day=27)
    assert draw_due(office.database).startswith("定时出文书 0 份")
    with office.database.reading() as session:
        kept = session.scalars(sa.select(PaperSchedule.is_on).order_by(PaperSchedule.version))
        assert list(kept) == [True, False]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": " "}, ScheduleNameWanted),
        ({"folder": "../x"}, BadPaperFolder),
        ({"folder": ".."}, BadPaperFolder),
        ({"folder": "a/b"}, BadPaperFolder),
        ({"folder": "周报."}, BadPaperFolder),
        ({"folder": "CON"}, ReservedFolder),
        ({"folder": "nul.周报"}, ReservedFolder),
        ({"folder": "com¹ "}, ReservedFolder),
        ({"forms": ()}, NoFormChosen),
        ({"minute": 1440}, BadTime),
        ({"month_day": 31}, BadTime),
    ],
)
def test_what_no_schedule_can_say_is_refused_in_words(wrong, error):
    with pytest.raises(error) as refused:
        checked(replace(FRIDAY, **wrong))
    assert words.sentence(refused.value)


def test_names_that_only_look_like_those_of_devices_are_kept():
    for name in ("CONSUL", "com10", "周报con", "lpt", "con周报"):
        assert checked(replace(FRIDAY, folder=name)).folder == name


def test_what_is_asked_for_at_once_is_drawn_once_also_where_it_is_switched_off(
    office, clock, tmp_path
):
    key = saved(office, replace(FRIDAY, is_on=False))
    with pytest.raises(NotAllowed):
        office.do("receptionist", ask_run, STREET, key)
    office.do("director", ask_run, STREET, key)
    with pytest.raises(RunWaits):
        office.do("director", ask_run, STREET, key)
    (row,) = told(office)
    assert row.asked_at == clock.now()
    clock.advance(timedelta(seconds=20))

    assert draw_due(office.database).startswith("定时出文书 1 份（补做 0 份）")
    assert draw_due(office.database).startswith("定时出文书 0 份")

    (row,) = told(office)
    assert (row.asked_at, row.last.state, len(row.last.files)) == (None, RunState.DONE, 2)
    assert len(list((tmp_path / "周报").iterdir())) == 2
    office.do("director", ask_run, STREET, key)  # once more, later
    assert told(office)[0].asked_at is not None


def test_without_a_folder_files_lie_beside_an_embedded_database_and_elsewhere_that_is_said(
    centre, clock
):
    centre.register()
    saved(centre)
    go(clock, day=27)
    draw_due(centre.database)

    (row,) = told(centre)
    url = centre.database.url
    if url.get_backend_name() == "sqlite":
        beside = Path(url.database).parent / "定时文书" / "周报"
        assert sorted(path.name for path in beside.iterdir()) == sorted(row.last.files)
    else:
        assert "打不开" in row.last.error


def test_times_fall_where_they_are_said_to():
    now = datetime(2026, 11, 24, 1, tzinfo=UTC)
    daily = replace(FRIDAY, kind=PeriodKind.DAILY, minute=30)
    monthly = replace(FRIDAY, kind=PeriodKind.MONTHLY, month_day=3)

    assert local(next_due(FRIDAY, now)).isoformat()[:16] == "2026-11-27T16:00"
    assert len(list(dues(daily, now, now + timedelta(days=30)))) == 30 > MOST_MADE_UP
    at = next_due(monthly, now)
    assert local(at).isoformat()[:16] == "2026-12-03T16:00"
    assert period_of(monthly, at) == Period.of(PeriodKind.MONTHLY, datetime(2026, 11, 1).date())  # noqa: DTZ001
    assert time_words(FRIDAY) == "每周五 16:00，周报，上一期"
    assert time_words(replace(daily, whole=False)).endswith("本期到那时为止")
