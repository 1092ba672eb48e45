"""What is decided about a kind of case, as one value that can be kept, compared and checked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from app.cases.kinds import (
    MOST_QUESTIONS,
    AnswerKind,
    Check,
    Question,
    checks_of,
    questions_of,
)
from app.cases.models import Category
from app.cases.rules import Level, MatterClass
from app.core.errors import AppError

OWN_MARK = "（自定义）"
FIRST_OWN, LAST_OWN = 80, 999
"""Numbers that kinds of one's own take (GB/T 30428); all others belong to the standard."""

NAME_MOST = 64
CODE_MOST = 12
TEXT_MOST = 500
PROMISE_MOST = 200
ASKED_MOST = 100
CHOICES_MOST = 12
MOST_CHECKS = 20
RADIUS_MOST_M = 5_000


class KindText(StrEnum):
    """Texts of a kind; the words are in `label.KindText`."""

    NAME = "name"
    HINTS = "hints"
    OPENING = "opening_condition"
    CLOSING = "closing_condition"
    PROMISE = "promise"
    QUESTION = "question"
    CHECK = "check"
    NOTE = "note"


class KindTextMissing(AppError):
    """A text that must be there is not; facts: ``field``."""

    code = "kinds.text_missing"


class KindTextTooLong(AppError):
    """A text longer than is kept; facts: ``field``, ``most``, ``have``."""

    code = "kinds.text_too_long"


class RadiusWrong(AppError):
    """A duplicate radius no two reports of one thing lie in; facts: ``most``."""

    code = "kinds.radius_wrong"


class TooManyQuestions(AppError):
    """More questions than a caller bears; facts: ``most``."""

    code = "kinds.too_many_questions"


class TooManyChecks(AppError):
    """More to tick than anybody reads; facts: ``most``."""

    code = "kinds.too_many_checks"


class AskedTwice(AppError):
    """A question, a check or a choice stands twice; facts: ``text``."""

    code = "kinds.asked_twice"


class ChoicesMissing(AppError):
    """A question with fewer than two choices, or too many; facts: ``question``, ``most``."""

    code = "kinds.choices_missing"


@dataclass(frozen=True, slots=True)
class KindBody:
    """All that is decided about a kind but its code, its place in the tree and its limits.

    Attributes:
        hints: Words by which a citizen's text gives the kind away, parted by spaces.
        unit_id: The unit responsible, None when somebody has to decide.
        promise: The published promise in words.
        duplicate_radius_m: Within which two reports may be of the same thing.
        is_active: False once it is retired: no new case takes it.
    """

    name: str
    hints: str = ""
    unit_id: UUID | None = None
    level: Level = Level.NORMAL
    matter_class: MatterClass = MatterClass.MINOR
    is_confidential: bool = False
    opening_condition: str = ""
    closing_condition: str = ""
    promise: str = ""
    duplicate_radius_m: int = 100
    questions: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()
    is_active: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the document a version keeps."""
        return self.columns() | {"unit_id": str(self.unit_id) if self.unit_id else None}

    def columns(self) -> dict[str, Any]:
        """Return the values as the columns of `Category` hold them."""
        return {
            "name": self.name,
            "hints": self.hints,
            "unit_id": self.unit_id,
            "level": self.level.value,
            "matter_class": self.matter_class.value,
            "is_confidential": self.is_confidential,
            "opening_condition": self.opening_condition,
            "closing_condition": self.closing_condition,
            "promise": self.promise,
            "duplicate_radius_m": self.duplicate_radius_m,
            "questions": [question.as_json() for question in self.questions],
            "checks": [check.as_json() for check in self.checks],
            "is_active": self.is_active,
        }


def body_of(kind: Category) -> KindBody:
    """Return what is decided about a kind now."""
    return KindBody(
        name=kind.name,
        hints=kind.hints,
        unit_id=kind.unit_id,
        level=Level(kind.level),
        matter_class=MatterClass(kind.matter_class),
        is_confidential=kind.is_confidential,
        opening_condition=kind.opening_condition,
        closing_condition=kind.closing_condition,
        promise=kind.promise,
        duplicate_radius_m=kind.duplicate_radius_m,
        questions=questions_of(kind),
        checks=checks_of(kind),
        is_active=kind.is_active,
    )


def body_from(document: dict[str, Any]) -> KindBody:
    """Read what a version or a draft keeps.

    Raises:
        KeyError, ValueError, TypeError: It is no such document.
    """
    unit = document["unit_id"]
    return body_of(Category(**document | {"unit_id": UUID(unit) if unit else None}))


def number_of(code: str) -> int:
    """Return the number of a kind within its category: ``C01-080`` → 80; 0 for a category."""
    last = code.rpartition("-")[2]
    return int(last) if "-" in code and last.isdecimal() else 0


def is_own(code: str) -> bool:
    """Tell whether a kind is the centre's own, by its code."""
    return FIRST_OWN <= number_of(code) <= LAST_OWN


def checked_body(body: KindBody, *, own: bool) -> KindBody:
    """Return a body as it is kept: cleaned, and its name marked if it is the centre's own.

    Raises:
        AppError: What is wrong with it, in one sentence.
    """
    return replace(
        body,
        name=checked_name(body.name, own=own),
        hints=checked_hints(body.hints),
        opening_condition=checked_text(KindText.OPENING, body.opening_condition, TEXT_MOST),
        closing_condition=checked_text(KindText.CLOSING, body.closing_condition, TEXT_MOST),
        promise=checked_text(KindText.PROMISE, body.promise, PROMISE_MOST),
        duplicate_radius_m=checked_radius(body.duplicate_radius_m),
        questions=checked_questions(body.questions),
        checks=checked_checks(body.checks),
    )


def checked_name(name: str, *, own: bool) -> str:
    """Return a name as it is kept; one's own kinds bear a mark, those of the standard none."""
    plain = "".join(char for char in name if char.isprintable()).strip()
    plain = plain.removesuffix(OWN_MARK).removesuffix("(自定义)").strip()
    if not plain:
        raise KindTextMissing(field=KindText.NAME)
    marked = plain + OWN_MARK if own else plain
    if len(marked) > NAME_MOST:
        raise KindTextTooLong(field=KindText.NAME, most=NAME_MOST, have=len(marked))
    return marked


def checked_hints(hints: str) -> str:
    """Return hint words parted by single spaces, none twice; commas part them as well."""
    for sign in "，,、；;":
        hints = hints.replace(sign, " ")
    return checked_text(KindText.HINTS, " ".join(dict.fromkeys(hints.split())), TEXT_MOST)


def checked_text(field: KindText, text: str, most: int) -> str:
    """Return a text without spaces around it; refuse one that is too long."""
    plain = "".join(char for char in text if char.isprintable() or char == "\n").strip()
    if len(plain) > most:
        raise KindTextTooLong(field=field, most=most, have=len(plain))
    return plain


def checked_radius(radius_m: int) -> int:
    """Return a radius in metres, 0 (nothing is a duplicate) to 5 km."""
    if not 0 <= radius_m <= RADIUS_MOST_M:
        raise RadiusWrong(most=RADIUS_MOST_M)
    return radius_m


def checked_questions(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return questions as they are kept."""
    if len(questions) > MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    kept = tuple(checked_question(each) for each in questions)
    _none_twice(question.key for question in kept)
    _none_twice(question.text for question in kept)
    return kept


def checked_question(question: Question) -> Question:
    """Return one question as it is kept."""
    text = _asked(KindText.QUESTION, question.text)
    if question.kind is not AnswerKind.CHOICE:
        return replace(question, text=text, choices=())
    choices = tuple(choice for each in question.choices if (choice := each.strip()))
    if not 2 <= len(choices) <= CHOICES_MOST:
        raise ChoicesMissing(question=text, most=CHOICES_MOST)
    _none_twice(choices)
    return replace(question, text=text, choices=choices)


def checked_checks(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """Return a check list as it is kept."""
    if len(checks) > MOST_CHECKS:
        raise TooManyChecks(most=MOST_CHECKS)
    kept = tuple(replace(each, text=_asked(KindText.CHECK, each.text)) for each in checks)
    _none_twice(check.key for check in kept)
    _none_twice(check.text for check in kept)
    return kept


def _asked(field: KindText, text: str) -> str:
    plain = checked_text(field, text.replace("\n", " "), ASKED_MOST)
    if not plain:
        raise KindTextMissing(field=field)
    return plain


def _none_twice(texts: Iterable[str]) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            raise AskedTwice(text=text)
        seen.add(text)


def new_key() -> str:
    """Return a key no question or check has borne: it names answers of cases for ever."""
    return uuid4().hex[:8]
