"""What a lower floor needs from a higher one: protocols that `app.bootstrap` fills."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import AppError


class NoSuchPaper(AppError):
    """There is no paper of that kind; facts: ``kind``."""

    code = "core.no_such_paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn document.

    Attributes:
        name: File name to propose, with ``.pdf``.
        body: The PDF.
        warnings: Sentences about it, e.g. characters no installed font can draw.
    """

    name: str
    body: bytes
    warnings: tuple[str, ...] = ()


class PaperDoor(Protocol):
    """Whoever can draw papers."""

    def draw(self, session: Session, actor: Actor, kind: str, key: str) -> Paper:
        """Draw a paper of a kind about a record.

        Raises:
            NoSuchPaper: Nobody draws that kind.
            NotFound: The record is absent or out of scope.
        """


@dataclass(frozen=True, slots=True)
class Doors:
    """All doors, open."""

    papers: PaperDoor
