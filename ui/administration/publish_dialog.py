"""Publishing a calendar: what changes, what follows from it, and the note for later readers."""

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.core.errors import Conflict
from ui.administration.calendar_changes import changes, effect_words
from ui.administration.calendar_draft import CalendarDraft
from ui.administration.calendar_source import publish_seen
from ui.core.controls import label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField, PromiseBox
from ui.core.slices import Desk

MOST_LINES = 8
WIDTH = 560
NOTE_MOST = 500


class PublishDialog(FormDialog):
    """The last look before the draft becomes a version."""

    def __init__(self, desk: Desk, draft: CalendarDraft, parent: QWidget) -> None:
        super().__init__(desk, parent)
        number = draft.base.number + 1
        title = self.tr("发布第 {number} 版工作日历").format(number=number)
        self.name_it(title, self.tr("发布"))
        self.setMinimumWidth(WIDTH)
        self._draft = draft
        told = changes(draft.base.body, draft.body)
        self.content.addWidget(label(self.tr("改了 {count} 处").format(count=len(told)), "second"))
        for line in told[:MOST_LINES]:
            words = label(f"·{line}")
            words.setWordWrap(True)
            self.content.addWidget(words)
        if len(told) > MOST_LINES:
            more = self.tr("……另有 {count} 处").format(count=len(told) - MOST_LINES)
            self.content.addWidget(label(more, "caption"))
        box = PromiseBox()
        box.promise(
            self.tr("发布以后受理的事件按"),
            self.tr("第 {number} 版").format(number=number),
            self.tr("计时；已经受理的仍按各自的版本，时限不变。"),
            effect_words(draft.base, draft.calendar(), desk.parts.clock.now()),
        )
        self.content.addWidget(box)
        self.note = QPlainTextEdit("；".join(told)[:NOTE_MOST])
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(72)
        self._note_field = FormField(self.tr("说明"), self.note, label_width=40)
        self.add_field(self._note_field, self._check_note)
        told_last = self.tr("版本发布后不能改，也不能删；发布错了，再发布一版改回来。")
        under = label(told_last, "caption")
        under.setWordWrap(True)
        self.content.addWidget(under)
        self.note.setFocus()
        self.note.selectAll()

    def _check_note(self) -> str:
        text = self.note.toPlainText().strip()
        if not text:
            return self.tr("请写明这一版为什么改，留给以后查账的人看。")
        if len(text) > NOTE_MOST:
            return self.tr("说明最多 {most} 个字，现有 {count} 个。").format(
                most=NOTE_MOST, count=len(text)
            )
        return ""

    def blame(self) -> dict[str, FormField]:
        codes = ("calendar.note_missing", "calendar.note_too_long")
        return dict.fromkeys(codes, self._note_field)

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        if isinstance(error, Conflict):
            self.do_button.setEnabled(False)
            told = self.tr(
                "别人刚发布了新的一版，没有重复发布。您的改动已搬到那一版上，请关掉这里再看一遍。"
            )
            self.say_error(told)

    def action(self) -> Action:
        draft, note, key = self._draft, self.note.toPlainText(), self.command_key

        def publish(uow: Any) -> int:
            return publish_seen(uow, draft.base.number, draft.body, note, command_key=key)

        return publish
