"""What goes wrong at a window: one sentence says what and what to do, and nothing typed is lost."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cases.actions.intake import Intake, register_case
from app.cases.models import CaseFile
from app.cases.rules import Source
from tests.e2e.office import (
    COMPOUND,
    DIRECTOR,
    DISPATCHER,
    GRID,
    HANDLER,
    PASSWORD,
    RECEPTIONIST,
    Office,
)
from tests.factories.files import photo
from tests.factories.windows import Seat

SAID = "滨河花园3号楼的路灯不亮。"
BUSY = "数据库正被其他程序占用，没有保存。请稍候再试。"
TOO_NEW = "这个数据库由更新的版本建立（需要 9.1.0"


def register(office: Office, *texts: str) -> None:
    """Register cases behind the windows."""
    for text in texts:
        intake = Intake(text, Source.CALL, GRID, category="E01-001")
        office.house.do(register_case, intake, office.database.state.pepper)


def open_queue(computer, office: Office, login: str) -> Seat:
    seat = computer(office.url)
    seat.sign_in(login, PASSWORD)
    seat.press("Ctrl+2")
    seat.wait(seat.rows)
    seat.settle()
    return seat


def fill_form(seat: Seat) -> None:
    """Type what a new case needs."""
    seat.press("N")
    seat.write(SAID)
    seat.walk_to("地点")
    seat.write(COMPOUND[:2])
    seat.take_offer(COMPOUND)
    seat.wait(lambda: seat.find("登记").isEnabled())


def made_newer(office: Office, needed: str = "9999") -> None:
    """Let the database say that an older program may no longer write to it."""
    statement = "UPDATE database_state SET min_client = :needed, needed_version = '9.1.0'"
    with office.database.engine.begin() as connection:
        connection.execute(sa.text(statement), {"needed": needed})


def test_a_locked_file_loses_nothing_and_saves_once_it_is_free(
    embedded_office, computer, monkeypatch
):
    monkeypatch.setattr("app.core.database.sqlite.BUSY_TIMEOUT_MS", 100)
    seat = computer(embedded_office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    fill_form(seat)
    holder = sqlite3.connect(embedded_office.database.where)
    holder.execute("BEGIN IMMEDIATE")

    seat.press("Ctrl+Return")

    seat.wait_for(BUSY)
    assert (seat.text_of("说了什么"), seat.text_of("地点")) == (SAID, COMPOUND)
    assert seat.find("登记").isEnabled()
    holder.rollback()
    holder.close()
    seat.press("Ctrl+Return")
    seat.wait_for("已登记，等分流")
    seat.wait(lambda: len(seat.rows()) == 1)


def test_what_somebody_else_just_did_is_told_and_the_step_goes_on(office, computer):
    register(office, "楼下的铁皮棚没人管。")
    dispatcher = open_queue(computer, office, DISPATCHER)
    dispatcher.press("A")
    dispatcher.wait_for("的责任单位")
    dispatcher.press("Ctrl+Return")
    dispatcher.wait_for("已分流")
    one = open_queue(computer, office, HANDLER)
    one.press("S")
    one.wait(lambda: one.rows()[0][0] == "已签收")
    one.settle()
    one.press("F")
    one.write("棚子已拆。")

    other = open_queue(computer, office, HANDLER)
    other.press("P")
    other.write("先到现场看过。")
    other.press("Ctrl+Return")
    other.wait(lambda: other.dialog() is None)
    other.wait(lambda: other.rows()[0][0] == "办理中")
    one.press("Ctrl+Return")

    one.wait_for("高海燕刚改过这件事（进展")
    assert "棚子已拆。" in one.words(one.dialog())
    one.click("接着存")
    one.press("Ctrl+Return")
    one.wait(lambda: one.dialog() is None)
    one.wait(lambda: one.rows()[0][0] == "已办结")


def test_a_step_that_somebody_else_took_is_not_taken_again(office, computer):
    register(office, "楼下的铁皮棚没人管。")
    dispatcher = open_queue(computer, office, DISPATCHER)
    dispatcher.press("A")
    dispatcher.wait_for("的责任单位")
    dispatcher.walk_to("说明")
    dispatcher.write("棚子靠着燃气管，请先断气。")

    director = open_queue(computer, office, DIRECTOR)
    director.press("A")
    director.wait_for("的责任单位")
    director.press("Ctrl+Return")
    director.wait_for("已分流")
    dispatcher.press("Ctrl+Return")

    dispatcher.wait_for("方雅琴刚改过这件事（分流", "现在是“待签收”，不能再分流", "可以复制")
    assert "棚子靠着燃气管，请先断气。" in dispatcher.words(dispatcher.dialog())
    assert not dispatcher.find("分流").isEnabled()


def test_a_database_of_a_newer_version_is_not_opened_until_the_program_is_newer(office, computer):
    made_newer(office)

    seat = computer(office.url)

    seat.wait_for("没能打开数据库", TOO_NEW, "请升级程序后再用")
    assert seat.shown("sign-in") is None
    made_newer(office, "0001")
    seat.click("再试")
    seat.sign_in(RECEPTIONIST, PASSWORD)


def test_a_desk_that_stayed_open_while_the_database_was_upgraded_does_not_write(office, computer):
    seat = computer(office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    fill_form(seat)
    made_newer(office)

    seat.press("Ctrl+Return")

    seat.wait_for(TOO_NEW)
    assert (seat.text_of("说了什么"), seat.text_of("地点")) == (SAID, COMPOUND)
    with office.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) == 0


def test_a_photo_of_30_mb_is_refused_in_words_and_the_other_one_is_taken(
    embedded_office, computer, tmp_path: Path
):
    big, good = tmp_path / "井盖.jpg", tmp_path / "路灯.jpg"
    good.write_bytes(photo())
    big.write_bytes(photo() + bytes(30 * 2**20))
    seat = computer(embedded_office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    fill_form(seat)

    seat.drop_files("附件", big, good)

    seat.wait_for("文件“井盖.jpg”有 30.0 MB，超过 20 MB 的上限，没有添加。请压缩或拆分后再添加。")
    seat.wait(lambda: seat.shown("路灯.jpg") is not None)
    assert seat.shown("井盖.jpg") is None
    seat.press("Ctrl+Return")
    seat.wait_for("已登记，等分流", "附件 1")


def test_40_000_characters_are_counted_and_stay_where_they_were_pasted(embedded_office, computer):
    seat = computer(embedded_office.url)
    seat.sign_in(RECEPTIONIST, PASSWORD)
    fill_form(seat)
    seat.walk_to("说了什么")
    seat.press("Ctrl+A")

    seat.paste("路灯不亮，" * 8_000)

    complaint = seat.complaint_of("说了什么")
    assert complaint == "最多 20000 字，现有 40000 字；多的可作附件"
    seat.wait_for(complaint, "还差 1 项：说了什么")
    assert not seat.find("登记").isEnabled()
    assert len(seat.text_of("说了什么")) == 40_000


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("100%", ["电费涨了100%"]),
        ("_", []),
        ("\\", []),
        ("'", ["邻居说：'少管'"]),
        ('"别管', ['物业说："别管闲事"']),
        ("😀", ["广场舞😀太吵𠮷家睡不着"]),
        ("𠮷", ["广场舞😀太吵𠮷家睡不着"]),
    ],
)
def test_the_filter_takes_every_character_as_a_letter(embedded_office, computer, typed, found):
    texts = ("电费涨了100%", "电费涨了100元", "邻居说：'少管'", '物业说："别管闲事"')
    register(embedded_office, *texts, "广场舞😀太吵𠮷家睡不着")
    seat = open_queue(computer, embedded_office, RECEPTIONIST)

    seat.press("/")
    seat.write(typed)

    seat.wait(lambda: len(seat.rows()) == len(found))
    assert [row[2] for row in seat.rows()] == found
    if not found:
        seat.wait_for("筛选后一件也没有", f"含有“{typed}”")
