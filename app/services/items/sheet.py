"""Items as a sheet: a row an item, headings as people read them; pure.

Several values of a cell are parted by "；", the parts of a material by "|": name, form, how many,
where from. What is left out of a row is as in a new item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from app.core.errors import AppError
from app.core.words import label, say, sentence
from app.services.items.checking import clean_body, clean_item_code
from app.services.items.errors import SheetCellWrong, SheetHeadMissing
from app.services.items.rules import (
    CommunityDuty,
    Delegation,
    ItemBody,
    ItemLevel,
    LifeSituation,
    Material,
    MaterialForm,
)

COLUMNS = (
    *("code", "name", "department", "category", "level", "duty", "situations", "summary"),
    *("conditions", "materials", "limit_days", "fee", "place", "hours", "phone", "steps"),
    *("basis", "by_proxy", "city_wide", "everyday", "on_application", "yearly"),
    *("giver", "taker", "since", "delegated_by"),
)
NEEDED = ("code", "name", "department", "category")
_MARKS = ("by_proxy", "city_wide", "everyday", "on_application")
_TEXTS = ("summary", "conditions", "fee", "place", "hours", "phone", "basis")
_MORE, _PART = "；", "|"

Kind = TypeVar("Kind", bound=Enum)


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item a row told of."""

    line: int
    code: str
    body: ItemBody


@dataclass(frozen=True, slots=True)
class SheetRefusal:
    """A row that cannot be taken, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a sheet told."""

    items: tuple[SheetItem, ...]
    refused: tuple[SheetRefusal, ...]


def titles() -> tuple[str, ...]:
    """Return the headings."""
    return tuple(say(f"services.column.{key}") for key in COLUMNS)


def cells_of(code: str, body: ItemBody) -> tuple[str, ...]:
    """Return an item as a row under the headings."""
    given = body.delegation
    told: dict[str, str] = {name: getattr(body, name) for name in _TEXTS}
    told |= {name: say("services.yes") if getattr(body, name) else "" for name in _MARKS}
    told |= {
        "code": code,
        "name": body.name,
        "department": body.department,
        "category": body.category,
        "level": label(body.level),
        "duty": label(body.duty),
        "situations": _MORE.join(label(each) for each in body.situations),
        "materials": _MORE.join(_material_cell(each) for each in body.materials),
        "limit_days": f"{body.limit_days}",
        "steps": _MORE.join(body.steps),
        "yearly": f"{body.yearly}",
        "giver": given.giver if given else "",
        "taker": given.taker if given else "",
        "since": f"{given.since}" if given else "",
        "delegated_by": given.basis if given else "",
    }
    return tuple(told[key] for key in COLUMNS)


def read_sheet(rows: Iterable[tuple[int, list[str]]]) -> SheetRead:
    """Read a sheet; title rows above the headings are passed over.

    Raises:
        SheetHeadMissing: There are no headings.
    """
    known = dict(zip(titles(), COLUMNS, strict=True))
    head: dict[int, str] | None = None
    items: dict[str, SheetItem] = {}
    refused: list[SheetRefusal] = []
    for line, cells in rows:
        if head is None:
            found = {at: known[cell] for at, cell in enumerate(cells) if cell in known}
            head = found if set(NEEDED) <= set(found.values()) else None
            continue
        told = {key: cells[at] for at, key in head.items() if at < len(cells)}
        try:
            code = clean_item_code(told.get("code", ""))
            if code in items:
                raise SheetCellWrong(column=say("services.column.code"), cell=code)
            items[code] = SheetItem(line, code, clean_body(_body(told)))
        except AppError as error:
            refused.append(SheetRefusal(line, sentence(error)))
    if head is None:
        raise SheetHeadMissing(columns="、".join(say(f"services.column.{key}") for key in NEEDED))
    return SheetRead(tuple(items.values()), tuple(refused))


def _body(told: dict[str, str]) -> ItemBody:
    def cell(key: str) -> str:
        return told.get(key, "").strip()

    def several(key: str) -> list[str]:
        parts = cell(key).replace(";", _MORE).replace("\n", _MORE).split(_MORE)
        return [part.strip() for part in parts if part.strip()]

    marks: dict[str, Any] = {
        name: cell(name) == say("services.yes") for name in _MARKS if name in told
    }
    texts: dict[str, Any] = {name: cell(name) for name in _TEXTS}
    return ItemBody(
        name=cell("name"),
        department=cell("department"),
        category=cell("category"),
        level=_one(ItemLevel, "level", cell("level"), ItemLevel.STREET),
        duty=_one(CommunityDuty, "duty", cell("duty"), CommunityDuty.NONE),
        situations=tuple(_one(LifeSituation, "situations", each) for each in several("situations")),
        materials=tuple(_material(each) for each in several("materials")),
        limit_days=_whole("limit_days", cell("limit_days")),
        steps=tuple(several("steps")),
        yearly=_whole("yearly", cell("yearly")),
        delegation=_delegation(cell),
        **texts,
        **marks,
    )


def _one(kind: type[Kind], column: str, cell: str, usual: Kind | None = None) -> Kind:
    if not cell and usual is not None:
        return usual
    for member in kind:
        if cell in (label(member), str(member.value)):
            return member
    raise SheetCellWrong(column=say(f"services.column.{column}"), cell=cell[:20])


def _whole(column: str, cell: str) -> int:
    plain = cell.removesuffix(".0")
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise SheetCellWrong(column=say(f"services.column.{column}"), cell=cell[:20])
    return int(plain)


def _material(cell: str) -> Material:
    name, form, count, source = (*(part.strip() for part in cell.split(_PART)), "", "", "")[:4]
    wanted = _one(MaterialForm, "materials", form, MaterialForm.ORIGINAL)
    return Material(name, wanted, _whole("materials", count) or 1, source)


def _material_cell(material: Material) -> str:
    parts = (material.name, label(material.form), f"{material.count}", material.source)
    return _PART.join(parts).rstrip(_PART)


def _delegation(cell: Any) -> Delegation | None:
    if not (cell("giver") or cell("taker") or cell("delegated_by")):
        return None
    try:
        since = date.fromisoformat(cell("since")[:10].replace("/", "-"))
    except ValueError as error:
        raise SheetCellWrong(
            column=say("services.column.since"), cell=cell("since")[:20]
        ) from error
    return Delegation(cell("giver"), cell("taker"), since, cell("delegated_by"))
