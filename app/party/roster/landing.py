"""A file of members lands, batch by batch, each done once; and is taken back as a whole."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import NotAllowed
from app.core.ids import new_id, new_ids
from app.core.pinyin import reading
from app.party.actions.ground import today
from app.party.actions.keeping import put_personal
from app.party.actions.members import MemberPersonal, personal_values
from app.party.models.members import PartyMember, PartyMemberPerson, PartyMembership
from app.party.models.roster import PartyImport, PartyImportRow
from app.party.roster.days import Precision
from app.party.roster.matching import Holds, held_of
from app.party.roster.preview import PreviewRow, RosterPreview, RowState
from app.party.roster.states import LIKELY_FILE, ImportState
from app.party.roster.told_rows import ToldMember
from app.party.rules import WORDS_MOST, Standing, joined, words_of

BATCH_ROWS = 1_000
MERGED = (
    *("sex", "joined_on", "joined_precision", "standing", "grid_code", "workplace"),
    *("skills", "tags"),
)
"""What a row may change of somebody who is there: never the name or the organisation."""
Progress = Callable[[int], None]


@once
def look_at_file(uow: Uow, file_name: str, region: str, *, command_key: UUID) -> UUID:
    """Put down that a file of members is compared with the roster, before it is.

    Raises:
        NotAllowed: The actor does not keep the roster, or may not read its personal values: who
            compares numbers learns them.
    """
    if not uow.actor.may_in(Right.MANAGE_PARTY, region):
        raise NotAllowed(right=Right.MANAGE_PARTY)
    if not uow.actor.may_in(Right.READ_MEMBER_PERSONAL, region):
        raise NotAllowed(right=Right.READ_MEMBER_PERSONAL)
    row = PartyImport(
        id=new_id(),
        file_name=file_name[-LIKELY_FILE:],
        region=region,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        at=uow.now,
        state=ImportState.LOOKED_AT,
    )
    uow.session.add(row)
    uow.record("party.file_looked_at", Topic.MEMBER, row.id, region=region)
    return row.id


@dataclass(frozen=True, slots=True)
class Landing:
    """What a file did.

    Attributes:
        merged: Rows of members that were there; some of them said nothing new.
    """

    added: int
    merged: int
    refused: int
    left_out: int


class _Batch:
    """Rows that land in one transaction; what is asked is told by where they stand."""

    def __init__(self, rows: Sequence[PreviewRow], number: int) -> None:
        self.rows = rows
        self._number = number

    def __repr__(self) -> str:
        return f"batch {self._number} of {len(self.rows)}"


def land(
    database: Database,
    actor: Actor,
    looked_at: RosterPreview,
    pepper: bytes,
    *,
    command_key: UUID,
    progress: Progress | None = None,
) -> Landing:
    """Land the rows of a preview as they were chosen; rows that cannot are left.

    Args:
        database: Where to.
        actor: Keeps the rosters.
        looked_at: As it was shown.
        pepper: Key of the hashes numbers are matched by.
        command_key: Made by the caller, once per user action; sent again, nothing lands twice.
        progress: Told how many rows have landed.
    """
    states = (RowState.NEW, RowState.MERGE)
    rows = [row for row in looked_at.rows if row.state in states]
    for number, start in enumerate(range(0, len(rows), BATCH_ROWS)):
        batch = _Batch(rows[start : start + BATCH_ROWS], number)
        with database.writing(actor) as uow:
            key = uuid5(command_key, f"batch {number}")
            _land(uow, looked_at.import_id, batch, pepper, command_key=key)
        if progress is not None:
            progress(min(start + BATCH_ROWS, len(rows)))
    counts = looked_at.counts()
    done = Landing(*(counts[s] for s in (*states, RowState.REFUSED, RowState.LEFT_OUT)))
    with database.writing(actor) as uow:
        _end(uow, looked_at.import_id, done, command_key=uuid5(command_key, "end"))
    return done


@once
def _land(uow: Uow, import_id: UUID, batch: _Batch, pepper: bytes, *, command_key: UUID) -> None:
    new = [row for row in batch.rows if row.state is RowState.NEW]
    old = [row for row in batch.rows if row.state is RowState.MERGE]
    done = [*_add(uow, new, pepper), *_merge(uow, old, import_id, pepper)]
    uow.add_many(PartyImportRow, [{"import_id": import_id, **row} for row in done])
    row = uow.session.get_one(PartyImport, import_id)
    facts = {"added": len(new), "merged": len(old)}
    uow.record("party.members_imported", Topic.MEMBER, import_id, region=row.region, **facts)
    uow.touched(Topic.MEMBER, "", row.region)


def _add(uow: Uow, rows: Sequence[PreviewRow], pepper: bytes) -> list[dict[str, Any]]:
    members, persons, seconds, done = [], [], [], []
    for key, row in zip(new_ids(len(rows)), rows, strict=True):
        told, second = _of(row), _second(uow, key, row)
        members.append(_member(key, row, told))
        persons.append(personal_values(_personal(told), key, pepper))
        seconds.extend(second)
        done.append(_done(row.line, key, 1, is_new=True, before=_before_second(second)))
    uow.add_many(PartyMember, members, {"added_at": uow.now})
    uow.add_many(PartyMemberPerson, persons)
    uow.add_many(PartyMembership, seconds)
    return done


def _of(row: PreviewRow) -> ToldMember:
    assert row.told is not None  # noqa: S101  what could not be read does not land
    return row.told


def _member(key: UUID, row: PreviewRow, told: ToldMember) -> dict[str, Any]:
    assert row.place is not None  # noqa: S101  see `_of`
    read = reading(told.name)
    return {
        "id": key,
        "name": told.name,
        "pinyin": read.key,
        "initials": read.initials,
        "sex": told.sex,
        **_joined(told),
        "standing": told.standing or Standing.FULL,
        "organisation_id": row.place.id,
        "region": row.place.region,
        "grid_code": row.grid,
        "workplace": told.workplace,
        "unit_id": None,
        "is_serving": False,
        "skills": joined(told.skills),
        "tags": joined(told.tags),
        "left_on": None,
        "left_reason": None,
        "version": 1,
    }


def _joined(told: ToldMember) -> dict[str, Any]:
    day = told.joined
    precision = None if day is None or day.precision is Precision.DAY else str(day.precision)
    return {"joined_on": day.first if day is not None else None, "joined_precision": precision}


def _personal(told: ToldMember) -> MemberPersonal:
    number = told.number
    return MemberPersonal(
        number.kind if number is not None else None,
        number.number if number is not None else "",
        told.phone,
        told.address,
    )


def _second(uow: Uow, member: UUID, row: PreviewRow) -> list[dict[str, Any]]:
    if row.second is None or row.place is None or row.second.id == row.place.id:
        return []
    known = {"id": new_id(), "member_id": member, "organisation_id": row.second.id}
    return [{**known, "since": today(uow), "until": None, "note": ""}]


def _before_second(second: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"second": str(second[0]["id"])} if second else {}


def _done(
    line: int,
    member: UUID,
    version: int,
    *,
    is_new: bool,
    before: dict[str, Any],
    filled: Sequence[str] = (),
) -> dict[str, Any]:
    return {
        "line": line,
        "member_id": member,
        "is_new": is_new,
        "member_version": version,
        "before": before,
        "filled": ",".join(filled),
    }


def _merge(
    uow: Uow, rows: Sequence[PreviewRow], import_id: UUID, pepper: bytes
) -> Iterator[dict[str, Any]]:
    """Merge rows into the members they are; what a row does not say stays as it was."""
    others = [(row.other.member_id, row) for row in rows if row.other is not None]
    by_member = {key: row for key, row in others if key is not None}
    asked = sa.select(PartyMember).where(
        PartyMember.id.in_(list(by_member)), PartyMember.left_on.is_(None)
    )
    members = {each.id: each for each in uow.session.scalars(asked.with_for_update())}
    holds = dict(held_of(uow.session, list(members), import_id))
    seconds = _seconds_of(uow, list(members))
    for key, member in members.items():
        row = by_member[key]
        before = _take_over(member, row)
        second = [] if key in seconds else _second(uow, key, row)
        if second and second[0]["organisation_id"] != member.organisation_id:
            uow.add_many(PartyMembership, second)
            before |= _before_second(second)
        filled = _fill(uow, key, _of(row), holds.get(key), pepper)
        if before or filled:
            uow.session.flush()
            yield _done(row.line, key, member.version, is_new=False, before=before, filled=filled)


def _seconds_of(uow: Uow, members: Sequence[UUID]) -> set[UUID]:
    asked = sa.select(PartyMembership.member_id).where(
        PartyMembership.member_id.in_(members), PartyMembership.until.is_(None)
    )
    return set(uow.session.scalars(asked))


def _take_over(member: PartyMember, row: PreviewRow) -> dict[str, Any]:
    """Put down what a row says besides what is known; return what it was before."""
    told = _of(row)
    wanted: dict[str, Any] = {}
    if told.sex is not None and member.sex is None:
        wanted["sex"] = told.sex
    if told.joined is not None and _is_better(told, member):
        wanted |= _joined(told)
    if told.standing is Standing.FULL:
        wanted["standing"] = told.standing
    if row.grid is not None and member.grid_code is None:
        wanted["grid_code"] = row.grid
    if told.workplace:
        wanted["workplace"] = told.workplace
    for name, words in (("skills", told.skills), ("tags", told.tags)):
        both = joined(dict.fromkeys((*words_of(getattr(member, name)), *words)))
        if words and len(both) <= WORDS_MOST:
            wanted[name] = both
    before: dict[str, Any] = {}
    for name, value in wanted.items():
        old = getattr(member, name)
        if old != value:
            before[name] = old.isoformat() if hasattr(old, "isoformat") else old
            setattr(member, name, value)
    return before


def _is_better(told: ToldMember, member: PartyMember) -> bool:
    """Tell whether a row knows the day of joining better than the roster does."""
    if member.joined_on is None:
        return True
    order = (Precision.YEAR, Precision.MONTH, Precision.DAY)
    known = Precision(member.joined_precision or Precision.DAY)
    new = told.joined.precision if told.joined is not None else Precision.YEAR
    return order.index(new) > order.index(known)


def _fill(
    uow: Uow, key: UUID, told: ToldMember, holds: Holds | None, pepper: bytes
) -> tuple[str, ...]:
    """Fill in the personal values that stand empty; what stands there stays."""
    if holds is None:
        return ()
    number = told.number if not holds.has_number else None
    personal = MemberPersonal(
        number.kind if number is not None else None,
        number.number if number is not None else "",
        "" if holds.phone_last4 else told.phone,
        "" if holds.has_address else told.address,
    )
    return put_personal(uow, key, personal, pepper, only_empty=True)


@once
def _end(uow: Uow, import_id: UUID, done: Landing, *, command_key: UUID) -> None:
    row = uow.session.get_one(PartyImport, import_id)
    row.state = ImportState.LANDED
    row.added, row.merged, row.refused = done.added, done.merged, done.refused
    uow.settle(row)
    uow.record("party.file_landed", Topic.MEMBER, row.id, region=row.region, rows=json_of(done))
    uow.touched(Topic.MEMBER, "", row.region)


def json_of(done: Landing) -> str:
    """Return the counts as the journal keeps them."""
    counts = (done.added, done.merged, done.refused, done.left_out)
    return json.dumps(counts)
