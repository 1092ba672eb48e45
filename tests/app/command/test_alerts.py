"""What just happened: told once, as long as it is fresh, and until somebody has seen it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.command.forces.rules import UnitAnswer
from app.command.rules import IncidentKind
from app.command.wall.alerts import AlertKind, Watch
from app.command.wall.figures import (
    IncidentState,
    MajorCase,
    Standing,
    WallNews,
    WallSettings,
)
from app.command.wall.rules import Severity, WallOrderRow, WallWish, sounds
from app.command.wall_state import WallIncident, WallUnit

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
SETTINGS = WallSettings()
OLD = MajorCase(NOW - timedelta(hours=3), "1", 1)
FRESH = MajorCase(NOW, "2", 1)


def standing(late):
    return Standing(9, late, 0, 0, None, None, 0, 0, 0)


def test_what_was_there_before_the_wall_began_is_no_news():
    watch = Watch()

    assert watch.see_news(WallNews((), (OLD,)), SETTINGS, NOW) == []
    (alert,) = watch.see_news(WallNews((), (OLD, FRESH)), SETTINGS, NOW)
    assert (alert.kind, alert.severity, alert.community) == (
        AlertKind.MAJOR,
        Severity.MAJOR,
        "2",
    )
    assert watch.see_news(WallNews((), (OLD, FRESH)), SETTINGS, NOW) == []
    assert watch.top(NOW) == alert
    assert watch.top(NOW + timedelta(seconds=121)) is None


def test_a_matter_that_came_right_before_a_restart_is_told_again():
    assert len(Watch().see_news(WallNews((), (FRESH,)), SETTINGS, NOW)) == 1


def test_what_somebody_has_seen_is_told_no_more():
    watch = Watch()
    watch.see_news(WallNews((), (FRESH,)), SETTINGS, NOW)
    seen = WallOrderRow(0, NOW, WallWish(), NOW + timedelta(seconds=5))

    watch.see_news(WallNews((seen,), (FRESH,)), SETTINGS, NOW + timedelta(seconds=6))

    assert watch.top(NOW + timedelta(seconds=6)) is None


def test_nothing_takes_the_wall_where_the_centre_does_not_want_it():
    watch = Watch()
    assert watch.see_news(WallNews((), (FRESH,)), WallSettings(wall_major_s=0), NOW) == []


def test_cases_that_ran_out_are_a_warning_and_major_matters_come_before_them():
    watch = Watch()
    assert watch.see_standing(standing(3), NOW) == []
    (late,) = watch.see_standing(standing(5), NOW)
    assert (late.kind, late.count) == (AlertKind.LATE, 2)
    assert watch.see_standing(standing(4), NOW) == []
    watch.see_news(WallNews((), (FRESH,)), SETTINGS, NOW)
    assert watch.top(NOW).kind is AlertKind.MAJOR


def test_only_what_is_major_sounds_in_the_quiet_hours():
    assert sounds(Severity.MAJOR, 23, 21, 7)
    assert not sounds(Severity.WARN, 23, 21, 7)
    assert sounds(Severity.WARN, 14, 21, 7)


FLOOD = WallIncident(
    "i", IncidentKind.FLOOD, None, None, NOW, 3, 0, is_rehearsal=False,
    report_due=NOW + timedelta(minutes=30),
)  # fmt: skip
DRILL = replace(FLOOD, key="d", is_rehearsal=True)
UNITS = tuple(
    WallUnit(incident, number, None, None, UnitAnswer.COMING, NOW - timedelta(minutes=number))
    for incident in ("i", "d")
    for number in (1, 4)
)
STATE = IncidentState((FLOOD, DRILL), UNITS)


def at(watch, minutes, state=STATE, settings=SETTINGS):
    found = watch.see_incidents(state, settings, NOW + timedelta(minutes=minutes))
    return [(each.kind, each.severity, each.units) for each in found]


def test_a_unit_that_does_not_answer_is_told_once_when_amber_and_once_when_red():
    watch = Watch()
    assert [kind for kind, *_ in at(watch, 0)] == [AlertKind.INCIDENT]
    assert at(watch, 5) == []
    assert at(watch, 7) == [(AlertKind.UNIT_DUE, Severity.WARN, (4,))]
    assert at(watch, 7) == []
    assert at(watch, 12) == [
        (AlertKind.UNIT_LOST, Severity.MAJOR, (4,)),
        (AlertKind.UNIT_DUE, Severity.WARN, (1,)),
    ]
    heard = NOW + timedelta(minutes=12)
    answered = replace(STATE, units=tuple(replace(unit, heard_at=heard) for unit in UNITS))
    assert at(watch, 13, answered) == []
    assert at(watch, 23, answered) == [(AlertKind.UNIT_DUE, Severity.WARN, (1, 4))]
    assert at(Watch(), 23) == [], "what was so before it began is no news"


def test_a_report_that_is_late_is_told_once_and_again_when_the_next_one_is():
    watch = Watch()
    calm = replace(STATE, units=())
    at(watch, 0, calm)
    assert at(watch, 29, calm) == []
    assert at(watch, 31, calm) == [(AlertKind.REPORT, Severity.WARN, ())]
    assert at(watch, 40, calm) == []
    due = replace(FLOOD, report_due=NOW + timedelta(minutes=60))
    assert at(watch, 61, IncidentState((due,), ())) == [(AlertKind.REPORT, Severity.WARN, ())]
