"""Inputs that the forms of posts and activities share: a sort, a member in reach, a region."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.party.activities import rights
from app.party.activities.queries.attendances import members_named
from ui.core.controls import Combo
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

STREET_DIGITS = 9


class MemberPicker(SearchCombo):
    """Chooses a member of the roster one sees, by name or the first letters of its pinyin."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                found = members_named(session, desk.actor, text)
            return [Choice(each.id, each.name, each.organisation) for each in found]

        super().__init__(find, desk.jobs, parent=parent)
        self.setPlaceholderText(self.tr("姓名或拼音首字母"))

    def key(self) -> UUID | None:
        """Return the member that is chosen."""
        value = self.value()
        return value if isinstance(value, UUID) else None


def kind_box(kinds: Sequence[str], now: str = "") -> Combo:
    """Return a box of the administrator's sorts; one that went stays where a row has it."""
    made = Combo()
    for kind in (*kinds, *(() if not now or now in kinds else (now,))):
        made.add(kind, kind)
    if now:
        made.set_value(now)
    return made


def region_box(desk: Desk, code: str = "") -> RegionField:
    """Return where something stands: given once, offered as what one looks at or one's own."""
    own = desk.actor.prefixes(rights.KEEP)
    made = RegionField(desk, own)
    looked_at = desk.scope.code
    fits = len(looked_at) >= STREET_DIGITS and desk.actor.may_in(rights.KEEP, looked_at)
    made.set_region(code or (looked_at if fits else own[0] if own else ""))
    made.setEnabled(not code)
    made.button.setEnabled(not code)
    return made


def line_edit(text: str, most: int, hint: str = "") -> QLineEdit:
    """Return a line for a text of so many characters."""
    made = QLineEdit(text)
    made.setMaxLength(most)
    made.setPlaceholderText(hint)
    return made
