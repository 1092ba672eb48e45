"""How people, their roles and scopes are called on the pages of this slice."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.accounts.queries import GrantRow, PersonCard, PersonRow
from app.accounts.rules import ROLE_RIGHTS, Right, Role
from app.core.clock import local
from app.core.words import label as word
from ui.core.relative_time import day, full, relative, short
from ui.core.table_marks import ChipText, Mark

translate = QCoreApplication.translate


class Standing(StrEnum):
    """Whether somebody can sign in, the most telling reason first."""

    INACTIVE = "inactive"
    LOCKED = "locked"
    MUST_CHANGE = "must_change"
    NORMAL = "normal"


def standing_of(row: PersonRow) -> Standing:
    """Return how a row of the list stands."""
    if not row.is_active:
        return Standing.INACTIVE
    if row.is_locked:
        return Standing.LOCKED
    return Standing.MUST_CHANGE if row.must_change_password else Standing.NORMAL


def standing_of_card(card: PersonCard) -> Standing:
    """Return how a person stands."""
    if not card.is_active:
        return Standing.INACTIVE
    if card.is_locked_for_good or card.locked_until is not None:
        return Standing.LOCKED
    return Standing.MUST_CHANGE if card.must_change_password else Standing.NORMAL


def mark_of(standing: Standing) -> Mark:
    """Return icon, word and colours of a standing."""
    return {
        Standing.INACTIVE: Mark("ph.prohibit", translate("Accounts", "已停用"), "sus", "sus.text"),
        Standing.LOCKED: Mark("ph.lock-key", translate("Accounts", "已锁定"), "over", "over.text"),
        Standing.MUST_CHANGE: Mark(
            "ph.key", translate("Accounts", "待改密码"), "warn", "warn.text"
        ),
        Standing.NORMAL: Mark("ph.check-circle", translate("Accounts", "正常"), "ok", "text.2"),
    }[standing]


def tone_of(standing: Standing) -> str:
    """Return the tint of a chip that says the standing."""
    return {
        Standing.INACTIVE: "sus",
        Standing.LOCKED: "over",
        Standing.MUST_CHANGE: "warn",
        Standing.NORMAL: "ok",
    }[standing]


def scope_words(grant: GrantRow, names: Mapping[str, str]) -> str:
    """Return where a role holds: 柳溪街道, 市政养护站, or where both meet."""
    region = region_words(grant.region, names)
    if grant.unit_id is None:
        return region
    return f"{grant.unit_name}·{region}" if region else grant.unit_name


def region_words(code: str | None, names: Mapping[str, str]) -> str:
    """Return what a region is called; "" (everywhere) has words of its own, None has none."""
    if code is None:
        return ""
    return names.get(code, code) if code else translate("Accounts", "全部辖区")


def role_chip(grant: GrantRow, names: Mapping[str, str]) -> ChipText:
    """Return a role and its scope for the list."""
    return ChipText(word(grant.role), scope_words(grant, names))


def rights_words(role: Role) -> str:
    """Return what a role may do, in one line."""
    rights = [right for right in Right if right in ROLE_RIGHTS[role]]
    return "、".join(word(right) for right in rights) or translate("Accounts", "没有桌面上的权限")


def sign_in_words(moment: datetime | None, now: datetime) -> str:
    """Return when somebody signed in last: 11-24 13:50·15 分钟前."""
    if moment is None:
        return translate("Accounts", "从未登录")
    same_year = local(moment).year == local(now).year
    return f"{short(moment) if same_year else day(moment)}·{relative(moment, now)}"


def term_words(since: datetime, until: datetime | None, now: datetime) -> str:
    """Return a term: 2026-03-01 起, 12-24 08:00 至 12-27 18:00."""
    if until is None:
        return translate("Accounts", "{since} 起").format(since=day(since))
    begins = full(since) if since > now else day(since)
    return translate("Accounts", "{since} 至 {until}").format(since=begins, until=full(until))
