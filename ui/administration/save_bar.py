"""The bar under the settings: what was changed, from when it holds, save or drop."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.core.controls import Button, label
from ui.core.fields import MomentField
from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.segmented import Choice, SegmentedControl
from ui.core.theme import current

NOW, LATER = "now", "later"


class SaveBar(QFrame):
    """56 px; quiet while nothing was changed."""

    save_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setProperty(FOOT_PROPERTY, "true")
        self.setFixedHeight(current().sizes.action_bar)
        self.is_busy = False
        self._saved = ""
        self.says = label("", "second")
        self.says.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        choices = (Choice(NOW, self.tr("马上生效")), Choice(LATER, self.tr("以后生效")))
        self.when = SegmentedControl(choices, NOW, name=self.tr("什么时候生效"))
        self.moment = MomentField(now + timedelta(days=1))
        self.moment.setAccessibleName(self.tr("从什么时候起"))
        self.drop_button = Button(self.tr("放弃"), kind="quiet")
        self.save_button = Button(self.tr("保存"), kind="primary", key="Ctrl+Return")
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 1, 24, 0)
        line.setSpacing(8)
        line.addWidget(self.says, 1)
        for widget in (self.when, self.moment, self.drop_button, self.save_button):
            line.addWidget(widget)
        self.when.chosen.connect(self._when_chosen)
        self.drop_button.clicked.connect(self.drop_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.tell((), wrong=0, shared=False)

    def tell(self, titles: Sequence[str], *, wrong: int, shared: bool) -> None:
        """Say what was changed; `shared` ones may begin later."""
        changed = bool(titles)
        self._saved = "" if changed else self._saved
        if not changed:
            self.says.setText(self._saved or self.tr("没有未保存的改动"))
        elif wrong:
            self.says.setText(self.tr("还差 {count} 项没填对").format(count=wrong))
        else:
            told = self.tr("改了 {count} 项：{titles}")
            self.says.setText(told.format(count=len(titles), titles="、".join(titles)))
        self.says.setToolTip("、".join(titles))
        self.when.setVisible(changed and shared)
        self.moment.setVisible(changed and shared and self.when.value() == LATER)
        self.drop_button.setVisible(changed)
        self.save_button.setVisible(changed)
        self.save_button.setEnabled(not wrong and not self.is_busy)

    def say_saved(self, count: int) -> None:
        """Say that it is saved, until something else is typed."""
        self._saved = self.tr("{count} 项已保存").format(count=count)
        self.says.setText(self._saved)

    def valid_from(self) -> datetime | None:
        """Return from when on the shared ones hold; None is at once."""
        return self.moment.moment() if self.when.value() == LATER else None

    def at_once(self) -> None:
        """Go back to what is usual."""
        self.when.set_value(NOW)
        self._when_chosen(NOW)

    def set_busy(self, *, busy: bool) -> None:
        """Lock the buttons while it is written."""
        self.is_busy = busy
        self.save_button.setEnabled(not busy)
        self.drop_button.setEnabled(not busy)

    def _when_chosen(self, value: object) -> None:
        self.moment.setVisible(value == LATER and not self.when.isHidden())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, current().color("border"))
        painter.end()
