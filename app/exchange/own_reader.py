"""Messages of a file, read and checked beside the process that writes them.

Half of an import is taking rows apart. Of a large file that is done by a process of its own, so
that a second core is used; of a small one here, as starting a process costs about a second, unless
the mapping takes values out by patterns: one like ``(a+)+$`` never ends on some texts, which stops
all threads of a process, and only another one can end it. The reader only ever writes into a pipe:
when this process ends, however it ends, so does the reader.
No more than a few batches lie between the two, whatever the size of the file.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Generator, Iterator
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from typing import Any, NamedTuple

from app.cases.actions.intake import Intake, Reporter
from app.cases.actions.readying import Workshop, readied
from app.core.chores import meanwhile
from app.core.errors import AppError
from app.exchange.landing import Landed
from app.exchange.mapping import CaseMapping
from app.exchange.messages import Message, MessageReader, readable
from app.exchange.table_files import read_table

LARGE = 2_000_000
"""Bytes of a file from which on a process of its own is worth its start."""

CALM = 100_000
"""Objects more than before at which cyclic garbage is looked for: rows are many objects without
cycles, and looking through them again and again takes a fifth of the time of an import."""

_AT_ONCE = 500
_AHEAD = 3  # batches that are read while the last one is written
_LOOK_S = 1.0


PATIENCE_S = 120
"""Seconds without a single batch after which the reader hangs: 500 messages take less than one."""


class ReaderStuck(AppError):
    """Reading does not get on, by a pattern of the mapping most likely; facts: ``seconds``."""

    code = "exchange.reader_stuck"


class ReaderGone(AppError):
    """The process that read the file ended before the file did."""

    code = "exchange.reader_gone"


class Reading(NamedTuple):
    """What is read, and what a row that does not say goes by.

    Attributes:
        path: CSV, XLSX or JSON.
        mapping: Which column is what.
        region: Code for rows that name none.
        now: No message may have been received later; aware.
        workshop: What messages are made ready by where they are read apart; None where they are
            only looked at.
    """

    path: Path
    mapping: CaseMapping
    region: str
    now: datetime
    workshop: Workshop | None = None


class _Refused(NamedTuple):
    """An error on its way from one process to the other."""

    kind: type[AppError]
    facts: dict[str, object]


def read_messages(reading: Reading, landed: Landed) -> Generator[Message, None, None]:
    """Yield the messages of a file, each number once; what else its rows are is counted.

    Args:
        reading: The file, and how it is read.
        landed: Told of rows that were refused or said nothing new, before the messages behind
            them are given.

    Raises:
        AppError: The file as a whole cannot be read (see `read_table`); `ReaderGone`,
            `ReaderStuck`.
    """
    try:
        is_large = reading.path.stat().st_size >= LARGE
    except OSError:  # said by whoever opens it
        is_large = False
    apart = is_large or reading.mapping.patterns
    return _beside(reading, landed) if apart else _read_here(reading, landed)


def _read_here(reading: Reading, landed: Landed) -> Generator[Message, None, None]:
    table = read_table(reading.path, reading.mapping.headers)
    reader = MessageReader(reading.mapping, reading.region, reading.now)
    yield from readable(reader, table.rows, landed)


def _beside(reading: Reading, landed: Landed) -> Generator[Message, None, None]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(reading, theirs), daemon=True)
    worker.start()
    theirs.close()
    try:
        while (told := _received(ours)) is not None:
            packed, counted = told
            landed.add(counted)
            yield from (_unpacked(reading, each) for each in packed)
    finally:  # also where whoever asks has enough
        ours.close()
        worker.terminate()
        worker.join()


def _received(line: Connection) -> "tuple[list[tuple[Any, ...]], Landed] | None":
    until = time.monotonic() + PATIENCE_S
    while not line.poll(_LOOK_S):
        if time.monotonic() > until:
            raise ReaderStuck(seconds=PATIENCE_S)
        meanwhile()
    try:
        told = line.recv()
    except EOFError as error:
        raise ReaderGone from error
    if isinstance(told, _Refused):
        raise told.kind(**told.facts)
    found: tuple[list[tuple[Any, ...]], Landed] | None = told
    return found


def _work(reading: Reading, line: Connection) -> None:
    """Read a file; runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one says when it ends
    gc.set_threshold(CALM)
    waiting: Queue[bytes | None] = Queue(_AHEAD)
    sender = threading.Thread(target=_send, args=(waiting, line), daemon=True)
    sender.start()
    for told in _told(reading):
        waiting.put(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
    waiting.put(None)
    sender.join()


def _told(reading: Reading) -> Iterator[object]:
    """Yield what is told of a file: batches with what was counted, at last nothing or an error."""
    landed = Landed()
    messages = _read_here(reading, landed)
    try:
        while batch := [_packed(each, reading) for each in islice(messages, _AT_ONCE)]:
            yield batch, landed.taken()
        yield [], landed.taken()
        yield None
    except AppError as error:
        yield _Refused(type(error), error.facts)


def _send(waiting: "Queue[bytes | None]", line: Connection) -> None:
    """Send what waits while more is read: a pipe holds less than one batch, and whoever sends into
    it waits until the other side has time.
    """
    try:
        while (told := waiting.get()) is not None:
            line.send_bytes(told)
    except OSError:  # nobody asks any more
        os._exit(0)


def _packed(message: Message, reading: Reading) -> tuple[Any, ...]:
    """Return what `_unpacked` cannot know: a tuple travels in a fraction of an object's time."""
    said, who = message.intake, message.intake.reporter
    ready = readied(said, message.received_at, reading.workshop) if reading.workshop else None
    told = (said.text, said.title, said.region, said.category, said.place)
    point = (said.longitude, said.latitude, said.happened_at, said.external_number)
    rest = (said.extra, message.received_at, message.lines, ready)
    return (*told, *point, who.name, who.phone, *rest)


def _unpacked(reading: Reading, packed: tuple[Any, ...]) -> Message:
    (
        text,
        title,
        region,
        category,
        place,
        x,
        y,
        happened,
        number,
        name,
        phone,
        extra,
        at,
        lines,
        ready,
    ) = packed
    intake = Intake(
        text=text,
        title=title,
        source=reading.mapping.source,
        region=region,
        category=category,
        place=place,
        longitude=x,
        latitude=y,
        happened_at=happened,
        external_number=number,
        reporter=Reporter(name, phone),
        extra=extra,
    )
    return Message(intake, at, b"", lines, ready=ready)
