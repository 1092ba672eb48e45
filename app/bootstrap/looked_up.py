"""What a desk copies for the time its server is away: what forms look up, and what its person has
in hand; encrypted in their vault, and in memory while they sit there.
"""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.database import Database
from app.core.database.mirror import Rows, image_of, open_image, rows_of
from app.core.ids import new_id
from app.core.outbox.vault import Vault

FILE = "looked_up.bin"
MOST_CASES = 200
"""Cases in hand that are copied, the newest: more nobody works through in an outage."""


class Copier:
    """Copies for one person: what changes seldom once, what they have in hand each time."""

    def __init__(self, database: Database, actor: Actor, vault: Vault) -> None:
        self._database, self._actor, self._vault = database, actor, vault
        self._seldom = b""

    def copy(self) -> None:
        """Copy anew.

        Raises:
            AppError: The server, or this computer's disk, refuses.
        """
        at = self._database.clock.now()
        with self._database.reading() as session:
            if not self._seldom:
                self._seldom = image_of(_seldom_changed(session))
            image = image_of(_in_hand(session, self._actor), self._seldom)
        self._vault.keep(FILE, f"{at.isoformat()}\n".encode() + zlib.compress(image))
        look_up_in(self._database, self._vault)


def writes_away(actor: Actor) -> bool:
    """Tell whether somebody may do any of what can be done while the server is away."""
    from app.accounts.rules import Right

    return actor.may(Right.REGISTER_CASE) or actor.may(Right.HANDLE_CASE)


def look_up_in(database: Database, vault: Vault) -> None:
    """Let a database look up in what a vault keeps while its server is away."""
    at, _, body = (vault.kept(FILE) or b"").partition(b"\n")
    mirror, mirror_at = None, None
    with suppress(zlib.error, ValueError):
        mirror_at = datetime.fromisoformat(at.decode())
        mirror = open_image(zlib.decompress(body))
    database.mirror_at, database.mirror = mirror_at, mirror  # who reads meanwhile has the old one


def _seldom_changed(session: Session) -> Iterator[Rows]:
    import app.migrations.models  # noqa: F401  every table is made
    from app.accounts.models import Person, Unit
    from app.cases.models import Category, LimitTable
    from app.core.calendar_store import CalendarVersion
    from app.core.shared_settings import SharedSetting
    from app.territory.models import Region
    from app.territory.models.grids import Grid
    from app.territory.models.places import Place
    from app.territory.models.shapes import MapLine, Outline

    tables = (Region, Grid, Place, Outline, MapLine, Unit, Person, Category, LimitTable)
    for table in (*tables, CalendarVersion, SharedSetting):
        yield rows_of(session, table)


def _in_hand(session: Session, actor: Actor) -> Iterator[Rows]:
    from app.accounts.rules import Right
    from app.cases.models import CaseAudience, CaseFile, CasePlace
    from app.cases.models.life import CaseEvent

    if not actor.may(Right.HANDLE_CASE):
        return
    cases = tuple(session.scalars(_handled_by(actor)).all())
    yield rows_of(session, CaseFile, CaseFile.id.in_(cases))
    for table in (CaseAudience, CasePlace, CaseEvent):
        yield rows_of(session, table, table.case_id.in_(cases))
    yield _masked(session, cases)


def _handled_by(actor: Actor) -> sa.Select[UUID]:
    """Ask for the open cases that somebody, or a unit of theirs, handles."""
    from app.accounts.rules import Right
    from app.cases.models import CaseFile
    from app.cases.scope import is_open, visible

    mine = sa.or_(
        CaseFile.handler_id == actor.person_id,
        CaseFile.handling_unit_id.in_(actor.units(Right.HANDLE_CASE)),
    )
    asked = sa.select(CaseFile.id).where(mine, is_open(), visible(actor))
    return asked.order_by(CaseFile.order_at.desc()).limit(MOST_CASES)


def _masked(session: Session, cases: tuple[UUID, ...]) -> Rows:
    """Return who reported, as a list shows it: the values themselves stay on the server."""
    from app.cases.models.personal import CasePerson
    from app.cases.queries.personal import masked_reporter

    found = ((case_id, masked_reporter(session, case_id)) for case_id in cases)
    rows = [
        {
            "id": new_id(),
            "case_id": case_id,
            "name": told.name,
            "phone": told.phone,
            "phone_last4": "",
            "document_number": "",
            "address": "",
            "salt": b"",
        }
        for case_id, told in found
        if told is not None
    ]
    return CasePerson, rows
