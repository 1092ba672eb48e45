"""Redrawing the grids of a street: a draft on the map, its tools, and its list of changes."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.changes import Change, Topic
from app.core.clock import local
from app.core.ids import new_id
from app.territory.actions.ground import draw_grid
from app.territory.actions.redrawings import (
    merge_grids,
    move_border,
    set_redrawing_state,
    split_grid,
    step_back,
    step_forward,
)
from app.territory.queries.redrawings import CellRow, RedrawingRow, RedrawingView
from app.territory.redrawing import RedrawingState
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Step
from ui.core.strips import Strip
from ui.core.targets import PageWanted, RedrawingWanted, Target
from ui.parts.map import AreaClicked, MapView, ScaleBar, Tool
from ui.parts.map_shapes import Point
from ui.territory.covered_map import CoveredMap
from ui.territory.editing.draft_bar import DraftBar, DraftFoot, Hand
from ui.territory.editing.draft_dialogs import BeginDialog, DescribeDialog, PublishDialog
from ui.territory.editing.draft_layers import DraftAreas, DraftMarks
from ui.territory.editing.draft_panel import DraftPanel
from ui.territory.editing.draft_source import PUBLISH, REDRAW, DraftSeen, draft_seen
from ui.territory.editing.draft_tools import MergeTool, MoveTool, SplitTool
from ui.territory.editing.draw_tool import DrawTool

MAP_PAGE = "territory.regions"


class DraftPage(QWidget):
    """For whoever may redraw; publishing takes a right of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._street = ""
        self._wanted: UUID | None = None
        self._job: Job | None = None
        self._busy = False
        self.seen: DraftSeen | None = None
        self.ground = DraftAreas()
        self.marks = DraftMarks(self.ground)
        self.map = MapView()
        self.bar = DraftBar()
        self.strip = Strip("warn")
        self.foot = DraftFoot()
        self.panel = DraftPanel()
        self._middle = QWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.map)
        self.take(Hand.LOOK)
        self.reload()

    def _lay_out(self) -> None:
        self.map.setAccessibleName(self.tr("草稿的地图"))
        self.map.add_overlay(self.marks)
        self.map.add_overlay(ScaleBar(self.tr("{metres} 米")))
        self._stack = CoveredMap(self._middle, self.map)
        self._panes = ListPanes((self.bar, self.strip, self._middle, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)

    def _connect(self) -> None:
        self.map.area_clicked.connect(self._clicked)
        self.bar.draft_chosen.connect(self._choose_draft)
        self.bar.begin_wanted.connect(self.begin)
        self.bar.hand_wanted.connect(self.take)
        self.bar.undo.clicked.connect(self.undo)
        self.bar.redo.clicked.connect(self.redo)
        self.panel.cell_wanted.connect(self.describe)
        self.panel.submit_wanted.connect(lambda: self._set_state(RedrawingState.SUBMITTED))
        self.panel.reopen_wanted.connect(lambda: self._set_state(RedrawingState.DRAFT))
        self.panel.publish_wanted.connect(self.publish)
        self.panel.discard_wanted.connect(self.discard)
        self.panel.closed.connect(self.map.setFocus)
        self._desk.scope.changed.connect(self._scope_changed)
        topics = frozenset({Topic.REDRAWING, Topic.REGION})
        self._refresher = Refresher(
            self._desk.hub, self, self.reload, topics=topics, concerns=self._concerns
        )
        for hand in Hand:
            add_key(self, hand.value, partial(self.take, hand))
        add_key(self, "Ctrl+Z", self.undo)
        add_key(self, "Ctrl+Y", self.redo)
        add_key(self, "Ctrl+Shift+Z", self.redo)

    # -- reading -------------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show the drafts of a street."""
        if isinstance(target, RedrawingWanted):
            self._go_elsewhere(target.region)

    def _scope_changed(self) -> None:
        self._go_elsewhere("")

    def _go_elsewhere(self, street: str) -> None:
        self._street, self._wanted = street, None
        self.map.show_whole()
        self.reload()

    def reload(self) -> None:
        """Read the drafts of the street, and the one that is worked on."""
        if self._job is not None:
            self._job.cancel()
        actor, wanted, today = self._desk.actor, self._wanted, self._today()
        asked = (self._street,) if self._street else self._places()
        self._job = self._desk.read(
            lambda session: draft_seen(session, actor, asked, wanted, today),
            self._take,
            self._failed,
        )

    def _places(self) -> tuple[str, ...]:
        scope = self._desk.scope.code
        return (scope,) if scope else self._desk.actor.prefixes(REDRAW)

    def _take(self, seen: DraftSeen) -> None:
        self._job = None
        first = self.seen is None or self.seen.street != seen.street
        self.seen = seen
        self._street = seen.street
        self._busy = False
        view = seen.view
        self._wanted = view.row.id if view is not None else None
        self.bar.show_drafts(seen.drafts, self._wanted, may_begin=seen.can_begin)
        if view is None:
            self._show_none(seen)
            return
        self._stack.show_map()
        self.ground.show(view.cells)
        self.map.set_areas(self.ground)
        if first:
            self.map.show_whole()
        self.panel.show()
        code = seen.street
        may = self._desk.actor.may_in
        self.panel.show_view(view, may_edit=may(REDRAW, code), may_publish=may(PUBLISH, code))
        self._offer(view)

    def _offer(self, view: RedrawingView) -> None:
        editable = view.is_editable and self._desk.actor.may_in(REDRAW, view.region)
        self.bar.offer(editable=editable, undo=view.can_undo, redo=view.can_redo)
        if not editable and self.bar.hand is not Hand.LOOK:
            self.take(Hand.LOOK)
        if view.is_outdated:
            lead = self.tr("草稿起草以后，网格在别处改过了。")
            self.strip.tell(lead, self.tr("图上是现在的网格；请作废这份草稿，重新起草。"))
        elif view.gap_m >= 1.0:
            words = self.tr("导入的图里有 {metres} 米边界没有对齐（缝隙或重叠），这里改不动它们。")
            self.strip.tell("", words.format(metres=round(view.gap_m)))
        else:
            self.strip.tell("")

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._stack.put_over(ErrorState(self.tr("没能读出草稿"), explain(error), self.reload))

    def _show_none(self, seen: DraftSeen) -> None:
        self.panel.hide()
        self.bar.offer(editable=False, undo=False, redo=False)
        self.strip.tell("")
        if not seen.can_begin:
            why = self.tr("先导入网格边界，再在这里分割、合并、移界、新画。")
            step = Step(self.tr("去网格图"), self._go_to_map)
            self._stack.put_over(EmptyState(self.tr("还没有画了边界的网格"), why, step))
            return
        why = self.tr("草稿里怎么改都不影响现在的网格；主任发布以后，新网格用新代码，旧的停用。")
        step = Step(self.tr("起草"), self.begin)
        title = self.tr("{name} 没有进行中的网格调整").format(name=seen.name)
        self._stack.put_over(EmptyState(title, why, step, icon="ph.polygon"))

    def _go_to_map(self) -> None:
        self._desk.navigator.go(PageWanted(MAP_PAGE))

    def _concerns(self, change: Change) -> bool:
        return not change.region or change.region.startswith(self._street)

    def _today(self) -> date:
        return local(self._desk.parts.clock.now()).date()

    def _choose_draft(self, row: object) -> None:
        if isinstance(row, RedrawingRow) and row.id != self._wanted:
            self._wanted = row.id
            self.ground.chosen = frozenset()
            self.reload()

    # -- hands ---------------------------------------------------------------------------------

    def take(self, hand: object) -> None:
        """Take a tool into the hand; only looking is allowed where nothing may be changed."""
        wanted = hand if isinstance(hand, Hand) else Hand.LOOK
        view = self.seen.view if self.seen is not None else None
        if view is None or not self.bar.is_editable:
            wanted = Hand.LOOK
        tools: dict[Hand, Callable[[], Tool | None]] = {
            Hand.LOOK: lambda: None,
            Hand.SPLIT: lambda: SplitTool(self.ground, self._cut, self._put_down),
            Hand.MERGE: lambda: MergeTool(self.ground, self._toggle, self.merge, self._put_down),
            Hand.MOVE: lambda: MoveTool(self.ground, self._move, self._put_down),
            Hand.DRAW: lambda: DrawTool(self.ground, self._draw, self._put_down),
        }
        self.marks.with_corners = wanted is Hand.MOVE
        self.bar.show_hand(wanted)
        self.foot.show_hand(wanted)
        self.map.set_tool(tools[wanted]())
        self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_down(self) -> None:
        self.take(Hand.LOOK)

    def _clicked(self, clicked: AreaClicked) -> None:
        if clicked.code and clicked.adds:
            self._toggle(clicked.code)
            return
        self.ground.chosen = frozenset({clicked.code} if clicked.code else ())
        self.map.update()
        cell = self.ground.find(clicked.code)
        if cell is not None and cell.is_new and self.bar.is_editable:
            self.describe(cell)

    def _toggle(self, key: str) -> None:
        self.ground.chosen ^= {key}
        self.map.update()

    # -- deeds ---------------------------------------------------------------------------------

    def _cut(self, key: str, line: tuple[Point, ...]) -> None:
        if not key:
            self._desk.notices.tell(self.tr("这条线没有经过网格。请从网格外面画起，穿过网格。"))
            return
        self._do(split_grid, key, line)

    def merge(self) -> None:
        """Put together what is chosen."""
        if len(self.ground.chosen) < 2:
            self._desk.notices.tell(self.tr("先点选两个以上挨着的网格，再按回车合并。"))
            return
        self._do(merge_grids, tuple(sorted(self.ground.chosen)))

    def _move(self, start: Point, end: Point) -> None:
        self._do(move_border, start, end)

    def _draw(self, ring: tuple[Point, ...]) -> None:
        self._do(draw_grid, ring)

    def undo(self) -> None:
        """Take the last step back."""
        if self.bar.undo.isEnabled():
            self._do(step_back)

    def redo(self) -> None:
        """Do the step again that was taken back."""
        if self.bar.redo.isEnabled():
            self._do(step_forward)

    def _do(self, action: Callable[..., object], *given: object) -> None:
        """Take a step; another one waits until it is there."""
        view = self.seen.view if self.seen is not None else None
        if view is None or self._busy:
            return
        self._busy = True
        draft, seen, key = view.row.id, view.row.version, new_id()

        def work(uow: Any) -> object:
            return action(uow, draft, *given, seen_version=seen, command_key=key)

        self._desk.write(work, self._done, self._refused)

    def _done(self, _: object) -> None:
        self.ground.chosen = frozenset()
        self.reload()

    def _refused(self, error: BaseException) -> None:
        self._desk.notices.report(error)
        self._busy = False
        self.reload()  # somebody else may have changed it

    def begin(self) -> None:
        """Begin a draft of the street."""
        if self.seen is None or not self.seen.can_begin:
            return
        dialog = BeginDialog(self._desk, self.seen.street, self.seen.name, self)
        dialog.saved.connect(self._begun)
        dialog.open()

    def _begun(self, key: object) -> None:
        self._wanted = key if isinstance(key, UUID) else None
        self.reload()

    def describe(self, cell: object) -> None:
        """Say what a new grid is to be."""
        view = self.seen.view if self.seen is not None else None
        if view is not None and isinstance(cell, CellRow) and self.bar.is_editable:
            dialog = DescribeDialog(self._desk, view, cell, self)
            dialog.saved.connect(self._done)
            dialog.open()

    def publish(self) -> None:
        """Make the draft hold."""
        view = self.seen.view if self.seen is not None else None
        if view is not None:
            dialog = PublishDialog(self._desk, view, self._today(), self)
            dialog.saved.connect(self._published)
            dialog.open()

    def _published(self, opened: object) -> None:
        words = self.tr("已发布，开设了 {count} 个新网格").format(count=opened)
        self._desk.notices.tell(words)
        self.reload()

    def discard(self) -> None:
        """Give the draft up after saying what that means."""
        view = self.seen.view if self.seen is not None else None
        if view is None:
            return
        dialog = ConsequenceDialog(
            self.tr("作废“{title}”？").format(title=view.row.title),
            self.tr("草稿里的 {count} 步改动不再有用，现在的网格不变。作废不能撤回。").format(
                count=len(view.steps)
            ),
            do=self.tr("作废"),
            leave=self.tr("先留着"),
            danger=True,
            parent=self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._set_state(RedrawingState.DISCARDED))
        dialog.open()

    def _set_state(self, state: RedrawingState) -> None:
        self._do(set_redrawing_state, state)
