"""The cable between desks and their server, as a TCP proxy: it can be pulled, cut and mended.

Pulled, it holds what is sent, as a network does that sends again until it is through: nobody is
told anything. Cut, every connection ends at once, as when a server goes down.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

CHUNK = 65_536
_PATIENCE_S = 1.0


class Cable:
    """A proxy on this computer; its methods may be called from any thread once it is laid.

    Attributes:
        port: Where desks connect to on 127.0.0.1; 0 before it is laid.
    """

    def __init__(self, host: str, port: int) -> None:
        """Lead to a server; a host that is a folder holds its socket."""
        self.port = 0
        self._far = (host, port)
        self._whole = asyncio.Event()
        self._whole.set()
        self._is_cut = False
        self._losing: set[int] = set()
        self._near: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: asyncio.Server | None = None

    async def lay(self) -> None:
        """Begin to listen; the running event loop carries all."""
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def remove(self) -> None:
        """End every connection and listen no more."""
        if self._server is not None:
            self._server.close()
        self._cut()
        await asyncio.sleep(0)  # whoever was let in just now begins, and sees it
        if self._tasks:  # cancelled while it is made, a connection would be left open
            await asyncio.wait(tuple(self._tasks), timeout=_PATIENCE_S)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def pull(self) -> None:
        """Let nothing through, and tell nobody."""
        self._call(self._whole.clear)

    def cut(self) -> None:
        """End all connections, and each new one at once."""
        self._call(self._cut)

    def mend(self) -> None:
        """Let all through again; what was held goes on its way."""
        self._is_cut = False
        self._call(self._whole.set)

    def lose_answer(self, port: int) -> None:
        """Lose the next answer on one connection, and cut it.

        Args:
            port: The desk's end of the connection.
        """
        self._losing.add(port)

    def _call(self, change: Callable[[], object]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(change)

    def _cut(self) -> None:
        self._is_cut = True
        self._whole.set()
        for near in tuple(self._near):
            near.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._near.add(near)
        try:
            await self._whole.wait()
            if not self._is_cut:
                await self._carry(reader, near)
        except (OSError, asyncio.CancelledError):  # no server there, or the drill is over
            return
        finally:
            self._near.discard(near)
            near.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        far_reader, far = await self._reach()
        port = near.get_extra_info("peername")[1]
        ways = (self._pass_on(reader, far), self._pass_back(far_reader, near, port))
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            far.close()
            with contextlib.suppress(OSError):
                await far.wait_closed()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, port = self._far
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, port)

    async def _pass_on(self, reader: asyncio.StreamReader, far: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            await self._whole.wait()
            far.write(data)
            await far.drain()

    async def _pass_back(
        self, reader: asyncio.StreamReader, near: asyncio.StreamWriter, port: int
    ) -> None:
        while data := await reader.read(CHUNK):
            if port in self._losing:
                self._losing.discard(port)
                return
            await self._whole.wait()
            near.write(data)
            await near.drain()
