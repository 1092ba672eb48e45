"""What somebody has open, in words, and the field that asks who takes it over."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.accounts.queries import PersonCard, find_people
from app.core.doors import OpenWork
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk

MOST = 20


def work_words(work: OpenWork) -> str:
    """Return what is open, e.g. "在办 3 件、首问负责 5 件"; "" for nothing."""
    translate = QCoreApplication.translate
    parts = (
        (work.cases, translate("OpenWork", "在办 {count} 件")),
        (work.first_contacts, translate("OpenWork", "首问负责 {count} 件")),
        (work.tasks, translate("OpenWork", "子任务 {count} 项")),
        (work.duties, translate("OpenWork", "一岗多责 {count} 类")),
    )
    return "、".join(words.format(count=count) for count, words in parts if count)


class TakerPicker(SearchCombo):
    """Chooses who takes over: people of the same unit first, never the leaver."""

    def __init__(self, desk: Desk, card: PersonCard, parent: QWidget | None = None) -> None:
        leaver, unit_id = card.id, card.unit_id

        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                rows = find_people(session, text, limit=MOST)
                if unit_id is not None:
                    rows = (*find_people(session, text, unit_id=unit_id, limit=MOST), *rows)
            kept = {row.id: row for row in rows if row.id != leaver}
            return [Choice(row.id, row.name, row.unit_name) for row in kept.values()][:MOST]

        super().__init__(find, desk.jobs, self.tr("姓名或拼音首字母，本单位的在前"), parent)

    def taker(self) -> UUID | None:
        """Return who was chosen."""
        value = self.value()
        return value if isinstance(value, UUID) else None

    def complaint(self, *, needed: bool) -> str:
        """Return what is wrong with what stands there."""
        if self.taker() is not None or not (needed or self.text().strip()):
            return ""
        return self.tr("请从列表里选接手的人。")
