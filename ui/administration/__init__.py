"""Work calendar, settings and how the system runs: twin of `app.administration`."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.maintenance import OperationsRight
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice
from ui.core.targets import PageWanted

CALENDAR, SETTINGS = "administration.calendar", "administration.settings"
OPERATIONS = "administration.operations"


def _calendar(desk: Desk) -> QWidget:
    from ui.administration.calendar_page import CalendarPage

    return CalendarPage(desk)


def _settings(desk: Desk) -> QWidget:
    from ui.administration.settings_page import SettingsPage

    return SettingsPage(desk)


def _operations(desk: Desk) -> QWidget:
    from ui.administration.operations_page import OperationsPage

    return OperationsPage(desk)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    calendar, settings = (
        translate("AdministrationSlice", "工作日历"),
        translate("AdministrationSlice", "设置"),
    )
    return Slice(
        "administration",
        translate("AdministrationSlice", "管理"),
        "ph.gear-six",
        112,
        rail="administration",
        pages=(
            PageSpec(
                CALENDAR,
                calendar,
                _calendar,
                help="calendar.md",
                keys=(
                    KeyHelp("Left Right Up Down", translate("AdministrationSlice", "移到别的日子")),
                    KeyHelp("PageUp PageDown", translate("AdministrationSlice", "上一月、下一月")),
                    KeyHelp("Home", translate("AdministrationSlice", "今天")),
                    KeyHelp("Ctrl+Return", translate("AdministrationSlice", "发布草稿")),
                ),
            ),
            PageSpec(
                SETTINGS,
                settings,
                _settings,
                help="settings.md",
                keys=(KeyHelp("Ctrl+Return", translate("AdministrationSlice", "保存改动")),),
            ),
            PageSpec(
                OPERATIONS,
                translate("AdministrationSlice", "运行"),
                _operations,
                right=OperationsRight.OPERATE,
                help="operations.md",
            ),
        ),
        commands=(
            Command(
                "administration.calendar",
                translate("AdministrationSlice", "查看工作日历"),
                "",
                None,
                lambda desk: desk.navigator.go(PageWanted(CALENDAR)),
                icon="ph.calendar-blank",
            ),
            Command(
                "administration.settings",
                translate("AdministrationSlice", "打开设置"),
                "",
                None,
                lambda desk: desk.navigator.go(PageWanted(SETTINGS)),
                icon="ph.gear-six",
            ),
            Command(
                "administration.operations",
                translate("AdministrationSlice", "查看运行情况"),
                "",
                OperationsRight.OPERATE,
                lambda desk: desk.navigator.go(PageWanted(OPERATIONS)),
                icon="ph.gauge",
            ),
        ),
        help="calendar.md",
    )


SLICE = _slice()
