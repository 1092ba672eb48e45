"""53,000 members: brought by a spreadsheet, paged, found while somebody types, taken out."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from uuid import UUID

from app.commands.measures.rows import BenchRow, against, paired, timed
from app.core.actor import Actor, console
from app.core.clock import local
from app.core.database import Database
from app.core.doors import TableOrder
from app.core.ids import new_id
from app.core.pinyin import reading
from app.core.words import label, say
from app.exchange.exports import export_rows
from app.exchange.table_files import read_cells
from app.migrations import migrate
from app.party.models import PartyOrganisation
from app.party.queries.roster import RosterFilter, roster_page
from app.party.roster.landing import land, look_at_file
from app.party.roster.places import places_of
from app.party.roster.preview import preview
from app.party.roster.sheet import read_sheet
from app.party.roster.taking_out import COLUMNS, exported_rows
from app.party.rules import FormedWay, PartyForm, PartyLevel, Standing
from app.territory.models import Region
from app.territory.rules import Tier

MEMBERS = 53_000
BRANCHES = 1_060
NAMES = ("roster_import", "roster_page", "roster_typed", "roster_export")
_STREET = "990102004"
_HEAD = (
    *("姓名", "性别", "身份证号", "入党时间", "身份", "所在党支部", "工作单位", "电话", "住址"),
    *("专长", "标签"),
)
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶蒋杜苏"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志新海燕春晓峰文斌玲云鹏飞佳琪思远"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_TYPED = ("王", "王伟", "w", "wj", "wjg", "社区", "急救", "zhang", "没有的")
"""What stands in the filter after one key or another."""


def rows(folder: Path, runs: int) -> dict[str, Callable[[], BenchRow]]:
    """Return what is measured; the roster is brought in once, by the first that needs it."""
    few = min(runs, 3)

    @cache
    def made() -> tuple[Database, list[float]]:
        return _made(folder, few)

    return {
        "roster_import": lambda: against(
            say("lab.roster_import", rows=f"{MEMBERS:,}"), made()[1], unit="s", limit=30.0
        ),
        "roster_page": lambda: _first_page(made()[0], runs),
        "roster_typed": lambda: _typed(made()[0], few),
        "roster_export": lambda: _exported(made()[0], folder, few),
    }


def _made(folder: Path, runs: int) -> tuple[Database, list[float]]:
    """Return a database with the roster, and how long each bringing in took."""
    sheet = folder / "roster.xlsx"
    _write_sheet(sheet)
    template = folder / "roster-template.db"
    _plant(template)
    taken: list[float] = []
    file = folder / "roster.db"
    for _ in range(max(1, runs - 1)):
        file.write_bytes(template.read_bytes())
        database = Database.open(f"sqlite:///{file}")
        taken.append(timed(partial(_bring, database, sheet))())
        database.dispose()
    return Database.open(f"sqlite:///{file}"), taken


def _actor() -> Actor:
    return console("bench")


def _bring(database: Database, sheet: Path) -> None:
    """Look at a file, compare it with the roster, land it."""
    actor, pepper = _actor(), database.state.pepper
    with database.writing(actor) as uow:
        key = look_at_file(uow, sheet.name, _STREET, command_key=new_id())
    today = local(database.clock.now()).date()
    with database.reading() as session:
        places = places_of(session, actor)
        found = preview(
            session,
            actor,
            read_sheet(read_cells(sheet), today=today),
            places,
            import_id=key,
            home=None,
            pepper=pepper,
        )
    land(database, actor, found, pepper, command_key=new_id())


def _plant(file: Path) -> None:
    database = Database.open(f"sqlite:///{file}")
    migrate(database)
    with database.writing(_actor()) as uow:
        uow.session.add(
            Region(code=_STREET, name="柳溪", tier=Tier.STREET, pinyin="liu xi", initials="lx")
        )
        uow.session.flush()
        top = _organisation("柳溪街道党工委", PartyLevel.STREET, PartyForm.COMMITTEE, None)
        uow.session.add(top)
        uow.session.flush()
        for n in range(BRANCHES):
            name = f"第{n + 1}网格党支部"
            row = _organisation(name, PartyLevel.GRID, PartyForm.BRANCH, top.id)
            uow.session.add(row)
    database.dispose()


def _organisation(
    name: str, level: PartyLevel, form: PartyForm, above: UUID | None
) -> PartyOrganisation:
    read = reading(name)
    return PartyOrganisation(
        id=new_id(),
        name=name,
        pinyin=read.key,
        initials=read.initials,
        level=level,
        form=form,
        way=FormedWay.IN_LINE,
        parent_id=above,
        region=_STREET,
        founded_on=date(2019, 6, 18),
    )


def _write_sheet(file: Path) -> None:
    """Write the roster as offices hand it in: a title, dates of every kind, some wrong numbers."""
    from openpyxl import Workbook

    chance = Random(7)  # noqa: S311  nothing secret hangs on it
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["柳溪街道党员花名册"])
    sheet.append(_HEAD)
    for n in range(MEMBERS):
        sheet.append(_row(n, chance))
    book.save(file)


def _row(n: int, chance: Random) -> list[str]:
    name = chance.choice(_FAMILY) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
    born = date(1940, 1, 1) + timedelta(days=(n * 37) % 22_000)
    joined = born + timedelta(days=20 * 365 + n % 3_000)
    body = f"140213{born:%Y%m%d}{n // 22_000:02d}{n % 10}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    check = "10X98765432"[(total + (n % 200 == 0)) % 11]
    days = (
        f"{joined:%Y-%m-%d}",
        f"{joined.year}.{joined.month}",
        f"{joined.year}年{joined.month}月",
    )
    return [
        name,
        "女" if int(body[16]) % 2 == 0 else "男",
        body + check,
        days[n % 3],
        "预备党员" if n % 60 == 0 else "正式党员",
        f"第{n % BRANCHES + 1}网格党支部",
        ("退休", "社区居委会", "区供电所", "市第九中学", "公交二公司")[n % 5],
        f"138{n:08d}",
        f"滨河路{n % 300 + 1}号{n % 20 + 1}单元",
        ("急救、走访", "助老", "", "电工", "法律咨询")[n % 5],
        "骨干" if n % 40 == 0 else "",
    ]


def _first_page(database: Database, runs: int) -> BenchRow:
    """Measure the first page of the whole street against the bare statement of its columns."""
    actor, file = _actor(), str(database.url.database)
    with database.reading() as session:
        top = session.query(PartyOrganisation.id).filter_by(parent_id=None).scalar()

    def ours() -> None:
        with database.reading() as session:
            roster_page(session, actor, RosterFilter(top))

    statement = (
        "SELECT m.*, o.name, r.name FROM party_member m"
        " JOIN party_organisation o ON o.id = m.organisation_id"
        " LEFT JOIN region r ON r.code = m.grid_code"
        " WHERE m.left_on IS NULL AND m.region >= ? AND m.region < ?"
        " ORDER BY m.pinyin, m.id LIMIT 61"
    )
    given = (_STREET, f"{_STREET}:")
    with closing(sqlite3.connect(file)) as bare:
        return paired(
            say("lab.roster_page", rows=f"{MEMBERS:,}"),
            timed(ours),
            timed(lambda: bare.execute(statement, given).fetchall()),
            bound=2.0,
            runs=runs,
        )


def _typed(database: Database, runs: int) -> BenchRow:
    """Measure the slowest of what may be typed over the whole street, narrowed besides or not."""
    actor = _actor()
    with database.reading() as session:
        top = session.query(PartyOrganisation.id).filter_by(parent_id=None).scalar()
    whole = RosterFilter(top)
    besides = replace(whole, standing=Standing.FULL, skill="急救", joined_since=date(1980, 1, 1))
    asked = [replace(chosen, text=text) for chosen in (whole, besides) for text in _TYPED]

    def page(chosen: RosterFilter) -> None:
        with database.reading() as session:
            roster_page(session, actor, chosen)

    page(asked[0])
    taken = [max(timed(partial(page, each))() for each in asked) * 1_000 for _ in range(runs)]
    return against(say("lab.roster_typed", rows=f"{MEMBERS:,}"), taken, unit="ms", limit=50.0)


def _exported(database: Database, folder: Path, runs: int) -> BenchRow:
    actor = _actor()
    order = TableOrder("roster", tuple((each.value, label(each)) for each in COLUMNS))
    path = folder / "roster-out.xlsx"

    def out() -> None:
        found = exported_rows(database, actor, RosterFilter())
        export_rows(database, actor, path, order, found)

    what = say("lab.roster_export", rows=f"{MEMBERS:,}")
    return against(what, [timed(out)() for _ in range(runs)], unit="s", limit=10.0)
