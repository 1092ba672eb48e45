"""A form in a dialog: fields checked in words, one write with one key, nothing typed is lost."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError, Conflict
from app.core.ids import new_id
from ui.core.controls import Button, label
from ui.core.fields import SearchCombo
from ui.core.forms import Checks, FormField
from ui.core.merge_dialog import MergeDialog, MergeField, Present
from ui.core.notices import Act, explain
from ui.core.segmented import SegmentedControl
from ui.core.shortcuts import on_save
from ui.core.slices import Desk
from ui.core.strips import Strip

MIN_WIDTH = 460
KEPT_MS = 30_000  # an abandoned form is there to be gone on with as long

Action = Callable[[Any], object]


def no_check() -> str:
    """Find nothing wrong."""
    return ""


class FormDialog(QDialog):
    """Asks for some fields and writes them; subclasses say what is written.

    Attributes:
        content: Where fields and other parts go, in the order the story is told.
        command_key: Made once, so that a second click does nothing twice.
    """

    saved = Signal(object)  # what the action returned

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make an empty form on the page `parent`; `name_it` comes next."""
        super().__init__(parent)
        self.desk = desk
        self.command_key = new_id()
        self.setModal(True)
        self.setMinimumWidth(MIN_WIDTH)
        self._checks = Checks()
        self._tried = False
        self._touched = False
        self._busy = False
        self._version_of: Callable[[Any], int] | None = None
        self._present_version = 0
        self._merge_fields: tuple[MergeField, ...] = ()
        self._base: dict[str, Any] = {}
        self._present_of: Callable[[Any], Present] | None = None
        self.seen_version = 0
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.setInterval(0)
        self._fit_soon.timeout.connect(self._fit_now)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(KEPT_MS)
        self._forget.timeout.connect(self.deleteLater)
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        self._go_on_button = Button(self.tr("接着存"), kind="quiet", small=True)
        self._go_on_button.clicked.connect(self._go_on)
        self._strip = Strip("tint", self._go_on_button)
        self._error = label("", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.leave_button = Button(self.tr("取消"), kind="quiet")
        self.do_button = Button(self.tr("保存"), kind="primary", key="Ctrl+Return")
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.save)
        self._title = label("", "section")
        self._under = label("", "caption")
        self._lay_out()
        on_save(self, self.save)

    def name_it(self, title: str, do: str, under: str = "") -> None:
        """Say what the form is for.

        Args:
            title: Verb and what it is about.
            do: The button that writes, a verb.
            under: A quiet line under the title: what follows from it.
        """
        self.setWindowTitle(title)
        self._title.setText(title)
        self._under.setText(under)
        self._under.setVisible(bool(under))
        self.do_button.setText(do)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        self._under.setWordWrap(True)
        column.addWidget(self._title)
        column.addWidget(self._under)
        column.addSpacing(4)
        column.addWidget(self._strip)
        column.addLayout(self.content)
        column.addWidget(self._error)
        column.addSpacing(8)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)

    # -- what subclasses say -------------------------------------------------------------------

    def action(self) -> Action:
        """Return what writes, called with the unit of work; reads the fields now."""
        raise NotImplementedError

    def write(self, action: Action) -> None:
        """Start the write; `committed` or `refused` is called."""
        self.desk.write(action, self.committed, self.refused)

    def say_notes(self) -> None:
        """Say what is worth knowing under the fields; called after each check of them."""

    def blame(self) -> Mapping[str, FormField]:
        """Return which field an error is about: code of the error → field."""
        return {}

    # -- fields --------------------------------------------------------------------------------

    def add_field(self, field: FormField, check: Callable[[], str] = no_check) -> FormField:
        """Add a field; `check` returns what is wrong with it, "" for nothing."""
        self.content.addWidget(field)
        return self.watch(field, check)

    def watch(self, field: FormField, check: Callable[[], str] = no_check) -> FormField:
        """Check a field that stands somewhere in the form already."""
        self._checks.add(field, check)
        for changed in _changes_of(field.input):
            changed.connect(self._edited)
        return field

    def guard_version(self, seen: int, version_of: Callable[[Any], int]) -> None:
        """Write only what was seen; `version_of(session)` reads the present version."""
        self.seen_version = seen
        self._version_of = version_of

    def guard_fields(
        self,
        fields: tuple[MergeField, ...],
        seen: int,
        present_of: Callable[[Any], Present] | None = None,
        base: Mapping[str, Any] | None = None,
    ) -> None:
        """Write only over what was seen; where others changed it, their fields and these are
        merged in a view of their own.

        Args:
            fields: The fields that are compared.
            seen: Version the form was opened with.
            present_of: Reads the record anew, given a session.
            base: Their values then; None: as they stand in the form now.
        """
        if base is None:
            base = {field.name: field.mine() for field in fields}
        self.seen_version, self._merge_fields, self._base = seen, fields, dict(base)
        self._present_of = present_of

    def say_error(self, sentence: str) -> None:
        """Say what is wrong with the whole; "" takes it back."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.fit()

    def fit(self) -> None:
        """Take the height that what is shown now asks for, once the layout knows of it."""
        self._fit_soon.start()

    def _fit_now(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        width = max(self.width(), layout.totalMinimumSize().width())
        self.resize(width, layout.totalHeightForWidth(width))

    @property
    def error_text(self) -> str:
        """What is said to be wrong with the whole."""
        return self._error.text()

    @property
    def strip_text(self) -> str:
        """What is said of what others did meanwhile, "" for nothing."""
        return self._strip.text

    def _check(self, *, show_missing: bool) -> tuple[FormField, ...]:
        wrong = self._checks.run(show_missing=show_missing)
        self.say_notes()
        self.fit()
        return wrong

    def _edited(self, *_: object) -> None:
        if self.isVisible():
            self._touched = True
            self._check(show_missing=self._tried)

    # -- writing -------------------------------------------------------------------------------

    def save(self) -> None:
        """Write, unless something is missing or it is being written already."""
        if self._busy or not self.do_button.isEnabled():
            return
        self._tried = True
        self.say_error("")
        wrong = self._check(show_missing=True)
        if wrong:
            wrong[0].input.setFocus()
            return
        self.set_busy(busy=True)
        self.write(self.action())

    def set_busy(self, *, busy: bool) -> None:
        """Lock the buttons while it is written."""
        self._busy = busy
        self.do_button.setEnabled(not busy)
        self.leave_button.setEnabled(not busy)

    def committed(self, result: object) -> None:
        """Say that it is written, and go."""
        self.leave_written()
        self.saved.emit(result)

    def leave_written(self) -> None:
        """Go: what was typed is safe."""
        self._touched = False
        self.set_busy(busy=False)
        self.accept()
        self.deleteLater()

    def refused(self, error: BaseException) -> None:
        """Say why not: beside the field where one is to blame."""
        self.set_busy(busy=False)
        if isinstance(error, Conflict) and self._present_of is not None:
            self.desk.read(self._present_of, self.merge, self._unreadable)
            return
        if isinstance(error, Conflict) and self._version_of is not None:
            self.desk.read(self._version_of, self._changed_meanwhile, self._unreadable)
            return
        field = self.blame().get(error.code) if isinstance(error, AppError) else None
        if field is None:
            self._unreadable(error)
        else:
            field.error(explain(error).text)
            field.input.setFocus()
            self.fit()

    def _unreadable(self, error: BaseException) -> None:
        self.say_error(explain(error).text)

    def _changed_meanwhile(self, version: int) -> None:
        self.show_change(
            self.tr("别人刚改过这一条，您填的还在。"),
            self.tr("核对以后可以接着存，会盖过那次改动。"),
            version=version,
            can_go_on=True,
        )

    def merge(self, present: Present) -> None:
        """Let both changes be merged field by field, and save what comes of it."""
        view = MergeDialog(self._merge_fields, self._base, present, self)

        def go_on(values: dict[str, Any]) -> None:
            for field in self._merge_fields:
                field.put(values[field.name])
            self.seen_version, self._base = present.version, dict(present.values)
            self.save()

        view.merged.connect(go_on)
        view.open()

    def show_change(self, lead: str, rest: str, *, version: int, can_go_on: bool) -> None:
        """Say what others changed meanwhile; gone on with, the form is written over `version`."""
        self._present_version = version
        self.do_button.setEnabled(False)
        self._go_on_button.setVisible(can_go_on)
        self._strip.tell(lead, rest)
        self.fit()

    def _go_on(self) -> None:
        self.seen_version = self._present_version
        self._strip.hide()
        self.fit()
        self.do_button.setEnabled(True)
        self.do_button.setFocus()

    # -- leaving -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Leave; what was typed can be gone on with for a while."""
        if self._busy:
            return
        super().reject()
        if not self._touched:
            self.deleteLater()
            return
        words = self.tr("“{title}”没有保存，填的内容还留着。").format(title=self.windowTitle())
        self.desk.notices.tell(words, Act(self.tr("接着填"), self._again))
        self._forget.start()

    def _again(self) -> None:
        self._forget.stop()
        self.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.say_notes()
        self._fit_now()


def _changes_of(input_: QWidget) -> tuple[SignalInstance, ...]:
    """Return what tells that somebody entered something."""
    match input_:
        case SearchCombo():
            return (input_.textEdited, input_.chosen)  # not when a name is filled in
        case QLineEdit() | QPlainTextEdit():
            return (input_.textChanged,)
        case QComboBox():
            return (input_.currentIndexChanged,)
        case QDateTimeEdit():
            return (input_.dateTimeChanged,)
        case SegmentedControl():
            return (input_.chosen,)
        case QAbstractButton():
            return (input_.toggled,)
    return ()
