"""What stands between head and actions of the panel, in the order people ask for it."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.rules import CaseState
from ui.cases.bulletins import Bulletins
from ui.cases.case_files import CaseFilesStrip
from ui.cases.clock_faces import clock_faces, counting_words
from ui.cases.facts import LABEL_PX, facts_of
from ui.cases.family.proposed_section import ProposedSection
from ui.cases.family.section import FamilySection
from ui.cases.notice_lines import notice_lines
from ui.cases.panel_chips import chips_of
from ui.cases.panel_source import PanelData
from ui.cases.quote import Quote
from ui.cases.reporter_line import ReporterLine
from ui.cases.story import story, told_events
from ui.cases.whistles.part import WhistlePart
from ui.core.cards import ClockCard
from ui.core.case_sections import CaseSections
from ui.core.chips import FlowRow
from ui.core.controls import Button, label, line_between
from ui.core.facts import FactGrid
from ui.core.marks import KIND_TOKEN
from ui.core.relative_time import day
from ui.core.slices import Desk
from ui.core.targets import GridWanted
from ui.core.timeline import Timeline
from ui.parts.map_source import MapReady, MapSource
from ui.parts.mini_map import MiniMap

PADDING = 16
PADDING_SMALL = 12
MAP_PX = 72
THUMBNAIL_METRES_PER_PX = 2.6
STREET_DIGITS = 9


class Thumbnail(MiniMap):
    """The place at a glance; a click opens the map there."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(movable=False, near=THUMBNAIL_METRES_PER_PX, parent=parent)
        self.setFixedHeight(MAP_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("在网格图上看"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class PanelBody(QWidget):
    """Title, chips, clocks, what stands in the way, facts, words, map, files, story."""

    step_wanted = Signal(object)  # StepWanted
    row_wanted = Signal(object)  # RowWanted or WhistleWanted

    def __init__(self, desk: Desk, maps: MapSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("scrolled", "true")
        self._desk = desk
        self._maps = maps
        self._data: PanelData | None = None
        self._wide = True
        self._only_handling = False
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chips = FlowRow(6)
        self._clocks: tuple[ClockCard, ClockCard] | None = None
        self._clock_line = QHBoxLayout()
        self._clock_line.setSpacing(6)
        self._counting = label("", "caption")
        self._counting.setWordWrap(True)
        self.ledger_button = Button(self.tr("时限台账 ›"), kind="link", small=True)
        self.ledger_button.setToolTip(self.tr("时限是怎样一分一分算出来的"))
        self.ledger_button.setAccessibleName(self.tr("看时限台账"))
        self.bulletins = Bulletins(desk)
        self.bulletins.step_wanted.connect(self.step_wanted)
        self.bulletins.row_wanted.connect(self.row_wanted)
        self.whistles = WhistlePart()
        self.whistles.wanted.connect(self.row_wanted)
        self.others = CaseSections(desk)
        self._facts = FactGrid(LABEL_PX)
        self.reporter = ReporterLine(desk)
        self._quote = Quote()
        self.family = FamilySection(desk)
        self.proposed = ProposedSection(desk)
        self.thumbnail = Thumbnail()
        self.files = CaseFilesStrip(desk)
        self._heading = label("", "section")
        self._heading_day = label("", "caption")
        self.files_button = Button(
            kind="link", icon="ph.paperclip", small=True, text=self.tr("附件")
        )
        self.only_button = Button(self.tr("只看办理"), kind="link", small=True)
        self.timeline = Timeline()
        self._lay_out()
        maps.ready.connect(self._map_ready)
        self.thumbnail.clicked.connect(self._go_to_map)
        self.files_button.clicked.connect(self.files.toggle)
        self.only_button.clicked.connect(self._toggle_handling)

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 0, PADDING, PADDING)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._chips)
        column.addSpacing(2)
        column.addLayout(self._clock_line)
        counting = QHBoxLayout()
        counting.setSpacing(8)
        counting.addWidget(self._counting, 1)
        counting.addWidget(self.ledger_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(counting)
        column.addWidget(self.bulletins)
        column.addWidget(self.whistles)
        column.addWidget(self.others)
        rule = line_between()
        column.addWidget(rule)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        facts.addWidget(self._facts)
        facts.addWidget(self.reporter)
        column.addLayout(facts)
        column.addWidget(self._quote)
        column.addWidget(self.thumbnail)
        column.addWidget(self.family)
        column.addWidget(self.proposed)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._heading)
        head.addWidget(self._heading_day)
        head.addStretch(1)
        head.addWidget(self.files_button)
        head.addWidget(self.only_button)
        column.addLayout(head)
        column.addWidget(self.files)
        column.addWidget(self.timeline)
        column.addStretch(1)

    # -- showing -------------------------------------------------------------------------------

    def set_wide(self, *, wide: bool) -> None:
        """Leave the map away on a narrow window."""
        if wide != self._wide:
            self._wide = wide
            padding = PADDING if wide else PADDING_SMALL
            self._column.setContentsMargins(padding, 0, padding, padding)
            self._show_map()

    def set_data(self, data: PanelData, now: datetime) -> None:
        """Show a case as it was read at `now`."""
        card, self._data = data.card, data
        self._title.setText(card.title)
        self._chips.set_members(*chips_of(card))
        self._show_clocks(data, now)
        self.bulletins.set_card(card, now)
        self.whistles.set_whistles(card.whistles, now)
        self.others.show_case(card.id)
        told = notice_lines(data.notices, now)
        self._facts.set_lines(*facts_of(card, now, data.day_s), *told)
        self.reporter.set_card(card)
        self._quote.set_text(card.text)
        self.family.set_card(card)
        self.proposed.set_card(card)
        self._show_map()
        self._show_story(now)
        may_add = card.state not in (CaseState.CLOSED, CaseState.ARCHIVED) and any(
            self._desk.actor.may(right) for right in (rights.REGISTER, rights.HANDLE, rights.ASSIGN)
        )
        self.files.set_files(card.id, data.files, may_add=may_add)
        count = len(data.files.rows)
        words = self.tr("附件 {count}").format(count=count) if count else self.tr("添附件")
        self.files_button.setText(words)
        self.files_button.setVisible(bool(count) or may_add)

    def _show_clocks(self, data: PanelData, now: datetime) -> None:
        pair = data.card.clocks
        self.ledger_button.setVisible(pair is not None)
        if pair is None:
            for card in self._clocks or ():
                card.hide()
            declined = data.card.state is CaseState.DECLINED
            words = self.tr("不予受理，没有计时") if declined else self.tr("受理后开始计时")
            self._counting.setText(words)
            return
        faces = clock_faces(pair, now, data.day_s, stopped_by=data.card.pause_reason)
        if self._clocks is None:
            self._clocks = (ClockCard(faces[0]), ClockCard(faces[1]))
            for card in self._clocks:
                self._clock_line.addWidget(card, 1)
        for card, face in zip(self._clocks, faces, strict=True):
            card.set_face(face)
            card.show()
        self._counting.setText(counting_words(pair.handle_limit.unit))

    # -- story ---------------------------------------------------------------------------------

    def _show_story(self, now: datetime) -> None:
        if self._data is None:
            return
        card, only = self._data.card, self._only_handling
        events = told_events(card, only_handling=only)
        self._heading.setText(self.tr("经过 {count}").format(count=len(events)))
        self._heading_day.setText(day(events[0].at) if events else "")
        self.timeline.set_entries(story(card, now, self._data.day_s, only_handling=only))

    def _toggle_handling(self) -> None:
        self._only_handling = not self._only_handling
        words = self.tr("看全部经过") if self._only_handling else self.tr("只看办理")
        self.only_button.setText(words)
        self.only_button.updateGeometry()
        self._show_story(self._desk.parts.clock.now())

    # -- map -----------------------------------------------------------------------------------

    def _show_map(self) -> None:
        if self._data is None:
            return
        card = self._data.card
        shown = self._wide and len(card.region) >= STREET_DIGITS
        self.thumbnail.setVisible(shown and bool(self.thumbnail.shapes.areas))
        if not shown:
            return
        token = "accent"
        if card.clocks is not None and card.closed_at is None:
            faces = clock_faces(card.clocks, self._desk.parts.clock.now(), self._data.day_s)
            token = KIND_TOKEN[faces[1].deadline.kind]
        if card.region != self.thumbnail.selected:
            self.thumbnail.set_selected(card.region)
        point = None
        if card.longitude is not None and card.latitude is not None:
            point = (card.longitude, card.latitude)
        self.thumbnail.set_pin(point, token)
        self._maps.ask(card.region)

    def _map_ready(self, ready: MapReady) -> None:
        if self._data is None or not self._data.card.region.startswith(ready.street):
            return
        if self.thumbnail.shapes is not ready.shapes:
            self.thumbnail.set_shapes(ready.shapes)
        self.thumbnail.setVisible(self._wide and bool(ready.shapes.areas))

    def _go_to_map(self) -> None:
        if self._data is not None:
            self._desk.navigator.go(GridWanted(self._data.card.region))
