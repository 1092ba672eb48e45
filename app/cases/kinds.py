"""What a kind of case asks at intake and wants ticked before the end: its documents read."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from app.cases.models import Category
from app.core.errors import AppError

MOST_QUESTIONS = 12
LONGEST_ANSWER = 500
YES_NO = ("是", "否")


class AnswerKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


class AnswerMissing(AppError):
    """A question that must be answered is not; facts: ``question``."""

    code = "cases.answer_missing"


class AnswerWrong(AppError):
    """An answer is none the question allows; facts: ``question``."""

    code = "cases.answer_wrong"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked when a case of the kind is taken in.

    Attributes:
        key: Names it in the case, for ever.
        text: As it is asked.
        choices: CHOICE only.
    """

    key: str
    text: str
    kind: AnswerKind = AnswerKind.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the document that is stored."""
        return asdict(self) | {"kind": self.kind.value, "choices": list(self.choices)}


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is ticked before a case of the kind is finished."""

    key: str
    text: str
    required: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the document that is stored."""
        return asdict(self)


def questions_of(kind: Category | None) -> tuple[Question, ...]:
    """Return what a kind asks, in order."""
    return tuple(
        Question(
            key=each["key"],
            text=each["text"],
            kind=AnswerKind(each.get("kind", AnswerKind.TEXT)),
            choices=tuple(each.get("choices", ())),
            required=bool(each.get("required", False)),
        )
        for each in (kind.questions if kind else ())
    )


def checks_of(kind: Category | None) -> tuple[Check, ...]:
    """Return what a kind wants ticked, in order."""
    return tuple(
        Check(each["key"], each["text"], required=bool(each.get("required", True)))
        for each in (kind.checks if kind else ())
    )


def checked_answers(questions: tuple[Question, ...], answers: Mapping[str, str]) -> dict[str, str]:
    """Return answers as they are kept: of known questions, without outer spaces, none empty.

    Raises:
        AnswerMissing: A question that must be answered is not.
        AnswerWrong: An answer is none the question allows, or too long.
    """
    checked = {each.key: checked_answer(each, answers.get(each.key, "")) for each in questions}
    return {key: answer for key, answer in checked.items() if answer}


def checked_answer(question: Question, answer: str) -> str:
    """Return one answer as it is kept, "" for none; also while it is typed.

    Raises:
        AnswerMissing: It must be answered and is not.
        AnswerWrong: It is none the question allows, or too long.
    """
    kept = answer.strip()
    if question.kind is AnswerKind.NUMBER:
        kept = unicodedata.normalize("NFKC", kept)  # an input method may type full-width digits
    if not kept and question.required:
        raise AnswerMissing(question=question.text)
    if kept and not _fits(question, kept):
        raise AnswerWrong(question=question.text)
    return kept


def _fits(question: Question, answer: str) -> bool:
    if len(answer) > LONGEST_ANSWER:
        return False
    match question.kind:
        case AnswerKind.NUMBER:
            return answer.replace(".", "", 1).isdecimal() and answer.isascii()
        case AnswerKind.CHOICE:
            return answer in question.choices
        case AnswerKind.YES_NO:
            return answer in YES_NO
        case AnswerKind.TEXT:
            return True
