"""What a person puts on one case beside its steps: the star of the shortlist, and tags."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.queries.card import CaseCard
from ui.cases.bulk.desk import FOLLOW_KEY, TAG_KEY
from ui.cases.bulk.following import Following
from ui.cases.bulk.tagging import TagDialog, TagTarget
from ui.cases.step_dialog import case_name
from ui.core.menus import MenuEntry
from ui.core.slices import Desk


class CaseMarks(QObject):
    """Acts on behalf of a panel, on whose window the dialog stands."""

    opened = Signal(object)  # TagDialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._following = Following(desk, self)

    def toggle_follow(self, card: CaseCard) -> None:
        """Put a case on the shortlist, or take it off."""
        if self._desk.actor.person_id is None:
            self._desk.notices.tell(self.tr("控制台没有自己的关注，请用个人账号登录"))
        elif card.is_followed:
            self._following.unfollow((card.id,))
        else:
            self._following.follow((card.id,))

    def open_tags(self, card: CaseCard) -> None:
        """Ask which tags a case carries."""
        if not card.may_mark:
            self._desk.notices.tell(self.tr("您只看这件事，不办它，不能改标签"))
            return
        name = case_name(card)
        target = TagTarget(card.id, name, card.title, card.version, card.region)
        dialog = TagDialog(self._desk, (target,), self._owner.window())
        words = self.tr("{case} 已改标签").format(case=name)
        dialog.saved.connect(lambda _: self._desk.notices.tell(words))
        dialog.open()
        self.opened.emit(dialog)

    def entries(self, card: CaseCard) -> tuple[MenuEntry, ...]:
        """Return the lines of a case's menu."""
        may = "" if card.may_mark else self.tr("您不办这件事")
        tags = MenuEntry(self.tr("标签…"), lambda: self.open_tags(card), may, TAG_KEY, "ph.tag")
        if self._desk.actor.person_id is None:
            return (tags,)
        words = self.tr("不再关注") if card.is_followed else self.tr("关注")
        star = "ph.star-fill" if card.is_followed else "ph.star"
        follow = MenuEntry(words, lambda: self.toggle_follow(card), "", FOLLOW_KEY, star)
        return (follow, tags)
