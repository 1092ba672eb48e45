"""100,000 cases from a CSV file into a database, and out of it again."""

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from app.cases.dictionary import load_dictionary
from app.cases.documents import INDEX
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.models.search import CaseDocument
from app.cases.rules import Source
from app.commands.measures.rows import BenchRow, against, held_mib, paired, timed
from app.core.actor import console
from app.core.calendar_store import ensure_calendar
from app.core.clock import SHANGHAI
from app.core.database import Base, Database
from app.core.database.sqlite import PRAGMAS
from app.core.database.tables import ChangeFeed, CommandDone, JournalEntry
from app.core.database.text_index import FTS5_INSERT, fts5_columns
from app.core.words import say
from app.exchange.cases import import_cases
from app.exchange.exports import Extent, export_cases
from app.exchange.mapping import CaseField, CaseMapping
from app.migrations import migrate
from app.territory.models import Region
from app.territory.rules import Tier

ROWS = 100_000
GROWTH_LIMIT_MIB = 48.0
"""What 80,000 numbers may take that are remembered of a file."""

_STREET = "140213054"
_GRIDS = tuple(f"{_STREET}{n // 10 + 1:03d}{n % 10 + 1:03d}" for n in range(60))
_BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=SHANGHAI)
_WRITTEN: tuple[type[Base], ...] = (
    CommandDone,
    CaseFile,
    CaseEvent,
    CasePerson,
    CaseDocument,
    JournalEntry,
    ChangeFeed,
)
"""The tables an import of new messages writes to, those first that others refer to."""

_HEADER = (
    "工单编号", "来电时间", "标题", "诉求内容", "类别", "网格", "地址",
    "经度", "纬度", "姓名", "电话", "渠道",
)  # fmt: skip
_MAPPING = CaseMapping(
    source=Source.HOTLINE_12345,
    columns={
        CaseField.EXTERNAL_NUMBER: "工单编号",
        CaseField.RECEIVED_AT: "来电时间",
        CaseField.TITLE: "标题",
        CaseField.TEXT: "诉求内容",
        CaseField.CATEGORY: "类别",
        CaseField.REGION: "网格",
        CaseField.PLACE: "地址",
        CaseField.LONGITUDE: "经度",
        CaseField.LATITUDE: "纬度",
        CaseField.REPORTER_NAME: "姓名",
        CaseField.REPORTER_PHONE: "电话",
    },
    extra={"渠道": "渠道"},
    categories={"井盖": "C01-003", "路灯": "C01-010", "噪声": "E01-001", "停水": "E01-002"},
)
_TOLD = (
    ("井盖", "井盖翘起", "滨河路 {n} 号门前的雨水井盖翘起，夜里看不清，已有老人绊倒，请尽快来修。"),
    ("路灯", "路灯不亮", "清泉家园 {n} 号楼前的路灯从上周起不亮，晚上放学的孩子看不见台阶。"),
    ("噪声", "夜间噪声", "东街 {n} 号烧烤店凌晨一点还在马路上摆桌，油烟、噪声都大，说过几次没用。"),
    ("停水", "整栋停水", "新华里 {n} 栋从昨天下午起没有水，物业说不知道原因，请问什么时候恢复？"),
    (
        "",
        "咨询",
        "想问一下给八十岁以上老人发的补贴在哪里办，要带什么材料，能不能由家人代办。（{n}）",
    ),
)


def write_file(file: Path, rows: int) -> None:
    """Write messages as a hotline hands them over; one in four callers does not give a name."""
    chance = Random(1)  # noqa: S311  nothing secret hangs on it
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(_HEADER)
        for n in range(rows):
            kind, title, text = _TOLD[n % len(_TOLD)]
            at = _BEGAN + timedelta(seconds=150 * n + chance.randrange(150))
            named = ("陈芳华", f"138{chance.randrange(10**8):08d}") if n % 4 else ("", "")
            point = (f"{113.2 + chance.random() / 5:.6f}", f"{40.0 + chance.random() / 5:.6f}")
            place = f"滨河路 {n % 900 + 1} 号"
            writer.writerow(
                (
                    f"HT2026{n:08d}",
                    f"{at:%Y-%m-%d %H:%M:%S}",
                    title,
                    text.format(n=n + 1),
                    kind,
                    chance.choice(_GRIDS),
                    place,
                    *point,
                    *named,
                    chance.choice(("电话", "微信")),
                )
            )


def make_template(file: Path) -> bytes:
    """Return a database file with kinds, calendar and the grids of a street, but no case."""
    database = Database.open(f"sqlite:///{file}")
    migrate(database)
    with database.writing(console("bench")) as uow:
        ensure_calendar(uow)
        load_dictionary(uow)
        for code in (_STREET, *sorted({grid[:12] for grid in _GRIDS}), *_GRIDS):
            tier = {9: Tier.STREET, 12: Tier.COMMUNITY, 15: Tier.GRID}[len(code)]
            above = code[:-3] if tier is not Tier.STREET else None
            row = Region(
                code=code, name=code, tier=tier, parent_code=above, pinyin=code, initials=""
            )
            uow.session.add(row)
            uow.session.flush()
    database.dispose()
    body = file.read_bytes()
    file.unlink()
    return body


def importing(folder: Path, runs: int) -> BenchRow:
    """Measure the import of new messages against the bare insert of the rows it writes.

    The yardstick puts the very rows of a first import, values ready made, into the same tables
    of a copy of the same file by one `executemany` a table, in one transaction: what the import
    reads, checks, hashes and commits batch by batch comes on top.
    """
    source = folder / "messages.csv"
    write_file(source, ROWS)
    body = make_template(folder / "template.db")
    file = folder / "import.db"

    def ours() -> float:
        file.write_bytes(body)
        database = Database.open(f"sqlite:///{file}")
        try:
            taken = timed(lambda: _imported(database, source))()
        finally:
            database.dispose()
        return taken

    file.write_bytes(body)
    last = {table: _last(file, table) for table in _WRITTEN}
    ours()
    written = [(_statement(table), _rows(file, table, last[table])) for table in _WRITTEN]
    written.append((FTS5_INSERT.format(name=INDEX.name), _words(file)))
    bare = _bare(folder / "bare.db", body, written)
    return paired(say("lab.import", rows=f"{ROWS:,}"), ours, bare, bound=2.5, runs=runs)


def import_memory(folder: Path) -> BenchRow:
    """Measure how much more memory is held at most after the first fifth of an import than
    during it: numbers that were seen are kept to tell a message from itself, and nothing else.
    """
    source, file = folder / "messages.csv", folder / "memory.db"
    write_file(source, ROWS)
    file.write_bytes(make_template(folder / "template.db"))
    database = Database.open(f"sqlite:///{file}")
    held: list[tuple[int, float]] = []
    try:
        import_cases(
            database,
            console("bench"),
            source,
            _MAPPING,
            progress=lambda done: held.append((done, held_mib())),
        )
    finally:
        database.dispose()
    early = max(mib for done, mib in held if done <= ROWS // 5)
    grown = max(mib for _, mib in held) - early
    what = say("lab.import_memory", rows=f"{ROWS:,}")
    return against(what, [grown], unit="MiB", limit=GROWTH_LIMIT_MIB)


def exporting(folder: Path, runs: int) -> BenchRow:
    """Measure an export to Excel against the library writing the same cells, values ready made.

    What the export reads, words and journals comes on top.
    """
    source, file = folder / "messages.csv", folder / "export.db"
    write_file(source, ROWS)
    file.write_bytes(make_template(folder / "template.db"))
    database = Database.open(f"sqlite:///{file}")
    book, bare = folder / "ours.xlsx", folder / "bare.xlsx"

    def ours() -> object:
        return export_cases(database, console("bench"), book, Extent())

    try:
        _imported(database, source)
        first = timed(ours)()  # also loads the library
        cells = _cells(book)
        if len(cells) != ROWS + 1:
            raise AssertionError(f"{len(cells)} rows after {first:.0f} s")
        what = say("lab.export", rows=f"{ROWS:,}")
        plain = timed(lambda: _write_plain(bare, cells))
        return paired(what, timed(ours), plain, bound=1.5, runs=runs, warm_up=0)
    finally:
        database.dispose()


def _cells(file: Path) -> list[tuple[object, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    found: list[tuple[object, ...]] = [*book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return found


def _write_plain(file: Path, cells: list[tuple[object, ...]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in cells:
        sheet.append(row)
    book.save(file)


def _imported(database: Database, source: Path) -> None:
    report = import_cases(database, console("bench"), source, _MAPPING)
    if report.new != ROWS:
        raise AssertionError(f"{report.new} of {ROWS} are new, {report.rejected[:3]}")


def _statement(table: type[Base]) -> str:
    columns = table.__table__.columns.keys()
    marks = ", ".join("?" for _ in columns)
    return f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  names of ours


def _rows(file: Path, table: type[Base], since: int) -> list[tuple[object, ...]]:
    """Return the rows of a table that came after row `since`, as the driver takes them."""
    columns = ", ".join(table.__table__.columns.keys())
    asked = f"SELECT {columns} FROM {table.__tablename__} WHERE rowid > ? ORDER BY rowid"  # noqa: S608
    with closing(sqlite3.connect(file)) as connection:
        found: list[tuple[object, ...]] = connection.execute(asked, (since,)).fetchall()
    return found


def _words(file: Path) -> list[tuple[object, ...]]:
    """Return what the text index was handed, cut into its pieces."""
    with closing(sqlite3.connect(file)) as connection:
        told = connection.execute("SELECT id, content FROM case_document ORDER BY id")
        return [(key, *fts5_columns(content)) for key, content in told]


def _last(file: Path, table: type[Base]) -> int:
    with closing(sqlite3.connect(file)) as connection:
        asked = f"SELECT coalesce(max(rowid), 0) FROM {table.__tablename__}"  # noqa: S608
        return int(connection.execute(asked).fetchone()[0])


def _bare(
    file: Path, body: bytes, written: list[tuple[str, list[tuple[object, ...]]]]
) -> Callable[[], float]:
    """Return what inserts rows ready made, on a connection set up like that of a desk."""

    def insert(connection: sqlite3.Connection) -> None:
        for statement, rows in written:
            connection.executemany(statement, rows)
        connection.commit()

    def run() -> float:
        file.write_bytes(body)
        with closing(sqlite3.connect(file)) as connection:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            return timed(lambda: insert(connection))()

    return run
