"""One region beside the map: figures, people, places, what lies below, and what can be done."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.territory.rules import Tier
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.page_bars import icon_button
from ui.core.segmented import Choice, SegmentedControl
from ui.core.side_panel import SidePanel
from ui.core.slices import Desk
from ui.core.states import Skeleton
from ui.territory.below_part import BelowPart
from ui.territory.figures import Figure, FigureRow
from ui.territory.places_part import PlacesPart
from ui.territory.posts_part import PostsPart
from ui.territory.region_words import code_words, in_office, kind_words, number
from ui.territory.territory_source import RegionSeen

PEOPLE, PLACES, BELOW = "people", "places", "below"


class RegionPanel(SidePanel):
    """Three parts behind a switch; the actions below take a right."""

    assign_wanted = Signal()
    place_wanted = Signal()
    menu_wanted = Signal(object)  # the button it opens under

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("RegionPanel", "辖区")
        super().__init__(name, parent)
        self.seen: RegionSeen | None = None
        self._places = ""
        self._posts = ""
        self.figures = FigureRow()
        self.switch = SegmentedControl((), PEOPLE, name=self.tr("看什么"))
        self.posts = PostsPart()
        self.places = PlacesPart(desk)
        self.below = BelowPart()
        self._parts: dict[str, QWidget] = {
            PEOPLE: self.posts,
            PLACES: self.places,
            BELOW: self.below,
        }
        self._make_head()
        self._make_foot()
        for part in self._parts.values():
            self.body.addWidget(part)
        self.switch.chosen.connect(self._show_part)
        self.posts.assign_wanted.connect(self.assign_wanted)
        self.places.counted.connect(self._places_counted)
        self._name_parts()
        self._show_part(PEOPLE)
        self.show_state(Skeleton(8))

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
        self.head.addWidget(self._code)
        self.head.addWidget(self.figures)
        parts = QHBoxLayout()
        parts.addWidget(self.switch)
        parts.addStretch(1)
        self.head.addLayout(parts)

    def _make_foot(self) -> None:
        self.assign_button = Button(self.tr("安排人员"), kind="primary", key="A")
        self.place_button = Button(self.tr("登记地点"), key="P")
        self.more_button = icon_button("ph.dots-three", self.tr("更多"))
        self.more_button.set_kind("plain")
        self.foot.addWidget(self.assign_button)
        self.foot.addWidget(self.place_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.more_button)
        self.assign_button.clicked.connect(self.assign_wanted)
        self.place_button.clicked.connect(self.place_wanted)
        self.more_button.clicked.connect(self._open_menu)

    # -- showing -------------------------------------------------------------------------------

    def show_region(self, seen: RegionSeen, on: date, *, may_manage: bool) -> None:
        """Show a region on a day."""
        moved = self.seen is None or self.seen.row.code != seen.row.code
        self.seen = seen
        row = seen.row
        self._name.setText(row.short)
        self._kind.set_chip(kind_words(row))
        above = " ".join(region.short for region in seen.path[-3:-1])
        self._code.setText(f"{code_words(row.code)}　{above}".strip())
        self.figures.show_figures(self._figures(seen))
        self.posts.show_posts(seen, on, may_manage=may_manage)
        self.places.show_region(row.code, may_manage=may_manage)
        self.below.show_below(seen)
        self._posts = ""
        if seen.posts is not None:
            self._posts = str(len([post for post in seen.posts if in_office(post, on)]))
        self._name_parts()
        in_street = row.tier in (Tier.STREET, Tier.COMMUNITY, Tier.GRID)
        self.assign_button.setEnabled(in_street)
        self.place_button.setEnabled(in_street)
        self.set_foot_visible(visible=may_manage)
        self.show_record()
        if moved:
            self.to_top()

    def _figures(self, seen: RegionSeen) -> list[Figure]:
        totals, tier = seen.totals, seen.row.tier
        found = []
        if tier not in (Tier.COMMUNITY, Tier.GRID):
            found.append(Figure(number(totals.communities), self.tr("社区（村）")))
        if tier is not Tier.GRID:
            found.append(Figure(number(totals.grids), self.tr("网格")))
        found.append(Figure(number(totals.households), self.tr("户")))
        found.append(Figure(number(totals.population), self.tr("人")))
        return found

    def _name_parts(self) -> None:
        below = len(self.seen.below) if self.seen is not None else 0
        self.switch.set_choices(
            (
                Choice(PEOPLE, self.tr("人员 {count}").format(count=self._posts).strip()),
                Choice(PLACES, self.tr("地点 {count}").format(count=self._places).strip()),
                Choice(BELOW, self.tr("下级 {count}").format(count=below)),
            )
        )

    def _places_counted(self, count: str) -> None:
        self._places = count
        self._name_parts()

    def show_part(self, key: str) -> None:
        """Show one of the three parts."""
        self.switch.set_value(key)
        self._show_part(key)

    def _show_part(self, key: object) -> None:
        for name, part in self._parts.items():
            part.setVisible(name == key)
        self.to_top()

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self.more_button)
