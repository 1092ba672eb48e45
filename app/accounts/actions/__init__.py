"""What is done to accounts; every action is done once however often it is sent.

`sign_in` and `change_password` take the database and open their own transactions; all others
take a unit of work like every action of the house.
"""

from app.accounts.actions.deputies import DeputyDraft, end_deputy, set_deputy
from app.accounts.actions.grants import GrantDraft, end_grant, grant_role
from app.accounts.actions.people import (
    PersonDetails,
    activate_person,
    create_person,
    deactivate_person,
    lock_person,
    reset_password,
    unlock_person,
    update_person,
)
from app.accounts.actions.signing_in import SignedIn, change_password, sign_in
from app.accounts.actions.units import UnitDraft, create_unit, update_unit

__all__ = [
    "DeputyDraft",
    "GrantDraft",
    "PersonDetails",
    "SignedIn",
    "UnitDraft",
    "activate_person",
    "change_password",
    "create_person",
    "create_unit",
    "deactivate_person",
    "end_deputy",
    "end_grant",
    "grant_role",
    "lock_person",
    "reset_password",
    "set_deputy",
    "sign_in",
    "unlock_person",
    "update_person",
    "update_unit",
]
