"""Gateways on loopback: a fake one that takes text messages, and a real SMTP server."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class FakeGateway:
    """Takes requests and answers as it is told.

    Attributes:
        answers: Status of each answer to come; 200 once they are used up.
        taken: Headers and body of every request.
    """

    port: int = 0
    answers: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def fake_gateway() -> Iterator[FakeGateway]:
    """Run a gateway on loopback."""
    fake = FakeGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = json.loads(body) if "json" in self.headers["Content-Type"] else body
            fake.taken.append((dict(self.headers), told))
            status = fake.answers.pop(0) if fake.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://127.0.0.1:{fake.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Letters:
    """Keeps what an SMTP server was given; refuses recipients it is told to."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.refuse = ""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"


@contextmanager
def smtp_server() -> Iterator[tuple[Letters, int]]:
    """Run a real SMTP server on loopback."""
    letters = Letters()
    with socket.socket() as free:  # the controller calls itself at the port it is given
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield letters, port
    finally:
        controller.stop(no_assert=True)


def write_gateways(folder: Path, text: str, **secrets: str) -> None:
    """Write the file of gateways, and secrets that only their owner reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gateways.toml").write_text(text, "utf-8")
    for name, secret in secrets.items():
        file = folder / f"{name}.secret"
        file.write_text(secret, "utf-8")
        file.chmod(0o600)
