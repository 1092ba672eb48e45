"""Over the pages: whether a version is what was signed, who has it, which fonts it lacks."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.papers.documents.queries import DocumentView
from app.papers.queries import PaperView
from app.papers.rules import PaperStep
from ui.core.controls import label
from ui.core.relative_time import full


class CopiesStrip(QFrame):
    """A few quiet lines; hidden where there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.words = label("", "second")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self.words)
        self.hide()

    def show_view(self, view: PaperView | DocumentView) -> None:
        """Say it of a paper."""
        lines = [*self._steps(view), *self._copies(view)]
        if view.fonts:
            lines.append("".join(view.fonts))
        self.words.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def _steps(self, view: PaperView | DocumentView) -> list[str]:
        found: list[str] = []
        signed = next((step for step in view.steps if step.step is PaperStep.SIGNED), None)
        if signed is not None:
            told = self.tr("{who} {at} 签发。").format(who=signed.person, at=full(signed.at))
            proof = (
                self.tr("按当时的数据重排一遍，与签发的逐字节相同。")
                if view.is_proved
                else self.tr("显示的是签发时存下的原件。")
            )
            found.append(told + proof)
        elif not view.row.is_newest:
            found.append(self.tr("这不是最新的一版。"))
        return found

    def _copies(self, view: PaperView | DocumentView) -> list[str]:
        if not view.copies:
            return []
        got = [
            self.tr("{unit}（{who} {at}）").format(
                unit=copy.unit, who=copy.receiver, at=full(copy.received_at)
            )
            for copy in view.copies
            if copy.received_at is not None
        ]
        waiting = [copy.unit for copy in view.copies if copy.received_at is None]
        between = self.tr("、")
        lines = []
        if got:
            lines.append(self.tr("已签收：{units}").format(units=between.join(got)))
        if waiting:
            lines.append(self.tr("还没签收：{units}").format(units=between.join(waiting)))
        return lines
