"""A camera on this computer: pictures one after another over HTTP, that can go and come back."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image

PAUSE_S = 0.05


class LiveCamera:
    """Sends a picture twenty times a second to whoever asks, as cameras do (multipart JPEG)."""

    def __init__(self, color: tuple[int, int, int] = (30, 80, 160)) -> None:
        out = BytesIO()
        Image.new("RGB", (320, 180), color).save(out, "JPEG")
        self._picture = out.getvalue()
        self._gone = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.asked = 0
        self.appear()

    @property
    def address(self) -> str:
        """Where it is reached, gone or not."""
        return f"http://127.0.0.1:{self.port}/live"

    def appear(self) -> None:
        """Answer, at the same address as before."""
        self._gone.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def vanish(self) -> None:
        """Break every connection and answer nobody."""
        self._gone.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def parts(self) -> Iterator[bytes]:
        """Yield picture after picture until it is gone."""
        head = (
            f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(self._picture)}\r\n\r\n"
        )
        while not self._gone.wait(PAUSE_S):
            yield head.encode() + self._picture + b"\r\n"

    def _handler(camera: "LiveCamera") -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.asked += 1
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=frame")
                self.end_headers()
                with suppress(OSError):
                    for part in camera.parts():
                        self.wfile.write(part)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
