"""What the keeper does for the machines: take what was handed in into the queue."""

from datetime import timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.cases.actions.attach import attach_to_case
from app.cases.actions.intake import Intake, Reporter, open_message
from app.cases.models import CaseFile, Category
from app.cases.rules import Source
from app.core.actor import system
from app.core.attachments import prepare
from app.core.changes import Topic
from app.core.chores import Chore
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.errors import AppError
from app.core.shared_settings import settings_at
from app.core.words import say
from app.kiosk.models import KioskAsking, KioskMessage
from app.kiosk.ratings import take_ratings
from app.kiosk.refusing import SET_ASIDE, each_alone, forget_refused
from app.kiosk.rules import InboxKind

BATCH = 100
_LATE = timedelta(minutes=5)
_KEPT = timedelta(days=2)  # askings count for a day


def kiosk_chores() -> tuple[Chore, ...]:
    """Return the chores of the machines."""
    return (
        Chore("kiosk.take_in", timedelta(seconds=10), take_in),
        Chore("kiosk.take_ratings", timedelta(seconds=30), take_ratings),
        Chore("kiosk.forget", timedelta(hours=1), forget),
    )


def take_in(database: Database) -> str:
    """Make of each message a case that waits to be accepted; its receipt keeps its code.

    What no case can be made of is set aside with its reason: a machine checks what it hands in, and
    whoever goes past it must not keep the others waiting, whatever it is that goes wrong.
    """
    with database.reading() as session:
        asked = sa.select(KioskMessage.id).where(KioskMessage.id.not_in(SET_ASIDE))
        keys = session.scalars(asked.order_by(KioskMessage.at).limit(BATCH)).all()

    def take(uow: Uow, key: UUID) -> None:
        _take_in(uow, key, database.state.pepper)

    refused = each_alone(database, InboxKind.MESSAGE, keys, take)
    return say("chores.kiosk_taken_in", count=len(keys) - refused, refused=refused)


def _take_in(uow: Uow, key: UUID, pepper: bytes) -> None:
    message = uow.session.get(KioskMessage, key, with_for_update=True)
    if message is None:
        return
    kind = uow.session.get(Category, message.category_code) if message.category_code else None
    intake = Intake(
        message.text,
        Source.KIOSK,
        message.region,
        category=kind.code if kind is not None and kind.is_active else None,
        place=message.place,
        longitude=message.longitude,
        latitude=message.latitude,
        reporter=Reporter(name=message.reporter_name, phone=message.reporter_phone),
        wants_call_back=message.wants_call and bool(message.reporter_phone),
        extra=_late(message),
    )
    case = open_message(uow, intake, pepper, received_at=message.at)
    case.receipt_code = message.receipt_code
    if message.photo:
        _keep_photo(uow, case, message.photo)
    uow.session.delete(message)


def _late(message: KioskMessage) -> dict[str, object]:
    """Tell when a message was typed that lay at the machine for a while."""
    at = message.told_at
    if at is None or message.at - at <= _LATE:
        return {}
    return {say("kiosk.told_at"): f"{local(at):%Y-%m-%d %H:%M}"}


def _keep_photo(uow: Uow, case: CaseFile, photo: bytes) -> None:
    """Put the picture on the case; one that cannot be read does not keep the words out."""
    try:
        prepared = prepare(photo, say("kiosk.photo"))
        why = "" if prepared.width_px else "no_picture"
    except AppError as error:
        prepared, why = None, error.code
    if prepared is None or why:
        uow.record("kiosk.photo_refused", Topic.CASE, case.id, region=case.region, why=why)
        return
    uow.session.flush()
    attach_to_case(uow, case.id, prepared, command_key=uuid5(case.id, "photo"))


def forget(database: Database) -> str:
    """Forget askings that count no more, and what was set aside and nobody took up again."""
    with database.writing(system("kiosk.forget")) as uow:
        gone = sa.delete(KioskAsking).where(KioskAsking.at < uow.now - _KEPT)
        count = uow.session.execute(gone).rowcount  # type: ignore[attr-defined]
        days = settings_at(uow.session, uow.now).kiosk_refused_days
        forget_refused(uow, uow.now - timedelta(days=days))
    return say("chores.kiosk_forgotten", count=count)
