"""Asking what a caller reported before: a reading of personal data, written down first."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.steps import find_case, may_act
from app.cases.models.personal import CasePerson
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
    keyed hash of the number goes to the database. The row keeps the hash of the number with
    the salt of the newest reporter who gave it, so that it can be shown later whose cases
    were asked for, as long as their number is kept; where nobody did, nothing was read and
    there is nothing to keep.

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
    newest = (
        sa.select(CasePerson.salt)
        .where(CasePerson.phone_key == phone_key(number, pepper))
        .order_by(CasePerson.id.desc())
        .limit(1)
    )
    salt = uow.session.scalar(newest)
    request = new_id()
    reach = uow.actor.prefixes(Right.READ_PERSONAL)
    facts = {"reporter": salted(number, salt)} if salt is not None else {}
    uow.record(LOOKED_UP, Topic.CASE, request, region=reach[0] if reach else "", **facts)
    return request


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
    asked = sa.select(CasePerson).where(
        CasePerson.case_id == case_id, CasePerson.phone_key.is_not(None)
    )
    person = uow.session.scalars(asked.order_by(CasePerson.id)).first()
    if person is None:
        raise NotFound(case_id=case_id)
    if not names_a_caller(person.phone):
        raise NotAPhone
    request, reporter = new_id(), salted(person.phone, person.salt)
    uow.record(LOOKED_UP, Topic.CASE, request, region=case.region, reporter=reporter)
    return request
