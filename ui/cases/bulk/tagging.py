"""Putting tags on one case or many, and taking them off."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.actions.tags import add_tag, mark_case
from app.cases.queries.tags import TagRow, tags_carried, usable_tags
from app.core.actor import Actor
from app.core.database import Uow
from app.core.ids import new_id
from ui.cases.bulk.batch import BatchItem, BatchOrder, plain_words
from ui.cases.bulk.tag_list import ALL, SOME, TagChanges, TagList
from ui.core.form_dialog import Action, FormDialog
from ui.core.notices import explain
from ui.core.slices import Desk

LEVELS = (9, 6, 4, 2, 0)  # digits of the codes of streets and what is above them


@dataclass(frozen=True, slots=True)
class TagTarget:
    """A case that is to be marked, and where it is."""

    case_id: UUID
    name: str
    title: str
    version: int
    region: str


@dataclass(frozen=True, slots=True)
class _Read:
    rows: tuple[TagRow, ...]
    carried: dict[UUID, frozenset[UUID]]


def home_of(actor: Actor, regions: Sequence[str]) -> str | None:
    """Return the region a new tag for cases of these regions would belong to: their street where
    they share one, else what is above it; None where the reader may add none.
    """
    for digits in LEVELS:
        codes = {region[:digits] for region in regions}
        code = next(iter(codes), "")
        if len(codes) == 1 and len(code) == digits and actor.may_in(rights.MANAGE_KINDS, code):
            return code
    return None


class TagDialog(FormDialog):
    """One case is marked by the dialog itself; for many, `saved` carries a `BatchOrder`."""

    def __init__(self, desk: Desk, targets: Sequence[TagTarget], parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.targets = tuple(targets)
        self._carried: dict[UUID, frozenset[UUID]] = {}
        self._home = home_of(desk.actor, [target.region for target in targets])
        self._new_key = new_id()
        one = self.targets[0]
        title = self.tr("给选中的 {count} 件贴标签").format(count=len(self.targets))
        if len(self.targets) == 1:
            title = self.tr("给 {case} 贴标签").format(case=one.name)
        self.name_it(title, self.tr("保存"), self.tr("标签只说事，不说人：不写姓名、电话、住址。"))
        self.tags = TagList()
        self.content.addWidget(self.tags)
        self.do_button.setEnabled(False)
        self.tags.changed.connect(self._changed)
        self.tags.new_wanted.connect(self._add)
        self._read()
        self.tags.setFocus()

    def _read(self) -> None:
        desk, ids = self.desk, [target.case_id for target in self.targets]
        regions = {target.region for target in self.targets}

        def read(session: Any) -> _Read:
            return _Read(
                usable_tags(session, desk.actor, regions),
                tags_carried(session, desk.actor, ids),
            )

        desk.read(read, self._arrived)

    def _arrived(self, read: _Read) -> None:
        self._carried = read.carried
        counts = Counter(tag for tags in read.carried.values() for tag in tags)
        whole = len(self.targets)
        before: dict[UUID, Qt.CheckState] = {
            tag: ALL if count == whole else SOME for tag, count in counts.items()
        }
        told = self.tr("{count} 件有")
        says = {tag: told.format(count=count) for tag, count in counts.items() if 0 < count < whole}
        self.tags.set_tags(read.rows, before, says, may_add=self._home is not None)
        self._changed()

    def _changed(self) -> None:
        self.do_button.setEnabled(bool(self.tags.changes()))

    # -- a new word ----------------------------------------------------------------------------

    def _add(self, name: str) -> None:
        region, key = self._home, self._new_key
        if region is not None:
            self.say_error("")
            self.desk.write(
                lambda uow: add_tag(uow, name, region, command_key=key),
                self._added,
                self._not_added,
            )

    def _added(self, tag_id: UUID) -> None:
        self._new_key = new_id()
        self.tags.field.clear()
        self.tags.tick(tag_id)
        self._read()

    def _not_added(self, error: BaseException) -> None:
        self._new_key = new_id()
        self.say_error(explain(error).text)

    # -- writing -------------------------------------------------------------------------------

    def action(self) -> Action:
        changes, key, case_id = self.tags.changes(), self.command_key, self.targets[0].case_id
        return lambda uow: mark_case(uow, case_id, changes.add, changes.remove, command_key=key)

    def write(self, action: Action) -> None:
        """Mark one case here; many are marked by a run."""
        if len(self.targets) == 1:
            super().write(action)
        else:
            self.committed(tagging_order(self.targets, self.tags.changes(), self._carried))


def tagging_order(
    targets: Sequence[TagTarget], changes: TagChanges, carried: dict[UUID, frozenset[UUID]]
) -> BatchOrder:
    """Return the run that marks cases; taken back, each is as it was."""
    translate = QCoreApplication.translate

    def take(uow: Uow, item: BatchItem, key: UUID) -> None:
        mark_case(uow, item.case_id, changes.add, changes.remove, command_key=key)

    def undo(uow: Uow, item: BatchItem, key: UUID) -> None:
        had = carried.get(item.case_id, frozenset())
        back = tuple(tag for tag in changes.remove if tag in had)
        off = tuple(tag for tag in changes.add if tag not in had)
        mark_case(uow, item.case_id, back, off, command_key=key)

    return BatchOrder(
        title=translate("BulkTag", "贴标签"),
        words=plain_words(
            translate("BulkTag", "贴好了"), translate("BulkTag", "{count} 件已改标签")
        ),
        items=tuple(BatchItem(t.case_id, t.name, t.title, t.version) for t in targets),
        take=take,
        undo=undo,
        undone=translate("BulkTag", "撤回了，还是原样"),
        brief=True,
    )
