"""The one sentence over a scene: what it finds, in words."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.command.forces.rules import RollMark, mark_of
from app.command.wall.figures import (
    DueWeek,
    IncidentState,
    MonthRates,
    PartyFigures,
    Pulse,
    Reading,
    Standing,
    Stream,
)
from app.core.words import label
from ui.wall.chart_tiles import peak_of
from ui.wall.feed import WallFeed
from ui.wall.number_words import percent

translate = QCoreApplication.translate


def finding(name: str, feed: WallFeed) -> str:
    """Return the sentence of a scene, "" while nothing is known or nobody knows such a one."""
    says = _FINDINGS.get(name)
    return says(feed) if says is not None else ""


def readings_of(name: str) -> frozenset[Reading]:
    """Return what a sentence is made from."""
    return _NEEDED.get(name, frozenset())


def _value(feed: WallFeed, reading: Reading) -> object:
    kept = feed.at(reading)
    return kept.value if kept is not None else None


def _day(feed: WallFeed) -> str:
    standing, pulse = _value(feed, Reading.STANDING), _value(feed, Reading.PULSE)
    if not isinstance(standing, Standing):
        return ""
    told = translate("WallFindings", "今天 {came} 件").format(came=standing.came)
    if isinstance(pulse, Pulse) and pulse.usual_so_far is not None:
        low, high = pulse.usual_so_far
        if standing.came > high:
            told = translate("WallFindings", "今天 {came} 件，比往常多").format(came=standing.came)
        elif standing.came < low:
            told = translate("WallFindings", "今天 {came} 件，比往常少").format(came=standing.came)
        else:
            told = translate("WallFindings", "今天 {came} 件，和往常一样").format(
                came=standing.came
            )
    if standing.late:
        more = translate("WallFindings", "{told}；{late} 件超时要清")
        return more.format(told=told, late=standing.late)
    return translate("WallFindings", "{told}；没有超时").format(told=told)


def _deadlines(feed: WallFeed) -> str:
    due, standing = _value(feed, Reading.DUE), _value(feed, Reading.STANDING)
    if not isinstance(due, DueWeek):
        return ""
    today = sum(due.counts[0])
    told = translate("WallFindings", "今天还有 {today} 件到期").format(today=today)
    if not today:
        told = translate("WallFindings", "今天没有再到期的")
    peak = peak_of(due)
    if isinstance(standing, Standing) and standing.late:
        more = translate("WallFindings", "{told}；{late} 件已经超时")
        return more.format(told=told, late=standing.late)
    if peak is not None and peak[0] > 0:
        more = translate("WallFindings", "{told}；最挤的一小时有 {count} 件")
        return more.format(told=told, count=peak[2])
    return told


def _flow(feed: WallFeed) -> str:
    streams = _value(feed, Reading.FLOW)
    found = [s for s in streams if isinstance(s, Stream)] if isinstance(streams, tuple) else []
    if not found:
        return ""
    whole = sum(stream.cases for stream in found)
    sums: dict[str, int] = {}
    for stream in found:
        if stream.source:
            sums[stream.source] = sums.get(stream.source, 0) + stream.cases
    if not sums:
        return translate("WallFindings", "近七天 {whole} 件").format(whole=whole)
    source = max(sums, key=lambda name: (sums[name], name))
    told = translate("WallFindings", "近七天 {whole} 件，{source} 来的最多：{count} 件")
    return told.format(whole=whole, source=source, count=sums[source])


def _party(feed: WallFeed) -> str:
    value = _value(feed, Reading.PARTY)
    if not isinstance(value, PartyFigures):
        return ""
    told = translate("WallFindings", "{organisations} 个党组织，{members} 名党员")
    return told.format(organisations=f"{value.organisations:,}", members=f"{value.members:,}")


def _index(feed: WallFeed) -> str:
    value = _value(feed, Reading.RATES)
    if not isinstance(value, MonthRates):
        return ""
    if value.satisfied is None:
        return translate("WallFindings", "本月有效回访还太少，三率不算")
    told = translate("WallFindings", "本月满意率 {rate} %")
    return told.format(rate=percent(value.satisfied))


def _incident(feed: WallFeed) -> str:
    value = _value(feed, Reading.INCIDENT)
    first = value.first if isinstance(value, IncidentState) else None
    if not isinstance(value, IncidentState) or first is None:
        return translate("WallFindings", "现在没有突发事件")
    units, now = value.its_units, feed.clock.now()
    amber, red = feed.settings.roll_amber_min, feed.settings.roll_red_min
    lost = sum(mark_of(u.heard_at, now, amber, red) is RollMark.LOST for u in units)
    told = translate("WallFindings", "{kind}：任务做完 {done} / {tasks}").format(
        kind=label(first.kind), done=first.done, tasks=first.tasks
    )
    if first.is_rehearsal:
        told = translate("WallFindings", "演练·{told}").format(told=told)
    if lost:
        return translate("WallFindings", "{told}，{lost} 组失联").format(told=told, lost=lost)
    return told


_FINDINGS: dict[str, Callable[[WallFeed], str]] = {
    "day": _day,
    "deadlines": _deadlines,
    "flow": _flow,
    "party": _party,
    "index": _index,
    "incident": _incident,
}
_NEEDED = {
    "day": frozenset({Reading.STANDING, Reading.PULSE}),
    "deadlines": frozenset({Reading.DUE, Reading.STANDING}),
    "flow": frozenset({Reading.FLOW}),
    "party": frozenset({Reading.PARTY}),
    "index": frozenset({Reading.RATES}),
    "incident": frozenset({Reading.INCIDENT}),
}
