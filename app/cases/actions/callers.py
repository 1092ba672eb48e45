"""Asking what a caller reported before: a reading of personal data, written down first."""

import os
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.steps import find_case, may_act
from app.cases.caller_hashes import reporter_hash
from app.cases.models.personal import CallerReading
from app.cases.personal import (
    LOOKED_UP,
    NotAPhone,
    clean_phone,
    names_a_caller,
    phone_key,
    salted,
)
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id


@once
def look_up_caller(uow: Uow, phone: str, pepper: bytes, *, command_key: UUID) -> UUID:
    """Ask for the earlier cases of whoever calls from a number.

    As with `ask_reading`, this only asks; after the commit
    `app.cases.queries.callers.callers_cases` gives the cases against the journal row. Only the
    keyed hash of the number goes to the database. The journal keeps that one's hash with a salt
    of this request, so that it can be shown later whose cases were asked for, as long as
    their number is kept. Nothing is looked at before the commit, not even whether anybody
    gave the number: else numbers could be guessed, and nobody would know.

    Args:
        uow: Open transaction; its actor takes cases in and may read who reports.
        phone: As typed.
        pepper: Key of the phone hashes (`Database.state.pepper`).
        command_key: Made by the caller, once per number.

    Returns:
        The key of the committed request, good for 30 seconds.

    Raises:
        NotAPhone: It is no number of a person; also `MobileDigits`, `NumberWithheld`.
    """
    for right in (Right.REGISTER_CASE, Right.READ_PERSONAL):
        uow.actor.require(right)
    number = clean_phone(phone)
    if not names_a_caller(number):
        raise NotAPhone
    reading = CallerReading(
        id=new_id(),
        person_id=uow.actor.person_id,
        phone_key=phone_key(number, pepper),
        salt=os.urandom(16),
        at=uow.now,
    )
    uow.session.add(reading)
    reach = uow.actor.prefixes(Right.READ_PERSONAL)
    reporter = salted(reading.phone_key, reading.salt)
    region = reach[0] if reach else ""
    uow.record(LOOKED_UP, Topic.CASE, reading.id, region=region, reporter=reporter)
    return reading.id


@once
def look_up_reporter(uow: Uow, case_id: UUID, *, command_key: UUID) -> UUID:
    """Ask for the other cases of whoever reported one, e.g. a message that waits.

    The number stays unseen; after the commit `app.cases.queries.callers.reporters_cases`
    gives the cases against the journal row.

    Returns:
        The key of the committed request, good for 30 seconds.

    Raises:
        NotFound: The case is absent, not theirs, or its reporter left no number.
        NotAllowed: They may not learn who reported it.
        NotAPhone: It is no number of a person.
    """
    uow.actor.require(Right.REGISTER_CASE)
    case = find_case(uow, case_id)
    if not may_act(uow.actor, case, Right.READ_PERSONAL):
        raise NotAllowed(right=Right.READ_PERSONAL)
    if case.is_confidential and not may_act(uow.actor, case, Right.READ_CONFIDENTIAL):
        raise NotAllowed(right=Right.READ_CONFIDENTIAL)
    reporter = reporter_hash(uow.session, case_id)
    if reporter is None:
        raise NotFound(case_id=case_id)
    if not reporter:
        raise NotAPhone
    request = new_id()
    uow.record(LOOKED_UP, Topic.CASE, request, region=case.region, reporter=reporter)
    return request
