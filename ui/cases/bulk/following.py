"""Putting cases on one's shortlist and taking them off, with a way back."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from app.cases.actions.following import follow_cases, unfollow_cases
from app.core.ids import new_id
from ui.core.slices import Desk


class Following(QObject):
    """Writes at once: nothing has to be asked."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def follow(self, case_ids: Sequence[UUID]) -> None:
        """Keep an eye on these cases."""
        ids, key = tuple(case_ids), new_id()
        self._desk.write(
            lambda uow: follow_cases(uow, ids, command_key=key),
            lambda _: self._tell(ids, follows=True),
        )

    def unfollow(self, case_ids: Sequence[UUID]) -> None:
        """Keep an eye on these cases no more."""
        ids, key = tuple(case_ids), new_id()
        self._desk.write(
            lambda uow: unfollow_cases(uow, ids, command_key=key),
            lambda _: self._tell(ids, follows=False),
        )

    def _tell(self, ids: tuple[UUID, ...], *, follows: bool) -> None:
        key = new_id()
        if follows:
            words = self.tr("已关注 {count} 件，办结、退回、超时、回访会告诉您")
            back = unfollow_cases
        else:
            words = self.tr("不再关注 {count} 件")
            back = follow_cases
        self._desk.notices.offer_undo(
            words.format(count=len(ids)),
            lambda: self._desk.write(lambda uow: back(uow, ids, command_key=key), lambda _: None),
        )
