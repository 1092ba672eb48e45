"""What is done from the page of organisations: each opens its dialog, and says when it is done."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, QPoint

from app.party import rights
from app.party.actions.covering import end_cover
from app.party.actions.terms import end_term
from app.party.queries.coverage import Gap, SizeLine, UnitGap
from app.party.queries.organisations import (
    CoverRow,
    OrganisationCard,
    OrganisationRow,
    TermRow,
    organisation_card,
)
from app.party.rules import STREET_DIGITS, FormedWay, PartyForm, PartyLevel
from ui.core.form_dialog import FormDialog
from ui.core.menus import MenuEntry, menu_of
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.core.targets import GridWanted
from ui.party.changing_dialogs import (
    CoverDialog,
    DissolvingDialog,
    EndingDialog,
    JoinDialog,
    RenamingDialog,
    TransferDialog,
)
from ui.party.election_dialog import ElectionDialog, PostDialog, ProlongTermDialog
from ui.party.founding_dialog import FoundingDialog, Suggested
from ui.party.placing_dialog import PlacingDialog

if TYPE_CHECKING:
    from ui.party.organisations_page import OrganisationsPage


class OrganisationDeeds(QObject):
    """Acts on what is chosen in the page."""

    def __init__(self, desk: Desk, page: "OrganisationsPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.dialog: FormDialog | None = None

    # -- the menu ------------------------------------------------------------------------------

    def entries(self) -> Sequence[MenuEntry]:
        """Return what can be done with the chosen organisation."""
        row = self._page.row
        why = self._why_not(row)
        is_head = row is not None and row.parent_id is None
        moves = why or (self.tr("最上面的不能转隶") if is_head else "")
        return (
            MenuEntry(self.tr("建下级党组织"), self.found_below, why, "N", "ph.plus"),
            MenuEntry(self.tr("更名"), self.rename, why, "E", "ph.pencil-simple"),
            MenuEntry(self.tr("登记换届"), self.elect, why, "H", "ph.users-three"),
            MenuEntry(
                self.tr("转隶到别的上级"), self.transfer, moves, "", "ph.arrow-bend-up-right"
            ),
            MenuEntry(self.tr("撤销"), self.dissolve, why, "", "ph.x-circle"),
        )

    def _why_not(self, row: OrganisationRow | None) -> str:
        if row is None:
            return self.tr("没有选中党组织")
        if not self._desk.actor.may_in(rights.MANAGE, row.region):
            return self.tr("您没有管理它的权限")
        return "" if self._page.tree.get(row.id) is not None else self.tr("它已撤销")

    def open_menu(self, _row: OrganisationRow, at: QPoint) -> None:
        """Open the menu of the chosen organisation at a point of the screen."""
        menu_of(self.entries(), self._page).popup(at)

    def _chosen(self) -> OrganisationRow | None:
        """Return the chosen organisation as it is now, where it may be changed."""
        row = self._page.row
        if row is None or self._why_not(row):
            return None
        return self._page.tree.get(row.id)

    # -- dialogs -------------------------------------------------------------------------------

    def _open(self, dialog: FormDialog, done: str) -> None:
        self.dialog = dialog
        dialog.saved.connect(lambda _: self._desk.notices.tell(done))
        dialog.open()

    def found_below(self) -> None:
        """Found an organisation under the chosen one; the head of the tree where there is none."""
        row = self._chosen()
        if row is not None:
            self._found(Suggested(row.id))
        elif not self._page.tree.rows:
            self.found_first()

    def found_first(self) -> None:
        """Found the head of the tree, at the street one looks at or manages."""
        mine = self._desk.actor.prefixes(rights.MANAGE)
        if mine:
            codes = (self._desk.scope.code, *mine)
            streets = (code[:STREET_DIGITS] for code in codes if len(code) >= STREET_DIGITS)
            self._found(Suggested(None, next(streets, "")))

    def found_in(self, gap: Gap) -> None:
        """Found a branch for a grid that has none."""
        name = self.tr("{grid}网格党支部").format(
            grid=gap.name.replace(" ", "").removesuffix("网格")
        )
        above = self._page.tree.above_for(gap.code, PartyLevel.GRID)
        key = above.id if above is not None else None
        level, form = PartyLevel.GRID, PartyForm.BRANCH
        self._found(Suggested(key, gap.code, name, level, form))

    def divide(self, line: SizeLine) -> None:
        """Found a group within a branch that has too many members."""
        level, form = PartyLevel.BUILDING, PartyForm.GROUP
        self._found(Suggested(line.organisation_id, level=level, form=form))

    def found_of_unit(self, gap: UnitGap) -> None:
        """Found the organisation of an owners' committee."""
        above = self._page.tree.above_for(gap.region, PartyLevel.GRID)
        key = above.id if above is not None else None
        name = self.tr("{unit}党支部").format(unit=gap.name)
        self._found(
            Suggested(
                key,
                gap.region,
                name,
                PartyLevel.GRID,
                PartyForm.BRANCH,
                FormedWay.ALONE,
                Choice(gap.unit_id, gap.name),
            )
        )

    def _found(self, begin: Suggested) -> None:
        page = self._page
        dialog = FoundingDialog(self._desk, page.tree, begin, page.today(), page.window())
        self._open(dialog, self.tr("党组织已成立。"))

    def rename(self) -> None:
        """Call the chosen organisation otherwise."""
        row = self._chosen()
        if row is not None:
            dialog = RenamingDialog(self._desk, row, self._page.today(), self._page.window())
            self._open(dialog, self.tr("已更名。"))

    def transfer(self) -> None:
        """Put the chosen organisation under another."""
        row, page = self._chosen(), self._page
        if row is not None:
            dialog = TransferDialog(self._desk, page.tree, row, page.today(), page.window())
            self._open(dialog, self.tr("已转隶。"))

    def dissolve(self) -> None:
        """Dissolve the chosen organisation."""
        row, page = self._chosen(), self._page
        if row is not None:
            dialog = DissolvingDialog(self._desk, page.tree, row, page.today(), page.window())
            self._open(dialog, self.tr("已撤销。"))

    def join(self, gap: Gap) -> None:
        """Let a branch beside look after a grid."""
        page = self._page
        dialog = JoinDialog(self._desk, page.tree, gap, page.today(), page.window())
        self._open(dialog, self.tr("已联建，这个网格有了党组织。"))

    def cover(self) -> None:
        """Let the chosen organisation look after another grid."""
        row, page = self._chosen(), self._page
        if row is not None:
            dialog = CoverDialog(self._desk, row, page.today(), page.window())
            self._open(dialog, self.tr("已覆盖。"))

    def appoint(self) -> None:
        """Put somebody into a post of the chosen organisation between elections."""
        row, page = self._chosen(), self._page
        card = page.panel.card
        if row is not None and card is not None and card.id == row.id:
            dialog = PostDialog(self._desk, card, page.today(), page.window())
            self._open(dialog, self.tr("已任职。"))

    def place_members(self) -> None:
        """Put members of whom no grid is known into one."""
        dialog = PlacingDialog(self._desk, self._desk.scope.code, self._page.window())
        self.dialog = dialog
        dialog.open()

    def survey(self, gap: Gap) -> None:
        """Look at a grid of which nobody knows who lives there."""
        self._desk.navigator.go(GridWanted(gap.code))

    def elect(self) -> None:
        """Put down an election of the chosen organisation."""
        row = self._chosen()
        if row is not None:
            self.elect_in(row.id)

    def elect_in(self, key: UUID) -> None:
        """Put down an election of an organisation."""
        desk = self._desk
        desk.read(lambda session: organisation_card(session, desk.actor, key), self._elect)

    def _elect(self, card: OrganisationCard) -> None:
        dialog = ElectionDialog(self._desk, card, self._page.today(), self._page.window())
        self._open(dialog, self.tr("换届已登记。"))

    def end_term(self, term: TermRow) -> None:
        """Let somebody leave their post with a day."""
        name = term.person_name

        def end(uow: Any, day: date, key: UUID) -> None:
            end_term(uow, term.id, term.version, day, command_key=key)

        dialog = EndingDialog(self._desk, end, self._page.today(), self._page.window())
        dialog.name_it(self.tr("{name}离任").format(name=name), self.tr("离任"))
        self._open(dialog, self.tr("{name}已离任。").format(name=name))

    def prolong_term(self, term: TermRow) -> None:
        """Let somebody stay in their post until another day."""
        dialog = ProlongTermDialog(self._desk, term, self._page.today(), self._page.window())
        self._open(dialog, self.tr("{name}已延任。").format(name=term.person_name))

    def end_cover(self, cover: CoverRow) -> None:
        """Let a grid be looked after until a day only."""

        def end(uow: Any, day: date, key: UUID) -> None:
            end_cover(uow, cover.id, day, command_key=key)

        dialog = EndingDialog(self._desk, end, self._page.today(), self._page.window())
        words = self.tr("不再覆盖{name}").format(name=cover.grid_name)
        under = self.tr("没有别的党组织覆盖它的，从第二天起算缺党组织。")
        dialog.name_it(words, self.tr("不再覆盖"), under)
        self._open(dialog, self.tr("不再覆盖{name}。").format(name=cover.grid_name))
