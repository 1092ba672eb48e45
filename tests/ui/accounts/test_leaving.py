"""Closing an account: what is open goes to a colleague in the same go, or nothing happens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.accounts.models import Person
from app.core.ids import new_id
from tests.factories.seats import choose_from, press, words_of
from ui.accounts.leave_dialog import LeaveDialog
from ui.accounts.people_page import PeoplePage
from ui.accounts.person_dialog import PersonDialog
from ui.core.dialogs import ConsequenceDialog
from ui.core.segmented import Choice
from ui.core.targets import PersonWanted


@pytest.fixture
def page_of(sit):
    """Show somebody in the panel of the administrator; gives the sitting and the page."""

    def opened(centre, person_id):
        seat = sit(centre.database, centre.actor("administrator"))
        page = seat.show(PeoplePage(seat.desk))
        page.show_target(PersonWanted(person_id))
        seat.settle()
        seat.wait(lambda: page.panel.seen is not None)
        return seat, page

    return opened


def colleague(centre, name="江小白", unit="municipal"):
    with centre.database.writing(centre.actor("administrator")) as uow:
        person = Person(
            id=new_id(),
            login=f"c{new_id().hex[-8:]}",
            name=name,
            pinyin="jiang xiao bai",
            initials="jxb",
            unit_id=centre.units[unit],
        )
        uow.session.add(person)
    return person.id


def in_hand(centre):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


def is_active(centre, person_id) -> bool:
    with centre.database.reading() as session:
        return session.get_one(Person, person_id).is_active


def test_the_account_is_closed_and_the_work_goes_to_a_colleague_in_one_go(centre, page_of):
    leaver, _ = centre.actor("handler").person_id, colleague(centre)
    case_id = in_hand(centre)
    seat, page = page_of(centre, leaver)
    press(page.panel.leave_button)
    dialog = seat.dialog(LeaveDialog)
    told = words_of(dialog)

    choose_from(dialog.taker, "江", seat)
    seat.save(dialog)

    assert "名下没办完的：在办 1 件" in told
    assert not is_active(centre, leaver)
    assert centre.card(case_id).handler == "江小白"
    assert seat.sentences == ["已停用 高海燕，工作已移交给江小白"]


def test_people_of_the_same_unit_are_offered_first_and_never_the_leaver(centre, page_of):
    leaver = centre.actor("handler").person_id
    colleague(centre)
    in_hand(centre)
    seat, page = page_of(centre, leaver)
    press(page.panel.leave_button)
    dialog = seat.dialog(LeaveDialog)

    dialog.taker.setFocus()
    dialog.taker.search()
    seat.wait(dialog.taker.options)

    names = [option.split()[0] for option in dialog.taker.options()]
    assert names[0] == "江小白"
    assert "高海燕" not in names
    dialog.reject()


def test_a_taker_of_another_unit_is_refused_and_the_account_stays_open(centre, page_of):
    leaver = centre.actor("handler").person_id
    case_id = in_hand(centre)
    seat, page = page_of(centre, leaver)
    press(page.panel.leave_button)
    dialog = seat.dialog(LeaveDialog)
    dialog.taker.set_choice(Choice(centre.actor("rival").person_id, "罗小兵"))

    seat.save(dialog)

    assert dialog._taker_field.complaint == (
        "市政养护站的事件只能交给本单位的人，罗小兵不是。请另选一位。"
    )
    assert is_active(centre, leaver)
    assert centre.card(case_id).handler == "高海燕"
    dialog.reject()


def test_nobody_is_closed_without_a_word_about_who_takes_over(embedded_centre, page_of):
    leaver = embedded_centre.actor("handler").person_id
    in_hand(embedded_centre)
    seat, page = page_of(embedded_centre, leaver)
    press(page.panel.leave_button)
    dialog = seat.dialog(LeaveDialog)

    seat.save(dialog)
    complaint = dialog._taker_field.complaint
    QTest.keyClick(dialog.way, Qt.Key.Key_Right)
    seat.save(dialog)

    assert complaint == "请从列表里选接手的人。"
    assert not is_active(embedded_centre, leaver)
    assert seat.sentences == ["已停用 高海燕"]


def test_who_has_nothing_open_is_closed_after_one_question(embedded_centre, page_of):
    leaver = colleague(embedded_centre)
    seat, page = page_of(embedded_centre, leaver)

    press(page.panel.leave_button)
    dialog = seat.dialog(ConsequenceDialog)
    told = words_of(dialog)
    press(dialog.do_button)
    seat.settle()

    assert "名下没有没办完的工作" in told
    assert not is_active(embedded_centre, leaver)


def test_who_only_moves_hands_the_work_on_with_the_new_unit(centre, page_of):
    leaver, _ = centre.actor("handler").person_id, colleague(centre)
    case_id = in_hand(centre)
    seat, page = page_of(centre, leaver)
    page.panel.edit()
    dialog = seat.dialog(PersonDialog)
    seat.settle()
    before = dialog.moves

    dialog.fields.unit.set_choice(Choice(centre.units["water"], "供水公司"))
    dialog.fields.unit.chosen.emit(None)
    choose_from(dialog.taker, "江", seat)
    seat.save(dialog)

    assert not before
    assert is_active(centre, leaver)
    assert centre.card(case_id).handler == "江小白"
    with centre.database.reading() as session:
        assert session.get_one(Person, leaver).unit_id == centre.units["water"]


def test_what_was_left_behind_is_handed_on_later_from_the_panel(embedded_centre, page_of):
    leaver = embedded_centre.actor("handler").person_id
    colleague(embedded_centre)
    case_id = in_hand(embedded_centre)
    seat, page = page_of(embedded_centre, leaver)

    press(page.panel.work.link)
    dialog = seat.dialog(LeaveDialog)
    choose_from(dialog.taker, "江", seat)
    seat.save(dialog)

    assert is_active(embedded_centre, leaver)
    assert embedded_centre.card(case_id).handler == "江小白"
    assert seat.sentences == ["高海燕 的工作已移交给江小白"]
