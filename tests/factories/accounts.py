"""A small house: people, units and roles made by the real actions."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.accounts.actions import (
    GrantDraft,
    PersonDetails,
    UnitDraft,
    create_person,
    create_unit,
    grant_role,
)
from app.accounts.passwords import Secret
from app.accounts.queries import PersonCard, actor_of, person_card
from app.accounts.rules import UnitKind
from app.accounts.scram import make_verifier
from app.core.actor import Actor, console
from app.core.database import Database
from app.core.database.tables import JournalEntry

CONSOLE = console("前台")
DISTRICT, NORTH, SOUTH = "140213", "140213004", "140213005"
PASSWORD = "opensesame26"
ANY_SECRET = Secret("hash", make_verifier("nobody types this", iterations=4096))


@dataclass(frozen=True, slots=True)
class House:
    """Short ways to make and use accounts."""

    database: Database
    secret: Secret

    def unit(self, name: str, region: str = NORTH, **given) -> UUID:
        draft = UnitDraft(name, given.pop("kind", UnitKind.DEPARTMENT), region, **given)
        return self.do(create_unit, draft)

    def person(
        self,
        login: str,
        *roles: GrantDraft,
        name: str = "",
        unit_id: UUID | None = None,
        must_change_password: bool = False,
    ) -> UUID:
        key = self.do(
            create_person,
            login,
            PersonDetails(name or login, unit_id),
            self.secret,
            must_change_password=must_change_password,
        )
        for role in roles:
            self.do(grant_role, key, role)
        return key

    def do(self, action, *args, actor: Actor = CONSOLE, **kwargs):
        """Run an action in a transaction of its own."""
        kwargs.setdefault("command_key", uuid4())
        with self.database.writing(actor) as uow:
            return action(uow, *args, **kwargs)

    def ask(self, query, *args, **kwargs):
        """Run a query in a session of its own."""
        with self.database.reading() as session:
            return query(session, *args, **kwargs)

    def card(self, person_id: UUID, actor: Actor = CONSOLE) -> PersonCard:
        return self.ask(person_card, actor, person_id, now=self.database.clock.now())

    def home_of(self, actor: Actor) -> UUID | None:
        """Return the unit an actor works in."""
        return self.card(actor.person_id).unit_id

    def last_entry(self) -> JournalEntry:
        with self.database.reading() as session:
            newest = sa.select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)
            return session.scalars(newest).one()

    def actor(self, person_id: UUID) -> Actor:
        return self.ask(actor_of, person_id, "窗口1", self.database.clock.now())
