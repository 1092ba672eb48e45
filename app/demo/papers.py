"""Briefings of the demo's street, daily, weekly and monthly: of each one that waits to be read, of
the weekly and daily ones one that was signed and sent out besides; and one that is drawn by
itself.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Role
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.papers.actions import draft_briefing, issue_paper, review_paper, sign_paper
from app.papers.briefing.period import Period
from app.papers.briefing.store import last_template
from app.papers.briefing.template import shipped
from app.papers.files.forms import PaperForm
from app.papers.fonts import NoPaperFont
from app.papers.rules import PeriodKind
from app.papers.schedules.actions import save_schedule
from app.papers.schedules.models import PaperRun
from app.papers.schedules.rules import RunState, Schedule, dues, period_of
from app.papers.templating import save_template
from app.territory.queries import region_names

_SENT_TO = 4
_MORNING = timedelta(hours=9)
_TIMED = timedelta(days=28)


def write_briefings(do: Doing, staff: Staff, street: str, now: datetime) -> None:
    """Let the dispatcher write the month that yesterday lies in, the last whole week and day, and
    of weeks and days the one before, which the director signs.

    All are counted as of the morning after, or now; where no font can be printed with, nothing
    is signed.
    """
    do.session.flush()
    _keep_template(do, staff, now - _TIMED)
    today = local(now).date()
    month = Period.of(PeriodKind.MONTHLY, today - timedelta(days=1))
    week = Period.of(PeriodKind.WEEKLY, today).before
    day = Period.of(PeriodKind.DAILY, today).before
    for period in (month, week.before, week, day.before, day):
        is_last = period in (month, week, day)
        _write(do, staff, street, period, now, sign=not is_last)
    _time(do, staff, street, now)


def _keep_template(do: Doing, staff: Staff, at: datetime) -> None:
    """Let the administrator add a line of who signed, reviewed and drafted the weekly briefing."""
    if last_template(do.session, PeriodKind.WEEKLY) is not None:
        return
    signers = 'signers = "签发：{signer}　审核：{reviewer}　拟稿：{drafter}"\n'
    text = shipped(PeriodKind.WEEKLY.value).source.replace("copies = ", f"{signers}copies = ", 1)
    administrator = staff.by_role[Role.ADMINISTRATOR][0]
    do.by(administrator, at)(save_template, PeriodKind.WEEKLY, text, 0)


def _time(do: Doing, staff: Staff, street: str, now: datetime) -> None:
    """Let the weekly briefing be drawn by itself every Friday, as it was for four weeks: one of
    them late.
    """
    director, begun = staff.by_role[Role.DIRECTOR][0], now - _TIMED
    every = (PaperForm.PDF, PaperForm.WORD, PaperForm.EXCEL)
    weekly = Schedule("每周五的周报", street, PeriodKind.WEEKLY, 16 * 60, "周报", every, weekday=4)
    key = do.by(director, begun)(save_schedule, weekly)
    named = "{street}综治周报 {period.year}年第{period.number}期{form.value}"
    place = region_names(do.session, [street]).get(street, street)
    for number, at in enumerate(dues(weekly, begun, now)):
        late = number == 1
        told = {"street": place, "period": period_of(weekly, at)}
        end = min(now, at + (timedelta(hours=17) if late else timedelta(seconds=40)))
        run = PaperRun(
            region=street, schedule_id=key, due_at=at, version=1, state=RunState.DONE.value,
            begun_at=min(end, at + timedelta(seconds=20)), ended_at=end, tries=1, is_late=late,
            files="\n".join(named.format(form=form, **told) for form in every), error="",
        )  # fmt: skip
        do.session.add(run)


def _write(
    do: Doing, staff: Staff, street: str, period: Period, now: datetime, *, sign: bool
) -> None:
    dispatcher = staff.by_role[Role.DISPATCHER][0]
    director = staff.by_role[Role.DIRECTOR][0]
    at = min(now, period.until + _MORNING)
    paper_id = do.by(dispatcher, at)(draft_briefing, street, period, "")
    if not sign:
        return
    do.by(dispatcher, at + timedelta(minutes=20))(review_paper, paper_id)
    try:
        do.by(director, at + timedelta(minutes=40))(sign_paper, paper_id)
    except NoPaperFont:
        return
    asked = sa.select(Unit.id).where(Unit.region.startswith(street)).order_by(Unit.name)
    units = do.session.scalars(asked.limit(_SENT_TO)).all()
    do.by(dispatcher, at + timedelta(minutes=60))(issue_paper, paper_id, units)
