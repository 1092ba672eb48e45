"""The timeline of a case: its events in words, newest first; pure."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock_words import duration_words, limit_words
from app.cases.queries.card import CaseCard, EventRow
from app.cases.rules import EventKind
from app.cases.story_words import note_words, reversed_by, verb_words, who_words
from app.core.words import say
from ui.cases.clock_faces import day_and_time, verdict_is_good
from ui.cases.stages import STEP_ICON
from ui.core.relative_time import day, relative, time_of_day
from ui.core.timeline import TimelineEntry

HANDLING = frozenset(
    {
        EventKind.ASSIGNED,
        EventKind.REASSIGNED,
        EventKind.RETURNED,
        EventKind.SIGNED_FOR,
        EventKind.PROGRESSED,
        EventKind.SUSPENDED,
        EventKind.CARRIED_OVER,
        EventKind.RESUMED,
        EventKind.EXTENDED,
        EventKind.FINISHED,
        EventKind.SOLVED_ON_SPOT,
        EventKind.CALLED_BACK,
        EventKind.REOPENED,
        EventKind.CLOSED,
    }
)


def told_events(card: CaseCard, *, only_handling: bool) -> tuple[EventRow, ...]:
    """Return the events that are told, newest first."""
    kept = (e for e in card.events if not only_handling or e.kind in HANDLING)
    return tuple(sorted(kept, key=lambda event: -event.ordinal))


def story(
    card: CaseCard, now: datetime, day_length_s: int, *, only_handling: bool = False
) -> tuple[TimelineEntry, ...]:
    """Return the timeline; each new day after the first is named before its first entry."""
    entries: list[TimelineEntry] = []
    events = told_events(card, only_handling=only_handling)
    undone = reversed_by(card)
    signings = (
        e.ordinal for e in card.events if e.kind is EventKind.SIGNED_FOR and e.ordinal not in undone
    )
    last_signing = max(signings, default=None)
    shown_day = day(events[0].at) if events else ""
    for event in events:
        head = "" if day(event.at) == shown_day else day(event.at)
        shown_day = day(event.at)
        signed_now = event.ordinal == last_signing and card.clocks is not None
        entries.append(
            TimelineEntry(
                icon=STEP_ICON[event.kind],
                verb=verb_words(event),
                who=who_words(event),
                time_text=f"{time_of_day(event.at)}·{relative(event.at, now)}",
                note=note_words(card, event, lambda moment: day_and_time(moment, now))
                or (_signed_words(card, day_length_s) if signed_now else ""),
                good=signed_now and card.clocks is not None and verdict_is_good(card.clocks.sign),
                day=head,
                struck=event.ordinal in undone,
            )
        )
    moments = [event.at for event in events]
    return entries_with_rules(card, entries, moments, now) if not only_handling else tuple(entries)


def entries_with_rules(
    card: CaseCard, entries: list[TimelineEntry], moments: list[datetime], now: datetime
) -> tuple[TimelineEntry, ...]:
    """Put what rules did above the event they acted on; `moments` are those of the entries."""
    for firing in card.firings:
        at = next((n for n, moment in enumerate(moments) if moment <= firing.at), len(moments))
        below = entries[at] if at < len(entries) else None
        same_day = below is None or day(moments[at]) == day(firing.at)
        entry = TimelineEntry(
            icon="ph.robot",
            verb=say("rules.story.verb"),
            who=say("rules.story.by", rule=firing.rule),
            time_text=f"{time_of_day(firing.at)}·{relative(firing.at, now)}",
            note=say("rules.story.did", did=firing.did),
            day=below.day if below is not None and same_day else "",
        )
        if below is not None and same_day and below.day:
            entries[at] = replace(below, day="")
        elif below is not None and not same_day and not below.day:
            entries[at] = replace(below, day=day(moments[at]))
        entries.insert(at, entry)
        moments.insert(at, firing.at)
    return tuple(entries)


def _signed_words(card: CaseCard, day_length_s: int) -> str:
    """Return ``用时 9 分，限 30 分。`` for the signing that still counts."""
    clocks = card.clocks
    if clocks is None or clocks.sign is None:
        return ""
    used = duration_words(clocks.sign.used_s, clocks.sign.unit, day_s=day_length_s)
    return QCoreApplication.translate("Story", "用时 {used}，限 {limit}。").format(
        used=used, limit=limit_words(clocks.sign_limit)
    )
