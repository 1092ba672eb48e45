"""What a kind asks, checked while it is typed and kept with the case; refusing at the desk."""

import pytest

from app.cases.actions.intake import Intake
from app.cases.actions.refusing import decline_at_desk
from app.cases.actions.steps import TextMissing
from app.cases.kinds import AnswerKind, AnswerMissing, AnswerWrong, Question, checked_answer
from app.cases.models import CaseFile, Category
from app.cases.queries.card import case_card
from app.cases.queries.categories import categories
from app.cases.rules import CaseState, DeclineReason, EventKind, Source
from app.core.errors import NotAllowed
from app.core.ids import new_id
from tests.factories.centre import GRID, OTHER_STREET

HOW = Question("how", "井盖怎么了", AnswerKind.CHOICE, ("整个没了", "破损"), required=True)
HOLE = Question("hole", "坑有多深（厘米）", AnswerKind.NUMBER)
FENCED = Question("fenced", "围起来了吗", AnswerKind.YES_NO)
NOTE = Question("note", "旁边有什么")


def ask(centre, *questions):
    with centre.database.writing(centre.actor("director")) as uow:
        kind = uow.session.get_one(Category, "C01-003")
        kind.questions = [each.as_json() for each in questions]


def decline(centre, region=GRID, note="请向物业反映", actor="receptionist", key=None):
    intake = Intake("楼道灯不亮", Source.VISIT, region, category="C01-003")
    pepper = centre.database.state.pepper
    with centre.database.writing(centre.actor(actor)) as uow:
        return decline_at_desk(
            uow, intake, DeclineReason.NOT_OURS, note, pepper, command_key=key or new_id()
        )


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        (HOW, " 破损 ", "破损"),
        (HOLE, "", ""),
        (HOLE, "１２．５", "12.5"),
        (FENCED, "否", "否"),
        (NOTE, "小学门口", "小学门口"),
    ],
)
def test_answers_are_kept_without_outer_spaces_and_full_width_digits(question, typed, kept):
    assert checked_answer(question, typed) == kept


@pytest.mark.parametrize(
    ("question", "typed"),
    [(HOW, "松动"), (HOLE, "半米"), (HOLE, "-1"), (FENCED, "也许"), (NOTE, "长" * 501)],
)
def test_an_answer_that_is_none_is_refused(question, typed):
    with pytest.raises(AnswerWrong):
        checked_answer(question, typed)


def test_a_question_that_must_be_answered_is(centre):
    ask(centre, HOW)

    with pytest.raises(AnswerMissing):
        centre.register(answers={"how": "　"})


def test_the_tree_of_kinds_tells_what_is_asked_and_the_card_what_was_answered(centre):
    ask(centre, HOW, HOLE)
    with centre.database.reading() as session:
        (kind,) = [row for row in categories(session) if row.code == "C01-003"]

    case_id = centre.register(answers={"how": "破损", "hole": "20"})

    assert kind.questions == (HOW, HOLE)
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        card = case_card(session, centre.actor("dispatcher"), case_id, now=now)
    assert [(each.question, each.answer) for each in card.answers] == [
        (HOW.text, "破损"),
        (HOLE.text, "20"),
    ]


def test_what_is_not_taken_on_at_the_desk_is_kept_declined_and_gets_no_number(centre):
    ask(centre, HOW)

    case_id = decline(centre)

    with centre.database.reading() as session:
        case = session.get_one(CaseFile, case_id)
        now = centre.database.clock.now()
        card = case_card(session, centre.actor("receptionist"), case_id, now=now)
    assert (CaseState(case.state), case.number) == (CaseState.DECLINED, None)
    assert case.first_contact_id == centre.actor("receptionist").person_id
    assert [event.kind for event in card.events] == [EventKind.SUBMITTED, EventKind.DECLINED]
    assert case.closed_at is not None


def test_declining_twice_with_one_key_keeps_one_message(centre):
    key = new_id()

    assert decline(centre, key=key) == decline(centre, key=key)


def test_declining_takes_words_and_the_right_at_the_place(centre):
    with pytest.raises(TextMissing):
        decline(centre, note="　")
    with pytest.raises(NotAllowed):
        decline(centre, region=OTHER_STREET)
    with pytest.raises(NotAllowed):
        decline(centre, actor="handler")
