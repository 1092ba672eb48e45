"""The register of stations as a sheet (CSV, as spreadsheets open and save it); pure."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from app.core.errors import AppError
from app.core.text import guarded
from app.core.words import label, say
from app.territory.video.actions import StationDraft
from app.territory.video.queries import StationRow
from app.territory.video.rules import (
    VideoKind,
    VideoState,
    VideoTier,
    is_address,
    is_code,
    tells_password,
)

HEADS = ("编号", "名称", "是什么", "哪一级", "网格代码", "经度", "纬度", "画面地址", "现状")
MOST = 5_000


class SheetWrong(AppError):
    """No sheet of stations: other headings, or no text; facts: ``heads``."""

    code = "video.sheet_wrong"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds: stations, and a sentence for each line that is none."""

    drafts: tuple[StationDraft, ...]
    told: tuple[str, ...]


def written(rows: Iterable[StationRow]) -> bytes:
    """Return stations as a sheet; nothing in it is a formula."""
    out = StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(HEADS)
    for row in rows:
        longitude, latitude = row.point or ("", "")
        words = (label(row.kind), label(row.tier), row.region, longitude, latitude)
        cells = (row.code, row.name, *words, row.address, label(row.state))
        sheet.writerow(
            [guarded(str(cell)) if not isinstance(cell, float) else cell for cell in cells]
        )
    return out.getvalue().encode("utf-8-sig")


def read(body: bytes) -> Sheet:
    """Read a sheet in UTF-8 or GBK.

    Raises:
        SheetWrong: It is none.
    """
    try:
        text = _text(body)
        found = list(enumerate(csv.reader(StringIO(text, newline="")), 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SheetWrong(heads="、".join(HEADS)) from error
    return read_cells((number, cells) for number, cells in found if any(cells))


def read_cells(rows: Iterable[tuple[int, list[str]]]) -> Sheet:
    """Read a sheet out of its rows, wherever they come from; each by its number.

    Raises:
        SheetWrong: It is none.
    """
    given = iter(rows)
    _, heads = next(given, (0, []))
    heads = [head.strip() for head in heads]
    if not set(HEADS[:5]) <= set(heads):
        raise SheetWrong(heads="、".join(HEADS))
    drafts, told = [], []
    for number, cells in islice(given, MOST):
        line = dict(zip(heads, cells, strict=False))
        draft = _draft({key: line.get(key, "").strip() for key in HEADS})
        if draft is None:
            told.append(say("video.line_wrong", number=number))
        else:
            drafts.append(draft)
    return Sheet(tuple(drafts), tuple(told))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")


def _draft(cells: dict[str, str]) -> StationDraft | None:
    code, name, kind, tier, region, x, y, address, state = (cells[head] for head in HEADS)
    kinds = {label(each): each for each in VideoKind}
    tiers = {label(each): each for each in VideoTier}
    states = {label(each): each for each in VideoState}
    fits = is_code(code) and name and kind in kinds and tier in tiers and region.isdecimal()
    if not fits or not is_address(address) or tells_password(address):
        return None
    try:
        point = (float(x), float(y)) if x and y else None
    except ValueError:
        return None
    if point is not None and not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        return None
    known = states.get(state, VideoState.WORKS)
    return StationDraft(code, name, kinds[kind], tiers[tier], region, point, address, known)
