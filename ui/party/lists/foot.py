"""The foot of the match board: the sum of what is ticked in words, and what to do with it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.core.clock import local
from ui.core.controls import Button, label
from ui.core.states import IconMark
from ui.core.theme import current, set_property
from ui.party.lists.choosing import Choosing
from ui.party.lists.sums import enough_of, sum_words

FORM_KEY = "Ctrl+Return"


class BoardFoot(QFrame):
    """Says whether what is ticked is enough, and by when units have to answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.action_bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        self._mark = IconMark("ph.info", "text.3", current().sizes.icon)
        self._sum = label("", "section")
        self._after = label("", "second")
        self.ask_button = Button(self.tr("先问一下"))
        self.form_button = Button(
            self.tr("结成项目"), kind="primary", icon="ph.handshake", key=FORM_KEY
        )
        set_property(self.form_button, "party", "true")
        line.addWidget(self._mark)
        line.addWidget(self._sum)
        line.addWidget(self._after)
        line.addStretch(1)
        line.addWidget(self.ask_button)
        line.addWidget(self.form_button)

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._sum.text()} {self._after.text()}".strip()

    def show_choice(self, choosing: Choosing, *, busy: bool, may_form: bool) -> None:
        """Say what is ticked for the need that is looked at."""
        translate = QCoreApplication.translate
        need, ticked = choosing.need, choosing.ticked()
        self.form_button.setEnabled(bool(ticked) and may_form)
        self.ask_button.setEnabled(bool(ticked))
        if need is None:
            words = translate("Lists", "选一项需求，左边按合适的程度排好。")
            return self._say(words, "", "ph.info", "text.3")
        if not need.wants:
            words = translate("Lists", "这项需求不缺什么了。")
            return self._say(words, "", "ph.check-circle-fill", "ok")
        if not ticked:
            words = translate("Lists", "正在配对…") if busy else self._nobody(choosing)
            return self._say(words, "", "ph.info", "text.3")
        moment = f"{local(choosing.board.answer_by):%m-%d %H:%M}"
        units = len({one.row.offered_by for one in ticked})
        after = translate(
            "Lists", "结成后等 {units} 家单位答复，{moment} 前没有全部答复就退回待对接"
        )
        enough = enough_of(need, ticked)
        icon, tone = ("ph.check-circle-fill", "ok") if enough else ("ph.circle-half", "warn")
        return self._say(
            sum_words(need, ticked), after.format(units=units, moment=moment), icon, tone
        )

    def _nobody(self, choosing: Choosing) -> str:
        translate = QCoreApplication.translate
        fits = any(fit.fits for _, fit in choosing.fits.values())
        if fits:
            return translate("Lists", "左边勾上用得着的资源；配好的已经先给了更急的需求。")
        return translate("Lists", "没有资源合得上，已列入“没人提供的”。")

    def _say(self, first: str, after: str, icon: str, tone: str) -> None:
        self._mark.set_icon(icon, tone)
        self._sum.setText(first)
        self._after.setText(after)
