"""The fields of a filter: what sort of values each takes, and what people call it."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache

from app.cases.filters.model import FilterField
from app.cases.filters.values import ME, NONE
from app.cases.rules import CaseState, Level, MatterClass, Source
from app.core.words import label


class Stage(StrEnum):
    """What people ask for like a state, though it is several of them or lies across them."""

    OPEN = "open"
    ENDED = "ended"
    PAUSED = "paused"
    SUPERVISED = "supervised"


class Satisfaction(StrEnum):
    """What a call-back brought."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    UNASKED = "unasked"


class FamilyPlace(StrEnum):
    """How a case stands to others that are the same matter."""

    LEADS = "leads"
    FOLLOWS = "follows"
    LIKELY = "likely"
    ALONE = "alone"


class Sort(StrEnum):
    """What the values of a field are."""

    CHOICE = "choice"  # members of enums
    NAMED = "named"  # keys of records that have names
    PERIOD = "period"
    TIMES = "times"  # so often or more
    YES = "yes"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a field takes.

    Attributes:
        sort: What its values are.
        choices: Members, for a choice.
        aliases: What it may be called besides its label when typed.
        extra: Values besides names, for names: "me", "none".
    """

    sort: Sort
    choices: tuple[Enum, ...] = ()
    aliases: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


SPECS: dict[FilterField, FieldSpec] = {
    FilterField.STATE: FieldSpec(Sort.CHOICE, (*Stage, *CaseState), ("状态",)),
    FilterField.CATEGORY: FieldSpec(Sort.NAMED, aliases=("大类", "小类"), extra=(NONE,)),
    FilterField.LEVEL: FieldSpec(Sort.CHOICE, tuple(Level), ("级别",)),
    FilterField.SOURCE: FieldSpec(Sort.CHOICE, tuple(Source)),
    FilterField.MATTER_CLASS: FieldSpec(Sort.CHOICE, tuple(MatterClass), ("三类",)),
    FilterField.REGION: FieldSpec(Sort.NAMED, aliases=("辖区", "社区", "地区")),
    FilterField.UNIT: FieldSpec(Sort.NAMED, aliases=("承办", "承办单位", "部门"), extra=(NONE,)),
    FilterField.HANDLER: FieldSpec(Sort.NAMED, aliases=("承办人",), extra=(ME, NONE)),
    FilterField.FIRST_CONTACT: FieldSpec(Sort.NAMED, aliases=("首问人",), extra=(ME,)),
    FilterField.DUE: FieldSpec(Sort.PERIOD, aliases=("到期",)),
    FilterField.RECEIVED: FieldSpec(Sort.PERIOD, aliases=("来件", "收到")),
    FilterField.REGISTERED: FieldSpec(Sort.PERIOD, aliases=("登记",)),
    FilterField.FINISHED: FieldSpec(Sort.PERIOD),
    FilterField.CLOSED: FieldSpec(Sort.PERIOD),
    FilterField.RETURNED: FieldSpec(Sort.TIMES, aliases=("退单",)),
    FilterField.REOPENED: FieldSpec(Sort.TIMES),
    FilterField.CONFIDENTIAL: FieldSpec(Sort.YES),
    FilterField.CALL_BACK: FieldSpec(Sort.YES, aliases=("回访",)),
    FilterField.SATISFIED: FieldSpec(Sort.CHOICE, tuple(Satisfaction), ("满意度",)),
    FilterField.TAG: FieldSpec(Sort.NAMED, aliases=("标记",)),
    FilterField.FOLLOWED: FieldSpec(Sort.YES, aliases=("关注", "我关注")),
    FilterField.FAMILY: FieldSpec(Sort.CHOICE, tuple(FamilyPlace), ("并案组",)),
    FilterField.TEXT: FieldSpec(Sort.TEXT, aliases=("文字", "内容")),
}

_STATE_WORDS = {"已结": CaseState.CLOSED, "在办": Stage.OPEN, "挂起": Stage.PAUSED}


@cache
def field_called(name: str) -> FilterField | None:
    """Return the field people call so, None where there is none."""
    for field, spec in SPECS.items():
        if name == label(field) or name in spec.aliases:
            return field
    return None


@cache
def choices_of(field: FilterField) -> tuple[tuple[str, str], ...]:
    """Return value and word of each choice of a field."""
    return tuple((str(member.value), label(member)) for member in SPECS[field].choices)


def choice_word(field: FilterField, value: str) -> str | None:
    """Return the word of a choice, None where this program has none."""
    return dict(choices_of(field)).get(value)


def choices_called(field: FilterField, text: str) -> tuple[str, ...]:
    """Return the choices a typed word means: that very word, else those that begin with it,
    else those that hold it.
    """
    listed = choices_of(field)
    if field is FilterField.STATE and text in _STATE_WORDS:
        return (str(_STATE_WORDS[text].value),)
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = tuple(value for value, word in listed if fits(word, text))
        if found:
            return found
    return ()


KEYWORDS = {
    "我关注的": FilterField.FOLLOWED,
    "要回访": FilterField.CALL_BACK,
    "保密": FilterField.CONFIDENTIAL,
}
"""Words that stand for a whole clause; in quotation marks they are looked for as text."""
DUE_WORDS = re.compile(
    r"超时|已超时|逾期|(?:今天|今日|明天|本周)到期|\d{1,6}小时内(?:到期)?", re.ASCII
)
PAST_WORDS = re.compile(r"近\d{1,6}天", re.ASCII)
TIMES_WORDS = re.compile(r"(退回|退单|重办)(?:>=|≥)(\d{1,6})次?", re.ASCII)


def is_keyword(text: str) -> bool:
    """Tell whether a word stands for a whole clause."""
    shapes = (DUE_WORDS, PAST_WORDS, TIMES_WORDS)
    return text in KEYWORDS or any(shape.fullmatch(text) for shape in shapes)
