"""Answers to the extra questions of a kind, and its check list ticked, for the demo."""

from random import Random

from sqlalchemy.orm import Session

from app.cases.kinds import AnswerKind, Question, checks_of, questions_of
from app.cases.models import Category

_TEXTS = ("不清楚", "见反映内容", "现场已说明")


def answers_to(session: Session, kind: str, chance: Random) -> dict[str, str]:
    """Return what people answer: always what must be answered, the rest as they know it."""
    asked = questions_of(session.get(Category, kind))
    return {
        each.key: _answer(each, chance) for each in asked if each.required or chance.random() < 0.7
    }


def checks_for(session: Session, kind: str | None) -> tuple[str, ...]:
    """Return all items of a kind's check list: nothing is finished before they are ticked."""
    return tuple(check.key for check in checks_of(session.get(Category, kind) if kind else None))


def _answer(question: Question, chance: Random) -> str:
    match question.kind:
        case AnswerKind.NUMBER:
            return str(chance.randint(1, 9))
        case AnswerKind.CHOICE:
            return chance.choice(question.choices)
        case AnswerKind.YES_NO:
            return chance.choice(("是", "否"))
        case AnswerKind.TEXT:
            return chance.choice(_TEXTS)
