"""What the keeper does for notices: sends what is due, each once, and reads what comes back.

Only the service does: it takes an address at the moment of sending, and keeps its keyed hash and
the last four digits. A notice is claimed in a transaction of its own before it is sent, so that two
keepers, or one that was killed, never send it twice: by HTTP it goes out again under the same key,
by mail it is left as unsure.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.due import events_of
from app.cases.life_clock import living
from app.cases.models import CaseFile
from app.cases.models.notices import Notice, NoticeGateway, NoticeTemplate
from app.cases.models.personal import CasePerson
from app.cases.notice_rules import (
    Audience,
    NoticeFault,
    NoticeState,
    Place,
    after_quiet,
    filled,
    next_try,
)
from app.cases.numbers import RECEIPT_ALPHABET, spaced
from app.cases.personal import clean_phone, last_four, phone_key
from app.cases.rules import EventKind
from app.core.actor import system
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow, has_own_account
from app.core.errors import AppError
from app.core.gateways.channels import Channel
from app.core.gateways.config import GatewayFault, Gateways, read_gateways
from app.core.gateways.sending import NotSent, Outgoing, Refused, send
from app.core.shared_settings import CentreSettings, settings_at
from app.core.words import label, say, sentence

BATCH = 50
CLAIM = timedelta(minutes=10)
"""A notice claimed longer ago than this was left behind by a program that ended."""
_DETAIL_MOST = 200


def send_notices(database: Database) -> str:
    """Send what is due through the gateways this computer has; say which these are."""
    with database.reading() as session:
        if has_own_account(session):
            return say("chores.notices_by_service")
    fault = ""
    try:
        gateways = read_gateways()
    except GatewayFault as error:
        gateways, fault = Gateways(), sentence(error)
    _tell_gateways(database, gateways, fault)
    sent = left = 0
    for notice_id in _due(database, gateways):
        outgoing = _claim(database, notice_id)
        if outgoing is None:
            continue
        ok = _send(database, gateways, notice_id, outgoing)
        sent, left = sent + ok, left + (not ok)
    return fault or say("chores.notices_sent", sent=sent, left=left)


def _tell_gateways(database: Database, gateways: Gateways, fault: str) -> None:
    """Write down which channels there are, so that desks queue for these and no other."""
    with database.writing(system("cases.notify")) as uow:
        rows = {row.channel: row for row in uow.session.scalars(sa.select(NoticeGateway))}
        for channel in Channel:
            ready = channel in gateways.channels
            row = rows.get(channel)
            if row is None and not ready and not fault:
                continue
            if row is None:
                row = NoticeGateway(channel=channel, place="", seen_at=uow.now, fault="")
                uow.session.add(row)
            told = (ready, gateways.place(channel) if ready else row.place, fault[:_DETAIL_MOST])
            if (row.is_ready, row.place, row.fault) != told:
                row.is_ready, row.place, row.fault = told
                uow.touched(Topic.NOTICE, channel)
            row.seen_at = uow.now


def _due(database: Database, gateways: Gateways) -> list[UUID]:
    now = database.clock.now()
    asked = sa.select(Notice.id).where(
        Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING)),
        Notice.next_at <= now,
        Notice.channel.in_(gateways.channels),
    )
    with database.reading() as session:
        return list(session.scalars(asked.order_by(Notice.next_at, Notice.id).limit(BATCH)))


@dataclass(frozen=True, slots=True)
class _To:
    """Where a notice goes."""

    address: str
    last4: str
    key: str


def _claim(database: Database, notice_id: UUID) -> Outgoing | None:
    """Take a notice to send it, or settle that it does not go out now; see the module."""
    pepper = database.state.pepper
    with database.writing(system("cases.notify")) as uow:
        held = sa.select(Notice).where(Notice.id == notice_id).with_for_update()
        row = uow.session.scalars(held.execution_options(populate_existing=True)).one()
        waits = row.state in (NoticeState.WAITING, NoticeState.SENDING)
        if not waits or row.next_at > uow.now:
            return None  # somebody was faster
        case = uow.session.get_one(CaseFile, row.case_id)
        if row.state == NoticeState.SENDING and row.channel == Channel.EMAIL:
            _settle(uow, case, row, NoticeState.UNSURE)
            return None
        settings = settings_at(uow.session, uow.now)
        later = _not_before(row, settings, uow.now)
        if later > uow.now:
            row.next_at = later
            return None
        fault, to = _address(uow, case, row, settings, pepper)
        if to is None:
            _settle(uow, case, row, NoticeState.DROPPED, fault)
            return None
        outgoing = _outgoing(uow, case, row, to, settings)
        if outgoing is None:
            _settle(uow, case, row, NoticeState.DROPPED, NoticeFault.OVERTAKEN)
            return None
        row.state, row.next_at = NoticeState.SENDING, uow.now + CLAIM
        row.text, row.last4, row.to_key = outgoing.text, to.last4, to.key
        return outgoing


def _not_before(row: Notice, settings: CentreSettings, now: datetime) -> datetime:
    """Return when a notice may go out: a mistaken step is put right first, and no caller is
    disturbed at night.
    """
    ripe = row.queued_at + timedelta(minutes=settings.notice_delay_min)
    begins = max(now, ripe)
    if row.audience != Audience.CALLER:
        return begins
    return after_quiet(begins, settings.notice_quiet_from, settings.notice_quiet_to)


def _address(
    uow: Uow, case: CaseFile, row: Notice, settings: CentreSettings, pepper: bytes
) -> tuple[NoticeFault | None, _To | None]:
    if row.channel == Channel.WEBHOOK:
        return None, _To("", "", "")
    if row.audience == Audience.CALLER:
        if case.is_confidential and not settings.notice_confidential:
            return NoticeFault.CONFIDENTIAL, None
        if _sent_lately(uow, case, row) >= settings.notice_daily_most:
            return NoticeFault.TOO_MANY, None
        asked = sa.select(CasePerson.phone).where(CasePerson.case_id == case.id)
        phone = uow.session.scalar(asked.order_by(CasePerson.id).limit(1)) or ""
    else:
        unit = uow.session.get(Unit, row.unit_id) if row.unit_id else None
        if row.channel == Channel.EMAIL:
            mail = _mail_of(unit)
            key = phone_key(mail, pepper) if mail else ""
            return (
                (NoticeFault.NO_ADDRESS, None)
                if not mail
                else (
                    None,
                    _To(mail, "", key),
                )
            )
        phone = unit.phone if unit is not None else ""
    mobile = _mobile(phone)
    if not mobile:
        return NoticeFault.NO_ADDRESS, None
    return None, _To(mobile, last_four(mobile), phone_key(mobile, pepper))


def _mail_of(unit: Unit | None) -> str:
    try:
        mail = read_gateways().email
    except GatewayFault:
        return ""
    return mail.units.get(unit.code or "", "") if mail is not None and unit is not None else ""


def _mobile(phone: str) -> str:
    """Return a number that text messages reach, "" for none."""
    try:
        clean = clean_phone(phone)
    except AppError:
        return ""
    return clean if len(clean) == 11 and clean.startswith("1") else ""


def _sent_lately(uow: Uow, case: CaseFile, row: Notice) -> int:
    asked = sa.select(sa.func.count()).where(
        Notice.case_id == case.id,
        Notice.audience == row.audience,
        Notice.state == NoticeState.SENT,
        Notice.sent_at > uow.now - timedelta(days=1),
    )
    return uow.session.scalar(asked) or 0


def _outgoing(
    uow: Uow, case: CaseFile, row: Notice, to: _To, settings: CentreSettings
) -> Outgoing | None:
    """Return what is sent, made from template and event; None where the event holds no more, the
    template is in use no more or of another step, or the unit has nothing to do with it: a row
    somebody wrote past the program says nothing of theirs, and nothing to a unit of their choice.
    """
    template = uow.session.get_one(NoticeTemplate, row.template_id)
    events = living(events_of(uow.session, case))
    event = next((e for e in events if e.ordinal == row.ordinal), None)
    if event is None or event.kind != template.step or template.channel != row.channel:
        return None
    if template.audience != row.audience or not template.is_active:
        return None
    concerned = {event.unit_id, case.handling_unit_id}
    if row.audience == Audience.UNIT and row.unit_id not in concerned:
        return None
    if row.reference is None:
        row.reference = _reference()
    unit_id = row.unit_id if row.unit_id in concerned else event.unit_id
    unit = uow.session.get(Unit, unit_id) if unit_id else None
    due = case.handle_due_at
    values = {
        Place.NUMBER: spaced(case.number) if case.number else case.receipt_code,
        Place.TITLE: case.title,
        Place.STEP: label(EventKind(event.kind)),
        Place.TIME: f"{local(event.at):%Y-%m-%d %H:%M}",
        Place.UNIT: unit.name if unit is not None else "",
        Place.DUE: f"{local(due):%Y-%m-%d %H:%M}" if due is not None else "",
        Place.CENTRE: settings.centre_name or say("papers.centre"),
        Place.TELEPHONE: settings.centre_telephone,
        Place.REFERENCE: row.reference,
    }
    return Outgoing(
        id=row.id.hex,
        channel=Channel(row.channel),
        to=to.address,
        subject=filled(template.subject, values) or values[Place.CENTRE],
        text=filled(template.text, values),
        reference=row.reference,
        case=case.number or case.receipt_code,
        at=uow.now,
    )


def _reference() -> str:
    """Return ``T`` and six signs; drawn from so many that two hardly ever meet."""
    letters = [each for each in RECEIPT_ALPHABET if each not in "IO"]
    return "T" + "".join(secrets.choice(letters) for _ in range(6))


def _send(database: Database, gateways: Gateways, notice_id: UUID, outgoing: Outgoing) -> bool:
    try:
        send(gateways, outgoing)
    except NotSent as error:
        _failed(database, notice_id, sentence(error), again=True)
    except Refused as error:
        _failed(database, notice_id, sentence(error), again=False)
    else:
        with database.writing(system("cases.notify")) as uow:
            row = uow.session.get_one(Notice, notice_id)
            row.sent_at, row.tries = uow.now, row.tries + 1
            _settle(uow, uow.session.get_one(CaseFile, row.case_id), row, NoticeState.SENT)
        return True
    return False


def _failed(database: Database, notice_id: UUID, why: str, *, again: bool) -> None:
    with database.writing(system("cases.notify")) as uow:
        row = uow.session.get_one(Notice, notice_id)
        row.tries += 1
        row.detail = why[:_DETAIL_MOST]
        later = next_try(uow.now, row.tries) if again else None
        if later is not None:
            row.state, row.next_at = NoticeState.WAITING, later
            return
        case = uow.session.get_one(CaseFile, row.case_id)
        fault = NoticeFault.GATEWAY if again else NoticeFault.REFUSED
        _settle(uow, case, row, NoticeState.FAILED, fault)


def _settle(
    uow: Uow,
    case: CaseFile,
    row: Notice,
    state: NoticeState,
    fault: NoticeFault | None = None,
) -> None:
    row.state, row.fault = state, fault or ""
    uow.record(
        f"notices.{state}",
        Topic.NOTICE,
        row.id,
        region=case.region,
        case=str(case.id),
        channel=row.channel,
        fault=row.fault,
    )
    uow.touched(Topic.CASE, case.id, case.region)


def waiting_notices(session: Session) -> int:
    """Return how many notices wait to be sent."""
    asked = sa.select(sa.func.count()).where(Notice.state == NoticeState.WAITING)
    return session.scalar(asked) or 0
