"""While the database is maintained people sign in to read, and change nothing of their own."""

import pytest
import sqlalchemy as sa

from app.accounts.actions import GrantDraft, change_password, sign_in
from app.accounts.models import DeskSeen, Person
from app.accounts.rules import Role
from app.core.database import VERSION
from app.core.errors import ReadOnly
from app.core.ids import new_id
from app.core.maintenance import announce
from tests.factories.accounts import CONSOLE, NORTH, PASSWORD


@pytest.fixture
def clerk(house):
    """Somebody whose centre is being maintained."""
    person = house.person("zhou.min", GrantDraft(Role.RECEPTIONIST, NORTH))
    with house.database.writing(CONSOLE, maintains=True) as uow:
        announce(uow, "维护", stops_writing=True, command_key=new_id())
    return person


def test_whoever_knows_the_password_gets_in_and_their_computer_is_noted(house, clerk):
    signed = sign_in(house.database, "zhou.min", PASSWORD, desk="窗口1")

    assert signed.actor.person_id == clerk
    with house.database.reading() as session:
        [seen] = session.scalars(sa.select(DeskSeen))
        assert (seen.desk, seen.person_id, seen.version) == ("窗口1", clerk, VERSION)


def test_a_password_is_not_changed_and_asking_for_it_locks_nobody_out(house, clerk):
    for _ in range(6):
        with pytest.raises(ReadOnly):
            change_password(house.database, clerk, PASSWORD, "another pass 26", desk="窗口1")

    with house.database.reading() as session:
        assert session.get_one(Person, clerk).failed_count == 0
    sign_in(house.database, "zhou.min", PASSWORD, desk="窗口1")
