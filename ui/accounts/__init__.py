"""People and rights, units: twin of `app.accounts`."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.accounts.rules import Right
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, SearchHit, SearchSource, Slice
from ui.core.targets import PageWanted, PersonWanted, UnitWanted

PEOPLE, UNITS = "accounts.people", "accounts.units"


def _people(desk: Desk) -> QWidget:
    from ui.accounts.people_page import PeoplePage

    return PeoplePage(desk)


def _units(desk: Desk) -> QWidget:
    from ui.accounts.units_page import UnitsPage

    return UnitsPage(desk)


def _find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    from ui.accounts.search import find

    return find(desk, session, text)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Up Down", translate("AccountsSlice", "移动")),
        KeyHelp("Return", translate("AccountsSlice", "打开这一行")),
        KeyHelp("/", translate("AccountsSlice", "筛选")),
        KeyHelp("E", translate("AccountsSlice", "修改")),
        KeyHelp("Ctrl+N", translate("AccountsSlice", "新建")),
    )
    return Slice(
        "accounts",
        translate("AccountsSlice", "管理"),
        "ph.gear-six",
        110,
        rail="administration",
        pages=(
            PageSpec(
                PEOPLE,
                translate("AccountsSlice", "人员与权限"),
                _people,
                right=Right.MANAGE_ACCOUNTS,
                takes=(PersonWanted,),
                keys=keys,
            ),
            PageSpec(
                UNITS, translate("AccountsSlice", "单位"), _units, takes=(UnitWanted,), keys=keys
            ),
        ),
        commands=(
            Command(
                "accounts.people",
                translate("AccountsSlice", "查看人员与权限"),
                "",
                Right.MANAGE_ACCOUNTS,
                lambda desk: desk.navigator.go(PageWanted(PEOPLE)),
                icon="ph.users",
            ),
            Command(
                "accounts.units",
                translate("AccountsSlice", "查看单位"),
                "",
                None,
                lambda desk: desk.navigator.go(PageWanted(UNITS)),
                icon="ph.buildings",
            ),
        ),
        search=SearchSource(translate("AccountsSlice", "人员和单位"), _find),
        help="accounts.md",
    )


SLICE = _slice()
