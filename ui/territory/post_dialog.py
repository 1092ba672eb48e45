"""Filling a post, and ending one."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.words import label as word
from app.territory.actions import PostDraft, assign_post, end_post
from app.territory.queries import PostRow, RegionRow
from app.territory.rules import PostRole, WorkerKind
from ui.core.controls import Combo, label
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker
from ui.territory.region_words import post_words

LABEL_PX = 60


class PostDialog(FormDialog):
    """Who becomes what, from which day on; also people who do not sign in."""

    def __init__(self, desk: Desk, region: RegionRow, today: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        title = self.tr("给 {name} 安排人员").format(name=region.short)
        self.name_it(title, self.tr("安排"))
        self._region = region
        self.role = Combo()
        for role in PostRole:
            self.role.add(word(role), role)
        self.role.set_value(PostRole.WORKER)
        kinds = tuple(Choice(kind, word(kind)) for kind in WorkerKind)
        self.kind = SegmentedControl(kinds, WorkerKind.FULL_TIME, name=self.tr("用工"))
        self.person = PersonPicker(desk, placeholder=self.tr("姓名；有账号的会列出来"))
        self.since = DateField(today)
        self.phone = QLineEdit()
        self.phone.setPlaceholderText(self.tr("值班时能打通的，可不写"))
        self._role_field = FormField(self.tr("职务"), self.role, label_width=LABEL_PX)
        self._kind_field = FormField(self.tr("用工"), self.kind, label_width=LABEL_PX)
        self._person_field = FormField(
            self.tr("姓名"), self.person, required=True, label_width=LABEL_PX
        )
        self._since_field = FormField(self.tr("到任"), self.since, label_width=LABEL_PX)
        self._phone_field = FormField(self.tr("值班电话"), self.phone, label_width=LABEL_PX)
        self.add_field(self._role_field)
        self.add_field(self._kind_field)
        self.add_field(self._person_field, self._check_person)
        self.add_field(self._since_field)
        self.add_field(self._phone_field)
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.person.setFocus()

    def _role_chosen(self, _: int) -> None:
        self._kind_field.setVisible(self._role() is PostRole.WORKER)
        self.fit()

    def _role(self) -> PostRole:
        return PostRole(str(self.role.value()))

    def _check_person(self) -> str:
        return "" if self.person.text().strip() else self.tr("请填姓名。")

    def say_notes(self) -> None:
        if isinstance(self.person.value(), UUID):
            self._person_field.note(self.tr("有账号，登录后看得到这个网格的事"), good=True)
        elif self.person.text().strip():
            self._person_field.note(self.tr("没有选账号，只记姓名"))

    def blame(self) -> dict[str, FormField]:
        return {
            "territory.second_full_time": self._kind_field,
            "territory.worker_kind_wanted": self._kind_field,
            "territory.bad_name": self._person_field,
            "territory.bad_phone": self._phone_field,
            "territory.bad_term": self._since_field,
        }

    def action(self) -> Action:
        role, person, key = self._role(), self.person.value(), self.command_key
        kind = WorkerKind(str(self.kind.value())) if role is PostRole.WORKER else None
        draft = PostDraft(
            self._region.code,
            role,
            self.person.text(),
            self.since.day(),
            worker_kind=kind,
            person_id=person if isinstance(person, UUID) else None,
            phone=self.phone.text(),
        )

        def assign(uow: Any) -> object:
            return assign_post(uow, draft, command_key=key)

        return assign


class EndPostDialog(FormDialog):
    """The last day of somebody in a post."""

    def __init__(
        self, desk: Desk, region: RegionRow, post: PostRow, today: date, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        title = self.tr("{name} 离任").format(name=post.person_name)
        self.name_it(title, self.tr("办理离任"))
        self._post = post
        self.until = DateField(max(today, post.since))
        self._until_field = FormField(self.tr("最后一天"), self.until, label_width=LABEL_PX)
        self.add_field(self._until_field, self._check_until)
        words = self.tr(
            "过了这一天，{name} 不再是 {region} 的{post}。经手过的事件和走访记录不变；"
            "办错了可以再改最后一天。"
        )
        told = words.format(name=post.person_name, region=region.short, post=post_words(post))
        says = label(told, "caption")
        says.setWordWrap(True)
        self.content.addWidget(says)
        self.until.setFocus()

    def _check_until(self) -> str:
        if self.until.day() < self._post.since:
            words = self.tr("离任不能早于到任（{since}）。")
            return words.format(since=self._post.since)
        return ""

    def blame(self) -> dict[str, FormField]:
        return {"territory.bad_term": self._until_field}

    def action(self) -> Action:
        post_id, until, key = self._post.id, self.until.day(), self.command_key

        def end(uow: Any) -> None:
            end_post(uow, post_id, until=until, command_key=key)

        return end
