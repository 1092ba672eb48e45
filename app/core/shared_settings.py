"""Settings that all desks share: versioned, so that any past moment can be recomputed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.setting_fields import HallSettings
from app.core.setting_fields import number as _number
from app.core.setting_fields import text as _text
from app.core.setting_fields import version as _version
from app.core.setting_rows import (
    NoSuchSetting,
    SettingInThePast,
    SettingIsNumber,
    SettingIsText,
    SettingIsVersion,
    SettingsRight,
    SharedSetting,
)
from app.core.versions import version_of

__all__ = [
    "CentreSettings",
    "NoSuchSetting",
    "SettingInThePast",
    "SettingIsNumber",
    "SettingIsText",
    "SettingIsVersion",
    "SettingVersion",
    "SettingsRight",
    "SharedSetting",
    "check_setting",
    "history",
    "set_setting",
    "settings_at",
]


_POST_KINDS = "政策宣传、纠纷调解、助老、助学托管、环境整治、安全巡查、便民代办"
_TALENT_KINDS = "党务、治理、调解、法律、教育、医护、养老、文体、科技、电商、工程、应急"
_ACTIVITY_KINDS = "主题党日、志愿服务、政策宣传、义诊、文体活动、助老、学习培训"


@dataclass(frozen=True, slots=True)
class CentreSettings(HallSettings):
    """What the centre decided, each with the default of DOMAIN; a unit is part of the name. Those
    of services and machines stand beside (`app.core.setting_fields`).

    Attributes:
        centre_name: As printed on papers and shown in the window title.
        centre_address: As printed on papers, so that residents find it; "" leaves it out.
        centre_telephone: The number residents call; "" leaves it out.
        street_code: Code of the street the centre belongs to (9 digits), "" until known.
        sign_in_failures: Wrong passwords in a row until an account is locked.
        sign_in_lock_min: How long it stays locked then.
        screen_lock_min: Minutes without input until the screen locks.
        second_factor_hours: Hours after which a server asks for another code.
        password_min_length: Fewest characters of a password.
        attachment_max_mb: Largest file that may be attached.
        photo_max_px: Longer side of a photo as it is kept, unless it is evidence.
        warn_share_percent: Share of a time limit after which a case counts as due soon.
        reverse_min: Minutes in which a mistaken step may be put right by a reversing event.
        call_tries: Calls that reach nobody after which a case may be verified without one.
        returns_until_ruling: Returns of a case that force the director's final ruling.
        call_again_h: Hours after a call that reached nobody until it is tried again.
        call_within_days: Days after finishing in which a case is drawn for calling back.
        rate_each: 1 where every call-back counts in the rates, 0 where of a case only the last.
        rate_least: Fewest valid call-backs of which a rate is told.
        notice_delay_min: Minutes a notice waits, in which a mistaken step is put right.
        notice_quiet_from: Hour of the day from which no caller is told of anything.
        notice_quiet_to: Hour from which they may be again; the same hour for no quiet at all.
        notice_daily_most: Notices one caller gets about one case within a day.
        notice_confidential: 1 where callers who asked for confidence are told by text message too.
        patrol_gap_min: Minutes between two photos of a patrol that show one finding.
        patrol_gap_m: Metres between them.
        patrol_near_m: As near to a spot as a patrol has to come to have covered it, in metres.
        rule_trial_days: Days of cases a rule is tried on before it is switched on.
        archive_after_days: Days after which a closed case goes into the archive by itself.
        supervise_overdue: 1 where a sheet is drafted for what is long overdue.
        supervise_percent: Share of a limit after which that supervision sheet is drafted.
        supervise_unsatisfied: 1 where one is drafted after unsatisfied call-backs.
        supervise_unsatisfied_times: So many of them.
        supervise_marked: 1 where the director's mark on a case drafts one.
        supervision_reply_blue_h: Working hours in which a blue sheet is to be answered.
        supervision_reply_h: The same of a yellow one.
        supervision_reply_red_h: The same of a red one.
        supervision_raises: 1 where a sheet nobody answers in time goes to the next level.
        remind_again_h: Hours in which the same person does not remind of a case again.
        whistle_sign_h: Working hours in which a summoned unit signs for a whistle (DOMAIN §4).
        whistle_sign_urgent_min: Minutes in which it signs for one in an emergency.
        whistle_appear_h: Working hours after which units appear where a rule drafts a whistle.
        whistle_report_h: Hours after the time to appear until which it reports.
        whistle_emergency_by_desk: 1 where the dispatcher may blow emergency whistles at once.
        duplicate_hours: Hours between two reports in which they may be one matter.
        duplicate_text_percent: Likeness of text from which it alone says so.
        parked_places: Places in words, "；" between them, that cases are only parked on: nothing
            is known of how near they are.
        recurrence_radius_m: Of the circle in which the same kind comes back (未诉先办).
        recurrence_times: How often it has to come there.
        recurrence_days: Within so many days.
        parked_cases: Cases of several kinds on one point from which it counts as such a place.
        party_branch_least: Members below which a branch counts as too small.
        party_branch_most: Members above which it counts as too large.
        party_term_warn_days: Days before a term ends at which it is reminded of.
        party_visit_days: Days within which a visit confirms an online report-in, else it lapses.
        match_reach_km: How far a resource and the need it is matched to lie apart at most.
        red_committee_percent: Share of members from which a committee counts as red.
        service_post_kinds: Sorts of posts members take, "、" between.
        activity_kinds: Sorts of activities, "、" between.
        conference_quorum_percent: Share of those who sit in a body that has to come.
        talent_kinds: Sorts of talent of the pools, "、" between.
        agreement_warn_days: Days before an agreement ends or is to be reviewed it is reminded of.
        duty_least: People that are to be on duty at any time.
        wall_hidden_kinds: Codes or names of kinds the wall does not show on its map.
        wall_dimmed_kinds: Kinds it shows to a kilometre, and not how they stand.
        wall_major_s: Seconds a new major matter takes the wall for; 0 for not.
        wall_quiet_from: Hour of the day from which the wall makes no sound.
        wall_quiet_to: Hour from which it may again; the same hour for no quiet at all.
        posture_limit_percents, posture_report_mins, posture_duty_leasts: Of levels IV to I of
            战时: shares of limits, minutes between reports, people on duty.
        roll_amber_min, roll_red_min: Minutes after which a unit is to answer, and is lost.
        unit_fresh_min: Minutes for which a check-in counts as fresh.
        presence_lapse_s: Seconds after which a case counts as nobody's that a desk told no more of.
        feed_keep_days: How long news is kept for desks that were switched off.
        command_keep_days: How long a command is known to have been carried out.
        saved_views_most: Views one person may keep.
        announce_again_min: Minutes before maintenance at which everybody is told again.
        migration_lapse_min: Minutes after which a migration that never came back bars nobody.
        slow_statement_s: Seconds after which a statement counts as slow.
        wanted_version: Version of the program desks should have, "" for whichever they have.
        package_place: Where that version lies on the intranet: a folder or a web address.
        backup_folder: Where the keeper backs up to every day, on its own computer; "" for not.
        backup_hour: Hour of the day from which that is due.
        backup_daily: Days of which the newest backup stays.
        backup_weekly: Weeks of which the newest backup stays.
        backup_monthly: Months of which the newest backup stays.
        backup_proof_most_gb: Up to this size of a database a backup is restored to prove it; above,
            it is read back only: a proof takes as much room again where the database is.
        backup_encrypted: 1 where the keeper encrypts them.
        keep_name_years: Years after closing in which a reporter's name stays.
        keep_phone_years: The same of the telephone number.
        keep_document_years: The same of the number of a document.
        keep_address_years: The same of the address.
        personal_erasing: 1 where what is past these years is erased.
        feeds_folder: Folder on the keeper's computer in which feeds have theirs; "" for none.
        papers_folder: The same of papers that are drawn at set times.
        feed_settle_s: Seconds a file has not grown after which it counts as whole.
        feed_file_max_mb: Largest file that may be handed in at a desk.
        feed_result_min: Minutes at least between two files by which a sender is told of changes.
        feed_put_away_days: Days after which files in done and failed of a feed are deleted.
        handed_in_keep_days: Days after which a handed-in file is dropped that never came in.
        base_map: The raster map under the grids: path of an MBTiles or GeoPackage file, or the
            address of a map server; "" for none.
        base_map_credit: What is written in its corner, as the review number of the map.
        base_map_percent: How much of it shows over the colours of the areas.
        away_days: Days after a sign-in in which that computer lets its person in while the server
            is away; what it kept for that is removed afterwards, unless something waits in it.
    """

    centre_name: str = _text(60)
    centre_address: str = _text(80)
    centre_telephone: str = _text(40)
    street_code: str = _text(12)
    sign_in_failures: int = _number(5, 3, 20)
    sign_in_lock_min: int = _number(15, 1, 24 * 60)
    screen_lock_min: int = _number(10, 1, 240)
    second_factor_hours: int = _number(12, 1, 24)
    password_min_length: int = _number(10, 8, 64)
    attachment_max_mb: int = _number(20, 1, 100)
    photo_max_px: int = _number(2560, 800, 8000)
    warn_share_percent: int = _number(75, 10, 99)
    reverse_min: int = _number(10, 1, 120)
    call_tries: int = _number(3, 1, 10)
    returns_until_ruling: int = _number(2, 1, 10)
    call_again_h: int = _number(2, 1, 72)
    call_within_days: int = _number(7, 1, 60)
    rate_each: int = _number(0, 0, 1)
    rate_least: int = _number(5, 1, 100)
    notice_delay_min: int = _number(2, 0, 60)
    notice_quiet_from: int = _number(21, 0, 23)
    notice_quiet_to: int = _number(8, 0, 23)
    notice_daily_most: int = _number(5, 1, 50)
    notice_confidential: int = _number(0, 0, 1)
    patrol_gap_min: int = _number(10, 1, 240)
    patrol_gap_m: int = _number(50, 5, 500)
    patrol_near_m: int = _number(30, 5, 300)
    rule_trial_days: int = _number(30, 7, 92)
    archive_after_days: int = _number(30, 1, 3650)
    supervise_overdue: int = _number(1, 0, 1)
    supervise_percent: int = _number(300, 110, 1000)
    supervise_unsatisfied: int = _number(1, 0, 1)
    supervise_unsatisfied_times: int = _number(2, 1, 10)
    supervise_marked: int = _number(1, 0, 1)
    supervision_reply_blue_h: int = _number(24, 1, 160)
    supervision_reply_h: int = _number(16, 1, 160)
    supervision_reply_red_h: int = _number(8, 1, 160)
    supervision_raises: int = _number(1, 0, 1)
    remind_again_h: int = _number(2, 1, 168)
    whistle_sign_h: int = _number(2, 1, 40)
    whistle_sign_urgent_min: int = _number(30, 5, 240)
    whistle_appear_h: int = _number(4, 1, 80)
    whistle_report_h: int = _number(24, 1, 720)
    whistle_emergency_by_desk: int = _number(0, 0, 1)
    duplicate_hours: int = _number(72, 1, 720)
    duplicate_text_percent: int = _number(25, 10, 100)
    parked_places: str = _text(300)
    parked_cases: int = _number(5, 3, 1000)
    recurrence_radius_m: int = _number(50, 5, 1000)
    recurrence_times: int = _number(3, 2, 50)
    recurrence_days: int = _number(30, 2, 366)
    party_branch_least: int = _number(3, 1, 50)
    party_branch_most: int = _number(50, 3, 500)
    party_term_warn_days: int = _number(90, 1, 730)
    party_visit_days: int = _number(30, 1, 365)
    match_reach_km: int = _number(5, 1, 50)
    red_committee_percent: int = _number(50, 1, 100)
    duty_least: int = _number(1, 0, 20)
    posture_limit_percents: str = _text(40, "100、75、50、50")
    posture_report_mins: str = _text(40, "240、120、60、30")
    posture_duty_leasts: str = _text(40, "2、3、4、5")
    roll_amber_min: int = _number(10, 1, 240)
    roll_red_min: int = _number(15, 2, 480)
    unit_fresh_min: int = _number(60, 5, 1440)
    service_post_kinds: str = _text(300, _POST_KINDS)
    activity_kinds: str = _text(300, _ACTIVITY_KINDS)
    conference_quorum_percent: int = _number(50, 1, 100)
    talent_kinds: str = _text(300, _TALENT_KINDS)
    agreement_warn_days: int = _number(30, 1, 365)
    wall_hidden_kinds: str = _text(300)
    wall_dimmed_kinds: str = _text(300)
    wall_major_s: int = _number(120, 0, 3600)
    wall_quiet_from: int = _number(21, 0, 23)
    wall_quiet_to: int = _number(7, 0, 23)
    presence_lapse_s: int = _number(120, 60, 3600)
    feed_keep_days: int = _number(7, 1, 90)
    command_keep_days: int = _number(30, 7, 365)
    saved_views_most: int = _number(50, 1, 500)
    announce_again_min: int = _number(5, 1, 60)
    migration_lapse_min: int = _number(30, 5, 24 * 60)
    slow_statement_s: int = _number(5, 1, 600)
    wanted_version: str = _version()
    package_place: str = _text(300)
    backup_folder: str = _text(200)
    backup_hour: int = _number(2, 0, 23)
    backup_daily: int = _number(14, 1, 366)
    backup_weekly: int = _number(8, 0, 520)
    backup_monthly: int = _number(12, 0, 120)
    backup_proof_most_gb: int = _number(50, 0, 100_000)
    backup_encrypted: int = _number(0, 0, 1)
    keep_name_years: int = _number(10, 1, 100)
    keep_phone_years: int = _number(10, 1, 100)
    keep_document_years: int = _number(10, 1, 100)
    keep_address_years: int = _number(10, 1, 100)
    personal_erasing: int = _number(0, 0, 1)
    feeds_folder: str = _text(200)
    papers_folder: str = _text(200)
    feed_settle_s: int = _number(10, 2, 3600)
    feed_file_max_mb: int = _number(50, 1, 500)
    feed_result_min: int = _number(60, 1, 24 * 60)
    feed_put_away_days: int = _number(90, 1, 3650)
    handed_in_keep_days: int = _number(7, 1, 90)
    base_map: str = _text(300)
    base_map_credit: str = _text(80)
    base_map_percent: int = _number(60, 10, 100)
    away_days: int = _number(30, 1, 365)


@dataclass(frozen=True, slots=True)
class SettingVersion:
    """One decision about one setting, for the history under the field."""

    name: str
    value: str | int
    valid_from: datetime
    author: str
    version: int


def settings_at(session: Session, moment: datetime) -> CentreSettings:
    """Return the settings in force at `moment`: one statement."""
    rows = session.execute(
        sa.select(SharedSetting.name, SharedSetting.value)
        .where(SharedSetting.valid_from <= moment)
        .order_by(SharedSetting.valid_from, SharedSetting.version)
    )
    limits = _limits()
    # A name that only a newer program knows is that program's business.
    return CentreSettings(**{name: value for name, value in rows if name in limits})


def history(session: Session, name: str) -> tuple[SettingVersion, ...]:
    """Return all decisions about a setting, the newest first."""
    rows = session.execute(
        sa.select(
            SharedSetting.name,
            SharedSetting.value,
            SharedSetting.valid_from,
            SharedSetting.author,
            SharedSetting.version,
        )
        .where(SharedSetting.name == name)
        .order_by(SharedSetting.version.desc())
    )
    return tuple(SettingVersion(*row) for row in rows)


@once
def set_setting(
    uow: Uow,
    name: str,
    value: str | int,
    *,
    command_key: UUID,
    valid_from: datetime | None = None,
) -> None:
    """Decide the value of a shared setting from now, or from a later moment on.

    Args:
        uow: Open transaction; its actor needs `SettingsRight.MANAGE` for all centres.
        name: A field of `CentreSettings`.
        value: Its new value.
        command_key: Makes doing it twice do it once.
        valid_from: When it begins; now when left out.

    Raises:
        NoSuchSetting: The name is misspelt.
        SettingIsNumber, SettingIsText, SettingIsVersion: That is wanted, within limits.
        SettingInThePast: It would rewrite what was already decided by.
        Conflict: Somebody else decided on the same setting at the same moment.
    """
    uow.actor.require_for_all(SettingsRight.MANAGE)
    check_setting(name, value)
    begins = valid_from or uow.now
    if begins < uow.now:
        raise SettingInThePast
    before = getattr(settings_at(uow.session, begins), name)
    if before == value:
        return
    latest = sa.select(sa.func.max(SharedSetting.version)).where(SharedSetting.name == name)
    row = SharedSetting(
        id=new_id(),
        name=name,
        value=value,
        valid_from=begins,
        author_id=uow.actor.person_id,
        author=uow.actor.name,
        version=(uow.session.scalar(latest) or 0) + 1,
    )
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:  # (name, version) is taken
        raise Conflict from error
    uow.record(
        "settings.set", Topic.SETTING, name, old=before, new=value, begins=begins.isoformat()
    )
    uow.touched(Topic.SETTING, name)


def check_setting(name: str, value: object) -> None:
    """Raise unless `value` can be the value of the setting `name`; for forms while typing."""
    from app.core.words import say

    limits = _limits().get(name)
    if limits is None:
        raise NoSuchSetting(name=name)
    title = say(f"settings.title.{name}")
    if "least" not in limits:
        if not isinstance(value, str) or len(value) > limits["most"]:
            raise SettingIsText(title=title, most=limits["most"])
        if "is_version" in limits and value and version_of(value) is None:
            raise SettingIsVersion(title=title)
    elif type(value) is not int or not limits["least"] <= value <= limits["most"]:
        raise SettingIsNumber(title=title, **limits)


@cache
def _limits() -> Mapping[str, Mapping[str, int]]:
    return MappingProxyType({f.name: f.metadata for f in fields(CentreSettings)})
