"""One case of the demo while it is being lived."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.cases.models import CaseFile
from app.demo.course import Course
from app.demo.phrases import Told

if TYPE_CHECKING:
    from app.demo.player import Player


@dataclass(slots=True)
class Life:
    """A case while it is being lived.

    Attributes:
        player: Who carries out its steps.
        unit: Code of the unit that is to deal with it in the end.
        case: The row, from its first step to its last.
        holder: Code of the unit that holds it.
        reports: How many progress reports have been written.
        passed_on: Whether another desk than the street's disposes of it.
        work: Key of the task, request or sheet that waits for its next step.
    """

    player: "Player"
    course: Course
    told: Told
    unit: str
    case: CaseFile | None = None
    holder: str = ""
    reports: int = 0
    passed_on: bool = False
    work: UUID | None = None

    @property
    def row(self) -> CaseFile:
        """Return the row of a case that has been opened."""
        if self.case is None:
            raise AssertionError("a case is opened by its first step")
        return self.case
