"""Every desk is told of maintenance, again shortly before, and which version it should have."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.core.actor import console
from app.core.database import VERSION
from app.core.ids import new_id
from app.core.maintenance import announce, withdraw
from app.core.pulse import take_pulse
from app.core.shared_settings import set_setting
from app.migrations.shutting import nobody_writes
from tests.factories.seats import press
from ui.core.dialogs import ConsequenceDialog
from ui.core.notices import Notice
from ui.shell.maintenance_bar import MaintenanceBar
from ui.shell.wanted_version import is_there, url_of

SOON = timedelta(minutes=30)


@pytest.fixture
def told(desk) -> list[Notice]:
    heard: list[Notice] = []
    desk.notices.attach()
    desk.notices.posted.connect(heard.append)
    return heard


@pytest.fixture
def bar(desk, qtbot, told) -> MaintenanceBar:
    made = MaintenanceBar(desk)
    qtbot.addWidget(made)
    made.resize(900, 60)
    leave = desk.parts.database.subscribe(desk.hub.announce)
    made.begin()
    qtbot.waitUntil(desk.jobs.idle)
    yield made
    leave()


def tell(desk, qtbot, *, after=SOON, stops=True) -> None:
    with desk.parts.database.writing(console("机房"), maintains=True) as uow:
        begins = uow.now + after
        announce(uow, "维护，请保存", begins, stops_writing=stops, command_key=new_id())
    qtbot.waitUntil(desk.jobs.idle)


def shown(bar) -> str:
    return "" if bar.isHidden() else bar.strip.text


def later(bar, clock, minutes, seconds=0) -> str:
    clock.advance(timedelta(minutes=minutes, seconds=seconds))
    bar.tick()
    return shown(bar)


def test_it_is_shown_at_once_and_counts_down(desk, bar, qtbot, clock):
    assert shown(bar) == ""

    tell(desk, qtbot)

    qtbot.waitUntil(lambda: "还有 30 分钟，到时只能看、不能存，请先保存。" in shown(bar))
    assert shown(bar).startswith("维护，请保存。")
    assert "还有 20 分钟" in later(bar, clock, 10)
    assert "还有 4 分 57 秒" in later(bar, clock, 15, 3)
    assert "还有 9 秒" in later(bar, clock, 4, 48)
    assert later(bar, clock, 0, 9).startswith(
        "14:35 起只能看、不能存。维护，请保存。由 控制台 发布"
    )


def test_put_away_it_comes_back_shortly_before(desk, bar, qtbot, clock):
    tell(desk, qtbot)
    qtbot.waitUntil(lambda: shown(bar) != "")

    press(bar.close_button)

    assert shown(bar) == ""
    assert later(bar, clock, 24) == ""
    assert "还有 4 分" in later(bar, clock, 1, 1)
    assert bar.close_button.isHidden()


def test_it_goes_when_it_is_taken_back(desk, bar, qtbot):
    tell(desk, qtbot, after=timedelta())
    qtbot.waitUntil(lambda: shown(bar) != "")

    with desk.parts.database.writing(console("机房"), maintains=True) as uow:
        withdraw(uow, command_key=new_id())

    qtbot.waitUntil(lambda: shown(bar) == "")


def test_a_heartbeat_brings_what_the_feed_did_not(desk, bar, qtbot, clock):
    bar.take_pulse(pulse(desk))
    desk.hub.blockSignals(True)
    tell(desk, qtbot)
    assert shown(bar) == ""

    bar.take_pulse(pulse(desk))

    assert shown(bar) != ""


def pulse(desk):
    with desk.parts.database.reading() as session:
        return take_pulse(session, desk.parts.clock.now())


def test_a_migration_is_told_as_long_as_it_lasts(desk, bar):
    with nobody_writes(desk.parts.database, "0013"):
        bar.take_pulse(pulse(desk))
        assert "正在升级数据库" in shown(bar)
    bar.take_pulse(pulse(desk))

    assert shown(bar) == ""


def test_an_announcement_without_a_stop_says_that_saving_goes_on(desk, bar, qtbot, clock):
    tell(desk, qtbot, stops=False)

    qtbot.waitUntil(lambda: "照常能存" in shown(bar))
    assert "由 控制台 发布，照常能存" in later(bar, clock, 31)


def want(desk, qtbot, version, place) -> None:
    with desk.parts.database.writing(console("机房")) as uow:
        set_setting(uow, "wanted_version", version, command_key=new_id())
        set_setting(uow, "package_place", place, command_key=new_id())
    qtbot.waitUntil(desk.jobs.idle)


def test_an_older_program_says_once_which_version_is_wanted_and_where_it_lies(
    desk, bar, told, qtbot, monkeypatch
):
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    want(desk, qtbot, "99.0", "http://10.1.2.3/jiezhi/")
    qtbot.waitUntil(lambda: bool(told))
    bar.look()
    qtbot.waitUntil(desk.jobs.idle)

    [notice] = told
    assert f"99.0 版，这台是 {VERSION}" in notice.lead
    assert "http://10.1.2.3/jiezhi/" in notice.text
    notice.act.run()
    [dialog] = [w for w in QApplication.topLevelWidgets() if isinstance(w, ConsequenceDialog)]
    assert opened == []
    press(dialog.do_button)
    assert opened == [QUrl("http://10.1.2.3/jiezhi/")]


@pytest.mark.parametrize("wanted", [VERSION, "0.1.9", ""])
def test_a_program_that_is_new_enough_is_told_nothing(desk, bar, told, qtbot, wanted):
    want(desk, qtbot, wanted, "http://10.1.2.3/")

    assert told == []


@pytest.mark.parametrize(
    ("place", "opened"),
    [
        ("https://intranet/jiezhi", "https://intranet/jiezhi"),
        (r"\\server\soft\jiezhi-0.3.0.exe", "file://server/soft/"),
        (r"\\server\soft", "file://server/soft/"),
        ("/srv/soft/jiezhi.deb", "file:///srv/soft"),
        (r"\\server\soft\setup.exe.", "file://server/soft/"),
        (r"\\server\soft\setup.exe ", "file://server/soft/"),
        (r"\\server\soft\.exe", "file://server/soft/"),
        (r"\\server\soft\setup.exe\a.txt", "file://server/soft/"),
        ("C:/soft/setup.exe", "file:///C:/soft"),
        ("/srv/soft/.run", "file:///srv/soft"),
        ("javascript:alert(1)", ""),
        ("setup.exe", ""),
    ],
)
def test_only_web_pages_and_folders_are_opened(place, opened):
    assert url_of(place).toString() == opened


def test_a_local_place_that_is_no_folder_opens_nothing_and_says_so(
    desk, bar, told, qtbot, monkeypatch, tmp_path
):
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    program = tmp_path / "setup"
    program.touch()
    assert is_there(url_of(str(tmp_path)))

    want(desk, qtbot, "99.0", str(program))
    qtbot.waitUntil(lambda: bool(told))
    told[0].act.run()

    qtbot.waitUntil(lambda: len(told) == 2)
    assert f"没有 {program} 这个文件夹" in told[1].text
    assert opened == []


def test_a_place_of_another_computer_is_left_to_the_system():
    assert is_there(url_of(r"\\server\soft"))
    assert not is_there(url_of("javascript:alert(1)"))
