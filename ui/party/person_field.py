"""A name: chosen from the roster, or typed for whoever does not stand there."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from app.party.activities.queries.attendances import members_named
from app.party.rules import PERSON_MOST
from ui.core.facts import FactLine
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk


class PersonField(SearchCombo):
    """Offers members in reach by name or first letters, each with the organisation only."""

    def __init__(self, desk: Desk, unit: QLineEdit | None = None) -> None:
        """Ask for a name; choosing a member fills `unit`, while it is empty, with theirs."""

        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                found = members_named(session, desk.actor, text)
            return [Choice(each.id, each.name, each.organisation) for each in found]

        super().__init__(find, desk.jobs)
        self.setPlaceholderText(self.tr("从名册里选，名册外的直接写姓名"))
        self.setMaxLength(PERSON_MOST)
        self._unit = unit
        self.chosen.connect(self._fill)

    def member_id(self) -> UUID | None:
        """Return the member that is chosen, None for a name that was typed."""
        value = self.value()
        return value if isinstance(value, UUID) else None

    def _fill(self, choice: Choice | None) -> None:
        unit = self._unit
        if choice is not None and unit is not None and not unit.text().strip():
            unit.setText(choice.detail[: unit.maxLength()])


def roster_line(member_id: UUID | None) -> tuple[FactLine, ...]:
    """Return the line that says somebody stands in the roster, none for others."""
    if member_id is None:
        return ()
    translate = QCoreApplication.translate
    known = translate("PersonField", "名册里的党员")
    return (FactLine(translate("PersonField", "党员"), known),)
