"""组织与党员: tree at the left, the roster in the middle, what is missing at the right."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.party import rights
from app.party.queries.coverage import CoverageBoard, coverage_board
from app.party.queries.organisations import (
    OrganisationCard,
    OrganisationRow,
    organisation_card,
    organisation_tree,
)
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState, Step
from ui.core.targets import OrganisationWanted, Target
from ui.core.view_list import WIDE_WINDOW_PX
from ui.party.coverage_pane import CoveragePane
from ui.party.organisation_deeds import OrganisationDeeds
from ui.party.organisation_head import OrganisationHead
from ui.party.organisation_panel import OrganisationPanel
from ui.party.roster_view import RosterView
from ui.party.tree_pane import TreePane
from ui.party.tree_rows import TreeRows

TOPICS = frozenset({Topic.ORGANISATION, Topic.MEMBER, Topic.REGION, Topic.SETTING})
SIDE_WIDE, SIDE_SMALL = 376, 344


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything the page shows but the roster, as of one moment."""

    tree: TreeRows
    past: TreeRows | None
    board: CoverageBoard
    at: datetime


class OrganisationsPage(QWidget):
    """The tree leads: what is chosen there is shown in the middle and marked at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._card_job: Job | None = None
        self._on: date | None = None
        self._wanted: tuple[UUID, UUID | None] | None = None
        self.tree = TreeRows(())
        self._shown = TreeRows(())
        self.row: OrganisationRow | None = None
        self.setObjectName("party.organisations")
        self.setAccessibleName(self.tr("组织与党员"))
        self.pane = TreePane(desk, self.today())
        self.roster = RosterView(desk)
        self.head = OrganisationHead(self.roster.buttons)
        self.board = CoveragePane(keeps=desk.actor.may(rights.MANAGE))
        self.panel = OrganisationPanel()
        self.middle, self.side = QStackedWidget(), QStackedWidget()
        self.deeds = OrganisationDeeds(desk, self)
        self._lay_out()
        self._connect()
        self._refresher = Refresher(desk.hub, self, self.reload, topics=TOPICS)
        desk.scope.changed.connect(self.reload)
        self.reload()

    def today(self) -> date:
        """Return the day it is."""
        return local(self._desk.parts.clock.now()).date()

    def _lay_out(self) -> None:
        self.side.addWidget(self.board)
        self.side.addWidget(self.panel)
        self.middle.addWidget(_under_one_another(self.head, self.roster))
        self.middle.addWidget(self._nothing_there())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.pane)
        line.addWidget(self.middle, 1)
        line.addWidget(self.side)
        self.setFocusProxy(self.pane)

    def _nothing_there(self) -> QWidget:
        """Return what is shown where there is no organisation yet."""
        why = self.tr("先建街道党工委，再建社区党总支和网格党支部；或者先看别的日期。")
        steps: tuple[Step, ...] = ()
        if self._desk.actor.may(rights.MANAGE):
            steps = (Step(self.tr("建街道党工委"), self.deeds.found_first, primary=True),)
        return EmptyState(self.tr("这里还没有党组织"), why, *steps, icon="ph.flag")

    def _connect(self) -> None:
        pane, board, deeds = self.pane, self.board, self.deeds
        pane.chosen.connect(self._choose)
        pane.found.connect(self.show_organisation)
        pane.day_chosen.connect(self._see_on)
        pane.menu_wanted.connect(deeds.open_menu)
        self.head.set_menu(deeds.entries)
        self.head.card_wanted.connect(self.toggle_card)
        self.panel.closed.connect(self.show_board)
        self.panel.election_wanted.connect(deeds.elect)
        self.panel.rename_wanted.connect(deeds.rename)
        self.panel.post_wanted.connect(deeds.appoint)
        self.panel.cover_wanted.connect(deeds.cover)
        self.panel.term_ended.connect(deeds.end_term)
        self.panel.term_prolonged.connect(deeds.prolong_term)
        self.panel.cover_ended.connect(deeds.end_cover)
        board.found_wanted.connect(deeds.found_in)
        board.join_wanted.connect(deeds.join)
        board.survey_wanted.connect(deeds.survey)
        board.divide_wanted.connect(deeds.divide)
        board.unit_wanted.connect(deeds.found_of_unit)
        board.unplaced_wanted.connect(deeds.place_members)
        board.organisation_wanted.connect(self.show_organisation)
        board.election_wanted.connect(deeds.elect_in)
        board.community_wanted.connect(self._show_community)
        for key, run in (
            ("O", self.toggle_card),
            ("N", deeds.found_below),
            ("E", deeds.rename),
            ("H", deeds.elect),
            ("/", self.pane.search.setFocus),
        ):
            add_key(self, key, run)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read tree and board anew."""
        if self._job is not None:
            self._job.cancel()
        desk, on, region = self._desk, self._on, self._desk.scope.code
        now = desk.parts.clock.now()

        def read(session: Any) -> _Read:
            tree = organisation_tree(session, desk.actor, region=region)
            past = (
                organisation_tree(session, desk.actor, on=on, region=region)
                if on is not None
                else None
            )
            board = coverage_board(
                session,
                desk.actor,
                tree,
                today=local(now).date(),
                settings=settings_at(session, now),
                region=region,
            )
            return _Read(TreeRows(tree), TreeRows(past) if past is not None else None, board, now)

        self._job = desk.read(read, self._take)

    def _take(self, read: _Read) -> None:
        self._job = None
        self.tree = read.tree
        self._shown = read.past or read.tree
        self.pane.show_tree(self._shown, self._on)
        self.board.show_board(read.board, read.at)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.show_organisation(*wanted)
            return
        kept = self._shown.get(self.row.id) if self.row is not None else None
        first = self._first()
        self._choose(kept or first)

    def _first(self) -> OrganisationRow | None:
        return next(iter(self._shown.rows), None)

    def _see_on(self, day: date | None) -> None:
        self._on = day
        self.reload()

    # -- what is chosen ------------------------------------------------------------------------

    def _choose(self, row: OrganisationRow | None) -> None:
        self.row = row
        present = self.tree.get(row.id) if row is not None else None
        self.head.show_organisation(row, present.whole if present is not None else None)
        self.middle.setCurrentIndex(0 if row is not None else 1)
        if row is None:
            self.roster.set_organisation(None, ())
            return
        self.pane.mark(row.id)
        self.board.chart.mark(row.region)
        self.roster.set_organisation(row, tuple(self.tree.within(row.id)))
        self._read_card(row.id)

    def _read_card(self, key: UUID) -> None:
        if self._card_job is not None:
            self._card_job.cancel()
        desk = self._desk
        self._card_job = desk.read(
            lambda session: organisation_card(session, desk.actor, key), self._take_card
        )

    def _take_card(self, card: OrganisationCard) -> None:
        self._card_job = None
        if self.row is not None and card.id == self.row.id:
            self.head.show_card(card)
            self.panel.show_card(card)

    def show_organisation(self, key: UUID, member: UUID | None = None) -> None:
        """Choose an organisation, and a member in its roster."""
        row = self._shown.get(key)
        if row is None:
            self._wanted = (key, member) if self._job is not None else None
            return
        self._choose(row)
        if member is not None:
            self.roster.show_member(member)

    def show_target(self, target: Target) -> None:
        """Show the organisation somebody was sent to."""
        if isinstance(target, OrganisationWanted):
            self.show_organisation(target.organisation_id, target.member_id)

    def _show_community(self, code: str) -> None:
        row = next((each for each in self._shown.rows if each.region == code), None)
        if row is not None:
            self._choose(row)

    # -- the right pane ------------------------------------------------------------------------

    def toggle_card(self) -> None:
        """Show what is known of the chosen organisation, or the board again."""
        if self.side.currentWidget() is self.panel or self.row is None:
            self.show_board()
        else:
            self.side.setCurrentWidget(self.panel)

    def show_board(self) -> None:
        """Show what is missing."""
        self.side.setCurrentWidget(self.board)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.window().width() >= WIDE_WINDOW_PX
        self.pane.fit(wide=wide)
        self.side.setFixedWidth(SIDE_WIDE if wide else SIDE_SMALL)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pane.setFocus()


def _under_one_another(head: QWidget, body: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 1, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(body, 1)
    return made
