"""What can be made of a message before anybody asks the database: cleaned texts, hashes, search
words. Whoever reads many messages in a process of its own spares the one that writes that work.
"""

from typing import Any, NamedTuple

from app.cases.actions.intake import (
    Intake,
    cleaned_texts,
    external_number_of,
    person_hash,
    person_values,
)
from app.cases.document_content import Wording, wording
from app.core.errors import AppError


class Workshop(NamedTuple):
    """What making ready goes by.

    Attributes:
        pepper: Key of the phone hashes.
        cuts: Also cut the search words as SQLite is handed them.
    """

    pepper: bytes
    cuts: bool


class Readied(NamedTuple):
    """A message made ready.

    Attributes:
        texts: Columns of the case that hold words.
        person: Columns of `CasePerson`; None where nobody is named.
        reporter: The salted hash that stands for them elsewhere; "" for nobody.
        words: Of the search document, and the same cut where that was asked for.
    """

    texts: dict[str, Any]
    person: dict[str, Any] | None
    reporter: str
    words: Wording
    cut: tuple[str, str] | None

    def __repr__(self) -> str:
        """Return nothing of what was said."""
        return "Readied()"


def readied(intake: Intake, workshop: Workshop) -> Readied | None:
    """Return a message made ready; None where a value of it is refused: whoever takes it in says
    why, by the same rules.
    """
    try:
        return make_ready(intake, workshop)
    except AppError:
        return None


def make_ready(intake: Intake, workshop: Workshop) -> Readied:
    """Return a message made ready.

    Raises:
        AppError: A value is refused, see `cleaned_texts` and `person_values`.
    """
    texts = cleaned_texts(intake)
    number = external_number_of(intake.external_number)
    person, reporter = None, ""
    if not intake.reporter.is_empty():
        person = person_values(intake.reporter, workshop.pepper)
        reporter = person_hash(person)
    words = wording(texts["title"], texts["place"], number, texts["text"])
    return Readied(texts, person, reporter, words, words.cut if workshop.cuts else None)
