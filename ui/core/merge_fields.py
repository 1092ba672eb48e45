"""What the inputs of a form are to the three-way view: how each is read, shown and said."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ui.core.controls import Combo, Tick
from ui.core.fields import SearchCombo
from ui.core.merge_dialog import MergeField
from ui.core.segmented import Choice


@dataclass(frozen=True, slots=True)
class Named:
    """A value and what it is called; two are the same whatever they are called meanwhile."""

    value: object
    name: str = field(default="", compare=False)


def of_text(name: str, title: str, input_: QLineEdit | QPlainTextEdit) -> MergeField:
    """Return the field of a text; of a long one both may be kept."""
    if isinstance(input_, QPlainTextEdit):
        return MergeField(
            name, title, lambda: input_.toPlainText().strip(), input_.setPlainText, is_long=True
        )
    return MergeField(name, title, lambda: input_.text().strip(), input_.setText)


def of_combo(name: str, title: str, input_: Combo) -> MergeField:
    """Return the field of a combo box; its values are those of its choices."""

    def words(value: object) -> str:
        at = (at for at in range(input_.count()) if input_.itemData(at) == value)
        return next((input_.itemText(each) for each in at), "")

    return MergeField(name, title, input_.value, input_.set_value, words)


def of_tick(name: str, title: str, input_: Tick) -> MergeField:
    """Return the field of a tick box."""
    return MergeField(name, title, input_.isChecked, input_.setChecked, _yes_or_no)


def of_choice(name: str, title: str, input_: SearchCombo) -> MergeField:
    """Return the field of something that was searched for; its values are `Named`."""

    def mine() -> Named:
        chosen = input_.value()
        return Named(chosen, input_.text() if chosen is not None else "")

    def put(chosen: Named) -> None:
        is_none = chosen.value is None
        input_.set_choice(None if is_none else Choice(chosen.value, chosen.name))

    return MergeField(name, title, mine, put, lambda chosen: chosen.name)


def _yes_or_no(value: object) -> str:
    if value:
        return QCoreApplication.translate("MergeFields", "是")
    return QCoreApplication.translate("MergeFields", "否")
