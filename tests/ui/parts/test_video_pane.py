"""A picture that is live says nothing; one that is not says so, and is tried again."""

import socket
import time

import pytest
from PySide6.QtGui import QColor

from tests.factories.films import film
from tests.factories.streams import LiveCamera
from ui.parts import video_pane
from ui.parts.video_pane import PAUSES_S, PaneState, VideoPane, pause_after


@pytest.fixture
def pane(qtbot):
    made = VideoPane(answer_s=0.4)
    qtbot.addWidget(made)
    made.resize(320, 240)
    made.show()
    yield made
    made.close_picture()


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # no graphics here
def test_a_film_is_shown_to_its_end_and_without_any_sound(pane, qtbot, tmp_path):
    file = tmp_path / "路口.avi"
    file.write_bytes(film())
    seen = []
    pane.state_changed.connect(seen.append)
    pane.open_film(file)
    qtbot.waitUntil(lambda: pane.state is PaneState.LIVE, timeout=10_000)
    assert pane.words() == ""
    assert pane._player.audioOutput() is None
    assert pane.age_s() < 1
    middle = QColor(pane.grab().toImage().pixel(160, 100))
    assert middle.blue() > middle.green() > 40, "the film's own colours"
    qtbot.waitUntil(lambda: pane.state is PaneState.ENDED, timeout=10_000)
    assert seen == [PaneState.OPENING, PaneState.LIVE, PaneState.ENDED]
    assert pane.words() == "放完了"


def test_an_address_that_never_answers_is_said_and_tried_again_and_freezes_nothing(pane, qtbot):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        before = time.monotonic()
        pane.open(f"rtsp://127.0.0.1:{silent.getsockname()[1]}/live")
        assert time.monotonic() - before < 1, "the window goes on"
        assert pane.words() == "正在接通……"
        qtbot.waitUntil(lambda: pane.state is PaneState.WAITING, timeout=5_000)
        assert "接不通：地址没有答复" in pane.words()
        pane.grab()
        qtbot.waitUntil(lambda: pane.state is PaneState.OPENING, timeout=5_000)
        qtbot.waitUntil(lambda: "第 2 次" in pane.words(), timeout=5_000)
        pane.hide()
        assert pane.state is PaneState.RESTING
        assert pane._player is None, "what nobody sees draws nothing from the network"
        pane.show()
        qtbot.waitUntil(lambda: pane.state is PaneState.OPENING, timeout=5_000)


@pytest.fixture
def camera():
    made = LiveCamera()
    yield made
    made.vanish()


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # no graphics here
def test_a_camera_that_vanishes_is_said_and_fades_and_is_live_again_when_it_returns(
    pane, qtbot, camera, monkeypatch, capfd
):
    monkeypatch.setattr(video_pane, "OLD_S", 0.5)
    monkeypatch.setattr(video_pane, "LOST_S", 1.0)
    monkeypatch.setattr(video_pane, "PAUSES_S", (0.3,))
    pane._answer_s = 20.0
    pane.open(camera.address)
    qtbot.waitUntil(lambda: pane.state is PaneState.LIVE and pane.words() == "", timeout=30_000)
    bright = QColor(pane.grab().toImage().pixel(160, 100))
    assert bright.blue() > 120 > bright.red(), "what the camera sees"

    camera.vanish()
    qtbot.waitUntil(lambda: "画面断了" in pane.words(), timeout=30_000)
    faded = QColor(pane.grab().toImage().pixel(160, 100))
    assert abs(faded.red() - bright.red()) > 50, "from afar it is seen to stand"

    camera.appear()
    qtbot.waitUntil(lambda: pane.state is PaneState.LIVE, timeout=30_000)
    assert camera.asked >= 2
    assert "swscaler" not in (said := capfd.readouterr().err), "a line for each picture"
    assert "127.0.0.1" not in said, "no address of a camera in the log"


def test_what_never_answers_is_not_said_to_have_stopped(pane, qtbot, camera):
    pane._answer_s = 20.0
    pane.open(camera.address)
    qtbot.waitUntil(lambda: pane.state is PaneState.LIVE, timeout=30_000)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pane._answer_s = 0.3
        pane.open(f"rtsp://127.0.0.1:{silent.getsockname()[1]}/live")
        qtbot.waitUntil(lambda: "接不通" in pane.words(), timeout=10_000)


def test_what_is_no_film_is_said(pane, qtbot, tmp_path):
    file = tmp_path / "坏.avi"
    file.write_bytes(film()[:90])
    pane.open_film(file)
    qtbot.waitUntil(lambda: pane.state is PaneState.WAITING, timeout=10_000)
    pane.open("")
    assert pane.words() == "没有打开画面"


def test_an_address_reads_nothing_from_a_disk(pane, tmp_path):
    file = tmp_path / "a.avi"
    file.write_bytes(film())
    for address in (str(file), file.as_uri(), "file://127.0.0.1/share/a.avi", "qrc:/a.avi"):
        pane.open(address)
        assert pane.state is PaneState.EMPTY


def test_pauses_grow_to_a_minute_and_stay_there():
    assert [pause_after(at) for at in range(1, 9)] == [*PAUSES_S, 60, 60]
