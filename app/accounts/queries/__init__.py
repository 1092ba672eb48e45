"""What is read of accounts; frozen rows, keyset pages, one statement a list."""

from app.accounts.actors import actor_of
from app.accounts.queries.cards import DeputyRow, GrantRow, PersonCard, person_card
from app.accounts.queries.colleagues import Colleague, find_colleagues
from app.accounts.queries.grants import grants_of
from app.accounts.queries.people import (
    PeopleFilter,
    PeopleView,
    PersonBrief,
    PersonRow,
    find_people,
    handlers_of,
    people_counts,
    people_page,
    people_with_right,
    person_named,
)
from app.accounts.queries.units import (
    UnitFilter,
    UnitRow,
    centre_of,
    find_units,
    unit_row,
    units_page,
)

__all__ = [
    "Colleague",
    "DeputyRow",
    "GrantRow",
    "PeopleFilter",
    "PeopleView",
    "PersonBrief",
    "PersonCard",
    "PersonRow",
    "UnitFilter",
    "UnitRow",
    "actor_of",
    "centre_of",
    "find_colleagues",
    "find_people",
    "find_units",
    "grants_of",
    "handlers_of",
    "people_counts",
    "people_page",
    "people_with_right",
    "person_card",
    "person_named",
    "unit_row",
    "units_page",
]
