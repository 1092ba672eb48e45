"""Where what tells a right password from a wrong one is kept."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import PersonSecret, SecondFactor
from app.accounts.passwords import Secret
from app.core.database import Uow, has_own_account


def keep_secret(uow: Uow, person_id: UUID, secret: Secret) -> None:
    """Keep a person's new password: in a file its hash, on a server the verifier of their login
    role, by a function that looks at who asks.
    """
    if uow.session.get_bind().dialect.name == "postgresql":
        uow.session.flush()
        asked = sa.text("SELECT jz.keep_secret(:person, :verifier)")
        uow.session.execute(asked, {"person": person_id, "verifier": secret.verifier})
        return
    row = uow.session.get(PersonSecret, person_id)
    if row is None:
        row = PersonSecret(person_id=person_id)
        uow.session.add(row)
    row.password_hash, row.changed_at = secret.hash, uow.now


def has_factor(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody has a second factor: oneself, or somebody whose account one keeps."""
    if has_own_account(session):
        asked = sa.text("SELECT jz.has_factor(:person)")
        return bool(session.scalar(asked, {"person": person_id}))
    asked_for = sa.select(SecondFactor.confirmed_at).where(SecondFactor.person_id == person_id)
    return session.scalar(asked_for) is not None
