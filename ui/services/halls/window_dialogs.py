"""Forms at a window: sent on to another one, turned into a case."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.services.halls.actions.accepting import accept_as_case
from app.services.halls.actions.calling import send_on
from app.services.halls.queries.boards import HallBoard, WindowRow
from app.services.halls.rules import NOTE_MOST
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.core.targets import CaseWanted
from ui.parts.region_field import RegionField
from ui.services.fields import needs, one_line, text_area

REGISTER = "cases.register"


class SendOnDialog(FormDialog):
    """To which window somebody goes now; they are called there next."""

    def __init__(
        self, desk: Desk, board: HallBoard, window: WindowRow, number: str, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._window = window
        self.name_it(
            self.tr("{number} 转到别的窗口").format(number=number),
            self.tr("转过去"),
            self.tr("不用重新取号，到那边下一个就叫；首问负责的人不变。"),
        )
        self.target = Combo()
        for other in board.windows:
            if other.is_open and other.id != window.id:
                words = self.tr("{n} 号窗口　{who}").format(n=other.number, who=other.clerk_name)
                self.target.add(words, other.id)
        self.note = one_line("", NOTE_MOST, self.tr("对那边说一句，如：差公章"))
        self.target_field = self.add_field(
            FormField(self.tr("窗口"), self.target, required=True), self._no_target
        )
        self.add_field(FormField(self.tr("说明"), self.note))
        self.target.setFocus()

    def _no_target(self) -> str:
        there = self.target.value() is not None
        return "" if there else self.tr("别的窗口现在都没有人")

    def blame(self) -> dict[str, FormField]:
        return {"halls.window_closed": self.target_field}

    def action(self) -> Action:
        window, target, note = self._window.id, self.target.value(), self.note.text()
        key = self.command_key
        if not isinstance(target, UUID):
            raise TypeError("a window is chosen")
        return lambda uow: send_on(uow, window, target, note, command_key=key)


class AcceptDialog(FormDialog):
    """What is told becomes a case; its receipt is what they take home."""

    def __init__(
        self, desk: Desk, board: HallBoard, window: WindowRow, item: str, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._window = window
        self.name_it(
            self.tr("转成事件"),
            self.tr("登记事件"),
            self.tr("登记后打开事件，在那里补姓名电话、打印受理回执；您是首问负责人。"),
        )
        self.region = RegionField(desk, desk.actor.prefixes(REGISTER))
        self.region.set_region(board.hall.region)
        self.text = text_area(item, self.tr("群众说了什么，要办成什么"), 96)
        region = FormField(self.tr("地点"), self.region, required=True)
        region.add_beside(self.region.button)
        self.add_field(region, self._no_region)
        self.add_field(
            FormField(self.tr("内容"), self.text, required=True),
            needs(self.text.toPlainText, self.tr("请写明是什么事")),
        )
        self.saved.connect(self._open_case)
        self.text.setFocus()

    def _no_region(self) -> str:
        return "" if self.region.code() else self.tr("请选街道、社区或网格")

    def _open_case(self, key: object) -> None:
        if isinstance(key, UUID):
            self.desk.navigator.go(CaseWanted(key))

    def action(self) -> Action:
        window, text, region = self._window.id, self.text.toPlainText(), self.region.code() or ""
        pepper, key = self.desk.parts.database.state.pepper, self.command_key
        return lambda uow: accept_as_case(uow, window, text, region, pepper, command_key=key)
