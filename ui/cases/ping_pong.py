"""Back and forth in words: through whose hands a case went, how long each had it, and why not."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.durations import hours_words
from app.cases.queries.card import CaseCard
from app.cases.queries.rulings import Hand
from app.cases.rules import EventKind, ReturnReason
from app.core.words import label as word
from ui.cases.clock_faces import day_and_time
from ui.cases.offers import living_events
from ui.core.facts import FactLine

HANDS_SHOWN = 6


def desk_words() -> str:
    """Return what the desk is called where the clock names who has a case."""
    return word(EventKind.ASSIGNED)


def holds_line(card: CaseCard) -> FactLine | None:
    """Return who held a case how often and how long; None where one unit had it, once."""
    translate = QCoreApplication.translate
    holds = card.clocks.holds if card.clocks is not None else ()
    units = [hold for hold in holds if hold.holder != desk_words()]
    if len(units) < 2 and not card.returned_count:
        return None
    many = translate("PingPong", "{unit} {times} 次 {time}")
    once = translate("PingPong", "{unit} {time}")
    told = [
        (many if hold.times > 1 else once).format(
            unit=hold.holder, times=hold.times, time=hours_words(hold.seconds)
        )
        for hold in units
    ]
    desk = sum(hold.seconds for hold in holds if hold.holder == desk_words())
    aside = translate("PingPong", "等分流 {time}").format(time=hours_words(desk)) if desk else ""
    return FactLine(translate("PingPong", "占时"), "；".join(told) or "—", aside)


def ruling_line(card: CaseCard, now: datetime) -> FactLine | None:
    """Return who leads by the director's ruling; None without one."""
    ruling, translate = card.ruling, QCoreApplication.translate
    if ruling is None:
        return None
    text = translate("PingPong", "{unit}牵头").format(unit=ruling.lead)
    if ruling.co_units:
        names = "、".join(name for _, name in ruling.co_units)
        words = translate("PingPong", "{unit}牵头，{names}协办")
        text = words.format(unit=ruling.lead, names=names)
    aside = f"{ruling.by} {day_and_time(ruling.at, now)}"
    return FactLine(translate("PingPong", "终审"), text, aside)


def return_lines(card: CaseCard, now: datetime) -> tuple[FactLine, ...]:
    """Return who sent a case back, when, for which reason and on what basis, oldest first."""
    translate = QCoreApplication.translate
    told: list[FactLine] = []
    for event in living_events(card):
        if event.kind is EventKind.RETURNED:
            number = translate("PingPong", "第 {n} 次退").format(n=len(told) + 1)
            reason = word(ReturnReason(event.facts["reason"]))
            words = translate("PingPong", "{unit} {person}：{reason}。{basis}")
            text = words.format(
                unit=event.unit, person=event.person, reason=reason, basis=event.note
            )
            told.append(FactLine(number, text, day_and_time(event.at, now)))
    return tuple(told)


def hand_lines(hands: Sequence[Hand], now: datetime) -> tuple[FactLine, ...]:
    """Return the turns of a case, the last `HANDS_SHOWN` of them: since when, who, how long, and
    why it was sent back.
    """
    translate = QCoreApplication.translate
    units = [hand for hand in hands if hand.holder != desk_words()]
    lines = []
    for hand in units[-HANDS_SHOWN:]:
        time = hours_words(hand.seconds)
        text = translate("PingPong", "{unit} 占 {time}").format(unit=hand.holder, time=time)
        aside = ""
        if hand.reason is not None:
            words = translate("PingPong", "{person}退回：{reason}。{basis}")
            aside = words.format(person=hand.person, reason=word(hand.reason), basis=hand.basis)
        lines.append(FactLine(day_and_time(hand.since, now), text, aside))
    left_out = len(units) - len(lines)
    if left_out:
        lines.insert(0, FactLine("", translate("PingPong", "此前还有 {n} 手").format(n=left_out)))
    return tuple(lines)
