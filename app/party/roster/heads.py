"""Which row of a sheet is its header, and what each column is of: titles above, headings merged
over several columns or rows, headings worded otherwise; pure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import AppError

LOOKED_AT = 15
"""Rows in which a header is looked for: sheets begin with titles, dates and remarks."""
MOST_DEEP = 3
"""Rows a header may have, one upon the other."""
FEWEST = 2
"""Columns that must be known before a row is taken for a header; the name is one of them."""

Cells = Sequence[str]


class NoHeader(AppError):
    """No row of a sheet looks like the header of a roster."""

    code = "roster.no_header"


class RosterField(StrEnum):
    """What a column of a roster tells; `label` gives the words."""

    NAME = "name"
    DOCUMENT = "document"
    GENDER = "gender"
    BIRTH = "birth"
    JOINED = "joined"
    REGULAR = "regular"
    STANDING = "standing"
    ORGANISATION = "organisation"
    GROUP = "group"
    GRID = "grid"
    WORKPLACE = "workplace"
    PHONE = "phone"
    ADDRESS = "address"
    SKILLS = "skills"
    TAGS = "tags"
    SECOND = "second"  # the other organisation of a dual membership


USUAL: Mapping[RosterField, tuple[str, ...]] = {
    RosterField.NAME: ("姓名", "党员姓名", "名字", "党员", "姓名(全称)"),
    RosterField.DOCUMENT: (
        *("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号", "身份证件号码"),
        "居民身份证号码",
    ),
    RosterField.GENDER: ("性别",),
    RosterField.BIRTH: ("出生日期", "出生年月", "出生年月日", "出生时间", "生日"),
    RosterField.JOINED: (
        *("入党时间", "入党日期", "入党年月", "加入党组织日期", "加入中共组织的日期", "何时入党"),
        *("加入党组织时间", "入党", "接收为预备党员日期"),
    ),
    RosterField.REGULAR: ("转正时间", "转正日期", "转为正式党员日期", "转正"),
    RosterField.STANDING: (
        "身份",
        "党员身份",
        "人员类别",
        "党员类别",
        "党员性质",
        "正式预备",
        "类别",
    ),
    RosterField.ORGANISATION: (
        *("所在党支部", "党支部", "支部", "所属党支部", "党组织", "所在党组织", "所属党组织"),
        *("党支部名称", "支部名称", "组织关系所在党支部", "所属支部", "所在支部"),
    ),
    RosterField.GROUP: ("党小组", "所属党小组", "所在党小组", "小组"),
    RosterField.GRID: ("网格", "所属网格", "居住网格", "所在网格", "网格编号"),
    RosterField.WORKPLACE: (
        *("工作单位", "单位", "工作单位及职务", "单位及职务", "工作岗位", "单位职务", "职业"),
        "现工作单位",
    ),
    RosterField.PHONE: ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
    RosterField.ADDRESS: ("住址", "家庭住址", "现住址", "居住地址", "家庭地址", "居住地", "地址"),
    RosterField.SKILLS: ("专长", "特长", "技能", "个人特长", "技能特长", "服务专长", "特长爱好"),
    RosterField.TAGS: ("标签", "备注", "说明"),
    RosterField.SECOND: ("双重隶属", "双重隶属党组织", "报到党组织", "双报到", "报到支部"),
}
"""Headings by which offices call a column; the first is what an export is headed with."""

_BESIDE = re.compile(r"[((（【\[].*?[))）】\]]|[*＊:：、。.\s_/]|必填|选填|填写|格式.*$")


def _plain(heading: str) -> str:
    return _BESIDE.sub("", heading)


_KNOWN = {_plain(name): where for where, names in USUAL.items() for name in names}


def field_of(heading: str) -> RosterField | None:
    """Return what a heading stands for; remarks in it, as “(必填)”, count for nothing."""
    plain = _plain(heading)
    if not plain or len(plain) > 20:
        return None
    return _KNOWN.get(plain)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet.

    Attributes:
        title: As the sheet heads it; what is merged over it before it, parted by ``·``.
        field: What it is taken for, None where that is not known.
    """

    title: str
    field: RosterField | None


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The header of a sheet.

    Attributes:
        first: Place of its first row among those looked at, from 0.
        depth: How many rows it has.
        columns: Its columns, in their order.
    """

    first: int
    depth: int
    columns: tuple[Heading, ...]

    @property
    def after(self) -> int:
        """Place of the first row after it."""
        return self.first + self.depth

    def place_of(self, field: RosterField) -> int | None:
        """Return which column a field stands in, from 0; None for none."""
        places = (at for at, column in enumerate(self.columns) if column.field is field)
        return next(places, None)


def sheet_head(rows: Sequence[Cells]) -> SheetHead:
    """Return the header among the first rows of a sheet.

    Every row, and every few rows one upon the other, is weighed by how many columns of a roster
    it names; merged headings count for all columns below them. Equal ones: the shallower, the
    earlier.

    Args:
        rows: The first ones that are not empty, `LOOKED_AT` at most.

    Raises:
        NoHeader: None names a member's name and one thing more.
    """
    best: SheetHead | None = None
    weight = 0
    for depth in range(1, MOST_DEEP + 1):
        for first in range(len(rows) - depth + 1):
            found = SheetHead(first, depth, _columns(rows[first : first + depth]))
            told = {column.field for column in found.columns if column.field is not None}
            if RosterField.NAME in told and len(told) > max(weight, FEWEST - 1):
                best, weight = found, len(told)
    if best is None:
        raise NoHeader
    return _with_rest(rows, best)


def _with_rest(rows: Sequence[Cells], head: SheetHead) -> SheetHead:
    """Return a header with the row below it that goes on with its words: ``入党`` over ``时间``."""
    at = head.place_of(RosterField.NAME)
    below = rows[head.after] if head.after < len(rows) else ()
    goes_on = (
        at is not None
        and head.depth < MOST_DEEP
        and len([cell for cell in below if cell]) >= FEWEST
        and not (at < len(below) and below[at])
        and not re.search(r"\d", "".join(below))
    )
    if not goes_on:
        return head
    longer = _columns(rows[head.first : head.after + 1])
    same = [before.field for before in head.columns] == [after.field for after in longer]
    return SheetHead(head.first, head.depth + 1, longer) if same else head


def _columns(rows: Sequence[Cells]) -> tuple[Heading, ...]:
    """Return the columns that rows head together."""
    width = max(map(len, rows))
    levels = [_spread(row, width) for row in rows[:-1]]
    last = [*rows[-1], *[""] * (width - len(rows[-1]))]
    found: list[Heading] = []
    taken: set[RosterField] = set()
    for at in range(width):
        own = [cell for cell in (*(level[at] for level in levels), last[at]) if cell]
        parts = list(dict.fromkeys(" ".join(cell.split()) for cell in own))
        field = _first_known(parts, last[at], [row[at] if at < len(row) else "" for row in rows])
        if field in taken:
            field = None
        elif field is not None:
            taken.add(field)
        found.append(Heading("·".join(parts), field))
    while found and not found[-1].title:
        found.pop()
    return tuple(found)


def _first_known(parts: Sequence[str], last: str, own: Sequence[str]) -> RosterField | None:
    """Return what a column is: by its lowest heading, all together, or one that is its own."""
    if last and (field := field_of(last)) is not None:
        return field
    if len(parts) > 1 and (field := field_of("".join(parts))) is not None:
        return field
    if last:
        return None
    return next((field for cell in reversed(own) if (field := field_of(cell)) is not None), None)


def _spread(row: Cells, width: int) -> list[str]:
    """Return a row of headings with what is merged over several columns in each of them."""
    found: list[str] = []
    for at in range(width):
        cell = row[at] if at < len(row) else ""
        found.append(cell or (found[-1] if found else ""))
    return found


_SUM = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|以\s*上).*")
_SIGNED = re.compile(r"(制表|填表|审核|负责|填报|统计|联系|备\s*注|说\s*明|注)\S{0,4}[::：].*")


def is_beside(cells: Cells) -> bool:
    """Tell whether a row tells of no member: a sum, who made the sheet, a remark below it."""
    said = [cell for cell in cells if cell]
    first = said[0] if said else ""
    return not said or bool(_SUM.fullmatch(first) or _SIGNED.fullmatch(first))


def repeats(cells: Cells, head: Sequence[Cells]) -> bool:
    """Tell whether a row is a header row once more, as sheets that were put together have."""
    said = {_plain(cell) for cell in cells if cell}
    return bool(said) and any(
        len(said & {_plain(cell) for cell in row if cell}) >= max(2, len(said) - 1) for row in head
    )


def title_of(cells: Cells) -> str:
    """Return what the only filled cell of a row says, "" where there are more: the name of the
    branch whose members follow.
    """
    said = {cell for cell in cells if cell}
    return next(iter(said)) if len(said) == 1 else ""
