"""The pages where phrases, macros and duties are kept."""

import pytest

from app.accounts.models import Person
from app.cases.actions.duties import DutyDetails, set_duty
from app.cases.actions.macros import save_macro
from app.cases.actions.phrases import PhraseDetails, save_phrase
from app.cases.macros import MacroStep
from app.cases.phrase_book import load_phrases
from app.cases.queries.duties import duties_of
from app.cases.queries.phrases import macros
from app.cases.rules import EventKind
from app.core.ids import new_id
from app.core.merging import Pick
from tests.ui.cases.panels import open_dialog
from tests.ui.merging import pick, view_of
from ui.cases.aids.duties_page import DutiesPage
from ui.cases.aids.duty_dialog import DutyDialog
from ui.cases.aids.macro_editor import MacroEditor
from ui.cases.aids.macros_page import MacrosPage
from ui.cases.aids.phrase_dialog import PhraseDialog
from ui.cases.aids.phrases_page import PhrasesPage
from ui.core.dialogs import ConsequenceDialog
from ui.core.segmented import Choice


@pytest.fixture
def opened(sit, show, settle):
    """Open a page of somebody; gives the seat and the page."""

    def one(centre, page_type, role="handler"):
        seat = sit(centre, role)
        page = show(page_type(seat.desk))
        settle(seat)
        return seat, page

    return one


def texts(page) -> list[str]:
    return [row.text for row in page.model.rows]


def test_a_phrase_is_written_changed_and_dropped(centre, opened, qtbot, settle):
    seat, page = opened(centre, PhrasesPage)
    page.create_one()
    form = open_dialog(PhraseDialog)
    form.text.setPlainText("已清运")
    form.step.set_value(EventKind.FINISHED.value)
    form.save()
    qtbot.waitUntil(lambda: texts(page) == ["已清运"])

    page.table.selectRow(0)
    page.edit()
    form = open_dialog(PhraseDialog)
    form.text.setPlainText("已清运，已冲洗")
    form.save()
    qtbot.waitUntil(lambda: texts(page) == ["已清运，已冲洗"])
    page.drop()
    open_dialog(ConsequenceDialog).do_button.click()

    qtbot.waitUntil(lambda: texts(page) == [])
    settle(seat)


def test_a_phrase_two_people_change_keeps_both_texts_if_one_wants(centre, opened, qtbot, settle):
    key = centre.do("handler", save_phrase, PhraseDetails("已清运"))
    seat, page = opened(centre, PhrasesPage)
    page.table.selectRow(0)
    page.edit()
    form = open_dialog(PhraseDialog)
    theirs = PhraseDetails("已清运，已冲洗", EventKind.FINISHED)
    centre.do("handler", save_phrase, theirs, phrase_id=key, seen_version=1)
    form.text.setPlainText("已清运。请居民监督")
    form.save()
    view = view_of(form, qtbot)
    pick(view, "text", Pick.BOTH)
    view.save()

    qtbot.waitUntil(lambda: texts(page) == ["已清运，已冲洗\n已清运。请居民监督"])
    assert page.model.rows[0].step is EventKind.FINISHED
    settle(seat)


def test_a_macro_others_changed_shows_its_steps_side_by_side(embedded_centre, opened, qtbot):
    done = (MacroStep(EventKind.SIGNED_FOR), MacroStep(EventKind.FINISHED, "已清理"))
    key = embedded_centre.do("handler", save_macro, "到场即办", done)
    _, page = opened(embedded_centre, MacrosPage)
    page.table.selectRow(0)
    page.edit()
    form = open_dialog(MacroEditor)
    theirs = (*done[:1], MacroStep(EventKind.FINISHED, "已清理，已拍照"))
    embedded_centre.do("handler", save_macro, "到场即办", theirs, macro_id=key, seen_version=1)
    form.name.setText("到场就办")
    form.save()
    view = view_of(form, qtbot)
    (steps,) = (each for each in view.differences if each.name == "steps")
    assert form._in_words(steps.theirs) == "1. 签收\n2. 办结 已清理，已拍照"
    view.save()

    qtbot.waitUntil(lambda: page.model.rows[0].name == "到场就办")
    assert page.model.rows[0].steps == theirs


def test_phrases_are_moved_among_those_of_the_same_owner(embedded_centre, opened, qtbot, settle):
    for at, text in enumerate(("甲", "乙", "丙")):
        details = PhraseDetails(text, position=at)
        embedded_centre.do("handler", save_phrase, details)
    seat, page = opened(embedded_centre, PhrasesPage)
    page.table.selectRow(2)

    page.move_row(-1)

    qtbot.waitUntil(lambda: texts(page) == ["甲", "丙", "乙"])
    settle(seat)


def test_the_centres_phrases_are_changed_by_who_approves_only(embedded_centre, opened, settle):
    embedded_centre.do("director", save_phrase, PhraseDetails("大家说的"), shared=True)
    seat, page = opened(embedded_centre, PhrasesPage)
    page.table.selectRow(0)

    page.edit()

    assert seat.sentences == ["大家的常用语由中心主任修改"]
    assert [entry.why_not for entry in page.menu(page.model.rows)][:1] == [
        "大家的常用语由中心主任修改"
    ]
    settle(seat)


def test_a_director_loads_the_shipped_ones_into_an_empty_centre(
    embedded_centre, opened, qtbot, settle
):
    seat, page = opened(embedded_centre, PhrasesPage, "director")

    page.load_shipped()

    qtbot.waitUntil(lambda: page.model.rowCount() >= 40)
    settle(seat)
    page.load_shipped()
    settle(seat)
    assert seat.sentences[-1] == "以前装过，没有再装"


def test_a_macro_is_put_together_from_steps_that_say_what_they_lack(centre, opened, qtbot, settle):
    seat, page = opened(centre, MacrosPage)
    page.create_one()
    form = open_dialog(MacroEditor)
    form.name.setText("到场即办")
    form.rows[0].kind.set_value(EventKind.SIGNED_FOR.value)
    form.add_button.click()
    form.rows[1].kind.set_value(EventKind.FINISHED.value)

    form.save()
    lacking = form._steps_field.complaint
    form.rows[1].note.setText("已清理")
    form.save()

    assert lacking == "第 2 步要写内容，不能只有空格。"
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    with centre.database.reading() as session:
        (row,) = macros(session, centre.actor("handler"))
    assert row.steps == (
        MacroStep(EventKind.SIGNED_FOR),
        MacroStep(EventKind.FINISHED, "已清理"),
    )
    settle(seat)


def colleague(centre, unit="municipal"):
    with centre.database.writing(centre.actor("administrator")) as uow:
        person = Person(
            id=new_id(),
            login=f"c{new_id().hex[-8:]}",
            name="江小白",
            pinyin="jiang",
            initials="jxb",
            unit_id=centre.units[unit],
        )
        uow.session.add(person)
    return person.id


def duty_page(centre, opened, qtbot, role="administrator"):
    seat, page = opened(centre, DutiesPage, role)
    page.units.select_key(centre.units["municipal"])
    qtbot.waitUntil(lambda: page.unit is not None and page.unit.name == "市政养护站")
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    qtbot.waitUntil(seat.settled)
    return seat, page


def test_a_duty_is_given_to_a_person_of_the_unit_with_a_deputy(centre, opened, qtbot):
    own, other = centre.actor("handler").person_id, colleague(centre)
    seat, page = duty_page(centre, opened, qtbot)
    page.table.select_key("C01")
    page.edit()
    form = open_dialog(DutyDialog)
    form.person.set_choice(Choice(own, "高海燕"))
    form.deputy.set_choice(Choice(own, "高海燕"))
    form.save()
    refused = form._deputy_field.complaint
    form.deputy.set_choice(Choice(other, "江小白"))

    form.save()

    assert refused == "代班的不能是本人。"
    qtbot.waitUntil(lambda: page.model.row_at(page.model.position_of("C01")).duty is not None)
    below = page.model.row_at(page.model.position_of("C01-003"))
    assert (below.duty, below.above.person, below.above.deputy) == (None, "高海燕", "江小白")
    qtbot.waitUntil(seat.settled)


def test_a_duty_is_taken_back_with_a_key(embedded_centre, opened, qtbot):
    unit, own = embedded_centre.units["municipal"], embedded_centre.actor("handler").person_id
    embedded_centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    seat, page = duty_page(embedded_centre, opened, qtbot, "handler")
    page.table.select_key("C01")

    page.drop()

    qtbot.waitUntil(seat.settled)
    assert seat.sentences == ["“公用设施”不再指定高海燕"]
    with embedded_centre.database.reading() as session:
        assert duties_of(session, unit) == ()


def test_assigning_proposes_who_answers_for_the_kind(embedded_centre, dialog_of, qtbot):
    unit, own = embedded_centre.units["municipal"], embedded_centre.actor("handler").person_id
    embedded_centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    case_id = embedded_centre.register()
    _, panel, dialog = dialog_of(case_id, EventKind.ASSIGNED, "dispatcher")
    qtbot.waitUntil(lambda: dialog.person.text() == "高海燕")
    noted = dialog._by_duty()

    dialog.save()

    assert noted == "按一岗多责：高海燕"
    qtbot.waitUntil(lambda: panel.card.handler == "高海燕")


def test_a_person_chosen_by_hand_is_not_replaced_by_the_duty(embedded_centre, dialog_of, qtbot):
    unit, own = embedded_centre.units["municipal"], embedded_centre.actor("handler").person_id
    embedded_centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    seat, _, dialog = dialog_of(embedded_centre.register(), EventKind.ASSIGNED, "dispatcher")
    qtbot.waitUntil(seat.settled)
    other = colleague(embedded_centre)
    dialog.person.set_choice(Choice(other, "江小白"))

    dialog._take_unit()
    qtbot.waitUntil(seat.settled)

    assert (dialog.person.text(), dialog._by_duty()) == ("江小白", "")
    dialog.reject()


def test_the_shipped_phrases_can_all_be_offered(embedded_centre, opened):
    added = embedded_centre.do("director", lambda uow, **_: load_phrases(uow))

    assert added >= 40
