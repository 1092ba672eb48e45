"""Before the machine is ready, and while its server is away."""

from ui.kiosk.controls import BigButton, words
from ui.kiosk.screens.base import Screen, Stage


class NotReadyScreen(Screen):
    """The screen “正在准备”."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage, self.tr("请稍等，正在准备"), self.tr("一直是这样的话，请到窗口办理")
        )
        self.body.addWidget(words("", "body"))
        self.body.addStretch(1)


class AwayScreen(Screen):
    """The screen “现在查不了”: for what only the server knows."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage,
            self.tr("网络暂时不通，现在查不了"),
            self.tr("请过一会儿再来，或者到窗口问一问；要反映事情现在就能交"),
        )
        self.body.addStretch(1)
        self.add_foot(BigButton(self.tr("好了"), stage.home, icon="ph.check", primary=True))
