"""One unit beside the list: facts and the people who work there."""

from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.accounts.queries import PersonBrief
from app.core.words import label as word
from ui.accounts.unit_source import UnitSeen, UnitSource
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton
from ui.core.targets import PersonWanted


class PersonLink(QWidget):
    """A colleague; for who manages accounts the name leads to the person."""

    def __init__(self, desk: Desk, person: PersonBrief, *, leads: bool) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        if leads:
            link = Button(person.name, kind="link", small=True)
            link.clicked.connect(lambda: desk.navigator.go(PersonWanted(person.id)))
            line.addWidget(link)
        else:
            line.addWidget(label(person.name))
        line.addWidget(label(person.login, "caption"))
        line.addStretch(1)


class UnitPanel(SidePanel):
    """Follows the unit chosen in the list."""

    edit_wanted = Signal()

    def __init__(self, desk: Desk, source: UnitSource, *, may_manage: bool) -> None:
        super().__init__(QCoreApplication.translate("UnitPanel", "单位"))
        self._desk = desk
        self._source = source
        self._may_manage = may_manage
        self._wanted: UUID | None = None
        self._job: Job | None = None
        self.seen: UnitSeen | None = None
        self._facts = FactGrid()
        self._people = PanelPart(self.tr("人员"))
        self._make_head()
        self.body.addWidget(self._facts)
        self.body.addWidget(self._people)
        self.edit_button = Button(self.tr("修改"), key="E")
        self.edit_button.clicked.connect(self.edit_wanted)
        self.foot.addWidget(self.edit_button)
        self.foot.addStretch(1)
        self.set_foot_visible(visible=may_manage)
        self.show_nothing()

    def _make_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._name = label("", "title")
        self._name.setWordWrap(True)
        line.addWidget(self._name, 1)
        self.add_close(line)
        self.head.addLayout(line)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        self._kind, self._in_use = Chip(""), Chip("")
        chips.addWidget(self._kind)
        chips.addWidget(self._in_use)
        chips.addStretch(1)
        self.head.addLayout(chips)

    @property
    def unit_id(self) -> UUID | None:
        """Which unit is shown or on the way."""
        return self._wanted

    def show_nothing(self) -> None:
        """Say that no unit is chosen."""
        self._wanted, self.seen = None, None
        title, why = self.tr("还没有选单位"), self.tr("在左边的表里选一个，这里显示它的情况。")
        self.show_state(EmptyState(title, why, icon="ph.buildings"))

    def show_unit(self, unit_id: UUID) -> None:
        """Read and show a unit."""
        if unit_id != self._wanted:
            self.seen = None
            self.show_state(Skeleton(8))
            self.to_top()
        self._wanted = unit_id
        self.reload()

    def reload(self) -> None:
        """Read the unit anew."""
        wanted = self._wanted
        if wanted is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.read(
            lambda session: self._source.seen(session, wanted), self._take, self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self._job, self.seen = None, None
        self.show_state(ErrorState(self.tr("没能读出这个单位"), explain(error), self.reload))

    def _take(self, seen: UnitSeen) -> None:
        self._job, self.seen = None, seen
        row = seen.row
        self._name.setText(row.name)
        self._kind.set_chip(word(row.kind))
        if row.is_active:
            self._in_use.set_chip(self.tr("在用"), "ok", icon="ph.check-circle")
        else:
            self._in_use.set_chip(self.tr("已停用"), "sus", icon="ph.prohibit")
        self._facts.set_lines(*self._lines(seen))
        self._show_people(seen)
        self.show_record()

    def _lines(self, seen: UnitSeen) -> tuple[FactLine, ...]:
        row = seen.row
        way = self.tr("用本系统签收、办理") if row.has_desk else self.tr("没有电脑，打印交办单")
        return (
            FactLine(self.tr("所属区划"), seen.region_name, row.region),
            FactLine(self.tr("上级单位"), row.parent_name or "—"),
            FactLine(self.tr("单位代码"), row.code or "—"),
            FactLine(self.tr("电话"), row.phone or "—"),
            FactLine(self.tr("交办方式"), way),
        )

    def _show_people(self, seen: UnitSeen) -> None:
        total, shown = seen.row.people, len(seen.people)
        count = str(total) if shown >= total else self.tr("前 {n} 人").format(n=shown)
        self._people.set_title(self.tr("人员"), count if total else "")
        rows = [PersonLink(self._desk, p, leads=self._may_manage) for p in seen.people]
        nothing = self.tr("还没有人在这个单位。")
        if not seen.row.has_desk:
            nothing = self.tr("没有人用本系统，交办走纸质，由中心代签收、代反馈。")
        self._people.set_rows(rows, nothing)
