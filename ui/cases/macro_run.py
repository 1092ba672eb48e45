"""Running a macro over many cases: each takes all its steps, or stays as it was."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases.actions.macros import run_macro
from app.core.database import Uow
from ui.cases.bulk.batch import BatchItem, BatchOrder, BatchReport, BatchWords
from ui.cases.macro_steps import MacroTarget
from ui.core.slices import Desk


@dataclass(frozen=True, slots=True)
class MacroOrder:
    """A macro to be run over cases, with the words for this time."""

    macro_id: UUID
    name: str
    notes: tuple[str, ...]
    targets: tuple[MacroTarget, ...]


class MacroReport(BatchReport):
    """Runs the macro case by case and says of each what came of it; Enter opens a case."""

    def __init__(self, desk: Desk, order: MacroOrder, parent: QWidget) -> None:
        translate = QCoreApplication.translate

        def run(uow: Uow, item: BatchItem, key: UUID) -> None:
            run_macro(uow, order.macro_id, item.case_id, item.version, order.notes, command_key=key)

        items = (BatchItem(t.case_id, t.name, t.title, t.version) for t in order.targets)
        title = translate("MacroReport", "宏“{name}”").format(name=order.name)
        words = BatchWords(
            running=translate("MacroReport", "正在走第 {at} / {count} 件…"),
            done=translate("MacroReport", "走完了"),
            counted=translate("MacroReport", "{count} 件走完"),
            refused=translate("MacroReport", "{count} 件没有走成，还是原样"),
            left=translate("MacroReport", "{count} 件没有走"),
            left_one=translate("MacroReport", "没有走，还是原样"),
            stopping=translate("MacroReport", "这一件走完就停下…"),
        )
        super().__init__(desk, BatchOrder(title, words, tuple(items), run), parent)
