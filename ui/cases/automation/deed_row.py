"""One thing a rule does: what, with whom or what, and what is said."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.cases.automation.model import FITS, NOTE_MOST, Deed, DeedKind, Trigger, Whom
from app.cases.filters.vocabulary import Term
from app.cases.rules import Level, SupervisionLevel
from app.cases.whistle_rules import WhistleKind
from app.core.words import label as word
from ui.core.controls import Combo
from ui.core.page_bars import icon_button
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker, UnitPicker

KIND_PX, WHOM_PX, MORE_PX = 124, 88, 152
UNIT, PERSON = "unit", "person"
_SAYS = (
    *(DeedKind.ASSIGN, DeedKind.REMIND, DeedKind.SUPERVISE, DeedKind.WHISTLE),
    DeedKind.NOTIFY,
)
_OF_LEVEL = {
    DeedKind.LEVEL: Level,
    DeedKind.SUPERVISE: SupervisionLevel,
    DeedKind.WHISTLE: WhistleKind,
}
_OF_UNIT = (DeedKind.ASSIGN, DeedKind.WHISTLE)


class DeedRow(QWidget):
    """Shows only what its kind needs."""

    edited = Signal()
    gone = Signal(object)  # DeedRow

    def __init__(self, desk: Desk, deed: Deed | None, names: Mapping[str, str]) -> None:
        super().__init__()
        self._trigger = Trigger.REGISTERED
        self.kind, self.level, self.tag, self.whom = Combo(), Combo(), Combo(), Combo()
        self.unit = UnitPicker(desk, placeholder=self.tr("哪个单位"))
        self.person = PersonPicker(desk, placeholder=self.tr("哪个人"))
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_MOST)
        self.drop_button = icon_button("ph.x", self.tr("去掉这一样"))
        for part, name in (
            (self.kind, self.tr("做什么")),
            (self.level, self.tr("等级")),
            (self.tag, self.tr("标签")),
            (self.whom, self.tr("通知谁")),
            (self.unit, self.tr("单位")),
            (self.person, self.tr("人员")),
            (self.note, self.tr("说明")),
        ):
            part.setAccessibleName(name)
        self.kind.setFixedWidth(KIND_PX)
        self.whom.setFixedWidth(WHOM_PX)
        for part in (self.level, self.tag, self.unit, self.person):
            part.setFixedWidth(MORE_PX)
        for member in Whom:
            self.whom.add(word(member), member.value)
        self.whom.add(self.tr("单位"), UNIT)
        self.whom.add(self.tr("人员"), PERSON)
        self._lay_out()
        self._fill(deed, names)
        self._connect()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (self.kind, self.whom, self.level, self.tag, self.unit, self.person):
            line.addWidget(part)
        line.addWidget(self.note, 1)
        line.addWidget(self.drop_button)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.whom.currentIndexChanged.connect(self._kind_changed)
        self.level.currentIndexChanged.connect(self._tell)
        self.tag.currentIndexChanged.connect(self._tell)
        for picker in (self.unit, self.person):
            picker.chosen.connect(self._tell)
            picker.textEdited.connect(self._tell)
        self.note.textChanged.connect(self._tell)
        self.drop_button.clicked.connect(lambda: self.gone.emit(self))

    def _fill(self, deed: Deed | None, names: Mapping[str, str]) -> None:
        self._kept_tag = ""
        self.offer_kinds(self._trigger, deed.kind if deed else None)
        if deed is None:
            self._offer()
            return
        self.note.setText(deed.note)
        sort, _, key = deed.value.rpartition(":")
        name = names.get(key, "")
        if deed.kind is DeedKind.NOTIFY:
            self.whom.set_value(sort or key)
        if deed.kind is DeedKind.TAG:
            self._kept_tag = key
            self.offer_tags((Term(key, name),))
        elif sort == PERSON and name:
            self.person.set_choice(Choice(UUID(key), name))
        elif name:
            self.unit.set_choice(Choice(UUID(key), name))
        self._offer()
        if deed.kind in _OF_LEVEL:
            self.level.set_value(sort or deed.value)

    # -- what can be chosen --------------------------------------------------------------------

    def offer_kinds(self, trigger: Trigger, keep: DeedKind | None = None) -> None:
        """Offer what makes sense after a trigger, and whatever is chosen now."""
        self._trigger = trigger
        keep = keep or self._chosen()
        with QSignalBlocker(self.kind):  # what is offered is not chosen by anybody
            self.kind.clear()
            for each in DeedKind:
                if trigger in FITS[each] or each is keep:
                    self.kind.add(word(each), each.value)
            if keep is not None:
                self.kind.set_value(keep.value)
        self._offer()

    def offer_tags(self, tags: tuple[Term, ...]) -> None:
        """Offer the tags there are."""
        chosen = str(self.tag.value() or self._kept_tag)
        with QSignalBlocker(self.tag):
            self.tag.clear()
            for term in tags:
                if term.is_active or term.value == chosen:
                    self.tag.add(term.name, term.value)
            self.tag.set_value(chosen)

    def _chosen(self) -> DeedKind | None:
        value = self.kind.value()
        return DeedKind(str(value)) if value else None

    def _kind_changed(self, _: int) -> None:
        self._offer()
        self.edited.emit()

    def _offer(self) -> None:
        kind, whom = self._chosen(), self.whom.value()
        notifies = kind is DeedKind.NOTIFY
        self.whom.setVisible(notifies)
        self.unit.setVisible(kind in _OF_UNIT or (notifies and whom == UNIT))
        self.person.setVisible(notifies and whom == PERSON)
        self.tag.setVisible(kind is DeedKind.TAG)
        self.level.setVisible(kind in _OF_LEVEL)
        self.note.setEnabled(kind in _SAYS)
        self.note.setPlaceholderText(self.tr("可以附一句话") if kind in _SAYS else "")
        levels = _OF_LEVEL.get(kind) if kind is not None else None
        if levels is not None and self.level.property("levels") != levels.__name__:
            self.level.setProperty("levels", levels.__name__)
            with QSignalBlocker(self.level):
                self.level.clear()
                for level in levels:
                    self.level.add(word(level), level.value)
                self.level.setCurrentIndex(0 if kind is DeedKind.WHISTLE else 1)

    def _tell(self, *_: object) -> None:
        self.edited.emit()

    # -- what it says --------------------------------------------------------------------------

    def deed(self) -> Deed | None:
        """Return what is done, None while something lacks."""
        kind = self._chosen()
        if kind is None:
            return None
        value = self._value(kind)
        if value is None:
            return None
        return Deed(kind, value, self.note.text().strip() if kind in _SAYS else "")

    def _value(self, kind: DeedKind) -> str | None:
        if kind is DeedKind.REMIND:
            return ""
        if kind in _OF_LEVEL and kind not in _OF_UNIT:
            return str(self.level.value())
        if kind is DeedKind.TAG:
            return str(self.tag.value()) if self.tag.value() else None
        whom = self.whom.value() if kind is DeedKind.NOTIFY else UNIT
        if whom not in (UNIT, PERSON):
            return str(whom)
        key = (self.unit if whom == UNIT else self.person).value()
        if not isinstance(key, UUID):
            return None
        if kind is DeedKind.WHISTLE:
            return f"{self.level.value()}:{key}"
        return f"{whom}:{key}" if kind is DeedKind.NOTIFY else str(key)

    def names(self) -> dict[str, str]:
        """Return what is chosen here by key and name, for the sentence."""
        found = {str(self.tag.value()): self.tag.currentText()}
        for picker in (self.unit, self.person):
            if isinstance(picker.value(), UUID):
                found[str(picker.value())] = picker.text()
        return found

    def lacks(self) -> str:
        """Return what is missing, "" for nothing."""
        kind = self._chosen()
        if kind is not None and self._trigger not in FITS[kind]:
            words = self.tr("“{trigger}”的时候不能“{deed}”")
            return words.format(trigger=word(self._trigger), deed=word(kind))
        if self.deed() is not None:
            return ""
        if kind is DeedKind.TAG:
            return self.tr("选一个标签；没有的话先到“标签”里建")
        return self.tr("从列表里选单位或人员")
