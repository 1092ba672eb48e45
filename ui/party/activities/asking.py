"""What the forms of posts and activities share: asking for a member, asking for a reason."""

from PySide6.QtWidgets import QWidget

from ui.core.form_dialog import FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.party.activities.fields import MemberPicker
from ui.party.lists.fields import LABEL_PX, needs, text_area


class WhoDialog(FormDialog):
    """Asks for a member in reach.

    Attributes:
        REFUSED: Codes of what is wrong with the member that was chosen.
    """

    REFUSED: tuple[str, ...] = ()

    def __init__(self, desk: Desk, parent: QWidget, *, title: str, do: str, under: str) -> None:
        super().__init__(desk, parent)
        self.name_it(title, do, under)
        self.who = MemberPicker(desk)
        self.who_field = self.add_field(
            FormField(self.tr("党员"), self.who, required=True, label_width=LABEL_PX),
            lambda: "" if self.who.key() is not None else self.tr("请从列出的党员里选"),
        )
        self.who.setFocus()

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(self.REFUSED, self.who_field)


class ReasonDialog(FormDialog):
    """Asks why."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, title: str, do: str, under: str, asks: str
    ) -> None:
        super().__init__(desk, parent)
        self.name_it(title, do, under)
        self.reason = text_area(asks)
        self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            needs(self.reason.toPlainText, self.tr("请写明原因")),
        )
        self.reason.setFocus()
