"""What the wall's number tiles say: a figure, its colour, and one line that explains it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.command.wall.figures import (
    MonthRates,
    PartyFigures,
    Reading,
    Standing,
)
from app.core.clock import local
from ui.core.relative_time import time_or_day
from ui.wall.ink import number

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Said:
    """What a number tile shows.

    Attributes:
        figure: The number as text.
        unit: Small, behind it.
        token: Its colour by meaning.
        line: What explains it.
        line_token: The colour of that.
    """

    figure: str
    unit: str = ""
    token: str = "text"
    line: str = ""
    line_token: str = "text.2"


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """A kind of number tile."""

    icon: str
    reading: Reading
    title: Callable[[], str]
    say: Callable[[Any, datetime], Said]


def span(length: timedelta) -> str:
    """Return a length of time in two units at most, e.g. ``1 日 3 时``."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        words = translate("WallNumbers", "{days} 日 {hours} 时")
        return words.format(days=days, hours=hours)
    if hours:
        return translate("WallNumbers", "{hours} 时 {rest} 分").format(hours=hours, rest=rest)
    return translate("WallNumbers", "{rest} 分").format(rest=rest)


def percent(share: float | None) -> str:
    """Return a share in per cent with one decimal, a dash where it is none."""
    if share is None or not 0 <= share <= 1:
        return "—"
    return f"{100 * share:.1f}".removesuffix(".0")


def _late(value: Standing, now: datetime) -> Said:
    if not value.late or value.oldest is None:
        return Said(
            number(value.late), token="ok.text", line=translate("WallNumbers", "没有超时的")
        )
    line = translate("WallNumbers", "最久超 {span}").format(span=span(now - value.oldest))
    return Said(number(value.late), token="over.text", line=line)


def _soon(value: Standing, now: datetime) -> Said:
    token = "warn.text" if value.soon else "ok.text"
    if value.next is None:
        return Said(
            number(value.soon), token=token, line=translate("WallNumbers", "没有在走的时限")
        )
    line = translate("WallNumbers", "下一件 {time}，剩 {span}").format(
        time=time_or_day(value.next, now), span=span(value.next - now)
    )
    return Said(number(value.soon), token=token, line=line)


def _done(value: Standing, _now: datetime) -> Said:
    line = translate("WallNumbers", "今天新增 {came}").format(came=number(value.came))
    return Said(number(value.done), token="ok.text", line=line)


def _came(value: Standing, now: datetime) -> Said:
    if value.ahead:
        line = translate("WallNumbers", "另有 {ahead} 件时间在后头，没算")
        return Said(number(value.came), line=line.format(ahead=value.ahead), line_token="warn.text")
    line = translate("WallNumbers", "截至 {time}").format(time=f"{local(now):%H:%M}")
    return Said(number(value.came), token="accent", line=line)


def _open(value: Standing, _now: datetime) -> Said:
    line = translate("WallNumbers", "其中督办 {supervised} 件")
    return Said(number(value.open), line=line.format(supervised=number(value.supervised)))


def _supervised(value: Standing, _now: datetime) -> Said:
    line = translate("WallNumbers", "在办 {open} 件里").format(open=number(value.open))
    return Said(number(value.supervised), token="sup.text", line=line)


def _late_share(value: Standing, _now: datetime) -> Said:
    share = value.late / value.open if value.open else None
    line = translate("WallNumbers", "{late} 件，在办 {open} 件").format(
        late=number(value.late), open=number(value.open)
    )
    return Said(percent(share), "%", "over.text" if value.late else "ok.text", line)


def _rate(share: Callable[[MonthRates], float | None]) -> Callable[[Any, datetime], Said]:
    def say(value: MonthRates, _now: datetime) -> Said:
        found = share(value)
        if found is None:
            line = translate("WallNumbers", "本月有效回访才 {valid} 件，不算率")
            return Said("—", "", "text.3", line.format(valid=value.valid))
        line = translate("WallNumbers", "本月有效回访 {valid} 件").format(valid=number(value.valid))
        return Said(percent(found), "%", "text", line)

    return say


def _covered(value: PartyFigures, _now: datetime) -> Said:
    whole = sum(grids for _, grids, _ in value.grids)
    covered = sum(each for _, _, each in value.grids)
    line = translate("WallNumbers", "{covered} 个，共 {whole} 个网格")
    share = covered / whole if whole else None
    return Said(percent(share), "%", "party", line.format(covered=covered, whole=whole))


def _reported(value: PartyFigures, _now: datetime) -> Said:
    line = translate("WallNumbers", "单位 {units} 家").format(units=number(value.units_in))
    unit = translate("WallNumbers", "人")
    return Said(number(value.members_in), unit, "party", line)


NUMBERS = {
    "late": NumberSpec(
        "ph.warning-circle", Reading.STANDING, lambda: translate("WallNumbers", "已超时"), _late
    ),
    "soon": NumberSpec(
        "ph.hourglass-high", Reading.STANDING, lambda: translate("WallNumbers", "将超时"), _soon
    ),
    "done": NumberSpec(
        "ph.check-circle", Reading.STANDING, lambda: translate("WallNumbers", "今天办结"), _done
    ),
    "came": NumberSpec(
        "ph.tray", Reading.STANDING, lambda: translate("WallNumbers", "今天新增"), _came
    ),
    "open": NumberSpec(
        "ph.stack", Reading.STANDING, lambda: translate("WallNumbers", "在办"), _open
    ),
    "supervised": NumberSpec(
        "ph.flag", Reading.STANDING, lambda: translate("WallNumbers", "督办中"), _supervised
    ),
    "late_share": NumberSpec(
        "ph.warning-circle",
        Reading.STANDING,
        lambda: translate("WallNumbers", "在办中超时的"),
        _late_share,
    ),
    "in_time": NumberSpec(
        "ph.phone-call",
        Reading.RATES,
        lambda: translate("WallNumbers", "本月响应率"),
        _rate(lambda rates: rates.in_time),
    ),
    "solved": NumberSpec(
        "ph.check-square",
        Reading.RATES,
        lambda: translate("WallNumbers", "本月解决率"),
        _rate(lambda rates: rates.solved),
    ),
    "satisfied": NumberSpec(
        "ph.smiley",
        Reading.RATES,
        lambda: translate("WallNumbers", "本月满意率"),
        _rate(lambda rates: rates.satisfied),
    ),
    "covered": NumberSpec(
        "ph.flag-banner",
        Reading.PARTY,
        lambda: translate("WallNumbers", "有党组织的网格"),
        _covered,
    ),
    "reported": NumberSpec(
        "ph.user-circle-plus",
        Reading.PARTY,
        lambda: translate("WallNumbers", "党员报到"),
        _reported,
    ),
}
"""Name in a scene file → what the tile shows."""
