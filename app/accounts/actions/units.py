"""Units: departments, communities, companies, committees."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.accounts.actions.reach import Scope, covers
from app.accounts.errors import BeyondReach, UnitCodeTaken, UnitUnderItself
from app.accounts.models import Unit
from app.accounts.rules import (
    Field,
    Right,
    UnitKind,
    check_note,
    check_phone,
    check_region,
    check_text,
)
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotFound
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """What can be edited of a unit.

    Attributes:
        name: As screens and papers show it.
        kind: What sort of organisation it is.
        region: Code of the region it belongs to.
        code: Its code in the house's own or the city's list, "" where it has none.
        parent_id: The unit it belongs to.
        phone: Its public number.
        has_desk: False: it has no computer here, assignments go out on paper.
        is_active: False: it gets nothing new; what it has stays with it.
    """

    name: str
    kind: UnitKind
    region: str
    code: str = ""
    parent_id: UUID | None = None
    phone: str = ""
    has_desk: bool = True
    is_active: bool = True


@once
def create_unit(uow: Uow, draft: UnitDraft, *, command_key: UUID) -> UUID:
    """Take a unit in.

    Raises:
        BeyondReach: It lies outside the actor's region.
        UnitCodeTaken: Another unit has that code.
    """
    uow.actor.require(Right.MANAGE_ACCOUNTS)
    unit = Unit(id=new_id())
    _fill(uow, unit, draft)
    uow.session.add(unit)
    _flush(uow, draft)
    uow.record("accounts.create_unit", Topic.UNIT, unit.id, region=unit.region, **_facts(unit))
    uow.touched(Topic.UNIT, unit.id, unit.region)
    return unit.id


@once
def update_unit(
    uow: Uow, unit_id: UUID, draft: UnitDraft, seen_version: int, *, command_key: UUID
) -> None:
    """Change a unit.

    Raises:
        NotFound: There is no such unit within the actor's region.
        Conflict: Somebody changed it since it was read.
        BeyondReach: It would move outside the actor's region.
        UnitCodeTaken: Another unit has that code.
        UnitUnderItself: It would become its own parent.
    """
    uow.actor.require(Right.MANAGE_ACCOUNTS)
    unit = uow.session.get(Unit, unit_id)
    if unit is None or not covers(uow, Scope(unit.region, unit.id)):
        raise NotFound
    if unit.version != seen_version:
        raise Conflict
    before, old_region = _facts(unit), unit.region
    _fill(uow, unit, draft)
    _flush(uow, draft)
    uow.record(
        "accounts.update_unit",
        Topic.UNIT,
        unit.id,
        region=unit.region,
        old=before,
        new=_facts(unit),
    )
    uow.touched(Topic.UNIT, unit.id, unit.region)
    uow.touched(Topic.UNIT, unit.id, old_region)


def _fill(uow: Uow, unit: Unit, draft: UnitDraft) -> None:
    from app.core.pinyin import reading

    check_region(draft.region)
    if not covers(uow, Scope(draft.region, unit.id)):
        raise BeyondReach
    _check_parent(uow, unit.id, draft.parent_id)
    unit.name = check_text(Field.NAME, draft.name, 64)
    read = reading(unit.name)
    unit.pinyin, unit.initials = read.key[:255], read.initials[:64]
    unit.code = check_note(Field.UNIT_CODE, draft.code, 32) or None
    unit.kind, unit.region = draft.kind, draft.region
    unit.parent_id, unit.phone = draft.parent_id, check_phone(draft.phone)
    unit.has_desk, unit.is_active = draft.has_desk, draft.is_active


def _check_parent(uow: Uow, unit_id: UUID, parent_id: UUID | None) -> None:
    seen = {unit_id}
    while parent_id is not None:
        if parent_id in seen:
            raise UnitUnderItself
        seen.add(parent_id)
        parent = uow.session.get(Unit, parent_id)
        if parent is None:
            raise NotFound
        parent_id = parent.parent_id


def _flush(uow: Uow, draft: UnitDraft) -> None:
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise UnitCodeTaken(unit_code=draft.code) from error


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "unit_region": unit.region,
        "parent": str(unit.parent_id) if unit.parent_id else None,
        "has_desk": unit.has_desk,
        "is_active": unit.is_active,
    }
