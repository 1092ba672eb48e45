"""One compound: who leads, carries out and serves; its stations; what it decides."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.core.words import say
from app.party.compounds.queries import CompoundDetail, CompoundRow, MatterRow, StageRow
from app.party.compounds.rules import CommitteeKind
from app.party.conference.queries.matters import Spoken
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.parts.attachment_items import StripItem
from ui.parts.attachment_strip import AttachmentStrip
from ui.parts.registers.lines import PanelLine
from ui.party.activities.people_line import PeopleLine

KEEP_KEY, SERVE_KEY, MATTER_KEY = "E", "S", "N"


class CompoundPanel(SidePanel):
    """Stands right of the table."""

    keep_wanted = Signal()
    serve_wanted = Signal()
    matter_wanted = Signal()
    unserved = Signal(object)  # key and name of a station
    stage_done = Signal(object)  # MatterRow and StageRow
    file_added = Signal(object)  # MatterRow and Prepared
    file_opened = Signal(object)  # MatterRow, StripItem and the strip
    meeting_wanted = Signal(object)  # key of a meeting

    def __init__(self, desk: Desk) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("小区"))
        self._desk = desk
        self.row: CompoundRow | None = None
        self.strips: list[AttachmentStrip] = []
        self._title, self._chips = label("", "section"), FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.stations = PanelPart(self.tr("党群服务站"))
        self.matters = PanelPart(self.tr("两议两评两公开"))
        for part in (self.facts, self.stations, self.matters):
            self.body.addWidget(part)
        self.keep_button = Button(self.tr("登记三方"), kind="party", key=KEEP_KEY)
        self.serve_button = Button(self.tr("加服务站"), kind="quiet", key=SERVE_KEY)
        self.matter_button = Button(self.tr("加事项"), kind="quiet", key=MATTER_KEY)
        for button, wanted in (
            (self.keep_button, self.keep_wanted),
            (self.serve_button, self.serve_wanted),
            (self.matter_button, self.matter_wanted),
        ):
            button.clicked.connect(wanted)
            self.foot.addWidget(button)
        self.foot.addStretch(1)

    def show_nothing(self) -> None:
        """Show that none is chosen."""
        self.row = None
        why = self.tr("选中一个小区，这里看三方、服务站和事项。")
        self.show_state(EmptyState(self.tr("没有选中小区"), why, icon="ph.buildings"))

    def show_compound(self, row: CompoundRow, detail: CompoundDetail) -> None:
        """Show a compound."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row = row
        self._title.setText(row.name)
        self._chips.set_members(*self._marks(row))
        self.facts.set_lines(
            FactLine(self.tr("支部主导"), row.branch or self.tr("还没有")),
            FactLine(self.tr("执行"), committee_words(row, self.tr("还没有"))),
            FactLine(self.tr("物业服务"), row.property_company or self.tr("还没有登记")),
            FactLine(self.tr("网格"), row.region_name),
        )
        self.stations.set_rows(
            [self._station(row, each) for each in detail.stations],
            self.tr("还没有服务站服务这个小区。"),
        )
        self.strips = []
        self.matters.set_rows(
            [self._matter(row, each) for each in detail.matters], self.tr("还没有事项。")
        )
        self.set_foot_visible(visible=row.may_keep)
        self.show_record()

    def _marks(self, row: CompoundRow) -> list[Chip]:
        found = []
        if row.red:
            found.append(Chip(self.tr("红色委员会"), "party", icon="ph.flag"))
        if not row.stations:
            found.append(Chip(self.tr("没有服务站"), "warn", icon="ph.map-pin"))
        if row.late:
            late = self.tr("{n} 件逾期").format(n=row.late)
            found.append(Chip(late, "over", icon="ph.warning-circle-fill"))
        return found or [Chip(self.tr("没有要补的"))]

    def _station(self, row: CompoundRow, station: tuple[object, str]) -> PeopleLine:
        made = PeopleLine(station[1], "")
        if row.may_keep:
            made.add_step(self.tr("不再服务"), partial(self.unserved.emit, station))
        return made

    def _matter(self, row: CompoundRow, matter: MatterRow) -> QWidget:
        made = QWidget()
        made.setProperty("scrolled", "true")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(2)
        title = label(matter.title, "section")
        title.setWordWrap(True)
        column.addWidget(title)
        for spoken in matter.spoken:
            column.addWidget(self._spoken(spoken))
        for stage in matter.stages:
            column.addWidget(self._stage(row, matter, stage))
        if row.may_keep or matter.files:
            column.addWidget(self._strip(row, matter))
        return made

    def _stage(self, row: CompoundRow, matter: MatterRow, stage: StageRow) -> PeopleLine:
        if stage.done_on is not None:
            words = self.tr("{day}　{note}").format(day=stage.done_on, note=stage.note).strip()
            made = PeopleLine(word(stage.stage), words)
            made.add_chip(self.tr("办了"), "ok", "ph.check-circle")
            made.setToolTip(self.tr("{who}登记").format(who=stage.done_name))
            return made
        made = PeopleLine(word(stage.stage), self.tr("{day} 前").format(day=stage.due_on))
        if stage.late:
            made.add_chip(self.tr("逾期"), "over", "ph.warning-circle-fill")
        if row.may_keep and matter.next is stage:
            made.add_step(self.tr("办了"), partial(self.stage_done.emit, (matter, stage)))
        return made

    def _spoken(self, spoken: Spoken) -> PanelLine:
        """Say what a committee or conference made of the matter, with the way to the meeting."""
        when = f"{local(spoken.starts_at):%Y-%m-%d}"
        made = PanelLine(
            spoken.meeting, self.tr("{day}　{state}").format(day=when, state=_spoken_words(spoken))
        )
        if spoken.result:
            made.say_more(self.tr("议定：{result}").format(result=spoken.result))
        if spoken.may_open:
            button = made.act(
                self.tr("看会议"), partial(self.meeting_wanted.emit, spoken.meeting_id)
            )
            button.setAccessibleName(self.tr("看{meeting}").format(meeting=spoken.meeting))
        return made

    def _strip(self, row: CompoundRow, matter: MatterRow) -> AttachmentStrip:
        made = AttachmentStrip(self._desk, can_add=row.may_keep, removable=False)
        made.set_items(
            [
                StripItem(
                    file.id,
                    file.name,
                    file.media_type,
                    file.size_bytes,
                    matter.thumbnails.get(file.id),
                )
                for file in matter.files
            ]
        )
        made.added.connect(lambda prepared: self.file_added.emit((matter, prepared, made)))
        made.opened.connect(lambda item: self.file_opened.emit((matter, item, made)))
        self.strips.append(made)
        return made


def _spoken_words(spoken: Spoken) -> str:
    """Return how far a meeting is with a matter."""
    if spoken.result:
        return say("compounds.spoken.concluded")
    return say(f"compounds.spoken.{spoken.state}")


def committee_words(row: CompoundRow, nothing: str, *, term: bool = True) -> str:
    """Return what carries out, how many of it are members, and until when."""
    if row.committee is CommitteeKind.NONE:
        return nothing
    told = say(
        "compounds.seats_members",
        kind=word(row.committee),
        members=row.members,
        seats=row.seats,
    )
    return (
        told
        if row.until is None or not term
        else say("compounds.until", told=told, day=f"{row.until}")
    )
