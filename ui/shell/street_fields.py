"""Which street it is: typed by hand, or chosen from a file of divisions."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from ui.core.controls import Button
from ui.core.fields import SearchCombo
from ui.core.forms import Checks, FormField
from ui.core.jobs import Jobs
from ui.core.notices import explain
from ui.core.segmented import Choice
from ui.shell.founding import Street, streets_in

LABEL_WIDTH = 84
CODE = re.compile(r"\d{9}")
TIERS = (2, 4, 6, 9)  # digits of the codes of province, city, county, street
MOST = 12


class StreetFields(QWidget):
    """A nine-digit code and the four names that belong to it.

    Attributes:
        divisions: The file the street was chosen from; it is brought in whole.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._streets: tuple[Street, ...] = ()
        self.divisions: Path | None = None
        self.code = QLineEdit()
        self.code.setObjectName("street-code")
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.code.setPlaceholderText(self.tr("9 位，例如 140213004"))
        self.file = Button(self.tr("从区划文件里选……"), kind="quiet", icon="ph.file-text")
        self.file.clicked.connect(self._ask_file)
        self.search = SearchCombo(self._find, jobs, self.tr("街道名称或代码"))
        self.search.chosen.connect(self._chosen)
        titles = (self.tr("省"), self.tr("市"), self.tr("区县"), self.tr("街道"))
        self.names = [QLineEdit() for _ in titles]
        for line, title in zip(self.names, titles, strict=True):
            line.setPlaceholderText(title)
            line.setAccessibleName(title)
            line.textEdited.connect(self.changed)
        self._code_field = FormField(self.tr("街道代码"), self.code, label_width=LABEL_WIDTH)
        self._code_field.add_beside(self.file)
        self._search_field = FormField(self.tr("找街道"), self.search, label_width=LABEL_WIDTH)
        self._names_field = FormField(self.tr("所在"), self.names[0], label_width=LABEL_WIDTH)
        for line in self.names[1:]:
            self._names_field.add_beside(line, 1)
        self.code.textEdited.connect(self._code_edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in (self._search_field, self._code_field, self._names_field):
            column.addWidget(field)
        self._search_field.hide()

    def add_checks(self, checks: Checks) -> None:
        """Let a form ask whether the street is known."""
        checks.add(self._code_field, self._check_code)
        checks.add(self._names_field, self._check_names)

    def regions(self) -> tuple[tuple[str, str], ...]:
        """Return code and name from the province down to the street."""
        code = self.code.text().strip()
        names = (line.text().strip() for line in self.names)
        return tuple((code[:digits], name) for digits, name in zip(TIERS, names, strict=True))

    def street_name(self) -> str:
        """Return the name of the street as typed so far."""
        return self.names[-1].text().strip()

    def complaints(self) -> tuple[str, ...]:
        """Return what is said to be wrong, from top to bottom."""
        fields = (self._code_field, self._names_field)
        return tuple(field.complaint for field in fields if field.complaint)

    def take_file(self, file: Path) -> None:
        """Read a table of divisions and offer its streets."""
        self._code_field.note(self.tr("正在读 {name}……").format(name=file.name))
        self._jobs.read(lambda: (file, streets_in(file)), self._take_streets, self._not_read)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("选区划文件"))
        dialog.setNameFilter(self.tr("区划表 (*.csv *.xlsx *.json)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def _take_streets(self, read: tuple[Path, tuple[Street, ...]]) -> None:
        file, streets = read
        if not streets:
            self._code_field.error(
                self.tr("{name} 里没有能选的街道：要有省、市、区县、街道四级。").format(
                    name=file.name
                )
            )
            return
        self._streets, self.divisions = streets, file
        words = self.tr("{name} 里有 {count} 个街道；建好时整份导入。")
        self._code_field.note(words.format(name=file.name, count=len(streets)), good=True)
        self._search_field.show()
        self.search.setFocus()
        if len(streets) == 1:
            self._fill(streets[0])

    def _not_read(self, error: BaseException) -> None:
        self._code_field.error(explain(error).text)

    def _find(self, text: str) -> Sequence[Choice]:
        found = (s for s in self._streets if text in s.name or s.code.startswith(text))
        return [
            Choice(street, street.name, " ".join(name for _, name in street.path[:-1]))
            for street, _ in zip(found, range(MOST), strict=False)
        ]

    def _chosen(self, choice: Choice | None) -> None:
        if choice is not None and isinstance(choice.value, Street):
            self._fill(choice.value)

    def _fill(self, street: Street) -> None:
        self.code.setText(street.code)
        for line, (_, name) in zip(self.names, street.path, strict=True):
            line.setText(name)
        self._code_field.error("")
        self.changed.emit()

    def _code_edited(self, code: str) -> None:
        if CODE.fullmatch(code.strip()):
            words = self.tr("省 {0}，市 {1}，区县 {2}")
            self._code_field.note(words.format(code[:2], code[:4], code[:6]))
        self.changed.emit()

    def _check_code(self) -> str:
        code = self.code.text().strip()
        if CODE.fullmatch(code):
            return ""
        have = len(code)
        words = self.tr("街道代码是 9 位数字，现有 {have} 位")
        return words.format(have=have) if code.isdigit() or not code else self.tr("只能有数字")

    def _check_names(self) -> str:
        return "" if all(name for _, name in self.regions()) else self.tr("四级名称都要填")
