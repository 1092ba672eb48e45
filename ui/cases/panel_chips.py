"""The chips under the title of a case: stage, what replaces it, kind, and what is special."""

from PySide6.QtCore import QCoreApplication

from app.cases.queries.card import CaseCard
from app.cases.rules import CaseState, Level
from app.core.words import label as word
from ui.cases.stages import STATE_GLYPH
from ui.core.chips import Chip
from ui.core.marks import StageGlyph

_CALM = (CaseState.CLOSED, CaseState.ARCHIVED)
_VOID = (CaseState.DECLINED,)


def chips_of(card: CaseCard) -> list[Chip]:
    """Return the chips in the order people look for them."""
    translate = QCoreApplication.translate
    tone = "ok" if card.state in _CALM else "sus" if card.state in _VOID else "accent"
    chips = [Chip(word(card.state), tone, glyph=STATE_GLYPH[card.state])]
    if card.supervision_level is not None:
        level = translate("PanelChips", "{level}督办").format(level=word(card.supervision_level))
        chips.append(Chip(level, "sup", glyph=StageGlyph.SUPERVISED))
    if card.pause is not None:
        chips.append(Chip(word(card.pause), "sus", glyph=StageGlyph.PAUSED))
    urgency = [word(card.matter_class).split()[0]] if card.matter_class is not None else []
    if card.level is Level.URGENT or urgency:
        urgency.append(word(card.level))
        chips.append(Chip("·".join(urgency)))
    if card.category:
        chips.append(Chip(card.category))
    if card.returned_count:
        words = translate("PanelChips", "退回 {count} 次").format(count=card.returned_count)
        chips.append(Chip(words, "warn", icon="ph.arrow-u-up-left"))
    if card.reopened_count:
        words = translate("PanelChips", "重办 {count} 次").format(count=card.reopened_count)
        chips.append(Chip(words, "warn", icon="ph.arrow-counter-clockwise"))
    if card.is_promise_kept is not None:
        kept = card.is_promise_kept
        words = (
            translate("PanelChips", "承诺兑现") if kept else translate("PanelChips", "承诺没兑现")
        )
        icon = "ph.check-circle" if kept else "ph.warning-circle"
        chips.append(Chip(words, "ok" if kept else "over", icon=icon))
    if card.is_confidential:
        chips.append(Chip(translate("PanelChips", "保密"), "sus", icon="ph.lock-key"))
    chips += [Chip(tag, icon="ph.tag") for tag in card.tags]
    return chips
