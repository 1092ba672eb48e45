"""The columns of the list of people."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from ui.accounts.people_source import PersonLine
from ui.accounts.words import mark_of, sign_in_words, standing_of
from ui.core.relative_time import full
from ui.core.table_marks import chips_column, mark_column
from ui.core.table_model import Column


def people_columns(now: Callable[[], datetime]) -> tuple[Column[PersonLine], ...]:
    """Return the columns; `now` tells the present moment."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("PeopleColumns", "姓名"),
            lambda line: line.row.name,
            width=88,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "login", translate("PeopleColumns", "用户名"), lambda line: line.row.login, width=104
        ),
        Column(
            "unit",
            translate("PeopleColumns", "单位"),
            lambda line: line.row.unit_name or "—",
            width=128,
            tooltip=lambda line: line.row.unit_name,
        ),
        chips_column(
            "roles",
            translate("PeopleColumns", "角色和范围"),
            lambda line: line.roles,
            width=180,
            stretch=True,
            nothing=translate("PeopleColumns", "未授权"),
        ),
        Column(
            "phone",
            translate("PeopleColumns", "办公电话"),
            lambda line: line.row.work_phone or "—",
            width=112,
            hidden=True,
        ),
        Column(
            "signed_in",
            translate("PeopleColumns", "最近登录"),
            lambda line: sign_in_words(line.row.last_sign_in_at, now()),
            width=156,
            tooltip=lambda line: full(line.row.last_sign_in_at) if line.row.last_sign_in_at else "",
        ),
        mark_column(
            "standing",
            translate("PeopleColumns", "状态"),
            lambda line: mark_of(standing_of(line.row)),
            width=96,
        ),
    )
