"""The settings page: values in force, what was typed, from when it holds, and this computer's."""

from datetime import timedelta

import pytest

from app.core.actor import console
from app.core.chores import Chore, run_due
from app.core.ids import new_id
from app.core.settings import Settings, load_settings, save_settings
from app.core.shared_settings import history, set_setting, settings_at
from app.core.whole_files import FolderMissing
from app.territory.actions import RegionDraft, save_region
from tests.factories.seats import press, words_of, write
from ui.administration.settings_page import SettingsPage


@pytest.fixture
def open_page(sit):
    def opened(database, actor, at="one"):
        seat = sit(database, actor, at)
        return seat, seat.show(SettingsPage(seat.desk))

    return opened


def centre(database, later: timedelta = timedelta()):
    with database.reading() as session:
        return settings_at(session, database.clock.now() + later)


def save(seat, page) -> None:
    press(page.bar.save_button)
    seat.settle()


def test_shared_settings_are_saved_together_and_at_once(database, open_page, keeper_of_settings):
    seat, page = open_page(database, keeper_of_settings)
    write(page.rows["centre_name"].input, "柳溪街道综治中心")
    write(page.rows["screen_lock_min"].input, "15")
    told = page.bar.says.text()

    save(seat, page)

    saved = centre(database)
    assert told == "改了 2 项：中心名称、无操作多久后锁屏（分钟）"
    assert (saved.centre_name, saved.screen_lock_min) == ("柳溪街道综治中心", 15)
    assert page.bar.says.text() == "2 项已保存"
    assert not page.bar.save_button.isVisible()


def test_a_setting_may_be_decided_for_later(database, open_page, keeper_of_settings):
    seat, page = open_page(database, keeper_of_settings)
    write(page.rows["sign_in_failures"].input, "3")
    page.bar.when.set_value("later")
    page.bar.moment.set_moment(database.clock.now() + timedelta(days=2))

    save(seat, page)

    assert centre(database).sign_in_failures == 5
    assert centre(database, timedelta(days=3)).sign_in_failures == 3
    assert page.rows["sign_in_failures"].value() == 5
    assert "起改为 3" in words_of(page.rows["sign_in_failures"])


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("screen_lock_min", "500", "1 到 240 之间的整数"),
        ("screen_lock_min", "十", "1 到 240 之间的整数"),
        ("screen_lock_min", "", "1 到 240 之间的整数"),
        ("street_code", "1402", "街道代码应为 9 位数字，现有 4 位。"),
        ("centre_name", "长" * 61, "最多 60 个字"),
        ("screen_lock_min_here", "11", "0 到 10 之间的整数"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_not_saved(
    embedded_database, open_page, keeper_of_settings, name, typed, told
):
    _, page = open_page(embedded_database, keeper_of_settings)
    write(page.rows["centre_address"].input, "柳溪大道 1 号")

    write(page.rows[name].input, typed)

    assert told in page.rows[name].input.accessibleDescription()
    assert page.bar.says.text() == "还差 1 项没填对"
    assert not page.bar.save_button.isEnabled()
    page.save()
    assert centre(embedded_database).centre_address == ""


def test_a_street_code_says_which_street_it_is(embedded_database, open_page, keeper_of_settings):
    with embedded_database.writing(console("tests")) as uow:
        for code, name in (("14", "山西省"), ("1402", "大同市"), ("140213", "平城区")):
            save_region(uow, RegionDraft(code, name), command_key=new_id())
        save_region(uow, RegionDraft("140213054", "振华街道"), command_key=new_id())
    seat, page = open_page(embedded_database, keeper_of_settings)

    write(page.rows["street_code"].input, "140213054")
    seat.settle()
    known = words_of(page.rows["street_code"])
    write(page.rows["street_code"].input, "140213099")
    seat.settle()

    assert "振华街道" in known
    assert "区划里没有这个代码" in words_of(page.rows["street_code"])


def test_the_settings_of_this_computer_go_into_its_file(embedded_database, open_page, reader):
    seat, page = open_page(embedded_database, reader)
    write(page.rows["desk_name"].input, "二号窗口")
    write(page.rows["screen_lock_min_here"].input, "3")

    save(seat, page)

    assert load_settings() == Settings(desk_name="二号窗口", screen_lock_min=3)


def test_what_else_the_file_of_this_computer_holds_is_kept(embedded_database, open_page, reader):
    save_settings(Settings(database_url="sqlite:///x.db"))
    seat, page = open_page(embedded_database, reader)
    write(page.rows["desk_name"].input, "二号窗口")

    save(seat, page)

    assert load_settings().database_url == "sqlite:///x.db"


def test_who_may_not_change_the_centre_reads_it(embedded_database, open_page, reader):
    _, page = open_page(embedded_database, reader)

    assert page.rows["centre_name"].input.isReadOnly()
    assert not page.rows["desk_name"].input.isReadOnly()
    assert "您可以看，不能改" in words_of(page)


def test_the_panel_says_who_decided_what_about_the_setting_one_is_at(
    database, open_page, keeper_of_settings
):
    with database.writing(keeper_of_settings) as uow:
        set_setting(uow, "screen_lock_min", 20, command_key=new_id())
    seat, page = open_page(database, keeper_of_settings)
    seat.wait(lambda: "无操作多久后锁屏（分钟）：20" in words_of(page.panel))

    page.rows["screen_lock_min"].input.setFocus()

    seat.wait(lambda: "程序的默认值" in words_of(page.panel))
    assert "马志远" in words_of(page.panel)


def test_what_another_desk_decides_comes_in_but_never_over_what_is_typed(
    database, second_desk, open_page, keeper_of_settings
):
    seat, page = open_page(second_desk, keeper_of_settings)
    write(page.rows["centre_telephone"].input, "5102300")

    with database.writing(keeper_of_settings) as uow:
        set_setting(uow, "centre_telephone", "5100000", command_key=new_id())
        set_setting(uow, "centre_name", "柳溪街道综治中心", command_key=new_id())

    seat.wait(lambda: page.rows["centre_name"].value() == "柳溪街道综治中心")
    assert page.rows["centre_telephone"].value() == "5102300"
    seat.wait(lambda: "现在是 5100000，还没保存" in words_of(page.rows["centre_telephone"]))


def test_what_was_typed_is_there_again_after_the_program_was_closed(
    embedded_database, open_page, keeper_of_settings
):
    _, page = open_page(embedded_database, keeper_of_settings)
    write(page.rows["centre_name"].input, "柳溪")

    _, again = open_page(embedded_database, keeper_of_settings)

    assert again.rows["centre_name"].value() == "柳溪"
    assert again.bar.save_button.isVisible()


def test_dropped_changes_come_back_by_undo(embedded_database, open_page, keeper_of_settings):
    seat, page = open_page(embedded_database, keeper_of_settings)
    write(page.rows["centre_name"].input, "柳溪")

    press(page.bar.drop_button)
    dropped = page.rows["centre_name"].value()
    seat.wait(lambda: seat.told)
    seat.told[-1].act.run()

    assert dropped == ""
    assert page.rows["centre_name"].value() == "柳溪"


def test_the_same_value_again_is_no_decision(embedded_database, open_page, keeper_of_settings):
    _, page = open_page(embedded_database, keeper_of_settings)
    write(page.rows["screen_lock_min"].input, "15")
    write(page.rows["screen_lock_min"].input, "10")

    page.save()

    assert page.bar.says.text() == "没有未保存的改动"
    with embedded_database.reading() as session:
        assert history(session, "screen_lock_min") == ()


def test_how_the_daily_backup_stands_is_told_to_whoever_may_change_it(
    embedded_database, open_page, keeper_of_settings, reader
):
    def failing(_database):
        raise FolderMissing(folder="备份盘")

    run_due(
        embedded_database, [Chore("administration.backup", timedelta(minutes=10), failing)], "甲"
    )

    _, page = open_page(embedded_database, keeper_of_settings)
    _, other = open_page(embedded_database, reader, "two")

    assert "没有文件夹 备份盘" in words_of(page.rows["backup_folder"])
    assert "备份盘" not in words_of(other.rows["backup_folder"])


def test_on_or_off_is_chosen_and_said_in_words(embedded_database, open_page, keeper_of_settings):
    seat, page = open_page(embedded_database, keeper_of_settings)
    row = page.rows["backup_encrypted"]
    row.face.chosen.emit("1")
    told = words_of(row)

    save(seat, page)

    assert "现在是 “否”，还没保存" in told
    assert centre(embedded_database).backup_encrypted == 1
    assert row.face.value() == "1"
    row.focused.emit(row.name)
    seat.wait(lambda: {"是", "否"} <= set(words_of(page.panel).splitlines()))  # and the default
