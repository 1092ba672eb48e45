"""What a person puts on one case beside its steps: the star of the shortlist, tags, and the
director's mark that it is to be supervised.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.queries.card import CaseCard
from app.cases.rules import STEPS, EventKind
from app.core.words import label as word
from ui.cases.bulk.desk import FOLLOW_KEY, TAG_KEY
from ui.cases.bulk.following import Following
from ui.cases.bulk.tagging import TagDialog, TagTarget
from ui.cases.dialogs.supervising import DirectorMarkDialog
from ui.cases.offers import open_sheet
from ui.cases.step_dialog import case_name
from ui.core.menus import MenuEntry
from ui.core.slices import Desk

DIRECTOR_KEY = "!"
"""The director marks a case: it is to be supervised."""


class CaseMarks(QObject):
    """Acts on behalf of a panel, on whose window the dialog stands."""

    opened = Signal(object)  # the dialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._following = Following(desk, self)

    def key_table(self) -> tuple[tuple[str, Callable[[CaseCard], object]], ...]:
        """Return the keys with what they do to the case that is shown."""
        return (
            (FOLLOW_KEY, self.toggle_follow),
            (TAG_KEY, self.open_tags),
            (DIRECTOR_KEY, self.ask_supervision),
        )

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

    def ask_supervision(self, card: CaseCard) -> None:
        """Ask what the director wants of whoever has the case (批示督办)."""
        why_not = self._why_not_supervised(card)
        if why_not:
            self._desk.notices.tell(why_not)
            return
        dialog = DirectorMarkDialog(self._desk, card, self._owner.window())
        words = self.tr("{case} 已批示督办，督办单已起草，等签发").format(case=case_name(card))
        dialog.saved.connect(lambda _: self._desk.notices.tell(words))
        dialog.open()
        self.opened.emit(dialog)

    def _why_not_supervised(self, card: CaseCard) -> str:
        if not card.may_decide:
            return self.tr("批示督办由主任来做")
        if card.state not in STEPS[EventKind.SUPERVISED]:
            return self.tr("现在是“{state}”，不用督办").format(state=word(card.state))
        return self.tr("已有一张督办单在办") if open_sheet(card) else ""

    def entries(self, card: CaseCard) -> tuple[MenuEntry, ...]:
        """Return the lines of a case's menu."""
        may = "" if card.may_mark else self.tr("您不办这件事")
        tags_and: tuple[MenuEntry, ...]
        tags = MenuEntry(self.tr("标签…"), lambda: self.open_tags(card), may, TAG_KEY, "ph.tag")
        if card.may_decide:
            ask, why = partial(self.ask_supervision, card), self._why_not_supervised(card)
            title = self.tr("批示督办…")
            tags_and = (tags, MenuEntry(title, ask, why, DIRECTOR_KEY, "ph.flag"))
        else:
            tags_and = (tags,)
        if self._desk.actor.person_id is None:
            return tags_and
        words = self.tr("不再关注") if card.is_followed else self.tr("关注")
        star = "ph.star-fill" if card.is_followed else "ph.star"
        follow = MenuEntry(words, lambda: self.toggle_follow(card), "", FOLLOW_KEY, star)
        return (follow, *tags_and)
