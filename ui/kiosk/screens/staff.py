"""The way out: only with the code of the staff."""

from app.kiosk.looks import MayLeave
from ui.kiosk.controls import FIGURES, BigButton, Pad, words
from ui.kiosk.gate import Gate
from ui.kiosk.printer import trouble_words
from ui.kiosk.screens.base import Screen, Stage, while_shown
from ui.kiosk.screens.sending import card

MOST = 12


class StaffDoorScreen(Screen):
    """The screen “这台机器”: for the staff, after its code."""

    def __init__(self, stage: Stage) -> None:
        machine = stage.machine
        super().__init__(stage, self.tr("这台机器"), self.tr("办完请点“首页”"))
        made, column = card()
        trouble = trouble_words(machine.trouble) or self.tr("打印机正常")
        column.addWidget(words(trouble, "section", bold=True))
        if machine.paper is not None:
            sheets = self.tr("换纸以后打了 {count} 张").format(count=machine.paper.count)
            column.addWidget(words(sheets, "body"))
        waiting = self.tr("等着交的来件 {count} 件").format(count=machine.waiting)
        column.addWidget(words(waiting, "body"))
        self.body.addWidget(made)
        self.body.addStretch(1)
        self.add_foot(
            BigButton(self.tr("已换纸"), self._changed, icon="ph.printer"),
            BigButton(self.tr("退出自助机"), stage.leave, icon="ph.sign-out", primary=True),
        )

    def _changed(self) -> None:
        self.stage.machine.paper_changed()
        self.stage.home_then(StaffDoorScreen)


class StaffScreen(Screen):
    """The screen “工作人员请输入口令”."""

    def __init__(self, stage: Stage, gate: Gate) -> None:
        super().__init__(stage, self.tr("工作人员请输入口令"), self.tr("不是工作人员请点“返回”"))
        self._gate = gate
        self._code = ""
        self.shown = words("", "figure", bold=True)
        self.shown.setMinimumHeight(90)
        self.body.addWidget(self.shown)
        pad = Pad(FIGURES, 3)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        self.body.addWidget(pad, 1)
        self._on = BigButton(self.tr("进去"), self._try, icon="ph.sign-in", primary=True)
        self.add_foot(self._on)
        self._show()

    def typed(self, sign: str) -> bool:
        if sign == "\b":
            self._take_back()
        elif sign.isascii() and sign.isdecimal():
            self._type(sign)
        else:
            return False
        return True

    def _type(self, sign: str) -> None:
        self._code = (self._code + sign)[:MOST]
        self._show()

    def _take_back(self) -> None:
        self._code = self._code[:-1]
        self._show()

    def _show(self) -> None:
        self.shown.setText("●" * len(self._code))
        self._on.setEnabled(bool(self._code) and self._on_time())

    def _on_time(self) -> bool:
        closed = self._gate.closed_s()
        if closed:
            self.say(
                self.tr("口令错得太多，{minutes} 分钟后再试").format(minutes=-(-closed // 60)),
                wrong=True,
            )
        return not closed

    def _try(self) -> None:
        if not self._on_time():
            return
        code, self._code = self._code, ""
        self._show()
        self._on.setEnabled(False)
        told = while_shown(self, self._told)
        self.stage.machine.check_staff_code(code, told)

    def _told(self, came: MayLeave) -> None:
        if came is MayLeave.YES:
            self._gate.right()
            self.stage.home_then(StaffDoorScreen)
            return
        if came is MayLeave.NO:
            self._gate.wrong()
        self.say(self._why(came), wrong=True)
        self._show()

    def _why(self, came: MayLeave) -> str:
        if came is MayLeave.AWAY:
            return self.tr("连不上服务器，这台机器还没有用口令退出过，请连上以后再试")
        if came is MayLeave.TOO_OFTEN:
            return self.tr("试得太频繁，请过一分钟再试")
        return self.tr("口令不对")

    def wipe(self) -> None:
        super().wipe()
        self._code = ""
        self.shown.setText("")
