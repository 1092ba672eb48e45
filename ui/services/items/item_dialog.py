"""The form of an item, with what residents will read beside it."""

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.words import label as word
from app.services import rights
from app.services.items.actions.editing import ItemDraft, add_item, edit_item
from app.services.items.queries.items import ItemRow
from app.services.items.rules import (
    CATEGORY_MOST,
    CODE_MOST,
    DAYS_MOST,
    LINE_MOST,
    NAME_MOST,
    NOTE_MOST,
    UNIT_MOST,
    YEARLY_MOST,
    CommunityDuty,
    ItemBody,
    ItemLevel,
    LifeSituation,
)
from ui.core.controls import Combo, Tick, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.services.fields import needs, number_box, one_line, text_area
from ui.services.items.delegation_field import DelegationField
from ui.services.items.guide_view import GuideView
from ui.services.items.materials_field import MaterialsField

LABEL_PX, WIDTH, HEIGHT, PREVIEW_PX, ROOM_PX = 72, 1120, 640, 340, 480
SITUATION_COLUMNS = 5
LEVELS = (4, 6, 9, 12)


class ItemDialog(FormDialog):
    """A new item, or the next version of one; residents go on seeing what is published."""

    def __init__(self, desk: Desk, row: ItemRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        body = row.body if row is not None else ItemBody("", "", "")
        under = self.tr("保存是草稿，发布以后群众才看到；每存一次留一版。")
        if row is None:
            self.name_it(self.tr("新增服务事项"), self.tr("保存草稿"), under)
        else:
            title = self.tr("修改“{name}”").format(name=body.name)
            self.name_it(title, self.tr("存成新版本"), under)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.preview = GuideView()
        self._fields = QVBoxLayout()
        self._fields.setSpacing(8)
        self._lay_sides()
        self._make_inputs(body)
        self._place_fields(body)
        self.name.setFocus()

    def _lay_sides(self) -> None:
        form = QWidget()
        form.setProperty("scrolled", "true")
        form.setLayout(self._fields)
        self._fields.setContentsMargins(0, 0, 16, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(form)
        scroll.setMinimumHeight(ROOM_PX)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setFixedWidth(PREVIEW_PX)
        side.setWidget(self.preview)
        self.preview.setProperty("scrolled", "true")
        right = QVBoxLayout()
        right.addWidget(label(self.tr("群众看到的样子"), "caption"))
        right.addWidget(side, 1)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(scroll, 1)
        sides.addLayout(right)
        self.content.addLayout(sides, 1)

    def _make_inputs(self, body: ItemBody) -> None:
        self.region = RegionField(self.desk, self.desk.actor.prefixes(rights.KEEP))
        self.code = one_line("", CODE_MOST, self.tr("如：SB-01"))
        self.name = one_line(body.name, NAME_MOST)
        self.department = one_line(body.department, UNIT_MOST)
        self.category = one_line(body.category, CATEGORY_MOST, self.tr("如：社保（按它取号）"))
        self.summary = one_line(body.summary, LINE_MOST, self.tr("谁能办、办成什么，一句大白话"))
        self.conditions = text_area(body.conditions, self.tr("不写就是人人能办"), 48)
        self.materials = MaterialsField(body.materials)
        self.days = number_box(body.limit_days, 0, DAYS_MOST, self.tr(" 个工作日"))
        self.days.setSpecialValueText(self.tr("当场办结"))
        self.fee = one_line(body.fee, LINE_MOST, self.tr("不写就是不收费"))
        self.place = one_line(body.place, LINE_MOST, self.tr("几楼几号窗口，或社区服务站"))
        self.hours = one_line(body.hours, LINE_MOST, self.tr("不写就是大厅开放时间"))
        self.phone = one_line(body.phone, UNIT_MOST)
        self.basis = text_area(body.basis, self.tr("法律、规章、文件"), 48)
        self.steps = text_area("\n".join(body.steps), self.tr("一步一行"), 72)
        self.level, self.duty = Combo(), Combo()
        for level in ItemLevel:
            self.level.add(word(level), level)
        for duty in CommunityDuty:
            self.duty.add(word(duty), duty)
        self.level.set_value(body.level)
        self.duty.set_value(body.duty)
        self.yearly = number_box(body.yearly, 0, YEARLY_MOST, self.tr(" 件"))
        self.situations = {each: Tick(word(each)) for each in LifeSituation}
        for each, tick in self.situations.items():
            tick.setChecked(each in body.situations)
        self.marks = {
            "city_wide": Tick(self.tr("全城通办")),
            "by_proxy": Tick(self.tr("可以代办")),
            "everyday": Tick(self.tr("高频民生事项")),
            "on_application": Tick(self.tr("依申请")),
        }
        for name, tick in self.marks.items():
            tick.setChecked(bool(getattr(body, name)))
        self.delegation = DelegationField(self.desk, body.delegation)
        self.note = one_line("", NOTE_MOST, self.tr("这一版改了什么"))

    def _place_fields(self, body: ItemBody) -> None:
        if self._row is None:
            region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
            region.add_beside(self.region.button)
            self._put(region, self._wrong_region)
            self.code_field = self._line(self.tr("编码"), self.code, self.tr("请写编码"))
        self.name_field = self._line(self.tr("名称"), self.name, self.tr("请写名称"))
        self._line(self.tr("主管部门"), self.department, self.tr("请写主管部门"))
        self._line(self.tr("业务类别"), self.category, self.tr("请写业务类别"))
        for title, input_ in (
            (self.tr("说明"), self.summary),
            (self.tr("办理条件"), self.conditions),
            (self.tr("材料"), self.materials),
            (self.tr("办结时限"), self.days),
            (self.tr("收费"), self.fee),
            (self.tr("地点"), self.place),
            (self.tr("时间"), self.hours),
            (self.tr("电话"), self.phone),
            (self.tr("流程"), self.steps),
            (self.tr("依据"), self.basis),
            (self.tr("适用情形"), self._grid()),
            (self.tr("办理层级"), self.level),
            (self.tr("社区"), self.duty),
            (self.tr("标记"), _row_of(*self.marks.values())),
            (self.tr("年办件量"), self.yearly),
            (self.tr("下放"), self.delegation),
            (self.tr("改动"), self.note),
        ):
            self._put(FormField(title, input_, label_width=LABEL_PX))
        self._fields.addStretch(1)
        self.materials.changed.connect(self.say_notes)
        self.days.valueChanged.connect(lambda _: self.say_notes())
        for tick in (*self.situations.values(), *self.marks.values()):
            tick.toggled.connect(lambda _: self.say_notes())

    def _put(self, field: FormField, check: object = None) -> FormField:
        self._fields.addWidget(field)
        return self.watch(field, check) if callable(check) else self.watch(field)

    def _line(self, title: str, input_: QWidget, complaint: str) -> FormField:
        field = FormField(title, input_, required=True, label_width=LABEL_PX)
        return self._put(field, needs(input_.text, complaint))  # type: ignore[attr-defined]

    def _grid(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 4, 0, 4)
        for at, tick in enumerate(self.situations.values()):
            grid.addWidget(tick, at // SITUATION_COLUMNS, at % SITUATION_COLUMNS)
        return made

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选区县、街道或社区")

    def say_notes(self) -> None:
        """Show what residents will read."""
        self.preview.show_item(self.body())

    def body(self) -> ItemBody:
        """Return what is written."""
        return ItemBody(
            name=self.name.text().strip(),
            department=self.department.text(),
            category=self.category.text(),
            level=ItemLevel(str(self.level.value())),
            duty=CommunityDuty(str(self.duty.value())),
            situations=tuple(each for each, tick in self.situations.items() if tick.isChecked()),
            summary=self.summary.text(),
            conditions=self.conditions.toPlainText(),
            materials=self.materials.materials(),
            limit_days=self.days.value(),
            fee=self.fee.text(),
            place=self.place.text(),
            hours=self.hours.text(),
            phone=self.phone.text(),
            basis=self.basis.toPlainText(),
            steps=tuple(self.steps.toPlainText().splitlines()),
            yearly=self.yearly.value(),
            delegation=self.delegation.delegation(),
            **{name: tick.isChecked() for name, tick in self.marks.items()},
        )

    def blame(self) -> dict[str, FormField]:
        if self._row is not None:
            return {}
        return {"services.code_taken": self.code_field, "services.code_wrong": self.code_field}

    def action(self) -> Action:
        row, body, note, key = self._row, self.body(), self.note.text(), self.command_key
        if row is not None:
            return lambda uow: edit_item(uow, row.id, row.version, body, note, command_key=key)
        draft = ItemDraft(self.region.code() or "", self.code.text(), body, note)
        return lambda uow: add_item(uow, draft, command_key=key)


def _row_of(*widgets: QWidget) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return made
