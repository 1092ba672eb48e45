"""Standard phrases: one's own and the centre's, in the order they are offered in."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.actions.phrases import drop_phrase, order_phrases
from app.cases.phrase_book import load_phrases
from app.cases.queries.phrases import PhraseRow, all_phrases
from app.core.ids import new_id
from app.core.pinyin import initials
from ui.cases.aids.kept_page import KeptPage
from ui.cases.aids.phrase_dialog import PhraseDialog, phrase_step
from ui.core.menus import MenuEntry
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column

SHORT = 20


def phrase_columns() -> tuple[Column[PhraseRow], ...]:
    """Return the columns."""
    translate = QCoreApplication.translate
    return (
        Column(
            "text",
            translate("PhrasesPage", "常用语"),
            lambda row: " ".join(row.text.split()),
            width=240,
            stretch=True,
            tone="text",
            large=True,
            tooltip=lambda row: row.text,
            fixed=True,
        ),
        Column("step", translate("PhrasesPage", "用在"), phrase_step, width=104),
        Column("kind", translate("PhrasesPage", "类别"), lambda row: row.category_name or "—", 168),
        Column("unit", translate("PhrasesPage", "单位"), lambda row: row.unit or "—", 120),
        mark_column("whose", translate("PhrasesPage", "谁的"), whose_mark, width=88),
    )


def whose_mark(row: Any) -> Mark:
    """Return whose a phrase or macro is."""
    if row.is_own:
        return Mark("ph.user", QCoreApplication.translate("PhrasesPage", "我的"))
    return Mark("ph.users-three", QCoreApplication.translate("PhrasesPage", "大家的"))


def short(text: str) -> str:
    """Return the beginning of a text, to name it by."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHORT else plain[:SHORT] + "…"


class PhrasesPage(KeptPage[PhraseRow]):
    """Everybody edits their own; who approves edits the centre's as well."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            desk,
            "phrases",
            phrase_columns(),
            title=translate("PhrasesPage", "常用语"),
            narrow=translate("PhrasesPage", "内容、拼音首字母"),
            new=translate("PhrasesPage", "新建常用语"),
            keys=(KeyHelp("Alt+Up Alt+Down", translate("PhrasesPage", "往前、往后排")),),
            parent=parent,
        )
        self.may_share = desk.actor.reaches_all(rights.Right.APPROVE)
        add_key(self.table, "Alt+Up", lambda: self.move_row(-1))
        add_key(self.table, "Alt+Down", lambda: self.move_row(1))
        self.show_rows()

    def read(self, session: Any) -> tuple[PhraseRow, ...]:
        return all_phrases(session, self.desk.actor)

    def fits(self, row: PhraseRow, typed: str) -> bool:
        return not typed or typed in row.text or typed.lower() in initials(row.text)

    def why_not(self, row: PhraseRow) -> str:
        if row.is_own or self.may_share:
            return ""
        return self.tr("大家的常用语由中心主任修改")

    def open_form(self, row: PhraseRow | None) -> None:
        PhraseDialog(self.desk, row, self, may_share=self.may_share).open()

    def drop_row(self, row: PhraseRow) -> tuple[str, str, Callable[[Any], object]]:
        question = self.tr("删去“{text}”？").format(text=short(row.text))
        whose = self.tr("以后不再提供。") if row.is_own else self.tr("以后不再提供给任何人。")
        key, phrase_id, seen = new_id(), row.id, row.version
        rest = self.tr("已经写进事件里的不变。")
        return (
            question,
            whose + rest,
            lambda uow: drop_phrase(uow, phrase_id, seen, command_key=key),
        )

    def move_row(self, by: int) -> None:
        """Offer the chosen phrase earlier or later among those of the same owner."""
        row = self.chosen()
        if row is None or not self._may(row):
            return
        if self.field.text().strip():
            self.desk.notices.tell(self.tr("先去掉筛选再排顺序。"))
            return
        order = [each.id for each in self.rows if each.is_own == row.is_own]
        at = order.index(row.id)
        to = at + by
        if not 0 <= to < len(order):
            return
        order[at], order[to] = order[to], order[at]
        moved, key = tuple(order), new_id()
        self.desk.write(lambda uow: order_phrases(uow, moved, command_key=key), lambda _: None)

    def menu(self, rows: tuple[PhraseRow, ...]) -> list[MenuEntry]:
        first, *rest = super().menu(rows)
        why = first.why_not
        up = MenuEntry(
            self.tr("往前排"), lambda: self.move_row(-1), why, key="Alt+Up", icon="ph.arrow-up"
        )
        down = MenuEntry(
            self.tr("往后排"), lambda: self.move_row(1), why, key="Alt+Down", icon="ph.arrow-down"
        )
        return [first, up, down, *rest]

    def empty(self) -> QWidget:
        if self.is_narrowed:
            step = Step(self.tr("去掉筛选"), self.clear)
            why = self.tr("换个词，或者看全部。")
            return EmptyState(self.tr("没有这样的常用语"), why, step, icon="ph.funnel")
        steps = [Step(self.tr("新建常用语"), self.create_one, primary=True)]
        if self.may_share:
            steps.append(Step(self.tr("装入随程序的"), self.load_shipped))
        why = self.tr("常说的话存在这里，办理时按 Ctrl+J 就能写进去。")
        return EmptyState(self.tr("还没有常用语"), why, *steps, icon="ph.chat-text")

    def load_shipped(self) -> None:
        """Put the shipped phrases into a centre that never had any."""

        def told(added: int) -> None:
            words = self.tr("装入了 {count} 条常用语")
            if not added:
                words = self.tr("以前装过，没有再装")
            self.desk.notices.tell(words.format(count=added))

        self.desk.write(load_phrases, told)
