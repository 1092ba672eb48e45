"""How the grids are coloured: by a total in round classes, or by what is missing; pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.territory.queries import GridRow
from app.territory.rules import GridKind
from ui.territory.region_words import number

MOST_CLASSES = 6
OPEN_WIDTHS = 2.5  # the last class reaches at most so far


class Shade(StrEnum):
    """What the colour says."""

    NONE = "none"
    POPULATION = "population"
    HOUSEHOLDS = "households"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class ShadeClass:
    """One colour of the legend.

    Attributes:
        words: From where to where, or what it means.
        count: Grids in it.
    """

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Shading:
    """Classes of the grids of a street.

    Attributes:
        shade: What the colour says.
        class_of: Code → class; a grid without one stays plain.
        classes: The legend, few to many.
        finding: What the map shows, in one line.
    """

    shade: Shade
    class_of: Mapping[str, int]
    classes: tuple[ShadeClass, ...]
    finding: str


def shading(shade: Shade, grids: Mapping[str, GridRow]) -> Shading:
    """Return the classes of some grids."""
    if shade is Shade.WORKER:
        return _by_worker(grids)
    if shade is Shade.NONE or not grids:
        return Shading(shade, {}, (), "")
    values = {code: _value(shade, row) for code, row in grids.items()}
    step = class_step(max(values.values()))
    class_of = {code: min(value // step, MOST_CLASSES - 1) for code, value in values.items()}
    return Shading(shade, class_of, _classes(class_of.values(), step), _finding(shade, grids))


def class_step(most: int) -> int:
    """Return the width of a class: the smallest round one by which six classes hold `most`.

    Round is 1, 2, 2.5 or 5 × 10ⁿ. The last class is open, so it may hold a little more than one
    width; else a single large grid would leave three classes to all others.
    """
    step = max(1, most) / (MOST_CLASSES + OPEN_WIDTHS - 1)
    power = 10 ** math.floor(math.log10(step)) if step >= 1 else 1
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    return int(next(power * factor for factor in factors if power * factor >= step))


def _value(shade: Shade, row: GridRow) -> int:
    return row.population if shade is Shade.POPULATION else row.households


def _classes(found: Iterable[int], step: int) -> tuple[ShadeClass, ...]:
    counted = list(found)
    classes = []
    for at in range(max(counted) + 1):
        low = number(at * step)
        last = at == MOST_CLASSES - 1
        words = f"≥ {low}" if last else f"{low}–{number((at + 1) * step - 1)}"
        classes.append(ShadeClass(words, counted.count(at)))
    return tuple(classes)


def _finding(shade: Shade, grids: Mapping[str, GridRow]) -> str:
    translate = QCoreApplication.translate
    most = max(grids.values(), key=lambda row: _value(shade, row))
    mean = round(sum(_value(shade, row) for row in grids.values()) / len(grids))
    words = (
        translate("Shading", "{name} 人最多：{most} 人，每个网格平均 {mean} 人")
        if shade is Shade.POPULATION
        else translate("Shading", "{name} 户最多：{most} 户，每个网格平均 {mean} 户")
    )
    return words.format(name=most.name, most=number(_value(shade, most)), mean=number(mean))


def _by_worker(grids: Mapping[str, GridRow]) -> Shading:
    """Class 0: filled; class 1: a general grid without its full-time worker."""
    translate = QCoreApplication.translate
    general = {c: row for c, row in grids.items() if row.kind is GridKind.GENERAL}
    class_of = {code: 0 if row.worker else 1 for code, row in general.items()}
    vacant = sum(class_of.values())
    if vacant:
        words = translate("Shading", "{count} 个综合网格缺专职网格员")
        finding = words.format(count=vacant)
    else:
        finding = translate("Shading", "每个综合网格都有专职网格员")
    classes = (
        ShadeClass(translate("Shading", "有专职网格员"), len(general) - vacant),
        ShadeClass(translate("Shading", "缺"), vacant),
    )
    return Shading(Shade.WORKER, class_of, classes, finding)
