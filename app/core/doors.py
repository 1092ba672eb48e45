"""What a lower floor needs from a higher one: protocols that `app.bootstrap` fills."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.database import Database, Uow
from app.core.errors import AppError


class NoSuchPaper(AppError):
    """There is no paper of that kind; facts: ``kind``."""

    code = "core.no_such_paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn document.

    Attributes:
        name: File name to propose, with ``.pdf``.
        body: The PDF.
        warnings: Sentences about it, e.g. characters no installed font can draw.
    """

    name: str
    body: bytes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperBatch:
    """Papers of one kind about many records, as one document.

    Attributes:
        paper: All that could be drawn, in the order asked for; None when nothing could.
        drawn: How many records it holds.
        refused: Key and reason of each record that could not be drawn.
    """

    paper: Paper | None
    drawn: int
    refused: tuple[tuple[str, AppError], ...] = ()


class PaperDoor(Protocol):
    """Whoever can draw papers."""

    def draw(self, session: Session, actor: Actor, kind: str, key: str) -> Paper:
        """Draw a paper of a kind about a record.

        Raises:
            NoSuchPaper: Nobody draws that kind.
            NotFound: The record is absent or out of scope.
        """

    def draw_many(
        self, session: Session, actor: Actor, kind: str, keys: Sequence[str]
    ) -> PaperBatch:
        """Draw papers of a kind about many records as one document; what cannot be drawn is
        told, and the rest goes on.

        Raises:
            NoSuchPaper: Nobody draws that kind for many records at once.
        """


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much somebody has open.

    Attributes:
        cases: In their hands.
        first_contacts: Cases they received first and stay answerable for.
        tasks: Parts of cases given to them.
        duties: Kinds of case they answer for in their unit.
    """

    cases: int = 0
    first_contacts: int = 0
    tasks: int = 0
    duties: int = 0

    def __bool__(self) -> bool:
        return any((self.cases, self.first_contacts, self.tasks, self.duties))


class WorkDoor(Protocol):
    """Whoever knows what people have open, and can hand it on."""

    def open_work(self, session: Session, actor: Actor, person_id: UUID) -> OpenWork:
        """Return how much somebody has open.

        Raises:
            NotAllowed: Accounts are managed by others.
        """

    def hand_on(self, uow: Uow, leaver_id: UUID, taker_id: UUID, *, command_key: UUID) -> int:
        """Hand on what somebody has open; all of it or nothing.

        Returns:
            How many cases and tasks changed hands.

        Raises:
            AppError: Whoever is to take over cannot; it says why.
        """


@dataclass(frozen=True, slots=True)
class TableOrder:
    """A table that is to leave as a file.

    Attributes:
        kind: What its rows are, as the journal calls it: ``cases``.
        columns: Key and heading of each.
        region: Part of the area it is of, "" for all one may take out.
        facts: What else the journal keeps of it: plain JSON values, never personal ones.
        right: By which it may leave.
    """

    kind: str
    columns: tuple[tuple[str, str], ...]
    region: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    right: str = "exchange.export"


class TableDoor(Protocol):
    """Whoever can write tables; the end of the file name says in which form."""

    def write(
        self,
        database: Database,
        actor: Actor,
        path: Path,
        order: TableOrder,
        rows: Iterable[Sequence[object]],
    ) -> int:
        """Write rows as they come, journal that they left, and return how many; the file is
        whole or not there.

        Raises:
            NotAllowed: The right that the order names is not held.
            AppError: The file cannot be written; it says why.
        """


class SheetDoor(Protocol):
    """Whoever can read spreadsheets that nobody knows the header of yet."""

    def rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Yield row number (from 1) and cells of a CSV or Excel file, cleaned of outer blanks;
        empty rows are passed over.

        Raises:
            AppError: The file cannot be read; it says why.
        """


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of a region whose grids were redrawn.

    Attributes:
        old: Code that goes out of use.
        main: Code of the region that holds most of it.
        areas: Code and area (WKB, CGCS2000) of each region that holds a part of it.
    """

    old: str
    main: str
    areas: tuple[tuple[str, bytes], ...]


class RegionDoor(Protocol):
    """Whoever has records that lie in regions, and moves them where regions are redrawn."""

    def moved(self, uow: Uow, successions: Sequence[Succession]) -> int:
        """Move records to the region their point lies in, those without a point to the main
        one; return how many. The code each was opened with stays.
        """


class DutyDoor(Protocol):
    """Whoever knows how many are to be on duty."""

    def least(self, session: Session, region: str, now: datetime) -> int:
        """Return how many are to be on duty at any time in a centre: what its settings say, or
        more where the posture in force asks for more.
        """


@dataclass(frozen=True, slots=True)
class Doors:
    """All doors, open."""

    papers: PaperDoor
    work: WorkDoor
    tables: TableDoor
    sheets: SheetDoor
    regions: RegionDoor
    duty: DutyDoor
