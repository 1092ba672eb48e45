"""A weekly briefing whose every number is the count of a list: recounted here in plain Python."""

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.cases.queries.export import exported_cases
from app.cases.queries.queue import QueueFilter, QueueView, queue_page
from app.core import words
from app.core.actor import console
from app.core.clock import local
from app.core.errors import NotAllowed, NotFound
from app.papers.briefing.change import is_change, most, movers
from app.papers.briefing.compose import Issued, compose_briefing
from app.papers.briefing.drawing import draw_briefing
from app.papers.briefing.figures import Book, CaseList, FigureKind
from app.papers.briefing.gather import gather
from app.papers.briefing.period import (
    NotOnePeriod,
    Period,
    PeriodToCome,
    PeriodWish,
    period_between,
)
from app.papers.briefing.sentences import Compared, beside_words, change_words, usual_words
from app.papers.briefing.snapshot import read, written
from app.papers.briefing.template import shipped
from app.papers.rules import PeriodKind
from tests.app.cases.many import NOW, case_values, holds, put
from tests.factories.centre import OTHER_STREET, STREET

WEEK = Period(date(2026, 11, 16))
WISH = PeriodWish(STREET, WEEK)
CONSOLE = console("test")
ON_BOTH = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DAYS = {PeriodKind.DAILY: 9, PeriodKind.WEEKLY: 17, PeriodKind.MONTHLY: 400}


@st.composite
def some_cases(draw, kind=PeriodKind.WEEKLY) -> list[dict]:
    """Return cases most of which came in the last two periods."""
    hours = st.integers(-24 * DAYS[kind], 0)
    found = draw(st.lists(case_values([], []), min_size=10, max_size=60))
    for values in found:
        values["registered_at"] = NOW + timedelta(hours=draw(hours))
        if draw(st.booleans()):
            values["finished_at"] = values["registered_at"] + timedelta(hours=30)
    return found


def counted(session, cases, wish=WISH):
    """Return the briefing of a period with those cases in the database."""
    put(session, cases)
    return draw_briefing(session, CONSOLE, wish, NOW)


# -- each number is the count of a list ---------------------------------------------------------


KINDS_AND_CASES = st.sampled_from(PeriodKind).flatmap(
    lambda kind: st.tuples(st.just(kind), some_cases(kind))
)


@ON_BOTH
@example(drawn=(PeriodKind.DAILY, []))
@example(drawn=(PeriodKind.MONTHLY, []))
@given(drawn=KINDS_AND_CASES)
def test_every_figure_counts_the_list_that_the_queue_shows_and_python_finds(centre, drawn):
    kind, cases = drawn
    wish = PeriodWish(STREET, Period.of(kind, local(NOW).date() - timedelta(days=2)))
    with centre.database.writing(CONSOLE) as uow:
        briefing = counted(uow.session, cases, wish)
        listed = {
            figure.name: len(
                queue_page(
                    uow.session,
                    CONSOLE,
                    QueueView.EVERY,
                    now=NOW,
                    narrowed=QueueFilter(region=figure.rows.region, rules=figure.rows.rules),
                    size=500,
                ).rows
            )
            for figure in briefing.figures
            if isinstance(figure.rows, CaseList)
        }
        uow.session.rollback()

    rows = [Case(values) for values in cases if values["region"].startswith(STREET)]
    for figure in briefing.figures:
        if not isinstance(figure.rows, CaseList):
            continue
        found = sum(holds(figure.rows.rules, row, None) for row in rows)
        assert listed[figure.name] == found, figure
        told = {
            FigureKind.COUNT: figure.value,
            FigureKind.RATE: figure.parts and figure.parts[0],
            FigureKind.CHANGE: figure.parts and figure.parts[0],
        }[figure.kind]
        if not figure.name.endswith("change_rate"):
            assert told == found, figure


class Case:
    """A case as `holds` looks at it."""

    def __init__(self, values: dict) -> None:
        self.__dict__ |= values | {"tags": set(), "followed": False}


@ON_BOTH
@given(cases=some_cases())
def test_the_numbers_are_those_of_the_exported_rows(centre, cases):
    with centre.database.writing(CONSOLE) as uow:
        briefing = counted(uow.session, cases)
        rows = list(exported_cases(uow.session, CONSOLE, region=STREET))
        uow.session.rollback()

    def day(moment):
        return local(moment).date() if moment is not None else None

    came = [row for row in rows if WEEK.first <= day(row.registered_at) <= WEEK.last]
    before = [row for row in rows if WEEK.back(1).first <= day(row.registered_at) < WEEK.first]
    finished = [r for r in rows if r.finished_at and WEEK.first <= day(r.finished_at) <= WEEK.last]
    value = {figure.name: figure.value for figure in briefing.figures}
    assert value["came"] == len(came) or not came
    assert value["done"] == len(finished)
    if came:
        assert value["came_done"] == len([row for row in came if row in finished])
        share = len([row for row in came if row in finished]) / len(came)
        if len(came) >= 5:
            assert value["came_done_rate"] == pytest.approx(share)
        else:
            assert value["came_done_rate"] is None
    by_day = Counter(day(row.registered_at) for row in came)
    for at in range(7):
        assert value[f"day{at + 1}"] == by_day[WEEK.first + timedelta(days=at)]
    by_region = Counter(row.region[:12] for row in came)
    before_by_region = Counter(row.region[:12] for row in before)
    for name, shown in value.items():
        column, _, code = name.partition("@")
        if column == "came":
            assert shown == (by_region[code] if code else len(came))
        if column == "last":
            assert shown == before_by_region[code]
    assert sum(v for name, v in value.items() if name.startswith("came@")) == len(came)


def test_the_same_moment_gives_the_same_bytes_and_the_snapshot_can_be_read_back(centre, clock):
    centre.register()
    wish = PeriodWish(STREET, Period.of(PeriodKind.WEEKLY, local(clock.now()).date()))
    with centre.database.reading() as session:
        one, two = (draw_briefing(session, CONSOLE, wish, clock.now()) for _ in range(2))

    assert one.paper.body == two.paper.body
    text = written(one.gathered)
    assert text == written(two.gathered)
    assert read(text) == one.gathered
    again = compose_briefing(read(text), shipped("weekly"), Issued(one_day(clock), mark="未签发"))
    assert again.paper.body == one.paper.body


def test_what_an_earlier_program_kept_is_still_read(centre, clock):
    centre.register()
    wish = PeriodWish(STREET, Period.of(PeriodKind.WEEKLY, local(clock.now()).date()))
    with centre.database.reading() as session:
        now = draw_briefing(session, CONSOLE, wish, clock.now())
    told = json.loads(written(now.gathered))
    for gone in ("kind", "first", "kinds", "bars", "usual_count", "template", "template_version"):
        del told[gone]
    before = [bar.before for bar in now.gathered.bars]
    told |= {
        "version": 1,
        "monday": wish.period.first.isoformat(),
        "usual_days": [],
        "before_days": before + [0] * (7 - len(before)),
        "weeks": now.gathered.usual_count,
    }

    again = read(json.dumps(told))

    assert replace(again, template=now.gathered.template) == now.gathered
    issued = Issued(one_day(clock), mark="未签发")
    assert compose_briefing(again, shipped("weekly"), issued).paper.body == now.paper.body


def one_day(clock) -> date:
    return local(clock.now()).date()


def test_whoever_may_read_nothing_there_gets_no_numbers(centre, clock):
    wish = PeriodWish(OTHER_STREET, WEEK)

    with centre.database.reading() as session, pytest.raises(NotAllowed):
        draw_briefing(session, centre.actor("dispatcher"), wish, clock.now())


def test_an_empty_week_says_so_and_compares_with_nothing(centre, clock, poppler):
    with centre.database.reading() as session:
        briefing = draw_briefing(session, CONSOLE, WISH, clock.now())

    told = re.sub(r"\s", "", poppler("pdftotext", briefing.paper.body, output="-"))
    assert "11月16日至22日，全街道没有受理事件。上周没有记录，不作比较。" in told
    assert "还说不出往常是多少" in told
    assert "本周没有有效回访，不算三率。" in told
    assert "办结率" not in told
    assert "%" not in told


def test_a_week_that_has_not_ended_is_not_compared_and_one_to_come_is_refused(centre, clock):
    now = datetime(2026, 11, 18, 6, tzinfo=UTC)
    with centre.database.reading() as session:
        running = draw_briefing(session, CONSOLE, WISH, now)
        with pytest.raises(PeriodToCome) as refused:
            draw_briefing(session, CONSOLE, PeriodWish(STREET, WEEK.back(-1)), now)

    assert "本周还没有过完，不和上周比。" in running.texts[0]
    days = [figure.name for figure in running.figures if figure.name.startswith("day")]
    assert days == ["day1", "day2", "day3"]  # nothing is known of those to come
    assert "从 2026-11-23 起的那一期周报还没有开始" in words.sentence(refused.value)


def test_awkward_names_and_texts_are_survived(centre, clock, poppler):
    centre.register()
    wish = PeriodWish(STREET, Period.of(PeriodKind.WEEKLY, local(clock.now()).date()))
    template = shipped("weekly")
    with centre.database.reading() as session:
        gathered = gather(session, CONSOLE, wish, clock.now(), template)
    long = "很长的地名" * 60
    gathered.book.words["street"] = "湴塱墘𡌶\u202e\x07عربي"
    regions = ((gathered.regions[0][0], long + "{came}"),)

    briefing = compose_briefing(
        replace(gathered, regions=regions), template, Issued(on=date(2026, 11, 24))
    )

    told = re.sub(r"\s", "", poppler("pdftotext", briefing.paper.body, output="-"))
    assert "很长的地名" * 3 in told
    assert "湴塱墘𡌶" in told
    with pikepdf.open(io.BytesIO(briefing.paper.body)) as file:
        assert file.check_pdf_syntax() == []


# -- what may be said --------------------------------------------------------------------------


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_change_is_called_one_only_beyond_chance(now, before):
    told = change_words(Compared("came", now, before))

    assert ("比上周多" in told or "比上周少" in told) == (
        is_change(now, before) and "差不多" not in told
    )
    assert ("change_rate" in told) == (is_change(now, before) and before >= 20 and now != before)
    assert is_change(now, before) == is_change(before, now)
    assert not (is_change(now, before) and abs(now - before) < 3)


codes = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 200), max_size=6)


@given(codes, codes)
def test_who_is_named_moved_with_the_whole_and_more_than_chance(now, before):
    whole = sum(now.values()) - sum(before.values())

    found = movers(now, before)

    assert len(found) <= 2
    for each in found:
        assert each.difference * whole > 0
        assert is_change(each.now, each.before)
        assert (each.now, each.before) == (now.get(each.code, 0), before.get(each.code, 0))
    if not is_change(sum(now.values()), sum(before.values())):
        assert found == ()


def test_two_places_stand_out_only_where_they_hold_a_third_of_enough_cases():
    assert most({"a": 30, "b": 20, "c": 5, "d": 5}, 10) == (("a", 30), ("b", 20))
    assert most({"a": 11, "b": 10, "c": 10, "d": 9}, 10) == ()
    assert most(dict.fromkeys("abcdefgh", 10), 10) == ()
    assert most({"a": 3, "b": 2, "c": 1, "d": 1}, 10) == ()


def test_the_usual_range_is_told_or_that_nobody_knows_it():
    assert usual_words(50, (40, 60), count=26, least=8).startswith("在往常范围以内（前26周")
    assert usual_words(61, (40, 60), count=26, least=8).startswith("高于往常")
    assert usual_words(39, (40, 60), count=26, least=8).startswith("低于往常")
    assert "不满8周" in usual_words(39, None, count=3, least=8)
    assert beside_words(Compared("came", 9, 0)) == ""


def test_too_few_make_no_rate():
    book = Book()

    book.rate("r", "率", (3, 4), CaseList("", None), least=5, few="{part}/{whole}")

    assert book.figures["r"].text == "3/4"
    assert book.figures["r"].value is None


# -- weeks -------------------------------------------------------------------------------------


def test_a_week_is_named_by_any_of_its_days_and_is_else_the_last_whole_one():
    now = datetime(2026, 11, 24, 6, tzinfo=UTC)

    assert period_between(PeriodKind.WEEKLY, None, None, now) == WEEK
    assert period_between(PeriodKind.WEEKLY, date(2026, 11, 18), None, now) == WEEK
    assert period_between(PeriodKind.WEEKLY, date(2026, 11, 16), date(2026, 11, 22), now) == WEEK
    with pytest.raises(NotOnePeriod):
        period_between(PeriodKind.WEEKLY, date(2026, 11, 16), date(2026, 11, 23), now)
    assert WEEK.beside.first == date(2025, 11, 17)
    assert (WEEK.year, WEEK.number) == (2026, 47)


def test_days_and_months_are_compared_with_their_like():
    day, month = (Period.of(k, date(2026, 3, 1)) for k in (PeriodKind.DAILY, PeriodKind.MONTHLY))

    assert (day.before.first, day.beside.first) == (date(2026, 2, 28), date(2026, 2, 22))
    assert day.usual[-1] == day.beside  # the same weekday
    assert [bar.first.weekday() for bar in day.bars] == [0, 1, 2, 3, 4, 5, 6]
    assert (day.number, day.year, day.last) == (60, 2026, day.first)
    assert month.days == (date(2026, 3, 1), date(2026, 3, 31))
    assert (month.before.last, month.beside.first) == (date(2026, 2, 28), date(2025, 3, 1))
    assert [bar.first.month for bar in month.bars] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert month.usual[0].first == date(2024, 3, 1)
    now = datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert period_between(PeriodKind.DAILY, None, None, now) == day.before
    assert period_between(PeriodKind.MONTHLY, None, None, now) == month.before
    with pytest.raises(NotOnePeriod):
        period_between(PeriodKind.DAILY, date(2026, 3, 1), date(2026, 3, 2), now)


def test_a_wish_reads_as_it_was_written():
    assert PeriodWish.read(PeriodKind.WEEKLY, WISH.key) == WISH
    with pytest.raises(NotFound):
        PeriodWish.read(PeriodKind.WEEKLY, "990102004")
