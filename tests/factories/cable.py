"""A cable to the test server that tests can pull, cut and mend."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.commands.drill.cable import Cable
from app.core.database import Database
from app.core.database.address import parsed_url

LISTENS = (
    "(query = '' OR starts_with(query, 'LISTEN') OR strpos(query, 'pg_current_snapshot') > 0)"
    " AND pid <> pg_backend_pid()"
)
"""How the server's list of activities shows the connection of a desk that hears the news."""


@contextmanager
def laid_cable(port: int) -> Iterator[Cable]:
    """Give a cable to a server on this computer; an event loop of its own carries it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def do(work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(10)

    cable = Cable("127.0.0.1", port)
    try:
        do(cable.lay())
        yield cable
        do(cable.remove())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def through(cable: Cable, url: str) -> str:
    """Return the URL of a database by way of a cable."""
    return parsed_url(url).set(port=cable.port).render_as_string(hide_password=False)


def lose_next_answer(cable: Cable, database: Database) -> None:
    """Lose the answer to the next COMMIT of a database: the server has done it."""

    def lose(connection: Any) -> None:
        cable.lose_answer(own_port(connection))

    event.listen(database.engine, "commit", lose, once=True)


def own_port(connection: Any) -> int:
    """Return the port at this end of a connection of SQLAlchemy."""
    import socket

    held = socket.socket(fileno=connection.connection.driver_connection.pgconn.socket)
    try:
        return int(held.getsockname()[1])
    finally:
        held.detach()
