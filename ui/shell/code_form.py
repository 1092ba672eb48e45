"""Six digits from somebody's phone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.core.forms import FormField
from ui.core.notices import explain

LABEL_WIDTH = 60
LONGEST = 7  # six digits with a blank in the middle, as phones show them


class CodeForm(QWidget):
    """One field; asks as soon as the last digit stands there."""

    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = QLineEdit()
        self.code.setObjectName("code")
        self.code.setMaxLength(LONGEST)
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.code.setPlaceholderText(self.tr("6 位数字"))
        self.field = FormField(self.tr("动态口令"), self.code, label_width=LABEL_WIDTH)
        self.field.note(self.tr("打开手机上的验证器，输入现在显示的数字"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.code.returnPressed.connect(self.submit)
        self.code.textEdited.connect(self._typed)
        self.setFocusProxy(self.code)

    def submit(self) -> None:
        """Hand over the digits, if there are six."""
        if self.code.isReadOnly():
            return  # it is looked at already
        digits = "".join(self.code.text().split())
        if not (len(digits) == LONGEST - 1 and digits.isascii() and digits.isdigit()):
            words = self.tr("动态口令应为 6 位数字，现有 {have} 位")
            self.field.error(words.format(have=len(digits)))
            self.code.setFocus()
            return
        self.field.error("")
        self.code.setReadOnly(True)
        self.field.note(self.tr("正在核对……"))
        self.submitted.emit(digits)

    def refuse(self, error: BaseException) -> None:
        """Say why not, and let the next code be typed over this one."""
        self.code.setReadOnly(False)
        self.field.error(explain(error).text)
        self.code.selectAll()
        self.code.setFocus()

    def _typed(self, text: str) -> None:
        self.field.error("")
        if len("".join(text.split())) == LONGEST - 1:
            self.submit()
