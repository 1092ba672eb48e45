"""Cameras at the desk: entered, opened, journaled, on the map."""

from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from app.core.ids import new_id
from app.territory.video.actions import StationDraft, add_station
from app.territory.video.rules import VideoKind, VideoTier
from tests.factories.centre import GRID
from tests.factories.films import film
from tests.factories.seats import choose_from, press, sit, words_of
from ui.parts.video_pane import PaneState
from ui.territory.video.marks import CameraMarks
from ui.territory.video.page import VideoPage

__all__ = ["sit"]


class OneFilm(BaseHTTPRequestHandler):
    """Answers everything with a film."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "video/x-msvideo")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(film(frames=60))

    def log_message(self, *_):
        pass


@pytest.fixture
def stream():
    """Where a film is had from the network."""
    with ThreadingHTTPServer(("127.0.0.1", 0), OneFilm) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/lukou.avi"
        server.shutdown()


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # no graphics here
def test_a_camera_is_entered_and_its_picture_opened(embedded_centre, sit, stream):
    seat = sit(embedded_centre.database, embedded_centre.actor("dispatcher"))
    page = seat.show(VideoPage(seat.desk))
    page.add()
    form = page.dialog
    form.code.setText("99-001")
    form.name.setText("滨河路东口")
    choose_from(form.region, "南塘", seat)
    form.point.setText("113.3，40.1")
    form.address.setText("rtsp://admin:1@10.0.0.8/live")
    seat.save(form)
    assert "口令" in words_of(form)
    form.address.setText(stream)
    seat.save(form)
    seat.wait(lambda: page.panel.open_button.isVisibleTo(page))
    assert page.panel.picture.state is PaneState.EMPTY, "nothing opens by itself"
    press(page.panel.open_button)
    seat.wait(lambda: page.panel.picture.state is PaneState.LIVE)
    page.change()
    seat.wait(lambda: page.dialog is not form)
    assert page.dialog.address.text() == stream
    page.dialog.name.setText("滨河路西口")
    seat.save(page.dialog)
    seat.wait(lambda: page.model.rows[0].name == "滨河路西口")
    assert page.panel.picture.state is PaneState.LIVE, "the same camera goes on"
    assert page.model.rows[0].point == (113.3, 40.1)
    press(page.panel.close_button)
    assert page.panel.picture.state is PaneState.EMPTY
    other = StationDraft("99-002", "会场", VideoKind.STATION, VideoTier.TOWN, GRID)
    with embedded_centre.database.writing(embedded_centre.actor("director")) as uow:
        add_station(uow, other, command_key=new_id())
    page.reload()
    seat.wait(lambda: len(page.model.rows) == 2)
    marks = CameraMarks()
    marks.set_stations(page.model.rows)
    assert [row.code for row in marks._rows] == ["99-001"], "only what has a place"
    seat.settle()
