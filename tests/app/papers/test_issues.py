"""A briefing is drafted, reviewed, signed and sent out; what was signed stays, bit for bit."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.cases.filters.parse import parse
from app.cases.filters.vocabulary import Vocabulary
from app.core import words
from app.core.clock import local
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.papers.actions import (
    draft_briefing,
    issue_paper,
    receive_paper,
    review_paper,
    sign_paper,
)
from app.papers.briefing.figures import CaseList
from app.papers.briefing.period import Period
from app.papers.briefing.snapshot import digest
from app.papers.figure_rows import rows_of
from app.papers.models import PaperIssue, PaperStepTaken
from app.papers.proof import PapersProof, prove_papers
from app.papers.queries import (
    is_of_the_moment,
    paper_view,
    papers_of,
    recounted,
    units_to_tell,
)
from app.papers.rules import (
    NewerVersion,
    NobodyChosen,
    PaperStep,
    PeriodKind,
    ReasonMissing,
    StepDone,
    StepNotYet,
)
from app.papers.shelf import figure_detail
from tests.factories.centre import OTHER_STREET, STREET


@pytest.fixture
def desk(centre, clock):
    """A week of some cases, and short ways to do something and to look."""

    class Desk:
        week = Period.of(PeriodKind.WEEKLY, local(clock.now()).date())

        def draft(self, reason="", actor="dispatcher", region=STREET):
            return self.do(actor, draft_briefing, region, self.week, reason)

        def do(self, actor, action, *given):
            with centre.database.writing(centre.actor(actor)) as uow:
                return action(uow, *given, command_key=new_id())

        def view(self, paper_id, actor="dispatcher"):
            with centre.database.reading() as session:
                return paper_view(session, centre.actor(actor), paper_id)

        def rows(self, actor="dispatcher", region=STREET):
            with centre.database.reading() as session:
                return papers_of(session, centre.actor(actor), region, PeriodKind.WEEKLY)

        def signed(self):
            paper_id = self.draft()
            self.do("dispatcher", review_paper, paper_id)
            self.do("director", sign_paper, paper_id)
            return paper_id

    for _ in range(6):
        centre.register()
    clock.advance(timedelta(minutes=1))
    return Desk()


def figure(view, name):
    return view.briefing.gathered.book.figures[name]


def test_what_was_signed_stays_whatever_happens_after(centre, clock, desk, poppler):
    paper_id = desk.signed()
    first = desk.view(paper_id)
    for _ in range(3):
        centre.register()
    clock.advance(timedelta(days=3))

    again = desk.view(paper_id)

    assert again.body == first.body
    assert again.is_proved
    assert (again.row.number, again.row.step, again.row.signer) == (1, PaperStep.SIGNED, "方雅琴")
    told = poppler("pdftotext", again.body, output="-")
    assert "未签发" not in told
    assert f"〔{first.row.dated.year}〕1号" in told
    assert figure(again, "came").value == 6
    with centre.database.reading() as session:
        now = recounted(session, centre.actor("dispatcher"), again, clock.now())
        step = session.get(PaperStepTaken, (paper_id, "signed"))
        assert step.digest == digest(step.body)
        assert session.get(PaperIssue, paper_id).digest == digest(
            session.get(PaperIssue, paper_id).snapshot.encode()
        )
    assert now["came"].value == 9
    assert not is_of_the_moment(now["came"])
    assert is_of_the_moment(now["overdue"])


def test_what_was_signed_is_proved_and_a_spoiled_one_is_named(centre, desk):
    desk.signed()
    with centre.database.reading() as session:
        assert prove_papers(session) == PapersProof(1, 1, ())
    with centre.database.writing(centre.actor("director")) as uow:
        for trigger in _TRIGGERS[uow.session.get_bind().dialect.name]:
            uow.session.execute(sa.text(trigger))
        uow.session.execute(sa.update(PaperStepTaken).values(body=b"%PDF"))
        series = uow.session.scalar(sa.select(sa.func.max(PaperStepTaken.series)))
        spoiled = prove_papers(uow.session)
        uow.session.rollback()

    assert spoiled == PapersProof(1, 0, (f"{series}/1",))


_TRIGGERS = {
    "sqlite": ("DROP TRIGGER paper_step_refuses_update",),
    "postgresql": ("DROP TRIGGER paper_step_refuses_update ON paper_step",),
}


def test_a_draft_says_that_nobody_has_signed_it(desk, poppler):
    view = desk.view(desk.draft())

    assert "未签发" in poppler("pdftotext", view.body, output="-")
    assert (view.row.version, view.row.step, view.row.is_newest) == (1, None, True)


def test_steps_come_in_order_each_once_and_by_whom_they_are_for(desk):
    paper_id = desk.draft()

    with pytest.raises(StepNotYet) as refused:
        desk.do("director", sign_paper, paper_id)
    assert words.sentence(refused.value) == "还没有审核，请先审核。"
    desk.do("dispatcher", review_paper, paper_id)
    with pytest.raises(StepDone):
        desk.do("dispatcher", review_paper, paper_id)
    for actor in ("dispatcher", "receptionist"):
        with pytest.raises(NotAllowed):
            desk.do(actor, sign_paper, paper_id)
    with pytest.raises(NotAllowed):
        desk.draft(actor="receptionist")
    with pytest.raises(NotAllowed):
        desk.draft(region=OTHER_STREET)
    with pytest.raises(StepNotYet):
        desk.do("dispatcher", issue_paper, paper_id, [new_id()])


def test_counting_anew_makes_a_version_and_only_the_newest_goes_on(desk):
    old = desk.draft()
    new = desk.draft()

    with pytest.raises(NewerVersion):
        desk.do("dispatcher", review_paper, old)
    desk.do("dispatcher", review_paper, new)
    assert [(row.version, row.is_newest) for row in desk.rows()] == [(2, True), (1, False)]


def test_a_signed_paper_is_corrected_by_a_version_that_says_what_changed_and_why(
    centre, clock, desk, poppler
):
    desk.signed()
    centre.register()
    clock.advance(timedelta(minutes=1))
    with pytest.raises(ReasonMissing):
        desk.draft()

    view = desk.view(desk.draft("补录一件"))

    assert view.row.version == 2
    assert view.row.correction.startswith("更正：本版更正第1版。受理由6改为7")
    assert view.row.correction.endswith("原因：补录一件。")
    told = poppler("pdftotext", view.body, output="-").replace("\n", "")
    assert "更正：本版更正第1版。受理由6改为7" in told
    second = view.row.id
    desk.do("dispatcher", review_paper, second)
    assert desk.do("director", sign_paper, second) == 2


def test_an_issued_paper_goes_to_units_whose_people_say_that_they_have_it(centre, desk):
    paper_id = desk.signed()
    with pytest.raises(NobodyChosen):
        desk.do("dispatcher", issue_paper, paper_id, [])
    unit = centre.units["municipal"]
    with centre.database.reading() as session:
        assert unit in [key for key, _ in units_to_tell(session, STREET)]
    assert desk.rows("handler") == ()
    desk.do("dispatcher", issue_paper, paper_id, [unit, centre.units["water"]])

    assert desk.rows("handler", region="")[0].copies == (2, 0)
    desk.do("handler", receive_paper, paper_id, unit)
    desk.do("handler", receive_paper, paper_id, unit)
    with pytest.raises(NotAllowed):
        desk.do("handler", receive_paper, paper_id, centre.units["water"])
    with pytest.raises(NotFound):
        desk.do("handler", receive_paper, paper_id, centre.units["enforcement"])

    view = desk.view(paper_id, "handler")
    assert view.row.copies == (2, 1)
    assert sorted(copy.received_at is not None for copy in view.copies) == [False, True]


def test_nobody_changes_or_removes_a_paper_not_even_past_the_program(centre, desk):
    paper_id = desk.signed()
    for statement in (
        sa.update(PaperIssue).values(snapshot="{}"),
        sa.update(PaperStepTaken).values(body=b"x"),
        sa.delete(PaperStepTaken).where(PaperStepTaken.paper_id == paper_id),
    ):
        with (
            pytest.raises(DBAPIError),
            centre.database.writing(centre.actor("director")) as uow,
        ):
            uow.session.execute(statement)


def test_out_of_scope_papers_are_not_there(desk):
    paper_id = desk.draft()

    assert desk.rows("stranger", region="") == ()
    with pytest.raises(NotFound):
        desk.view(paper_id, "stranger")


def test_what_leads_the_queue_to_a_list_reads_as_the_filter_it_was_counted_by(centre, clock, desk):
    view = desk.view(desk.draft())
    day = local(clock.now()).date()
    with centre.database.reading() as session:
        for each in view.briefing.gathered.book.figures.values():
            detail = figure_detail(session, centre.actor("dispatcher"), each, clock.now(), most=1)
            if isinstance(each.rows, CaseList):
                again = parse(detail.typed, Vocabulary(), day).rules
                assert set(each.rows.rules.clauses) <= set(again.clauses), each
                assert len(again.clauses) <= len(each.rows.rules.clauses) + 1


def test_every_figure_of_a_paper_opens_as_many_rows_as_it_counts(centre, clock, desk):
    view = desk.view(desk.draft())
    with centre.database.reading() as session:
        for each in view.briefing.figures:
            rows = rows_of(session, centre.actor("dispatcher"), each.rows, clock.now(), most=99)
            counted = each.parts[0] if each.parts else each.value
            assert len(rows) == counted, each
