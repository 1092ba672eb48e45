"""Forms of an emergency unit: what it is, who belongs to it, on duty, a drill, a telephone."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from app.command.forces.actions.keeping import (
    DrillDraft,
    MemberDraft,
    UnitDraft,
    check_in,
    put_members,
    record_drill,
    save_unit,
)
from app.command.forces.actions.reading import ask_phone
from app.command.forces.queries import ForceDetail, ForceRow, MemberRow
from app.command.forces.rules import (
    HOURS_MOST,
    KIT_MOST,
    PEOPLE_MOST,
    SKILLS_MOST,
    ForceKind,
)
from app.command.rules import NAME_MOST
from app.core.clock import local
from app.core.words import label as word
from ui.core.controls import Combo
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.address_field import AddressField, PlaceFound

LABEL_PX = 80
HOURS, PEOPLE = 12, 3


class UnitDialog(FormDialog):
    """A new unit, or another word about one."""

    def __init__(self, desk: Desk, region: str, row: ForceRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(520)
        self._row = row
        self._region = row.region if row is not None else region
        placed = row is not None and row.longitude is not None and row.latitude is not None
        self._point = (row.longitude, row.latitude) if row is not None and placed else None
        title = self.tr("修改应急单元") if row is not None else self.tr("登记应急单元")
        under = self.tr("地点从列出的里选一处，才知道多远；没有位置的照样能叫，只是不按远近提出。")
        self.name_it(title, self.tr("保存"), under)
        self.named = QLineEdit(row.name if row is not None else "")
        self.named.setMaxLength(NAME_MOST)
        self.named.setPlaceholderText(self.tr("如：望江门街口商铺"))
        self.kind = Combo()
        for kind in ForceKind:
            self.kind.add(word(kind), kind)
        self.place = AddressField(desk, placeholder=self.tr("地点"))
        self.people = QSpinBox()
        self.people.setRange(1, PEOPLE_MOST)
        self.people.setValue(row.people if row is not None else PEOPLE)
        self.kit = QLineEdit(row.kit if row is not None else "")
        self.kit.setMaxLength(KIT_MOST)
        self.kit.setPlaceholderText(self.tr("如：手电、绳 2 条、灭火器"))
        self.skills = QLineEdit("、".join(row.skills) if row is not None else "")
        self.skills.setMaxLength(SKILLS_MOST)
        self.skills.setPlaceholderText(self.tr("如：急救、水泵"))
        if row is not None:
            self.kind.set_value(row.kind)
            self.place.set_words(row.place)
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.text().strip() else self.tr("请写明名称"),
        )
        self.add_field(FormField(self.tr("类型"), self.kind, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("地点"), self.place, label_width=LABEL_PX))
        people = FormField(self.tr("人数"), self.people, hint=self.tr("人"), label_width=LABEL_PX)
        self.add_field(people)
        self.add_field(FormField(self.tr("装备"), self.kit, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("会什么"), self.skills, label_width=LABEL_PX))
        self.place.found.connect(self._found)
        self.named.setFocus()

    def _found(self, found: PlaceFound) -> None:
        self._point, self._region = (found.longitude, found.latitude), found.region or self._region

    def blame(self) -> dict[str, FormField]:
        return {"command.unit_unnamed": self.name_field}

    def action(self) -> Action:
        row, key = self._row, self.command_key
        draft = UnitDraft(
            region=self._region,
            kind=ForceKind(str(self.kind.value())),
            name=self.named.text(),
            place=self.place.text(),
            people=self.people.value(),
            kit=self.kit.text(),
            skills=self.skills.text(),
            longitude=self._point[0] if self._point is not None else None,
            latitude=self._point[1] if self._point is not None else None,
        )
        unit, seen = (row.id, row.version) if row is not None else (None, None)
        return lambda uow: save_unit(uow, unit, seen, draft, command_key=key)


class MembersDialog(FormDialog):
    """Who belongs to a unit, a line each: in place of those known."""

    def __init__(self, desk: Desk, row: ForceRow, detail: ForceDetail, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr(
            "一行一人：姓名，做什么，电话。电话不显示原来的，要一起重写；只留叫人用得着的。"
        )
        self.name_it(self.tr("“{name}”的成员").format(name=row.name), self.tr("换上"), under)
        lines = [f"{each.name}，{each.duty}，" for each in detail.members]
        self.lines = QPlainTextEdit("\n".join(lines))
        self.lines.setFixedHeight(160)
        self.lines.setTabChangesFocus(True)
        self.lines.setPlaceholderText(self.tr("马建国，组长，13800000000"))
        self.lines_field = self.add_field(FormField("", self.lines))
        self.lines.setAccessibleName(self.tr("成员"))
        self.lines.setFocus()

    def _drafts(self) -> tuple[MemberDraft, ...]:
        found = []
        for line in self.lines.toPlainText().splitlines():
            parts = [part.strip() for part in line.replace(",", "，").split("，")]
            if any(parts):
                parts += ["", ""]
                found.append(MemberDraft(parts[0], parts[1], parts[2]))
        return tuple(found)

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(("command.unit_unnamed", "accounts.phone_wrong"), self.lines_field)

    def action(self) -> Action:
        unit, members, key = self._row.id, self._drafts(), self.command_key
        return lambda uow: put_members(uow, unit, members, command_key=key)


class CheckInDialog(FormDialog):
    """How many are on duty, and for how long."""

    def __init__(self, desk: Desk, row: ForceRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        self.name_it(self.tr("“{name}”签到").format(name=row.name), self.tr("签到"))
        self.people, self.hours = QSpinBox(), QSpinBox()
        self.people.setRange(1, PEOPLE_MOST)
        self.people.setValue(row.people)
        self.hours.setRange(1, HOURS_MOST)
        self.hours.setValue(HOURS)
        people = FormField(self.tr("到岗"), self.people, hint=self.tr("人"), label_width=LABEL_PX)
        hours = FormField(self.tr("在岗"), self.hours, hint=self.tr("小时"), label_width=LABEL_PX)
        self.add_field(people)
        self.add_field(hours)
        self.people.setFocus()

    def action(self) -> Action:
        unit, key = self._row.id, self.command_key
        people, hours = self.people.value(), self.hours.value()
        return lambda uow: check_in(uow, unit, people, hours, command_key=key)


class DrillDialog(FormDialog):
    """A drill that was held."""

    def __init__(self, desk: Desk, row: ForceRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        self.name_it(self.tr("“{name}”的演练").format(name=row.name), self.tr("记下"))
        self.day = DateField(local(desk.parts.clock.now()).date())
        self.topic = QLineEdit()
        self.topic.setMaxLength(NAME_MOST)
        self.people, self.minutes = QSpinBox(), QSpinBox()
        self.people.setRange(1, PEOPLE_MOST)
        self.people.setValue(row.people)
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setValue(5)
        self.day_field = self.add_field(FormField(self.tr("日期"), self.day, label_width=LABEL_PX))
        self.add_field(
            FormField(self.tr("主题"), self.topic, required=True, label_width=LABEL_PX),
            lambda: "" if self.topic.text().strip() else self.tr("请写明演练什么"),
        )
        people = FormField(self.tr("到了"), self.people, hint=self.tr("人"), label_width=LABEL_PX)
        spent = self.tr("分钟到齐")
        self.add_field(people)
        self.add_field(FormField(self.tr("用时"), self.minutes, hint=spent, label_width=LABEL_PX))
        self.topic.setFocus()

    def blame(self) -> dict[str, FormField]:
        return {"command.drill_wrong": self.day_field}

    def action(self) -> Action:
        draft = DrillDraft(
            self.day.day(), self.topic.text(), self.people.value(), self.minutes.value()
        )
        unit, key = self._row.id, self.command_key
        return lambda uow: record_drill(uow, unit, draft, command_key=key)


class PhoneDialog(FormDialog):
    """Why a number is to be shown; saved, the answer is the key of the request."""

    def __init__(self, desk: Desk, unit_id: UUID, member: MemberRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._unit, self._member = unit_id, member
        under = self.tr("写明事由，显示 30 秒；谁、什么时候、为什么看，都会记下来。")
        title = self.tr("看{name}的电话").format(name=member.name)
        self.name_it(title, self.tr("查看（留痕）"), under)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.add_field(
            FormField(self.tr("事由"), self.reason, required=True, label_width=LABEL_PX),
            lambda: "" if len(self.reason.text().strip()) > 1 else self.tr("请写明为什么看"),
        )
        self.reason.setFocus()

    def action(self) -> Action:
        unit, member, key = self._unit, self._member.id, self.command_key
        reason = self.reason.text()

        def run(uow: Any) -> object:
            return ask_phone(uow, unit, member, reason, command_key=key)

        return run
