"""What is told of a running system; all moments are aware, all sizes in bytes."""

from dataclasses import dataclass
from datetime import datetime

from app.core.chores import ChoreStatus, Keeper
from app.core.database.maintenance import Maintenance


@dataclass(frozen=True, slots=True)
class Connected:
    """A program that is connected to the server.

    Attributes:
        who: Name of the person, "" for the service account and for strangers.
        account: The login role.
        desk: Name of the workstation, "" where the program did not say.
        version: Of the program, "" where it did not say.
        process: Number of the process there, 0 where it did not say.
        address: Of the computer, "" where it cannot be seen.
        connections: How many it holds; a desk holds two or three.
        since: When the first of them began, None where it cannot be seen.
        changed: When one of them last did something, None where it cannot be seen.
        is_busy: True while one of them is at work.
        is_service: The account of the keeper, of backups and migrations.
    """

    who: str
    account: str
    desk: str
    version: str
    process: int
    address: str
    connections: int
    since: datetime | None
    changed: datetime | None
    is_busy: bool
    is_service: bool


@dataclass(frozen=True, slots=True)
class RunningStatement:
    """A statement that runs longer than a statement should.

    Attributes:
        who: Name of the person, "" for the service account and for strangers.
        desk: Name of the workstation, "" where it is not known.
        since: When it began.
        waits: It waits for what somebody else has locked.
        text: What it says, without values.
    """

    who: str
    desk: str
    since: datetime
    waits: bool
    text: str


@dataclass(frozen=True, slots=True)
class SlowStatement:
    """A statement as the server counted it, among those that took longest on average."""

    calls: int
    mean_ms: float
    worst_ms: float
    text: str


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that was finished.

    Attributes:
        at: When.
        who: Who made it.
        desk: At which computer.
        file: Where it was put there, "" where that was not written down.
        size_bytes: How large it is.
        is_encrypted: Whoever finds the file cannot read it.
    """

    at: datetime
    who: str
    desk: str
    file: str
    size_bytes: int
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class DeskProgram:
    """What was last used on a computer.

    Attributes:
        desk: Its name.
        who: Who signed in there last.
        at: When.
        version: Of the program.
    """

    desk: str
    who: str
    at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table with its indexes and what is stored beside it."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Storage:
    """What the database takes.

    Attributes:
        size_bytes: All of it.
        attachments_bytes: Files of cases among it.
        largest: The largest tables; none where the engine cannot tell without reading it all.
        free_bytes: Left on its disk, None where that cannot be seen from here.
    """

    size_bytes: int
    attachments_bytes: int
    largest: tuple[TableSize, ...]
    free_bytes: int | None


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """What a shared server tells of itself.

    Attributes:
        connected: Who is connected, one row a process.
        sees_all: False where others' times, addresses and statements cannot be seen.
        counts: The server counts statements.
        running: Statements that run too long at this moment.
        slow: Statements that took long, from the count.
    """

    connected: tuple[Connected, ...]
    sees_all: bool
    counts: bool
    running: tuple[RunningStatement, ...]
    slow: tuple[SlowStatement, ...]


@dataclass(frozen=True, slots=True)
class Operations:
    """How the system runs.

    Attributes:
        as_of: When all of it was read.
        engine: Kind and version of the database.
        revision: Schema of the database.
        min_client: Oldest schema a writing program may know.
        version: Of this program.
        wanted_version: Version desks should have, "" for whichever they have.
        package_place: Where it lies.
        maintenance: What is announced, and whether anybody may write.
        keeper: Who does the chores, None for nobody.
        chores: All that ever ran, by name.
        storage: What the database takes.
        backup: The last one, None where there never was one.
        unsealed: Rows of the journal not sealed yet; one more than the most that is counted
            where there are more.
        sealed_at: When the journal was last sealed, None for never.
        desks: The program on each computer, those used last first.
        server: What a shared server tells of itself, None for an embedded file.
    """

    as_of: datetime
    engine: str
    revision: str
    min_client: str
    version: str
    wanted_version: str
    package_place: str
    maintenance: Maintenance
    keeper: Keeper | None
    chores: tuple[ChoreStatus, ...]
    storage: Storage
    backup: LastBackup | None
    unsealed: int
    sealed_at: datetime | None
    desks: tuple[DeskProgram, ...]
    server: ServerSeen | None
