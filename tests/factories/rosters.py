"""Card numbers and sheets for tests of the roster; nobody has these numbers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from openpyxl import Workbook

from app.accounts.rules import Role, rights_of
from app.core.actor import Actor, Grant, console
from app.core.database import Database
from app.core.ids import new_id
from app.core.pinyin import reading
from app.party.models import PartyOrganisation
from app.party.rules import FormedWay, PartyForm, PartyLevel
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def card(born: date, order: int, place: str = "140202") -> str:
    """Return a card number with a right check digit (GB 11643); an even order is a woman's."""
    body = f"{place}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def in_rows(rows: list[list[str]]) -> list[tuple[int, list[str]]]:
    """Return rows with their numbers, as a reader of files yields them."""
    return list(enumerate(rows, 1))


def officer(region: str = STREET, name: str = "苏婉", role: Role = Role.PARTY_OFFICER) -> Actor:
    """Return somebody who keeps the rosters of a region, with no account behind them."""
    grant = Grant(role=role, rights=rights_of(role), region=region)
    return Actor(person_id=new_id(), name=name, desk="党建窗口", grants=(grant,))


@dataclass(frozen=True, slots=True)
class Tree:
    """Organisations of the test centre: two branches with a group, one dissolved, one elsewhere."""

    street: UUID
    general: UUID
    first: UUID
    second: UUID
    group: UUID
    dissolved: UUID
    elsewhere: UUID


def plant_tree(database: Database) -> Tree:
    """Put some organisations into a centre as they stand, without their course."""
    founded = date(2019, 6, 18)
    keys = {name: new_id() for name in Tree.__dataclass_fields__}
    told = (
        ("street", "柳溪街道党工委", PartyLevel.STREET, PartyForm.COMMITTEE, None, STREET),
        (
            "general",
            "南塘社区党总支",
            PartyLevel.COMMUNITY,
            PartyForm.GENERAL_BRANCH,
            "street",
            None,
        ),
        ("first", "南塘第一网格党支部", PartyLevel.GRID, PartyForm.BRANCH, "general", GRID),
        ("second", "南塘第二网格党支部", PartyLevel.GRID, PartyForm.BRANCH, "general", GRID),
        ("group", "市场楼党小组", PartyLevel.BUILDING, PartyForm.GROUP, "second", GRID),
        ("dissolved", "望湖党支部", PartyLevel.GRID, PartyForm.BRANCH, "general", GRID),
        ("elsewhere", "东湖街道党工委", PartyLevel.STREET, PartyForm.COMMITTEE, None, OTHER_STREET),
    )
    with database.writing(console("test")) as uow:
        for key, name, level, form, above, region in told:
            uow.session.add(
                PartyOrganisation(
                    id=keys[key],
                    name=name,
                    pinyin=reading(name).key,
                    initials=reading(name).initials,
                    level=level,
                    form=form,
                    way=FormedWay.IN_LINE,
                    parent_id=keys[above] if above else None,
                    region=region or COMMUNITY,
                    founded_on=founded,
                    dissolved_on=date(2026, 1, 1) if key == "dissolved" else None,
                )
            )
            uow.session.flush()
    return Tree(**keys)


def messy_sheet(path: Path) -> Path:
    """Write the roster of two branches as somebody put it together over the years: titles, a
    header in two rows with merged cells, dates of every kind, a number spoilt by Excel, one wrong
    by a digit, one of two people, a row twice, sums and a signature.
    """
    book = Workbook()
    sheet = book.active
    sheet.append(["柳溪街道南塘社区党员花名册"])
    sheet.merge_cells("A1:J1")
    sheet.append(["填报单位：南塘社区", None, None, "填报日期：2026.11"])
    sheet.append([])
    sheet.append(
        ["序号", "姓名", "基本情况", None, None, "党内情况", None, None, "联系方式", "备注"]
    )
    sheet.append(
        [None, None, "性别", "身份证号", "工作单位", "入党\n时间", "身份", "党小组", "电话", None]
    )
    for area in ("A4:A5", "B4:B5", "C4:E4", "F4:H4", "J4:J5"):
        sheet.merge_cells(area)
    sheet.append(["南塘第二网格党支部"])
    sheet.merge_cells("A6:J6")
    born = date(1975, 3, 8)
    rows = (
        (
            "叶建平",
            "男",
            card(born, 101),
            "南塘社区居委会",
            1998.7,
            "正式党员",
            "市场楼",
            "13812346021",
        ),
        ("邓秋霞", "女", card(born, 102), "街道综治中心", "85年6月", "正式", "", "0352-5512345"),
        ("尹海龙", "男", card(born, 103)[:-1] + "?", "外卖骑手", "2019-07-01", "正式", "", ""),
        ("鲁玉芬", "女", int(card(born, 104)[:15] + "000"), "退休", "1984.4.18", "正式", "", ""),
        ("蔡晓峰", "男", card(born, 105), "区供电所", date(2014, 7, 1), "正式", "不在的组", ""),
        ("柯国良", "男", card(born, 107), "市场管理处", "1995.1", "正式", "", "138123"),
        ("姚丽萍", "女", card(born, 108), "区中医院", "2009.11", "正式", "", ""),
        ("姚丽苹", "女", card(born, 108), "区中医院", "2009.11", "正式", "", ""),
        ("叶建平", "男", card(born, 101), "南塘社区居委会", 1998.7, "正式党员", "", ""),
        ("熊佳琪", "女", card(born, 110), "幼儿园", "2025年12月16日", "预备党员", "", ""),
        ("屈红霞", "女", "", "法律援助中心", "去年", "正式", "", ""),
    )
    for number, (name, sex, document, work, day, standing, group, phone) in enumerate(rows, 1):
        sheet.append([number, name, sex, document, work, day, standing, group, phone])
    sheet.append(["合计", None, None, None, "11 人"])
    sheet.append(["南塘第一网格党支部"])
    sheet.append(
        ["序号", "姓名", "性别", "身份证号", "工作单位", "入党\n时间", "身份", "党小组", "电话"]
    )
    sheet.append([1, "龚文斌", "男", "H12345678", "退休", 19890903, "正式", "", ""])
    sheet.append([2, "李小明", "男", "", "大学", "", "入党积极分子", "", ""])
    sheet.append(["制表人：苏婉"])
    book.save(path)
    return path
