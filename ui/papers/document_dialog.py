"""Which letter or minutes are drafted: to which unit, of which meeting."""

from PySide6.QtWidgets import QWidget

from app.core.words import label as word
from app.papers.documents.actions import draft_document
from app.papers.documents.queries import Choice, choices
from app.papers.rules import OfficialKind
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk

LABEL_PX = 76


class DocumentDialog(FormDialog):
    """Two choices; what can be chosen is read from the database."""

    def __init__(self, desk: Desk, region: str, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._region = region
        under = self.tr("按现在的数据写成草稿；审核、签发以后谁也改不了。")
        self.name_it(self.tr("拟稿"), self.tr("写成草稿"), under)
        self.kind, self.subject = Combo(), Combo()
        self.kind.setAccessibleName(self.tr("哪一种"))
        self.subject.setAccessibleName(self.tr("给谁、哪次会议"))
        for kind in OfficialKind:
            self.kind.add(word(kind), kind)
        self.kind.set_value(OfficialKind.LETTER)
        self.add_field(FormField(self.tr("哪一种"), self.kind, label_width=LABEL_PX))
        self._subject_field = FormField(
            self.tr("给谁"), self.subject, required=True, label_width=LABEL_PX
        )
        self.add_field(self._subject_field, self._check_subject)
        self.kind.currentIndexChanged.connect(self._look)
        self._look()

    def _look(self, _at: int = 0) -> None:
        kind, actor, region = self._wanted(), self.desk.actor, self._region
        self.desk.read(lambda session: (kind, choices(session, actor, kind, region)), self._take)

    def _wanted(self) -> OfficialKind:
        return OfficialKind(str(self.kind.value()))

    def _take(self, found: tuple[OfficialKind, tuple[Choice, ...]]) -> None:
        kind, offered = found
        if kind is not self._wanted():  # another was chosen meanwhile
            return
        self.subject.clear()
        for choice in offered:
            self.subject.add(choice.title, choice.subject)

    def _check_subject(self) -> str:
        if self.subject.value():
            return ""
        if self._wanted() is OfficialKind.LETTER:
            return self.tr("还没有单位的党员报到，没有可写的函。")
        return self.tr("还没有开成的会议，没有可写的纪要。")

    def blame(self) -> dict[str, FormField]:
        return {
            "papers.nothing_to_print": self._subject_field,
            "core.not_allowed": self._subject_field,
        }

    def action(self) -> Action:
        kind, region, key = self._wanted(), self._region, self.command_key
        subject = str(self.subject.value() or "")
        return lambda uow: draft_document(uow, kind, region, subject, "", command_key=key)
