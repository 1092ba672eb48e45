"""The account of a machine in the hall."""

from app.accounts.actions import GrantDraft, PersonDetails, create_person, grant_role
from app.accounts.actors import actor_of
from app.accounts.passwords import Secret
from app.accounts.rules import Role
from app.accounts.scram import make_verifier
from app.core.actor import Actor, console
from app.core.database import Database
from app.core.ids import new_id
from tests.factories.centre import STREET


def make_machine(database: Database) -> Actor:
    """Give a centre a machine and return it as it signs in."""
    with database.writing(console("tests")) as uow:
        key = create_person(
            uow,
            "kiosk",
            PersonDetails("自助机", None),
            Secret("", make_verifier("opensesame26", iterations=4096)),
            command_key=new_id(),
            must_change_password=False,
        )
        grant_role(uow, key, GrantDraft(Role.KIOSK, STREET), command_key=new_id())
    with database.reading() as session:
        return actor_of(session, key, "自助机", database.clock.now())
