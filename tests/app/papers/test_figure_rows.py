"""The lists behind the numbers: what pages list, what is exported, what came or went since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.rules import Right
from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.supervising import SupervisionDraft, draft_supervision, issue_supervision
from app.cases.actions.whistling import end_whistle
from app.cases.numbers import short
from app.cases.queries.export import exported_cases
from app.cases.queries.rates import Measure, RatesWanted, answers_page, rates
from app.cases.queries.sheets import SheetFilter, sheets_page
from app.cases.queries.whistle_list import WhistleSort, WhistleWish, list_whistles
from app.cases.rules import SupervisionLevel
from app.command.conferences.actions import correct_conference, record_conference
from app.core.clock import local
from app.core.ids import new_id
from app.papers.actions import draft_briefing, review_paper, sign_paper
from app.papers.briefing.drawing import count_period
from app.papers.briefing.figures import FigureKind
from app.papers.briefing.period import Period, PeriodWish
from app.papers.figure_rows import counted, kept_of, rows_by_key, rows_moved, rows_of
from app.papers.queries import paper_view
from app.papers.rules import PeriodKind
from tests.factories.centre import STREET
from tests.factories.conferences import ABSENT, CAME, HOUR, LATE, conference, station
from tests.factories.paths import at_work, finished
from tests.factories.whistles import whistle, whistled


def answer(centre, case_id, *, satisfied=True):
    order = CallBack(case_id, centre.version(case_id), True, True, satisfied)
    centre.do("receptionist", call_back, order)


def supervised(centre):
    case_id = at_work(centre)
    draft = SupervisionDraft(case_id, SupervisionLevel.YELLOW, "久拖不办")
    centre.do("director", draft_supervision, draft)
    sheet = centre.card(case_id, "director").sheets[0]
    centre.do("director", issue_supervision, sheet.id, sheet.version)


def week(centre):
    return Period.of(PeriodKind.WEEKLY, local(centre.database.clock.now()).date())


def draft(centre, reason=""):
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        return draft_briefing(uow, STREET, week(centre), reason, command_key=new_id())


def view(centre, paper_id):
    with centre.database.reading() as session:
        return paper_view(session, centre.actor("dispatcher"), paper_id)


@pytest.fixture
def busy(centre, clock):
    """A week with cases, answers, sheets, and whistles of which one has ended."""
    for satisfied in (True, True, False):
        answer(centre, finished(centre), satisfied=satisfied)
    for _ in range(2):
        supervised(centre)
    for _ in range(2):
        whistled(centre, at_work(centre))
    ended = at_work(centre)
    whistled(centre, ended)
    row = whistle(centre, ended)
    centre.do("director", end_whistle, row.id, row.version, "不用来了")
    clock.advance(timedelta(minutes=1))
    return centre


def test_numbers_of_whistles_sheets_and_answers_are_what_the_pages_list_and_the_export_says(
    busy, clock
):
    now, found = clock.now(), week(busy)
    who = busy.actor("director")
    with busy.database.reading() as session:
        book = count_period(session, who, PeriodWish(STREET, found), now).book
        span = (found.since, found.until)
        blown = WhistleWish(WhistleSort.ENDED, STREET, blown=span)
        whistles = list_whistles(session, who, blown, now=now).rows
        sheets = sheets_page(session, who, SheetFilter(region=STREET, issued=span), now=now).rows
        wanted = RatesWanted(*span, now, STREET)
        total = rates(session, who, wanted).total
        answers = {
            m: len(answers_page(session, who, wanted, m).rows)
            for m in (Measure.VALID, Measure.SOLVED, Measure.SATISFIED)
        }
        exported = {short(row.number) for row in exported_cases(session, who, region=STREET)}
        listed = rows_of(session, who, book.figures["came"].rows, now, most=99)

    assert book.value("whistles") == len(whistles) == 3
    assert book.value("sheets") == len(sheets) == 2
    assert book.value("valid") == answers[Measure.VALID] == total.valid == 3
    assert book.figures["satisfied_rate"].parts == (answers[Measure.SATISFIED], 3) == (2, 3)
    assert book.figures["solved_rate"].parts == (answers[Measure.SOLVED], 3)
    assert {row.number for row in listed} == exported
    assert len(listed) == book.value("came")


def test_conferences_of_the_period_are_counted_with_who_came_and_unseen_by_who_may_not(busy, clock):
    one, two, three = (station(busy, f"H{n}") for n in range(3))
    now, found = clock.now(), week(busy)
    at = {"held_from": found.since, "held_to": found.since + HOUR}
    first = busy.do("dispatcher", record_conference, conference({one: CAME, two: ABSENT}, **at))
    whole = conference({one: CAME, two: LATE, three: ABSENT}, **at)
    row = busy.do("dispatcher", correct_conference, first, "有一家迟到", whole)
    before = {name: each - timedelta(days=7) for name, each in at.items()}
    busy.do("dispatcher", record_conference, conference({one: CAME}, **before))

    with busy.database.reading() as session:
        who = busy.actor("director")
        book = count_period(session, who, PeriodWish(STREET, found), now).book
        held, came = (
            rows_of(session, who, book.figures[name].rows, now, most=9)
            for name in ("conferences", "attended_rate")
        )
        assert rows_by_key(session, who, book.figures["conferences"].rows, [row]) == held
        hidden = replace(who, grants=tuple(map(without_command, who.grants)))
        unseen = count_period(session, hidden, PeriodWish(STREET, found), now).book
        assert rows_of(session, hidden, book.figures["conferences"].rows, now, most=9) == ()

    assert book.value("conferences") == len(held) == 1, "a correction takes the place of a row"
    assert [each.key for each in held] == [row]
    assert book.figures["attended_rate"].parts == (len(came), 3) == (2, 3)
    assert book.figures["attended_rate"].text == "66.7%"
    assert {each.where for each in came} == {"H0会场", "H1会场"}
    assert unseen.figures["conferences"].text == "（看不到会议记录）"
    assert unseen.figures["conferences"].value is None


def without_command(grant):
    return replace(grant, rights=grant.rights - {Right.READ_COMMAND.value})


def test_a_paper_knows_which_rows_its_numbers_counted_and_which_came_or_went(busy, clock):
    paper = view(busy, draft(busy))
    book = paper.briefing.gathered.book
    for figure in book.figures.values():
        keys = kept_of(figure, book, paper.kept)
        if "@" not in figure.name and figure.kind is FigureKind.COUNT:
            assert keys is not None, figure
            assert len(keys) == counted(figure), figure
    new = busy.register(title="新来的")
    again = finished(busy)
    answer(busy, again)
    clock.advance(timedelta(minutes=1))
    now = clock.now()

    def moved(name):
        figure = book.figures[name]
        with busy.database.reading() as session:
            who = busy.actor("dispatcher")
            return rows_moved(session, who, figure, kept_of(figure, book, paper.kept), now)

    assert {row.case_id for row in moved("came").came} == {new, again}
    assert moved("came").gone == ()
    assert not moved("whistles")
    assert [row.case_id for row in moved("valid").came] == [again]
    assert {row.case_id for row in moved("done").came} == {again}


def test_a_correction_names_the_cases_by_which_a_number_is_another(busy, clock):
    paper_id = draft(busy)
    for who, action in (("dispatcher", review_paper), ("director", sign_paper)):
        busy.do(who, action, paper_id)
    numbers = [short(busy.card(busy.register()).number) for _ in range(2)]
    clock.advance(timedelta(minutes=1))

    told = view(busy, draft(busy, "补录两件")).row.correction

    assert f"受理由8改为10（增{numbers[0]}、{numbers[1]}）" in told
    assert told.endswith("原因：补录两件。")
