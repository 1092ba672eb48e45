"""Sticky labels of the rows selected: asked for, drawn, shown."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases.label_paper import MOST_CASES, LabelWish
from app.cases.queries.queue import CaseRow
from ui.cases.labels_dialog import LabelOrder, LabelsDialog
from ui.cases.receipt import PaperOrder, Receipt
from ui.core.slices import Desk

translate = QCoreApplication.translate


def ask_labels(
    desk: Desk, receipt: Receipt, rows: Sequence[CaseRow], parent: QWidget
) -> LabelsDialog:
    """Ask on which sheet the labels of rows are printed, and show them."""
    ids = tuple(row.id for row in rows[:MOST_CASES])
    if len(rows) > MOST_CASES:
        words = translate("Labels", "一次最多 {most} 张，先印前面的。")
        desk.notices.tell(words.format(most=MOST_CASES))
    dialog = LabelsDialog(desk, len(ids), parent)

    def draw(order: LabelOrder) -> None:
        receipt.draw_paper(
            PaperOrder(
                kind="labels",
                key=LabelWish(ids, order.sheet, order.first).write(),
                cases=ids,
                title=translate("Labels", "{count} 张不干胶标签").format(count=len(ids)),
                save_title=translate("Labels", "另存不干胶标签"),
                saved=translate("Labels", "不干胶标签已存为 {name}"),
            )
        )

    dialog.wanted.connect(draw)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
