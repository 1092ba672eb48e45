"""Before the machine is ready."""

from ui.kiosk.controls import words
from ui.kiosk.screens.base import Screen, Stage


class NotReadyScreen(Screen):
    """The screen “正在准备”."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage, self.tr("请稍等，正在准备"), self.tr("一直是这样的话，请到窗口办理")
        )
        self.body.addWidget(words("", "body"))
        self.body.addStretch(1)
