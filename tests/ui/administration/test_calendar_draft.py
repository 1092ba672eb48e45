"""A draft: days set by hand, moved onto what others published, kept between two starts."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import BadCalendar, DayKind, DayOverride, Season, Span, WorkCalendar
from app.core.calendar_national import default_body
from ui.administration.calendar_changes import changes, effect_words
from ui.administration.calendar_draft import KEPT, CalendarDraft, keep_draft, kept_draft
from ui.core.preferences import Preferences

BODY = default_body()
FIRST = WorkCalendar(1, BODY)
SATURDAY, TUESDAY = date(2026, 11, 28), date(2026, 12, 1)
MORNING = (Span(540, 720),)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
EDITS = st.dictionaries(DAYS, st.booleans(), max_size=6)


def fresh() -> CalendarDraft:
    return CalendarDraft(FIRST, BODY)


def edited(base: WorkCalendar, edits: dict[date, bool]) -> CalendarDraft:
    draft = CalendarDraft(base, base.body)
    for day, works in edits.items():
        draft = draft.with_days([day], works=works, spans=None, note="")
    return draft


@pytest.mark.parametrize(
    ("day", "works", "kind"),
    [
        (SATURDAY, True, DayKind.MAKEUP_WORKDAY),
        (TUESDAY, True, DayKind.WORKDAY),
        (TUESDAY, False, DayKind.DAY_OFF),
        (date(2026, 10, 1), True, DayKind.MAKEUP_WORKDAY),
    ],
)
def test_the_kind_of_a_day_follows_from_what_it_is_by_itself(day, works, kind):
    draft = fresh().with_days([day], works=works, spans=None, note="")

    assert draft.calendar().kind_of(day) is kind


def test_a_day_off_has_no_hours_of_its_own():
    draft = fresh().with_days([TUESDAY], works=False, spans=MORNING, note="")

    assert draft.calendar().spans(TUESDAY) == ()


def test_a_day_put_back_is_as_published_and_the_draft_unchanged():
    draft = fresh().with_days([SATURDAY], works=True, spans=MORNING, note="盘点")

    assert draft.is_changed
    assert not draft.without_days([SATURDAY]).is_changed


def test_seasons_with_a_gap_are_refused():
    with pytest.raises(BadCalendar):
        fresh().with_seasons((Season("夏季作息", (5, 1), (9, 30), MORNING),))


@given(EDITS, EDITS)
def test_a_draft_moved_onto_another_version_keeps_mine_and_theirs(mine, theirs):
    published = WorkCalendar(2, edited(FIRST, theirs).body)

    moved = edited(FIRST, mine).on(published)

    overrides = {entry.day: entry.kind.works for entry in moved.body.overrides}
    assert overrides == theirs | mine
    assert moved.base is published


def test_a_day_i_put_back_stays_put_back_on_another_version():
    off = DayOverride(TUESDAY, DayKind.DAY_OFF)
    first = WorkCalendar(1, replace(BODY, overrides=(off,)))
    mine = CalendarDraft(first, first.body).without_days([TUESDAY])
    theirs = edited(first, {SATURDAY: True})

    moved = mine.on(WorkCalendar(2, theirs.body))

    assert [entry.day for entry in moved.body.overrides] == [SATURDAY]


def test_a_draft_survives_until_the_next_start(tmp_path):
    preferences = Preferences(tmp_path / "desk.ini")
    draft = fresh().with_days([SATURDAY], works=True, spans=MORNING, note="盘点")

    keep_draft(preferences, draft)
    preferences.save()

    kept = kept_draft(Preferences(tmp_path / "desk.ini"))
    assert (kept.number, kept.body) == (1, draft.body)


def test_a_broken_draft_is_no_draft(tmp_path):
    preferences = Preferences(tmp_path / "desk.ini")
    preferences.set_layout("calendar/draft", {"number": 1, "body": "{}"})

    assert kept_draft(preferences) is None


# What changed, in words


def test_a_kept_draft_with_a_day_twice_is_no_draft(tmp_path):
    preferences = Preferences(tmp_path / "one.ini")
    draft = fresh().with_days([SATURDAY], works=True, spans=None, note="补课")
    keep_draft(preferences, draft)
    kept = preferences.layout(KEPT)
    document = json.loads(str(kept["body"]))
    document["overrides"] *= 2
    preferences.set_layout(KEPT, kept | {"body": json.dumps(document)})

    assert kept_draft(preferences) is None


def test_the_same_day_set_again_stands_once():
    twice = fresh()
    for works in (True, False):
        twice = twice.with_days([SATURDAY, SATURDAY], works=works, spans=None, note="")

    assert [entry.day for entry in twice.body.overrides if entry.day == SATURDAY] == [SATURDAY]


def test_days_changed_alike_one_after_another_are_one_line():
    days = [TUESDAY + timedelta(days=n) for n in range(3)]
    draft = fresh().with_days(days, works=False, spans=None, note="停电")
    draft = draft.with_days([SATURDAY], works=True, spans=MORNING, note="")

    assert changes(BODY, draft.body) == (
        "2026-11-28（星期六）改为上班 09:00-12:00",
        "2026-12-01 至 12-03 改为休息（停电）",
    )


def test_a_day_put_back_says_what_it_is_then():
    draft = fresh().with_days([SATURDAY], works=True, spans=None, note="")

    assert changes(draft.body, BODY) == ("2026-11-28（星期六）不再手工改动，照公布的安排：周末",)


def test_seasons_and_years_are_said(monkeypatch):
    seasons = tuple(replace(season, spans=MORNING) for season in BODY.seasons)
    without_2026 = replace(BODY, national=BODY.national[:-1])

    said = changes(without_2026, replace(BODY, seasons=seasons))

    assert said[0] == "作息改为：夏季作息 5-1 至 9-30，09:00-12:00"
    assert said[-1] == "补入 2026 年的放假安排：放假 33 天，调休上班 6 天"


def test_the_effect_is_told_by_a_deadline_that_moves():
    now = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
    draft = fresh().with_days([TUESDAY], works=False, spans=None, note="")

    told = effect_words(FIRST, draft.calendar(), now)

    assert told == "例：现在受理、限 5 工作日的事件，到期从 12-01 17:30 变为 12-02 17:30。"


def test_an_effect_far_away_is_told_as_none():
    now = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
    draft = fresh().with_days([date(2027, 9, 1)], works=False, spans=None, note="")

    assert effect_words(FIRST, draft.calendar(), now).endswith("到期都不变。")
