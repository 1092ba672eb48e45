"""People with accounts of their own at a server, to be seated at the desks that are measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actions import GrantDraft, PersonDetails, create_person, grant_role
from app.accounts.models import Person, Unit
from app.accounts.passwords import Secret
from app.accounts.rules import Role
from app.accounts.scram import make_verifier
from app.accounts.secrets import keep_secret
from app.core.actor import console
from app.core.database import Database, Uow
from app.core.database.address import TAG
from app.core.database.tables import DatabaseState
from app.core.ids import new_id
from app.territory.models import Region
from app.territory.rules import Tier

_ROUNDS = 4_096  # of a password: what is measured begins when everybody sits


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can sign in, and where they work.

    Attributes:
        street: Code of the street they dispatch in.
        grid: Code of a grid there.
    """

    login: str
    password: str = field(repr=False)
    street: str
    grid: str


@dataclass(frozen=True, slots=True)
class Hall:
    """Where the desks stand.

    Attributes:
        url: Address of the database without anybody's name.
        seats: Everybody who sits there.
    """

    url: str = field(repr=False)
    seats: tuple[Seat, ...]


def make_hall(database: Database, count: int, streets: Sequence[str] = ()) -> Hall:
    """Seat so many dispatchers, the streets taking turns; whoever sat here before has a new
    password.

    Args:
        database: As its service sees it.
        count: How many there are to be.
        streets: Codes of streets; all that have grids where left out.
    """
    password = token_urlsafe()
    with database.writing(console("bench")) as uow:
        grids = _grids(uow.session, streets)
        unit = uow.session.scalars(sa.select(Unit.id).order_by(Unit.code).limit(1)).one()
        seats = []
        for number in range(count):
            street, grid = grids[number % len(grids)]
            seat = Seat(f"bench{street}.{number:03d}", password, street, grid)
            draft = GrantDraft(Role.DISPATCHER, region=street)
            make_person(uow, seat.login, password, draft, unit)
            seats.append(seat)
    return Hall(nobodys(database), tuple(seats))


def hall_of_one_street(url: str, count: int) -> Hall:
    """Seat so many dispatchers of the first street of a database; `url` is its service's."""
    database = Database.open(url)
    try:
        with database.reading() as session:
            street = _grids(session, ())[0][0]
        return make_hall(database, count, (street,))
    finally:
        database.dispose()


def make_person(uow: Uow, login: str, password: str, draft: GrantDraft, unit: UUID | None) -> None:
    """Take somebody in with one role; whoever is there has a new password.

    Args:
        uow: Of the service.
        login: Of the person.
        password: Normal.
        draft: Role and scope.
        unit: Where they work.
    """
    secret = Secret("", make_verifier(password, iterations=_ROUNDS))
    known = uow.session.scalar(sa.select(Person.id).where(Person.login == login))
    if known is not None:
        keep_secret(uow, known, secret)
        return
    details = PersonDetails(login, unit)
    who = create_person(
        uow, login, details, secret, command_key=new_id(), must_change_password=False
    )
    grant_role(uow, who, draft, command_key=new_id())


def _grids(session: Session, streets: Sequence[str]) -> list[tuple[str, str]]:
    """Return streets with the first grid of each."""
    first = sa.func.min(Region.code)
    street = sa.func.substr(Region.code, 1, 9)
    asked = sa.select(street, first).where(Region.tier == Tier.GRID).group_by(street)
    found = [(code, grid) for code, grid in session.execute(asked.order_by(street))]
    return [each for each in found if not streets or each[0] in streets]


def nobodys(database: Database) -> str:
    """Return the address of a server's database as desks have it, without anybody's name."""
    with database.reading() as session:
        tag = session.scalars(sa.select(DatabaseState.role_tag)).one()
    url = database.url._replace(username=None, password=None).update_query_dict({TAG: tag})
    return url.render_as_string(hide_password=False)
