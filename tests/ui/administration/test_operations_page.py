"""The operations page: how the system runs, and the announcement that goes out from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.administration.operations.rows import LastBackup
from app.core.actor import Actor, Grant, console
from app.core.changes import Topic
from app.core.chores import Chore, run_due
from app.core.database.maintenance import read_maintenance
from app.core.errors import ReadOnly
from app.core.ids import new_id
from app.core.maintenance import OperationsRight, announce
from tests.factories.seats import press, words_of, write
from tests.ui.administration.conftest import somebody
from ui.administration.announce_dialog import AnnounceDialog
from ui.administration.operations_page import OperationsPage
from ui.administration.settings_page import SettingsPage
from ui.core.dialogs import ConsequenceDialog
from ui.core.targets import PageWanted


@pytest.fixture
def operator() -> Actor:
    """Somebody who runs the system."""
    return somebody(OperationsRight.OPERATE, name="马志远")


@pytest.fixture
def open_page(sit, operator):
    def opened(database, actor=operator):
        seat = sit(database, actor)
        return seat, seat.show(OperationsPage(seat.desk))

    return opened


def announced(database):
    with database.reading() as session:
        return read_maintenance(session.connection())


def tell(database, **given) -> None:
    with database.writing(console("机房"), maintains=True) as uow:
        announce(uow, "17:30 后维护", stops_writing=True, command_key=new_id(), **given)


def test_it_shows_how_the_system_runs_and_when_that_was_read(database, open_page):
    done = Chore("core.seal", timedelta(hours=1), lambda _: "封存操作日志 3 条。")
    run_due(database, (done,), "server:7")

    _, page = open_page(database)

    words = words_of(page)
    assert "截至 14:05:00" in words
    assert "server（进程 7）在做" in words
    assert [row.name for row in page.chores.rows] == ["core.seal"]
    assert "从来没有备份过" in " ".join(page.facts.texts())
    assert page.backup_strip.text.startswith("从来没有备份过。请在“设置 › 备份”")
    assert ("连着" in words) is not database.is_sqlite


@pytest.mark.parametrize(
    ("age", "words"),
    [(timedelta(hours=30), ""), (timedelta(days=3), "已经 3 天没有备份。")],
)
def test_a_backup_that_is_old_is_said_above_the_database(embedded_database, open_page, age, words):
    _, page = open_page(embedded_database)
    at = embedded_database.clock.now() - age
    made = LastBackup(at, "马志远", "窗口1", "a.jzb", 1_000, is_encrypted=False)

    page._take(replace(page.seen, backup=made))

    assert page.backup_strip.text.startswith(words)
    assert bool(page.backup_strip.text) is bool(words)


def test_an_announcement_goes_out_with_the_sentence_it_proposes(embedded_database, open_page):
    seat, page = open_page(embedded_database)
    press(page.announce_button)
    dialog = seat.dialog(AnnounceDialog)
    assert dialog.note.text() == "14:35 开始维护"
    dialog.moment.set_moment(embedded_database.clock.now() + timedelta(days=1))
    assert dialog.note.text() == "11-25 14:05 开始维护"
    dialog.moment.set_moment(embedded_database.clock.now() + timedelta(hours=2))

    seat.save(dialog)

    told = announced(embedded_database)
    assert (told.note, told.stops_writing) == ("16:05 开始维护", True)
    assert told.begins_at == embedded_database.clock.now() + timedelta(hours=2)
    seat.wait(lambda: page.maintenance_says.text() == "11-24 16:05 起停止写入")
    assert page.withdraw_button.isVisible()


def test_a_sentence_of_ones_own_stays_and_a_time_that_is_over_is_not_taken(
    embedded_database, open_page
):
    seat, page = open_page(embedded_database)
    press(page.announce_button)
    dialog = seat.dialog(AnnounceDialog)
    write(dialog.note, "今晚换服务器")
    dialog.moment.set_moment(embedded_database.clock.now() - timedelta(minutes=5))

    seat.save(dialog)

    assert dialog.note.text() == "今晚换服务器"
    assert "已经过去" in words_of(dialog)
    assert not announced(embedded_database).is_announced
    dialog.reject()


def test_writing_is_allowed_again_from_the_page(embedded_database, open_page, clock):
    tell(embedded_database)
    seat, page = open_page(embedded_database)
    assert page.maintenance_says.text() == "11-24 14:05 起只能看、不能存"
    with (
        pytest.raises(ReadOnly),
        embedded_database.writing(console("窗口1")) as uow,
    ):
        uow.record("test", Topic.SETTING, "x")

    press(page.withdraw_button)
    press(seat.dialog(ConsequenceDialog).do_button)
    seat.settle()

    assert not announced(embedded_database).is_announced
    seat.wait(lambda: page.maintenance_says.text() == "没有维护通知")


def test_what_was_typed_stays_where_it_cannot_be_saved(embedded_database, sit, keeper_of_settings):
    seat = sit(embedded_database, keeper_of_settings)
    page = seat.show(SettingsPage(seat.desk))
    write(page.rows["centre_name"].input, "柳溪街道综治中心")
    tell(embedded_database)

    press(page.bar.save_button)
    seat.settle()

    seat.wait(lambda: seat.told)
    assert seat.sentences == [
        "14:05 起数据库只能看、不能存（17:30 后维护），没有保存。您填的都在，恢复后再存一次。"
    ]
    assert page.rows["centre_name"].typed() == "柳溪街道综治中心"


def test_it_reads_anew_when_somebody_else_announces(embedded_database, open_page):
    seat, page = open_page(embedded_database)
    leave = embedded_database.subscribe(seat.desk.hub.announce)

    tell(embedded_database)

    seat.wait(lambda: "起只能看" in page.maintenance_says.text())
    leave()


def test_who_runs_one_of_several_centres_is_told_who_sees_it(embedded_database, open_page):
    right = frozenset({OperationsRight.OPERATE})
    grants = (Grant("administrator", right, region="990102004"),)
    one = Actor(new_id(), "马志远", "机房", grants, centres=("990102004", "990102005"))

    _, page = open_page(embedded_database, one)

    assert "管到全区的系统管理员" in words_of(page)
    assert page.seen is None


def test_the_version_desks_should_have_is_set_among_the_settings(embedded_database, open_page):
    seat, page = open_page(embedded_database)

    press(page.wanted_button)

    assert seat.sent_to == [PageWanted("administration.settings")]
