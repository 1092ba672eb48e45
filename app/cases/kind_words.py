"""What a decision about a kind or about limits changed, in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from app.cases.clock import Limit
from app.cases.kind_body import KindBody, KindText
from app.cases.kinds import Check, Question
from app.cases.limit_edit import DEFAULT, LimitChange
from app.core.words import label, say

Asked = TypeVar("Asked", Question, Check)

_FIELDS: dict[KindText, Callable[[KindBody], str]] = {
    KindText.OPENING: lambda body: body.opening_condition,
    KindText.CLOSING: lambda body: body.closing_condition,
    KindText.PROMISE: lambda body: body.promise,
}


def kind_changes(old: KindBody, new: KindBody, units: Mapping[UUID, str]) -> tuple[str, ...]:
    """Return what changed, a line a thing, in the order of the editor.

    Args:
        old: As it was.
        new: As it was decided.
        units: Names of the units both may speak of.
    """
    said = [
        *_set(say("kinds.field.name"), old.name, new.name),
        *_hints(old, new),
        *_set(say("kinds.field.unit"), _unit(old, units), _unit(new, units)),
        *_set(say("kinds.field.level"), label(old.level), label(new.level)),
        *_set(say("kinds.field.class"), label(old.matter_class), label(new.matter_class)),
        *_confidential(old, new),
        *_set(say("kinds.field.radius"), _metres(old), _metres(new)),
    ]
    for field, read in _FIELDS.items():
        said += _text(field, read(old), read(new))
    said += _questions(old.questions, new.questions)
    said += _checks(old.checks, new.checks)
    if old.is_active != new.is_active:
        said.append(say("kinds.change.restored" if new.is_active else "kinds.change.retired"))
    return tuple(said)


def limit_words(limit: Limit | None) -> str:
    """Return a limit as people write it: ``2 工作日``; 随上级 for none of its own."""
    if limit is None:
        return say("kinds.change.inherits")
    return say("clock.limit", amount=f"{limit.amount:g}", unit=limit.unit)


def limit_change_words(change: LimitChange, names: Mapping[str, str]) -> str:
    """Return e.g. ``路灯·办理·一般：1 工作日 → 2 工作日``."""
    kind = say("kinds.change.all_kinds")
    if change.code != DEFAULT:
        kind = names.get(change.code, change.code)
    return say(
        "kinds.change.limit",
        kind=kind,
        clock=change.clock,
        level=change.level,
        old=limit_words(change.old),
        new=limit_words(change.new),
    )


def _set(field: str, old: str, new: str) -> Iterable[str]:
    if old != new:
        yield say("kinds.change.set", field=field, old=old, new=new)


def _text(field: KindText, old: str, new: str) -> Iterable[str]:
    if old != new:
        yield say("kinds.change.written" if new else "kinds.change.emptied", field=field, new=new)


def _hints(old: KindBody, new: KindBody) -> Iterable[str]:
    before, after = old.hints.split(), new.hints.split()
    join = say("kinds.change.join")
    if added := [word for word in after if word not in before]:
        yield say("kinds.change.hint_added", words=join.join(added))
    if gone := [word for word in before if word not in after]:
        yield say("kinds.change.hint_removed", words=join.join(gone))


def _unit(body: KindBody, units: Mapping[UUID, str]) -> str:
    if body.unit_id is None:
        return say("kinds.change.nobody")
    return units.get(body.unit_id, str(body.unit_id))


def _metres(body: KindBody) -> str:
    return say("kinds.field.metres", metres=body.duplicate_radius_m)


def _confidential(old: KindBody, new: KindBody) -> Iterable[str]:
    if old.is_confidential != new.is_confidential:
        told = "confidential" if new.is_confidential else "not_confidential"
        yield say(f"kinds.change.{told}")


def _questions(old: tuple[Question, ...], new: tuple[Question, ...]) -> Iterable[str]:
    return _list("question", old, new, question_words)


def _checks(old: tuple[Check, ...], new: tuple[Check, ...]) -> Iterable[str]:
    return _list("check", old, new, lambda check: _needed(check.required))


def question_words(question: Question) -> str:
    """Return how a question is answered: ``选一项，必填，选项：有、没有``."""
    told = [label(question.kind), _needed(question.required)]
    if question.choices:
        choices = say("kinds.change.join").join(question.choices)
        told.append(say("kinds.change.choices", choices=choices))
    return "，".join(told)


def _needed(required: bool) -> str:  # noqa: FBT001  a word for a flag
    return say("kinds.change.required" if required else "kinds.change.optional")


def _list(
    what: str, old: tuple[Asked, ...], new: tuple[Asked, ...], words: Callable[[Asked], str]
) -> Iterable[str]:
    before, after = {each.key: each for each in old}, {each.key: each for each in new}
    for key, each in after.items():
        if key not in before:
            yield say(f"kinds.change.{what}_added", text=each.text)
        elif each != before[key]:
            yield say(f"kinds.change.{what}_changed", text=each.text, what=words(each))
    for key, each in before.items():
        if key not in after:
            yield say(f"kinds.change.{what}_removed", text=each.text)
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield say(f"kinds.change.{what}s_moved")
