"""Roles, rights and what each role may do (DOMAIN §2); pure."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here; several may be held, each with a scope of its own."""

    RECEPTIONIST = "receptionist"
    DISPATCHER = "dispatcher"
    GRID_WORKER = "grid_worker"
    DEPARTMENT_HANDLER = "department_handler"
    MEDIATOR = "mediator"
    PARTY_OFFICER = "party_officer"
    SERVICE_CLERK = "service_clerk"
    DIRECTOR = "director"
    COMMUNITY_WORKER = "community_worker"
    LEADER = "leader"
    EXTERNAL_HANDLER = "external_handler"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    WALL = "wall"
    KIOSK = "kiosk"


class Right(StrEnum):
    """What an action or a reading asks for; checked where the data is."""

    READ_CASES = "cases.read"
    REGISTER_CASE = "cases.register"
    ASSIGN_CASE = "cases.assign"
    HANDLE_CASE = "cases.handle"  # sign for, report progress, finish
    CALL_BACK = "cases.call_back"
    CLOSE_CASE = "cases.close"
    READ_PERSONAL = "cases.read_personal"
    READ_CONFIDENTIAL = "cases.read_confidential"  # learn who a confidential reporter is
    APPROVE = "cases.approve"  # extensions, suspensions, rulings
    SUPERVISE_CASE = "cases.supervise"
    READ_FIGURES = "index.read"
    READ_TERRITORY = "territory.read"
    MANAGE_TERRITORY = "territory.manage"
    MANAGE_ACCOUNTS = "accounts.manage"
    MANAGE_CALENDAR = "administration.calendar"
    MANAGE_SETTINGS = "administration.settings"
    READ_JOURNAL = "journal.read"
    IMPORT = "exchange.import"
    EXPORT = "exchange.export"


class UnitKind(StrEnum):
    """What sort of organisation a unit is."""

    CENTRE = "centre"
    DEPARTMENT = "department"
    COMMUNITY = "community"
    PROPERTY_COMPANY = "property_company"
    COMMITTEE = "committee"
    SOCIAL_ORGANISATION = "social_organisation"


_STAFF = frozenset({Right.READ_CASES, Right.READ_TERRITORY})
_HANDLES = _STAFF | {Right.HANDLE_CASE}

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.RECEPTIONIST: _STAFF | {Right.REGISTER_CASE, Right.CALL_BACK, Right.READ_PERSONAL},
    Role.DISPATCHER: _STAFF
    | {
        Right.REGISTER_CASE,
        Right.ASSIGN_CASE,
        Right.CALL_BACK,
        Right.CLOSE_CASE,
        Right.READ_PERSONAL,
        Right.READ_FIGURES,
        Right.EXPORT,
        Right.IMPORT,
    },
    Role.GRID_WORKER: _HANDLES | {Right.REGISTER_CASE},
    Role.DEPARTMENT_HANDLER: _HANDLES | {Right.READ_PERSONAL},
    Role.MEDIATOR: _HANDLES | {Right.READ_PERSONAL},
    Role.PARTY_OFFICER: frozenset({Right.READ_TERRITORY}),
    Role.SERVICE_CLERK: _STAFF | {Right.REGISTER_CASE},
    Role.DIRECTOR: _STAFF
    | {
        Right.REGISTER_CASE,
        Right.ASSIGN_CASE,
        Right.CALL_BACK,
        Right.CLOSE_CASE,
        Right.APPROVE,
        Right.SUPERVISE_CASE,
        Right.READ_PERSONAL,
        Right.READ_CONFIDENTIAL,
        Right.READ_FIGURES,
        Right.MANAGE_CALENDAR,
        Right.EXPORT,
        Right.IMPORT,
    },
    Role.COMMUNITY_WORKER: _HANDLES | {Right.REGISTER_CASE},
    Role.LEADER: frozenset({Right.READ_FIGURES, Right.READ_TERRITORY}),
    Role.EXTERNAL_HANDLER: frozenset({Right.READ_CASES, Right.HANDLE_CASE}),
    Role.SUPERVISOR: _STAFF | {Right.SUPERVISE_CASE, Right.READ_FIGURES},
    Role.AUDITOR: frozenset({Right.READ_JOURNAL}),
    Role.ADMINISTRATOR: frozenset(
        {
            Right.READ_TERRITORY,
            Right.MANAGE_TERRITORY,
            Right.MANAGE_ACCOUNTS,
            Right.MANAGE_CALENDAR,
            Right.MANAGE_SETTINGS,
        }
    ),
    Role.WALL: frozenset({Right.READ_FIGURES}),
    Role.KIOSK: frozenset(),
}
"""Administrators keep accounts and settings and see no personal data; auditors read the
journal and change nothing (DOMAIN §2)."""

UNIT_ROLES = frozenset({Role.DEPARTMENT_HANDLER, Role.EXTERNAL_HANDLER})
"""Roles whose scope is a unit; all others are scoped by region (either may carry both)."""


def rights_of(role: Role) -> frozenset[str]:
    """Return the rights of a role as plain text, as `app.core.actor.Grant` keeps them."""
    return frozenset(str(right) for right in ROLE_RIGHTS[role])
