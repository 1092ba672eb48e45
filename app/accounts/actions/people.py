"""People: who there is, and whether they may sign in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.accounts.actions.reach import (
    covers_home,
    keep_an_administrator,
    managed_person,
    region_of,
    told,
)
from app.accounts.errors import BeyondReach, LoginTaken
from app.accounts.models import Person, Unit
from app.accounts.passwords import Secret
from app.accounts.rules import (
    LOCKED_FOR_GOOD,
    Field,
    Right,
    check_login,
    check_phone,
    check_text,
    normal_login,
)
from app.accounts.secrets import keep_secret
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import NotFound
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What can be edited of a person.

    Attributes:
        name: As the journal and the timeline show it.
        unit_id: Where they work; None only for who is managed from everywhere.
        work_phone: Their desk's number; never a private one.
    """

    name: str
    unit_id: UUID | None
    work_phone: str = ""


@once
def create_person(
    uow: Uow,
    login: str,
    details: PersonDetails,
    secret: Secret,
    *,
    command_key: UUID,
    must_change_password: bool = True,
) -> UUID:
    """Take somebody in; they can do nothing until a role is granted.

    Args:
        uow: Open transaction; its actor manages accounts where the unit lies.
        login: Never changed and never given to anybody else.
        details: Name, unit, telephone.
        secret: Of `temporary_password`, so that it is read out and stored nowhere.
        command_key: Makes doing it twice do it once.
        must_change_password: False only for demos and devices without a keyboard.

    Raises:
        LoginWrong: The login has other characters than it may.
        LoginTaken: Somebody has or had it.
        BeyondReach: The unit lies outside the actor's region.
    """
    uow.actor.require(Right.MANAGE_ACCOUNTS)
    plain = normal_login(login)
    check_login(plain)
    if not covers_home(uow, details.unit_id):
        raise BeyondReach
    person = Person(id=new_id(), login=plain, must_change_password=must_change_password)
    _fill(uow, person, details)
    uow.session.add(person)
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise LoginTaken(login=plain) from error
    keep_secret(uow, person.id, secret)
    told(uow, person, "accounts.create_person", login=plain, name=person.name)
    return person.id


@once
def update_person(
    uow: Uow, person_id: UUID, details: PersonDetails, seen_version: int, *, command_key: UUID
) -> None:
    """Change name, unit or telephone of a person.

    Raises:
        Conflict: Somebody changed the person since they were read.
        BeyondReach: The new unit lies outside the actor's region.
    """
    person = managed_person(uow, person_id, seen_version)
    before = _facts(person)
    old_region = region_of(uow, person.unit_id)
    if details.unit_id != person.unit_id and not covers_home(uow, details.unit_id):
        raise BeyondReach
    _fill(uow, person, details)
    uow.session.flush()
    told(uow, person, "accounts.update_person", old=before, new=_facts(person))
    uow.touched(Topic.PERSON, person.id, old_region)


@once
def reset_password(uow: Uow, person_id: UUID, secret: Secret, *, command_key: UUID) -> None:
    """Give somebody a temporary password, to be changed at the first sign-in; unlocks, too.

    The caller makes it with `app.accounts.passwords.temporary_password`, hands in its
    secret and shows its text after the commit, so that the text itself is stored nowhere.
    """
    person = managed_person(uow, person_id)
    keep_secret(uow, person_id, secret)
    if not has_own_account(uow.session):  # else the server has said so
        person.must_change_password = True
    person.failed_count, person.locked_until = 0, None
    told(uow, person, "accounts.reset_password")


@once
def lock_person(uow: Uow, person_id: UUID, *, command_key: UUID) -> None:
    """Lock an account until somebody unlocks it.

    Raises:
        LastAdministrator: Nobody would be left to unlock it.
    """
    person = managed_person(uow, person_id)
    keep_an_administrator(uow, person_id)
    person.locked_until = LOCKED_FOR_GOOD
    told(uow, person, "accounts.lock_person")


@once
def unlock_person(uow: Uow, person_id: UUID, *, command_key: UUID) -> None:
    """End a lock, whoever or whatever set it."""
    person = managed_person(uow, person_id)
    person.failed_count, person.locked_until = 0, None
    told(uow, person, "accounts.unlock_person")


@once
def deactivate_person(uow: Uow, person_id: UUID, *, command_key: UUID) -> None:
    """Note that somebody works here no more; what they did stays theirs.

    Raises:
        LastAdministrator: Nobody would be left to manage accounts there.
    """
    person = managed_person(uow, person_id)
    keep_an_administrator(uow, person_id)
    person.is_active = False
    told(uow, person, "accounts.deactivate_person")


@once
def activate_person(uow: Uow, person_id: UUID, *, command_key: UUID) -> None:
    """Take somebody back, with the roles that have not run out meanwhile."""
    person = managed_person(uow, person_id)
    person.is_active = True
    told(uow, person, "accounts.activate_person")


def _fill(uow: Uow, person: Person, details: PersonDetails) -> None:
    from app.core.pinyin import reading

    if details.unit_id is not None and uow.session.get(Unit, details.unit_id) is None:
        raise NotFound
    person.name = check_text(Field.NAME, details.name, 64)
    read = reading(person.name)
    person.pinyin, person.initials = read.key[:255], read.initials[:64]
    person.unit_id = details.unit_id
    person.work_phone = check_phone(details.work_phone)


def _facts(person: Person) -> dict[str, str]:
    unit = str(person.unit_id) if person.unit_id else ""
    return {"name": person.name, "unit": unit, "work_phone": person.work_phone}
