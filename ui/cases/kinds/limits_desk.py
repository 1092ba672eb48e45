"""The draft of all limits: kept, moved onto what others publish, previewed, published, dropped."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.clock import Limit
from app.cases.limit_edit import DEFAULT, LimitClock
from app.cases.queries.kinds import LimitsSeen
from app.cases.rules import Level
from app.core.errors import AppError
from app.core.words import sentence
from ui.cases.kinds.dialogs import PublishLimitsDialog, odd_words
from ui.cases.kinds.kind_editor import LimitsShown
from ui.cases.kinds.limit_draft import LimitDraft, keep_limits, kept_limits
from ui.core.controls import Button
from ui.core.slices import Desk
from ui.core.strips import Strip
from ui.parts.preview_dialog import PreviewDialog


class LimitsDesk(QObject):
    """Owns the draft and the strip that tells of it; without the right there is no draft."""

    changed = Signal()  # what is shown of limits is different now
    published = Signal()

    def __init__(
        self, desk: Desk, page: QWidget, wrong: Callable[[], tuple[str, ...]], *, may_manage: bool
    ) -> None:
        """Make it for a page; `wrong` says what of the limits shown cannot be counted by."""
        super().__init__(page)
        self._wrong = wrong
        self._desk, self._page, self._may_manage = desk, page, may_manage
        self.seen: LimitsSeen | None = None
        self.draft: LimitDraft | None = None
        self.preview_button = Button(
            self.tr("预览：上个月会怎样"), kind="quiet", icon="ph.chart-bar", small=True
        )
        self.drop_button = Button(self.tr("放弃"), kind="quiet", small=True)
        self.publish_button = Button(self.tr("发布"), kind="primary", small=True)
        self.strip = Strip(
            "tint",
            self.preview_button,
            self.drop_button,
            self.publish_button,
            icon="ph.pencil-simple",
        )
        self.preview_button.clicked.connect(self.preview)
        self.drop_button.clicked.connect(self.drop)
        self.publish_button.clicked.connect(self.publish)

    def base_wanted(self) -> int | None:
        """Return the version that has to be read beside the one in force."""
        if self.draft is not None:
            return self.draft.number
        kept = kept_limits(self._desk.preferences) if self._may_manage else None
        return kept.number if kept is not None else None

    def take(self, seen: LimitsSeen) -> None:
        """Take the limits in force; a draft is moved onto them."""
        first, self.seen = self.seen is None, seen
        if not self._may_manage:
            return
        kept = kept_limits(self._desk.preferences) if first else None
        if kept is not None and seen.base is not None:
            self._keep(LimitDraft(kept.number, seen.base, kept.body).on(seen.number, seen.body))
        elif self.draft is None:
            self._keep(LimitDraft(seen.number, seen.body, seen.body))
        elif self.draft.number != seen.number:
            self._move(self.draft, seen)

    def _move(self, draft: LimitDraft, seen: LimitsSeen) -> None:
        moved = draft.on(seen.number, seen.body)
        self._keep(moved)
        if draft.is_changed and moved.is_changed:
            told = self.tr("{who} 刚发布了第 {number} 版时限，您草稿里的改动已搬到它上面。")
            self._desk.notices.tell(told.format(who=seen.author, number=seen.number))

    def shown(self) -> LimitsShown:
        """Return what is shown: the draft, or what is in force."""
        if self.seen is None:
            raise AssertionError("nothing is shown before it was read")
        body = self.draft.body if self.draft is not None else self.seen.body
        return LimitsShown(body, self.seen.body, self.seen.names)

    def odd(self) -> str:
        """Return what of the draft is worth a second look, "" for nothing."""
        if self.draft is None or self.seen is None:
            return ""
        odd = odd_words(self.draft, {**self.seen.names, DEFAULT: self.tr("全部类别")})
        told = self.tr("紧急的比一般的还慢：{where}。")
        return told.format(where="、".join(odd[:3])) if odd else ""

    def edit(self, code: str, clock: LimitClock, level: Level, limit: Limit | None) -> None:
        """Change one limit in the draft."""
        if self.draft is None:
            return
        try:
            draft = self.draft.with_limit(code, clock, level, limit)
        except AppError as error:
            self._desk.notices.tell(sentence(error))
        else:
            self._take_draft(draft)

    def drop(self) -> None:
        """Drop what is not published; the way back stays open for a moment."""
        draft = self.draft
        if draft is not None and draft.is_changed:
            self._take_draft(LimitDraft(draft.number, draft.base, draft.base))
            told = self.tr("放弃了草稿里的 {count} 处时限改动").format(count=len(draft.changes))
            self._desk.notices.offer_undo(told, partial(self._take_draft, draft))

    def preview(self) -> None:
        """Show what the draft would have done last month."""
        if self.draft is not None and self.draft.is_changed:
            PreviewDialog(self._desk, self._page, limits=self.draft.body).show()

    def publish(self) -> None:
        """Look at the draft once more and publish it."""
        if self._wrong():
            self._desk.notices.tell(self.tr("有一格时限没填对，先改好再发布。"))
        elif self.draft is not None and self.draft.is_changed and self.seen is not None:
            dialog = PublishLimitsDialog(self._desk, self.draft, self.seen.names, self._page)
            dialog.saved.connect(self._published)
            dialog.open()

    def _published(self, number: object) -> None:
        if self.draft is not None:
            self._keep(LimitDraft(self.draft.number, self.draft.base, self.draft.base))
        self.published.emit()
        told = self.tr("第 {number} 版时限已发布，从下一件起用。")
        self._desk.notices.tell(told.format(number=number))

    def _take_draft(self, draft: LimitDraft) -> None:
        self._keep(draft)
        self.changed.emit()

    def _keep(self, draft: LimitDraft) -> None:
        self.draft = draft
        keep_limits(self._desk.preferences, draft)
        count = len(draft.changes)
        lead = self.tr("时限草稿改了 {count} 处，").format(count=count)
        rest = self.tr("还没发布，谁也不受影响。")
        self.strip.tell(lead if count else "", rest if count else "")
