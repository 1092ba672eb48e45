"""Tiles of a few rows: who holds cases long, which communities have many, lists, activities."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.command.wall.figures import (
    Ground,
    PartyFigures,
    Places,
    Reading,
    UnitHold,
)
from ui.core.theme import current
from ui.wall.ink import BODY, CAPTION, RIGHT, number, write
from ui.wall.tile import Tile

MOST_ROWS = 8
"""No table on the wall is longer, and none scrolls (SCREENS, "The wall")."""
LEAST_TALL, MOST_TALL = 56.0, 110.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a bar: a name, what is told of it, and how long its bar is."""

    name: str
    told: str
    share: float
    token: str = "accent"
    aside: str = ""


def paint_rows(painter: QPainter, box: QRectF, rows: Sequence[Row]) -> None:
    """Paint rows under one another, each with its bar."""
    rows = rows[: max(1, int(box.height() / LEAST_TALL))]
    if not rows:
        return
    tall = min(MOST_TALL, box.height() / len(rows))
    size = BODY if tall >= 52 else CAPTION
    for place, row in enumerate(rows):
        at = QRectF(box.x(), box.y() + place * tall, box.width(), tall)
        words = QRectF(at.x(), at.y() + 4, at.width(), tall - 22)
        write(painter, words.adjusted(0, 0, -words.width() * 0.42, 0), row.name, size, "text")
        told = f"{row.aside}   {row.told}" if row.aside else row.told
        right = words.adjusted(words.width() * 0.4, 0, 0, 0)
        write(painter, right, told, size, "text.2", bold=True, align=RIGHT)
        bar = QRectF(at.x(), at.bottom() - 14, at.width(), 8)
        painter.fillRect(bar, current().color("bg.track"))
        bar.setWidth(at.width() * min(1.0, max(0.0, row.share)))
        painter.fillRect(bar, current().color(row.token))


class HoldingTile(Tile):
    """How long departments hold what they finish, the longest first."""

    reading = Reading.HOLDING

    def title(self) -> str:
        rows = self._rows()
        if not rows:
            return self.tr("各单位办理用时")
        return self.tr("{unit}办得最久，平均 {days} 天").format(
            unit=rows[0].name, days=number(round((rows[0].hours or 0) / 24, 1))
        )

    def _rows(self) -> list[UnitHold]:
        kept = self.snapshot
        units = kept.value if kept is not None and isinstance(kept.value, tuple) else ()
        timed = [u for u in units if isinstance(u, UnitHold) and u.hours is not None]
        return sorted(timed, key=lambda unit: -(unit.hours or 0))[:MOST_ROWS]

    def paint_body(self, painter: QPainter, box: QRectF, value: tuple[UnitHold, ...]) -> None:
        units = self._rows()
        if not units:
            told = self.tr("近 30 天办结的太少，不算用时")
            write(painter, box, told, BODY, "text.3")
            return
        most = max(unit.hours or 0 for unit in units) or 1
        rows = [
            Row(
                unit.name,
                self.tr("{days} 天").format(days=number(round((unit.hours or 0) / 24, 1))),
                (unit.hours or 0) / most,
                "over" if unit.late else "accent",
                self.tr("超时 {late}").format(late=unit.late) if unit.late else "",
            )
            for unit in units
        ]
        foot = QRectF(box.x(), box.bottom() - 34, box.width(), 34)
        paint_rows(painter, box.adjusted(0, 4, 0, -40), rows)
        told = self.tr("近 30 天办结的，从受理到办结；红的现有超时")
        write(painter, foot, told, CAPTION, "text.3")


class LoadTile(Tile):
    """Open cases of the communities that have most."""

    reading = Reading.PLACES

    def title(self) -> str:
        return self.tr("在办最多的社区")

    def paint_body(self, painter: QPainter, box: QRectF, value: Places) -> None:
        names = names_of(self.feed.at(Reading.GROUND))
        loads = sorted(value.communities, key=lambda load: (-load.open, load.code))[:MOST_ROWS]
        most = max((load.open for load in loads), default=1) or 1
        rows = [
            Row(
                names.get(load.code, load.code),
                str(load.open),
                load.open / most,
                "over" if load.late else "accent",
                self.tr("超时 {late}").format(late=load.late) if load.late else "",
            )
            for load in loads
        ]
        paint_rows(painter, box, rows)


class GridsTile(Tile):
    """Which communities have grids without an organisation."""

    reading = Reading.PARTY

    def title(self) -> str:
        kept = self.snapshot
        if kept is None or not isinstance(kept.value, PartyFigures):
            return self.tr("网格党组织")
        lacking = sum(grids - covered for _, grids, covered in kept.value.grids)
        if not lacking:
            return self.tr("每个网格都有党组织")
        return self.tr("还有 {count} 个网格没有党组织").format(count=lacking)

    def paint_body(self, painter: QPainter, box: QRectF, value: PartyFigures) -> None:
        names = names_of(self.feed.at(Reading.GROUND))
        ordered = sorted(value.grids, key=lambda each: (each[2] - each[1], each[0]))[:MOST_ROWS]
        rows = [
            Row(
                names.get(code, code),
                f"{covered} / {grids}",
                covered / grids if grids else 0.0,
                "party",
            )
            for code, grids, covered in ordered
        ]
        paint_rows(painter, box, rows)


class _Pairs(Tile):
    """A few names with a number each."""

    reading = Reading.PARTY

    def pairs(self, value: PartyFigures) -> tuple[tuple[str, str], ...]:
        """Return names and numbers."""
        raise NotImplementedError

    def paint_body(self, painter: QPainter, box: QRectF, value: PartyFigures) -> None:
        pairs = self.pairs(value)
        tall = box.height() / len(pairs)
        for place, (name, told) in enumerate(pairs):
            at = QRectF(box.x(), box.y() + place * tall, box.width(), tall)
            if place:
                painter.fillRect(
                    QRectF(at.x(), at.y(), at.width(), 1), current().color("border.subtle")
                )
            write(painter, at, name, 32, "text.2")
            write(painter, at, told, int(min(88, tall * 0.7)), "text", bold=True, align=RIGHT)


class ListsTile(_Pairs):
    """The three lists."""

    icon = "ph.handshake"

    def title(self) -> str:
        return self.tr("三张清单")

    def pairs(self, value: PartyFigures) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("资源"), number(value.resources)),
            (self.tr("需求"), number(value.needs)),
            (self.tr("项目在办"), number(value.running)),
            (self.tr("项目办完"), number(value.rated)),
        )


class ActivitiesTile(_Pairs):
    """Activities and posts."""

    icon = "ph.users-three"

    def title(self) -> str:
        return self.tr("岗位和活动")

    def pairs(self, value: PartyFigures) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("认领岗位"), f"{value.claimed} / {value.wanted}"),
            (self.tr("本月活动"), number(value.held)),
            (self.tr("到场人次"), number(value.came)),
            (self.tr("未来七天"), number(value.ahead)),
        )


def names_of(kept: object) -> dict[str, str]:
    """Return the names of areas by their codes."""
    value = getattr(kept, "value", None)
    if not isinstance(value, Ground):
        return {}
    return {area.code: short_name(area.name) for area in value.areas}


def short_name(name: str) -> str:
    """Return a community's name as it is called on a map."""
    for tail in ("社区居民委员会", "村民委员会", "居民委员会", "社区"):
        if name.endswith(tail) and len(name) > len(tail):
            return name.removesuffix(tail)
    return name
