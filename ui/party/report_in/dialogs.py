"""Forms of dual report-in: registering, moving, a reason, a call-up, a sender."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from app.core.words import label as word
from app.party import rights
from app.party.report_in.actions.calling_up import CallUpDraft, PostDraft, call_up
from app.party.report_in.actions.registering import (
    ReportDraft,
    move_report_in,
    register_report_in,
)
from app.party.report_in.files import trust_sender
from app.party.report_in.queries.rows import ReportRow
from app.party.report_in.rules import (
    COMMUNITY_DIGITS,
    NAME_MOST,
    NOTE_MOST,
    SKILLS_MOST,
    UNIT_MOST,
    ReportKind,
)
from app.party.rules import words_of
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LABEL_PX = 76
STREET_DIGITS = 9


def line(most: int, hint: str = "") -> QLineEdit:
    """Return a line of text."""
    made = QLineEdit()
    made.setMaxLength(most)
    made.setPlaceholderText(hint)
    return made


class RegisterDialog(FormDialog):
    """Puts down that somebody reports in; the visit can be confirmed at once or later."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        under = self.tr("登记后打印报到单，到社区扫码或输编号确认，报到才算数。不登记电话和证件。")
        self.name_it(self.tr("登记报到"), self.tr("登记"), under)
        self.kind = SegmentedControl(
            tuple(Choice(kind, word(kind)) for kind in ReportKind),
            ReportKind.MEMBER,
            name=self.tr("类别"),
        )
        self.named = line(NAME_MOST)
        self.unit = line(UNIT_MOST, self.tr("所在单位党组织或单位"))
        held = (rights.MANAGE, rights.CONFIRM_REPORT_IN)
        prefixes = dict.fromkeys(code for right in held for code in desk.actor.prefixes(right))
        self.community = RegionField(desk, tuple(prefixes))
        self.last4 = line(4, self.tr("手机后四位，同名时分得开"))
        self.people = QSpinBox()
        self.people.setRange(1, 100_000)
        self.skills = line(SKILLS_MOST, self.tr("用顿号隔开：电工、急救"))
        self.add_field(FormField(self.tr("类别"), self.kind, label_width=LABEL_PX))
        self.name_field = self.add_field(
            FormField(self.tr("姓名"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.text().strip() else self.tr("请写明姓名或名称"),
        )
        self.add_field(
            FormField(self.tr("单位"), self.unit, required=True, label_width=LABEL_PX),
            lambda: "" if self.unit.text().strip() else self.tr("请写明单位"),
        )
        community = FormField(
            self.tr("报到社区"), self.community, required=True, label_width=LABEL_PX
        )
        community.add_beside(self.community.button)
        self.community_field = self.add_field(community, self._wrong_community)
        self.last4_field = self.add_field(
            FormField(self.tr("手机后四位"), self.last4, label_width=LABEL_PX)
        )
        self.people_field = self.add_field(
            FormField(self.tr("党员人数"), self.people, label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("专长"), self.skills, label_width=LABEL_PX))
        self.kind.chosen.connect(lambda _: self._kind_chosen())
        self._kind_chosen()
        self.named.setFocus()

    def _kind_chosen(self) -> None:
        is_unit = self.kind.value() == ReportKind.UNIT
        self.last4_field.setVisible(not is_unit)
        self.people_field.setVisible(is_unit)
        self.fit()

    def _wrong_community(self) -> str:
        code = self.community.code() or ""
        return "" if len(code) == COMMUNITY_DIGITS else self.tr("请选到社区")

    def blame(self) -> dict[str, FormField]:
        found = dict.fromkeys(("reportin.reported_already",), self.name_field)
        return found | dict.fromkeys(("reportin.not_a_community",), self.community_field)

    def action(self) -> Action:
        kind = ReportKind(str(self.kind.value()))
        draft = ReportDraft(
            kind=kind,
            name=self.named.text(),
            unit_name=self.unit.text(),
            region=self.community.code() or "",
            last4=self.last4.text() if kind is ReportKind.MEMBER else "",
            people=self.people.value() if kind is ReportKind.UNIT else 1,
            skills=words_of(self.skills.text()),
        )
        key = self.command_key
        return lambda uow: register_report_in(uow, draft, command_key=key)


class MoveDialog(FormDialog):
    """Lets somebody report in to another community."""

    def __init__(self, desk: Desk, row: ReportRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("现在报到在“{place}”。转过去以后，由那边的社区重新确认。")
        title = self.tr("{name}搬家，转到另一个社区").format(name=row.name)
        self.name_it(title, self.tr("转过去"), under.format(place=row.place))
        self.community = RegionField(desk, desk.actor.prefixes(rights.MANAGE))
        field = FormField(self.tr("新社区"), self.community, required=True, label_width=LABEL_PX)
        field.add_beside(self.community.button)
        self.add_field(field, self._wrong)
        self.community.setFocus()

    def _wrong(self) -> str:
        code = self.community.code() or ""
        if len(code) != COMMUNITY_DIGITS:
            return self.tr("请选到社区")
        return self.tr("就在这个社区") if code == self._row.region else ""

    def action(self) -> Action:
        row, code, key = self._row, self.community.code() or "", self.command_key
        return lambda uow: move_report_in(uow, row.id, row.version, code, command_key=key)


class ReasonDialog(FormDialog):
    """Asks for a reason, then does something with it."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        do: str,
        under: str,
        act: Callable[[Any, str, UUID], object],
    ) -> None:
        """Ask; `act(uow, reason, command_key)` writes."""
        super().__init__(desk, parent)
        self._act = act
        self.name_it(title, do, under)
        self.reason = line(NOTE_MOST)
        self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            lambda: "" if self.reason.text().strip() else self.tr("请写明原因"),
        )
        self.reason.setFocus()

    def action(self) -> Action:
        act, reason, key = self._act, self.reason.text(), self.command_key
        return lambda uow: act(uow, reason, key)


class CallUpDialog(FormDialog):
    """Calls those who reported in up to posts."""

    def __init__(self, desk: Desk, parent: QWidget, region: str) -> None:
        super().__init__(desk, parent)
        under = self.tr(
            "辖区里确认过的报到党员和单位都列入，逐个记应答，也可以写成签名文件发出去。"
        )
        self.name_it(self.tr("应急召集"), self.tr("召集"), under)
        self.named = line(NAME_MOST, self.tr("如：滨河路防汛值守"))
        self.reason = line(NOTE_MOST, self.tr("如：防汛Ⅱ级应急响应"))
        self.region = RegionField(desk, desk.actor.prefixes(rights.MANAGE))
        if region:
            self.region.set_region(region)
        self.posts = QPlainTextEdit()
        self.posts.setTabChangesFocus(True)
        self.posts.setFixedHeight(96)
        self.posts.setPlaceholderText(
            self.tr("一行一个岗位：名称，地点，人数\n堤坝巡查，滨河路，4")
        )
        for title, input_, check in (
            (self.tr("名称"), self.named, self._needs(self.named, self.tr("请写明名称"))),
            (self.tr("依据"), self.reason, self._needs(self.reason, self.tr("请写明按什么响应"))),
        ):
            self.add_field(FormField(title, input_, required=True, label_width=LABEL_PX), check)
        area = FormField(self.tr("范围"), self.region, required=True, label_width=LABEL_PX)
        area.add_beside(self.region.button)
        self.region_field = self.add_field(area, self._wrong_region)
        self.add_field(
            FormField(self.tr("岗位"), self.posts, required=True, label_width=LABEL_PX),
            self._wrong_posts,
        )
        self.named.setFocus()

    def _needs(self, field: QLineEdit, words: str) -> Callable[[], str]:
        return lambda: "" if field.text().strip() else words

    def _wrong_region(self) -> str:
        code = self.region.code() or ""
        return "" if len(code) >= STREET_DIGITS else self.tr("请选街道或社区")

    def _wrong_posts(self) -> str:
        lines = [each for each in self.posts.toPlainText().splitlines() if each.strip()]
        if not lines:
            return self.tr("请写至少一个岗位")
        wrong = next((each for each in lines if post_of(each) is None), None)
        if wrong is not None:
            return self.tr("看不懂“{line}”，写成：名称，地点，人数").format(line=wrong[:12])
        return ""

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(("reportin.nobody_to_call",), self.region_field)

    def action(self) -> Action:
        lines = self.posts.toPlainText().splitlines()
        posts = tuple(post for each in lines if (post := post_of(each)) is not None)
        draft = CallUpDraft(self.region.code() or "", self.named.text(), self.reason.text(), posts)
        key = self.command_key
        return lambda uow: call_up(uow, draft, command_key=key)


def post_of(line_: str) -> PostDraft | None:
    """Return the post a line tells, e.g. ``堤坝巡查，滨河路，4``; None for none."""
    parts = [part.strip() for part in line_.replace(",", "，").replace("、", "，").split("，")]
    if len(parts) != 3 or not parts[0] or not parts[2].isdecimal() or int(parts[2]) < 1:
        return None
    return PostDraft(parts[0], parts[1], int(parts[2]))


class SenderDialog(FormDialog):
    """Puts down whose signed files are trusted."""

    def __init__(self, desk: Desk, parent: QWidget, region: str) -> None:
        super().__init__(desk, parent)
        self._region = region
        under = self.tr("公钥要当面或打电话核对。登记以后，它签名的文件才能带入。")
        self.name_it(self.tr("登记来源"), self.tr("登记"), under)
        self.named = line(NAME_MOST, self.tr("如：市先锋平台"))
        self.key = line(200, self.tr("64 位 0–9、a–f"))
        self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.text().strip() else self.tr("请写明是谁的平台"),
        )
        self.key_field = self.add_field(
            FormField(self.tr("公钥"), self.key, required=True, label_width=LABEL_PX),
            lambda: "" if self.key.text().strip() else self.tr("请填公钥"),
        )
        self.named.setFocus()

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(("reportin.key_wrong", "reportin.sender_there"), self.key_field)

    def action(self) -> Action:
        name, told, region = self.named.text(), self.key.text(), self._region
        key = self.command_key
        return lambda uow: trust_sender(uow, name, told, region, command_key=key)
