"""Which program stands on which computer: noted when somebody signs in there."""

import sqlalchemy as sa

from app.accounts.models import DeskSeen
from app.core.database import VERSION, Uow, insert_unless_there


def see_desk(uow: Uow) -> None:
    """Note that whoever acts sits at their desk, and with which version of the program."""
    who = uow.actor
    if who.person_id is None:
        return
    key = {"desk": who.desk, "person_id": who.person_id}
    told = {"at": uow.now, "version": VERSION}
    if not insert_unless_there(uow.session, DeskSeen, key | told):
        mine = (DeskSeen.desk == who.desk, DeskSeen.person_id == who.person_id)
        uow.session.execute(
            sa.update(DeskSeen)
            .where(*mine)
            .values(**told)
            .execution_options(synchronize_session=False)
        )
