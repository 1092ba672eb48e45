"""What the events around a whistle say in the timeline of a case; pure."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.cases.rules import EventKind
from app.cases.whistle_rules import FeedbackElement, WhistleKind
from app.core.words import say

MomentWords = Callable[[datetime], str]

BY_THE_UNIT = frozenset(
    {
        EventKind.WHISTLE_SIGNED,
        EventKind.APPEARED,
        EventKind.MEASURE_TAKEN,
        EventKind.FED_BACK,
        EventKind.RELEASE_ASKED,
        EventKind.LEFT,
        EventKind.WHISTLE_DONE,
    }
)
"""What a summoned unit did itself; it is told with the name of the unit."""

ABOUT_A_UNIT = frozenset({EventKind.RELEASED, EventKind.RELEASE_REFUSED})
"""What the director answered a summoned unit."""


def whistle_words(
    kind: EventKind, unit: str, facts: Mapping[str, object], moment: MomentWords
) -> str:
    """Return what the facts of an event around a whistle add to its note."""
    told = _WORDS.get(kind)
    return told(unit, facts, moment) if told is not None else ""


def _moment(facts: Mapping[str, object], key: str, moment: MomentWords) -> str:
    return moment(datetime.fromisoformat(str(facts[key])))


def _summoned(_unit: str, facts: Mapping[str, object], moment: MomentWords) -> str:
    units = facts.get("units")
    names = [str(name) for name in units] if isinstance(units, list) else []
    return say(
        "whistles.story.summoned",
        kind=WhistleKind(str(facts["kind"])),
        number=facts["number"],
        units="、".join(names),
        at=_moment(facts, "appear_at", moment),
        place=facts["place"],
    )


def _appeared(_unit: str, facts: Mapping[str, object], moment: MomentWords) -> str:
    late = "appeared_late" if facts.get("late") else "appeared"
    return say(f"whistles.story.{late}", at=_moment(facts, "appeared_at", moment))


def _fed_back(_unit: str, facts: Mapping[str, object], moment: MomentWords) -> str:
    return say(
        "whistles.story.feedback",
        accepted=_moment(facts, FeedbackElement.ACCEPTED_AT, moment),
        talked=facts[FeedbackElement.TALKED_TO],
        solved=_moment(facts, FeedbackElement.SOLVED_BY, moment),
    )


def _number(_unit: str, facts: Mapping[str, object], _moment: MomentWords) -> str:
    return say("whistles.story.number", number=facts["number"])


def _done(unit: str, facts: Mapping[str, object], moment: MomentWords) -> str:
    absent = facts.get("absent")
    told = _number(unit, facts, moment)
    if not isinstance(absent, list):
        return told
    names = "、".join(str(name) for name in absent)
    return told + say("whistles.story.absent", absent=names)


def _rated(unit: str, facts: Mapping[str, object], _moment: MomentWords) -> str:
    side = "rated_unit" if facts["by"] == "street" else "rated_street"
    return say(f"whistles.story.{side}", unit=unit, score=facts["score"])


_WORDS: dict[EventKind, Callable[[str, Mapping[str, object], MomentWords], str]] = {
    EventKind.WHISTLED: _summoned,
    EventKind.WHISTLE_SIGNED: _number,
    EventKind.APPEARED: _appeared,
    EventKind.FED_BACK: _fed_back,
    EventKind.WHISTLE_DONE: _done,
    EventKind.WHISTLE_OFF: _number,
    EventKind.WHISTLE_RATED: _rated,
}
