"""The journal can be proven: whoever changes it later is found, row by row."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.core import sealing
from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import JournalEntry, JournalSeal
from app.core.ids import new_id
from app.core.proof import (
    EntryDigester,
    Leaf,
    entry_digest,
    merkle_root,
    pack_leaves,
    seal_hash,
    unpack_leaves,
)
from app.core.seal_check import SealTrouble, check_seals
from app.core.sealing import seal_journal
from tests.factories.journal import WHO, tamper, write
from tests.properties import few

AT = datetime(2026, 11, 24, 6, 5, 14, 123456, tzinfo=UTC)
FACTS = {"old": 1.0, "new": [1, "甲", None, {"b": 2, "a": 1.5}], "where": 113.264385}


def verdict(database: Database, **how):
    with database.reading() as session:
        return check_seals(session, **how)


def troubles(database: Database, **how):
    return [(t.kind, t.seal, t.serial) for t in verdict(database, **how).troubles]


def serials(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(sa.select(JournalEntry.serial).order_by("serial")))


# -- the pure part


def entry(**changed):
    values = {
        "id": "0193",
        "at": AT,
        "person_id": None,
        "person_name": "周敏",
        "desk": "3号窗口",
        "action": "cases.assign",
        "topic": Topic.CASE,
        "subject": "x",
        "region": "990102004",
        "facts": FACTS,
    }
    return values | changed


@few(40)
@given(
    subject=st.text(),
    region=st.text(),
    facts=st.recursive(
        st.none() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    ),
)
def test_rows_digested_together_carry_what_each_would_carry_alone(subject, region, facts):
    shared = entry(person_name='周"敏\\', person_id=new_id())
    rows = [
        shared | {"id": new_id(), "subject": subject, "region": region, "facts": facts},
        shared | {"id": new_id(), "subject": "另", "region": "", "facts": facts},
        shared | {"id": new_id(), "subject": subject, "region": region, "facts": {"n": [facts]}},
    ]
    digester = EntryDigester(shared)

    together = [digester.digest(r["id"], r["subject"], r["region"], r["facts"]) for r in rows]

    assert together == [entry_digest(row) for row in rows]


@pytest.mark.parametrize(
    "changed",
    [
        {"at": AT + timedelta(microseconds=1)},
        {"person_id": "0193"},
        {"person_name": "周"},
        {"desk": ""},
        {"action": "cases.close"},
        {"subject": "y"},
        {"region": "990102005"},
        {"facts": FACTS | {"old": 2}},
    ],
)
def test_a_digest_changes_with_everything_a_row_says(changed):
    assert entry_digest(entry(**changed)) != entry_digest(entry())


def test_a_digest_is_the_same_however_a_database_gives_the_row_back():
    shuffled = {"where": 113.264385, "new": [1, "甲", None, {"a": 1.5, "b": 2}], "old": 1}
    east = AT.astimezone(timezone(timedelta(hours=8)))

    assert entry_digest(entry(facts=shuffled, at=east)) == entry_digest(entry())


leaves = st.lists(st.binary(min_size=32, max_size=32), max_size=40).map(
    lambda digests: [Leaf(serial, digest) for serial, digest in enumerate(digests, start=1)]
)


@given(leaves)
def test_leaves_come_back_as_they_were_packed(given_leaves):
    assert unpack_leaves(pack_leaves(given_leaves)) == given_leaves


@given(leaves.filter(lambda found: len(found) > 1), st.data())
def test_a_root_changes_with_every_leaf_and_their_order(found, data):
    place = data.draw(st.integers(0, len(found) - 2))
    swapped = [*found]
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]

    assert merkle_root(swapped) != merkle_root(found)
    assert merkle_root(found[:-1]) != merkle_root(found)


def test_the_root_is_that_of_rfc_6962():
    """Three leaves: the third goes up unpaired (RFC 6962 section 2.1)."""
    import hashlib

    found = [Leaf(n, bytes([n]) * 32) for n in (1, 2, 3)]
    a, b, c = (hashlib.sha256(b"\x00" + pack_leaves([leaf])).digest() for leaf in found)
    ab = hashlib.sha256(b"\x01" + a + b).digest()

    assert merkle_root(found) == hashlib.sha256(b"\x01" + ab + c).digest()


# -- sealing


def test_what_is_written_is_sealed_and_found_whole(database: Database):
    write(database, 3, old=1.0, new=[113.5, {"b": "“引号”", "a": None}], many=10**15)
    seal_journal(database)
    write(database, 2)

    found = verdict(database)

    assert found.troubles == []
    assert (found.seals, found.unsealed) == (1, 2)
    assert found.rows >= 3


def test_nothing_new_makes_no_seal(database: Database):
    write(database, 1)
    seal_journal(database)
    seal_journal(database)

    assert verdict(database).seals == 1


def test_many_rows_are_sealed_in_blocks_that_follow_each_other(database: Database, monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 2)
    write(database, 5)

    seal_journal(database)

    found = verdict(database)
    assert found.seals >= 3
    assert (found.troubles, found.unsealed) == ([], 0)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # a file has one writer
def test_a_row_committed_late_is_sealed_after_it_is_there(
    database: Database, second_desk: Database, monkeypatch
):
    monkeypatch.setattr(sealing, "WAIT_S", 0.3)
    began, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with second_desk.writing(WHO) as uow:
            uow.record("test.slow", Topic.SETTING, "slow")
            uow.session.flush()  # it has its serial, and nobody else sees it
            began.set()
            go_on.wait(10)

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(10)
    write(database, 1)
    seal_journal(database)
    waiting = verdict(database).seals
    go_on.set()
    thread.join()
    seal_journal(database)

    found = verdict(database)
    assert waiting == 0
    assert (found.troubles, found.unsealed) == ([], 0)


def test_the_database_refuses_to_change_a_seal(database: Database):
    write(database, 1)
    seal_journal(database)
    for statement in ("UPDATE journal_seal SET number = 9", "DELETE FROM journal_seal"):
        with (
            pytest.raises(sa.exc.DBAPIError),
            database.engine.execution_options(writes=True).begin() as connection,
        ):
            connection.execute(sa.text(statement))


# -- what somebody with all rights does


@pytest.fixture
def sealed(database: Database) -> Database:
    write(database, 4)
    seal_journal(database)
    write(database, 4)
    seal_journal(database)
    return database


def test_an_edited_row_is_named(sealed: Database):
    row = serials(sealed)[-2]
    tamper(sealed, f"UPDATE journal SET person_name = '别人' WHERE serial = {row}")

    assert troubles(sealed) == [(SealTrouble.EDITED, 2, row)]


def test_a_row_edited_before_it_was_sealed_is_named(sealed: Database):
    write(sealed, 1)
    row = serials(sealed)[-1]
    tamper(sealed, f"UPDATE journal SET desk = '别处' WHERE serial = {row}")
    before = troubles(sealed)
    seal_journal(sealed)

    assert before == [(SealTrouble.EDITED, None, row)]
    assert troubles(sealed) == [(SealTrouble.EDITED, 3, row)]


def test_a_row_edited_with_its_digest_is_named(sealed: Database):
    row = serials(sealed)[-1]
    with sealed.reading() as session:
        values = session.scalar(sa.select(JournalEntry).where(JournalEntry.serial == row)).__dict__
    told = entry_digest(values | {"desk": "别处"}).hex()
    digest = f"x'{told}'" if sealed.is_sqlite else f"'\\x{told}'"
    tamper(sealed, f"UPDATE journal SET desk = '别处', digest = {digest} WHERE serial = {row}")

    assert troubles(sealed) == [(SealTrouble.REPLACED, 2, row)]


def test_a_deleted_row_is_named(sealed: Database):
    row = serials(sealed)[-3]
    tamper(sealed, f"DELETE FROM journal WHERE serial = {row}")

    assert troubles(sealed) == [(SealTrouble.MISSING, 2, row)]


def test_two_rows_that_changed_places_are_named(sealed: Database):
    first, second = serials(sealed)[-2:]
    tamper(
        sealed,
        f"UPDATE journal SET serial = -1 WHERE serial = {first}",
        f"UPDATE journal SET serial = {first} WHERE serial = {second}",
        f"UPDATE journal SET serial = {second} WHERE serial = -1",
    )

    assert troubles(sealed) == [
        (SealTrouble.REPLACED, 2, first),
        (SealTrouble.REPLACED, 2, second),
    ]


def test_a_row_put_in_later_is_named(sealed: Database):
    gone, last = serials(sealed)[-2:]
    tamper(
        sealed,
        f"UPDATE journal SET serial = {last + 1} WHERE serial = {gone}",  # frees a place …
        f"DELETE FROM journal WHERE serial = {gone}",
    )
    with sealed.writing(WHO) as uow:
        values = uow.entry("test.forged", Topic.SETTING, "x")
        uow.session.execute(sa.insert(JournalEntry).values(serial=gone, **values))

    found = troubles(sealed)

    assert (SealTrouble.REPLACED, 2, gone) in found


def test_a_row_between_sealed_ones_that_was_not_sealed_is_named(sealed: Database):
    tamper(sealed, "DELETE FROM journal_seal WHERE number = 2")
    first, *_others, last = serials(sealed)[-4:]
    with sealed.reading() as session:
        one = session.get(JournalSeal, 1)
        previous, at = one.hash, one.at
        asked = sa.select(JournalEntry.serial, JournalEntry.digest)
        kept = [
            Leaf(serial, digest)
            for serial, digest in session.execute(
                asked.where(JournalEntry.serial > first).order_by("serial")
            )
        ]
    root = merkle_root(kept)
    with sealed.writing(WHO) as uow:
        uow.session.add(
            JournalSeal(
                number=2,
                after_serial=first - 1,
                last_serial=last,
                at=at,
                root=root,
                previous=previous,
                hash=seal_hash(2, first - 1, last, at, root, previous),
                leaves=pack_leaves(kept),
            )
        )

    assert troubles(sealed) == [(SealTrouble.ADDED, 2, first)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE journal_seal SET last_serial = last_serial + 1 WHERE number = 1", 1),
        ("UPDATE journal_seal SET leaves = root WHERE number = 2", 2),
    ],
)
def test_a_changed_seal_is_named(sealed: Database, statement, expected):
    tamper(sealed, statement)

    assert (SealTrouble.SEAL_BROKEN, expected, None) in troubles(sealed)


def test_a_seal_that_is_gone_is_noticed(sealed: Database):
    tamper(sealed, "DELETE FROM journal_seal WHERE number = 1")

    assert (SealTrouble.SEAL_MISSING, 2, None) in troubles(sealed)


def outside_of(database: Database) -> dict[int, bytes]:
    with database.reading() as session:
        asked = sa.select(JournalSeal.number, JournalSeal.hash)
        return dict(session.execute(asked).all())


def test_a_chain_computed_anew_is_noticed_by_a_copy_kept_elsewhere(sealed: Database):
    outside = outside_of(sealed)
    last = serials(sealed)[-1]
    tamper(sealed, "DELETE FROM journal_seal", f"DELETE FROM journal WHERE serial = {last}")
    seal_journal(sealed)

    assert troubles(sealed) == []  # by itself it looks whole
    assert (SealTrouble.OUTSIDE, 2, None) in troubles(sealed, outside=outside)


def test_an_honest_database_agrees_with_a_copy_kept_elsewhere(sealed: Database):
    outside = outside_of(sealed)
    write(sealed, 1)
    seal_journal(sealed)

    assert troubles(sealed, outside=outside) == []


def test_what_many_actions_write_is_whole(centre):
    seal_journal(centre.database)

    assert verdict(centre.database).troubles == []


def test_a_row_written_as_one_of_many_carries_its_digest(database: Database):
    with database.writing(WHO) as uow:
        rows = [uow.entry("test.many", Topic.SETTING, new_id(), n=n) for n in range(3)]
        uow.session.execute(sa.insert(JournalEntry), rows)
    seal_journal(database)

    assert verdict(database).troubles == []


def test_rows_recorded_together_are_whole_and_proven(database: Database):
    told = [(new_id(), f"99010200{n}", {"n": n}) for n in range(3)]
    with database.writing(WHO) as uow:
        uow.record_many("test.many", Topic.SETTING, told)
    seal_journal(database)

    with database.reading() as session:
        rows = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id)).all()
        assert [(r.subject, r.region, r.facts) for r in rows] == [
            (str(key), region, facts) for key, region, facts in told
        ]
        assert {(r.person_name, r.action) for r in rows} == {(WHO.name, "test.many")}
    assert verdict(database).troubles == []
