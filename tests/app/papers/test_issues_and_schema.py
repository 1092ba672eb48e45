"""A briefing that was drafted under an earlier schema is signed and printed anew under this one."""

from datetime import timedelta

from app.core.clock import local
from app.core.database import SCHEMA
from app.core.ids import new_id
from app.migrations import migrate
from app.papers.actions import draft_briefing, review_paper, sign_paper
from app.papers.briefing.period import Period
from app.papers.proof import PapersProof, prove_papers
from app.papers.queries import paper_view
from app.papers.rules import PaperStep, PeriodKind
from tests.app.migrations.earlier import take_back_to_wall
from tests.factories.centre import STREET


def test_a_draft_of_an_earlier_schema_is_signed_with_the_same_figures(centre, clock):
    def do(actor, action, *given):
        with centre.database.writing(centre.actor(actor)) as uow:
            return action(uow, *given, command_key=new_id())

    def view():
        with centre.database.reading() as session:
            return paper_view(session, centre.actor("dispatcher"), paper_id)

    def numbers(shown):
        return {name: each.value for name, each in shown.briefing.gathered.book.figures.items()}

    for _ in range(6):
        centre.register()
    clock.advance(timedelta(minutes=1))
    week = Period.of(PeriodKind.WEEKLY, local(clock.now()).date())
    paper_id = do("dispatcher", draft_briefing, STREET, week, "")
    drafted = view()
    with centre.database.engine.execution_options(writes=True).begin() as connection:
        earlier = take_back_to_wall(connection)

    done = migrate(centre.database)

    assert (done.old, done.new) == (earlier, SCHEMA)
    centre.register()  # it is not among what the draft counted
    do("dispatcher", review_paper, paper_id)
    do("director", sign_paper, paper_id)
    signed = view()
    assert (signed.row.step, signed.is_proved) == (PaperStep.SIGNED, True)
    assert numbers(signed) == numbers(drafted)
    assert numbers(signed)["came"] == 6
    assert view().body == signed.body
    with centre.database.reading() as session:
        assert prove_papers(session) == PapersProof(1, 1, ())
