"""What the rules of rows are made of; `policies` says which holds for which table.

Every condition is a SQL expression over the row; ``jz.…`` are the functions beside this file. They
are asked once per statement, as ``(SELECT …)`` says to PostgreSQL, and region codes are compared by
LIKE ANY within CASE, so that the planner keeps the way an explicit filter would have taken.
"""

from app.accounts.rules import Right
from app.migrations.access.policy import ADMIN, DESK, PERSON, Policy


def _quoted(rights: tuple[Right, ...]) -> str:
    return ", ".join(f"'{right}'" for right in rights)


def may(*rights: Right) -> str:
    """Return the condition that one of the rights is held anywhere."""
    return f"(SELECT jz.may({_quoted(rights)}))"


def reaches(column: str, *rights: Right) -> str:
    """Return the condition that one of the rights reaches a region code by region."""
    return f"{column} LIKE ANY ((SELECT jz.reach({_quoted(rights)}))::text[])"


def of_all(*rights: Right) -> str:
    """Return the condition that one of the rights reaches every centre."""
    return f"(SELECT jz.reaches_all({_quoted(rights)}))"


ME = "(SELECT jz.me())"
AT_THE_DOOR = "(SELECT jz.knocking())"
"""Whoever signs in and has not given the code of their second factor yet, too."""
MINE = "person_id = (SELECT jz.me())"
STAFF = "(SELECT jz.is_staff())"
OWN_STAFF = "(SELECT jz.is_own_staff())"
"""Whoever signs in but walls and kiosks; and of these, whoever is no outside company, which
learns nothing of how the centre works (`app.accounts.scope.own_staff`)."""
READING = tuple(
    right
    for right in Right
    if right not in (Right.READ_FIGURES, Right.EXPORT, Right.IMPORT, Right.READ_CONFIDENTIAL)
)
WORK = (
    Right.REGISTER_CASE,
    Right.ASSIGN_CASE,
    Right.HANDLE_CASE,
    Right.CALL_BACK,
    Right.CLOSE_CASE,
    Right.APPROVE,
    Right.SUPERVISE_CASE,
    Right.IMPORT,
)
"""Rights by which somebody changes a case; which step each allows is a rule of the trade, kept
where the rules are."""


def case(region: str, key: str, *rights: Right) -> str:
    """Return who reaches a case with a right: by its place, its desk, or as it was handed on."""
    return (
        f"CASE WHEN {reaches(region, *rights)} THEN true"
        f" WHEN first_contact_id = {ME} THEN {may(*rights)}"
        f" WHEN {reaches('desk_region', *rights)} THEN true"
        f" ELSE jz.is_handed({key}, {region}, {_quoted(rights)}) END"
    )


def case_read() -> str:
    """Return who may read a case, in plain conditions: a queue looks at thousands of rows, and
    a function would be called for each that lies elsewhere.
    """
    placed = f"p.case_id = case_file.id AND {reaches('p.region', Right.READ_CASES)}"
    heard = f"a.case_id = case_file.id AND {IS_MY_UNIT.format('a.')}"
    return (
        f"CASE WHEN {reaches('region', Right.READ_CASES)} THEN true"
        f" WHEN first_contact_id = {ME} THEN {may(Right.READ_CASES)}"
        f" WHEN {exists('case_place p', placed)} OR {exists('case_audience a', heard)} THEN true"
        " WHEN (SELECT jz.has_meeting_scopes())"
        f" THEN jz.is_handed(id, region, '{Right.READ_CASES}') ELSE false END"
    )


CALLED_SO = "(member_id IS NULL OR jz.is_member_called(member_id, person_name))"
"""Who is tied to a member is called as that one, and the member is in reach."""


def exists(table: str, condition: str) -> str:
    """Return the condition that a table has a row that meets a condition."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE {condition})"  # noqa: S608  of ours


IS_MY_UNIT = f"{{}}unit_id = ANY ((SELECT jz.whole_units('{Right.READ_CASES}'))::uuid[])"
OF_CASE = "EXISTS (SELECT 1 FROM case_file c WHERE c.id = case_id)"
"""Rows of a case are for whoever may read the case: its own policy holds within this one."""
AT_ITS_DESK = "region = (SELECT c.desk_region FROM case_file c WHERE c.id = case_id)"
"""What the street's figures count by its region has that of the desk the case lies at."""
WORKS = f"{OF_CASE} AND {may(*WORK)}"
WORKS_BY_DOOR = f"jz.may_read_case(case_id) AND {may(*WORK)}"
"""The same for tables that the policy of cases looks into itself."""
OF_ATTACHMENT = "jz.may_see_attachment(attachment_id)"
KEEPERS = (DESK, ADMIN)
"""Of those who read a directory, who may remove a row at all; no wall and no machine."""
DIRECTORY = (PERSON,)
KEEPS = "jz.keeps_accounts_of(unit_id)"
ENDED = "until <= now() + interval '1 minute'"
KEEPS_PERSON = "jz.keeps_person(person_id)"


_LOOKED_UP = "EXISTS (SELECT 1 FROM case_file c WHERE c.id = CAST(key AS uuid) OFFSET 0)"
"""One by one: OFFSET keeps the planner from gathering all cases for it."""
NEWS_OF_CASE = (
    f"WHEN topic NOT IN ('case', 'presence') OR NOT {may(Right.READ_CASES)} THEN false"
    " WHEN key ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'"
    f" THEN {_LOOKED_UP} ELSE false END"
)
"""News of a case elsewhere is for whoever may read the case. Every desk asks this of everything
that is written anywhere: by a function for each row, 400 desks would have used up the server.
"""


def case_rows(*, change: bool = False, remove: bool = False) -> Policy:
    """Return the policy of rows that belong to a case."""
    return Policy((DESK,), OF_CASE, WORKS, WORKS if change else None, WORKS if remove else None)


def kiosk_row(a_minute: int) -> str:
    """Return the condition that a machine adds a row of now, so many a minute at most."""
    return f"{MINE} AND jz.is_now(at) AND jz.is_slot_of_now(slot, {a_minute})"


DRAWS = (Right.MANAGE_TERRITORY, Right.PUBLISH_GRIDS)
"""Rights by which grids open and end: one by one, or by a draft that is published."""


def territory(code: str) -> Policy:
    """Return the policy of rows of a region code, kept by who keeps or redraws the territory."""
    keeps = reaches(code, Right.MANAGE_TERRITORY)
    draws = f"{keeps} OR (length({code}) = 15 AND {reaches(code, Right.PUBLISH_GRIDS)})"
    # Whoever publishes holds the street meanwhile, so that two wait for one another.
    changes = reaches(code, *DRAWS)
    return Policy(DIRECTORY, STAFF, draws, changes, keeps, removers=KEEPERS, become=draws)


def published(*rights: Right) -> Policy:
    """Return the policy of versions that all read and one of the rights adds for every centre."""
    return Policy(DIRECTORY, STAFF, of_all(*rights))


def kept(condition: str, *, groups: tuple[str, ...] = DIRECTORY, read: str = STAFF) -> Policy:
    """Return the policy of rows that a group reads and whoever meets the condition keeps."""
    removers = KEEPERS if groups == DIRECTORY else ()
    return Policy(groups, read, condition, condition, condition, removers=removers)
