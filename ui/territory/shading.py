"""How the map is coloured: by a figure in round classes, or by what is missing; pure."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.core.clock import local
from app.core.words import label
from app.territory.classes import NO_CLASSES, Classes, classes
from app.territory.queries import GridRow
from app.territory.rules import GridKind
from ui.parts.case_map import OF_PERIOD, MapFigure, MapFigures, change_words
from ui.parts.patrol_map import Coverage
from ui.territory.region_words import number


class Shade(StrEnum):
    """What the colour says besides figures of cases."""

    NONE = "none"
    POPULATION = "population"
    HOUSEHOLDS = "households"
    WORKER = "worker"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class ShadeClass:
    """One colour of the legend.

    Attributes:
        words: From where to where, or what it means.
        count: Regions in it.
    """

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Shading:
    """Classes of the regions of a frame.

    Attributes:
        shade: What the colour says.
        class_of: Code → class; a region without one stays plain.
        classes: The legend, few to many.
        finding: What the map shows, in one line.
        title: What is coloured, over the legend.
        detail: Of when, and in which unit.
        limits: Where each class but the first begins; "" words where classes are no numbers.
    """

    shade: Shade | MapFigure
    class_of: Mapping[str, int]
    classes: tuple[ShadeClass, ...]
    finding: str
    title: str = ""
    detail: str = ""
    limits: tuple[str, ...] = ()


PLAIN = Shading(Shade.NONE, {}, (), "")


def case_shading(figure: MapFigure, figures: MapFigures) -> Shading:
    """Return the classes of regions by a figure of cases."""
    translate = QCoreApplication.translate
    found = figures.classes(figure)
    span, end = figures.asked.span, local(figures.as_of)
    if figure in OF_PERIOD:
        words = translate("Shading", "{begin} 至 {end}，{unit}")
        title = translate("Shading", "近 {days} 日{figure}")
    else:
        words = translate("Shading", "截至 {end}，{unit}")
        title = "{figure}"
    unit = translate("Shading", "件")
    if figure is MapFigure.PER_THOUSAND:
        unit = translate("Shading", "件/千人")
    detail = words.format(begin=f"{local(span.begin):%m-%d}", end=f"{end:%m-%d %H:%M}", unit=unit)
    signed = figure is MapFigure.CHANGE
    return Shading(
        figure,
        found.class_of,
        _signed_legend(found) if signed else _legend(found),
        figures.finding(figure),
        title.format(days=span.days, figure=label(figure)),
        detail,
        () if signed else _limits(found),
    )


def shading(shade: Shade, grids: Mapping[str, GridRow]) -> Shading:
    """Return the classes of some grids by what the register holds of them."""
    translate = QCoreApplication.translate
    if shade is Shade.WORKER:
        return _by_worker(grids)
    if shade is Shade.NONE or not grids:
        return Shading(shade, {}, (), "")
    found = classes({code: _value(shade, row) for code, row in grids.items()})
    title = {
        Shade.POPULATION: translate("Shading", "每个网格的人口"),
        Shade.HOUSEHOLDS: translate("Shading", "每个网格的户数"),
    }[shade]
    detail = translate("Shading", "按网格台账")
    return Shading(
        shade,
        found.class_of,
        _legend(found),
        _finding(shade, grids),
        title,
        detail,
        _limits(found),
    )


_SHARES = (0.2, 0.4, 0.6, 0.8)


def covered_shading(found: Coverage, names: Mapping[str, str]) -> Shading:
    """Return the classes of grids by the share that rounds came near to."""
    translate = QCoreApplication.translate
    class_of = {code: bisect_right(_SHARES, share) for code, share in found.shares.items()}
    fallen = list(class_of.values())
    limits = tuple(f"{share:.0%}" for share in _SHARES)
    words = (f"< {limits[0]}", *(f"≥ {limit}" for limit in limits))
    told = tuple(ShadeClass(each, fallen.count(at)) for at, each in enumerate(words))
    title = translate("Shading", "近 {days} 日巡查覆盖").format(
        days=(found.last - found.first).days + 1
    )
    detail = translate("Shading", "{first} 至 {last}，{near} 米内算看到").format(
        first=f"{found.first:%m-%d}", last=f"{found.last:%m-%d}", near=found.near_m
    )
    finding = ""
    if found.shares:
        least = min(found.shares, key=lambda code: (found.shares[code], code))
        mean = sum(found.shares.values()) / len(found.shares)
        words_ = translate("Shading", "{name} 走到得最少：{least}，平均 {mean}")
        finding = words_.format(
            name=names.get(least, least), least=f"{found.shares[least]:.0%}", mean=f"{mean:.0%}"
        )
    return Shading(Shade.COVERAGE, class_of, told, finding, title, detail, limits)


def _value(shade: Shade, row: GridRow) -> int:
    return row.population if shade is Shade.POPULATION else row.households


def _limits(found: Classes) -> tuple[str, ...]:
    """Return what stands under the borders of the plates."""
    return tuple(number(int(limit)) for limit in found.limits)


def _legend(found: Classes) -> tuple[ShadeClass, ...]:
    if found is NO_CLASSES:
        return ()
    limits = _limits(found)
    names = [f"< {limits[0]}" if limits else "≥ 0"]
    names += [f"≥ {limit}" for limit in limits]
    return tuple(ShadeClass(*each) for each in zip(names, found.counts, strict=True))


def _signed_legend(found: Classes) -> tuple[ShadeClass, ...]:
    names = change_words(found.limits)
    return tuple(ShadeClass(*each) for each in zip(names, found.counts, strict=True))


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
    found = (
        ShadeClass(translate("Shading", "有专职网格员"), len(general) - vacant),
        ShadeClass(translate("Shading", "缺"), vacant),
    )
    title, detail = translate("Shading", "综合网格"), translate("Shading", "按今天在任的人")
    return Shading(Shade.WORKER, class_of, found, finding, title, detail)
