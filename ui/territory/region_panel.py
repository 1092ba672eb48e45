"""One region beside the map: figures, weeks, people, its cases, what lies in it, what to do."""

from datetime import date
from html import escape

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.territory.rules import PostRole, Tier
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.page_bars import icon_button
from ui.core.region_pane import PaneCount, RegionAsked, RegionPane, RegionParts
from ui.core.segmented import Choice, SegmentedControl
from ui.core.side_panel import PADDING, SidePanel
from ui.core.slices import Desk
from ui.core.states import Skeleton
from ui.parts.case_map import MapFigure, MapFigures, counts_cases
from ui.parts.week_bars import WeekBars
from ui.territory.below_part import BelowPart
from ui.territory.figures import Figure, FigureRow
from ui.territory.places_part import PlacesPart
from ui.territory.posts_part import PostsPart
from ui.territory.region_words import code_words, in_office, kind_words, number, post_words
from ui.territory.territory_source import RegionSeen

GROUND, BELOW = "ground", "below"
PEOPLE_SHOWN = (PostRole.WORKER, PostRole.HEAD)
MOST_PEOPLE = 3


class RegionPanel(SidePanel):
    """Lists behind a switch; the actions below take a right."""

    assign_wanted = Signal()
    place_wanted = Signal()
    menu_wanted = Signal(object)  # the button it opens under
    queue_wanted = Signal()
    region_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("RegionPanel", "辖区")
        super().__init__(name, parent)
        self.seen: RegionSeen | None = None
        self._desk = desk
        self._counts_cases = counts_cases(desk.actor)
        self._on = date.min
        self._cases: MapFigures | None = None
        self._asked = RegionAsked("", 0)
        self.figures = FigureRow()
        self.weeks = WeekBars()
        self.posts = PostsPart()
        self.places = PlacesPart(desk)
        self.below = BelowPart()
        self.switch = SegmentedControl((), GROUND, name=self.tr("看什么"))
        self.panes: dict[str, RegionPane] = {}
        self._titles: dict[str, str] = {}
        self._counts: dict[str, str] = {}
        self._parts: dict[str, QWidget] = {}
        self._make_parts()
        self._make_head()
        self._make_foot()
        self.switch.chosen.connect(self._show_part)
        self.posts.assign_wanted.connect(self.assign_wanted)
        self._name_parts()
        self.show_part(next(iter(self._parts)))
        self.show_state(Skeleton(8))

    def _make_parts(self) -> None:
        for part in self._desk.shared(RegionParts).parts:
            pane = part.build(self._desk)
            if isinstance(pane, RegionPane):
                self.panes[part.key] = self._parts[part.key] = pane
                self._titles[part.key] = part.title
                pane.counted.connect(self._pane_counted)
        ground, below = _padded(self.posts, self.places), _padded(self.below)
        self._parts |= {GROUND: ground, BELOW: below}
        self.body.setContentsMargins(0, 0, 0, PADDING)
        for widget in self._parts.values():
            self.body.addWidget(widget)

    def _make_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._name = label("", "title")
        self._kind = Chip("")
        line.addWidget(self._name)
        line.addWidget(self._kind)
        line.addStretch(1)
        self.add_close(line)
        self.head.addLayout(line)
        self._code = label("", "caption")
        self._code.setWordWrap(True)
        self._people = label("", "body")
        self._people.setWordWrap(True)
        self._people.setTextFormat(Qt.TextFormat.RichText)
        self.lineage = label("", "caption")
        self.lineage.setWordWrap(True)
        self.lineage.setTextFormat(Qt.TextFormat.RichText)
        self.lineage.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lineage.linkActivated.connect(self.region_wanted)
        self.lineage.hide()
        for widget in (self._code, self.lineage, self.figures, self.weeks, self._people):
            self.head.addWidget(widget)
        parts = QHBoxLayout()
        parts.setContentsMargins(0, 4, 0, 0)
        parts.addWidget(self.switch)
        parts.addStretch(1)
        self.head.addLayout(parts)

    def _make_foot(self) -> None:
        self.queue_button = Button(self.tr("在事件里打开"), kind="primary", key="Q")
        self.assign_button = Button(self.tr("安排人员"), kind="primary", key="A")
        self.place_button = Button(self.tr("登记地点"), key="P")
        self.more_button = icon_button("ph.dots-three", self.tr("更多"))
        self.more_button.set_kind("plain")
        self.foot.addWidget(self.queue_button, 1)
        self.foot.addWidget(self.assign_button)
        self.foot.addWidget(self.place_button)
        self.foot.addStretch(0)
        self.foot.addWidget(self.more_button)
        self.queue_button.clicked.connect(self.queue_wanted)
        self.assign_button.clicked.connect(self.assign_wanted)
        self.place_button.clicked.connect(self.place_wanted)
        self.more_button.clicked.connect(lambda _=False: self.menu_wanted.emit(self.more_button))

    # -- showing -------------------------------------------------------------------------------

    def show_region(self, seen: RegionSeen, on: date, *, may_manage: bool) -> None:
        """Show a region on a day."""
        moved = self.seen is None or self.seen.row.code != seen.row.code
        self.seen, self._on = seen, on
        row = seen.row
        self._name.setText(row.short)
        self._kind.set_chip(kind_words(row))
        self._show_facts(seen)
        self._show_figures()
        self.posts.show_posts(seen, on, may_manage=may_manage)
        self.places.show_region(row.code, may_manage=may_manage)
        self.below.show_below(seen)
        self._name_parts()
        self._offer(row.tier, may_manage=may_manage)
        self.show_record()
        if moved:
            self.to_top()

    def _show_facts(self, seen: RegionSeen) -> None:
        """Where it lies, how many live there, and who answers for it."""
        row, totals = seen.row, seen.totals
        above = " ".join(region.short for region in seen.path[-3:-1])
        facts = [code_words(row.code), above]
        if self._counts_cases:  # else they stand among the figures
            lives = self.tr("{households} 户 {population} 人")
            facts.append(
                lives.format(
                    households=number(totals.households), population=number(totals.population)
                )
            )
        self._code.setText("　".join(fact for fact in facts if fact))
        people = [
            f"{post_words(post)}　<b>{escape(post.person_name)}</b>"
            for role in PEOPLE_SHOWN
            for post in seen.posts or ()
            if post.role is role and in_office(post, self._on)
        ]
        self._people.setText("　　".join(people[:MOST_PEOPLE]))
        self._people.setVisible(bool(people))
        self._show_lineage(seen)

    def _show_lineage(self, seen: RegionSeen) -> None:
        """Say from which grids it was drawn, or into which it went."""
        told = []
        for words, others in (
            (self.tr("沿革：由 {names} 划来"), seen.came_from),
            (self.tr("沿革：已划入 {names}"), seen.became),
        ):
            if others:
                links = (f'<a href="{code}">{escape(name)}</a>' for code, name in others)
                told.append(words.format(names="、".join(links)))
        self.lineage.setText("；".join(told))
        self.lineage.setVisible(bool(told))

    def _offer(self, tier: Tier, *, may_manage: bool) -> None:
        in_street = tier in (Tier.STREET, Tier.COMMUNITY, Tier.GRID)
        self.assign_button.setEnabled(in_street)
        self.place_button.setEnabled(in_street)
        self.queue_button.setVisible(bool(self.panes))
        for button in (self.assign_button, self.place_button):
            button.setVisible(may_manage and not self.panes)
        self.more_button.setVisible(may_manage)
        self.set_foot_visible(visible=may_manage or bool(self.panes))

    # -- cases ---------------------------------------------------------------------------------

    def show_cases(self, figures: MapFigures | None) -> None:
        """Show the figures of cases; None where there are none."""
        self._cases = figures
        self._show_figures()

    def ask_panes(self, asked: RegionAsked) -> None:
        """Have the lists follow to a region, a period or a kind."""
        if asked != self._asked:
            self._counts.clear()
        self._asked = asked
        for pane in self.panes.values():
            pane.show_region(asked)
        self._name_parts()

    def _show_figures(self) -> None:
        if self.seen is not None:
            found = self._case_figures(self.seen.row.code) or self._totals(self.seen)
            self.figures.show_figures(found)

    def _case_figures(self, code: str) -> list[Figure]:
        figures = self._cases
        if figures is None or not code.startswith(figures.asked.region):
            return []
        count, days = figures.counts.of(code), figures.asked.span.days
        rate = figures.value(MapFigure.PER_THOUSAND, code)
        came = self.tr("近 {days} 日").format(days=days)
        found = [Figure(f"{rate:.1f}", self.tr("件/千人"))] if rate is not None else []
        return [
            *found,
            Figure(number(count.came), came),
            Figure(number(count.open), self.tr("在办")),
            Figure(
                number(count.overdue),
                self.tr("已超时"),
                "figure_over" if count.overdue else "figure",
            ),
        ]

    def _totals(self, seen: RegionSeen) -> list[Figure]:
        totals, tier = seen.totals, seen.row.tier
        found = []
        if tier not in (Tier.COMMUNITY, Tier.GRID):
            found.append(Figure(number(totals.communities), self.tr("社区（村）")))
        if tier is not Tier.GRID:
            found.append(Figure(number(totals.grids), self.tr("网格")))
        found.append(Figure(number(totals.households), self.tr("户")))
        found.append(Figure(number(totals.population), self.tr("人")))
        return found

    def _pane_counted(self, count: PaneCount) -> None:
        pane = self.sender()
        key = next((key for key, each in self.panes.items() if each is pane), None)
        if key is not None:
            self._counts[key] = count.text
            self._name_parts()

    # -- parts ---------------------------------------------------------------------------------

    def _name_parts(self) -> None:
        choices = [
            Choice(
                key, f"{title.format(days=self._asked.days)} {self._counts.get(key, '')}".strip()
            )
            for key, title in self._titles.items()
        ]
        choices.append(Choice(GROUND, self.tr("人和地")))
        if self.seen is not None and self.seen.row.tier is not Tier.GRID:
            below = self.tr("下级 {count}").format(count=len(self.seen.below))
            choices.append(Choice(BELOW, below))
        elif self.switch.value() == BELOW:
            self.show_part(next(iter(self._parts)))
        self.switch.set_choices(tuple(choices))
        first = next(iter(self.panes), "")
        count = self._counts.get(first, "")
        words = self.tr("在事件里打开这 {count} 件") if count else self.tr("在事件里打开")
        self.queue_button.setText(words.format(count=count))
        self.queue_button.setEnabled(count != "0")

    def show_part(self, key: str) -> None:
        """Show one of the lists."""
        self.switch.set_value(key)
        self._show_part(key)

    def show_cases_part(self) -> None:
        """Show the first list of cases and give it the keyboard, where there is one."""
        for key, pane in self.panes.items():
            self.show_part(key)
            pane.take_keyboard()
            return

    def _show_part(self, key: object) -> None:
        for name, part in self._parts.items():
            part.setVisible(name == key)
        self.to_top()


def _padded(*parts: QWidget) -> QWidget:
    """Return parts one under the other with the room around them that lists do without."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(PADDING, 4, PADDING, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    return made
