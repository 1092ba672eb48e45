"""Closing an account, or handing a desk over: what is open goes to somebody in the same go."""

from typing import Any
from uuid import UUID, uuid5

from PySide6.QtWidgets import QWidget

from app.accounts.actions import deactivate_person
from app.accounts.queries import PersonCard
from app.core.doors import OpenWork
from ui.accounts.open_work import TakerPicker, work_words
from ui.core.controls import label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

LABEL_PX = 60
HAND_ON, KEEP = "hand_on", "keep"


class LeaveDialog(FormDialog):
    """Says how much is open and asks who takes it over; one transaction does all of it."""

    def __init__(
        self, desk: Desk, card: PersonCard, work: OpenWork, parent: QWidget, *, closes: bool
    ) -> None:
        """Ask.

        Args:
            desk: Of who manages accounts.
            card: Whose desk it is.
            work: What they have open.
            parent: The page.
            closes: The account is closed as well; else only the work goes.
        """
        super().__init__(desk, parent)
        self._person_id, self._name, self._closes = card.id, card.name, closes
        self._name_it(card)
        what = label(self.tr("名下没办完的：{work}").format(work=work_words(work)), "section")
        what.setWordWrap(True)
        self.content.addWidget(what)
        self.way = SegmentedControl(
            (Choice(HAND_ON, self.tr("交给同事")), Choice(KEEP, self.tr("先留着，以后再交"))),
            HAND_ON,
            name=self.tr("没办完的怎么办"),
            parent=self,
        )
        self.way.setVisible(closes)
        self.taker = TakerPicker(desk, card)
        self._taker_field = FormField(self.tr("接手的人"), self.taker, label_width=LABEL_PX)
        if closes:
            self.add_field(FormField(self.tr("怎么办"), self.way, label_width=LABEL_PX))
            self.do_button.set_kind("danger")
        self.add_field(self._taker_field, self._check_taker)
        self.way.chosen.connect(self._way_chosen)
        self.taker.setFocus()

    def _name_it(self, card: PersonCard) -> None:
        if self._closes:
            under = self.tr(
                "{name} 马上被退出，不能再登录，也不再出现在选人的列表里；用户名不会再给别人。"
                "做过的记录仍署本人的名字。以后可以重新启用。"
            )
            title, do = self.tr("停用 {name}？"), self.tr("移交并停用")
        else:
            under = self.tr(
                "时限不变，事件的经过里写明由谁交给谁。{name} 的账号不变；"
                "换单位的，在“修改”里改单位时也能一起移交。"
            )
            title, do = self.tr("移交 {name} 的工作"), self.tr("移交")
        self.name_it(title.format(name=card.name), do, under.format(name=card.name))

    def _way_chosen(self, _: object) -> None:
        hands_on = self.hands_on
        self._taker_field.setVisible(hands_on)
        self.do_button.setText(self.tr("移交并停用") if hands_on else self.tr("停用，先不移交"))
        self.fit()

    @property
    def hands_on(self) -> bool:
        """True when somebody takes over now."""
        return not self._closes or self.way.value() == HAND_ON

    def _check_taker(self) -> str:
        return self.taker.complaint(needed=True) if self.hands_on else ""

    def say_notes(self) -> None:
        if self.hands_on:
            self._taker_field.note(
                self.tr("在办的事件只能交给本单位的人；首问负责和子任务可以交给别的单位。")
            )

    def blame(self) -> dict[str, FormField]:
        return {"cases.nobody_to_take": self._taker_field, "cases.other_unit": self._taker_field}

    def action(self) -> Action:
        doors, leaver, key = self.desk.parts.doors, self._person_id, self.command_key
        taker: UUID | None = self.taker.taker() if self.hands_on else None
        closes = self._closes

        def leave(uow: Any) -> int:
            moved = 0
            if taker is not None:
                moved = doors.work.hand_on(uow, leaver, taker, command_key=key)
            if closes:
                deactivate_person(uow, leaver, command_key=uuid5(key, "close"))
            return moved

        return leave

    def told(self) -> str:
        """Return what is said afterwards."""
        if not self._closes:
            words = self.tr("{name} 的工作已移交给{taker}")
        elif self.hands_on:
            words = self.tr("已停用 {name}，工作已移交给{taker}")
        else:
            words = self.tr("已停用 {name}")
        return words.format(name=self._name, taker=self.taker.text())
