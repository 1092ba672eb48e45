"""What machines handed in and nobody could take in: why, and to be tried again."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QGridLayout

from app.core.clock import local
from app.core.ids import new_id
from app.core.words import label as named
from app.kiosk.refusing import RefusedRow, try_again
from ui.core.cards import Card
from ui.core.controls import Button, label
from ui.core.slices import Desk

MOST = 5


class RefusedCard(Card):
    """Hidden while nothing is set aside."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("")
        self._desk = desk
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(3, 1)
        self.add(self._grid)
        self.hide()

    def show_rows(self, rows: tuple[RefusedRow, ...]) -> None:
        """Show what is set aside, the newest first."""
        self.setVisible(bool(rows))
        self.set_title(
            self.tr("{count} 件没收进来").format(count=len(rows)),
            self.tr("原因解决了就点“再收一次”；内容这里看不到"),
        )
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, row in enumerate(rows[:MOST]):
            cells = (f"{local(row.at):%m-%d %H:%M}", named(row.kind), row.receipt_code, row.reason)
            for column, text in enumerate(cells):
                self._grid.addWidget(label(text), place, column)
            again = Button(self.tr("再收一次"))
            again.setAccessibleName(self.tr("再收一次：{code}").format(code=row.receipt_code))
            again.clicked.connect(partial(self._try_again, row.id))
            self._grid.addWidget(again, place, len(cells))

    def _try_again(self, key: UUID, *_checked: bool) -> None:
        command = new_id()
        self._desk.write(lambda uow: try_again(uow, key, command_key=command), self._tried)

    def _tried(self, _: object) -> None:
        self._desk.notices.tell(self.tr("交给后台再收一次，一分钟内有结果。"))
