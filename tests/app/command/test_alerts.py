"""What just happened: told once, as long as it is fresh, and until somebody has seen it."""

from datetime import UTC, datetime, timedelta

from app.command.wall.alerts import AlertKind, Watch
from app.command.wall.figures import MajorCase, Standing, WallNews, WallSettings
from app.command.wall.rules import Severity, WallOrderRow, WallWish, sounds

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
