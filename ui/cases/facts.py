"""The facts of a case in the panel: source, place, who has it, who received it, who reported."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock import Hold
from app.cases.clock_words import duration_words
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from app.cases.story_words import answer_words
from app.core.words import label as word
from ui.cases.ping_pong import holds_line, ruling_line
from ui.core.facts import FactLine
from ui.core.relative_time import full, relative

LABEL_PX = 56
STREET_DIGITS = 9
STEPS_SHOWN = 5


def facts_of(card: CaseCard, now: datetime, day_length_s: int) -> tuple[FactLine, ...]:
    """Return the lines in the order people ask for them."""
    translate = QCoreApplication.translate
    number = ""
    if card.external_number:
        number = translate("Facts", "外部单号 {number}").format(number=card.external_number)
    found = [FactLine(translate("Facts", "来源"), word(card.source), number)]
    place, region = card.place or card.region_name, card.region_name if card.place else ""
    found.append(FactLine(translate("Facts", "地点"), place or "—", region))
    if card.happened_at is not None:
        moment = full(card.happened_at)
        found.append(FactLine(translate("Facts", "发生"), moment, relative(card.happened_at, now)))
    found.append(_holder(card, day_length_s))
    between = (ruling_line(card, now), holds_line(card))
    found += [line for line in between if line is not None]
    if not lies_at_home(card):
        where = translate("Facts", "不在发生地处置")
        found.append(FactLine(translate("Facts", "处置"), card.desk_name, where))
    if card.first_contact:
        duty = translate("Facts", "负责到底")
        found.append(FactLine(translate("Facts", "首问"), card.first_contact, duty))
    asked = _called_back(card)
    if asked is not None:
        found.append(asked)
    title = translate("Facts", "补充")
    for answer in card.answers:
        found.append(FactLine(title, f"{answer.question} {answer.answer}"))
        title = ""
    found.extend(_from_the_source(card))
    return tuple(found)


def _from_the_source(card: CaseCard) -> Iterator[FactLine]:
    """Yield what else the source told; of many steps the last ones, as the newest count most."""
    translate = QCoreApplication.translate
    title = translate("Facts", "来源另告")
    for fact in card.source_facts:
        left_out = len(fact.lines) - STEPS_SHOWN
        name = translate("Facts", "{name}：").format(name=fact.name)
        aside = translate("Facts", "此前还有 {count} 步").format(count=left_out)
        for line in fact.lines[-STEPS_SHOWN:]:
            yield FactLine(title, f"{name}{line}", aside if left_out > 0 else "")
            title, name, left_out = "", "", 0


def lies_at_home(card: CaseCard) -> bool:
    """Tell whether the desk of the case's own street disposes of it."""
    street = card.region[:STREET_DIGITS]
    return not card.desk_region or card.desk_region.startswith(street)


def _called_back(card: CaseCard) -> FactLine | None:
    translate = QCoreApplication.translate
    missed = sum(event.kind is EventKind.CALL_MISSED for event in card.events)
    tried = translate("Facts", "{count} 次没打通").format(count=missed) if missed else ""
    answers = answer_words(
        contacted=card.is_contacted, solved=card.is_solved, satisfied=card.is_satisfied
    )
    title = translate("Facts", "回访")
    if answers:
        return FactLine(title, answers, tried)
    if tried or card.wants_call_back:
        wanted = translate("Facts", "反映人要求回访") if card.wants_call_back else "—"
        return FactLine(title, wanted, tried)
    return None


def _holder(card: CaseCard, day_length_s: int) -> FactLine:
    translate = QCoreApplication.translate
    title = translate("Facts", "承办")
    if not card.unit:
        return FactLine(title, "—", translate("Facts", "还没有分流"))
    who = f"{card.unit}·{card.handler}" if card.handler else card.unit
    held = _held(card)
    if held is None or card.clocks is None:
        return FactLine(title, who)
    duration = duration_words(held.seconds, card.clocks.handle_limit.unit, day_s=day_length_s)
    return FactLine(title, who, translate("Facts", "已占时 {duration}").format(duration=duration))


def _held(card: CaseCard) -> Hold | None:
    holds = card.clocks.holds if card.clocks is not None else ()
    return next((hold for hold in holds if hold.holder == card.unit), None)
