"""Forms of a post: putting it up, taking it, giving it back."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.party.activities.actions.posts import (
    PostDraft,
    add_post,
    change_post,
    claim_post,
    give_back,
)
from app.party.activities.queries.posts import ClaimRow, PostRow
from app.party.activities.rules import NAME_MOST, NUMBER_MOST, PLACE_MOST, TITLE_MOST, WORDS_MOST
from app.party.activities.telling import member_words
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.party.activities.asking import WhoDialog
from ui.party.activities.fields import kind_box, line_edit, region_box
from ui.party.lists.fields import LABEL_PX, amount_box, needs, text_area

WIDTH = 520


class PostDialog(FormDialog):
    """A post, new or as it was seen."""

    def __init__(
        self, desk: Desk, parent: QWidget, kinds: Sequence[str], row: PostRow | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        title = (
            self.tr("设一个岗位") if row is None else self.tr("改“{name}”").format(name=row.title)
        )
        self.name_it(title, self.tr("保存"))
        self.region = region_box(desk, row.region if row is not None else "")
        self.named = line_edit(
            row.title if row is not None else "", TITLE_MOST, self.tr("如：楼道政策宣传员")
        )
        self.kind = kind_box(kinds, row.kind if row is not None else "")
        self.place = line_edit(row.place if row is not None else "", PLACE_MOST)
        self.hours = line_edit(
            row.hours if row is not None else "", NAME_MOST, self.tr("如：每周三晚 7 点到 9 点")
        )
        self.wanted = amount_box(row.wanted if row is not None else 1, NUMBER_MOST)
        self.note = text_area(self.tr("做什么、找谁接头"))
        if row is not None:
            self.note.setPlainText(row.note)
            self.seen_version = row.version
        self._add_fields()
        self.named.setFocus()

    def _add_fields(self) -> None:
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(
            region, lambda: "" if self.region.code() else self.tr("请选街道、社区或网格")
        )
        self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明名称")),
        )
        self.kind_field = self.add_field(
            FormField(self.tr("类型"), self.kind, label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("地点"), self.place, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("时间"), self.hours, label_width=LABEL_PX))
        self.wanted_field = self.add_field(
            FormField(self.tr("要几人"), self.wanted, hint=self.tr("人"), label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))

    def blame(self) -> dict[str, FormField]:
        return {
            "activities.kind_unknown": self.kind_field,
            "activities.too_small": self.wanted_field,
        }

    def action(self) -> Action:
        draft = PostDraft(
            region=self.region.code() or "",
            title=self.named.text(),
            kind=str(self.kind.value() or ""),
            wanted=self.wanted.value(),
            place=self.place.text(),
            hours=self.hours.text(),
            note=self.note.toPlainText(),
        )
        key, row, seen = self.command_key, self._row, self.seen_version

        def write(uow: Any) -> object:
            if row is None:
                return add_post(uow, draft, command_key=key)
            change_post(uow, row.id, seen, draft, command_key=key)
            return row.id

        return write


class ClaimDialog(WhoDialog):
    """A member takes a post."""

    REFUSED = ("activities.claimed_already", "activities.member_away", "activities.post_full")

    def __init__(self, desk: Desk, row: PostRow, parent: QWidget) -> None:
        self._row = row
        under = self.tr("还要 {lacking} 人。").format(lacking=row.lacking)
        title = self.tr("认领“{name}”").format(name=row.title)
        super().__init__(desk, parent, title=title, do=self.tr("认领"), under=under)

    def action(self) -> Action:
        who, key, post = self.who.key(), self.command_key, self._row.id
        if who is None:
            raise AssertionError("the field was checked")
        return lambda uow: claim_post(uow, post, who, command_key=key)


class GiveBackDialog(FormDialog):
    """A member gives a post back."""

    def __init__(self, desk: Desk, row: PostRow, claim: ClaimRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._claim = claim
        title = self.tr("{name}交回“{post}”").format(name=member_words(claim), post=row.title)
        self.name_it(title, self.tr("交回"), self.tr("记录留着；岗位空出一个人。"))
        self.reason = line_edit("", WORDS_MOST, self.tr("可以不写"))
        self.add_field(FormField(self.tr("原因"), self.reason, label_width=LABEL_PX))
        self.reason.setFocus()

    def action(self) -> Action:
        claim, reason, key = self._claim.id, self.reason.text(), self.command_key
        return lambda uow: give_back(uow, claim, reason, command_key=key)
