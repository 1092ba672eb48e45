"""What does the visitor think of how it went? The three questions of a call-back, one a screen."""

from functools import partial

from app.kiosk.actions import Opinion
from app.kiosk.rules import KioskContent
from ui.core.notices import explain
from ui.kiosk.controls import BigButton, Tile
from ui.kiosk.machine import can_be_told
from ui.kiosk.screens.base import Screen, Stage, while_shown
from ui.kiosk.screens.progress import RATED_IN


def first_rating_screen(stage: Stage) -> Screen:
    """Return the first question; or how it stands, where there is nothing to rate."""
    told = stage.visit.progress
    if told is None or told.is_rated or told.state not in RATED_IN:
        return NothingToRateScreen(stage)
    return ContactedScreen(stage)


class NothingToRateScreen(Screen):
    """The screen “现在还不用评价”."""

    def __init__(self, stage: Stage) -> None:
        told = stage.visit.progress
        rated = told is not None and told.is_rated
        title = self.tr("这件事您已经评价过了") if rated else self.tr("这件事还没办完")
        hint = self.tr("谢谢您") if rated else self.tr("办完以后再来打分，现在可以看看办到哪一步了")
        super().__init__(stage, title, hint)
        self.body.addStretch(1)
        self.add_foot(BigButton(self.tr("看看办到哪一步"), self._look, icon="ph.magnifying-glass"))
        self.add_foot(BigButton(self.tr("好了"), stage.home, icon="ph.check", primary=True))

    def _look(self) -> None:
        from ui.kiosk.screens.progress import ProgressScreen

        self.stage.go(ProgressScreen)


class ContactedScreen(Screen):
    """The screen “有人跟您联系过吗？”."""

    step = (1, 3)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("为这件事，有人跟您联系过吗？"))
        yes = Tile(self.tr("联系过"), partial(self._choose, yes=True), icon="ph.phone-call")
        no = Tile(self.tr("没有"), partial(self._choose, yes=False), icon="ph.phone-slash")
        self.rows_of([yes, no], 2)

    def _choose(self, *, yes: bool) -> None:
        self.stage.visit.contacted = yes
        self.stage.go(SolvedScreen)


class SolvedScreen(Screen):
    """The screen “事情解决了吗？”."""

    step = (2, 3)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("事情解决了吗？"))
        yes = Tile(self.tr("解决了"), partial(self._choose, yes=True), icon="ph.check-circle")
        no = Tile(self.tr("没解决"), partial(self._choose, yes=False), icon="ph.x-circle")
        self.rows_of([yes, no], 2)

    def _choose(self, *, yes: bool) -> None:
        self.stage.visit.solved = yes
        self.stage.go(ContentScreen)


class ContentScreen(Screen):
    """The screen “您满意吗？”."""

    step = (3, 3)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("您满意吗？"))
        told = (
            (KioskContent.SATISFIED, self.tr("满意"), "ph.smiley"),
            (KioskContent.MOSTLY, self.tr("基本满意"), "ph.smiley-meh"),
            (KioskContent.UNSATISFIED, self.tr("不满意"), "ph.smiley-sad"),
        )
        tiles = [
            Tile(name, partial(self._choose, content), icon=icon) for content, name, icon in told
        ]
        self.rows_of(tiles, 1 if stage.is_upright else 3)

    def _choose(self, content: KioskContent) -> None:
        if content is KioskContent.UNSATISFIED:
            self.stage.go(WhyScreen)
        else:
            hand_in_opinion(self, content)


class WhyScreen(Screen):
    """The screen “哪里不满意？”."""

    step = (3, 3)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("哪里不满意？"), self.tr("可以点几样"))
        reasons = (
            self.tr("没有解决"),
            self.tr("办得太慢"),
            self.tr("态度不好"),
            self.tr("没人告诉我结果"),
            self.tr("办好又坏了"),
            self.tr("别的原因"),
        )
        self._reasons = [BigButton(each) for each in reasons]
        for each in self._reasons:
            each.setCheckable(True)
        self._call = BigButton(self.tr("请打电话给我，我要说说"), icon="ph.phone-call")
        self._call.setCheckable(True)
        self.rows_of(self._reasons, 2)
        self.body.addWidget(self._call)
        self.body.addStretch(1)
        self.add_foot(BigButton(self.tr("交上去"), self._done, icon="ph.check", primary=True))

    def _done(self) -> None:
        chosen = "、".join(each.text() for each in self._reasons if each.isChecked())
        hand_in_opinion(
            self, KioskContent.UNSATISFIED, words=chosen, wants_call=self._call.isChecked()
        )


class ThanksScreen(Screen):
    """The screen “谢谢您”."""

    def __init__(self, stage: Stage, hint: str) -> None:
        super().__init__(stage, self.tr("谢谢您"), hint)
        self.body.addStretch(1)
        self.add_foot(BigButton(self.tr("好了"), stage.home, icon="ph.check", primary=True))


def hand_in_opinion(
    screen: Screen, content: KioskContent | None, *, words: str = "", wants_call: bool = False
) -> None:
    """Hand in what the visitor thinks, thank them, and forget them."""
    stage = screen.stage
    visit = stage.visit
    rated = content is not None
    opinion = Opinion(
        None,  # the machine asks anew, a moment before
        contacted=visit.contacted if rated else None,
        solved=visit.solved if rated else None,
        satisfaction=content,
        words=words,
        wants_call=wants_call,
    )

    def done(_: None) -> None:
        hint = screen.tr("您的意见收到了") if rated else screen.tr("记下了，会有人打您留的电话")
        stage.visit.forget()
        stage.home_then(partial(ThanksScreen, hint=hint))

    def failed(error: BaseException) -> None:
        known = explain(error).text if can_be_told(error) else ""
        screen.setEnabled(True)
        screen.say(known or screen.tr("没有交上去，请过一会儿再点一次"), wrong=True)

    screen.setEnabled(False)
    heard, not_heard = while_shown(screen, done), while_shown(screen, failed)
    stage.machine.rate(visit.code, visit.last4, opinion, heard, not_heard)


def ask_for_call(screen: Screen) -> None:
    """Ask to be called, and nothing more."""
    hand_in_opinion(screen, None, wants_call=True)
