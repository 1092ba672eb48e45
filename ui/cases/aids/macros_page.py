"""Macros: one's own and the centre's."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.actions.macros import drop_macro
from app.cases.queries.phrases import MacroRow, macros
from app.core.ids import new_id
from app.core.pinyin import initials
from ui.cases.aids.kept_page import KeptPage
from ui.cases.aids.macro_editor import MacroEditor
from ui.cases.aids.phrases_page import whose_mark
from ui.cases.macro_steps import step_words
from ui.core.slices import Desk
from ui.core.states import EmptyState, Step
from ui.core.table_marks import mark_column
from ui.core.table_model import Column


def steps_text(row: MacroRow) -> str:
    """Return the steps in one line."""
    return " → ".join(step_words(step, row.units) for step in row.steps)


def macro_columns() -> tuple[Column[MacroRow], ...]:
    """Return the columns."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("MacrosPage", "名称"),
            lambda row: row.name,
            width=200,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "steps",
            translate("MacrosPage", "步骤"),
            steps_text,
            width=240,
            stretch=True,
            tooltip=steps_text,
        ),
        mark_column("whose", translate("MacrosPage", "谁的"), whose_mark, width=88),
    )


class MacrosPage(KeptPage[MacroRow]):
    """Everybody edits their own; who approves edits the centre's as well."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            desk,
            "macros",
            macro_columns(),
            title=translate("MacrosPage", "宏"),
            narrow=translate("MacrosPage", "名称、拼音首字母"),
            new=translate("MacrosPage", "新建宏"),
            parent=parent,
        )
        self.may_share = desk.actor.reaches_all(rights.Right.APPROVE)
        self.show_rows()

    def read(self, session: Any) -> tuple[MacroRow, ...]:
        return macros(session, self.desk.actor)

    def fits(self, row: MacroRow, typed: str) -> bool:
        return not typed or typed in row.name or typed.lower() in initials(row.name)

    def why_not(self, row: MacroRow) -> str:
        if row.is_own or self.may_share:
            return ""
        return self.tr("大家的宏由中心主任修改")

    def open_form(self, row: MacroRow | None) -> None:
        MacroEditor(self.desk, row, self, may_share=self.may_share).open()

    def drop_row(self, row: MacroRow) -> tuple[str, str, Callable[[Any], object]]:
        question = self.tr("删去宏“{name}”？").format(name=row.name)
        consequence = self.tr("以后不能再用它办理；用它走过的步骤都不变。")
        key, macro_id, seen = new_id(), row.id, row.version
        return question, consequence, lambda uow: drop_macro(uow, macro_id, seen, command_key=key)

    def empty(self) -> QWidget:
        if self.is_narrowed:
            step = Step(self.tr("去掉筛选"), self.clear)
            why = self.tr("换个词，或者看全部。")
            return EmptyState(self.tr("没有这样的宏"), why, step, icon="ph.funnel")
        new = Step(self.tr("新建宏"), self.create_one, primary=True)
        why = self.tr("把常连着走的几步存成一个宏，在队列里按 M 一次走完，先看清再走。")
        return EmptyState(self.tr("还没有宏"), why, new, icon="ph.lightning")
