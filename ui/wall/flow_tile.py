"""The flow of the week: where cases came from, who has them, how they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from app.command.wall.figures import Reading, Stream
from ui.core.theme import current, paint_color
from ui.wall.ink import BODY, CAPTION, RIGHT, number, write
from ui.wall.tile import Tile

MOST_NODES = 7
"""Of a column; what is left is told as others."""
NODE_WIDE = 22.0
GAP = 14.0
LABEL_WIDE = 250.0
LINE = 34.0
_RESULTS = ("ended", "finished", "open", "late", "declined")
_RESULT_TOKEN = {
    "ended": "ok",
    "finished": "accent",
    "open": "sus",
    "late": "over",
    "declined": "text.disabled",
}


_Way = tuple[tuple[str, str, str], int]
"""Source, unit and result as they are shown, and how many cases."""


def _largest(ways: Sequence[_Way], at: int) -> set[str]:
    sums = Counter[str]()
    for names, cases in ways:
        sums[names[at]] += cases
    return {name for name, _ in sums.most_common(MOST_NODES)}


@dataclass(slots=True)
class _Node:
    """A bar of a column and how much of it is taken from above on either side."""

    name: str
    cases: int
    token: str
    box: QRectF
    out: float = 0.0
    into: float = 0.0


class FlowTile(Tile):
    """Three columns joined by bands as thick as there are cases."""

    reading = Reading.FLOW

    def title(self) -> str:
        streams = self._streams()
        if not streams:
            return self.tr("这一周的流转")
        whole = sum(stream.cases for stream in streams)
        done = sum(s.cases for s in streams if s.result in ("ended", "finished"))
        return self.tr("近七天 {whole} 件，已办 {done} 件").format(
            whole=number(whole), done=number(done)
        )

    def _streams(self) -> tuple[Stream, ...]:
        kept = self.snapshot
        found = kept.value if kept is not None and isinstance(kept.value, tuple) else ()
        return tuple(each for each in found if isinstance(each, Stream) and each.cases > 0)

    def result_name(self, result: str) -> str:
        """Return what a way of standing is called."""
        return {
            "ended": self.tr("已结案"),
            "finished": self.tr("待回访"),
            "open": self.tr("在办"),
            "late": self.tr("已超时"),
            "declined": self.tr("不予受理"),
        }.get(result, result)

    def paint_body(self, painter: QPainter, box: QRectF, value: Any) -> None:
        streams = self._named()
        if not streams:
            write(painter, box, self.tr("近七天没有新事件"), BODY, "text.3")
            return
        heads = (self.tr("从哪里来"), self.tr("谁在办"), self.tr("怎么样了"))
        body = box.adjusted(0, 44, 0, -8)
        columns = [self._column(streams, at, body) for at in range(3)]
        for at, head in enumerate(heads):
            left = next(iter(columns[at].values())).box.x() if columns[at] else body.x()
            place = QRectF(left if at < 2 else left - LABEL_WIDE, box.y(), LABEL_WIDE, 36)
            if at == 2:
                place.moveLeft(body.right() - LABEL_WIDE)
            align = RIGHT if at == 2 else Qt.AlignmentFlag.AlignLeft
            write(painter, place, head, CAPTION, "text.3", align=align)
        for left, right, at in ((0, 1, 0), (1, 2, 1)):
            bands = Counter[tuple[str, str]]()
            for names, cases in streams:
                bands[names[left], names[right]] += cases
            self._bands(painter, bands, columns[at], columns[at + 1])
        for at, column in enumerate(columns):
            nodes = tuple(column.values())
            for node, y in zip(
                nodes, apart([n.box.center().y() for n in nodes], body), strict=True
            ):
                self._paint_node(painter, node, y, at)

    def _named(self) -> list[_Way]:
        """Return the streams by the names that are shown; small ones are others together."""
        other, nobody = self.tr("其他"), self.tr("还没分出去")
        ways: list[_Way] = [
            ((s.source or other, other if s.few else s.unit or nobody, s.result), s.cases)
            for s in self._streams()
        ]
        large = [_largest(ways, at) | {nobody} for at in (0, 1)]
        return [
            (
                (
                    names[0] if names[0] in large[0] else other,
                    names[1] if names[1] in large[1] else other,
                    names[2],
                ),
                cases,
            )
            for names, cases in ways
        ]

    def _column(self, streams: Sequence[_Way], at: int, body: QRectF) -> dict[str, _Node]:
        sums = Counter[str]()
        for names_, cases in streams:
            sums[names_[at]] += cases
        whole = sum(sums.values())
        other = self.tr("其他")
        if at == 2:
            names = [name for name in _RESULTS if name in sums]
        else:
            names = sorted(sums, key=lambda name: (name == other, -sums[name], name))
        room = body.height() - GAP * (len(names) - 1)
        x = body.x() + (body.width() - NODE_WIDE) * (0.0, 0.44, 1.0)[at]
        y, found = body.y(), {}
        for place, name in enumerate(names):
            tall = max(3.0, room * sums[name] / whole)
            token = _RESULT_TOKEN.get(name, "accent") if at == 2 else f"q{place}"
            found[name] = _Node(name, sums[name], token, QRectF(x, y, NODE_WIDE, tall), y, y)
            y += tall + GAP
        return found

    def _bands(
        self,
        painter: QPainter,
        bands: Counter[tuple[str, str]],
        lefts: dict[str, _Node],
        rights: dict[str, _Node],
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for left in lefts.values():
            for right in rights.values():
                cases = bands[left.name, right.name]
                if not cases:
                    continue
                out = left.box.height() * cases / left.cases
                into = right.box.height() * cases / right.cases
                start, end = left.box.right(), right.box.left()
                middle = (start + end) / 2
                path = QPainterPath()
                path.moveTo(start, left.out)
                path.cubicTo(middle, left.out, middle, right.into, end, right.into)
                path.lineTo(end, right.into + into)
                path.cubicTo(
                    middle, right.into + into, middle, left.out + out, start, left.out + out
                )
                path.closeSubpath()
                ink = QColor(_color(right.token if right.token in _RESULT_INKS else left.token))
                ink.setAlphaF(0.34)
                painter.setBrush(ink)
                painter.drawPath(path)
                left.out += out
                right.into += into

    def _paint_node(self, painter: QPainter, node: _Node, middle: float, at: int) -> None:
        painter.fillRect(node.box, _color(node.token))
        size = BODY if node.box.height() > 22 else CAPTION
        y = middle - LINE / 2
        name = self.result_name(node.name) if at == 2 else node.name
        told = f"{name}  {number(node.cases)}"
        if at == 2:
            place = QRectF(node.box.left() - LABEL_WIDE - 12, y, LABEL_WIDE, LINE)
            write(painter, place, told, size, "text", bold=True, align=RIGHT)
        else:
            wide = LABEL_WIDE + (60 if at else 0)
            place = QRectF(node.box.right() + 12, y, wide, LINE)
            write(painter, place, told, size, "text", bold=True)


def apart(middles: Sequence[float], body: QRectF) -> list[float]:
    """Return where lines stand beside bars from above down: each beside its own, moved only as far
    as it has to be so that no two touch and none leaves the tile.
    """
    placed = list(middles)
    for at in range(1, len(placed)):
        placed[at] = max(placed[at], placed[at - 1] + LINE)
    lowest = body.bottom() + GAP - LINE / 2
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], lowest)
        lowest = placed[at] - LINE
    return placed


_RESULT_INKS = frozenset(_RESULT_TOKEN.values())


def _color(token: str) -> QColor:
    if token.startswith("q"):
        inks = current().chart.q
        return paint_color(inks[int(token[1:]) % len(inks)])
    return current().color(token)
