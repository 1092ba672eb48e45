"""Founding a centre: the first transaction of an empty database."""

from dataclasses import dataclass, field
from uuid import UUID, uuid5

from app.accounts.actions.grants import GrantDraft, grant_role
from app.accounts.actions.people import PersonDetails, create_person
from app.accounts.actions.units import UnitDraft, create_unit
from app.accounts.passwords import Secret
from app.accounts.rules import Role, UnitKind
from app.cases.dictionary import load_dictionary
from app.cases.phrase_book import load_phrases
from app.core.actor import Actor
from app.core.calendar_store import ensure_calendar
from app.core.database import Database, Uow
from app.core.shared_settings import set_setting
from app.territory.actions.regions import RegionDraft, save_region
from app.territory.models import Region

WORKING_ROLES = (Role.RECEPTIONIST, Role.DISPATCHER, Role.DIRECTOR)
"""What the first administrator is besides where one person does everything."""


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who may give rights to all others.

    Attributes:
        login: As they will type it.
        name: As the journal shows it.
        secret: Of a password they chose, or that is read out to them.
        must_change_password: True where somebody else knows the password.
        works_too: Also takes in, assigns and approves cases: a centre of one person.
    """

    login: str
    name: str
    secret: Secret = field(repr=False)
    must_change_password: bool = False
    works_too: bool = False


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new centre is told at the start.

    Attributes:
        administrator: The first one.
        centre_name: As printed on papers, "" to be said later.
        regions: Code and name from the province down to the street, those not known yet left out.
    """

    administrator: FirstAdministrator
    centre_name: str = ""
    regions: tuple[tuple[str, str], ...] = ()

    @property
    def street_code(self) -> str:
        """Return the code of the last region, "" where none is given."""
        return self.regions[-1][0] if self.regions else ""


def found_centre(
    database: Database, actor: Actor, founding: Founding, *, command_key: UUID
) -> UUID:
    """Make an empty schema ready for work and return the first administrator's key.

    One transaction: calendar, dictionary, phrases, region tree down to the street, the centre as
    a unit, its settings, the first administrator. Whatever is there already is left as it is.

    Raises:
        AppError: A code, name or login cannot be that; nothing was done.
    """
    with database.writing(actor) as uow:
        ensure_calendar(uow)
        _found_regions(uow, founding, command_key)
        unit_id = _found_unit(uow, founding, command_key)
        load_dictionary(uow)
        load_phrases(uow)
        _settle(uow, founding, command_key)
        return _found_administrator(uow, founding, unit_id, command_key)


def _found_regions(uow: Uow, founding: Founding, key: UUID) -> None:
    for code, name in founding.regions:
        if uow.session.get(Region, code) is None:
            save_region(uow, RegionDraft(code, name), command_key=uuid5(key, code))


def _found_unit(uow: Uow, founding: Founding, key: UUID) -> UUID | None:
    if not founding.centre_name or not founding.street_code:
        return None
    draft = UnitDraft(founding.centre_name, UnitKind.CENTRE, founding.street_code, code="centre")
    return create_unit(uow, draft, command_key=uuid5(key, "unit"))


def _settle(uow: Uow, founding: Founding, key: UUID) -> None:
    decided = {"centre_name": founding.centre_name, "street_code": founding.street_code}
    for name, value in decided.items():
        if value:
            set_setting(uow, name, value, command_key=uuid5(key, name))


def _found_administrator(uow: Uow, founding: Founding, unit_id: UUID | None, key: UUID) -> UUID:
    first = founding.administrator
    person_id = create_person(
        uow,
        first.login,
        PersonDetails(first.name, unit_id),
        first.secret,
        command_key=uuid5(key, "person"),
        must_change_password=first.must_change_password,
    )
    # everywhere: a second street may join, and somebody must be able to let it in
    roles = [GrantDraft(Role.ADMINISTRATOR, region="")]
    if first.works_too:
        roles += [GrantDraft(role, region=founding.street_code) for role in WORKING_ROLES]
    for draft in roles:
        grant_role(uow, person_id, draft, command_key=uuid5(key, draft.role))
    return person_id
