"""A rule, and what it did, as a sentence says it."""

from collections.abc import Iterable, Mapping, Sequence

from app.cases.automation.model import Deed, DeedKind, Hours, RuleBody, Whom
from app.cases.filters.told import filter_words
from app.cases.filters.vocabulary import Vocabulary
from app.cases.rules import Level, SupervisionLevel
from app.core.words import label, say

_LEVELS = {DeedKind.LEVEL: Level, DeedKind.SUPERVISE: SupervisionLevel}


def rule_words(body: RuleBody, vocabulary: Vocabulary, names: Mapping[str, str]) -> str:
    """Return the whole of a rule, e.g. 登记以后，如果来源是热线，就分给城管中队.

    Args:
        body: What it says.
        vocabulary: The names its conditions speak of.
        names: Of the units, tags and people its deeds are about, by their keys.
    """
    parts = [hours_words(body.hours)] if body.hours is not None else []
    if body.caller_again:
        parts.append(say("rules.says.caller_again"))
    if body.conditions.clauses:
        parts.append(filter_words(body.conditions, vocabulary))
    told = say("rules.says.if", conditions="，".join(parts)) if parts else ""
    deeds = "、".join(deed_words(deed, names) for deed in body.deeds)
    if body.stops:
        deeds += say("rules.says.stops")
    return say("rules.says.when_if_then", when=body.trigger, conditions=told, deeds=deeds)


def hours_words(hours: Hours) -> str:
    """Return a part of the week: 周六、周日 20:00 到 06:00."""
    days = "、".join(say(f"rules.day.{day}") for day in hours.weekdays)
    if hours.first == hours.end:
        return days
    told = {"first": clock_words(hours.first), "end": clock_words(hours.end)}
    if not days:
        return say("rules.says.hours", **told)
    return say("rules.says.days_hours", days=days, **told)


def clock_words(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def deed_words(deed: Deed, names: Mapping[str, str]) -> str:
    """Return what a rule does: 分给城管中队."""
    return say(f"rules.does.{deed.kind}", name=deed_name(deed, names))


def deed_name(deed: Deed, names: Mapping[str, str]) -> str:
    """Return what a deed is about, by name."""
    levels = _LEVELS.get(deed.kind)
    if levels is not None and deed.value in set(levels):
        return label(levels(deed.value))
    if deed.value in set(Whom):
        return label(Whom(deed.value))
    key = deed.value.rpartition(":")[2]
    return names.get(key) or (say("cases.filter_gone") if key else "")


def firing_words(rule: str, outcome: Iterable[Sequence[str]]) -> str:
    """Return what a rule did on a case: 规则“夜间井盖”：分给城管中队."""
    return say("rules.story.line", rule=rule, did=outcome_words(outcome))


def outcome_words(outcome: Iterable[Sequence[str]]) -> str:
    """Return what was done, and what failed with the reason."""
    told = []
    for kind, name, why in outcome:
        if kind not in set(DeedKind):
            continue  # of a newer program
        if why:
            reason = why.rstrip("。")
            told.append(say("rules.story.failed", deed=DeedKind(kind), why=reason))
        else:
            told.append(say(f"rules.did.{kind}", name=name))
    return "，".join(told) or say("rules.story.nothing")
