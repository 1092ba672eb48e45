"""组织与党员: the tree of organisations, the roster of the chosen one, what is missing."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, TodayPart, TodayPlace
from ui.core.targets import OrganisationWanted, PageWanted
from ui.party.tab import Tab

PAGE = "party.organisations"
READS_CASES, DIRECTS = "cases.read", "cases.approve"
"""Rights by whose holders' Today page is full of cases already; of them the director is told of
terms that end, among the other cards."""


def _page(desk: Desk) -> QWidget:
    from ui.party.organisations_page import OrganisationsPage

    return OrganisationsPage(desk)


def _covered(desk: Desk) -> QWidget:
    from ui.party.today_cards import CoveredTile

    return CoveredTile(desk)


def _unplaced(desk: Desk) -> QWidget:
    from ui.party.today_cards import UnplacedTile

    return UnplacedTile(desk)


def _terms_tile(desk: Desk) -> QWidget:
    from ui.party.today_cards import TermsTile

    return TermsTile(desk)


def _terms(desk: Desk) -> QWidget:
    from ui.party.today_cards import TermsCard

    return TermsCard(desk)


def _few_terms(desk: Desk) -> QWidget:
    from ui.party.today_cards import few_terms

    return few_terms(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    title = translate("PartySlice", "组织与党员")
    keys = (
        KeyHelp("/", translate("PartySlice", "找组织或党员")),
        KeyHelp("Up Down", translate("PartySlice", "在组织树、名册里移动")),
        KeyHelp("F", translate("PartySlice", "在名册里边打字边筛选")),
        KeyHelp("Ctrl+F", translate("PartySlice", "按身份、专长、标签、入党时间、居住地筛选")),
        KeyHelp("O", translate("PartySlice", "看组织情况，再按回到覆盖情况")),
        KeyHelp("N", translate("PartySlice", "建下级党组织")),
        KeyHelp("E", translate("PartySlice", "更名")),
        KeyHelp("H", translate("PartySlice", "换届")),
    )
    return Tab(
        pages=(
            PageSpec(
                PAGE,
                title,
                _page,
                right=rights.READ,
                takes=(OrganisationWanted,),
                keys=keys,
            ),
        ),
        commands=(
            Command(
                PAGE,
                translate("PartySlice", "查看党组织与党员"),
                "",
                rights.READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.flag",
            ),
        ),
        today=(
            *(
                TodayPart(
                    f"party.tile{at}", at, build, rights.MANAGE, TodayPlace.FIGURE, READS_CASES
                )
                for at, build in enumerate((_covered, _unplaced, _terms_tile))
            ),
            TodayPart("party.terms", 30, _terms, rights.MANAGE, unless=READS_CASES),
            TodayPart("party.terms.few", 30, _few_terms, DIRECTS, TodayPlace.SIDE),
        ),
    )


TAB = _tab()
