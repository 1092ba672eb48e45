"""Which settings stand together, and the rows that show them."""

from dataclasses import fields

from PySide6.QtCore import QCoreApplication

from app.core.errors import AppError
from app.core.settings import DESK_LENGTH, Settings
from app.core.shared_settings import CentreSettings, SettingIsNumber, SettingIsText, check_setting
from app.core.words import say, sentence
from ui.administration.setting_row import SettingRow, YesNoRow, yes_or_no
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
                "second_factor_hours",
                "screen_lock_min",
            ),
        ),
        (
            translate("SettingGroups", "时限和附件"),
            translate("SettingGroups", "只管以后的提醒和以后的附件"),
            ("warn_share_percent", "attachment_max_mb", "photo_max_px"),
        ),
        (
            translate("SettingGroups", "撤销、回访、退单和催办"),
            translate("SettingGroups", "只管以后的步骤"),
            (
                "reverse_min",
                "call_tries",
                "returns_until_ruling",
                "call_again_h",
                "call_within_days",
                "patrol_gap_min",
                "patrol_gap_m",
                "patrol_near_m",
                "rule_trial_days",
                "archive_after_days",
                "remind_again_h",
            ),
        ),
        (
            translate("SettingGroups", "来件文件"),
            translate("SettingGroups", "每个来源在监看的文件夹里有自己的一个"),
            (
                "feeds_folder",
                "feed_settle_s",
                "feed_file_max_mb",
                "feed_result_min",
                "feed_put_away_days",
                "handed_in_keep_days",
            ),
        ),
        (
            translate("SettingGroups", "定时出文书"),
            translate("SettingGroups", "每个定时在这个文件夹里有自己的一个，在“报表 › 定时”里设"),
            ("papers_folder",),
        ),
        (
            translate("SettingGroups", "吹哨·报到"),
            translate("SettingGroups", "只管以后吹的哨"),
            (
                "whistle_sign_h",
                "whistle_sign_urgent_min",
                "whistle_appear_h",
                "whistle_report_h",
                "whistle_emergency_by_desk",
            ),
        ),
        (
            translate("SettingGroups", "督办"),
            translate("SettingGroups", "每条规则可以开关；起草的都要人签发"),
            (
                "supervise_overdue",
                "supervise_percent",
                "supervise_unsatisfied",
                "supervise_unsatisfied_times",
                "supervise_marked",
                "supervision_reply_blue_h",
                "supervision_reply_h",
                "supervision_reply_red_h",
                "supervision_raises",
            ),
        ),
        (
            translate("SettingGroups", "三率"),
            translate("SettingGroups", "以前的三率照当时的设置重算"),
            ("rate_each", "rate_least"),
        ),
        (
            translate("SettingGroups", "对外通知"),
            translate("SettingGroups", "通道在看守程序那台电脑上设，没有通道什么都不发"),
            (
                "notice_delay_min",
                "notice_quiet_from",
                "notice_quiet_to",
                "notice_daily_most",
                "notice_confidential",
            ),
        ),
        (
            translate("SettingGroups", "疑似重复"),
            translate("SettingGroups", "每一类的距离在类别里定；只管以后的登记"),
            ("duplicate_hours", "duplicate_text_percent", "parked_places", "parked_cases"),
        ),
        (
            translate("SettingGroups", "未诉先办"),
            translate("SettingGroups", "每天夜里看一遍，同一处反复发生的提出来"),
            ("recurrence_radius_m", "recurrence_times", "recurrence_days"),
        ),
        (
            translate("SettingGroups", "党建"),
            translate("SettingGroups", "党组织覆盖里的偏大、偏小和换届提醒"),
            (
                *("party_branch_least", "party_branch_most", "party_term_warn_days"),
                "party_visit_days",
            ),
        ),
        (
            translate("SettingGroups", "三张清单"),
            translate("SettingGroups", "撮合板按它配对"),
            ("match_reach_km",),
        ),
        (
            translate("SettingGroups", "岗位活动"),
            translate("SettingGroups", "设岗位、排活动时选的类型"),
            ("service_post_kinds", "activity_kinds"),
        ),
        (
            translate("SettingGroups", "大工委和联席会议"),
            translate("SettingGroups", "到会比例按召集那天的算；共建协议提前提醒"),
            ("conference_quorum_percent", "agreement_warn_days", "talent_kinds"),
        ),
        (
            translate("SettingGroups", "大屏"),
            translate("SettingGroups", "涉密的从不上屏；下面的类别再收一层"),
            (
                *("wall_hidden_kinds", "wall_dimmed_kinds", "wall_major_s"),
                *("wall_quiet_from", "wall_quiet_to"),
            ),
        ),
        (
            translate("SettingGroups", "服务事项和自助机"),
            translate("SettingGroups", "全城通办的目标；自助机多久没有动静算不在"),
            (
                *("target_applied_percent", "target_everyday_percent", "target_used_percent"),
                *("target_used_items", "kiosk_silent_min", "kiosk_refused_days"),
            ),
        ),
        (
            translate("SettingGroups", "红色小区"),
            translate("SettingGroups", "业委会、物管会算不算红色"),
            ("red_committee_percent",),
        ),
        (
            translate("SettingGroups", "值班"),
            translate("SettingGroups", "任何时候都要有几个人值班，少了在值班表上标出来"),
            ("duty_least",),
        ),
        (
            translate("SettingGroups", "战时和应急单元"),
            translate("SettingGroups", "四个数依次是四级、三级、二级、一级的，中间用顿号"),
            (
                "posture_limit_percents",
                "posture_report_mins",
                "posture_duty_leasts",
                "roll_amber_min",
                "roll_red_min",
                "unit_fresh_min",
            ),
        ),
        (
            translate("SettingGroups", "保留多久"),
            translate("SettingGroups", "关机太久的桌面会重读全部，不丢数据"),
            ("feed_keep_days", "command_keep_days", "away_days"),
        ),
        (
            translate("SettingGroups", "备份"),
            translate("SettingGroups", "看守程序每天做，文件夹在它那台电脑上，空着不做"),
            (
                "backup_folder",
                "backup_hour",
                "backup_daily",
                "backup_weekly",
                "backup_monthly",
                "backup_proof_most_gb",
                "backup_encrypted",
            ),
        ),
        (
            translate("SettingGroups", "个人信息留多久"),
            translate("SettingGroups", "到期先列出来，放行以后才抹去，抹去的找不回来"),
            (
                "keep_name_years",
                "keep_phone_years",
                "keep_document_years",
                "keep_address_years",
                "personal_erasing",
            ),
        ),
        (
            translate("SettingGroups", "网格图的底图"),
            translate("SettingGroups", "留空就只画区划轮廓；打印的网格图不带底图"),
            ("base_map", "base_map_credit", "base_map_percent"),
        ),
        (
            translate("SettingGroups", "事件队列"),
            translate("SettingGroups", "已经存下的视图不受影响"),
            ("saved_views_most", "presence_lapse_s"),
        ),
        (
            translate("SettingGroups", "运行维护"),
            translate("SettingGroups", "换新版本、维护通知和慢语句"),
            (
                "wanted_version",
                "package_place",
                "announce_again_min",
                "migration_lapse_min",
                "slow_statement_s",
            ),
        ),
    )


def shared_row(name: str, *, editable: bool) -> SettingRow:
    """Return the row of a shared setting."""
    title = say(f"settings.title.{name}")
    number = "least" in _LIMITS[name].metadata
    if is_yes_or_no(name):
        return YesNoRow(name, title, hint_of(name), lambda _value: "", editable=editable)

    def check(value: object) -> str:
        try:
            check_setting(name, value)
        except AppError as error:
            return sentence(error)
        return street_complaint(str(value)) if name == STREET_CODE else ""

    return SettingRow(name, title, hint_of(name), check, number=number, editable=editable)


def is_yes_or_no(name: str) -> bool:
    """Tell whether a shared setting is on or off."""
    limits = _LIMITS[name].metadata
    return (limits.get("least"), limits["most"]) == (0, 1)


def value_in_words(name: str, value: str | int) -> str:
    """Return the value of a shared setting as people say it."""
    if is_yes_or_no(name):
        return yes_or_no(value)
    return str(value) or QCoreApplication.translate("SettingGroups", "空着")


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
    if is_yes_or_no(name):
        words = translate("SettingGroups", "默认 {default}")
        return words.format(default=yes_or_no(str(field.default)))
    words = translate("SettingGroups", "{least} 到 {most}，默认 {default}")
    return words.format(least=least, most=most, default=field.default)


def default_of(name: str) -> str:
    """Return what a shared setting is until somebody decides."""
    return value_in_words(name, str(_LIMITS[name].default))


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
