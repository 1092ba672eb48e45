"""What a kind asks, promises and keeps quiet, in the form and where messages are accepted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.cases.actions.intake import Intake, Reporter, receive_case
from app.cases.kinds import AnswerKind, Question
from app.cases.rules import EventKind, Source
from app.core.ids import new_id
from tests.factories.centre import GRID
from tests.ui.cases.forms import ask, cases, fill, only_case

COVER, LAMP = "C01-003", "C01-010"
HOW = Question(
    "how", "井盖怎么了", AnswerKind.CHOICE, ("整个没了", "破损", "松动响"), required=True
)
DEEP = Question("deep", "井口有多深（厘米）", AnswerKind.NUMBER)
FENCED = Question("fenced", "围起来了吗", AnswerKind.YES_NO)
BESIDE = Question("beside", "旁边有什么")
COVER_WORDS, LAMP_WORDS = "雨水篦子堵了，雨水井盖也坏了", "路灯不亮"


@pytest.fixture
def asking(ground):
    ask(ground, COVER, HOW, DEEP, FENCED, BESIDE)
    return ground


def questions(page):
    return {each.question.key: each for each in page.body.said.questions.fields}


def opened(form, settle, words=COVER_WORDS, role="receptionist"):
    seat, page = form(role)
    fill(page, words=words)
    settle(seat)
    return seat, page


def test_what_the_kind_asks_stands_under_it_and_names_what_must_be_answered(asking, form, settle):
    _, page = opened(form, settle)

    fields = questions(page)
    assert [each.input.accessibleName().split()[0] for each in fields.values()] == [
        HOW.text,
        DEEP.text,
        FENCED.text,
        BESIDE.text,
    ]
    assert page.bar.missing_text == "还差 1 项：补充问"
    assert not page.bar.register_button.isEnabled()
    assert fields["how"].field.complaint == ""


def test_saving_without_a_needed_answer_marks_the_question(asking, form, settle):
    _, page = opened(form, settle)

    page.save(assign=False)

    assert questions(page)["how"].field.complaint == "这一问要答"
    assert cases(asking) == []


def test_a_number_is_checked_while_it_is_typed(asking, form, settle, qtbot):
    _, page = opened(form, settle)
    deep = questions(page)["deep"]

    qtbot.keyClicks(deep.input, "50cm")
    assert deep.field.complaint == "这里只填数字，如 3 或 2.5"
    assert questions(page)["how"].field.complaint == ""
    deep.input.setText("５０")

    assert deep.field.complaint == ""


def test_answers_given_with_keys_are_kept_with_the_case(asking, form, settle, qtbot):
    seat, page = opened(form, settle)
    fields = questions(page)

    qtbot.keyClick(fields["how"].input, Qt.Key.Key_1)
    qtbot.keyClicks(fields["deep"].input, "50")
    qtbot.keyClick(fields["fenced"].input, Qt.Key.Key_2)
    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    assert only_case(asking).answers == {"how": "整个没了", "deep": "50", "fenced": "否"}
    assert page.body.values().answers == {}


def test_an_optional_choice_can_be_taken_back(asking, form, settle, qtbot):
    _, page = opened(form, settle)
    fenced = questions(page)["fenced"]

    qtbot.keyClick(fenced.input, Qt.Key.Key_1)
    assert fenced.answer() == "是"
    qtbot.keyClick(fenced.input, Qt.Key.Key_Delete)

    assert fenced.answer() == ""
    assert "fenced" not in page.body.values().answers


def test_another_kind_keeps_the_answers_it_asks_for_as_well(asking, form, settle):
    ask(asking, LAMP, BESIDE, Question("pole", "杆号"))
    seat, page = opened(form, settle)
    questions(page)["beside"].set_answer("小学门口")
    questions(page)["deep"].set_answer("50")

    page.body.said.words.setPlainText(LAMP_WORDS)
    settle(seat)
    assert {key: each.answer() for key, each in questions(page).items()} == {
        "beside": "小学门口",
        "pole": "",
    }
    page.body.said.words.setPlainText(COVER_WORDS)
    settle(seat)

    assert questions(page)["deep"].answer() == "50"


def test_an_answer_the_other_kind_does_not_offer_is_left_out(asking, form, settle):
    ask(asking, LAMP, Question("how", "路灯怎么了", AnswerKind.CHOICE, ("不亮", "破损")))
    seat, page = opened(form, settle)
    questions(page)["how"].set_answer("整个没了")

    page.body.said.words.setPlainText(LAMP_WORDS)
    settle(seat)

    assert questions(page)["how"].answer() == ""
    assert "how" not in page.body.values().answers


def test_answers_come_back_with_the_draft(asking, form, settle, qtbot):
    _, page = opened(form, settle)
    questions(page)["how"].set_answer("破损")
    questions(page)["beside"].input.setText("小学门口")
    page.body.who.source.set_value(Source.VISIT.value)
    page.close()

    seat, again = form("receptionist")

    qtbot.waitUntil(lambda: "beside" in questions(again))
    qtbot.waitUntil(seat.settled)
    assert questions(again)["how"].answer() == "破损"
    assert questions(again)["beside"].answer() == "小学门口"
    assert again.body.who.source.value() == Source.VISIT.value


def test_many_choices_stand_in_a_list(asking, form, settle):
    choices = tuple(f"第{at}种情况，写得很长" for at in range(6))
    ask(asking, COVER, Question("what", "哪一种", AnswerKind.CHOICE, choices))
    _, page = opened(form, settle)
    field = questions(page)["what"]

    field.set_answer(choices[4])

    assert page.body.values().answers == {"what": choices[4]}


def test_an_editor_changes_what_is_asked_while_the_form_is_open(asking, form, settle, qtbot):
    _, page = opened(form, settle)
    questions(page)["beside"].set_answer("小学门口")

    ask(asking, COVER, BESIDE, Question("since", "多久了"))

    qtbot.waitUntil(lambda: list(questions(page)) == ["beside", "since"])
    assert questions(page)["beside"].answer() == "小学门口"


def test_tab_goes_through_the_questions_after_the_kind(asking, form, settle):
    _, page = opened(form, settle)
    visited, here = [], page.body.said.words
    while here is not page.body.said.strip:
        if here.isVisibleTo(page) and here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            visited.append(here.accessibleName().split(" ")[0] or here.text())
        here = here.nextInFocusChain()

    assert visited[-4:] == [HOW.text, DEEP.text, FENCED.text, BESIDE.text]


# -- what the kind says --------------------------------------------------------------------------


def test_opening_condition_and_promise_are_told_before_saving(ground, form, settle, qtbot):
    ask(ground, COVER, opening_condition="缺失、破损、松动", promise="两小时内到场围挡")

    _, page = opened(form, settle)

    assert page.body.said.condition.text() == "立案条件：缺失、破损、松动"
    box = page.body.how.teller.box
    told = " ".join(label.text() for label in box.findChildren(QLabel))
    assert "承诺：两小时内到场围挡" in told
    assert "前签收" in told


def test_a_confidential_kind_ticks_for_the_reporter_and_explains(ground, form, settle, qtbot):
    ask(ground, COVER, is_confidential=True)
    seat, page = opened(form, settle)
    who = page.body.who

    assert (who.confidential.isChecked(), who.confidential.isEnabled()) == (True, False)
    assert who.rule.isVisibleTo(page)
    page.body.said.words.setPlainText(LAMP_WORDS)
    settle(seat)

    assert (who.confidential.isChecked(), who.confidential.isEnabled()) == (False, True)


def test_what_the_reporter_wished_stays_whatever_the_kind_says(ground, form, settle, qtbot):
    ask(ground, COVER, is_confidential=True)
    seat, page = opened(form, settle, words=LAMP_WORDS)
    qtbot.mouseClick(page.body.who.confidential, Qt.MouseButton.LeftButton)

    page.body.said.words.setPlainText(COVER_WORDS)
    settle(seat)
    page.body.said.words.setPlainText(LAMP_WORDS)
    settle(seat)

    assert page.body.who.confidential.isChecked()
    assert page.body.values().is_confidential


# -- messages that arrived -----------------------------------------------------------------------


def test_a_message_is_accepted_with_the_answers_its_kind_asks_for(
    embedded_centre, dialog_of, qtbot
):
    centre = embedded_centre
    ask(centre, COVER, HOW, BESIDE, opening_condition="缺失、破损", is_confidential=True)
    intake = Intake(COVER_WORDS, Source.KIOSK, GRID)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        pepper, now = centre.database.state.pepper, centre.database.clock.now()
        case_id = receive_case(uow, intake, pepper, received_at=now, command_key=new_id())
    seat, _panel, dialog = dialog_of(case_id, EventKind.REGISTERED, "receptionist")
    qtbot.waitUntil(lambda: len(dialog.questions.fields) == 2)
    assert "立案条件：缺失、破损" in dialog.rule.text()
    assert "保密" in dialog.rule.text()

    dialog.save()
    assert dialog.questions.fields[0].field.complaint == "这一问要答"
    dialog.questions.fields[0].set_answer("破损")
    dialog.save()

    qtbot.waitUntil(lambda: only_case(centre).number is not None)
    qtbot.waitUntil(seat.settled)
    assert only_case(centre).answers == {"how": "破损"}
    assert only_case(centre).is_confidential


def test_whoever_sent_a_message_is_looked_up_by_a_click_in_place_of_the_map(
    embedded_centre, dialog_of, qtbot
):
    centre = embedded_centre
    reporter = Reporter("陈芳华", "13812346021")
    centre.register(reporter=reporter, text="路灯不亮")
    intake = Intake(COVER_WORDS, Source.KIOSK, GRID, reporter=reporter)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        pepper, now = centre.database.state.pepper, centre.database.clock.now()
        case_id = receive_case(uow, intake, pepper, received_at=now, command_key=new_id())
    seat, _panel, dialog = dialog_of(case_id, EventKind.REGISTERED, "receptionist")
    assert dialog.caller.title_text == ""

    qtbot.mouseClick(dialog.earlier, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: dialog.caller.title_text == "这个号码以前反映过 1 件")
    assert [line.row.title for line in dialog.caller.lines] == ["路灯不亮"]
    assert dialog.caller.same_buttons == ()
    assert not dialog.map.isVisible()
    qtbot.mouseClick(dialog.earlier, Qt.MouseButton.LeftButton)
    assert dialog.map.isVisible()
    assert dialog.caller.title_text == ""
    qtbot.waitUntil(seat.settled)
    dialog.reject()
