"""What is done to accounts through the forms, and what the forms say when it cannot be done."""

from datetime import timedelta

import pytest

from app.accounts.actions import GrantDraft, PersonDetails, sign_in, update_person
from app.accounts.errors import AccountInactive, AccountLockedForGood, SignInRefused
from app.accounts.queries import find_people
from app.accounts.rules import Role
from app.core.merging import Pick
from tests.factories.accounts import DISTRICT, NORTH, PASSWORD, SOUTH
from tests.factories.seats import choose_from, press, words_of, write
from tests.ui.merging import pick, view_of
from ui.accounts.deputy_dialog import DeputyDialog
from ui.accounts.grant_dialog import FOR_A_TIME, GrantDialog
from ui.accounts.new_person_dialog import NewPersonDialog
from ui.accounts.password_shown import PasswordShown
from ui.accounts.people_page import PeoplePage
from ui.accounts.person_dialog import PersonDialog
from ui.accounts.scope_fields import CHOSEN
from ui.core.dialogs import ConsequenceDialog
from ui.core.targets import PersonWanted


@pytest.fixture
def manage(sit):
    """Open the page as the administrator of the district."""

    def opened(town, actor=None):
        seat = sit(town.database, actor or town.administrator())
        return seat, seat.show(PeoplePage(seat.desk))

    return opened


@pytest.fixture
def looked_at(town, manage):
    """Somebody with one role, shown in the panel; gives (town, seat, page, key)."""
    unit = town.unit("北街综治中心", NORTH)
    key = town.person("zhoumin", GrantDraft(Role.RECEPTIONIST, NORTH), name="周敏", unit_id=unit)
    seat, page = manage(town)
    page.show_target(PersonWanted(key))
    seat.settle()
    return town, seat, page, key


def answer(seat, *, do: bool) -> str:
    """Press a button of the question that stands there; return what it said."""
    dialog = seat.dialog(ConsequenceDialog)
    told = words_of(dialog)
    press(dialog.do_button if do else dialog.leave_button)
    seat.settle()
    return told


def fill_in(seat, form, *, name="王小", login="", unit="北街") -> None:
    write(form.fields.name, name)
    seat.settle()
    if login:
        write(form.login, login)
    choose_from(form.fields.unit, unit, seat)


# Taking somebody in


def test_a_new_person_gets_role_and_one_time_password_in_one_go(town, manage):
    town.unit("北街综治中心", NORTH)
    seat, page = manage(town)

    press(page.new_button)
    form = seat.dialog(NewPersonDialog)
    fill_in(seat, form)
    proposed = form.login.text()
    form.role.set_value(Role.RECEPTIONIST)
    choose_from(form.scope.picker, "北街道", seat)
    seat.save(form)

    password = seat.dialog(PasswordShown).figure.text()
    signed_in = sign_in(town.database, "wangxiao", password, desk="窗口1")
    card = town.card(town.ask_id("wangxiao"))
    assert proposed == "wangxiao"
    assert signed_in.must_change_password
    assert [(grant.role, grant.region) for grant in card.grants] == [(Role.RECEPTIONIST, NORTH)]


def test_the_new_person_is_shown_and_the_password_is_gone_with_its_window(town, manage):
    town.unit("北街综治中心", NORTH)
    seat, page = manage(town)
    press(page.new_button)
    form = seat.dialog(NewPersonDialog)
    fill_in(seat, form)
    seat.save(form)
    shown = seat.dialog(PasswordShown)
    password = shown.figure.text()

    press(shown.close_button)
    seat.settle()

    seat.wait(lambda: page.panel.seen is not None and page.panel.seen.card.name == "王小")
    assert password not in words_of(page)


def test_a_login_somebody_has_is_refused_beside_the_field_and_another_is_taken(town, manage):
    town.person("wang", name="王大", unit_id=town.unit("北街综治中心", NORTH))
    seat, page = manage(town)
    press(page.new_button)
    form = seat.dialog(NewPersonDialog)
    fill_in(seat, form, login="wang")

    seat.save(form)
    refused = form.login.accessibleDescription()
    write(form.login, "wang2")
    seat.save(form)

    assert "已被使用" in refused
    assert sign_in(town.database, "wang2", seat.dialog(PasswordShown).figure.text(), desk="窗口1")


@pytest.mark.parametrize(
    ("login", "sentence"), [("", "请填用户名。"), ("王", "用户名应为 2 到 32 位")]
)
def test_a_login_is_checked_before_it_is_sent(embedded_town, manage, login, sentence):
    embedded_town.unit("北街综治中心", NORTH)
    seat, page = manage(embedded_town)
    press(page.new_button)
    form = seat.dialog(NewPersonDialog)
    fill_in(seat, form)

    write(form.login, login)
    seat.save(form)

    assert sentence in form.login.accessibleDescription()
    assert form.isVisible()


def test_a_role_out_of_reach_leaves_no_half_made_person(town, manage):
    town.unit("北街综治中心", NORTH)
    seat, page = manage(town, town.administrator(NORTH))
    press(page.new_button)
    form = seat.dialog(NewPersonDialog)
    fill_in(seat, form)
    form.role.set_value(Role.RECEPTIONIST)
    form.scope.reach.set_value(CHOSEN)
    form.scope.picker.set_region(SOUTH)  # as if the reach had shrunk since it was chosen
    seat.settle()

    seat.save(form)

    assert "超出了您管理的辖区范围" in words_of(form)
    assert town.ask(find_people, "王小") == ()


def test_what_was_typed_survives_leaving_the_form(embedded_town, manage):
    seat, page = manage(embedded_town)
    press(page.new_button)
    form = seat.dialog(NewPersonDialog)
    write(form.fields.name, "王小")

    press(form.leave_button)
    seat.wait(lambda: any("没有保存" in told for told in seat.sentences))
    seat.told[-1].act.run()

    seat.wait(form.isVisible)
    assert form.fields.name.text() == "王小"


# Password and lock


def test_a_reset_says_what_it_does_and_ends_the_old_password(looked_at):
    town, seat, page, _ = looked_at

    press(page.panel.reset_button)
    told = answer(seat, do=True)

    password = seat.dialog(PasswordShown).figure.text()
    assert "原来的密码马上失效" in told
    assert sign_in(town.database, "zhoumin", password, desk="窗口1").must_change_password
    with pytest.raises(SignInRefused):
        sign_in(town.database, "zhoumin", PASSWORD, desk="窗口1")


def test_a_question_that_is_left_does_nothing(looked_at):
    town, seat, page, _ = looked_at

    press(page.panel.lock_button)
    told = answer(seat, do=False)

    assert "直到管理员解锁" in told
    assert sign_in(town.database, "zhoumin", PASSWORD, desk="窗口1")


def test_somebody_locked_cannot_sign_in_until_unlocked(looked_at):
    town, seat, page, _ = looked_at
    press(page.panel.lock_button)
    answer(seat, do=True)
    with pytest.raises(AccountLockedForGood):
        sign_in(town.database, "zhoumin", PASSWORD, desk="窗口1")
    seat.wait(lambda: page.panel.lock_button.text() == "解锁")

    press(page.panel.lock_button)
    seat.wait(lambda: page.panel.lock_button.text() == "锁定")

    assert sign_in(town.database, "zhoumin", PASSWORD, desk="窗口1")


def test_somebody_who_left_may_be_taken_back_with_the_old_role(looked_at):
    town, seat, page, key = looked_at
    press(page.panel.leave_button)
    told = answer(seat, do=True)
    with pytest.raises(AccountInactive):
        sign_in(town.database, "zhoumin", PASSWORD, desk="窗口1")
    seat.wait(lambda: page.panel.leave_button.text() == "重新启用")

    press(page.panel.leave_button)
    seat.wait(lambda: page.panel.leave_button.text() == "停用")

    assert "做过的记录仍署本人的名字" in told
    assert [grant.role for grant in town.card(key).grants] == [Role.RECEPTIONIST]


def test_the_last_administrator_is_kept_and_the_sentence_says_why(embedded_town, manage):
    town = embedded_town
    actor = town.administrator()
    seat, page = manage(town, actor)
    page.show_target(PersonWanted(actor.person_id))
    seat.settle()

    press(page.panel.lock_button)
    answer(seat, do=True)

    seat.wait(lambda: any("最后一位系统管理员" in told for told in seat.sentences))


# Roles and deputies


def test_a_role_for_a_time_is_given_in_a_region_found_by_initials(looked_at):
    town, seat, page, key = looked_at

    press(page.panel._grants.link)
    form = seat.dialog(GrantDialog)
    form.role.set_value(Role.GRID_WORKER)
    choose_from(form.scope.picker, "qbsq", seat)
    form.term.setFocus()
    form.term.keyPressEvent(key_press("Right"))
    assert form.term.value() == FOR_A_TIME
    seat.save(form)

    given = next(g for g in town.card(key).grants if g.role is Role.GRID_WORKER)
    assert given.region == f"{NORTH}001"
    assert given.until - given.since == timedelta(days=30)


def test_a_role_that_wants_a_unit_asks_for_one(looked_at):
    _, seat, page, _ = looked_at
    press(page.panel._grants.link)
    form = seat.dialog(GrantDialog)
    form.role.set_value(Role.EXTERNAL_HANDLER)
    form.scope.set_unit(None)

    seat.save(form)

    assert form.scope.unit.complaint == "请从列表里选单位。"
    assert not form.scope.region.isVisible()


def test_nobody_gives_themself_the_sight_of_personal_data(embedded_town, manage):
    town = embedded_town
    actor = town.administrator()
    seat, page = manage(town, actor)
    page.show_target(PersonWanted(actor.person_id))
    seat.settle()
    press(page.panel._grants.link)
    form = seat.dialog(GrantDialog)
    form.role.set_value(Role.DISPATCHER)
    form.scope.reach.set_value(DISTRICT)

    seat.save(form)

    assert "不能由本人授予自己" in form.role.accessibleDescription()


def test_a_role_taken_back_is_gone(looked_at):
    town, seat, page, key = looked_at

    press(page.panel._grants.rows()[0].end_button)
    told = answer(seat, do=True)

    assert "受理员" in told
    assert town.card(key).grants == ()
    seat.wait(lambda: "还没有角色" in words_of(page.panel))


def test_a_deputy_is_named_for_some_days_and_ended(looked_at):
    town, seat, page, key = looked_at
    town.person("han", name="韩立群", unit_id=town.home_of(town.actor(key)))
    press(page.panel._deputies.link)
    form = seat.dialog(DeputyDialog)
    assert "受理员·北街道" in words_of(form)
    choose_from(form.deputy, "hlq", seat)
    write(form.note, "年假")
    seat.save(form)
    seat.wait(lambda: "韩立群 代班" in words_of(page.panel))

    (row,) = page.panel._deputies.rows()
    press(row.end_button)
    answer(seat, do=True)

    assert town.card(key).deputies == ()


def test_nobody_stands_in_for_themself(looked_at):
    _, seat, page, _ = looked_at
    press(page.panel._deputies.link)
    form = seat.dialog(DeputyDialog)

    choose_from(form.deputy, "周敏", seat)
    seat.save(form)

    assert form.deputy.accessibleDescription() == "代班人不能是本人。"


# Changing


def test_what_somebody_else_changed_meanwhile_is_merged_field_by_field(looked_at, qtbot):
    town, seat, page, key = looked_at
    press(page.panel.edit_button)
    form = seat.dialog(PersonDialog)
    card = town.card(key)
    town.do(update_person, key, PersonDetails("周小敏", card.unit_id, "5102300"), card.version)
    write(form.fields.phone, "5102345")

    seat.save(form)
    view = view_of(form, qtbot)
    assert view.waiting() == ("phone",)
    assert town.card(key).work_phone == "5102300"
    pick(view, "phone", Pick.MINE)
    view.save()
    seat.settle()

    assert (town.card(key).name, town.card(key).work_phone) == ("周小敏", "5102345")


def test_a_wrong_telephone_is_refused_beside_the_field(looked_at):
    _, seat, page, _ = looked_at
    press(page.panel.edit_button)
    form = seat.dialog(PersonDialog)
    write(form.fields.phone, "打我手机")

    seat.save(form)

    assert "电话只能有数字" in form.fields.phone.accessibleDescription()


def test_the_menu_of_a_row_says_why_something_cannot_be_done(embedded_town, manage):
    town = embedded_town
    unit = town.unit("北街综治中心", NORTH)
    town.person("a1", name="周敏", unit_id=unit)
    _, page = manage(town)
    page.table.selectAll()

    entries = {entry.title: entry.why_not for entry in page._menu(page.table.chosen_rows())}

    assert entries["重置密码"] == "一次只能改一个人"
    assert entries["复制为文字"] == ""


def key_press(name: str):
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    key = Qt.Key[f"Key_{name}"]
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
