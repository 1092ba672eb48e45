"""What can be changed of the territory: posts, totals, names, places, opening and retiring."""

from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.core.clock import local
from app.core.ids import new_id
from app.territory.actions import retire_region
from app.territory.queries import PlaceRow, PostRow
from app.territory.rules import Tier
from ui.core.dialogs import ConsequenceDialog
from ui.core.menus import MenuEntry
from ui.core.slices import Desk
from ui.core.targets import RedrawingWanted
from ui.territory.grid_dialogs import NewGridDialog, RenameDialog, TotalsDialog
from ui.territory.place_dialog import PlaceDialog
from ui.territory.post_dialog import EndPostDialog, PostDialog
from ui.territory.territory_source import MANAGE, STREET_DIGITS, RegionSeen

REDRAW = "territory.redraw"


class TerritoryDeeds(QObject):
    """Opens the forms; the page refreshes itself from the news of the commit."""

    opened = Signal(object)  # str, code of a grid that was opened

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def may_manage(self, code: str) -> bool:
        """Tell whether this person may change the region."""
        return self._desk.actor.may_in(MANAGE, code)

    def _today(self) -> date:
        return local(self._desk.parts.clock.now()).date()

    def assign(self, seen: RegionSeen) -> None:
        """Fill a post."""
        PostDialog(self._desk, seen.row, self._today(), self._page).open()

    def end_post(self, seen: RegionSeen, post: PostRow) -> None:
        """End a post."""
        EndPostDialog(self._desk, seen.row, post, self._today(), self._page).open()

    def add_place(self, seen: RegionSeen) -> None:
        """Enter a place."""
        PlaceDialog(self._desk, seen.row, None, self._page).open()

    def edit_place(self, seen: RegionSeen, place: PlaceRow) -> None:
        """Correct a place."""
        PlaceDialog(self._desk, seen.row, place, self._page).open()

    def edit_totals(self, seen: RegionSeen) -> None:
        """Correct households and population."""
        if seen.grid is not None:
            TotalsDialog(self._desk, seen.grid, self._page).open()

    def rename(self, seen: RegionSeen) -> None:
        """Change the name of a street or community."""
        RenameDialog(self._desk, seen.row, self._page).open()

    def open_grid(self, seen: RegionSeen) -> None:
        """Open a grid in a community."""
        dialog = NewGridDialog(self._desk, seen.row, self._page)
        dialog.saved.connect(self.opened)
        dialog.open()

    def redraw(self, seen: RegionSeen) -> None:
        """Go to the drafts of the street."""
        self._desk.navigator.go(RedrawingWanted(seen.row.code[:STREET_DIGITS]))

    def retire(self, seen: RegionSeen) -> None:
        """Take a region out of use after saying what that means."""
        row = seen.row
        words = self.tr(
            "{name}（{code}）从此不再能选，代码永远不再给别的区划。"
            "以前的事件仍写着它，仍能查到；它现在的人员和地点不会自动转走。停用不能撤回。"
        )
        dialog = ConsequenceDialog(
            self.tr("停用 {name}？").format(name=row.short),
            words.format(name=row.short, code=row.code),
            do=self.tr("停用"),
            leave=self.tr("先不停用"),
            danger=True,
            parent=self._page,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        code, key = row.code, new_id()

        def told(_: object) -> None:
            self._desk.notices.tell(self.tr("已停用 {name}").format(name=row.short))

        dialog.accepted.connect(
            lambda: self._desk.write(lambda uow: retire_region(uow, code, command_key=key), told)
        )
        dialog.open()

    def menu(self, seen: RegionSeen) -> list[MenuEntry]:
        """Return what can be done to a region; what cannot says why."""
        tier = seen.row.tier
        grid = "" if tier is Tier.GRID else self.tr("只有网格有")
        named = "" if tier in (Tier.STREET, Tier.COMMUNITY) else self.tr("只改街道和社区的")
        community = "" if tier is Tier.COMMUNITY else self.tr("先选一个社区")
        leaf = "" if tier in (Tier.GRID, Tier.COMMUNITY) else self.tr("只停用网格和社区")
        leaf = leaf or (self.tr("下面还有在用的网格") if seen.below else "")
        street = "" if tier in (Tier.STREET, Tier.COMMUNITY, Tier.GRID) else self.tr("先选到街道")
        return [
            MenuEntry(
                self.tr("安排人员"),
                lambda: self.assign(seen),
                street,
                key="A",
                icon="ph.user-plus",
            ),
            MenuEntry(
                self.tr("登记地点"),
                lambda: self.add_place(seen),
                street,
                key="P",
                icon="ph.map-pin",
            ),
            MenuEntry(
                self.tr("改户数和人口"),
                lambda: self.edit_totals(seen),
                grid,
                key="E",
                icon="ph.pencil-simple",
            ),
            MenuEntry(self.tr("改名"), lambda: self.rename(seen), named, icon="ph.text-t"),
            MenuEntry(self.tr("新开网格"), lambda: self.open_grid(seen), community, icon="ph.plus"),
            MenuEntry(self.tr("停用"), lambda: self.retire(seen), leaf, icon="ph.prohibit"),
            MenuEntry(
                self.tr("调整网格（分割、合并、移界）"),
                lambda: self.redraw(seen),
                "" if self._desk.actor.may(REDRAW) else self.tr("要“起草网格调整”权限"),
                icon="ph.polygon",
            ),
        ]
