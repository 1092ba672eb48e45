"""Which settings stand together, and the rows that show them."""

from dataclasses import fields

from PySide6.QtCore import QCoreApplication

from app.core.errors import AppError
from app.core.settings import DESK_LENGTH, Settings
from app.core.shared_settings import CentreSettings, SettingIsNumber, SettingIsText, check_setting
from app.core.words import say, sentence
from ui.administration.setting_row import SettingRow
from ui.administration.settings_source import DESK_NAME, LOCK_HERE

STREET_CODE, STREET_DIGITS = "street_code", 9
_LIMITS = {field.name: field for field in fields(CentreSettings)}


def groups() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the groups of shared settings: title, what they decide, names."""
    translate = QCoreApplication.translate
    return (
        (
            translate("SettingGroups", "名称和联系方式"),
            translate("SettingGroups", "印在告知单、回执和报表上"),
            ("centre_name", "centre_address", "centre_telephone", "street_code"),
        ),
        (
            translate("SettingGroups", "登录和锁屏"),
            translate("SettingGroups", "所有桌面都照办"),
            (
                "password_min_length",
                "sign_in_failures",
                "sign_in_lock_min",
                "screen_lock_min",
            ),
        ),
        (
            translate("SettingGroups", "时限和附件"),
            translate("SettingGroups", "只管以后的提醒和以后的附件"),
            ("warn_share_percent", "attachment_max_mb", "photo_max_px"),
        ),
        (
            translate("SettingGroups", "撤销、回访、督办和催办"),
            translate("SettingGroups", "只管以后的步骤"),
            (
                "reverse_min",
                "call_tries",
                "archive_after_days",
                "supervise_percent",
                "supervision_reply_h",
                "remind_again_h",
            ),
        ),
        (
            translate("SettingGroups", "保留多久"),
            translate("SettingGroups", "关机太久的桌面会重读全部，不丢数据"),
            ("feed_keep_days", "command_keep_days"),
        ),
        (
            translate("SettingGroups", "事件队列"),
            translate("SettingGroups", "已经存下的视图不受影响"),
            ("saved_views_most",),
        ),
    )


def shared_row(name: str, *, editable: bool) -> SettingRow:
    """Return the row of a shared setting."""
    title = say(f"settings.title.{name}")
    number = "least" in _LIMITS[name].metadata

    def check(value: object) -> str:
        try:
            check_setting(name, value)
        except AppError as error:
            return sentence(error)
        return street_complaint(str(value)) if name == STREET_CODE else ""

    return SettingRow(name, title, hint_of(name), check, number=number, editable=editable)


def street_complaint(code: str) -> str:
    """Return what is wrong with the code of a street; none at all is right."""
    if not code or (len(code) == STREET_DIGITS and code.isascii() and code.isdecimal()):
        return ""
    words = QCoreApplication.translate(
        "SettingGroups", "街道代码应为 {most} 位数字，现有 {count} 位。"
    )
    return words.format(most=STREET_DIGITS, count=len(code))


def hint_of(name: str) -> str:
    """Return the limits of a shared setting in words, and what it is until somebody decides."""
    translate = QCoreApplication.translate
    field = _LIMITS[name]
    least, most = field.metadata.get("least"), field.metadata["most"]
    if least is None:
        return ""
    words = translate("SettingGroups", "{least} 到 {most}，默认 {default}")
    return words.format(least=least, most=most, default=field.default)


def default_of(name: str) -> str:
    """Return what a shared setting is until somebody decides."""
    default = str(_LIMITS[name].default)
    return default or QCoreApplication.translate("SettingGroups", "空着")


def desk_row() -> SettingRow:
    """Return the row of this computer's name."""
    title = QCoreApplication.translate("SettingGroups", "这台电脑叫什么")

    def check(value: object) -> str:
        if len(str(value)) > DESK_LENGTH:
            return sentence(SettingIsText(title=title, most=DESK_LENGTH))
        return ""

    return SettingRow(DESK_NAME, title, "", check, number=False, editable=True)


def lock_row(centre: CentreSettings) -> SettingRow:
    """Return the row of this computer's own screen lock: it may only be stricter."""
    title = QCoreApplication.translate("SettingGroups", "无操作多久后锁屏（分钟）")

    def check(value: object) -> str:
        most = centre.screen_lock_min
        if type(value) is not int or value > most:
            return sentence(SettingIsNumber(title=title, least=0, most=most))
        return ""

    words = QCoreApplication.translate("SettingGroups", "0 表示照中心的 {minutes} 分钟，只能更短")
    hint = words.format(minutes=centre.screen_lock_min)
    return SettingRow(LOCK_HERE, title, hint, check, number=True, editable=True)


def machine_values(machine: Settings) -> dict[str, str | int]:
    """Return what this computer's rows show."""
    return {DESK_NAME: machine.desk_name, LOCK_HERE: machine.screen_lock_min}
