"""Publishing limits, adding a kind, taking one out of use: the last look before it is written."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.cases.actions.kinds import (
    LimitsToPublish,
    NewKind,
    add_kind,
    publish_limits,
    restore_kind,
    retire_kind,
)
from app.cases.kind_body import (
    FIRST_OWN,
    LAST_OWN,
    OWN_MARK,
    TEXT_MOST,
    KindBody,
    KindText,
    checked_name,
    checked_text,
)
from app.cases.kind_words import limit_change_words
from app.cases.limit_edit import DEFAULT, slower_when_urgent
from app.cases.queries.kinds import KindNode, KindSeen, free_numbers, version_of
from app.core.errors import AppError, Conflict
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.kinds.limit_draft import LimitDraft
from ui.core.controls import Combo, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField, PromiseBox
from ui.core.slices import Desk
from ui.core.strips import Strip

MOST_LINES = 8
WIDTH = 560
LABEL_PX = 56


def odd_words(draft: LimitDraft, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return where something urgent may take longer than something normal, in words."""
    touched = {change.code for change in draft.changes}
    found = slower_when_urgent(draft.body, touched - {DEFAULT})
    return tuple(
        f"{names.get(code, code)}·{word(clock)}" for code, clock in found if code in touched
    )


class PublishLimitsDialog(FormDialog):
    """What changes, from when it holds, and the note for later readers."""

    def __init__(
        self, desk: Desk, draft: LimitDraft, names: Mapping[str, str], parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        title = self.tr("发布第 {number} 版时限").format(number=draft.number + 1)
        self.name_it(title, self.tr("发布"))
        self.setMinimumWidth(WIDTH)
        self._draft = draft
        told = tuple(limit_change_words(change, names) for change in draft.changes)
        self.content.addWidget(label(self.tr("改了 {count} 处").format(count=len(told)), "second"))
        for line in told[:MOST_LINES]:
            words = label(f"·{line}")
            words.setWordWrap(True)
            self.content.addWidget(words)
        if len(told) > MOST_LINES:
            more = self.tr("……另有 {count} 处").format(count=len(told) - MOST_LINES)
            self.content.addWidget(label(more, "caption"))
        self._warn(draft, names)
        box = PromiseBox()
        box.promise(
            self.tr("发布以后受理的事件按"),
            self.tr("第 {number} 版").format(number=draft.number + 1),
            self.tr("计时；已经受理的仍按各自的版本，时限不变。"),
            self.tr("版本发布后不能改，也不能删；发布错了，再发布一版改回来。"),
        )
        self.content.addWidget(box)
        self.note = QPlainTextEdit("；".join(told)[:TEXT_MOST])
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(72)
        self._note_field = FormField(self.tr("说明"), self.note, label_width=LABEL_PX)
        self.add_field(self._note_field, self._check_note)
        self.note.setFocus()
        self.note.selectAll()

    def _warn(self, draft: LimitDraft, names: Mapping[str, str]) -> None:
        odd = odd_words(draft, names)
        if odd:
            strip = Strip("warn", icon="ph.warning")
            self.content.addWidget(strip)
            lead = self.tr("紧急的比一般的还慢：{where}。").format(where="、".join(odd[:3]))
            strip.tell(lead, self.tr("可以发布，请再看一眼。"))

    def _check_note(self) -> str:
        text = self.note.toPlainText()
        if not text.strip():
            return self.tr("请写明这一版为什么改，留给以后查账的人看。")
        return _complaint(lambda: checked_text(KindText.NOTE, text, TEXT_MOST))

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        if isinstance(error, Conflict):
            self.do_button.setEnabled(False)
            told = self.tr(
                "别人刚发布了新的一版，没有重复发布。您的改动已搬到那一版上，请关掉这里再看一遍。"
            )
            self.say_error(told)

    def action(self) -> Action:
        order = LimitsToPublish(self._draft.number, self._draft.body, self.note.toPlainText())
        key = self.command_key

        def publish(uow: Any) -> int:
            return publish_limits(uow, order, command_key=key)

        return publish


class NewKindDialog(FormDialog):
    """A kind of the centre's own: where it stands, its number and its name."""

    def __init__(
        self, desk: Desk, nodes: tuple[KindNode, ...], parent_code: str, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        under = self.tr("编号 {first:03d}–{last} 留给自定义类别；名称会自动加上“{mark}”。")
        self.name_it(
            self.tr("新增自定义类别"),
            self.tr("新增"),
            under.format(first=FIRST_OWN, last=LAST_OWN, mark=OWN_MARK),
        )
        self.group = Combo()
        groups = [node for node in nodes if node.parent_code is None and node.is_active]
        for node in groups:
            self.group.add(f"{node.name}（{node.code}）", node.code)
        self.group.set_value(parent_code or (groups[0].code if groups else None))
        self.number = QLineEdit()
        self.name = QLineEdit()
        self._number_field = FormField(self.tr("编号"), self.number, label_width=LABEL_PX)
        self._name_field = FormField(
            self.tr("名称"), self.name, required=True, label_width=LABEL_PX
        )
        self.add_field(FormField(self.tr("大类"), self.group, label_width=LABEL_PX))
        self.add_field(self._number_field, self._check_number)
        self.add_field(self._name_field, self._check_name)
        self.group.currentIndexChanged.connect(self._ask_number)
        self._ask_number()
        self.name.setFocus()

    def _ask_number(self, *_: object) -> None:
        code = str(self.group.value() or "")
        self.desk.read(lambda session: free_numbers(session, code), self._propose)

    def _propose(self, number: int) -> None:
        self.number.setText(f"{number:03d}" if number else "")
        self._number_field.note("" if number else self.tr("这一大类的编号用完了"))

    def _check_number(self) -> str:
        text = self.number.text().strip()
        fits = text.isascii() and text.isdecimal() and FIRST_OWN <= int(text) <= LAST_OWN
        told = self.tr("编号从 {first:03d} 到 {last}").format(first=FIRST_OWN, last=LAST_OWN)
        return "" if fits else told

    def _check_name(self) -> str:
        return _complaint(lambda: checked_name(self.name.text(), own=True))

    def blame(self) -> dict[str, FormField]:
        number = dict.fromkeys(("kinds.code_taken", "kinds.number_wrong"), self._number_field)
        names = ("kinds.name_taken", "kinds.text_missing", "kinds.text_too_long")
        return number | dict.fromkeys(names, self._name_field)

    def action(self) -> Action:
        code, number = str(self.group.value() or ""), int(self.number.text().strip())
        new, key = NewKind(code, number, KindBody(self.name.text())), self.command_key

        def add(uow: Any) -> str:
            return add_kind(uow, new, command_key=key)

        return add


class UseDialog(FormDialog):
    """Takes a kind out of use, or into use again; says what follows."""

    def __init__(self, desk: Desk, seen: KindSeen, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._code, self._retires = seen.node.code, seen.node.is_active
        name = seen.node.name
        if self._retires:
            title = self.tr("停用“{name}”").format(name=name)
            told = self.tr(
                "以后登记时不再提出这一类。手头 {count} 件照常办完，统计和旧事件里仍看得到；"
                "代码不再另用，随时可以重新启用。"
            ).format(count=seen.open_count)
            self.name_it(title, self.tr("停用"), told)
        else:
            title = self.tr("重新启用“{name}”").format(name=name)
            self.name_it(title, self.tr("启用"), self.tr("从现在起登记时又可以选它。"))
        self.note = QLineEdit()
        self._field = FormField(self.tr("为什么"), self.note, label_width=LABEL_PX)
        self.add_field(self._field, self._check_note)
        code = self._code
        self.guard_version(seen.version, lambda session: version_of(session, code))

    def _check_note(self) -> str:
        return _complaint(lambda: checked_text(KindText.NOTE, self.note.text(), TEXT_MOST))

    def action(self) -> Action:
        code, version, note = self._code, self.seen_version, self.note.text()
        key, act = self.command_key, retire_kind if self._retires else restore_kind

        def write(uow: Any) -> int:
            return act(uow, code, version, note, command_key=key)

        return write


def _complaint(check: Any) -> str:
    try:
        check()
    except AppError as error:
        return sentence(error)
    return ""
